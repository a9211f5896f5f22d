package cometchatapi

// What is known of the lists of messages: it stands at ListUserMessages, and is true of the two others.
var (
	placeNotes = notes{
		assumed("with onBehalfOf: the messages between that user and {uid}; without: all of {uid} with other users, each as {uid} sees them"),
		recorded("ascending; meta with previous, current and next; previous only when the request names a place"),
		recorded("an empty page repeats the place that was asked for, as texts; when none was, it is the present time, as a number, both ways"),
		assumed("perPage and per_page are accepted for limit; limit wins"),
		recorded("affix append (when missing) goes on behind id, the oldest first; prepend ends before id"),
		assumed("an id is a place whatever conversation that message is in, and also when there is no such message"),
		assumed("sentAt counts only without id, updatedAt always; both are left out of the page themselves"),
		assumed("with prepend, previous is always there and next only when the request names a place"),
		recorded("onBehalfOf is looked at first, then {uid}, then the parameters"),
		recorded("count without unread changes nothing"),
		documented("count and unread: data is a list of entityType, entityId and count for the conversations with unread messages, without meta"),
		assumed("the same for a backend; the other filters keep the count to what they let through"),
	}
	filterNotes = notes{
		recorded("an unknown word in category or type: 400 ERR_BAD_REQUEST"),
		assumed("the same in categories and types; a type that a stored custom message has is known; the refusal's details"),
		documented("category, categories, type, types, tags, attachmentTypes, mentionedUids are lists with commas; a message matches with any of the words"),
		recorded("another receiverType than user and group: 200"),
		assumed("it matches nothing; group matches nothing in the messages with {uid}; unknown words in attachmentTypes are alike"),
		documented("receiverType, conversationId, sender, searchKey in data.text, fromTimestamp, toTimestamp (only beside it) filter"),
		assumed("searchKey minds no case; both times are inside; time 0 is no bound"),
		documented("tags are shown only with withTags"),
		assumed("hasAttachments: data.attachments or data.url is there; attachmentTypes: of what kind the mimeType of an attachment is, or, where it has none, the message"),
		assumed("hasLinks: http://, https:// or www. stands in data.text; hasMentions: data.mentions is there; hasReactions: somebody has reacted"),
		documented("mentionsWithBlockedInfo, mentionsWithTagInfo: more in data.mentions"),
		assumed("that is how the reader and who is mentioned block each other, and the tags, both as they are now"),
	}
	factNotes = notes{
		documented("hideDeleted, onlyDeleted: messages with deletedAt; hideReplies: those with parentId are left out"),
		assumed("hideQuotedMessages leaves out those that quote another; withParent matters in threads alone"),
		assumed("onlyUpdates: those that were changed after they were sent"),
		documented("unread, undelivered need onBehalfOf"),
		assumed("without they change nothing, and saved, myMentionsOnly, onlyInteractionGoalCompleted match nothing, as nobody reads; {uid} does, in its own list"),
		assumed("unread are messages of others that count as unread and came after what the reader has read; undelivered likewise"),
		assumed("pinned, saved, onlyInteractionGoalCompleted: no rows while no call pins, saves or interacts"),
		assumed("hideMessagesFromBlockedUsers leaves out what people sent whom the reader has blocked (as its name says; the page says the opposite)"),
	}
)

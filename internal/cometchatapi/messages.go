package cometchatapi

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
)

var messageOperations = []gateway.Op{
	{
		Name:       "SendMessage",
		Method:     http.MethodPost,
		Path:       "/messages",
		Credential: apiKey,
		Limits:     standardLimits,
		Parameters: sendParameters,
		Do:         gateway.Write(gateway.StepsOf(decodeSending, sendMessage, encodeSent)),
		Facts:      sendFacts,
	},
	{
		Name:       "GetMessage",
		Method:     http.MethodGet,
		Path:       "/messages/{id}",
		Credential: apiKey,
		Limits:     standardLimits,
		Do:         gateway.Read(gateway.StepsOf(decodeMessageQuery, getMessage, encodeMessage)),
		Facts: []gateway.Fact{
			{Behaviour: "members, their order, and the order inside data: by length of the name, then alphabetically", Provenance: gateway.Recorded},
			{Behaviour: "onBehalfOf somebody who is neither sender nor receiver: 403", Provenance: gateway.Recorded},
			{Behaviour: "that 403 has the code ERR_MESSAGE_NO_ACCESS; its text", Provenance: gateway.Assumed},
			{Behaviour: "onBehalfOf the receiver from whom the message is withheld, unknown id: 404 ERR_MESSAGE_ID_NOT_FOUND; its text", Provenance: gateway.Assumed},
			{Behaviour: "without onBehalfOf every message is shown; an unknown onBehalfOf: 404 ERR_UID_NOT_FOUND", Provenance: gateway.Assumed},
			{Behaviour: "data.entities is always there", Provenance: gateway.Recorded},
			{Behaviour: "a message that a fixture holds without entities has the two people as they were when it was loaded", Provenance: gateway.Assumed},
		},
	},
	{
		Name:       "ListUserMessages",
		Method:     http.MethodGet,
		Path:       "/users/{uid}/messages",
		Credential: apiKey,
		Limits:     standardLimits,
		Parameters: listMessagesParameters,
		Do:         gateway.Read(gateway.StepsOf(decodeMessagesQuery, listMessages, encodeMessages)),
		Facts:      listMessagesFacts,
	},
}

// clientMessageOperations are the same for an end user, who is "me".
var clientMessageOperations = []gateway.Op{
	{
		Name:       "SendMessageAsMe",
		Method:     http.MethodPost,
		Path:       "/messages",
		Credential: authToken,
		Limits:     standardLimits,
		Parameters: sendAsMeParameters,
		Do:         gateway.Write(gateway.StepsOf(decodeMySending, sendMessage, encodeSent)),
		Facts: []gateway.Fact{
			{Behaviour: "the SDK's body; the answer is that of SendMessage", Provenance: gateway.Documented},
			{Behaviour: "the members text and metadata beside data, which repeat it, are ignored", Provenance: gateway.Assumed},
			{Behaviour: "refusals as in SendMessage: ERR_BLOCKED_RECEIVER, ERR_UID_NOT_FOUND, ERR_GUID_NOT_FOUND, ERR_BAD_REQUEST", Provenance: gateway.Assumed},
		},
	},
	{
		Name:       "ListUserMessagesAsMe",
		Method:     http.MethodGet,
		Path:       "/users/{uid}/messages",
		Credential: authToken,
		Limits:     standardLimits,
		Parameters: listMessagesAsMeParameters,
		Do:         gateway.Read(gateway.StepsOf(decodeMyMessagesQuery, listMessages, encodeMessages)),
		Facts: []gateway.Fact{
			{Behaviour: "the messages between me and {uid}; per_page, affix, id, sentAt, updatedAt, hideMessagesFromBlockedUsers as the SDK sends them", Provenance: gateway.Documented},
			{Behaviour: "affix=prepend without a place: the newest messages, the oldest first inside the page", Provenance: gateway.Documented},
			{Behaviour: "meta has pagination and cursor, always; total_pages is 1 on the last page in the direction asked for (the SDKs before 4.2.0 end by it and hang without either)", Provenance: gateway.Documented},
			{Behaviour: "total is 0; cursor has id, sentAt and affix of the outermost row, beside an empty page affix alone", Provenance: gateway.Documented},
			{Behaviour: "total_pages is 2 while there is more; without affix it is prepend", Provenance: gateway.Assumed},
			{Behaviour: "words in category, categories, type, types that nobody knows: 200, they match nothing", Provenance: gateway.Documented},
			{Behaviour: "all else as in ListUserMessages, also ERR_UID_NOT_FOUND and ERR_BAD_REQUEST", Provenance: gateway.Assumed},
		},
	},
}

// sendParameters are those of the page, and members that SDKs send more.
var (
	sendParameters = slices.Concat(
		body(gateway.Applied, "receiver", "receiverType", "category", "type", "data", "muid", "tags"),
		body(gateway.NoEffect, "sender"),
		body(gateway.NotEmulated, "multipleReceivers", "quotedMessageId"),
	)
	sendAsMeParameters = slices.Concat(
		sendParameters, body(gateway.NoEffect, "text", "metadata", "reactions", "mentionedUsers", "mentionedMe"),
		body(gateway.NotEmulated, "parentMessageId"),
	)
)

// The parameters of lists of messages. Those that are rightly without effect hide what cannot be here.
var (
	listMessagesParameters = slices.Concat(
		query(gateway.Applied, "limit", "perPage", "per_page", "affix", "id", "sentAt", "updatedAt",
			"receiverType", "conversationId", "sender", "searchKey", "withTags", "hasAttachments", "hasReactions",
			"onlyDeleted", "hideMessagesFromBlockedUsers", "fromTimestamp", "toTimestamp", "pinned", "saved"),
		queryLists(gateway.Applied, "category", "categories", "type", "types", "tags"),
		query(gateway.NoEffect, "count", "hideDeleted", "hideReplies", "withParent"),
		query(gateway.NotEmulated, "unread", "undelivered", "attachmentTypes", "hasLinks", "hasMentions", "mentionedUids",
			"myMentionsOnly", "mentionsWithBlockedInfo", "mentionsWithTagInfo", "onlyUpdates", "onlyInteractionGoalCompleted",
			"hideQuotedMessages"),
	)
	listMessagesAsMeParameters = slices.Concat(
		listMessagesParameters, query(gateway.NoEffect, "uid"), query(gateway.NotEmulated, "withThreadSubscribed"),
	)
)

var sendFacts = []gateway.Fact{
	{Behaviour: "the answer's members and their order; id is a growing decimal number in a string", Provenance: gateway.Recorded},
	{Behaviour: "without onBehalfOf the sender is app_system, and the receiver's entity has no conversationId", Provenance: gateway.Recorded},
	{Behaviour: "data.metadata stands between text and entities", Provenance: gateway.Documented},
	{Behaviour: "other members of data follow metadata; entities that the client sends are dropped; places of muid and tags", Provenance: gateway.Assumed},
	{Behaviour: "the sender has blocked the receiver (or both each other): 403 ERR_BLOCKED_RECEIVER, nothing is stored", Provenance: gateway.Recorded},
	{Behaviour: "the text of ERR_BLOCKED_RECEIVER", Provenance: gateway.Assumed},
	{Behaviour: "the receiver has blocked the sender: 200 as ever, and the receiver never sees the message, not even after unblocking", Provenance: gateway.Recorded},
	{Behaviour: "app_system is never refused", Provenance: gateway.Assumed},
	{Behaviour: "receiver or data missing: 400 ERR_BAD_REQUEST", Provenance: gateway.Recorded},
	{Behaviour: "category message or custom, message when missing; type text (when missing), image, file, audio, video, free for custom", Provenance: gateway.Documented},
	{Behaviour: "other categories and types: 400 ERR_BAD_REQUEST; receiverType is user when missing", Provenance: gateway.Assumed},
	{Behaviour: "data has at most 10 KB, tags at most 25 of 100 characters", Provenance: gateway.Documented},
	{Behaviour: "more of either, a text message without data.text, an empty data: 400 ERR_BAD_REQUEST", Provenance: gateway.Assumed},
	{Behaviour: "unknown onBehalfOf: 404 ERR_UID_NOT_FOUND, before the body is checked", Provenance: gateway.Recorded},
	{Behaviour: "unknown or deactivated receiver: 404 ERR_UID_NOT_FOUND; a message to oneself is stored", Provenance: gateway.Assumed},
	{Behaviour: "receiverType group: 404 ERR_GUID_NOT_FOUND, there are no groups here", Provenance: gateway.Assumed},
	{Behaviour: "multipleReceivers is ignored: its answer is not published (receiver stays required)", Provenance: gateway.Assumed},
	{Behaviour: "the limit of 30 messages a minute for each sender is not emulated", Provenance: gateway.Assumed},
}

var listMessagesFacts = []gateway.Fact{
	{Behaviour: "with onBehalfOf: the messages between that user and {uid}; without: all messages of {uid}, each as the reader sees them", Provenance: gateway.Assumed},
	{Behaviour: "ascending; meta with previous, current and next; previous only when the request names a place", Provenance: gateway.Recorded},
	{Behaviour: "an empty page repeats the place that was asked for, as texts", Provenance: gateway.Recorded},
	{Behaviour: "limit: 100 unless given", Provenance: gateway.Recorded},
	{Behaviour: "limit: at most 1000", Provenance: gateway.Documented},
	{Behaviour: "perPage and per_page are accepted for limit; limit wins", Provenance: gateway.Assumed},
	{Behaviour: "affix append (when missing) goes on behind id, the oldest first; prepend ends before id", Provenance: gateway.Recorded},
	{Behaviour: "sentAt counts only without id, updatedAt always; both are left out of the page themselves", Provenance: gateway.Assumed},
	{Behaviour: "with prepend, previous is always there and next only when the request names a place", Provenance: gateway.Assumed},
	{Behaviour: "limit, id, sentAt, updatedAt out of range or no numbers, another affix: 400 ERR_BAD_REQUEST", Provenance: gateway.Assumed},
	{Behaviour: "an unknown word in category or type: 400 ERR_BAD_REQUEST", Provenance: gateway.Recorded},
	{Behaviour: "the same in categories and types; a type that a stored custom message has is known; the refusal's details", Provenance: gateway.Assumed},
	{Behaviour: "category, categories, type, types, tags are lists with commas; a message matches with any of the words", Provenance: gateway.Documented},
	{Behaviour: "another receiverType than user and group: 200", Provenance: gateway.Recorded},
	{Behaviour: "it matches nothing", Provenance: gateway.Assumed},
	{Behaviour: "receiverType, conversationId, sender, searchKey in data.text, fromTimestamp, toTimestamp (only beside it) filter", Provenance: gateway.Documented},
	{Behaviour: "searchKey minds no case; both times are inside; time 0 is no bound", Provenance: gateway.Assumed},
	{Behaviour: "tags are shown only with withTags", Provenance: gateway.Documented},
	{Behaviour: "hasAttachments: data.attachments or data.url is there; hasReactions: data.reactions is", Provenance: gateway.Assumed},
	{Behaviour: "onlyDeleted, pinned, saved: no rows, because nothing can be deleted, pinned or saved here", Provenance: gateway.Assumed},
	{Behaviour: "count without unread changes nothing", Provenance: gateway.Recorded},
	{Behaviour: "hideMessagesFromBlockedUsers leaves out what people sent whom the reader has blocked (as its name says; the page says the opposite)", Provenance: gateway.Assumed},
	{Behaviour: "unknown onBehalfOf, then unknown {uid}: 404 ERR_UID_NOT_FOUND, before the parameters are checked", Provenance: gateway.Recorded},
}

// messageCodes are the codes of these operations, for fault rules.
var messageCodes = map[string]*codeError{
	"ERR_BLOCKED_RECEIVER": errBlockedReceiver("unknown", "unknown"),
	// Of calls only: the error guide gives it to the one whose call is refused by a block.
	"ERR_BLOCKED_SENDER":       same(http.StatusForbidden, "ERR_BLOCKED_SENDER", "The user with UID unknown is blocked by the receiver with UID unknown."),
	"ERR_MESSAGE_ID_NOT_FOUND": errMessageNotFound("unknown"),
	"ERR_MESSAGE_NO_ACCESS":    errMessageNoAccess("unknown", "unknown"),
	"ERR_GUID_NOT_FOUND":       errGUIDNotFound("unknown"),
}

// The texts of these four are not published.

func errBlockedReceiver(sender, receiver string) *codeError {
	return same(http.StatusForbidden, "ERR_BLOCKED_RECEIVER",
		fmt.Sprintf("The user with UID %s has blocked the receiver with UID %s.", sender, receiver))
}

func errMessageNotFound(id string) *codeError {
	return same(http.StatusNotFound, "ERR_MESSAGE_ID_NOT_FOUND", fmt.Sprintf("The message with ID %s does not exist.", id))
}

func errMessageNoAccess(uid, id string) *codeError {
	return same(http.StatusForbidden, "ERR_MESSAGE_NO_ACCESS",
		fmt.Sprintf("The user with UID %s does not have access to the message with ID %s.", uid, id))
}

func errGUIDNotFound(guid string) *codeError {
	return same(http.StatusNotFound, "ERR_GUID_NOT_FOUND",
		fmt.Sprintf("The group with GUID %s does not exist, please make sure you have created a group with GUID %s.", guid, guid))
}

// sees reports whether a message was delivered to its reader: what was sent during a block stays
// hidden from the one who had blocked.
func sees(me string, m *store.Message) bool {
	return !m.Withheld || me != m.Receiver
}

// appendMessage appends a message with the given data, which is written in two orders, and tags, which
// lists show only when asked.
func appendMessage(dst []byte, m *store.Message, data []byte, tags []string) []byte {
	dst = append(dst, `{"id":"`...)
	dst = strconv.AppendUint(dst, m.ID, 10)
	dst = append(dst, '"')
	dst = appendOptional(dst, "muid", m.Muid)
	dst = append(dst, `,"conversationId":"`...)
	dst = appendConversationID(dst, m.Sender, m.Receiver)
	dst = append(dst, '"')
	dst = appendMember(dst, "sender", m.Sender)
	dst = append(dst, `,"receiverType":"user"`...)
	dst = appendMember(dst, "receiver", m.Receiver)
	dst = appendMember(dst, "category", m.Category)
	dst = appendMember(dst, "type", m.Type)
	dst = append(dst, `,"data":`...)
	dst = append(dst, data...)
	dst = append(dst, `,"sentAt":`...)
	dst = strconv.AppendInt(dst, m.SentAt.Unix(), 10)
	dst = append(dst, `,"updatedAt":`...)
	dst = strconv.AppendInt(dst, m.UpdatedAt.Unix(), 10)
	if len(tags) > 0 {
		dst = append(dst, `,"tags":[`...)
		for i, tag := range tags {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = jsontext.AppendPHP(dst, tag)
		}
		dst = append(dst, ']')
	}
	return append(dst, '}')
}

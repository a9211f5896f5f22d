package cometchatapi

import (
	"cmp"
	"iter"
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// messagesQuery asks for a part of what one person sees. Where there is an id, sentAt does not count.
type messagesQuery struct {
	Limit     int    `json:"limit" also:"perPage,per_page" rule:"min=1,max=1000,default=100"`
	Affix     string `json:"affix" rule:"enum=prepend|append"`
	ID        int    `json:"id" rule:"min=1"`
	SentAt    int    `json:"sentAt" rule:"min=1"`
	UpdatedAt int    `json:"updatedAt" rule:"min=1"` // only what changed after it, whichever way
	WithTags  bool   `json:"withTags"`
	messageFilter

	IDAsSent     string `given:"id"`
	SentAtAsSent string `given:"sentAt"`
}

// messagesReader is who asks for it.
type messagesReader struct {
	messagesQuery
	Me     string // who reads
	With   string // the other one; empty: everybody
	In     string // the group, in the place of the other one
	Before bool   // the messages before the place, else those after it
}

// readerOf is, for the server API, onBehalfOf with {uid}, or {uid} alone; and an end user with {uid}, who begins at the
// newest message when there is no affix: the cursor of the page's sample says prepend (page "List messages").
func readerOf(who caller, q messagesQuery) messagesReader {
	r := messagesReader{messagesQuery: q, Me: who.Me, With: who.UID, Before: q.Affix == "prepend"}
	if who.Me == "" {
		r.Me, r.With = who.UID, ""
	}
	if who.EndUser {
		r.Before = q.Affix != "append"
	}
	r.messageFilter = q.tidied()
	return r
}

var listUserMessages = op[messagesQuery, messagesPage]{
	Name: "ListUserMessages", Route: "GET /users/{uid}/messages", Page: "List messages", Seen: messagesSeen,
	OnBehalfOf: true,
	First: func(tx *store.Tx, who caller) error {
		for _, uid := range []string{who.Me, who.UID} {
			if uid == "" || uid == systemUser {
				continue
			}
			if err := userExists(tx, uid); err != nil {
				return err
			}
		}
		return nil
	},
	Check: func(tx *store.Tx, who caller, q messagesQuery) []detail {
		if who.EndUser { // no word is refused
			return nil
		}
		return q.unknownWords(tx)
	},
	Run: func(tx *store.Tx, who caller, q messagesQuery) (messagesPage, error) {
		r := readerOf(who, q)
		return r.page(tx, who.EndUser), nil
	},
	Codes: codes{gateway.Recorded: {errUIDNotFound, errBadRequest}},
	Notes: notes{
		assumed("with onBehalfOf: the messages between that user and {uid}; without: all messages of {uid}, each as the reader sees them"),
		recorded("ascending; meta with previous, current and next; previous only when the request names a place"),
		recorded("an empty page repeats the place that was asked for, as texts"),
		assumed("perPage and per_page are accepted for limit; limit wins"),
		recorded("affix append (when missing) goes on behind id, the oldest first; prepend ends before id"),
		assumed("sentAt counts only without id, updatedAt always; both are left out of the page themselves"),
		assumed("with prepend, previous is always there and next only when the request names a place"),
		recorded("an unknown word in category or type: 400 ERR_BAD_REQUEST"),
		assumed("the same in categories and types; a type that a stored custom message has is known; the refusal's details"),
		documented("category, categories, type, types, tags are lists with commas; a message matches with any of the words"),
		recorded("another receiverType than user and group: 200"),
		assumed("it matches nothing; group matches nothing in the messages with {uid}"),
		documented("receiverType, conversationId, sender, searchKey in data.text, fromTimestamp, toTimestamp (only beside it) filter"),
		assumed("searchKey minds no case; both times are inside; time 0 is no bound"),
		documented("tags are shown only with withTags"),
		assumed("hasAttachments: data.attachments or data.url is there; hasReactions: data.reactions is"),
		assumed("onlyDeleted, pinned, saved: no rows, because nothing can be deleted, pinned or saved here"),
		recorded("count without unread changes nothing"),
		assumed("hideMessagesFromBlockedUsers leaves out what people sent whom the reader has blocked (as its name says; the page says the opposite)"),
		recorded("onBehalfOf is looked at first, then {uid}, then the parameters"),
	},
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {errUIDNotFound, errBadRequest}},
		Notes: notes{
			documented("the messages between me and {uid}; per_page, affix, id, sentAt, updatedAt, hideMessagesFromBlockedUsers as the SDK sends them"),
			documented("affix=prepend without a place: the newest messages, the oldest first inside the page"),
			documented("meta has pagination and cursor, always; total_pages is 1 on the last page in the direction asked for (the SDKs before 4.2.0 end by it and hang without either)"),
			documented("total is 0; cursor has id, sentAt and affix of the outermost row, beside an empty page affix alone"),
			assumed("total_pages is 2 while there is more; without affix it is prepend"),
			documented("words in category, categories, type, types that nobody knows: 200, they match nothing"),
			assumed("all else as in ListUserMessages"),
		},
	},
}

// page is what is answered: with the meta of an end user's lists, or of a backend's.
func (q *messagesReader) page(tx *store.Tx, endUser bool) messagesPage {
	found, more := q.read(tx)
	page := messagesPage{Data: make([]messageView, len(found))}
	for i, m := range found {
		page.Data[i] = viewOfMessage(tx, q.Me, m, m.Data)
		if !q.WithTags {
			page.Data[i].Tags = nil
		}
	}
	if endUser {
		page.Meta = q.cursorMeta(page.Data, more)
	} else {
		page.Meta = q.placeMeta(page.Data)
	}
	return page
}

// read returns a page in ascending order, and whether there is more in the direction that was asked for.
func (q *messagesReader) read(tx *store.Tx) (found []*store.Message, more bool) {
	switch {
	case q.nothing():
	case q.In != "":
		found = q.gather(tx, store.GroupTalk(q.In), nil)
	case q.With != "":
		found = q.gather(tx, store.Dialog(q.Me, q.With), nil)
	default:
		for other := range tx.Correspondents(q.Me) {
			found = q.gather(tx, store.Dialog(q.Me, other), found)
		}
	}
	slices.SortFunc(found, func(a, b *store.Message) int { return cmp.Compare(a.ID, b.ID) })
	over := len(found) - q.Limit
	switch {
	case over <= 0:
		return found, false
	case q.Before:
		return found[over:], true
	}
	return found[:q.Limit], true
}

// gather appends the messages of one conversation, those nearest to the place: as many as a page
// holds and one more, which tells whether the page is the last.
func (q *messagesReader) gather(tx *store.Tx, talk string, found []*store.Message) []*store.Message {
	count := 0
	for m := range q.walk(tx, talk) {
		if count > q.Limit {
			break
		}
		if !sees(tx, q.Me, m) || !q.holds(m) || !q.matches(tx, q.Me, m) {
			continue
		}
		found = append(found, m)
		count++
	}
	return found
}

// walk lists the messages of a conversation from the place on, away from it.
func (q *messagesReader) walk(tx *store.Tx, talk string) iter.Seq[*store.Message] {
	if q.Before {
		return tx.Messages(talk, uint64(q.ID))
	}
	return tx.MessagesAfter(talk, uint64(q.ID))
}

// holds reports whether a message is on the right side of the place's times. Where the place has
// an id, sentAt does not count: of one second there may be many messages.
func (q *messagesReader) holds(m *store.Message) bool {
	sentAt := int(m.SentAt.Unix())
	switch {
	case q.UpdatedAt != 0 && int(m.UpdatedAt.Unix()) <= q.UpdatedAt:
		return false
	case q.ID != 0 || q.SentAt == 0:
		return true
	case q.Before:
		return sentAt < q.SentAt
	}
	return sentAt > q.SentAt
}

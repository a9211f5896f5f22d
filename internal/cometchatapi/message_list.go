package cometchatapi

import (
	"cmp"
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
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
	Count     bool   `json:"count"` // beside unread: how many in each conversation, in the place of the messages
	mentionInfo
	messageFilter

	IDAsSent     string `given:"id"`
	SentAtAsSent string `given:"sentAt"`
}

// messagesReader is who asks for it, and of which conversations.
type messagesReader struct {
	messagesQuery
	Me     string // who reads; empty: nobody in particular
	All    bool   // the messages of everybody
	Before bool   // the messages before the place, else those after it

	seats     []*seat
	thread    uint64 // the message whose replies are read; 0: all messages
	key, text []byte // what is searched for, and room for what it is searched in
}

// readerOf is somebody who reads. An end user begins at the newest message when there is no affix: the cursor of the
// page's sample says prepend (page "List messages").
func readerOf(who caller, q messagesQuery, me string) *messagesReader {
	r := &messagesReader{messagesQuery: q, Me: me, Before: q.Affix == "prepend"}
	if who.EndUser {
		r.Before = q.Affix != "append"
	}
	r.messageFilter = q.tidied(me)
	r.key = []byte(r.SearchKey)
	return r
}

var listUserMessages = op[messagesQuery, messagesAnswer]{
	Name: "ListUserMessages", Route: "GET /users/{uid}/messages", Page: "List messages", Seen: messagesSeen,
	Right:      right[messagesQuery]{Feature: "getUserMessages", Permission: "listMessages"},
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
	Run: func(tx *store.Tx, who caller, q messagesQuery) (messagesAnswer, error) {
		r := readerOf(who, q, cmp.Or(who.Me, who.UID))
		if who.Me == "" {
			r.take(tx, dialogsOf(tx, who.UID)...)
		} else {
			r.take(tx, dialog(who.Me, who.UID))
		}
		return r.answer(tx, who.EndUser), nil
	},
	Show: showMessages, Looks: messagesLook,
	Codes: codes{gateway.Recorded: {errUIDNotFound, errBadRequest}},
	Notes: slices.Concat(placeNotes, filterNotes, factNotes),
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

// messagesAnswer is a page of messages, or, where the request asks how many are unread, that.
type messagesAnswer struct {
	page   messagesPage
	counts []messageCount // nil: not asked for
}

func showMessages(dst []byte, a messagesAnswer) []byte {
	if a.counts != nil {
		return countsPlan.Append(dst, &data[[]messageCount]{a.counts})
	}
	return pagePlan.Append(dst, &a.page)
}

var messagesLook = shape.For[messagesPage]()

// answer is what is asked for.
func (q *messagesReader) answer(tx *store.Tx, endUser bool) messagesAnswer {
	if q.Count && q.Unread {
		return messagesAnswer{counts: q.counts(tx)}
	}
	return messagesAnswer{page: q.page(tx, endUser)}
}

// page is a page of messages: with the meta of an end user's lists, or of a backend's.
func (q *messagesReader) page(tx *store.Tx, endUser bool) messagesPage {
	found, more := q.read(tx)
	page := messagesPage{Data: make([]messageView, len(found))}
	for i, m := range found {
		page.Data[i] = viewOfMessage(tx, q.Me, m, q.mentioned(tx, m))
		if !q.WithTags {
			page.Data[i].Tags = nil
		}
	}
	if endUser {
		page.Meta = q.cursorMeta(page.Data, more)
	} else {
		page.Meta = q.placeMeta(page.Data, thisSecond(tx))
	}
	return page
}

// read returns a page in ascending order, and whether there is more in the direction that was asked for.
func (q *messagesReader) read(tx *store.Tx) (found []*store.Message, more bool) {
	for in, m := range q.walk(tx) {
		if !q.sees(in, m) || !q.matches(tx, in, m) {
			continue
		}
		if len(found) == q.Limit {
			more = true
			break
		}
		found = append(found, m)
	}
	if q.Before {
		slices.Reverse(found)
	}
	return found, more
}

// sees is the function of that name for a reader of a conversation.
func (q *messagesReader) sees(in *seat, m *store.Message) bool {
	return q.Me == "" || isFor(q.Me, m) && m.Seq > in.cleared
}

package cometchatapi

import (
	"cmp"
	"iter"
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// messagesQuery asks for a part of what one person sees.
type messagesQuery struct {
	Me       string // who reads
	With     string // the other one; empty: everybody
	Limit    int
	Place    messagePlace
	Filter   messageFilter
	WithTags bool
	EndUser  bool // the call is one of an end user's: another meta, and no word of a filter is refused

	wrong []detail
}

// messagePlace says where a page begins or ends.
type messagePlace struct {
	Before    bool   // affix=prepend: the messages before the place, else those after it
	ID        uint64 // 0: none
	SentAt    int    // UNIX seconds, only where there is no ID; 0: none
	UpdatedAt int    // only what changed after it, whichever way; 0: none

	id, sentAt string // as sent
}

// messagesPage is the answer, in ascending order.
type messagesPage struct {
	messagesQuery
	Messages []*store.Message
	More     bool // whether there is more in the direction that was asked for
}

// decodeMessagesQuery is for the server API: the conversation of onBehalfOf with {uid}, or all that
// {uid} sees.
func decodeMessagesQuery(c *gateway.Call) (messagesQuery, error) {
	q := messagesQuery{Me: c.User}
	if me := onBehalfOf(c); me != "" {
		q.Me, q.With = me, c.User
	}
	q.read(c.Query)
	return q, nil
}

// decodeMyMessagesQuery is for an end user: the conversation with the {uid} of the path. Without an
// affix it begins at the newest message: the cursor of the page's sample says prepend (page "List
// messages").
func decodeMyMessagesQuery(c *gateway.Call) (messagesQuery, error) {
	q := messagesQuery{Me: c.User, With: c.PathParam("uid"), EndUser: true}
	q.Place.Before = true
	q.read(c.Query)
	return q, nil
}

func (q *messagesQuery) read(values gateway.Query) {
	limit := "limit"
	for _, name := range []string{"per_page", "perPage", "limit"} {
		if _, ok := given(values, name); ok {
			limit = name
		}
	}
	q.Limit, q.wrong = decodeNumber(values, limit, defaultPerPage, maxPerPage, nil)

	p := &q.Place
	switch affix, ok := given(values, "affix"); {
	case affix == "prepend" || affix == "append":
		p.Before = affix == "prepend"
	case ok:
		q.wrong = append(q.wrong, detail{"affix", "The selected affix is invalid."})
	}
	var id int
	id, q.wrong = decodeNumber(values, "id", 0, 0, q.wrong)
	p.SentAt, q.wrong = decodeNumber(values, "sentAt", 0, 0, q.wrong)
	p.UpdatedAt, q.wrong = decodeNumber(values, "updatedAt", 0, 0, q.wrong)
	p.ID = uint64(id)
	p.id, _ = given(values, "id")
	p.sentAt, _ = given(values, "sentAt")
	q.WithTags = truth(values, "withTags")
	q.Filter, q.wrong = readMessageFilter(values, q.wrong)
}

func listMessages(tx *store.Tx, q messagesQuery) (messagesPage, error) {
	for _, uid := range []string{q.Me, q.With} {
		if uid == "" || uid == systemUser {
			continue
		}
		if err := userExists(tx, uid); err != nil {
			return messagesPage{}, err
		}
	}
	if !q.EndUser {
		q.wrong = q.Filter.unknownWords(tx, q.wrong)
	}
	if len(q.wrong) > 0 {
		return messagesPage{}, errBadRequest(q.wrong...)
	}
	page := messagesPage{messagesQuery: q}
	if q.With != "" {
		page.Messages = q.gather(tx, q.With, nil)
	} else {
		for other := range tx.Correspondents(q.Me) {
			page.Messages = q.gather(tx, other, page.Messages)
		}
	}
	slices.SortFunc(page.Messages, func(a, b *store.Message) int { return cmp.Compare(a.ID, b.ID) })
	if more := len(page.Messages) - q.Limit; more > 0 {
		page.More = true
		if q.Place.Before {
			page.Messages = page.Messages[more:]
		} else {
			page.Messages = page.Messages[:q.Limit]
		}
	}
	return page, nil
}

// gather appends the messages with one other person, those nearest to the place: as many as a page
// holds and one more, which tells whether the page is the last.
func (q *messagesQuery) gather(tx *store.Tx, other string, found []*store.Message) []*store.Message {
	count := 0
	for m := range q.Place.walk(tx, q.Me, other) {
		if count > q.Limit {
			break
		}
		if !sees(q.Me, m) || !q.Place.holds(m) || !q.Filter.matches(tx, q.Me, m) {
			continue
		}
		found = append(found, m)
		count++
	}
	return found
}

// walk lists the messages of two people from the place on, away from it.
func (p *messagePlace) walk(tx *store.Tx, a, b string) iter.Seq[*store.Message] {
	if p.Before {
		return tx.Messages(store.Dialog(a, b), p.ID)
	}
	return tx.MessagesAfter(store.Dialog(a, b), p.ID)
}

// holds reports whether a message is on the right side of the place's times. Where the place has
// an id, sentAt does not count: of one second there may be many messages.
func (p *messagePlace) holds(m *store.Message) bool {
	sentAt := int(m.SentAt.Unix())
	switch {
	case p.UpdatedAt != 0 && int(m.UpdatedAt.Unix()) <= p.UpdatedAt:
		return false
	case p.ID != 0 || p.SentAt == 0:
		return true
	case p.Before:
		return sentAt < p.SentAt
	}
	return sentAt > p.SentAt
}

package cometchatapi

import (
	"cmp"
	"iter"
	"slices"
	"strconv"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
)

// messagesQuery asks for a part of what one person sees.
type messagesQuery struct {
	Me          string // who reads
	With        string // the other one; empty: everybody
	Limit       int
	Place       messagePlace
	HideBlocked bool
	Cursor      bool // whether the answer has the cursor that the SDKs page by

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
}

// decodeMessagesQuery is for the server API: the conversation of onBehalfOf with {uid}, or all that
// {uid} sees.
func decodeMessagesQuery(c *gateway.Call) (messagesQuery, error) {
	q := readMessagesQuery(c.Query)
	q.Me = c.User
	if me := onBehalfOf(c); me != "" {
		q.Me, q.With = me, c.User
	}
	return q, nil
}

// decodeMyMessagesQuery is for an end user: the conversation with the {uid} of the path.
func decodeMyMessagesQuery(c *gateway.Call) (messagesQuery, error) {
	q := readMessagesQuery(c.Query)
	q.Me, q.With, q.Cursor = c.User, c.Param, true
	return q, nil
}

func readMessagesQuery(values gateway.Query) (q messagesQuery) {
	limit := "limit"
	for _, name := range []string{"per_page", "perPage", "limit"} {
		if _, ok := given(values, name); ok {
			limit = name
		}
	}
	q.Limit, q.wrong = decodeNumber(values, limit, defaultPerPage, maxPerPage, nil)

	p := &q.Place
	switch affix, ok := given(values, "affix"); {
	case affix == "prepend":
		p.Before = true
	case ok && affix != "append":
		q.wrong = append(q.wrong, detail{"affix", "The selected affix is invalid."})
	}
	var id int
	id, q.wrong = decodeNumber(values, "id", 0, 0, q.wrong)
	p.SentAt, q.wrong = decodeNumber(values, "sentAt", 0, 0, q.wrong)
	p.UpdatedAt, q.wrong = decodeNumber(values, "updatedAt", 0, 0, q.wrong)
	p.ID = uint64(id)
	p.id, _ = given(values, "id")
	p.sentAt, _ = given(values, "sentAt")
	q.HideBlocked = truth(values, "hideMessagesFromBlockedUsers")
	return q
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
		if q.Place.Before {
			page.Messages = page.Messages[more:]
		} else {
			page.Messages = page.Messages[:q.Limit]
		}
	}
	return page, nil
}

// gather appends the messages with one other person, as many as a page holds, those nearest to
// the place.
func (q *messagesQuery) gather(tx *store.Tx, other string, found []*store.Message) []*store.Message {
	count := 0
	for m := range q.Place.walk(tx, q.Me, other) {
		if count == q.Limit {
			break
		}
		if !sees(q.Me, m) || !q.Place.holds(m) || q.HideBlocked && tx.HasBlocked(q.Me, m.Sender) {
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
		return tx.Messages(a, b, p.ID)
	}
	return tx.MessagesAfter(a, b, p.ID)
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

func encodeMessages(dst []byte, _ *gateway.Call, p messagesPage) []byte {
	dst = append(dst, `{"data":[`...)
	for i, m := range p.Messages {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendMessage(dst, m, m.Data)
	}
	dst = append(dst, `],"meta":{`...)
	dst = p.appendMeta(dst)
	return append(dst, "}}"...)
}

// appendMeta appends where a client may go on, as recorded (message/list_message, two pages).
func (p *messagesPage) appendMeta(dst []byte) []byte {
	placed := p.Place.id != "" || p.Place.sentAt != ""
	if placed || p.Place.Before && len(p.Messages) > 0 {
		dst = p.appendWay(append(dst, `"previous":`...), "prepend")
		dst = append(dst, ',')
	}
	dst = append(dst, `"current":{"limit":`...)
	dst = strconv.AppendInt(dst, int64(p.Limit), 10)
	dst = append(dst, `,"count":`...)
	dst = strconv.AppendInt(dst, int64(len(p.Messages)), 10)
	dst = append(dst, '}')
	if placed || !p.Place.Before && len(p.Messages) > 0 {
		dst = p.appendWay(append(dst, `,"next":`...), "append")
	}
	if p.Cursor && len(p.Messages) > 0 {
		dst = p.appendCursor(append(dst, `,"cursor":`...))
	}
	return dst
}

// appendWay appends one of the two ways on: from the page's first message back or from its last
// one forth, or, of an empty page, from the place that was asked for, in the client's own words.
func (p *messagesPage) appendWay(dst []byte, affix string) []byte {
	dst = append(dst, `{"affix":"`...)
	dst = append(dst, affix...)
	dst = append(dst, '"')
	if len(p.Messages) == 0 {
		dst = appendOptional(dst, "sentAt", p.Place.sentAt)
		dst = appendOptional(dst, "id", p.Place.id)
		return append(dst, '}')
	}
	m := p.edge(affix == "prepend")
	dst = append(dst, `,"sentAt":`...)
	dst = strconv.AppendInt(dst, m.SentAt.Unix(), 10)
	dst = append(dst, `,"id":"`...)
	dst = strconv.AppendUint(dst, m.ID, 10)
	return append(dst, `"}`...)
}

// appendCursor appends the way on in the direction that was asked for.
func (p *messagesPage) appendCursor(dst []byte) []byte {
	m, affix := p.edge(p.Place.Before), "append"
	if p.Place.Before {
		affix = "prepend"
	}
	dst = append(dst, `{"id":"`...)
	dst = strconv.AppendUint(dst, m.ID, 10)
	dst = append(dst, `","sentAt":`...)
	dst = strconv.AppendInt(dst, m.SentAt.Unix(), 10)
	dst = append(dst, `,"affix":`...)
	dst = jsontext.AppendPHP(dst, affix)
	return append(dst, '}')
}

// edge is the first or the last message of a page that is not empty.
func (p *messagesPage) edge(first bool) *store.Message {
	if first {
		return p.Messages[0]
	}
	return p.Messages[len(p.Messages)-1]
}

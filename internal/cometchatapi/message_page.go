package cometchatapi

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/wire"
)

// messagesPage is a page of messages: with previous, current and next for a backend, with pagination and cursor for an
// end user.
type messagesPage struct {
	Data []messageView `json:"data"`
	Meta messagesMeta  `json:"meta"`
}

type messagesMeta struct {
	Previous   *messageWay    `json:"previous,omitempty"`
	Current    *messagesHere  `json:"current,omitempty"`
	Next       *messageWay    `json:"next,omitempty"`
	Pagination *pagination    `json:"pagination,omitempty"`
	Cursor     *messageCursor `json:"cursor,omitempty"`
}

type messagesHere struct {
	Limit int `json:"limit"`
	Count int `json:"count"`
}

// messageWay is one of the two ways on.
type messageWay struct {
	Affix  string          `json:"affix"`
	SentAt json.RawMessage `json:"sentAt,omitempty"`
	ID     string          `json:"id,omitempty"`
}

type messageCursor struct {
	ID     uint64    `json:"id,omitempty"`
	SentAt time.Time `json:"sentAt,omitzero" wire:"seconds"`
	Affix  string    `json:"affix"`
}

func (*messagesPage) whole() {}

var pagePlan = wire.For[messagesPage]((*messagesPage)(nil).style())

func (p *messagesPage) style() wire.Style { return (*messageView)(nil).style() }

// placeMeta is where a client of the server API may go on, as recorded (message/list_message, three pages). The place is
// that of the request, in the client's own words; of an empty list it is the present.
func (q *messagesReader) placeMeta(rows []messageView, now time.Time) (meta messagesMeta) {
	id, sentAt := q.IDAsSent, q.SentAtAsSent
	both := id != "" || sentAt != "" || len(rows) == 0
	if both || q.Before {
		meta.Previous = wayOn("prepend", rows, id, sentAt, now)
	}
	if both || !q.Before {
		meta.Next = wayOn("append", rows, id, sentAt, now)
	}
	meta.Current = &messagesHere{q.Limit, len(rows)}
	return meta
}

// wayOn goes from the page's first message back or from its last one forth, or, of an empty page, from the place that
// was asked for.
func wayOn(affix string, rows []messageView, id, sentAt string, now time.Time) *messageWay {
	way := &messageWay{Affix: affix, ID: id}
	switch {
	case len(rows) > 0:
		m := edge(rows, affix == "prepend")
		now, way.ID = m.SentAt, strconv.FormatUint(m.ID, 10)
	case sentAt != "":
		way.SentAt = jsontext.AppendPHP(nil, sentAt)
		return way
	case id != "":
		return way
	}
	way.SentAt = strconv.AppendInt(nil, now.Unix(), 10)
	return way
}

// cursorMeta is what the vendor's SDKs page by. Those before 4.2.0 do not end without
// pagination, and none does without a cursor beside an empty page.
func (q *messagesReader) cursorMeta(rows []messageView, more bool) messagesMeta {
	pages, cursor := 1, messageCursor{Affix: "append"}
	if more {
		pages = 2
	}
	if q.Before {
		cursor.Affix = "prepend"
	}
	if len(rows) > 0 {
		m := edge(rows, q.Before)
		cursor.ID, cursor.SentAt = m.ID, m.SentAt
	}
	return messagesMeta{Pagination: &pagination{0, len(rows), q.Limit, 1, pages}, Cursor: &cursor}
}

// edge is the first or the last message of a page that is not empty.
func edge(rows []messageView, first bool) *messageView {
	if first {
		return &rows[0]
	}
	return &rows[len(rows)-1]
}

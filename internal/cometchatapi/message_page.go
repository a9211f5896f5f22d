package cometchatapi

import (
	"strconv"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

func encodeMessages(dst []byte, _ *gateway.Call, p messagesPage) []byte {
	dst = append(dst, `{"data":[`...)
	for i, m := range p.Messages {
		if i > 0 {
			dst = append(dst, ',')
		}
		tags := m.Tags
		if !p.WithTags {
			tags = nil
		}
		dst = appendMessage(dst, m, m.Data, tags)
	}
	dst = append(dst, `],"meta":{`...)
	if p.EndUser {
		dst = p.appendCursorMeta(dst)
	} else {
		dst = p.appendPlaceMeta(dst)
	}
	return append(dst, "}}"...)
}

// appendPlaceMeta appends where a client of the server API may go on, as recorded (message/list_message,
// two pages).
func (p *messagesPage) appendPlaceMeta(dst []byte) []byte {
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

// appendCursorMeta appends what the vendor's SDKs page by. Those before 4.2.0 do not end without
// pagination, and none does without a cursor beside an empty page.
func (p *messagesPage) appendCursorMeta(dst []byte) []byte {
	pages := 1
	if p.More {
		pages = 2
	}
	for _, member := range []struct {
		name  string
		value int
	}{
		{`"pagination":{"total":`, 0},
		{`,"count":`, len(p.Messages)},
		{`,"per_page":`, p.Limit},
		{`,"current_page":`, 1},
		{`,"total_pages":`, pages},
	} {
		dst = append(dst, member.name...)
		dst = strconv.AppendInt(dst, int64(member.value), 10)
	}
	dst = append(dst, `},"cursor":{`...)
	if len(p.Messages) > 0 {
		m := p.edge(p.Place.Before)
		dst = strconv.AppendUint(append(dst, `"id":`...), m.ID, 10)
		dst = strconv.AppendInt(append(dst, `,"sentAt":`...), m.SentAt.Unix(), 10)
		dst = append(dst, ',')
	}
	affix := "append"
	if p.Place.Before {
		affix = "prepend"
	}
	dst = append(append(dst, `"affix":"`...), affix...)
	return append(dst, `"}`...)
}

// edge is the first or the last message of a page that is not empty.
func (p *messagesPage) edge(first bool) *store.Message {
	if first {
		return p.Messages[0]
	}
	return p.Messages[len(p.Messages)-1]
}

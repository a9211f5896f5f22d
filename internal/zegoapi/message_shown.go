package zegoapi

import (
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// shownMessage is a message in a list, or the place of one that is gone.
type shownMessage struct {
	Sender  string `json:"Sender"`
	Type    int64  `json:"MsgType"`
	SubType *int32 `json:"SubMsgType,omitempty"` // of a custom message
	Body    string `json:"MsgBody"`
	ID      uint64 `json:"MsgId"`
	Seq     int64  `json:"MsgSeq"`
	Payload string `json:"Payload"`
	Time    int64  `json:"MsgTime"` // in ms
	IsEmpty int64  `json:"IsEmpty"`
}

// What IsEmpty says of a message.
const (
	isThere    = 0
	isDeleted  = 1
	isRecalled = 2
)

// view is whose messages are seen, and when.
type view struct {
	user    string        // empty: as a group has them
	cleared int64         // up to here the user has deleted them
	keep    time.Duration // how long they are kept; 0: for ever
	now     time.Time
}

// viewOf is how a user sees a conversation with another one, or with a group.
func viewOf(tx *store.Tx, user, with string, group bool, keep time.Duration) view {
	return view{user, tx.Participant(user, with, group).Cleared, keep, tx.Now()}
}

// state is what IsEmpty says of a message; false when it never was in this view.
func (v *view) state(m *store.Message) (state int64, ok bool) {
	more := m.More
	switch {
	case more != nil && v.user != "" && !sees(v.user, m, more):
		return isDeleted, false
	case m.Seq <= v.cleared, v.keep > 0 && v.now.Sub(m.SentAt) > v.keep:
		return isDeleted, true
	case more != nil && more.Recalled != nil:
		return isRecalled, true
	}
	return isThere, true
}

// sees reports whether a message is for a user, too.
func sees(user string, m *store.Message, more *store.MessageMore) bool {
	if more.OnlyFor != "" {
		return more.OnlyFor == user
	}
	return m.Sender == user || more.Targets.Has(user)
}

// rowOf is a message as lists have it. Of one that is deleted the number alone is left, of one that was recalled what does
// not say anything.
func rowOf(m *store.Message, state int64) shownMessage {
	s := shownMessage{Seq: m.Seq, IsEmpty: state}
	if state == isDeleted {
		return s
	}
	s.Sender, s.Type, s.ID, s.Time = m.Sender, kindOf(m), msgIDOf(m), m.SentAt.UnixMilli()
	if s.Type == typeCustom {
		s.SubType = &m.SubType
	}
	if state == isThere {
		s.Body, s.Payload = shownBody(m), m.Extended
	}
	return s
}

// shownFacts are what lists have in common.
func shownFacts(more ...gateway.Fact) []gateway.Fact {
	return append([]gateway.Fact{
		documented("Sender, MsgType, SubMsgType of type 200 alone, MsgBody, MsgId (a number), MsgSeq, Payload, MsgTime in ms, IsEmpty"),
		documented("MsgBody is the text of types 1 and 200, else URL-encoded JSON: md5, file_name, file_size, download_url, media_duration, all texts; type 11 and 14 more; type 10 multi_msg"),
		assumed("made of Message: md5 is empty, download_url is Url, or Origin.Url; a space is %20; a Message that is no such JSON is only encoded"),
		assumed("Payload is ExtendedData; an edited message has its new text"),
		assumed("a message that is older than the limit retentionDays is as a deleted one; the limit is off when the app does not set it"),
	}, more...)
}

package zegoapi

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

// What the backend says of a message before it is sent (page "Callback before message sent"). Other numbers are as 0,
// which without moderation is as 1.
const (
	sendSilently = 2
	doNotSend    = 3
)

// The backend has so long for its answer, and is asked once more when there is none (the same page, in Chinese).
const (
	judgeTime  = 2500 * time.Millisecond
	judgeTries = 2
)

// verdict is what the backend wants of a message, and what the message is named by.
type verdict struct {
	Result  int64   `json:"result"`
	Reason  string  `json:"reason"`
	Text    string  `json:"new_msg_body"`
	Payload *string `json:"new_payload"`

	id string
	no string // why it is not to be sent; empty: it is
}

// beforeEvent is the body of before_send_msg, with its members in the order of the page's sample.
type beforeEvent struct {
	AppID      string `json:"appid"`
	Event      string `json:"event"`
	FromUserID string `json:"from_user_id"`
	ConvID     string `json:"conv_id"`
	RequestID  string `json:"request_id"`
	MsgID      string `json:"msg_id"`
	ConvType   int    `json:"conv_type"`
	Timestamp  int64  `json:"timestamp"`
	MsgBody    string `json:"msg_body"`
	MsgType    int64  `json:"msg_type"`
	Signature  string `json:"signature"`
	Nonce      uint64 `json:"nonce" wire:"digits"`
	SubMsgType int32  `json:"sub_msg_type"`
	Payload    string `json:"payload"`
}

var beforeEvents = wire.For[beforeEvent](wire.Plain)

// judge asks the app's backend whether a message of an app user is to be sent, when the app has named who is asked.
func judge(a *gateway.Acting, in sendsMessage) verdict {
	v := verdict{id: messageIDs{a.App.Seed, a.NextSeq()}.text(0)}
	addresses := a.App.Callbacks()
	at := slices.IndexFunc(addresses, func(c gateway.Callback) bool { return c.ID == toJudge })
	if at < 0 || !isKept(in.kind()) {
		return v
	}
	a.CatchUp(a.App)
	var m store.Message
	sent := false
	_ = a.App.Store.View(a.App.Now(), func(tx *store.Tx) error {
		_, there := tx.User(in.User)
		if sent = there && in.check(tx) == nil && !in.isBlocked(tx); sent {
			m = in.message(tx, v)
		}
		return nil
	})
	if !sent {
		return v // the act says why
	}
	answer, err := a.Ask(a.App, gateway.Question{
		Name: beforeSend, To: addresses[at], Body: in.before(a, addresses[at], &m), Timeout: judgeTime, Tries: judgeTries,
	})
	if err != nil {
		v.no = fmt.Sprintf("%s had no answer: %v", beforeSend, err)
		return v
	}
	return v.of(answer.Body)
}

// before is what the backend is asked.
func (s *sendsMessage) before(a *gateway.Acting, to gateway.Callback, m *store.Message) []byte {
	number := a.NextID()
	c := callbackOf(a.App, to, beforeSend, number, m.SentAt)
	convType, convID := s.conversation()
	return beforeEvents.Append(nil, &beforeEvent{
		AppID: c.AppID, Event: c.Event, FromUserID: m.Sender, ConvID: convID, RequestID: strconv.FormatUint(number, 10),
		MsgID: m.MsgID, ConvType: convType, Timestamp: c.Timestamp, MsgBody: shownBody(m), MsgType: kindOf(m),
		Signature: c.Signature, Nonce: c.Nonce, SubMsgType: m.SubType, Payload: m.Extended,
	})
}

// of is the verdict of an answer. One that cannot be read is neutral, as numbers are that the page does not have.
func (v verdict) of(answer []byte) verdict {
	said := verdict{id: v.id}
	if err := json.Unmarshal(answer, &said); err != nil {
		return v
	}
	if said.Result == doNotSend {
		said.no = fmt.Sprintf("%s was answered with result %d", beforeSend, doNotSend)
		if said.Reason != "" {
			said.no += ": " + said.Reason
		}
	}
	return said
}

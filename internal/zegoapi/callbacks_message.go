package zegoapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/wire"
)

// tellOfMessage lets the callback send_msg of the app know what became of a message (page
// "Callback on message sent"): one event for those who have got it, and one for each code with
// which others have not, because an event has one send_result for all of its user_list. The page
// leaves signaling messages out.
func tellOfMessage(c *gateway.Call, sent sentPeerMessage) {
	if sent.message.Type == typeSignaling {
		return
	}
	events := []messageResult{{0, sent.Receipts}}
	at := make(map[int]int) // code: place in events
	for _, f := range sent.Failed {
		i, ok := at[f.Code]
		if !ok {
			i = len(events)
			at[f.Code] = i
			events = append(events, messageResult{result: f.Code})
		}
		events[i].users = append(events[i].users, receipt{UserID: f.ID})
	}
	number := c.ID
	for _, to := range c.App.Callbacks() {
		if to.ID != toBackend {
			continue
		}
		for _, e := range events {
			if len(e.users) > 0 {
				c.Deliver(gateway.Event{Name: sentMessage, To: to, Body: e.body(c, to, number, sent.message), Waits: callbackWaits})
				number++
			}
		}
	}
}

// messageResult is a result of sending, and whom it holds for.
type messageResult struct {
	result int
	users  []receipt
}

// messageEvent is the body of send_msg. conv_id is empty; msg_body is the text as the call had it. In a batch msg_id is
// empty and msg_seq is left out, because user_list has them for each receiver.
type messageEvent struct {
	callback
	FromUserID string    `json:"from_user_id"`
	ConvType   int       `json:"conv_type"`
	ConvID     string    `json:"conv_id"`
	MsgType    int64     `json:"msg_type"`
	MsgBody    string    `json:"msg_body"`
	MsgID      string    `json:"msg_id"`
	MsgSeq     int64     `json:"msg_seq,omitempty"`
	Payload    string    `json:"payload"`
	MsgTime    int64     `json:"msg_time"`
	SendResult int       `json:"send_result"`
	SubMsgType int64     `json:"sub_msg_type"`
	Source     int       `json:"source"`
	UserList   []receipt `json:"user_list"`
}

var messageEvents = wire.For[messageEvent](wire.Plain)

// body writes the event of a result.
func (r messageResult) body(c *gateway.Call, to gateway.Callback, number uint64, m peerMessage) []byte {
	e := messageEvent{
		callback: callbackOf(c.App, to, sentMessage, number, c.Now), FromUserID: m.From, MsgType: m.Type,
		MsgBody: m.Body.Message, Payload: m.Body.Extended, MsgTime: c.Now.UnixMilli(), SendResult: r.result,
		SubMsgType: m.SubType, Source: 1, UserList: r.users,
	}
	if len(m.To) == 1 {
		e.MsgID, e.MsgSeq = r.users[0].MsgID, r.users[0].MsgSeq
	}
	return messageEvents.Append(nil, &e)
}

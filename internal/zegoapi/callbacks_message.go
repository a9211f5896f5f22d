package zegoapi

import (
	"strconv"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
)

// tellOfMessage lets the callback send_msg of the app know what became of a message (page
// "Callback on message sent"): one event for those who have got it, and one for each code with
// which others have not, because an event has one send_result for all of its user_list. The page
// leaves signaling messages out.
func tellOfMessage(c *gateway.Call, sent sentPeerMessage) {
	if sent.message.Type == typeSignaling {
		return
	}
	events := []messageEvent{{0, sent.Receipts}}
	at := make(map[int]int) // code: place in events
	for _, f := range sent.Failed {
		i, ok := at[f.Code]
		if !ok {
			i = len(events)
			at[f.Code] = i
			events = append(events, messageEvent{result: f.Code})
		}
		events[i].users = append(events[i].users, receipt{UserID: f.ID})
	}
	number := c.ID
	for _, to := range c.App.Callbacks() {
		for _, e := range events {
			if len(e.users) > 0 {
				c.Deliver(gateway.Event{Name: sentMessage, To: to, Body: e.body(c, to, number, sent.message), Waits: callbackWaits})
				number++
			}
		}
	}
}

// messageEvent is a result of sending, and whom it holds for.
type messageEvent struct {
	result int
	users  []receipt
}

// body writes an event. conv_id is empty; msg_body is the text as the call had it. In a batch msg_id is empty
// and msg_seq is left out, because user_list has them for each receiver.
func (e messageEvent) body(c *gateway.Call, to gateway.Callback, number uint64, m peerMessage) []byte {
	var only receipt
	if len(m.To) == 1 {
		only = e.users[0]
	}
	body := appendCallback(nil, c.App, to, sentMessage, number, c.Now)
	body = append(body, `,"from_user_id":`...)
	body = jsontext.AppendString(body, m.From)
	body = append(body, `,"conv_type":0,"conv_id":"","msg_type":`...)
	body = strconv.AppendInt(body, m.Type, 10)
	body = append(body, `,"msg_body":`...)
	body = jsontext.AppendString(body, m.Body.Message)
	body = only.appendIDs(body, `,"msg_id":"`, `,"msg_seq":`)
	body = append(body, `,"payload":`...)
	body = jsontext.AppendString(body, m.Body.Extended)
	body = append(body, `,"msg_time":`...)
	body = strconv.AppendInt(body, c.Now.UnixMilli(), 10)
	body = append(body, `,"send_result":`...)
	body = strconv.AppendInt(body, int64(e.result), 10)
	body = append(body, `,"sub_msg_type":`...)
	body = strconv.AppendInt(body, m.SubType, 10)
	body = append(body, `,"source":1,"user_list":[`...)
	for i, r := range e.users {
		if i > 0 {
			body = append(body, ',')
		}
		body = append(r.append(body), '}')
	}
	return append(body, "]}"...)
}

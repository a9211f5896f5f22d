package zegoapi

import (
	"strings"

	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

// The callbacks of messages.
const (
	sentMessage = "send_msg"
	toldBot     = "bot_msg"
	beforeSend  = "before_send_msg"
)

// messageCallbacks are their names.
var messageCallbacks = []string{sentMessage, toldBot, beforeSend}

// What conv_type of callbacks, and ConvType of actions, say a conversation is.
const (
	withUser  = 0
	withRoom  = 1
	withGroup = 2
)

// byServer is the source of a message that a call of the server API has sent. Those of app users have none.
const byServer = 1

// messageEvent is the body of send_msg and of bot_msg. Of a message to users that the server API has sent, conv_id is
// empty, and user_list has the ids of each receiver's message: in a batch msg_id is empty and msg_seq is left out.
type messageEvent struct {
	callback
	FromUserID string     `json:"from_user_id"`
	ConvType   int        `json:"conv_type"`
	ConvID     string     `json:"conv_id"`
	MsgType    int64      `json:"msg_type"`
	MsgBody    string     `json:"msg_body"`
	MsgID      string     `json:"msg_id"`
	MsgSeq     int64      `json:"msg_seq,omitempty"`
	Payload    string     `json:"payload"`
	MsgTime    int64      `json:"msg_time"`
	SendResult int        `json:"send_result"`
	SubMsgType int32      `json:"sub_msg_type"`
	Source     int        `json:"source,omitempty"`
	UserList   *[]receipt `json:"user_list,omitempty"`
}

var messageEvents = wire.For[messageEvent](wire.Plain)

// messageEventOf is the event of a message of the server API, whose msg_body is the Message as it was passed.
func messageEventOf(m *store.Message, convType int, convID string) messageEvent {
	return messageEvent{
		FromUserID: m.Sender, ConvType: convType, ConvID: convID, MsgType: kindOf(m), MsgBody: m.Text, MsgID: m.MsgID,
		MsgSeq: m.Seq, Payload: m.Extended, MsgTime: m.SentAt.UnixMilli(), SubMsgType: m.SubType, Source: byServer,
	}
}

func (e messageEvent) sent() happening { return of(sentMessage, messageEvents, e) }

// toBot tells the address for bots of it.
func (e messageEvent) toBot() happening {
	e.Source = 0 // the page's table has none
	return of(toldBot, messageEvents, e).at(toBots)
}

// isBot reports whether an id is that of a bot (page "Register bots").
func isBot(id string) bool { return strings.HasPrefix(id, botPrefix) }

// events tell what became of a message (page "Callback on message sent"): one event for those who have got it, and one for
// each code with which others have not, because an event has one send_result for all of its user_list. The page leaves
// signaling messages out. alone says that the call has one receiver.
func (s *sentPeerMessage) events(m *store.Message, alone bool) (all []happening) {
	if !isKept(kindOf(m)) {
		return nil
	}
	add := func(result int, users []receipt) {
		e := messageEventOf(m, withUser, "")
		e.SendResult, e.UserList = result, &users
		if alone {
			e.MsgID, e.MsgSeq = users[0].MsgID, users[0].MsgSeq
		}
		all = append(all, e.sent())
	}
	if len(s.Receipts) > 0 {
		add(0, s.Receipts)
	}
	var codes []int // in the order of their first
	failed := make(map[int][]receipt)
	for _, f := range s.Failed {
		if failed[f.Code] == nil {
			codes = append(codes, f.Code)
		}
		failed[f.Code] = append(failed[f.Code], receipt{UserID: f.ID})
	}
	for _, code := range codes {
		add(code, failed[code])
	}
	for _, r := range s.Receipts {
		if isBot(r.UserID) {
			e := messageEventOf(m, withUser, "")
			e.MsgID, e.MsgSeq, e.UserList = r.MsgID, r.MsgSeq, &[]receipt{r}
			all = append(all, e.toBot())
		}
	}
	return all
}

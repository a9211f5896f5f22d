package zegoapi

import (
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// recallWindow is for how long a message can be taken back (page "RevokePeerMessage").
const recallWindow = 2 * time.Minute

// recall takes a message back.
type recall struct {
	Seq     int64  `json:"MsgSeq" rule:"required,min=1"`
	Payload string `json:"Payload" rule:"maxbytes=200"`

	keep time.Duration
}

// of takes a message of a conversation back, which its sender alone can, within the window; 0: at any time.
func (r *recall) of(tx *store.Tx, key, by string, v view, window time.Duration) error {
	m, err := v.find(tx, key, r.Seq)
	switch {
	case err != nil:
		return err
	case m.Sender != by:
		return errNotSender.because("message %d was sent by %q; nobody else can recall it", r.Seq, m.Sender)
	case window > 0 && tx.Now().Sub(m.SentAt) > window:
		return errRecallWindow.because("message %d was sent %v ago; it can be recalled for %v", r.Seq, tx.Now().Sub(m.SentAt), window)
	}
	more := m.Extra()
	more.Recalled = &store.Recall{By: by, At: tx.Now(), Payload: r.Payload}
	tx.PutMessage(m.With(more))
	tx.ChangeTalk(key, func(t *store.Talk) { t.Changes++ })
	return nil
}

// find is a message of a conversation that can be recalled or edited: it is in the view, and has not been recalled.
func (v *view) find(tx *store.Tx, key string, seq int64) (*store.Message, error) {
	m, ok := tx.MessageAt(key, seq)
	if !ok {
		return nil, errNoMessage.because("the conversation has no message %d", seq)
	}
	switch state, ok := v.state(m); {
	case !ok:
		return nil, errNoMessage.because("message %d is not for %q", seq, v.user)
	case state == isDeleted:
		return nil, errNoMessage.because("message %d has been deleted, or is older than messages are kept", seq)
	case state == isRecalled:
		return nil, errRecalled.because("message %d has been recalled at %v", seq, m.More.Recalled.At)
	}
	return m, nil
}

// recallFacts are what the three pages have in common.
func recallFacts(more ...gateway.Fact) []gateway.Fact {
	return append([]gateway.Fact{
		documented("no such message, or one that FromUserId has deleted: 660000022; already recalled: 660000023"),
		assumed("it leaves the lists, or is there with IsEmpty 2; QueryMessagesByMsgSeq has it with MsgType 31; unread counts stay; its MsgSeq is not given again"),
		documented("no callback"),
	}, more...)
}

// windowFacts are what two of them have.
var windowFacts = []gateway.Fact{
	documented("not sent by FromUserId: 660000026; sent more than 2 minutes ago: 660000024"),
	assumed("after 2 minutes exactly it can be recalled"),
}

var revokePeerMessage = operation{
	Name: "RevokePeerMessage", Page: "Messaging/recall-a-one-to-one-message",
	Does: action[peerRecall, none]{
		Check: func(c *gateway.Call, r *peerRecall) error {
			r.keep = retentionOf(c.App)
			return nil
		},
		Run: func(tx *store.Tx, r peerRecall) (none, error) {
			return none{}, r.of(tx, store.Dialog(r.From, r.To), r.From, viewOf(tx, r.From, r.To, false, r.keep), recallWindow)
		},
		Changes: true,
	},
	Listed: []*codeError{errInput, errNoMessage, errRecalled, errRecallWindow, errNotSender, errRate},
	Checks: []*codeError{
		errRate, errInput, errNotRegistered, errNoMessage, errRecalled, errNotSender, errRecallWindow,
	},
	Notes: recallFacts(append(slices.Clip(windowFacts), assumed("ToUserId not registered: 660000022"))...),
}

type peerRecall struct {
	From string `json:"FromUserId" rule:"required,userid"`
	To   string `json:"ToUserId" rule:"required,userid"`
	recall
	Push offlinePush `json:"OfflinePush" rule:"notemulated"`
}

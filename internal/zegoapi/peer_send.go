package zegoapi

import (
	"strconv"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// receipt says that one person has got a message.
type receipt struct {
	UserID string `json:"UserId"`
	MsgID  string `json:"MsgId"`            // empty for a message that has not come
	MsgSeq int64  `json:"MsgSeq,omitempty"` // 0: the kind of message has none
}

// keepMessage stores a message and returns its number in the conversation of the two: 1, 2, 3 and
// so on, whoever sends.
func keepMessage(tx *store.Tx, m peerMessage, r receipt) int64 {
	return tx.AddMessage(store.Message{
		Sender: m.From, Receiver: r.UserID, Category: "peer", Type: strconv.FormatInt(m.Type, 10),
		MsgID: r.MsgID, Text: m.Body.Message, Extended: m.Body.Extended,
		SentAt: tx.Now(), UpdatedAt: tx.Now(),
	}).Seq
}

// messageIDs are the ids of one call's messages: decimal numbers of 18 digits, as in the samples
// of the callbacks, which look random and never come twice in an app.
type messageIDs struct {
	seed int64
	call uint64 // the call's place among all calls of the server
}

func (ids messageIDs) id(i int) uint64 {
	const (
		base = 800_000_000_000_000_000
		bits = 56 // so that no sum has a digit more
		odd  = 0x9e3779b97f4a7c15
	)
	// To multiply by an odd number and to add are both one-to-one in so many bits.
	n := ids.call*maxReceivers + uint64(i)
	return base + (n*odd+gateway.Mix(uint64(ids.seed)))%(1<<bits)
}

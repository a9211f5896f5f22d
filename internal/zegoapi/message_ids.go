package zegoapi

import (
	"strconv"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// messageIDs are the ids of one call's messages: decimal numbers of 18 digits, as in the samples
// of the callbacks, which look random and never come twice in an app.
type messageIDs struct {
	seed int64
	call uint64 // the call's place among all calls of the server
}

func idsOfCall(c *gateway.Call) messageIDs { return messageIDs{c.App.Seed, c.Seq} }

const (
	idBase = 800_000_000_000_000_000
	idBits = 56 // so that no sum has a digit more
	idOdd  = 0x9e3779b97f4a7c15
)

func (ids messageIDs) id(i int) uint64 {
	// To multiply by an odd number and to add are both one-to-one in so many bits.
	n := ids.call*maxReceivers + uint64(i)
	return idBase + (n*idOdd+gateway.Mix(uint64(ids.seed)))%(1<<idBits)
}

// text is an id as most answers have it.
func (ids messageIDs) text(i int) string { return strconv.FormatUint(ids.id(i), 10) }

// msgIDOf is the number by which a message is named. One that no call has sent, such as that of a fixture, gets one above
// all that calls give.
func msgIDOf(m *store.Message) uint64 {
	if m.MsgID != "" {
		id, _ := strconv.ParseUint(m.MsgID, 10, 64) // a fixture has been checked for it
		return id
	}
	return idBase + 1<<idBits + m.ID*idOdd%(1<<idBits)
}

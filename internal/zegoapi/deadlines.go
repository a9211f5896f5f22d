package zegoapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// The kinds of deadlines.
const (
	roomWaits      = "room"       // of an empty room, by its id
	connectionLost = "connection" // of a user in rooms whose connection is lost
	callRings      = "call"       // of a call whose callees have not all answered, by its id
)

// due does what happens when a deadline is over.
func due(tx *store.Tx, a *gateway.Acting, d store.Deadline) gateway.Tell {
	var happened []happening
	switch d.Kind {
	case roomWaits:
		endRoom(tx, d.ID)
		happened = []happening{tellRoomDestroyed(d.ID, "", nil)}
	case connectionLost:
		happened = leaveRooms(tx, d.ID)
	case callRings:
		happened = callTimedOut(tx, d.ID)
	}
	return tellOf(a, tx.Now(), happened...)
}

package zegoapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var revokeRoomMessage = operation{
	Name: "RevokeRoomMessage", Page: "Messaging/recall-a-room-message",
	Does: action[roomRecall, none]{
		Check: func(c *gateway.Call, r *roomRecall) error {
			r.keep = retentionOf(c.App)
			return nil
		},
		Run: func(tx *store.Tx, r roomRecall) (none, error) {
			if _, err := roomOf(tx, r.Room); err != nil {
				return none{}, err
			}
			if !tx.InRoom(r.Room, r.From) {
				return none{}, errOutsideRoom.because("%q is not in the room %q", r.From, r.Room)
			}
			return none{}, r.of(tx, store.RoomTalk(r.Room), r.From, view{keep: r.keep, now: tx.Now()}, 0)
		},
		Changes: true,
	},
	Listed: []*codeError{
		errGeneral, errInput, errNoMessage, errRecalled, errRoomsNotSaved, errNoRoom, errOutsideRoom, errRate,
	},
	Checks: []*codeError{
		errRate, errInput, errNotRegistered, errNoRoom, errOutsideRoom, errNoMessage, errRecalled, errNotSender,
	},
	Notes: recallFacts(
		documented("no such room: 660300001; FromUserId is not in the room: 660300002"),
		assumed("not sent by FromUserId: 660000026; at any time, as the page has no window"),
	),
}

type roomRecall struct {
	From string `json:"FromUserId" rule:"required,userid"`
	Room string `json:"RoomId" rule:"required,roomid,maxbytes=32"`
	recall
}

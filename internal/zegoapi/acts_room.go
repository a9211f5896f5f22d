package zegoapi

import (
	"fmt"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

type inRoom struct {
	gateway.By

	Room string `json:"room" rule:"required,zimroom,maxbytes=128" doc:"the id of the room"`
}

// mostRoomsAtOnce is in how many rooms a user can be (page "Pricing", of the larger plans).
const mostRoomsAtOnce = 5

// enterRoom makes the room when it is not there, as enterRoom of the client SDK does.
var enterRoom = gateway.ActOf(gateway.Act{
	Name: "enterRoom", Summary: "Enter a room, which is made when it is not there",
}, func(tx *store.Tx, a *gateway.Acting, in inRoom) (struct{}, gateway.Tell, error) {
	if tx.InRoom(in.Room, in.User) {
		return struct{}{}, nil, nil
	}
	if n := len(tx.RoomsOf(in.User)); n >= mostRoomsAtOnce {
		return struct{}{}, nil, fmt.Errorf("%q is in %d rooms, and a client can be in no more at once; leaveRoom leaves one", in.User, n)
	}
	var happened []happening
	r, there := tx.Room(in.Room)
	if !there {
		if err := roomForRoom(tx, a.App.Quotas["rooms"]); err != nil {
			return struct{}{}, nil, err
		}
		r = tx.PutRoom(store.Room{ID: in.Room, CreatedAt: tx.Now()})
		happened = append(happened, tellRoomCreated(r, in.User))
	}
	putIn(tx, r, in.User)
	return struct{}{}, tellOf(a, tx.Now(), append(happened, tellRoomEntered(r.ID, in.User))...), nil
})

// leaveRoom is what the client SDK's does.
var leaveRoom = gateway.ActOf(gateway.Act{
	Name: "leaveRoom", Summary: "Leave a room",
}, func(tx *store.Tx, a *gateway.Acting, in inRoom) (struct{}, gateway.Tell, error) {
	r, err := roomOf(tx, in.Room)
	if err != nil {
		return struct{}{}, nil, err
	}
	if !tx.InRoom(r.ID, in.User) {
		return struct{}{}, nil, errOutsideRoom.because("%q is not in room %q", in.User, r.ID)
	}
	return struct{}{}, tellOf(a, tx.Now(), leave(tx, r, in.User)...), nil
})

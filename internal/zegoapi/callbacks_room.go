package zegoapi

import (
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

// The callbacks of rooms. Each page has the members in the order of its sample.
const (
	roomCreated   = "room_create"
	roomEntered   = "room_enter"
	roomLeft      = "room_exit"
	roomDestroyed = "room_destroy"
)

var roomEvents = []string{roomCreated, roomEntered, roomLeft, roomDestroyed}

type createdRoom struct {
	callback
	RoomID     string               `json:"room_id"`
	Operator   string               `json:"operator_account"`
	Name       string               `json:"room_name"`
	Attributes []roomEventAttribute `json:"attributes"`
}

type roomEventAttribute struct {
	Key        string `json:"key"`
	Value      string `json:"value"`
	AutoDelete int    `json:"auto_delete"`
}

type enteredRoom struct {
	callback
	RoomID   string `json:"room_id"`
	Operator string `json:"operator_account"`
}

type leftRoom struct {
	callback
	RoomID   string   `json:"room_id"`
	Type     string   `json:"exit_type"`
	Operator string   `json:"operator_account"`
	GoneIDs  []string `json:"exit_user_ids"`
}

// How somebody goes out of a room.
const (
	byKickout = "Kickout"
	byOwnWill = "Quit"
)

type destroyedRoom struct {
	callback
	RoomID   string   `json:"room_id"`
	UserIDs  []string `json:"user_ids"`
	Operator string   `json:"operator_account"`
}

var (
	createdRooms   = wire.For[createdRoom](wire.Plain)
	enteredRooms   = wire.For[enteredRoom](wire.Plain)
	leftRooms      = wire.For[leftRoom](wire.Plain)
	destroyedRooms = wire.For[destroyedRoom](wire.Plain)
)

func tellRoomCreated(r *store.Room, operator string) happening {
	e := createdRoom{RoomID: r.ID, Operator: operator, Name: r.Name}
	for _, a := range r.Attributes {
		e.Attributes = append(e.Attributes, roomEventAttribute{a.Key, a.Value, flag(a.AutoDelete)})
	}
	return of(roomCreated, createdRooms, e).byClients()
}

func tellRoomEntered(room, user string) happening {
	return of(roomEntered, enteredRooms, enteredRoom{RoomID: room, Operator: user}).byClients()
}

func tellRoomLeft(room, operator, how string, ids []string) happening {
	return of(roomLeft, leftRooms, leftRoom{RoomID: room, Type: how, Operator: operator, GoneIDs: ids}).byClients()
}

// tellRoomDestroyed tells of the end of a room, with those who were in it until then.
func tellRoomDestroyed(room, operator string, ids []string) happening {
	return of(roomDestroyed, destroyedRooms, destroyedRoom{RoomID: room, UserIDs: ids, Operator: operator}).byClients()
}

// flag is how yes and no are written.
func flag(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

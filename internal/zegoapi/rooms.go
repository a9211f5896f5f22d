package zegoapi

import (
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// roomActions are those on rooms.
var roomActions = []operation{
	createRoom, destroyRoom, queryRoomUserList, queryRoomMembers, kickoutRoomUser, queryRoomAttribute, modifyRoomAttribute,
}

var createRoom = operation{
	Name: "CreateRoom", Page: "Room/create-a-room",
	Does: action[newRoom, madeRoom]{
		Check: func(c *gateway.Call, q *newRoom) error {
			q.most = c.App.Quotas["rooms"]
			return q.check()
		},
		Run: func(tx *store.Tx, q newRoom) (made madeRoom, err error) {
			if _, there := tx.Room(q.RoomID); there {
				return made, errRoomExists.because("room %q exists already; DestroyRoom ends it", q.RoomID)
			}
			if err = roomForRoom(tx, q.most); err != nil {
				return made, err
			}
			r := tx.PutRoom(q.room(tx.Now()))
			made.Seq = r.AttributeSeq
			made.tell(tellRoomCreated(r, q.FromUserID))
			return made, nil
		},
		Changes: true,
	},
	Listed: []*codeError{errInput, errRate, errRoomExists, errManyRooms},
	Checks: []*codeError{errRate, errInput, errNotRegistered, errRoomExists, errManyRooms},
	Notes: []gateway.Fact{
		documented("FromUserId does not enter the room: it has no users"),
		documented("a room with that id: 660300014"),
		documented("as many rooms as the plan allows: 660300015 (limits.rooms; any number by default)"),
		documented("AttributeSeq counts each change of an attribute since the room was made; attribute i has the Seq i"),
		assumed("DestroyDelayTime is 0 when it is missing; a room that nobody has entered stays until DestroyRoom"),
		documented("DestroyDelayTime in seconds: for how long the room is there when the last user has left; 0: not at all"),
		documented("an attribute with AutoDelete 1 goes when FromUserId leaves the room"),
		assumed("the others are kept while the room waits for its end (the page says both)"),
		documentedOn("Room properties", "a Key has at most 16 bytes, a Value 1024, all together 5120"),
		assumed("more is 660000002; so is an empty Key; of equal keys the last counts, and each counts for AttributeSeq"),
		commaInRooms,
		documentedOn("Callback on room created", "callback room_create: room_id, operator_account, room_name, attributes with key, value and auto_delete"),
	},
}

// commaInRooms is said of the actions whose pages have it.
var commaInRooms = documented("RoomId and FromUserId may have commas and spaces")

type newRoom struct {
	FromUserID string             `json:"FromUserId" rule:"required,roomid,maxbytes=32"`
	RoomID     string             `json:"RoomId" rule:"required,roomid,maxbytes=32"`
	Name       string             `json:"RoomName" rule:"maxbytes=64"`
	Delay      int64              `json:"DestroyDelayTime" rule:"min=0,max=10800"`
	Attributes []newRoomAttribute `json:"Attributes" rule:"maxitems=20"`

	most int // rooms in the app; 0: any number
}

type newRoomAttribute struct {
	Key        string `json:"Key" rule:"required,maxbytes=16"`
	Value      string `json:"Value" rule:"required,maxbytes=1024"`
	AutoDelete int64  `json:"AutoDelete" rule:"enum=0|1"`
}

func (q *newRoom) check() error {
	size := 0
	for i, a := range q.Attributes {
		if a.Key == "" {
			return emptyKey(i)
		}
		size += len(a.Key) + len(a.Value)
	}
	return roomyEnough(size)
}

func (q *newRoom) room(now time.Time) store.Room {
	r := store.Room{ID: q.RoomID, Name: q.Name, CreatedAt: now, DestroyDelay: time.Duration(q.Delay) * time.Second}
	for _, a := range q.Attributes {
		setRoomAttribute(&r, store.RoomAttribute{Key: a.Key, Value: a.Value, AutoDelete: a.AutoDelete == 1, Owner: q.FromUserID})
	}
	return r
}

type madeRoom struct {
	told

	Seq int64 `json:"AttributeSeq"`
}

// roomForRoom refuses a room that is one too many. most 0: there may be any number.
func roomForRoom(tx *store.Tx, most int) error {
	if most > 0 && tx.RoomCount() >= most {
		return errManyRooms.because("the app has %d rooms; it may have %d (limits.rooms)", tx.RoomCount(), most)
	}
	return nil
}

var destroyRoom = operation{
	Name: "DestroyRoom", Page: "Room/destroy-the-room", Method: get,
	Does: action[roomDestruction, toldOnly]{
		Run: func(tx *store.Tx, q roomDestruction) (done toldOnly, err error) {
			r, err := roomOf(tx, q.RoomID)
			if err != nil {
				return done, err
			}
			inside := idsInRoom(tx, r.ID)
			endRoom(tx, r.ID)
			done.tell(tellRoomDestroyed(r.ID, q.FromUserID, inside))
			return done, nil
		},
		Changes: true,
	},
	Listed: []*codeError{errNoRoom},
	Checks: []*codeError{errRate, errInput, errNotRegistered, errNoRoom},
	Notes: []gateway.Fact{
		documented("no such room, or a destroyed one: 660300001"),
		documented("FromUserId may be missing"),
		assumed("then operator_account is empty; one that is given must be registered"),
		assumed("the room goes with its attributes and messages, its users are outside, and the id is free"),
		commaInRooms,
		documentedOn("Callback on room destroyed", "callback room_destroy: room_id, user_ids, operator_account"),
		assumed("user_ids are those who were in the room; there is no room_exit of them"),
	},
}

type roomDestruction struct {
	RoomID     string `json:"RoomId" rule:"required,roomid,maxbytes=32"`
	FromUserID string `json:"FromUserId" rule:"roomid,maxbytes=32"`
}

package zegoapi

import (
	"cmp"
	"fmt"
	"iter"
	"time"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

// FixtureRoom is a room of a ZIM app (page "CreateRoom").
type FixtureRoom struct {
	fixture.Placed `schema:"ZIMRoom" is:"a room" doc:"A room of a ZIM app."`

	RoomID       string                 `json:"roomId" rule:"required,zimroom,maxbytes=128" doc:"The room's id."`
	RoomName     string                 `json:"roomName,omitzero" rule:"maxbytes=64" doc:"Empty when left out."`
	CreatedAt    time.Time              `json:"createdAt,omitzero" doc:"The epoch when left out."`
	DestroyDelay int                    `json:"destroyDelay,omitzero" rule:"min=0,max=10800" doc:"For how many seconds the room stays when its last user has left. 0, it goes at once, when left out."`
	EmptySince   time.Time              `json:"emptySince,omitzero" doc:"When the last user left, if nobody is in it and it waits for its end. An empty room without it stays."`
	Users        []FixtureRoomUser      `json:"users,omitzero" doc:"Who is in it, in the order of entering." counts:"ties"`
	Attributes   []FixtureRoomAttribute `json:"attributes,omitzero" rule:"maxitems=20" doc:"Its attributes, in the order of their last changes."`
	AttributeSeq int                    `json:"attributeSeq,omitzero" rule:"min=0,max=9007199254740991" doc:"How often an attribute was changed, if that is more than the seq of the last one."`
}

// FixtureRoomUser is somebody in a room.
type FixtureRoomUser struct {
	fixture.Placed `schema:"ZIMRoomUser" is:"a userId or {userId, enteredAt, leavesAt}" short:"userId" doc:"A user in a room."`

	UserID    string    `json:"userId" rule:"required" doc:"The id of a listed or generated user."`
	EnteredAt time.Time `json:"enteredAt,omitzero" doc:"The time at which the room was made when left out."`
	LeavesAt  time.Time `json:"leavesAt,omitzero" doc:"When the user leaves all rooms, whose connection is lost and does not come back."`
}

// FixtureRoomAttribute is an attribute of a room (page "ModifyRoomAttribute").
type FixtureRoomAttribute struct {
	fixture.Placed `schema:"ZIMRoomAttribute" is:"an attribute" doc:"An attribute of a room."`

	Key        string `json:"key" rule:"required,maxbytes=16" doc:"Its name."`
	Value      string `json:"value,omitzero" rule:"maxbytes=1024" doc:"Its value. Empty when left out."`
	Seq        int    `json:"seq,omitzero" rule:"min=1,max=9007199254740991" doc:"The number of its last change, one more than that of the attribute before when left out. They ascend."`
	AutoDelete bool   `json:"autoDelete,omitzero" doc:"It goes when its owner leaves the room."`
	Owner      string `json:"owner,omitzero" doc:"The id of the user who has set it last."`
}

// into puts the room into a state. Of one that is there the members that are given replace the others, and its users
// stay.
func (r *FixtureRoom) into(tx *store.Tx, p *fixture.Plan) error {
	sum := *r
	if before, ok := tx.Room(r.RoomID); ok {
		sum = fixtureRoom(before)
		fixture.Replace(&sum, r)
	}
	sum.CreatedAt = fixture.Either(sum.CreatedAt, p.Epoch())
	stored := tx.PutRoom(sum.stored())
	for i := range r.Users {
		u := &r.Users[i]
		if !u.EnteredAt.IsZero() {
			tx.LeaveRoom(r.RoomID, u.UserID)
		}
		at := fixture.Either(u.EnteredAt, p.Default(sum.CreatedAt))
		if !tx.EnterRoom(r.RoomID, u.UserID, at) && !tx.InRoom(r.RoomID, u.UserID) {
			return fmt.Errorf("room %q: no user %q", r.RoomID, u.UserID)
		}
		if !u.LeavesAt.IsZero() {
			tx.SetDeadline(connectionLost, u.UserID, u.LeavesAt)
		}
	}
	if tx.RoomUsers(r.RoomID).Len() > 0 {
		fill(tx, stored)
	} else {
		waitForEnd(tx, stored)
	}
	return nil
}

func (r *FixtureRoom) stored() store.Room {
	room := store.Room{
		ID: r.RoomID, Name: r.RoomName, CreatedAt: r.CreatedAt, EmptySince: r.EmptySince,
		DestroyDelay: time.Duration(r.DestroyDelay) * time.Second,
	}
	for i := range r.Attributes {
		a := &r.Attributes[i]
		room.AttributeSeq = cmp.Or(int64(a.Seq), room.AttributeSeq+1)
		room.Attributes = append(room.Attributes, store.RoomAttribute{
			Key: a.Key, Value: a.Value, Seq: room.AttributeSeq, AutoDelete: a.AutoDelete, Owner: a.Owner,
		})
	}
	room.AttributeSeq = max(room.AttributeSeq, int64(r.AttributeSeq))
	return room
}

func roomsOut(tx *store.Tx) iter.Seq[FixtureRoom] {
	return fixture.Each((*store.Tx).Rooms, func(r *store.Room) FixtureRoom {
		room := fixtureRoom(r)
		for u := range tx.RoomUsers(r.ID).From(0) {
			leaves, _ := tx.Deadline(connectionLost, u.User.ID)
			room.Users = append(room.Users, FixtureRoomUser{UserID: u.User.ID, EnteredAt: u.EnteredAt, LeavesAt: leaves})
		}
		return room
	})(tx)
}

// fixtureRoom is a room without its users. A seq is given where it does not follow the one before.
func fixtureRoom(r *store.Room) FixtureRoom {
	room := FixtureRoom{
		RoomID: r.ID, RoomName: r.Name, CreatedAt: r.CreatedAt, EmptySince: r.EmptySince,
		DestroyDelay: int(r.DestroyDelay / time.Second),
	}
	last := int64(0)
	for _, a := range r.Attributes {
		out := FixtureRoomAttribute{Key: a.Key, Value: a.Value, AutoDelete: a.AutoDelete, Owner: a.Owner}
		if a.Seq != last+1 {
			out.Seq = int(a.Seq)
		}
		last = a.Seq
		room.Attributes = append(room.Attributes, out)
	}
	if r.AttributeSeq != last {
		room.AttributeSeq = int(r.AttributeSeq)
	}
	return room
}

// inRooms are those whom rooms name.
func (a *FixtureApp) inRooms(yield func(fixture.Name) bool) {
	for i := range a.Rooms {
		for j := range a.Rooms[i].Users {
			u := &a.Rooms[i].Users[j]
			if !yield(fixture.Name{ID: u.UserID, At: u.At("userId"), In: fixture.Path{User: -1, Member: "rooms", Item: i, Inner: fmt.Sprintf("users/%d", j)}}) {
				return
			}
		}
	}
}

func (a *FixtureApp) checkRooms(c *fixture.Checker) {
	seen := fixture.Firsts{}
	for i := range a.Rooms {
		r := &a.Rooms[i]
		if first, again := seen.Seen(r.RoomID, r.At("roomId")); again && r.RoomID != "" {
			c.Wrong(r.At("roomId"), "roomId", "%s is listed twice, first at %s", shape.Quote(r.RoomID), c.Where(first))
		}
		r.check(c)
	}
}

func (r *FixtureRoom) check(c *fixture.Checker) {
	if len(r.Users) > 0 && !r.EmptySince.IsZero() {
		c.Wrong(r.At("emptySince"), "emptySince", "is given, and there are users in the room")
	}
	users := fixture.Firsts{}
	for i := range r.Users {
		u := &r.Users[i]
		if first, again := users.Seen(u.UserID, u.At("userId")); again && u.UserID != "" {
			c.Add(u.Place(), "user %s is in the room twice, first at %s", shape.Quote(u.UserID), c.Where(first))
		}
	}
	keys, last, size := fixture.Firsts{}, 0, 0
	for i := range r.Attributes {
		a := &r.Attributes[i]
		if first, again := keys.Seen(a.Key, a.At("key")); again && a.Key != "" {
			c.Wrong(a.At("key"), "key", "%s is given twice, first at %s", shape.Quote(a.Key), c.Where(first))
		}
		if a.Seq > 0 && a.Seq <= last {
			c.Wrong(a.At("seq"), "seq", "%d is too small: they ascend, and the one before is %d", a.Seq, last)
		}
		last = max(last+1, a.Seq)
		size += len(a.Key) + len(a.Value)
	}
	if size > mostRoomAttributeBytes {
		c.Wrong(r.At("attributes"), "attributes", "have keys and values of %d bytes; at most %d are allowed", size, mostRoomAttributeBytes)
	}
}

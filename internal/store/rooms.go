package store

import (
	"iter"
	"time"
)

// Room is a place where people meet: it has its users while they are in it. A stored Room never changes: an update
// stores another one.
type Room struct {
	ID           string
	Name         string
	CreatedAt    time.Time
	DestroyDelay time.Duration // how long it stays when the last user has left
	EmptySince   time.Time     // when the last user left; zero while somebody is there, and before anybody was
	AttributeSeq int64         // how often an attribute was changed
	Attributes   []RoomAttribute

	end *end
}

// RoomAttribute is a named text of a room.
type RoomAttribute struct {
	Key, Value string
	Seq        int64 // the room's AttributeSeq when it was set
	AutoDelete bool  // it goes when its owner leaves
	Owner      string
}

var (
	rooms = keep(func(Order) *things[Room] {
		return newThings(func(r *Room) string { return r.ID }, func(a, b *Room) bool { return a.end.n < b.end.n })
	})
	roomUsers = keep(newBonds[struct{}])
)

// Room returns the room with that id.
func (tx *Tx) Room(id string) (*Room, bool) { return rooms.of(tx.state).get(id) }

// RoomCount is the number of rooms.
func (tx *Tx) RoomCount() int { return rooms.of(tx.state).len() }

// Rooms lists the rooms in the order in which they came.
func (tx *Tx) Rooms() iter.Seq[*Room] { return rooms.of(tx.state).by(0).all() }

// PutRoom stores a room, in the place of the one with the same id if there is one, and returns what is stored. Who is
// in it stays there. Times are cut to the millisecond. The caller must not change its attributes afterwards.
func (tx *Tx) PutRoom(r Room) *Room {
	r.CreatedAt, r.EmptySince = cut(r.CreatedAt), cut(r.EmptySince)
	if before, ok := tx.Room(r.ID); ok {
		r.end = before.end
	} else {
		r.end = ends.in(tx).addThing(r.ID)
	}
	rooms.in(tx).put(&r)
	return &r
}

// DeleteRoom removes a room with its messages; who was in it is outside. The id is free. It reports false when there
// is no such room.
func (tx *Tx) DeleteRoom(id string) bool {
	r, ok := tx.Room(id)
	if !ok {
		return false
	}
	tx.forget(r.end)
	tx.forgetTalk(RoomTalk(id))
	rooms.in(tx).drop(id)
	return true
}

// EnterRoom puts a user into a room since at. It reports false, and changes nothing, when the user is in it already,
// or when there is no such user or room.
func (tx *Tx) EnterRoom(room, user string, at time.Time) bool {
	return bind(tx, roomUsers, tx.endOfRoom(room), tx.endOf(user), at, struct{}{})
}

// LeaveRoom takes a user out of a room and reports false when the user is not in it. What follows for the room is
// the caller's.
func (tx *Tx) LeaveRoom(room, user string) bool {
	return unbind(tx, roomUsers, tx.endOfRoom(room), tx.endOf(user))
}

// InRoom reports whether a user is in a room.
func (tx *Tx) InRoom(room, user string) bool {
	_, ok := roomUsers.of(tx.state).find(tx.endOfRoom(room), tx.endOf(user))
	return ok
}

// RoomUsers are those who are in a room, by when they entered. It is valid as long as the Tx.
func (tx *Tx) RoomUsers(room string) RoomUsers {
	return RoomUsers{tx, roomUsers.of(tx.state).listOf(byFrom, tx.endOfRoom(room))}
}

// RoomsOf lists the rooms in which a user is, by when the user entered.
func (tx *Tx) RoomsOf(user string) (in []*Room) {
	for of := range roomUsers.of(tx.state).listOf(byTo, tx.endOf(user)).from(0) {
		r, _ := tx.Room(ends.of(tx.state).ofThing(of.from).id)
		in = append(in, r)
	}
	return in
}

// RoomUsers are the users of one room.
type RoomUsers struct {
	tx   *Tx
	list bondList[struct{}]
}

// RoomUser is one of them, and since when.
type RoomUser struct {
	User      *User
	EnteredAt time.Time
}

// Len is how many there are.
func (r RoomUsers) Len() int { return r.list.len }

// From lists them from a position on, 0 being who entered first.
func (r RoomUsers) From(pos int) iter.Seq[RoomUser] { return r.users(r.list.from(pos)) }

// Back lists them from a position on, 0 being who entered last.
func (r RoomUsers) Back(pos int) iter.Seq[RoomUser] { return r.users(r.list.back(pos)) }

func (r RoomUsers) users(list iter.Seq[*bond[struct{}]]) iter.Seq[RoomUser] {
	return each(list, func(of *bond[struct{}]) RoomUser {
		return RoomUser{users.of(r.tx.state).numbered(of.to), of.since()}
	})
}

// endOfRoom is a room's end of ties, nil when there is no such room.
func (tx *Tx) endOfRoom(id string) *end {
	if r, ok := tx.Room(id); ok {
		return r.end
	}
	return nil
}

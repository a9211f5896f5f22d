package zegoapi

import (
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/store"
)

// roomOf is the room that a call is about.
func roomOf(tx *store.Tx, id string) (*store.Room, error) {
	r, ok := tx.Room(id)
	if !ok {
		return nil, errNoRoom.because("there is no room %q; CreateRoom makes one, and so does the first client that enters it", id)
	}
	return r, nil
}

// idsInRoom are the ids of those who are in a room, who entered first first.
func idsInRoom(tx *store.Tx, room string) (ids []string) {
	for u := range tx.RoomUsers(room).From(0) {
		ids = append(ids, u.User.ID)
	}
	return ids
}

// putIn lets a user into a room.
func putIn(tx *store.Tx, r *store.Room, user string) {
	tx.EnterRoom(r.ID, user, tx.Now())
	fill(tx, r)
}

// fill lets a room in which somebody is wait for its end no longer.
func fill(tx *store.Tx, r *store.Room) {
	if r.EmptySince.IsZero() {
		return
	}
	filled := *r
	filled.EmptySince = time.Time{}
	tx.PutRoom(filled)
	tx.EndDeadline(roomWaits, r.ID)
}

// takeOut takes users out of a room, in which they are, with the attributes that go with them. Of an empty room that is
// left it waits for the end, or has come to it: then takeOut reports true.
func takeOut(tx *store.Tx, r *store.Room, users []string) (destroyed bool) {
	for _, user := range users {
		tx.LeaveRoom(r.ID, user)
	}
	left := *r
	left.Attributes = slices.Clone(r.Attributes)
	for _, a := range r.Attributes {
		if a.AutoDelete && slices.Contains(users, a.Owner) {
			dropRoomAttribute(&left, a.Key)
		}
	}
	if tx.RoomUsers(r.ID).Len() == 0 {
		if r.DestroyDelay == 0 {
			endRoom(tx, r.ID)
			return true
		}
		left.EmptySince = tx.Now()
	}
	waitForEnd(tx, tx.PutRoom(left))
	return false
}

// waitForEnd lets an empty room come to its end.
func waitForEnd(tx *store.Tx, r *store.Room) {
	if !r.EmptySince.IsZero() {
		tx.SetDeadline(roomWaits, r.ID, r.EmptySince.Add(r.DestroyDelay))
	}
}

// endRoom destroys a room.
func endRoom(tx *store.Tx, id string) {
	tx.EndDeadline(roomWaits, id)
	tx.DeleteRoom(id)
}

// leaveRooms takes a user out of all rooms, who has gone without a word, and returns what is to be told of that.
func leaveRooms(tx *store.Tx, user string) (happened []happening) {
	for _, r := range tx.RoomsOf(user) {
		happened = append(happened, leave(tx, r, user)...)
	}
	return happened
}

// leave takes a user out of a room who leaves it.
func leave(tx *store.Tx, r *store.Room, user string) []happening {
	destroyed := takeOut(tx, r, []string{user})
	happened := []happening{tellRoomLeft(r.ID, user, byOwnWill, []string{user})}
	if destroyed {
		happened = append(happened, tellRoomDestroyed(r.ID, user, nil))
	}
	return happened
}

// connectionGrace is how long a connection may be lost before the user leaves the rooms (guide "Basic concepts").
const connectionGrace = 30 * time.Second

// afterStateOf does to a user's rooms what follows from the state that the user has come into.
func afterStateOf(tx *store.Tx, user, state string) []happening {
	_, lost := tx.Deadline(connectionLost, user)
	switch {
	case state == stateLoggedOut:
		tx.EndDeadline(connectionLost, user)
		return leaveRooms(tx, user)
	case state != stateOffline:
		tx.EndDeadline(connectionLost, user)
	case !lost && len(tx.RoomsOf(user)) > 0:
		tx.SetDeadline(connectionLost, user, tx.Now().Add(connectionGrace))
	}
	return nil
}

// setRoomAttribute sets an attribute, which then stands last: they are in the order of their changes.
func setRoomAttribute(r *store.Room, a store.RoomAttribute) (seq int64) {
	seq = dropRoomAttribute(r, a.Key)
	if seq == 0 {
		r.AttributeSeq++
		seq = r.AttributeSeq
	}
	a.Seq = seq
	r.Attributes = append(r.Attributes, a)
	return seq
}

// dropRoomAttribute deletes an attribute. It returns the number of the change, 0 when there is no such attribute.
func dropRoomAttribute(r *store.Room, key string) (seq int64) {
	at := attributeIn(r, key)
	if at < 0 {
		return 0
	}
	r.Attributes = slices.Delete(r.Attributes, at, at+1)
	r.AttributeSeq++
	return r.AttributeSeq
}

// attributeIn is where an attribute stands in a room, -1 when it does not.
func attributeIn(r *store.Room, key string) int {
	return slices.IndexFunc(r.Attributes, func(a store.RoomAttribute) bool { return a.Key == key })
}

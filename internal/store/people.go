package store

import (
	"iter"
	"sync/atomic"
	"time"
)

// User is one person of the application. The text fields mean what the vendor means by them; an
// empty one is not set. A stored User never changes: an update stores another one.
type User struct {
	ID            string
	Name          string
	Avatar        string
	Link          string
	Role          string
	Status        string
	StatusMessage string
	Extra         string
	Metadata      []byte // a compact JSON value, members in the order given; nil when there is none
	Tags          []string
	CreatedAt     time.Time
	UpdatedAt     time.Time // zero when never updated
	LastActiveAt  time.Time // zero when unknown

	piece *pieceSlot
}

// Changed is the time of the last change: UpdatedAt, or CreatedAt for a person never updated.
func (u *User) Changed() time.Time {
	if u.UpdatedAt.IsZero() {
		return u.CreatedAt
	}
	return u.UpdatedAt
}

// Piece is what a vendor's encoder wrote of a person: the bytes that are the same in every reply
// until the person changes. Head goes before what belongs to a pair of people, Tail behind it.
type Piece struct{ Head, Tail []byte }

type pieceSlot struct{ atomic.Pointer[Piece] }

// Piece returns the person's encoded piece; write makes it when there is none yet. Several
// callers may run write at the same time, so it must depend on the person alone. The bytes are
// shared: nobody may change them. Safe for concurrent use.
func (u *User) Piece(write func(*User) *Piece) *Piece {
	if p := u.piece.Load(); p != nil {
		return p
	}
	p := write(u)
	u.piece.Store(p)
	return p
}

// people holds everybody, each under a small number that the relations use.
type people struct {
	users  []*User
	number map[string]uint32
}

// User returns the person with that id.
func (tx *Tx) User(id string) (*User, bool) {
	n, ok := tx.people.number[id]
	if !ok {
		return nil, false
	}
	return tx.people.users[n], true
}

// UserCount is the number of people.
func (tx *Tx) UserCount() int { return len(tx.people.users) }

// Users lists everybody in the order in which they came into the store.
func (tx *Tx) Users() iter.Seq[*User] {
	return func(yield func(*User) bool) {
		for _, u := range tx.people.users {
			if !yield(u) {
				return
			}
		}
	}
}

// PutUser stores a person, in the place of the one with the same id if there is one, and returns
// what is stored. Times are cut to the millisecond. The caller must not change Metadata or Tags
// afterwards.
func (tx *Tx) PutUser(u User) *User {
	u.CreatedAt = cut(u.CreatedAt)
	u.UpdatedAt = cut(u.UpdatedAt)
	u.LastActiveAt = cut(u.LastActiveAt)

	// One allocation for the person and the slot of the encoded piece, which starts empty.
	stored := &struct {
		User
		slot pieceSlot
	}{User: u}
	stored.piece = &stored.slot

	if n, ok := tx.people.number[u.ID]; ok {
		before := tx.people.users[n]
		tx.people.users[n] = &stored.User
		tx.blocks.personChanged(n, stamp(before), stamp(&stored.User))
		return &stored.User
	}
	if tx.people.number == nil {
		tx.people.number = make(map[string]uint32)
	}
	tx.people.number[u.ID] = uint32(len(tx.people.users))
	tx.people.users = append(tx.people.users, &stored.User)
	return &stored.User
}

// cut drops what is finer than a millisecond, the finest that a vendor shows.
func cut(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return time.UnixMilli(t.UnixMilli()).UTC()
}

func stamp(u *User) int64 { return u.Changed().UnixMilli() }

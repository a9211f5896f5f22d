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
	DeactivatedAt time.Time // zero when active

	seq   uint32 // grows with every person who comes
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
	users  pages[*User] // nil where a number is free
	number dict[string, uint32]
	free   list
	order  list // numbers in the order in which the people came
	seq    uint32

	roster       *rosterSlot
	rosterShared bool // others may have the slot too: nothing in it is to be written
}

func (p *people) fork() people {
	return people{
		users: p.users.fork(), number: p.number.fork(), free: p.free.fork(), order: p.order.fork(), seq: p.seq,
		roster: p.roster, rosterShared: true,
	}
}

func (p *people) user(n uint32) *User { return *p.users.get(n) }

func (p *people) hidden(n uint32) bool { return !p.user(n).DeactivatedAt.IsZero() }

func (p *people) stampOf(n uint32) int64 { return stamp(p.user(n)) }

// User returns the person with that id, deactivated or not.
func (tx *Tx) User(id string) (*User, bool) {
	n, ok := tx.people.number.get(id)
	if !ok {
		return nil, false
	}
	return tx.people.user(n), true
}

// UserCount is the number of people, deactivated ones included.
func (tx *Tx) UserCount() int { return tx.people.order.length }

// Users lists everybody in the order in which they came into the store.
func (tx *Tx) Users() iter.Seq[*User] {
	return func(yield func(*User) bool) {
		for n := range tx.people.order.from(0) {
			if !yield(tx.people.user(n)) {
				return
			}
		}
	}
}

// PutUser stores a person, in the place of the one with the same id if there is one, and returns
// what is stored. A person with a DeactivatedAt stands in nobody's list until stored without it;
// all ties stay. Times are cut to the millisecond. The caller must not change Metadata or Tags
// afterwards.
func (tx *Tx) PutUser(u User) *User {
	u.CreatedAt = cut(u.CreatedAt)
	u.UpdatedAt = cut(u.UpdatedAt)
	u.LastActiveAt = cut(u.LastActiveAt)
	u.DeactivatedAt = cut(u.DeactivatedAt)

	// One allocation for the person and the slot of the encoded piece, which starts empty.
	stored := &struct {
		User
		slot pieceSlot
	}{User: u}
	stored.piece = &stored.slot

	p := &tx.people
	n, ok := p.number.get(u.ID)
	if !ok {
		n = p.add(&stored.User)
		p.ownRoster().insert(p, n)
		return &stored.User
	}
	before := p.user(n)
	stored.seq = before.seq
	p.ownRoster().remove(p, n)
	wasHidden, isHidden := p.hidden(n), !u.DeactivatedAt.IsZero()
	for _, r := range []*relation{&tx.blocks, &tx.friends} {
		if !wasHidden && isHidden {
			r.hide(n)
		}
	}
	*p.users.own(n) = &stored.User
	for _, r := range []*relation{&tx.blocks, &tx.friends} {
		switch {
		case wasHidden && !isHidden:
			r.show(n)
		case !wasHidden && !isHidden:
			r.personChanged(n, stamp(before), stamp(&stored.User))
		}
	}
	p.ownRoster().insert(p, n)
	return &stored.User
}

func (p *people) add(u *User) uint32 {
	var n uint32
	if last := p.free.length - 1; last >= 0 {
		n = p.free.at(last)
		p.free.remove(last)
		*p.users.own(n) = u
	} else {
		n = p.users.push(u)
	}
	p.seq++
	u.seq = p.seq
	p.number.put(u.ID, n)
	p.order.push(n)
	return n
}

// DeleteUser removes a person with all blocks, friendships, tokens and messages, and frees the id.
// It reports false when there is no such person.
func (tx *Tx) DeleteUser(id string) bool {
	p := &tx.people
	n, ok := p.number.get(id)
	if !ok {
		return false
	}
	p.ownRoster().remove(p, n)
	tx.blocks.forget(n)
	tx.friends.forget(n)
	tx.ties.forget(n)
	tx.DeleteTokens(id)
	tx.messages.forget(id)

	seq := p.user(n).seq
	p.order.remove(p.order.search(func(other uint32) bool { return p.user(other).seq >= seq }))
	*p.users.own(n) = nil
	p.free.push(n)
	p.number.delete(id)
	return true
}

// cut drops what is finer than a millisecond, the finest that a vendor shows.
func cut(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return time.UnixMilli(t.UnixMilli()).UTC()
}

func stamp(u *User) int64 { return u.Changed().UnixMilli() }

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

	end   *end
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

// people are everybody: by id, the active ones the newest first, and by the number of their end of a tie.
type people struct {
	collection[string, User]
	byNumber slots[User]
}

var users = keep(func(Order) *people {
	c := keyed(
		func(u *User) string { return u.ID },
		func(a, b *User) bool {
			if !a.CreatedAt.Equal(b.CreatedAt) {
				return a.CreatedAt.After(b.CreatedAt)
			}
			return a.end.n > b.end.n
		})
	c.orders[newestFirst].only = func(u *User) bool { return !u.hidden() }
	return &people{collection: *c}
})

// newestFirst is the number of an order of people.
const newestFirst = 0

func (p *people) fork() part { return &people{p.copied(), p.byNumber.fork()} }

func (p *people) count(s *Size) { s.Users += int64(p.len()) }

// at is the person that an end is of, nil when it is not of a person.
func (p *people) at(e *end) *User { return p.numbered(e.n) }

// numbered is the person whose end has that number, nil when there is none.
func (p *people) numbered(n uint32) *User { return p.byNumber.get(uint64(n)) }

// endOf is a person's end of ties, nil when there is no such person.
func (tx *Tx) endOf(id string) *end {
	if u, ok := tx.User(id); ok {
		return u.end
	}
	return nil
}

// hidden reports whether a person stands in nobody's list.
func (u *User) hidden() bool { return !u.DeactivatedAt.IsZero() }

// User returns the person with that id, deactivated or not.
func (tx *Tx) User(id string) (*User, bool) { return users.of(tx.state).get(id) }

// UserCount is the number of people, deactivated ones included.
func (tx *Tx) UserCount() int { return users.of(tx.state).len() }

// Users lists everybody in the order in which they came into the store.
func (tx *Tx) Users() iter.Seq[*User] { return users.of(tx.state).byNumber.all() }

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

	p := users.in(tx)
	before, ok := p.get(u.ID)
	if ok {
		stored.end = before.end
	} else {
		stored.end = ends.in(tx).add(u.ID)
	}
	p.put(&stored.User)
	p.byNumber.set(uint64(stored.end.n), &stored.User)
	tx.hide(stored.end, u.hidden())
	return &stored.User
}

// DeleteUser removes a person with all that belongs to it, such as ties, tokens and messages, and frees the id.
// It reports false when there is no such person.
func (tx *Tx) DeleteUser(id string) bool {
	u, ok := tx.User(id)
	if !ok {
		return false
	}
	tx.forget(u.end)
	p := users.in(tx)
	p.drop(id)
	p.byNumber.set(uint64(u.end.n), nil)
	return true
}

// ActiveUsers lists the people who are not deactivated, the newest first.
func (tx *Tx) ActiveUsers() ActiveUsers {
	return ActiveUsers{tx.state, users.of(tx.state).by(newestFirst)}
}

// ActiveUsers is that list as it stands in one [Tx]. It is valid as long as the Tx.
type ActiveUsers struct {
	state *state
	tree  tree[User]
}

// Len is how many there are.
func (l ActiveUsers) Len() int { return l.tree.len() }

// From lists them from a position on, 0 being the first. Reaching the position costs the same wherever it is.
func (l ActiveUsers) From(pos int) iter.Seq[*User] { return l.tree.fromPos(pos) }

// Newest is the latest change of any of them, zero when there are none.
func (l ActiveUsers) Newest() time.Time { return l.state.lists.everybody().newestOf(l.tree.all()) }

// ByName is the same people by status, by name whatever the case, and by id. They are put into order when somebody
// first asks after a change. The slice is shared: nobody may change it.
func (l ActiveUsers) ByName() []*User { return l.state.lists.everybody().byName(l.tree.all()) }

// cut drops what is finer than a millisecond, the finest that a vendor shows.
func cut(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return time.UnixMilli(t.UnixMilli()).UTC()
}

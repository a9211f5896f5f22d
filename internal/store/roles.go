package store

import (
	"iter"
	"time"
)

// Role is a role that people of the application may have.
type Role struct {
	ID          string
	Name        string
	Description string
	Metadata    []byte // a compact JSON value; nil when there is none
	Settings    []byte // likewise
	CreatedAt   time.Time
	UpdatedAt   time.Time // zero when never updated

	came uint64 // grows with every role that comes
}

var roles = keep(func(Order) *collection[string, Role] {
	return keyed(
		func(v *Role) string { return v.ID },
		func(a, b *Role) bool { return a.came < b.came },
	)
})

// PutRole stores a role, in the place of the one with the same id if there is one.
func (tx *Tx) PutRole(r Role) {
	r.CreatedAt, r.UpdatedAt = cut(r.CreatedAt), cut(r.UpdatedAt)
	c := roles.in(tx)
	r.came = c.place(r.ID, func(before *Role) uint64 { return before.came })
	c.put(&r)
}

// Role returns the role with that id.
func (tx *Tx) Role(id string) (Role, bool) { return valueOf(roles.of(tx.state).get(id)) }

// DeleteRole removes a role and reports false when there is none.
func (tx *Tx) DeleteRole(id string) bool { return roles.in(tx).drop(id) }

// Roles lists the roles in the order in which they came into the store.
func (tx *Tx) Roles() iter.Seq[Role] { return values(roles.of(tx.state).by(0).all()) }

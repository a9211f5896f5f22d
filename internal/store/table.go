package store

import (
	"iter"
	"maps"
	"slices"
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
}

// Key is what a client shows to be let in: an API key or a server secret.
type Key struct {
	Value     string
	Name      string
	Scope     string // what the key may do, in the vendor's words
	CreatedAt time.Time
	UpdatedAt time.Time // zero when never updated
}

// table holds a few values by name, in the order in which they came.
type table[T any] struct {
	names  []string
	values map[string]T
	shared bool // others may have both too: not to be written
}

// fork returns a table with the same values. From then on only the fork may be written to.
func (t *table[T]) fork() table[T] { return table[T]{t.names, t.values, true} }

// own copies what is shared. There are few values, so all of them at once.
func (t *table[T]) own() {
	if t.shared {
		t.names, t.values, t.shared = slices.Clone(t.names), maps.Clone(t.values), false
	}
}

func (t *table[T]) put(name string, value T) {
	t.own()
	if t.values == nil {
		t.values = make(map[string]T)
	}
	if _, ok := t.values[name]; !ok {
		t.names = append(t.names, name)
	}
	t.values[name] = value
}

func (t *table[T]) drop(name string) bool {
	if _, ok := t.values[name]; !ok {
		return false
	}
	t.own()
	delete(t.values, name)
	t.names = slices.DeleteFunc(t.names, func(n string) bool { return n == name })
	return true
}

func (t *table[T]) all() iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, name := range t.names {
			if !yield(t.values[name]) {
				return
			}
		}
	}
}

// PutRole stores a role, in the place of the one with the same id if there is one.
func (tx *Tx) PutRole(r Role) {
	r.CreatedAt, r.UpdatedAt = cut(r.CreatedAt), cut(r.UpdatedAt)
	tx.roles.put(r.ID, r)
}

// Role returns the role with that id.
func (tx *Tx) Role(id string) (Role, bool) {
	r, ok := tx.roles.values[id]
	return r, ok
}

// DeleteRole removes a role and reports false when there is none.
func (tx *Tx) DeleteRole(id string) bool { return tx.roles.drop(id) }

// Roles lists the roles in the order in which they came into the store.
func (tx *Tx) Roles() iter.Seq[Role] { return tx.roles.all() }

// PutKey stores a key, in the place of the one with the same value if there is one.
func (tx *Tx) PutKey(k Key) {
	k.CreatedAt, k.UpdatedAt = cut(k.CreatedAt), cut(k.UpdatedAt)
	tx.tell(k.Value, "")
	tx.keys.put(k.Value, k)
}

// Key returns the key with that value.
func (tx *Tx) Key(value string) (Key, bool) {
	k, ok := tx.keys.values[value]
	return k, ok
}

// DeleteKey removes a key and reports false when there is none.
func (tx *Tx) DeleteKey(value string) bool { return tx.keys.drop(value) }

// NewestKey returns the key with that scope that came last into the store, none when there is none.
func (tx *Tx) NewestKey(scope string) Key {
	for _, name := range slices.Backward(tx.keys.names) {
		if k := tx.keys.values[name]; k.Scope == scope {
			return k
		}
	}
	return Key{}
}

// Keys lists the keys in the order in which they came into the store.
func (tx *Tx) Keys() iter.Seq[Key] { return tx.keys.all() }

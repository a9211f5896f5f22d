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
	CreatedAt   time.Time
}

// Key is what a client shows to be let in: an API key or a server secret.
type Key struct {
	Value     string
	Name      string
	Scope     string // what the key may do, in the vendor's words
	CreatedAt time.Time
}

// table holds a few values by name, in the order in which they came.
type table[T any] struct {
	names  []string
	values map[string]T
}

func (t *table[T]) put(name string, value T) {
	if t.values == nil {
		t.values = make(map[string]T)
	}
	if _, ok := t.values[name]; !ok {
		t.names = append(t.names, name)
	}
	t.values[name] = value
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
	r.CreatedAt = cut(r.CreatedAt)
	tx.roles.put(r.ID, r)
}

// Roles lists the roles in the order in which they came into the store.
func (tx *Tx) Roles() iter.Seq[Role] { return tx.roles.all() }

// PutKey stores a key, in the place of the one with the same value if there is one.
func (tx *Tx) PutKey(k Key) {
	k.CreatedAt = cut(k.CreatedAt)
	tx.keys.put(k.Value, k)
}

// Key returns the key with that value.
func (tx *Tx) Key(value string) (Key, bool) {
	k, ok := tx.keys.values[value]
	return k, ok
}

// Keys lists the keys in the order in which they came into the store.
func (tx *Tx) Keys() iter.Seq[Key] { return tx.keys.all() }

package store

import (
	"iter"
	"time"
)

// Key is what a client shows to be let in: an API key or a server secret.
type Key struct {
	Value     string
	Name      string
	Scope     string // what the key may do, in the vendor's words
	CreatedAt time.Time
	UpdatedAt time.Time // zero when never updated

	came uint64 // grows with every key that comes
}

var keys = keep(func(Order) *collection[string, Key] {
	return keyed(
		func(v *Key) string { return v.Value },
		func(a, b *Key) bool { return a.came < b.came },
	)
})

// PutKey stores a key, in the place of the one with the same value if there is one.
func (tx *Tx) PutKey(k Key) {
	k.CreatedAt, k.UpdatedAt = cut(k.CreatedAt), cut(k.UpdatedAt)
	c := keys.in(tx)
	k.came = c.place(k.Value, func(before *Key) uint64 { return before.came })
	tx.tell(k.Value, "")
	c.put(&k)
}

// Key returns the key with that value.
func (tx *Tx) Key(value string) (Key, bool) {
	return valueOf(keys.of(tx.state).get(value))
}

// DeleteKey removes a key and reports false when there is none.
func (tx *Tx) DeleteKey(value string) bool { return keys.in(tx).drop(value) }

// NewestKey returns the key with that scope that came last into the store, none when there is none.
func (tx *Tx) NewestKey(scope string) Key {
	for k := range keys.of(tx.state).by(0).backward() {
		if k.Scope == scope {
			return *k
		}
	}
	return Key{}
}

// Keys lists the keys in the order in which they came into the store.
func (tx *Tx) Keys() iter.Seq[Key] { return values(keys.of(tx.state).by(0).all()) }

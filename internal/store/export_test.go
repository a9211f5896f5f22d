package store

import (
	"cmp"
	"iter"
)

// Declared is a collection as a file of this package declares one, for tests that stand outside of it.
type Declared[K cmp.Ordered, T any] struct{ kept[*collection[K, T]] }

// Keep declares a collection by its key and its further orders.
func Keep[K cmp.Ordered, T any](key func(*T) K, more ...func(a, b *T) bool) Declared[K, T] {
	return Declared[K, T]{keep(func(Order) *collection[K, T] { return keyed(key, more...) })}
}

// Put stores a value, in the place of the one with the same key if there is one.
func (d Declared[K, T]) Put(tx *Tx, value T) { d.in(tx).put(&value) }

// Get returns the value with that key.
func (d Declared[K, T]) Get(tx *Tx, key K) (T, bool) { return valueOf(d.of(tx.state).get(key)) }

// All lists the values in their first further order.
func (d Declared[K, T]) All(tx *Tx) iter.Seq[T] { return values(d.of(tx.state).by(0).all()) }

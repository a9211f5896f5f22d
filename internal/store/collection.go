package store

import (
	"cmp"
	"iter"
	"slices"

	"github.com/tidwall/btree"
)

// part is what a state is made of: a [collection], or something made of trees. Once others can see it, only
// its fork may be written to.
type part interface{ fork() part }

// kept is the handle of a part that every state has.
type kept[P part] struct{ n int }

// declared makes the parts of an empty state.
var declared []func(Order) part

// keep declares a part. From then on it is in every store: in snapshots, in what a reset replaces, and in what
// an update that fails leaves as it was. It is called for package variables only.
func keep[P part](empty func(Order) P) kept[P] {
	declared = append(declared, func(order Order) part { return empty(order) })
	return kept[P]{len(declared) - 1}
}

// of returns the part as it is in a state, to be read.
func (k kept[P]) of(s *state) P { return s.parts[k.n].(P) }

// in returns the part to be written to. The first call in an update makes it the update's own. A view has
// nothing of its own: it panics.
func (k kept[P]) in(tx *Tx) P {
	return tx.own(k.n).(P)
}

func (tx *Tx) own(n int) part {
	if !tx.owned[n] {
		tx.parts[n], tx.owned[n] = tx.parts[n].fork(), true
	}
	return tx.parts[n]
}

// collection holds values by a key, and in further orders beside it.
type collection[K cmp.Ordered, T any] struct {
	key    func(*T) K
	byKey  *btree.Map[K, *T]
	orders []order[T]
	came   uint64 // see next
}

// order is a further order of a collection. Two values that the key tells apart must differ in it too.
type order[T any] struct {
	tree[T]
	only func(*T) bool // which values stand in it; nil: all
}

// keyed makes an empty collection, with further orders.
func keyed[K cmp.Ordered, T any](key func(*T) K, more ...func(a, b *T) bool) *collection[K, T] {
	c := &collection[K, T]{key: key, byKey: &btree.Map[K, *T]{}}
	for _, less := range more {
		c.orders = append(c.orders, order[T]{tree: newTree(less)})
	}
	return c
}

func (c *collection[K, T]) fork() part {
	f := c.copied()
	return &f
}

// copied copies the heads of the trees, as [tree.fork] does.
func (c *collection[K, T]) copied() collection[K, T] {
	f, head := *c, *c.byKey
	f.byKey, f.orders = head.Copy(), slices.Clone(c.orders)
	for i := range f.orders {
		f.orders[i].tree = f.orders[i].fork()
	}
	return f
}

func (c *collection[K, T]) len() int { return c.byKey.Len() }

func (c *collection[K, T]) get(key K) (*T, bool) { return c.byKey.Get(key) }

// all lists the values by their keys.
func (c *collection[K, T]) all() iter.Seq[*T] {
	return func(yield func(*T) bool) {
		c.byKey.Scan(func(_ K, value *T) bool { return yield(value) })
	}
}

// from lists the values by their keys, from a key on.
func (c *collection[K, T]) from(key K) iter.Seq[*T] {
	return func(yield func(*T) bool) {
		c.byKey.Ascend(key, func(_ K, value *T) bool { return yield(value) })
	}
}

// by is the further order of that number.
func (c *collection[K, T]) by(n int) tree[T] { return c.orders[n].tree }

// put stores a value, in the place of the one with the same key if there is one. Nobody may change it
// afterwards.
func (c *collection[K, T]) put(value *T) {
	before, replaced := c.byKey.Set(c.key(value), value)
	for _, o := range c.orders {
		if replaced && (o.only == nil || o.only(before)) {
			o.delete(before)
		}
		if o.only == nil || o.only(value) {
			o.set(value)
		}
	}
}

// drop removes the value with the key and reports false when there is none.
func (c *collection[K, T]) drop(key K) bool {
	before, ok := c.byKey.Delete(key)
	if !ok {
		return false
	}
	for _, o := range c.orders {
		if o.only == nil || o.only(before) {
			o.delete(before)
		}
	}
	return true
}

// place is what a value gets as its order of coming: that of the one in whose place it comes, or the next.
func (c *collection[K, T]) place(key K, of func(*T) uint64) uint64 {
	if before, ok := c.get(key); ok {
		return of(before)
	}
	return c.next()
}

// next is a number above all that it has returned, for orders of coming.
func (c *collection[K, T]) next() uint64 {
	c.came++
	return c.came
}

// valueOf is what a look-up has found; a zero value when that is nothing.
func valueOf[T any](found *T, ok bool) (value T, _ bool) {
	if !ok {
		return value, false
	}
	return *found, true
}

// values are what pointers stand for.
func values[T any](list iter.Seq[*T]) iter.Seq[T] {
	return each(list, func(value *T) T { return *value })
}

// each is a list of what is made of the values of another one.
func each[From, To any](list iter.Seq[From], make func(From) To) iter.Seq[To] {
	return func(yield func(To) bool) {
		for value := range list {
			if !yield(make(value)) {
				return
			}
		}
	}
}

// while is the beginning of a list for which ok holds.
func while[T any](list iter.Seq[*T], ok func(*T) bool) iter.Seq[*T] {
	return func(yield func(*T) bool) {
		for value := range list {
			if !ok(value) || !yield(value) {
				return
			}
		}
	}
}

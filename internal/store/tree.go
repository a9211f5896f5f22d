package store

import (
	"iter"
	"sort"

	"github.com/tidwall/btree"
)

// tree is a sorted set of values, none of which ever changes.
type tree[T any] struct{ sorted *btree.BTreeG[*T] }

func newTree[T any](less func(a, b *T) bool) tree[T] {
	return tree[T]{btree.NewBTreeGOptions(less, btree.Options{NoLocks: true})}
}

// fork is a tree that holds the same and may be written to. Of the old one only the parts are copied that
// are written to later, and nobody may write to it any more.
func (t tree[T]) fork() tree[T] {
	// Copy writes into its source that it is shared. The source has readers, so that goes into a copy of its head.
	head := *t.sorted
	return tree[T]{head.Copy()}
}

func (t tree[T]) len() int { return t.sorted.Len() }

// set stores a value and returns the one in whose place it is now.
func (t tree[T]) set(value *T) (before *T, replaced bool) { return t.sorted.Set(value) }

func (t tree[T]) get(probe *T) (*T, bool) { return t.sorted.Get(probe) }

func (t tree[T]) delete(probe *T) (before *T, deleted bool) { return t.sorted.Delete(probe) }

// at returns the value at a position, which must exist.
func (t tree[T]) at(pos int) *T {
	value, _ := t.sorted.GetAt(pos)
	return value
}

// search returns the first position whose value satisfies ok, or the length. ok must be false for a
// beginning of the tree and true for the rest.
func (t tree[T]) search(ok func(*T) bool) int {
	return sort.Search(t.len(), func(pos int) bool { return ok(t.at(pos)) })
}

func (t tree[T]) all() iter.Seq[*T] { return t.sorted.Scan }

func (t tree[T]) backward() iter.Seq[*T] { return t.sorted.Reverse }

// from lists the values from the place of a probe on.
func (t tree[T]) from(probe *T) iter.Seq[*T] {
	return func(yield func(*T) bool) { t.sorted.Ascend(probe, yield) }
}

// fromPos lists the values from a position on, 0 being the first.
func (t tree[T]) fromPos(pos int) iter.Seq[*T] {
	if pos < 0 || pos >= t.len() {
		return func(func(*T) bool) {}
	}
	return t.from(t.at(pos))
}

// downFrom lists the values from the place of a probe down to the first.
func (t tree[T]) downFrom(probe *T) iter.Seq[*T] {
	return func(yield func(*T) bool) { t.sorted.Descend(probe, yield) }
}

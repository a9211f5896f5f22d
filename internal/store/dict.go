package store

import (
	"hash/maphash"
	"iter"
	"math/bits"
	"slices"
)

// shardSize is how many entries a shard has on the average before there is one shard more: few
// enough that the first write to a shard after a snapshot copies some kilobytes.
const shardSize = 256

// dict is a map in shards. Its fork has the same shards; whoever writes to one first copies it.
// It grows by splitting one shard at a time, in their order (linear hashing), so no single write
// pays for all entries.
type dict[K comparable, V any] struct {
	shards []shard[K, V]
	length int

	// share makes of a value what a copied shard may hold of it, when that is not the value itself.
	share func(V) V
}

var hashSeed = maphash.MakeSeed()

// fork returns a map with the same entries. From then on only the fork may be written to.
func (d *dict[K, V]) fork() dict[K, V] {
	f := dict[K, V]{shards: slices.Clone(d.shards), length: d.length, share: d.share}
	for i := range f.shards {
		f.shards[i].shared = true
	}
	return f
}

// place says which shard a hash belongs to, of which there must be one, and its tag there.
func (d *dict[K, V]) place(hash uint64) (int, uint32) {
	n := len(d.shards)
	all := 1<<bits.Len(uint(n-1)) - 1
	slot := int(hash) & all
	if slot >= n { // its shard is not split yet
		slot &= all >> 1
	}
	return slot, uint32(hash>>32) | 1
}

func (d *dict[K, V]) get(key K) (value V, ok bool) {
	if d.length == 0 {
		return value, false
	}
	slot, tag := d.place(maphash.Comparable(hashSeed, key))
	s := &d.shards[slot]
	if i, ok := s.find(key, tag); ok {
		return s.entries[i].value, true
	}
	return value, false
}

// ownValue returns a value of which the shard is owned.
func (d *dict[K, V]) ownValue(key K) (value V) {
	if d.length > 0 {
		slot, _ := d.place(maphash.Comparable(hashSeed, key))
		d.own(slot)
		value, _ = d.get(key)
	}
	return value
}

func (d *dict[K, V]) put(key K, value V) {
	switch n := len(d.shards); {
	case n == 0:
		d.shards = append(d.shards, shard[K, V]{})
	case d.length > shardSize*n:
		d.split()
	}
	slot, tag := d.place(maphash.Comparable(hashSeed, key))
	if d.own(slot).put(key, tag, value) {
		d.length++
	}
}

func (d *dict[K, V]) delete(key K) {
	if _, ok := d.get(key); ok {
		slot, tag := d.place(maphash.Comparable(hashSeed, key))
		d.own(slot).delete(key, tag)
		d.length--
	}
}

// own returns a shard to be written to.
func (d *dict[K, V]) own(slot int) *shard[K, V] {
	s := &d.shards[slot]
	if s.shared {
		s.entries, s.shared = slices.Clone(s.entries), false
		if d.share != nil {
			for i := range s.entries {
				s.entries[i].value = d.share(s.entries[i].value)
			}
		}
	}
	return s
}

// split adds a shard, with the entries that it gets from the one whose turn it is.
func (d *dict[K, V]) split() {
	n := len(d.shards)
	from := n - 1<<(bits.Len(uint(n))-1)
	old := d.own(from).entries
	d.shards = append(d.shards, newShard[K, V](len(old)/2))
	d.shards[from] = newShard[K, V](len(old) / 2)
	for _, e := range old {
		if e.tag != 0 {
			slot, tag := d.place(maphash.Comparable(hashSeed, e.key))
			d.shards[slot].put(e.key, tag, e.value)
		}
	}
}

// all lists the entries in no order. Nothing may be changed meanwhile.
func (d *dict[K, V]) all() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for _, s := range d.shards {
			for _, e := range s.entries {
				if e.tag != 0 && !yield(e.key, e.value) {
					return
				}
			}
		}
	}
}

package store

import (
	"hash/maphash"
	"iter"
	"maps"
	"math/bits"
)

// shardSize is how many entries a shard has on the average before there is one shard more: few
// enough that the first write to a shard after a snapshot copies it in some microseconds.
const shardSize = 256

// dict is a map in shards. Its fork has the same shards; whoever writes to one first copies it.
// It grows by splitting one shard at a time, in their order (linear hashing), so no single write
// pays for all entries. A small one is a single Go map.
type dict[K comparable, V any] struct {
	shards []shard[K, V]
	length int

	// share makes of a value what a copied shard may hold of it, when that is not the value itself.
	share func(V) V
}

type shard[K comparable, V any] struct {
	values map[K]V
	shared bool // others may have it too: not to be written
}

var hashSeed = maphash.MakeSeed()

// fork returns a map with the same entries. From then on only the fork may be written to.
func (d *dict[K, V]) fork() dict[K, V] {
	f := dict[K, V]{shards: make([]shard[K, V], len(d.shards)), length: d.length, share: d.share}
	for i, s := range d.shards {
		f.shards[i] = shard[K, V]{values: s.values, shared: true}
	}
	return f
}

// slot is the shard of a key. There must be one shard at least.
func (d *dict[K, V]) slot(key K) int {
	n := len(d.shards)
	if n == 1 {
		return 0
	}
	all := 1<<bits.Len(uint(n-1)) - 1
	slot := int(maphash.Comparable(hashSeed, key) & uint64(all))
	if slot >= n { // its shard is not split yet
		slot &= all >> 1
	}
	return slot
}

func (d *dict[K, V]) get(key K) (V, bool) {
	if len(d.shards) == 0 {
		var none V
		return none, false
	}
	value, ok := d.shards[d.slot(key)].values[key]
	return value, ok
}

// ownValue returns a value of which the shard is owned.
func (d *dict[K, V]) ownValue(key K) (value V) {
	if len(d.shards) > 0 {
		value = d.own(d.slot(key))[key]
	}
	return value
}

func (d *dict[K, V]) put(key K, value V) {
	switch n := len(d.shards); {
	case n == 0:
		d.shards = append(d.shards, shard[K, V]{values: make(map[K]V)})
	case d.length > shardSize*n:
		d.split()
	}
	values := d.own(d.slot(key))
	before := len(values)
	values[key] = value
	d.length += len(values) - before
}

func (d *dict[K, V]) delete(key K) {
	if _, ok := d.get(key); ok {
		delete(d.own(d.slot(key)), key)
		d.length--
	}
}

// own returns a shard to be written.
func (d *dict[K, V]) own(slot int) map[K]V {
	s := &d.shards[slot]
	if s.shared {
		s.values, s.shared = maps.Clone(s.values), false
		if d.share != nil {
			for key, value := range s.values {
				s.values[key] = d.share(value)
			}
		}
	}
	return s.values
}

// split adds a shard, with the entries that it gets from the one whose turn it is.
func (d *dict[K, V]) split() {
	n := len(d.shards)
	from := n - 1<<(bits.Len(uint(n))-1)
	old := d.shards[from]
	d.shards = append(d.shards, shard[K, V]{values: make(map[K]V, len(old.values)/2)})
	d.shards[from] = shard[K, V]{values: make(map[K]V, len(old.values)/2)}
	for key, value := range old.values {
		if old.shared && d.share != nil {
			value = d.share(value)
		}
		d.shards[d.slot(key)].values[key] = value
	}
}

// all lists the entries in no order. Entries may be deleted meanwhile.
func (d *dict[K, V]) all() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for _, s := range d.shards {
			for key, value := range s.values {
				if !yield(key, value) {
					return
				}
			}
		}
	}
}

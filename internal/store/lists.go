package store

import "slices"

// lists holds a list of values by key, no empty ones.
type lists[K, V comparable] struct{ dict[K, []V] }

// fork returns the same lists. From then on only the fork may be written to.
func (l *lists[K, V]) fork() lists[K, V] { return lists[K, V]{l.dict.fork()} }

func (l *lists[K, V]) at(key K) []V {
	list, _ := l.get(key)
	return list
}

func (l *lists[K, V]) append(key K, value V) {
	// A list in a copied shard has no room to grow: what is appended moves it away from those who
	// share it.
	l.share = slices.Clip[[]V]
	list := l.dict.ownValue(key)
	l.put(key, append(list, value))
}

// remove takes a value out, in a copy of the list: it may be shared.
func (l *lists[K, V]) remove(key K, value V) {
	left := slices.DeleteFunc(slices.Clone(l.at(key)), func(v V) bool { return v == value })
	if len(left) == 0 {
		l.delete(key)
		return
	}
	l.put(key, left)
}

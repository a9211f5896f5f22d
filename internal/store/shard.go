package store

// shard is a part of a [dict]: a hash table in one piece of memory, so that it is copied in one go
// and an entry is found with one look at it. (A Go map takes three or four, which shows where there
// are a thousand of them and none is near.) An entry stands at the place that its tag asks for, or
// else at the first free one after that.
type shard[K comparable, V any] struct {
	entries []entry[K, V]
	used    int32
	shared  bool // others may have it too: not to be written
}

type entry[K comparable, V any] struct {
	key   K
	value V
	tag   uint32 // a part of the key's hash, 0 when the place is free
}

// newShard has so many places, but never so few that none of them stays free.
func newShard[K comparable, V any](places int) shard[K, V] {
	return shard[K, V]{entries: make([]entry[K, V], max(8, places))}
}

// home is the place that a tag asks for: tags in ascending order ask for places in ascending order.
func (s *shard[K, V]) home(tag uint32) int {
	return int(uint64(tag) * uint64(len(s.entries)) >> 32)
}

// find returns where a key stands. If it does not, it returns where it would.
func (s *shard[K, V]) find(key K, tag uint32) (int, bool) {
	if len(s.entries) == 0 {
		return 0, false
	}
	i := s.home(tag)
	for s.entries[i].tag != 0 {
		if s.entries[i].tag == tag && s.entries[i].key == key {
			return i, true
		}
		if i++; i == len(s.entries) {
			i = 0
		}
	}
	return i, false
}

// put reports whether the key is new.
func (s *shard[K, V]) put(key K, tag uint32, value V) bool {
	i, ok := s.find(key, tag)
	if ok {
		s.entries[i].value = value
		return false
	}
	if int(s.used)*4 >= len(s.entries)*3 {
		s.grow()
		i, _ = s.find(key, tag)
	}
	s.entries[i] = entry[K, V]{key, value, tag}
	s.used++
	return true
}

// grow doubles a small table, because most applications are small and each step puts all entries anew.
func (s *shard[K, V]) grow() {
	old := s.entries
	places := len(old) * 2
	if len(old) >= shardSize {
		places = len(old) * 3 / 2
	}
	s.entries = newShard[K, V](places).entries
	for _, e := range old {
		if e.tag != 0 {
			i, _ := s.find(e.key, e.tag)
			s.entries[i] = e
		}
	}
}

// delete takes out a key that is there. Those that stand behind it because their place was taken
// move up, so that they are still found.
func (s *shard[K, V]) delete(key K, tag uint32) {
	free, _ := s.find(key, tag)
	s.used--
	for i := s.after(free); s.entries[i].tag != 0; i = s.after(i) {
		home := s.home(s.entries[i].tag)
		// Between the free place and this one lies the home of an entry that must stay.
		if free < home && home <= i || i < free && (free < home || home <= i) {
			continue
		}
		s.entries[free] = s.entries[i]
		free = i
	}
	s.entries[free] = entry[K, V]{}
}

func (s *shard[K, V]) after(i int) int {
	if i++; i == len(s.entries) {
		return 0
	}
	return i
}

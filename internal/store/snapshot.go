package store

import (
	"maps"
	"slices"
)

// Snapshot is the state of a store at one moment. It never changes.
type Snapshot struct{ state *state }

// Snapshot keeps the state as it is. It must not be called inside a view or an update of the same
// store. Safe for concurrent use.
func (s *Store) Snapshot() *Snapshot {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return &Snapshot{state: s.state.copy()}
}

// Restore replaces the whole state by that of a snapshot, which can be restored as often as one
// likes, also into another store and after [Store.Take]. It must not be called inside a view or an
// update of the same store. Safe for concurrent use.
func (s *Store) Restore(snap *Snapshot) {
	state := snap.state.copy()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state = state
}

func (s *state) copy() *state {
	c := newState(s.blocks.order)
	c.people.users = slices.Clone(s.people.users)
	c.people.number = maps.Clone(s.people.number)
	c.people.free = slices.Clone(s.people.free)
	c.people.order = s.people.order.copy()
	c.people.seq = s.people.seq
	c.blocks.copyFrom(&s.blocks)
	c.friends.copyFrom(&s.friends)
	c.ties = maps.Clone(s.ties)
	c.roles = s.roles.copy()
	c.keys = s.keys.copy()
	c.tokens = tokens{values: maps.Clone(s.tokens.values), byUser: copyLists(s.tokens.byUser)}
	c.messages = messages{last: s.messages.last, byID: maps.Clone(s.messages.byID), between: copyLists(s.messages.between), pairs: copyLists(s.messages.pairs)}
	return c
}

func (r *relation) copyFrom(from *relation) {
	from.making.Lock()
	defer from.making.Unlock()
	r.remembers, r.ended = from.remembers, maps.Clone(from.ended)
	r.edges = edges{free: from.edges.free, seq: from.edges.seq}
	for _, page := range from.edges.pages {
		r.edges.pages = append(r.edges.pages, append(make([]edge, 0, cap(page)), page...))
	}
	r.nodes = make([]node, len(from.nodes))
	for i := range from.nodes {
		r.nodes[i].in = from.nodes[i].in
		out := from.nodes[i].out
		if out == nil {
			continue
		}
		o := &outgoing{byOther: maps.Clone(out.byOther), hidden: slices.Clone(out.hidden)}
		o.list = out.list.copy()
		o.newest, o.holders = out.newest, out.holders
		o.stale.Store(out.stale.Load())
		r.nodes[i].out = o
	}
}

func (l *list) copy() list {
	c := list{starts: slices.Clone(l.starts), length: l.length}
	for _, chunk := range l.chunks {
		c.chunks = append(c.chunks, append(make([]uint32, 0, cap(chunk)), chunk...))
	}
	return c
}

func (t *table[T]) copy() table[T] {
	return table[T]{names: slices.Clone(t.names), values: maps.Clone(t.values)}
}

func copyLists[K comparable, V any](m map[K][]V) map[K][]V {
	c := maps.Clone(m)
	for k, v := range c {
		c[k] = slices.Clone(v)
	}
	return c
}

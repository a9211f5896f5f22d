package store

// edge is one directed tie, from a person to another, since a moment. Its number never changes
// while it exists. 32 bytes each.
type edge struct {
	from, to uint32
	at       int64  // Unix milliseconds
	seq      uint32 // grows with every edge made: the order of insertion
	twin     uint32 // the edge the other way round, 0 when there is none
	// All edges that lead to one person are a ring-less chain, so that they can be found from that
	// person without a list of its own.
	nextIn, prevIn uint32
}

// edges hands out edges by number, from 1 on.
type edges struct {
	pages[edge]
	free  uint32 // first unused number, chained through nextIn
	seq   uint32
	count int // of edges that there are
}

func (e *edges) fork() edges {
	return edges{pages: e.pages.fork(), free: e.free, seq: e.seq, count: e.count}
}

func (e *edges) make(from, to uint32, at int64) uint32 {
	id := e.free
	if id != 0 {
		e.free = e.get(id).nextIn
	} else {
		if e.length == 0 {
			e.push(edge{}) // number 0 means none
		}
		id = e.push(edge{})
	}
	e.seq++
	e.count++
	*e.own(id) = edge{from: from, to: to, at: at, seq: e.seq}
	return id
}

func (e *edges) release(id uint32) {
	*e.own(id) = edge{nextIn: e.free}
	e.free = id
	e.count--
}

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

const edgePage = 1024

// edges hands out edges by number, from 1 on. Pages never move, so a million edges are never copied.
type edges struct {
	pages [][]edge
	free  uint32 // first unused number, chained through nextIn
	seq   uint32
}

func (e *edges) get(id uint32) *edge { return &e.pages[id/edgePage][id%edgePage] }

func (e *edges) make(from, to uint32, at int64) uint32 {
	id := e.free
	if id != 0 {
		e.free = e.get(id).nextIn
	} else {
		id = e.grow()
	}
	e.seq++
	*e.get(id) = edge{from: from, to: to, at: at, seq: e.seq}
	return id
}

// grow adds one number. The first page grows as it is used: most applications are small.
func (e *edges) grow() uint32 {
	if len(e.pages) == 0 {
		e.pages = append(e.pages, make([]edge, 1, 8)) // number 0 means none
	}
	last := len(e.pages) - 1
	if len(e.pages[last]) == edgePage {
		e.pages = append(e.pages, make([]edge, 0, edgePage))
		last++
	}
	e.pages[last] = append(e.pages[last], edge{})
	return uint32(last*edgePage + len(e.pages[last]) - 1)
}

func (e *edges) release(id uint32) {
	*e.get(id) = edge{nextIn: e.free}
	e.free = id
}

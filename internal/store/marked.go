package store

import "slices"

// marked is a list that knows the newest change in each of its pieces, so that the newest in any
// part of it is found by looking at two pieces and at one number for each of the others.
type marked struct {
	list
	marks []int64 // by piece
}

// stamps tells the time of an entry's change. It is handed in each time because a list may be
// shared by states in which the entries stand for the same people at different places.
type stamps func(entry uint32) int64

func (m *marked) fork() marked { return marked{list: m.list.fork(), marks: slices.Clone(m.marks)} }

func (m *marked) insert(pos int, entry uint32, stamp stamps) {
	pieces, c := len(m.chunks), len(m.chunks)
	if pos < m.length {
		c = m.chunkOf(pos)
	}
	m.list.insert(pos, entry)
	switch {
	case len(m.chunks) == pieces: // it went into a piece that was there
		c = m.chunkOf(pos)
		m.marks[c] = max(m.marks[c], stamp(entry))
	case c == pieces: // a new piece at the end
		m.marks = append(m.marks, stamp(entry))
	default: // a full piece was split
		m.marks = slices.Insert(m.marks, c+1, 0)
		m.mark(c, stamp)
		m.mark(c+1, stamp)
	}
}

func (m *marked) remove(pos int, stamp stamps) {
	pieces, c := len(m.chunks), m.chunkOf(pos)
	was := stamp(m.at(pos))
	m.list.remove(pos)
	if len(m.chunks) < pieces { // a piece is gone, or joined with the next one
		m.marks = slices.Delete(m.marks, c, c+1)
		if c < len(m.marks) {
			m.mark(c, stamp)
		}
		return
	}
	if was == m.marks[c] {
		m.mark(c, stamp)
	}
}

// mark finds the newest of a piece anew.
func (m *marked) mark(c int, stamp stamps) {
	m.marks[c] = stamp(m.chunks[c][0])
	for _, entry := range m.chunks[c][1:] {
		m.marks[c] = max(m.marks[c], stamp(entry))
	}
}

// newest is the newest change among the entries from a position up to another, of which there is
// one at least.
func (m *marked) newest(from, to int, stamp stamps) int64 {
	newest := stamp(m.at(from))
	for pos := from; pos < to; {
		c := m.chunkOf(pos)
		end := m.starts[c] + len(m.chunks[c])
		if pos == m.starts[c] && end <= to {
			newest = max(newest, m.marks[c])
		} else {
			for _, entry := range m.chunks[c][pos-m.starts[c] : min(end, to)-m.starts[c]] {
				newest = max(newest, stamp(entry))
			}
		}
		pos = end
	}
	return newest
}

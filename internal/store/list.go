package store

import (
	"iter"
	"slices"
	"sort"
)

// chunkSize is how many entries one piece of a list holds at the most: small enough that an
// insertion in the middle moves at most 2 kB, large enough that a million entries are 2,000 pieces.
const chunkSize = 512

// list is a sequence of edge numbers in an order that its owner decides. Reaching a position and
// changing an entry cost the logarithm of the length plus at most one piece, and an entry costs
// four bytes. A short list is a single slice.
//
// A piece without room to grow (its length is its capacity) may be shared with other lists and is
// never written to: what goes into it moves it anyway, what leaves it copies it.
type list struct {
	chunks [][]uint32
	starts []int // starts[i] is the position of the first entry of chunks[i]
	length int
}

// fork returns a list with the same entries. From then on only the fork may be written to.
func (l *list) fork() list {
	f := list{chunks: slices.Clone(l.chunks), starts: slices.Clone(l.starts), length: l.length}
	for i, chunk := range f.chunks {
		f.chunks[i] = slices.Clip(chunk)
	}
	return f
}

// at returns the entry at a position, which must exist.
func (l *list) at(pos int) uint32 {
	c := l.chunkOf(pos)
	return l.chunks[c][pos-l.starts[c]]
}

// chunkOf returns the piece that holds a position, which must exist.
func (l *list) chunkOf(pos int) int {
	if len(l.chunks) == 1 {
		return 0
	}
	return sort.SearchInts(l.starts, pos+1) - 1
}

// search returns the first position whose entry satisfies ok, or the length. ok must be false
// for a beginning of the list and true for the rest.
func (l *list) search(ok func(entry uint32) bool) int {
	c := sort.Search(len(l.chunks), func(i int) bool {
		return ok(l.chunks[i][len(l.chunks[i])-1])
	})
	if c == len(l.chunks) {
		return l.length
	}
	return l.starts[c] + sort.Search(len(l.chunks[c]), func(i int) bool { return ok(l.chunks[c][i]) })
}

// insert puts an entry at a position between 0 and the length.
func (l *list) insert(pos int, entry uint32) {
	if pos == l.length {
		l.push(entry)
		return
	}
	c := l.chunkOf(pos)
	if len(l.chunks[c]) == chunkSize {
		l.split(c)
		c = l.chunkOf(pos)
	}
	l.chunks[c] = slices.Insert(l.chunks[c], pos-l.starts[c], entry)
	l.shift(c+1, +1)
}

// push appends an entry. A full last piece stays full, so a list that only grows wastes nothing.
func (l *list) push(entry uint32) {
	last := len(l.chunks) - 1
	if last < 0 || len(l.chunks[last]) == chunkSize {
		room := 4 // most lists are short
		if last >= 0 {
			room = chunkSize
		}
		l.chunks = append(l.chunks, make([]uint32, 0, room))
		l.starts = append(l.starts, l.length)
		last++
	}
	l.chunks[last] = append(l.chunks[last], entry)
	l.length++
}

// split makes two half-full pieces of a full one.
func (l *list) split(c int) {
	full := l.chunks[c]
	right := append(make([]uint32, 0, chunkSize), full[chunkSize/2:]...)
	l.chunks[c] = append(make([]uint32, 0, chunkSize), full[:chunkSize/2]...)
	l.chunks = slices.Insert(l.chunks, c+1, right)
	l.starts = slices.Insert(l.starts, c+1, l.starts[c]+chunkSize/2)
}

// remove takes the entry at a position out. A piece and its successor are joined when both have
// become small; no piece is ever empty.
func (l *list) remove(pos int) {
	c := l.chunkOf(pos)
	if chunk := l.chunks[c]; len(chunk) == cap(chunk) {
		l.chunks[c] = append(make([]uint32, 0, len(chunk)+1), chunk...)
	}
	l.chunks[c] = slices.Delete(l.chunks[c], pos-l.starts[c], pos-l.starts[c]+1)
	l.shift(c+1, -1)
	if c+1 < len(l.chunks) && len(l.chunks[c])+len(l.chunks[c+1]) <= chunkSize/2 {
		l.chunks[c] = append(l.chunks[c], l.chunks[c+1]...)
		l.drop(c + 1)
	}
	if len(l.chunks[c]) == 0 {
		l.drop(c)
	}
}

func (l *list) drop(c int) {
	l.chunks = slices.Delete(l.chunks, c, c+1)
	l.starts = slices.Delete(l.starts, c, c+1)
}

// shift moves the pieces from c on by one position.
func (l *list) shift(c, by int) {
	l.length += by
	for i := c; i < len(l.starts); i++ {
		l.starts[i] += by
	}
}

// from lists the entries from a position on.
func (l *list) from(pos int) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		if pos < 0 || pos >= l.length {
			return
		}
		c := l.chunkOf(pos)
		for _, entry := range l.chunks[c][pos-l.starts[c]:] {
			if !yield(entry) {
				return
			}
		}
		for _, chunk := range l.chunks[c+1:] {
			for _, entry := range chunk {
				if !yield(entry) {
					return
				}
			}
		}
	}
}

// backFrom lists the entries from a position down to the first.
func (l *list) backFrom(pos int) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		if pos < 0 || pos >= l.length {
			return
		}
		c := l.chunkOf(pos)
		for _, entry := range slices.Backward(l.chunks[c][:pos-l.starts[c]+1]) {
			if !yield(entry) {
				return
			}
		}
		for _, chunk := range slices.Backward(l.chunks[:c]) {
			for _, entry := range slices.Backward(chunk) {
				if !yield(entry) {
					return
				}
			}
		}
	}
}

package store

import (
	"iter"
	"sort"
	"sync"
	"time"

	"github.com/tidwall/btree"
)

// Direction says which blocks of a person a list shows.
type Direction int

const (
	BlockedByMe  Direction = iota // whom the person has blocked
	HasBlockedMe                  // who has blocked the person
	Both                          // either way; a pair that blocks each other is one row
)

// Row is one person in somebody's list, with the times of the ties between the two. It has four
// words and no more: such a value stays in registers, and a long page is read in half the time.
type Row struct {
	User *User

	// Seq names the tie that the row stands for. It grows with every tie made and is never used
	// again, so in a list ByInsertion it is a place to go on from, whatever was removed meanwhile.
	Seq uint32

	mine, theirs tieTime
}

// tieTime is the time of a tie, in Unix milliseconds above a very early one; 0 means that there is
// none.
type tieTime int64

const beforeAll = -1 << 62

func timeOfTie(at int64) tieTime { return tieTime(at - beforeAll) }

func (t tieTime) time() time.Time {
	if t == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(t) + beforeAll)
}

// BlockedByMeMillis is the same as BlockedByMeAt().UnixMilli() for a tie that is there.
func (r Row) BlockedByMeMillis() int64 { return int64(r.mine) + beforeAll }

// BlockedByMeAt is since when the owner of the list has blocked User, zero when that is not so.
func (r Row) BlockedByMeAt() time.Time { return r.mine.time() }

// HasBlockedMeAt is since when User has blocked the owner of the list, zero when that is not so.
func (r Row) HasBlockedMeAt() time.Time { return r.theirs.time() }

// Blocks is the block list of a person, in the order that the store was made with. Where two
// people block each other the row stands at the owner's own block. Nobody's list is empty.
func (tx *Tx) Blocks(id string, d Direction) Rows { return tx.rows(blocks, tx.endOf(id), d) }

// Rows is a list as it stands in one [Tx]. It is valid as long as the Tx.
type Rows struct {
	people   *people
	relation *relation
	self     *end
	list     *list // nil when there are no rows, as there is no such end
}

// rows is a list of a relation, without rows when there is no such end. The others in it are people.
func (tx *Tx) rows(kind kept[*relation], self *end, d Direction) Rows {
	if self == nil {
		return Rows{}
	}
	r, name := kind.of(tx.state), listName{self, kind.n, d}
	found := tx.lists.get(name)
	if found == nil {
		found = tx.lists.keep(name, r.inOrder(ends.of(tx.state)).rowsOf(self, d))
	}
	return Rows{users.of(tx.state), r, self, found}
}

// rowsOf finds the rows of a list.
func (l *listed) rowsOf(e *end, d Direction) *list {
	found := &list{}
	switch d {
	case BlockedByMe:
		found.main = spanOf(l.out, (*tie).forth, e)
	case HasBlockedMe:
		found.main, found.rest = spanOf(l.back, (*tie).back, e), spanOf(l.mutual, (*tie).forth, e)
	case Both:
		found.main, found.rest = spanOf(l.out, (*tie).forth, e), spanOf(l.back, (*tie).back, e)
	}
	if found.main.len() == 0 {
		found.main, found.rest = found.rest, found.main
	}
	return found
}

// span is the part of a tree between two positions.
type span struct {
	tree     tree[tie]
	from, to int
}

// spanOf is where the ties of one end stand in a tree that is sorted by that end.
func spanOf(list tree[tie], ends func(*tie) (self, other *end), e *end) span {
	from := list.search(func(t *tie) bool { self, _ := ends(t); return self.n >= e.n })
	length := sort.Search(list.len()-from, func(i int) bool { self, _ := ends(list.at(from + i)); return self.n > e.n })
	return span{list, from, from + length}
}

func (s span) len() int        { return s.to - s.from }
func (s span) at(pos int) *tie { return s.tree.at(s.from + pos) }

// cursor walks through a span.
type cursor struct {
	begun bool
	walk  btree.IterG[*tie]
	tie   *tie // nil behind the last one
	left  int  // how many there are to the end of the span; below 0 the cursor walks on to that of the tree
}

// from puts a cursor at a position, which may be the end.
func (c *cursor) from(s span, pos int) {
	if c.left = s.len() - pos; c.left > 0 {
		c.seek(s.tree, s.at(pos))
	}
}

// seek puts a cursor at the first tie that has the place of another one or a later place.
func (c *cursor) seek(list tree[tie], at *tie) {
	c.begun = true
	c.walk.Init(list.sorted, false)
	if c.walk.Seek(at) {
		c.tie = c.walk.Item()
	}
}

func (c *cursor) next() {
	c.left--
	if c.left == 0 || !c.walk.Next() {
		c.tie = nil
		return
	}
	c.tie = c.walk.Item()
}

// end lets go of the tree.
func (c *cursor) end() {
	c.walk.Release()
	c.begun, c.tie, c.left = false, nil, 0
}

// Len is the number of rows.
func (r Rows) Len() int {
	if r.list == nil {
		return 0
	}
	return r.list.main.len() + r.list.rest.len()
}

// From lists the rows from a position on, 0 being the first. Reaching the position costs the same
// wherever it is.
func (r Rows) From(pos int) iter.Seq[Row] {
	return func(yield func(Row) bool) {
		if pos < 0 || pos >= r.Len() {
			return
		}
		w := walks.Get().(*walk)
		defer w.end()
		i := r.inMain(pos)
		w.main.from(r.list.main, i)
		w.rest.from(r.list.rest, pos-i)
		for w.main.tie != nil || w.rest.tie != nil {
			next := &w.main
			if w.main.tie == nil || w.rest.tie != nil && r.before(w.rest.tie, w.main.tie) {
				next = &w.rest
			}
			if !yield(r.row(next.tie, &w.mutual)) {
				return
			}
			next.next()
		}
	}
}

// walk is what it takes to walk through a list. It is used again, because a page allocates nothing else.
type walk struct{ main, rest, mutual cursor }

var walks = sync.Pool{New: func() any { return new(walk) }}

func (w *walk) end() {
	w.main.end()
	w.rest.end()
	w.mutual.end()
	walks.Put(w)
}

// inMain is how many of the first rows come out of main.
func (r Rows) inMain(first int) int {
	main, rest := r.list.main, r.list.rest
	least, most := max(0, first-rest.len()), min(first, main.len())
	return least + sort.Search(most-least, func(i int) bool {
		i += least // the row in main is among the first if it comes before the last that rest would have there
		return r.before(rest.at(first-i-1), main.at(i))
	})
}

func (r Rows) before(a, b *tie) bool {
	return before(r.relation.order, a, b, a.other(r.self), b.other(r.self))
}

// After is the position of the first row whose tie was made after the one named seq, the length
// when there is none. The list must be ByInsertion and hold the owner's own ties.
func (r Rows) After(seq uint32) int {
	return sort.Search(r.Len(), func(pos int) bool { return r.list.main.at(pos).seq > seq })
}

// Newest is the latest change of a person in the list, zero when the list is empty.
func (r Rows) Newest() time.Time {
	if r.list == nil {
		return time.Time{}
	}
	return r.list.newestOf(func(yield func(*User) bool) {
		for row := range r.From(0) {
			if !yield(row.User) {
				return
			}
		}
	})
}

func (r Rows) row(t *tie, mutual *cursor) Row {
	row := Row{Seq: t.seq, User: r.people.at(t.other(r.self))}
	if t.from != r.self {
		row.theirs = timeOfTie(t.at)
		return row
	}
	row.mine = timeOfTie(t.at)
	// Ties come in the order of mutual, and few of them stand there.
	if !mutual.begun {
		mutual.seek(r.relation.listed.Load().mutual, t)
	}
	if t == mutual.tie {
		row.theirs = timeOfTie(r.relation.find(t.to, t.from).at)
		mutual.next()
	}
	return row
}

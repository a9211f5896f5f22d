package store

import (
	"errors"
	"fmt"
	"iter"
	"time"
)

// Errors of a change that would tie people who cannot be tied.
var (
	ErrUnknownUser = errors.New("no such user")
	ErrSelf        = errors.New("a user cannot be tied to itself")
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

// Block makes from block to since at, cut to the millisecond. It reports false, and changes
// nothing, when that was so already. Errors: [ErrUnknownUser], [ErrSelf], nothing changed.
func (tx *Tx) Block(from, to string, at time.Time) (bool, error) {
	a, b, err := tx.pair(from, to)
	if err != nil {
		return false, err
	}
	return tx.blocks.add(a, b, at.UnixMilli()), nil
}

// Unblock ends a block and reports false when there was none.
func (tx *Tx) Unblock(from, to string) bool {
	a, b, err := tx.pair(from, to)
	return err == nil && tx.blocks.delete(a, b)
}

// Blocks is the block list of a person, in the order that the store was made with. Where two
// people block each other the row stands at the owner's own block. Nobody's list is empty.
func (tx *Tx) Blocks(id string, d Direction) Rows {
	n, ok := tx.people.number.get(id)
	if !ok || int(n) >= tx.blocks.nodes.length {
		return Rows{}
	}
	r := Rows{relation: &tx.blocks, self: n}
	switch d {
	case BlockedByMe:
		if out := tx.blocks.nodes.get(n).out; out != nil {
			r.rows = &out.ordered
		}
	case HasBlockedMe:
		r.rows = &tx.blocks.reversed(n).hasMe
	case Both:
		r.rows = &tx.blocks.reversed(n).both
	}
	return r
}

// HasBlocked reports whether from blocks to, deactivated or not.
func (tx *Tx) HasBlocked(from, to string) bool {
	a, b, err := tx.pair(from, to)
	return err == nil && tx.blocks.find(a, b) != 0
}

// HadBlocked reports whether from blocked to once and ended it. Only a store ByInsertion remembers.
func (tx *Tx) HadBlocked(from, to string) bool {
	a, b, err := tx.pair(from, to)
	if err != nil || tx.blocks.find(a, b) != 0 {
		return false
	}
	_, ok := tx.blocks.ended.get([2]uint32{a, b})
	return ok
}

// Between is the row of other as me sees it: what either has blocked, and when.
func (tx *Tx) Between(me, other string) (row Row) {
	a, b, err := tx.pair(me, other)
	if err != nil {
		return Row{}
	}
	row.User = tx.people.user(b)
	if id := tx.blocks.find(a, b); id != 0 {
		row.mine = timeOfTie(tx.blocks.edges.get(id).at)
	}
	if id := tx.blocks.find(b, a); id != 0 {
		row.theirs = timeOfTie(tx.blocks.edges.get(id).at)
	}
	return row
}

// Befriend makes two people friends since at. It reports false when they were friends already.
// Errors: [ErrUnknownUser], [ErrSelf], nothing changed.
func (tx *Tx) Befriend(a, b string, at time.Time) (bool, error) {
	na, nb, err := tx.pair(a, b)
	if err != nil {
		return false, err
	}
	return tx.friends.add(na, nb, at.UnixMilli()) && tx.friends.add(nb, na, at.UnixMilli()), nil
}

// Unfriend ends a friendship and reports false when there was none.
func (tx *Tx) Unfriend(a, b string) bool {
	na, nb, err := tx.pair(a, b)
	return err == nil && tx.friends.delete(na, nb) && tx.friends.delete(nb, na)
}

// AreFriends reports whether two people are friends, deactivated or not.
func (tx *Tx) AreFriends(a, b string) bool {
	na, nb, err := tx.pair(a, b)
	return err == nil && tx.friends.find(na, nb) != 0
}

// FriendRows is a person's friends, oldest friendship first, then by id. The rows' BlockedByMeAt
// is the time of the friendship.
func (tx *Tx) FriendRows(id string) Rows {
	n, ok := tx.people.number.get(id)
	if !ok || int(n) >= tx.friends.nodes.length || tx.friends.nodes.get(n).out == nil {
		return Rows{}
	}
	return Rows{relation: &tx.friends, self: n, rows: &tx.friends.nodes.get(n).out.ordered}
}

// Friends lists a person's friends with the time since when, oldest first, then by id.
func (tx *Tx) Friends(id string) iter.Seq2[*User, time.Time] {
	return func(yield func(*User, time.Time) bool) {
		n, ok := tx.people.number.get(id)
		if !ok || int(n) >= tx.friends.nodes.length || tx.friends.nodes.get(n).out == nil {
			return
		}
		for e := range tx.friends.nodes.get(n).out.from(0) {
			edge := tx.friends.edges.get(e)
			if !yield(tx.people.user(edge.to), time.UnixMilli(edge.at).UTC()) {
				return
			}
		}
	}
}

func (tx *Tx) pair(a, b string) (na, nb uint32, err error) {
	na, ok := tx.people.number.get(a)
	if !ok {
		return 0, 0, fmt.Errorf("%w: %q", ErrUnknownUser, a)
	}
	nb, ok = tx.people.number.get(b)
	if !ok {
		return 0, 0, fmt.Errorf("%w: %q", ErrUnknownUser, b)
	}
	if na == nb {
		return 0, 0, fmt.Errorf("%w: %q", ErrSelf, a)
	}
	return na, nb, nil
}

// Rows is a list as it stands in one [Tx]. It is valid as long as the Tx.
type Rows struct {
	relation *relation
	rows     *ordered // nil when the list is empty
	self     uint32
}

// Len is the number of rows.
func (r Rows) Len() int {
	if r.rows == nil {
		return 0
	}
	return r.rows.length
}

// From lists the rows from a position on, 0 being the first. Reaching the position costs the same
// wherever it is.
func (r Rows) From(pos int) iter.Seq[Row] {
	return func(yield func(Row) bool) {
		if pos < 0 || pos >= r.Len() {
			return
		}
		list := &r.rows.list
		c := list.chunkOf(pos)
		for skip := pos - list.starts[c]; c < len(list.chunks); c, skip = c+1, 0 {
			for _, id := range list.chunks[c][skip:] {
				if !yield(r.row(id)) {
					return
				}
			}
		}
	}
}

// After is the position of the first row whose tie was made after the one named seq, the length
// when there is none. The list must be ByInsertion and hold the owner's own ties.
func (r Rows) After(seq uint32) int {
	if r.rows == nil {
		return 0
	}
	return r.rows.search(func(id uint32) bool { return r.relation.edges.get(id).seq > seq })
}

// Newest is the latest change of a person in the list, zero when the list is empty.
func (r Rows) Newest() time.Time {
	if r.Len() == 0 {
		return time.Time{}
	}
	return time.UnixMilli(r.relation.newestIn(r.rows, r.self)).UTC()
}

func (r Rows) row(id uint32) Row {
	e := r.relation.edges.get(id)
	row := Row{Seq: e.seq}
	other := e.to
	if e.from != r.self {
		row.theirs, other = timeOfTie(e.at), e.from
	} else {
		row.mine = timeOfTie(e.at)
		if e.twin != 0 {
			row.theirs = timeOfTie(r.relation.edges.get(e.twin).at)
		}
	}
	row.User = r.relation.people.user(other)
	return row
}

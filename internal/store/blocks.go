package store

import (
	"errors"
	"fmt"
	"time"
)

// Errors of a change that would tie people who cannot be tied.
var (
	ErrUnknownUser = errors.New("no such user")
	ErrSelf        = errors.New("a user cannot be tied to itself")
)

var blocks = keep(newRelation)

// endedBlocks are the blocks that were ended and not made again. Only a store ByInsertion remembers them.
var endedBlocks = keep(newFacts[struct{}])

// Block makes from block to since at, cut to the millisecond. It reports false, and changes
// nothing, when that was so already. Errors: [ErrUnknownUser], [ErrSelf], nothing changed.
func (tx *Tx) Block(from, to string, at time.Time) (bool, error) {
	a, b, err := tx.pair(from, to)
	if err != nil || blocks.of(tx.state).find(a, b) != nil {
		return false, err
	}
	blocks.in(tx).add(ends.of(tx.state), a, b, at)
	if tx.order == ByInsertion {
		endedBlocks.in(tx).drop(endsKey(a, b))
	}
	return true, nil
}

// Unblock ends a block and reports false when there was none.
func (tx *Tx) Unblock(from, to string) bool {
	t := tx.block(from, to)
	if t == nil {
		return false
	}
	blocks.in(tx).delete(ends.of(tx.state), t)
	if tx.order == ByInsertion {
		endedBlocks.in(tx).put(&fact[struct{}]{from: t.from, to: t.to})
	}
	return true
}

// block is the tie by which from blocks to, nil when there is none.
func (tx *Tx) block(from, to string) *tie {
	a, b, err := tx.pair(from, to)
	if err != nil {
		return nil
	}
	return blocks.of(tx.state).find(a, b)
}

// HasBlocked reports whether from blocks to, deactivated or not.
func (tx *Tx) HasBlocked(from, to string) bool { return tx.block(from, to) != nil }

// HadBlocked reports whether from blocked to once and ended it. Only a store ByInsertion remembers.
func (tx *Tx) HadBlocked(from, to string) bool {
	a, b, err := tx.pair(from, to)
	if err != nil {
		return false
	}
	_, ended := endedBlocks.of(tx.state).get(endsKey(a, b))
	return ended
}

// Between is the row of other as me sees it: what either has blocked, and when.
func (tx *Tx) Between(me, other string) (row Row) {
	a, b, err := tx.pair(me, other)
	if err != nil {
		return Row{}
	}
	row.User = users.of(tx.state).at(b)
	r := blocks.of(tx.state)
	if t := r.find(a, b); t != nil {
		row.mine = timeOfTie(t.at)
	}
	if t := r.find(b, a); t != nil {
		row.theirs = timeOfTie(t.at)
	}
	return row
}

// pair finds two people to be tied.
func (tx *Tx) pair(a, b string) (from, to *end, err error) {
	ua, ok := tx.User(a)
	if !ok {
		return nil, nil, fmt.Errorf("%w: %q", ErrUnknownUser, a)
	}
	ub, ok := tx.User(b)
	if !ok {
		return nil, nil, fmt.Errorf("%w: %q", ErrUnknownUser, b)
	}
	if ua == ub {
		return nil, nil, fmt.Errorf("%w: %q", ErrSelf, a)
	}
	return ua.end, ub.end, nil
}

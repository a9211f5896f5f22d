package store

import (
	"iter"
	"math"
	"slices"
)

// slots is an array by numbers, small ones mostly, in which most may be empty. A change copies those nodes on the way to the
// slot that another array may have too.
type slots[T any] struct {
	root  *slotNode[T]
	depth int   // how many nodes stand above a leaf
	owner *byte // who may write to the nodes that it has made
}

const (
	slotBits = 6
	slotMask = uint64(1)<<slotBits - 1
)

// slotNode is a leaf, which has values, or has nodes below it.
type slotNode[T any] struct {
	owner  *byte
	below  []*slotNode[T]
	values []*T
}

// fork is an array that holds the same and may be written to. Nobody may write to the old one any more.
func (s slots[T]) fork() slots[T] { return slots[T]{s.root, s.depth, new(byte)} }

// get returns what stands in a slot; nil when it is empty.
func (s *slots[T]) get(i uint64) *T {
	if s.outside(i) {
		return nil
	}
	n := s.root
	for shift := s.depth * slotBits; shift > 0 && n != nil; shift -= slotBits {
		n = n.below[i>>shift&slotMask]
	}
	if n == nil {
		return nil
	}
	return n.values[i&slotMask]
}

func (s *slots[T]) outside(i uint64) bool { return i>>((s.depth+1)*slotBits) > 0 }

// set puts a value into a slot; nil empties it.
func (s *slots[T]) set(i uint64, value *T) {
	for s.outside(i) {
		if s.root != nil {
			root := &slotNode[T]{owner: s.owner, below: make([]*slotNode[T], slotMask+1)}
			root.below[0] = s.root
			s.root = root
		}
		s.depth++
	}
	s.root = s.with(s.root, i, s.depth*slotBits, value)
}

// with is a node with another value in a slot below it; nil when all are empty. It may be the node itself.
func (s *slots[T]) with(n *slotNode[T], i uint64, shift int, value *T) *slotNode[T] {
	n = s.own(n, shift == 0)
	at := i >> shift & slotMask
	if shift == 0 {
		n.values[at] = value
		return n.unless(value == nil && allNil(n.values))
	}
	n.below[at] = s.with(n.below[at], i, shift-slotBits, value)
	return n.unless(n.below[at] == nil && allNil(n.below))
}

// own is a node that may be written to: the node itself, or a copy. nil stands for an empty one.
func (s *slots[T]) own(n *slotNode[T], leaf bool) *slotNode[T] {
	switch {
	case n != nil && n.owner == s.owner:
		return n
	case n != nil:
		return &slotNode[T]{s.owner, slices.Clone(n.below), slices.Clone(n.values)}
	case leaf:
		return &slotNode[T]{owner: s.owner, values: make([]*T, slotMask+1)}
	}
	return &slotNode[T]{owner: s.owner, below: make([]*slotNode[T], slotMask+1)}
}

func (n *slotNode[T]) unless(empty bool) *slotNode[T] {
	if empty {
		return nil
	}
	return n
}

func allNil[T any](list []*T) bool {
	for _, p := range list {
		if p != nil {
			return false
		}
	}
	return true
}

// all lists what stands in the slots, by their numbers.
func (s *slots[T]) all() iter.Seq[*T] { return s.from(0) }

// from lists what stands in the slots from a number on.
func (s *slots[T]) from(first uint64) iter.Seq[*T] {
	return func(yield func(*T) bool) {
		if !s.outside(first) {
			s.root.up(first, s.depth*slotBits, yield)
		}
	}
}

// downFrom lists what stands in the slots from a number down to the first.
func (s *slots[T]) downFrom(last uint64) iter.Seq[*T] {
	return func(yield func(*T) bool) {
		if s.outside(last) {
			last = math.MaxUint64
		}
		s.root.down(last, s.depth*slotBits, yield)
	}
}

func (n *slotNode[T]) up(first uint64, shift int, yield func(*T) bool) bool {
	if n == nil {
		return true
	}
	for at := first >> shift & slotMask; at <= slotMask; at++ {
		if !n.visit(at, shift, yield, func(below *slotNode[T], shift int) bool { return below.up(first, shift, yield) }) {
			return false
		}
		first = 0 // in the nodes behind the first one
	}
	return true
}

func (n *slotNode[T]) down(last uint64, shift int, yield func(*T) bool) bool {
	if n == nil {
		return true
	}
	for at := int(last >> shift & slotMask); at >= 0; at-- {
		if !n.visit(uint64(at), shift, yield, func(below *slotNode[T], shift int) bool { return below.down(last, shift, yield) }) {
			return false
		}
		last = math.MaxUint64 // in the nodes before the last one
	}
	return true
}

// visit yields what stands in a slot of a leaf, or goes into the node that stands there.
func (n *slotNode[T]) visit(at uint64, shift int, yield func(*T) bool, into func(*slotNode[T], int) bool) bool {
	if shift > 0 {
		return into(n.below[at], shift-slotBits)
	}
	return n.values[at] == nil || yield(n.values[at])
}

package zegoapi

import (
	"cmp"
	"slices"
	"sort"

	"github.com/chatdouble/mockserver/internal/store"
)

// seqs are the ties of all lists, as they stand in the fixture one after the other.
type seqs []seqAt

type seqAt struct {
	seq uint32 // grows with every tie made
	at  int64
}

func (s *seqs) add(t store.Tie) { *s = append(*s, seqAt{t.Seq, t.At.UnixMilli()}) }

// places says of each tie its place among all in the order in which they were made, from 1, or 0
// where [fixture.InOrder] finds the place by the times. As few as possible get one.
func (s seqs) places() places {
	byTime := make([]int, len(s)) // positions in s, as InOrder has them without places
	for i := range byTime {
		byTime[i] = i
	}
	slices.SortStableFunc(byTime, func(a, b int) int { return cmp.Compare(s[a].at, s[b].at) })
	if slices.IsSortedFunc(byTime, func(a, b int) int { return cmp.Compare(s[a].seq, s[b].seq) }) {
		return nil // as in nearly every app
	}
	rank := make([]int, len(s)) // by position in s: the place by time
	for place, i := range byTime {
		rank[i] = place
	}
	made := byTime
	slices.SortFunc(made, func(a, b int) int { return cmp.Compare(s[a].seq, s[b].seq) })
	out := make(places, len(s))
	for place, i := range made {
		out[i] = place + 1
	}
	for _, i := range longestRising(made, rank) {
		out[i] = 0
	}
	return out
}

// longestRising is the longest part of a list, in its order, whose ranks rise.
func longestRising(list, rank []int) (longest []int) {
	var ends []int // by length: the position in list of the lowest last one
	before := make([]int, len(list))
	for pos, i := range list {
		n := sort.Search(len(ends), func(n int) bool { return rank[list[ends[n]]] >= rank[i] })
		before[pos] = -1
		if n > 0 {
			before[pos] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, pos)
		} else {
			ends[n] = pos
		}
	}
	for pos := ends[len(ends)-1]; pos >= 0; pos = before[pos] {
		longest = append(longest, list[pos])
	}
	return longest
}

// places are those of the ties that are still to come. None at all: no tie has one.
type places []int

func (p places) next() (int, places) {
	if len(p) == 0 {
		return 0, nil
	}
	return p[0], p[1:]
}

package cometchatapi

import (
	"cmp"
	"container/heap"
	"iter"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/chatdouble/mockserver/internal/store"
)

// seen lists the people whom a search finds in the order in which somebody sees people. The order
// is one of names, so who is found by name stands together, once for each status; who is found by
// uid alone is put in between.
func (q *listQuery) seen(tx *store.Tx, found store.Found) iter.Seq[*store.User] {
	var ranges []span
	byName := 0
	if q.SearchIn&store.InName != 0 {
		ranges = q.namedAlike(tx)
		for _, r := range ranges {
			byName += r.to - r.from
		}
	}
	var byUID seenFirst
	if found.Len() > byName {
		hits := tx.Search(q.SearchKey, store.InUID)
		if n := hits.Len(); n*n > 16*tx.UserCount() { // measured with a million people
			return tx.Scoped(0) // they are so many that the next one is never far
		}
		for u := range hits.All() {
			if q.SearchIn&store.InName == 0 || !nameBegins(u.Name, q.SearchKey) {
				byUID = append(byUID, u)
			}
		}
		heap.Init(&byUID) // a page needs no more than its own order
	}
	return merged(tx, ranges, byUID)
}

// span is the positions from the first to before the second.
type span struct{ from, to int }

// namedAlike finds where in the order of status, name and uid the names begin with the key.
func (q *listQuery) namedAlike(tx *store.Tx) (ranges []span) {
	everybody := tx.Search("", q.SearchIn).Len()
	// search finds the first position in a span for which ok holds.
	search := func(s span, ok func(*store.User) bool) int {
		return s.from + sort.Search(s.to-s.from, func(i int) bool {
			for u := range tx.Scoped(s.from + i) {
				return ok(u)
			}
			return true
		})
	}
	for status := (span{0, 0}); status.to < everybody; {
		status.from = status.to
		for u := range tx.Scoped(status.from) {
			status.to = search(span{status.from, everybody}, func(other *store.User) bool { return compareStatuses(other, u) > 0 })
			break
		}
		from := search(status, func(u *store.User) bool { return strings.ToLower(u.Name) >= q.SearchKey })
		to := search(span{from, status.to}, func(u *store.User) bool { return !nameBegins(u.Name, q.SearchKey) })
		ranges = append(ranges, span{from, to})
	}
	return ranges
}

// seenFirst is a heap of people.
type seenFirst []*store.User

func (h seenFirst) Len() int           { return len(h) }
func (h seenFirst) Less(i, j int) bool { return compareSeen(h[i], h[j]) < 0 }
func (h seenFirst) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *seenFirst) Push(u any)        { *h = append(*h, u.(*store.User)) }

func (h *seenFirst) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// merged lists people at positions and others, in the same order.
func merged(tx *store.Tx, ranges []span, others seenFirst) iter.Seq[*store.User] {
	return func(yield func(*store.User) bool) {
		rest := slices.Clone(others)
		for _, r := range ranges {
			left := r.to - r.from
			for u := range tx.Scoped(r.from) {
				if left == 0 {
					break
				}
				left--
				for len(rest) > 0 && compareSeen(rest[0], u) < 0 {
					if !yield(heap.Pop(&rest).(*store.User)) {
						return
					}
				}
				if !yield(u) {
					return
				}
			}
		}
		for len(rest) > 0 {
			if !yield(heap.Pop(&rest).(*store.User)) {
				return
			}
		}
	}
}

// nameBegins reports whether a name begins with a key in lower case, whatever its own case.
func nameBegins(name, key string) bool {
	for key != "" {
		if name == "" {
			return false
		}
		has, n := utf8.DecodeRuneInString(name)
		wants, k := utf8.DecodeRuneInString(key)
		if unicode.ToLower(has) != wants {
			return false
		}
		name, key = name[n:], key[k:]
	}
	return true
}

// compareSeen is the order in which somebody sees people: status, name, uid (page "Retrieve
// Users" of the SDK).
func compareSeen(a, b *store.User) int {
	return cmp.Or(compareStatuses(a, b), compareNames(a, b), strings.Compare(a.ID, b.ID))
}

func compareStatuses(a, b *store.User) int { return strings.Compare(statusOf(a), statusOf(b)) }

// compareNames is what comparing the names in lower case would say.
func compareNames(a, b *store.User) int {
	x, y := a.Name, b.Name
	for x != "" && y != "" {
		rx, nx := utf8.DecodeRuneInString(x)
		ry, ny := utf8.DecodeRuneInString(y)
		if c := cmp.Compare(unicode.ToLower(rx), unicode.ToLower(ry)); c != 0 {
			return c
		}
		x, y = x[nx:], y[ny:]
	}
	return cmp.Compare(len(x), len(y))
}

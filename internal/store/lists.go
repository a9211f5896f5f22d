package store

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"sync"
	"time"
)

// lists remembers what it took to find the lists that somebody has asked for. It belongs to one state, which
// never changes.
type lists struct {
	mu    sync.RWMutex
	found map[listName]*list
}

// listName tells the lists of a state apart: one of somebody's, or, without anybody, that of all active people.
type listName struct {
	self      *end
	relation  int // the number of its kept
	direction Direction
}

// list is the rows of two trees, which have none in common. Where all are in one, it is main.
type list struct {
	main, rest span

	once   sync.Once
	newest time.Time

	sorting sync.Once
	sorted  []*User
}

// everybody is the list of all active people.
func (l *lists) everybody() *list {
	if found := l.get(listName{}); found != nil {
		return found
	}
	return l.keep(listName{}, &list{})
}

// mostLists is how many lists a state remembers, so that it stays small next to what it holds.
const mostLists = 1000

// get returns a list that was asked for before, nil when it was not. A nil lists remembers nothing.
func (l *lists) get(name listName) *list {
	if l == nil {
		return nil
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.found[name]
}

// keep remembers a list and returns it.
func (l *lists) keep(name listName, found *list) *list {
	if l == nil {
		return found
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.found == nil || len(l.found) == mostLists {
		l.found = make(map[listName]*list)
	}
	l.found[name] = found
	return found
}

// byName is people by status, name and id.
func (l *list) byName(people iter.Seq[*User]) []*User {
	l.sorting.Do(func() {
		type named struct {
			*User
			lower string
		}
		var all []named
		for u := range people {
			all = append(all, named{u, strings.ToLower(u.Name)})
		}
		slices.SortFunc(all, func(a, b named) int {
			return cmp.Or(cmp.Compare(a.Status, b.Status), cmp.Compare(a.lower, b.lower), cmp.Compare(a.ID, b.ID))
		})
		for _, u := range all {
			l.sorted = append(l.sorted, u.User)
		}
	})
	return l.sorted
}

// newestOf is the latest change among the people of the list, zero when there are none.
func (l *list) newestOf(people iter.Seq[*User]) time.Time {
	l.once.Do(func() {
		first := true
		for u := range people {
			if at := u.Changed(); first || at.After(l.newest) {
				l.newest, first = at, false
			}
		}
	})
	return l.newest
}

package journal

import (
	"cmp"
	"context"
	"slices"
)

// waiter is one who waits until there are so many entries.
type waiter struct {
	want  int
	woken chan struct{} // closed when there are enough, or never will be
}

// watch is all who wait for entries that the same filter means. It is told of each one that comes or goes, so
// that nobody has to count them again.
type watch struct {
	filter  Filter
	count   int       // of the entries that the filter means
	waiting []*waiter // in ascending order of want

	// counted are the journals whose entries are in count, while the others are being counted; nil when
	// all are.
	counted map[*Journal]struct{}
}

// watches are those of one journal, or of a whole group, by the user that they ask for: an entry is shown to
// those for its own user and for any. Whoever uses them holds the lock of the journal, or of the group.
type watches map[string][]*watch

// Wait returns nil as soon as there are n entries that the filter means: in the journal, or in all of the
// group when that is nil. It also returns nil when the journal has been closed, and the context's error when
// that ends first. No filter means every entry.
func (g *Group) Wait(ctx context.Context, j *Journal, f *Filter, n int) error {
	if f == nil {
		f = &Filter{}
	}
	w := &waiter{n, make(chan struct{})}
	if j != nil {
		j.attach(w, f)
		defer j.detach(w, f)
	} else {
		g.attach(w, f)
		defer g.detach(w, f)
	}
	select {
	case <-w.woken:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// change adds to the count, and wakes those for whom it is enough.
func (w *watch) change(by int) {
	w.count += by
	for len(w.waiting) > 0 && w.waiting[0].want <= w.count {
		close(w.waiting[0].woken)
		w.waiting = slices.Delete(w.waiting, 0, 1)
	}
}

// add lets one more wait. New is a watch whose entries nobody has counted yet.
func (all watches) add(w *waiter, f *Filter) (of *watch, isNew bool) {
	at := slices.IndexFunc(all[f.User], func(w *watch) bool { return w.filter == *f })
	if at < 0 {
		of, isNew = &watch{filter: *f}, true
		all[f.User] = append(all[f.User], of)
	} else {
		of = all[f.User][at]
	}
	place, _ := slices.BinarySearchFunc(of.waiting, w.want, func(w *waiter, want int) int { return cmp.Compare(w.want, want) })
	of.waiting = slices.Insert(of.waiting, place, w)
	return of, isNew
}

// remove ends a waiter's waiting, whether it was woken or not.
func (all watches) remove(w *waiter, f *Filter) {
	at := slices.IndexFunc(all[f.User], func(w *watch) bool { return w.filter == *f })
	if at < 0 {
		return // somebody else with the same filter has gone last
	}
	of := all[f.User][at]
	of.waiting = slices.DeleteFunc(of.waiting, func(other *waiter) bool { return other == w })
	if len(of.waiting) > 0 {
		return
	}
	if all[f.User] = slices.Delete(all[f.User], at, at+1); len(all[f.User]) == 0 {
		delete(all, f.User)
	}
}

func (all watches) tell(j *Journal, e *Entry, by int) {
	all.tellOf(e.User, j, e, by)
	if e.User != "" {
		all.tellOf("", j, e, by)
	}
}

func (all watches) tellOf(user string, j *Journal, e *Entry, by int) {
	for _, w := range all[user] {
		if w.counted != nil {
			if _, ok := w.counted[j]; !ok {
				continue
			}
		}
		if w.filter.Match(e) {
			w.change(by)
		}
	}
}

func (j *Journal) attach(w *waiter, f *Filter) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		close(w.woken)
		return
	}
	if j.watches == nil {
		j.watches = make(watches)
	}
	of, isNew := j.watches.add(w, f)
	if isNew {
		of.count = j.matching(f)
	}
	of.change(0)
}

func (j *Journal) detach(w *waiter, f *Filter) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.watches.remove(w, f)
}

// attach counts in one journal after the other. No further one gets its first entry meanwhile.
func (g *Group) attach(w *waiter, f *Filter) {
	g.allMu.Lock()
	defer g.allMu.Unlock()
	g.mu.Lock()
	if g.watches == nil {
		g.watches = make(watches)
	}
	of, isNew := g.watches.add(w, f)
	if isNew {
		of.counted = make(map[*Journal]struct{}, len(g.all))
	}
	g.watching.Add(1)
	of.change(0)
	g.mu.Unlock()
	if !isNew {
		return
	}
	for _, j := range g.all {
		j.mu.Lock()
		n := j.matching(f)
		g.mu.Lock()
		of.counted[j] = struct{}{}
		of.change(n)
		g.mu.Unlock()
		j.mu.Unlock()
	}
	g.mu.Lock()
	of.counted = nil
	g.mu.Unlock()
}

func (g *Group) detach(w *waiter, f *Filter) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.watches.remove(w, f)
	g.watching.Add(-1)
}

// wakeAll is for a journal that is closed.
func (all watches) wakeAll() {
	for _, some := range all {
		for _, w := range some {
			for _, waiter := range w.waiting {
				close(waiter.woken)
			}
			w.waiting = nil
		}
	}
}

// tell says that an entry has come (1) or gone (-1). A change is both. The journal is locked.
func (j *Journal) tell(e *Entry, by int) {
	if len(j.watches) > 0 {
		j.watches.tell(j, e, by)
	}
	if j.group.watching.Load() > 0 {
		j.group.mu.Lock()
		j.group.watches.tell(j, e, by)
		j.group.mu.Unlock()
	}
}

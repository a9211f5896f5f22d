package journal

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"
)

// waiting is somebody who waits in vain: in a journal, or in all when that is nil.
type waiting struct {
	*waiter
	group   *Group
	journal *Journal
	filter  *Filter
}

func newWaiting(g *Group, j *Journal, f *Filter) waiting {
	w := waiting{&waiter{1 << 30, make(chan struct{})}, g, j, f}
	if j != nil {
		j.attach(w.waiter, f)
	} else {
		g.attach(w.waiter, f)
	}
	return w
}

func (w waiting) end() {
	if w.journal != nil {
		w.journal.detach(w.waiter, w.filter)
	} else {
		w.group.detach(w.waiter, w.filter)
	}
}

// counted is how many entries the waiter knows of.
func (w waiting) counted() int {
	all := w.group.watches
	if w.journal != nil {
		all = w.journal.watches
	}
	for _, watch := range all[w.filter.User] {
		if slices.Contains(watch.waiting, w.waiter) {
			return watch.count
		}
	}
	return -1
}

// Whatever comes, changes and goes, in journals old and new, by whatever bound, a waiter counts what a
// recount finds.
func TestWaitersCountWhatIsThere(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		g := NewGroup(300 << 10)
		journals := make([]*Journal, 4)
		fresh := func(i int) { journals[i] = New(1+rnd.IntN(60), g) }
		for i := range journals {
			fresh(i)
		}
		filters := []*Filter{{}, {Status: 200}, {User: "u1"}, {User: "u2", Status: 200}, {Unmatched: true}, {App: "zim:1"}, {Code: "0"}}
		var all []waiting
		number := uint64(0)
		for step := range 3000 {
			i := rnd.IntN(len(journals))
			j := journals[i]
			switch n := rnd.IntN(100); {
			case n < 60:
				number++
				j.Add(&Entry{
					Number: number, Vendor: "zim", App: fmt.Sprint(i), User: fmt.Sprint("u", rnd.IntN(3)), Operation: []string{"", "Op"}[rnd.IntN(2)],
					Status: 100 * rnd.IntN(3), Body: make([]byte, rnd.IntN(BodyLimit)),
				})
			case n < 90 && number > 0:
				at := number - uint64(rnd.IntN(min(int(number), 100)))
				for _, j := range journals {
					j.Update(at, func(e *Entry) { e.Status, e.User = 100*rnd.IntN(3), fmt.Sprint("u", rnd.IntN(3)) })
				}
			case n < 92:
				j.Clear()
			case n < 93:
				j.Close()
				fresh(i)
			case n < 96 && len(all) < 40:
				one := j
				if rnd.IntN(2) == 0 {
					one = nil
				}
				all = append(all, newWaiting(g, one, filters[rnd.IntN(len(filters))]))
			case n < 97 && len(all) > 0:
				i := rnd.IntN(len(all))
				all[i].end()
				all = slices.Delete(all, i, i+1)
			}
			if step%50 > 0 {
				continue
			}
			for _, w := range all {
				if w.journal != nil && w.journal.closed {
					<-w.woken
					continue
				}
				want := 0
				if w.journal != nil {
					want = w.journal.Count(w.filter)
				} else {
					for _, j := range journals {
						want += j.Count(w.filter)
					}
				}
				if got := w.counted(); got != want {
					t.Fatalf("seed %d, step %d: the waiter for %+v has counted %d, there are %d", seed, step, w.filter, got, want)
				}
			}
		}
		for _, w := range all {
			w.end()
		}
		if n := len(g.watches); n > 0 || g.watching.Load() > 0 {
			t.Errorf("after all have gone %d watches are left", n)
		}
	}
}

// While many write, somebody begins to wait in all journals: it misses nothing and counts nothing twice.
func TestWaitBeginsWhileEntriesCome(t *testing.T) {
	t.Parallel()
	for range 30 {
		g := NewGroup(0)
		var writing, begin sync.WaitGroup
		const writers, each = 4, 60
		journals := make([]*Journal, writers)
		for i := range journals {
			journals[i] = New(each/2, g)
		}
		waiters := make([]waiting, 20)
		for i := range waiters {
			begin.Go(func() { waiters[i] = newWaiting(g, nil, &Filter{Status: 200, Unmatched: i%2 == 0}) })
		}
		for _, j := range journals {
			writing.Go(func() {
				for n := range uint64(each) {
					j.Add(&Entry{Number: n})
					j.Update(n, func(e *Entry) { e.Status = 200 * int(n%2) })
					if n == each/3 {
						j.Clear()
					}
				}
			})
		}
		writing.Wait()
		begin.Wait()
		want := 0
		for _, j := range journals {
			want += j.Count(&Filter{Status: 200})
		}
		for _, w := range waiters {
			if got := w.counted(); got != want {
				t.Fatalf("a waiter has counted %d, there are %d", got, want)
			}
		}
	}
}

// Many write to many journals, some wait for the very last entry: a wake-up that is lost hangs here.
func TestWaitLosesNothing(t *testing.T) {
	t.Parallel()
	const rounds, writers, waiters, each = 100, 4, 3, 5
	for range rounds {
		g := NewGroup(0)
		var all sync.WaitGroup
		journals := make([]*Journal, writers)
		for i := range journals {
			journals[i] = New(0, g)
		}
		for i := range waiters {
			all.Go(func() {
				if err := g.Wait(t.Context(), nil, &Filter{Status: 200}, writers*each); err != nil {
					t.Errorf("Wait: %v", err)
				}
				if err := g.Wait(t.Context(), journals[i], nil, each); err != nil {
					t.Errorf("Wait in one: %v", err)
				}
			})
		}
		for _, j := range journals {
			all.Go(func() {
				for n := range uint64(each) {
					j.Add(&Entry{Number: n})
					j.Update(n, func(e *Entry) { e.Status = 200 })
				}
			})
		}
		all.Wait()
		if n := g.watching.Load(); n != 0 || len(g.watches) != 0 {
			t.Fatalf("%d are said to wait after all have gone", n)
		}
	}
}

func TestWaitEnds(t *testing.T) {
	t.Parallel()
	g := NewGroup(0)
	j := New(0, g)
	for _, one := range []*Journal{nil, j} {
		if err := g.Wait(t.Context(), one, nil, 0); err != nil {
			t.Errorf("Wait for none = %v", err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := g.Wait(ctx, one, nil, 1); !errors.Is(err, context.Canceled) {
			t.Errorf("Wait = %v, want %v", err, context.Canceled)
		}
	}
	j.Close()
	if err := g.Wait(t.Context(), j, nil, 1); err != nil {
		t.Errorf("Wait in a journal that is closed = %v", err)
	}
}

// What a call costs while many wait: for other apps, in vain for the same app, and for what comes.
func BenchmarkAddWhileManyWait(b *testing.B) {
	one := func(f Filter) func(int) *Filter { return func(int) *Filter { return &f } }
	for _, tt := range []struct {
		name    string
		waiters int
		where   func(own, other *Journal) *Journal
		filter  func(i int) *Filter
	}{
		{"nobody", 0, nil, nil},
		{"5000 for another app", 5000, func(_, other *Journal) *Journal { return other }, one(Filter{})},
		{"5000 in vain", 5000, func(own, _ *Journal) *Journal { return own }, one(Filter{User: "nobody"})},
		{"5000 in vain, each for a user", 5000, func(own, _ *Journal) *Journal { return own }, func(i int) *Filter { return &Filter{User: fmt.Sprint(i)} }},
		{"5000 in vain, each since a time", 5000, func(own, _ *Journal) *Journal { return own }, func(i int) *Filter { return &Filter{Since: time.Unix(int64(1<<40+i), 0)} }},
		{"5000 in vain for all apps", 5000, func(_, _ *Journal) *Journal { return nil }, one(Filter{Operation: "Never"})},
		{"2000 that match", 2000, func(own, _ *Journal) *Journal { return own }, one(Filter{Status: 200})},
	} {
		b.Run(tt.name, func(b *testing.B) {
			g := NewGroup(64 << 20)
			own, other := New(0, g), New(0, g)
			for i := range tt.waiters {
				newWaiting(g, tt.where(own, other), tt.filter(i))
			}
			number := uint64(0)
			for b.Loop() {
				number++
				own.Add(&Entry{Number: number, Status: 200, User: "somebody"})
				own.Complete(number)
			}
		})
	}
}

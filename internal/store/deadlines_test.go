package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/store"
)

var deadlineNoon = time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC)

// passed passes all deadlines up to a moment, and says what they were.
func passed(t *testing.T, st *store.Store, until time.Time) (all []string) {
	t.Helper()
	for {
		ok, err := st.Pass(until, func(tx *store.Tx, d store.Deadline) error {
			if !tx.Now().Equal(d.At) {
				t.Errorf("%s passes at %v, want %v", d.ID, tx.Now(), d.At)
			}
			all = append(all, d.Kind+" "+d.ID)
			return nil
		})
		must(t, err)
		if !ok {
			return all
		}
	}
}

// Deadlines pass by their moments, those of one moment as they were set; one that is set again has its new moment alone,
// and one that has ended does not come.
func TestDeadlinesPassInOrder(t *testing.T) {
	t.Parallel()
	st := store.New(store.ByTime)
	if _, ok := st.NextDeadline(); ok {
		t.Error("an empty store has a deadline")
	}
	must(t, st.Update(deadlineNoon, func(tx *store.Tx) error {
		for i, id := range []string{"c", "b", "a", "again", "ended"} {
			tx.SetDeadline("end", id, deadlineNoon.Add(time.Duration(i/2)*time.Minute))
		}
		tx.SetDeadline("begin", "a", deadlineNoon)
		tx.SetDeadline("end", "again", deadlineNoon.Add(-time.Minute))
		if !tx.EndDeadline("end", "ended") || tx.EndDeadline("end", "ended") || tx.EndDeadline("begin", "c") {
			t.Error("what ends, and what cannot, is said otherwise")
		}
		return nil
	}))
	if at, ok := st.NextDeadline(); !ok || !at.Equal(deadlineNoon.Add(-time.Minute)) {
		t.Errorf("the next deadline is %v", at)
	}
	if got := passed(t, st, deadlineNoon); !slices.Equal(got, []string{"end again", "end c", "end b", "begin a"}) {
		t.Errorf("until noon pass %q", got)
	}
	if got := passed(t, st, deadlineNoon.Add(time.Minute)); !slices.Equal(got, []string{"end a"}) {
		t.Errorf("then pass %q", got)
	}
}

// A deadline whose work fails is still there, with the state as it was; snapshots have those of their moment.
func TestDeadlineIsPartOfTheState(t *testing.T) {
	t.Parallel()
	st := store.New(store.ByTime)
	changes := 0
	st.Watch(func() { _, _ = st.NextDeadline(); changes++ })
	set := func(id string) {
		must(t, st.Update(deadlineNoon, func(tx *store.Tx) error { tx.SetDeadline("end", id, deadlineNoon); return nil }))
	}
	set("a")
	failed := errors.New("failed")
	if ok, err := st.Pass(deadlineNoon, func(tx *store.Tx, _ store.Deadline) error {
		tx.SetDeadline("end", "b", deadlineNoon)
		return failed
	}); !ok || err != failed {
		t.Errorf("the work that fails: %t, %v", ok, err)
	}
	snap := st.Snapshot()
	must(t, st.Update(deadlineNoon, func(tx *store.Tx) error { tx.PutUser(store.User{ID: "ann"}); return nil }))
	if changes != 2 {
		t.Errorf("the watcher was called %d times, want at first and for the deadline", changes)
	}
	if got := passed(t, st, deadlineNoon); !slices.Equal(got, []string{"end a"}) {
		t.Errorf("pass %q", got)
	}
	st.Restore(snap)
	if got := passed(t, st, deadlineNoon); !slices.Equal(got, []string{"end a"}) || changes != 5 {
		t.Errorf("after the restore pass %q; the watcher was called %d times", got, changes)
	}
}

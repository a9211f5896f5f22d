package store

import (
	"errors"
	"slices"
	"testing"
)

// note is a collection of a new kind: notes of a user, listed by time. What stands here is all that it takes.
type note struct {
	id   int
	user string
	at   int64
}

var notes = keep(func(Order) *collection[int, note] {
	return keyed(
		func(n *note) int { return n.id },
		func(a, b *note) bool {
			switch {
			case a.user != b.user:
				return a.user < b.user
			case a.at != b.at:
				return a.at < b.at
			}
			return a.id < b.id
		})
})

// notesOf is the notes of a user by time.
func notesOf(tx *Tx, user string) (ids []int) {
	for n := range notes.of(tx.state).by(0).from(&note{user: user}) {
		if n.user != user {
			break
		}
		ids = append(ids, n.id)
	}
	return ids
}

// A collection is in snapshots, in what is restored and replaced, and in what a failed update leaves, because it
// is declared.
func TestACollectionIsWholeByItsDeclaration(t *testing.T) {
	t.Parallel()
	s, other := New(ByTime), New(ByTime)
	put := func(then error, list ...note) {
		t.Helper()
		if err := s.Update(epoch, func(tx *Tx) error {
			for _, n := range list {
				notes.in(tx).put(&n)
			}
			return then
		}); !errors.Is(err, then) {
			t.Errorf("Update = %v, want %v", err, then)
		}
	}
	check := func(what string, of *Store, want ...int) {
		t.Helper()
		_ = of.View(epoch, func(tx *Tx) error {
			if have := notesOf(tx, "a"); !slices.Equal(have, want) {
				t.Errorf("%s: the notes are %v, want %v", what, have, want)
			}
			return nil
		})
	}
	put(nil, note{1, "a", 50}, note{2, "a", 20}, note{3, "b", 1}, note{4, "a", 20})
	check("in order", s, 2, 4, 1)
	kept := s.Snapshot()
	put(errors.New("no"), note{5, "a", 1}, note{1, "b", 1})
	check("after an error", s, 2, 4, 1)
	put(nil, note{1, "a", 10})
	check("changed", s, 1, 2, 4)
	other.Restore(kept)
	check("the snapshot in another store", other, 2, 4, 1)
	other.Take(s)
	check("taken", other, 1, 2, 4)
	check("replaced by nothing", s)
}

func TestAViewCannotWrite(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("a view wrote into a state that others see")
		}
	}()
	_ = New(ByTime).View(epoch, func(tx *Tx) error {
		tx.PutUser(User{ID: "a"})
		return nil
	})
}

// A view that has begun sees its state to the end, and an update waits for none.
func TestAnUpdateWaitsForNoView(t *testing.T) {
	t.Parallel()
	s := New(ByTime)
	_ = s.View(epoch, func(before *Tx) error {
		_ = s.Update(epoch, func(tx *Tx) error {
			tx.PutUser(User{ID: "a"})
			if err := s.View(epoch, func(during *Tx) error {
				if during.UserCount() != 0 {
					t.Error("half of an update can be seen")
				}
				return nil
			}); err != nil {
				return err
			}
			return nil
		})
		if before.UserCount() != 0 {
			t.Error("a view sees what came after it began")
		}
		return nil
	})
	if s.Size().Users != 1 {
		t.Error("the update is not there")
	}
}

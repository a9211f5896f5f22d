package store

import (
	"errors"
	"fmt"
	"slices"
	"testing"
)

// A club has members, each with a scope. What stands here is all that it takes.
type club struct {
	id  string
	end *end
}

var (
	clubs     = keep(func(Order) *collection[string, club] { return keyed(func(g *club) string { return g.id }) })
	belonging = keep(newRelation)
	scopes    = keep(newFacts[string])
)

func addClub(tx *Tx, id string) { clubs.in(tx).put(&club{id, ends.in(tx).add(id)}) }

func join(tx *Tx, id, user, scope string) {
	g, _ := clubs.of(tx.state).get(id)
	belonging.in(tx).add(ends.of(tx.state), g.end, tx.endOf(user), tx.Now())
	scopes.in(tx).put(&fact[string]{g.end, tx.endOf(user), scope})
}

func deleteClub(tx *Tx, id string) {
	g, _ := clubs.of(tx.state).get(id)
	tx.forget(g.end)
	clubs.in(tx).drop(id)
}

// membersOf lists the members of a club with their scopes, and how many there are, hidden ones too.
func membersOf(tx *Tx, id string) (list []string) {
	g, ok := clubs.of(tx.state).get(id)
	if !ok {
		return []string{"no such club"}
	}
	for row := range tx.rows(belonging, g.end, BlockedByMe).From(0) {
		known, _ := scopes.of(tx.state).get(endsKey(g.end, row.User.end))
		list = append(list, row.User.ID+" "+known.what)
	}
	all := 0
	for range tx.allTies(belonging, g.end) {
		all++
	}
	return append(list, fmt.Sprint("of ", all))
}

// A new relation ties what is no user to users, and keeps to all that happens to them, because it is declared. No
// id of one kind is taken for the same id of another.
func TestARelationIsWholeByItsDeclaration(t *testing.T) {
	t.Parallel()
	for _, listed := range []bool{false, true} { // whether somebody asks before the first change
		t.Run(fmt.Sprint(listed), func(t *testing.T) {
			t.Parallel()
			testRelation(t, listed)
		})
	}
}

func testRelation(t *testing.T, listed bool) {
	s, other := New(ByInsertion), New(ByInsertion)
	update := func(then error, fn func(*Tx)) {
		t.Helper()
		if err := s.Update(epoch, func(tx *Tx) error { fn(tx); return then }); !errors.Is(err, then) {
			t.Errorf("Update = %v, want %v", err, then)
		}
	}
	check := func(what string, of *Store, want ...string) {
		t.Helper()
		checkState(t, of.state.Load())
		_ = of.View(epoch, func(tx *Tx) error {
			if have := membersOf(tx, "b"); !slices.Equal(have, want) {
				t.Errorf("%s: the members are %q, want %q", what, have, want)
			}
			return nil
		})
	}
	update(nil, func(tx *Tx) {
		addClub(tx, "b") // the number of its end is that of no user
		for _, id := range []string{"a", "b", "c"} {
			tx.PutUser(User{ID: id})
		}
		addClub(tx, "c")
		join(tx, "b", "c", "admin")
		join(tx, "b", "b", "owner")
		join(tx, "b", "a", "guest")
		join(tx, "c", "b", "owner")
		tx.PutToken(Token{Value: "t", UserID: "c"})
		tx.AddMessage(Message{Sender: "b", Receiver: "c"})
		_, _ = tx.Block("b", "c", epoch)
	})
	if listed {
		check("at first", s, "c admin", "b owner", "a guest", "of 3")
	}
	first, size := s.Snapshot(), s.Size()
	if want := (Size{Users: 3, Ties: 5, Messages: 1}); size != want {
		t.Errorf("the size is %+v, want %+v", size, want)
	}
	update(nil, func(tx *Tx) { tx.PutUser(User{ID: "c", DeactivatedAt: epoch}) })
	check("one hidden", s, "b owner", "a guest", "of 3")
	update(errors.New("no"), func(tx *Tx) { tx.DeleteUser("b"); deleteClub(tx, "b") })
	check("after an error", s, "b owner", "a guest", "of 3")
	update(nil, func(tx *Tx) { deleteClub(tx, "c"); tx.PutUser(User{ID: "c"}) })
	check("shown again", s, "c admin", "b owner", "a guest", "of 3")
	_ = s.View(epoch, func(tx *Tx) error {
		if tx.TokenCount("c") != 1 || s.Size().Messages != 1 || !tx.HasBlocked("b", "c") {
			t.Error("with a club went what belongs to a user")
		}
		return nil
	})
	update(nil, func(tx *Tx) { tx.DeleteUser("b"); tx.PutUser(User{ID: "b"}) })
	check("without the one who was deleted", s, "c admin", "a guest", "of 2")
	if want := (Size{Users: 3, Ties: 2}); s.Size() != want {
		t.Errorf("the size is %+v, want %+v", s.Size(), want)
	}
	if n := scopes.of(s.state.Load()).len(); n != 2 {
		t.Errorf("there are %d scopes, want 2", n)
	}
	other.Restore(first)
	check("the snapshot in another store", other, "c admin", "b owner", "a guest", "of 3")
	if other.Size() != size {
		t.Errorf("the size is %+v, want %+v", other.Size(), size)
	}
	other.Take(s)
	check("taken", other, "c admin", "a guest", "of 2")
	check("replaced by nothing", s, "no such club")
}

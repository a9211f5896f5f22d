package store

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

var epoch = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

// modelTie is a block in the model: a plain map from pairs to times and to the order of making.
type modelTie struct {
	at  time.Time
	seq int
}

type model struct {
	order   Order
	ties    map[[2]string]modelTie
	changed map[string]time.Time
	hidden  map[string]bool
	seq     int
}

// rows is the rule of Blocks, written as plainly as it can be.
func (m *model) rows(owner string, d Direction) []Row {
	type keyed struct {
		Row
		at  time.Time
		seq int
	}
	var all []keyed
	for other := range m.changed {
		if m.hidden[other] {
			continue
		}
		mine, blocked := m.ties[[2]string{owner, other}]
		theirs, blocks := m.ties[[2]string{other, owner}]
		switch d {
		case BlockedByMe:
			if !blocked {
				continue
			}
		case HasBlockedMe:
			if !blocks {
				continue
			}
		case Both:
			if !blocked && !blocks {
				continue
			}
		}
		k := keyed{Row: Row{User: &User{ID: other}}, at: theirs.at, seq: theirs.seq}
		if blocked {
			k.mine, k.at, k.seq = timeOfTie(mine.at.UnixMilli()), mine.at, mine.seq
		}
		if blocks {
			k.theirs = timeOfTie(theirs.at.UnixMilli())
		}
		all = append(all, k)
	}
	slices.SortFunc(all, func(a, b keyed) int {
		if m.order == ByInsertion {
			return cmp.Compare(a.seq, b.seq)
		}
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.User.ID, b.User.ID))
	})
	rows := make([]Row, len(all))
	for i, k := range all {
		rows[i] = k.Row
	}
	return rows
}

// Any sequence of changes leaves the lists of everybody, in every direction, as the model has them.
func TestBlocksAgreeWithModel(t *testing.T) {
	t.Parallel()
	for _, order := range []Order{ByTime, ByInsertion} {
		for seed := range uint64(30) {
			rng := rand.New(rand.NewPCG(seed, 2))
			s := New(order)
			m := &model{order: order, ties: map[[2]string]modelTie{}, changed: map[string]time.Time{}, hidden: map[string]bool{}}
			people := 2 + rng.IntN(40)
			name := func() string { return fmt.Sprintf("u%02d", rng.IntN(people)) }

			for range 1500 {
				at := epoch.Add(time.Duration(rng.IntN(100)) * time.Second)
				_ = s.Update(at, func(tx *Tx) error {
					if rng.IntN(30) == 0 {
						blocks.in(tx).listed.Store(nil) // nobody has asked yet
					}
					m.step(t, tx, rng, name(), name(), at)
					return nil
				})
				if rng.IntN(10) == 0 {
					_ = s.View(at, func(tx *Tx) error {
						m.check(t, tx, name(), Direction(rng.IntN(3)), rng)
						return nil
					})
				}
			}
			_ = s.View(epoch, func(tx *Tx) error {
				for u := range tx.Users() {
					for d := range Both + 1 {
						m.check(t, tx, u.ID, d, rng)
					}
				}
				return nil
			})
		}
	}
}

func (m *model) step(t *testing.T, tx *Tx, rng *rand.Rand, a, b string, at time.Time) {
	t.Helper()
	_, haveA := m.changed[a]
	_, haveB := m.changed[b]
	pair := [2]string{a, b}
	_, tied := m.ties[pair]
	switch rng.IntN(9) {
	case 0:
		tx.PutUser(User{ID: a, CreatedAt: epoch, UpdatedAt: at})
		m.changed[a], m.hidden[a] = at, false
	case 7: // deactivated: in nobody's list until stored as active
		if haveA {
			tx.PutUser(User{ID: a, CreatedAt: epoch, UpdatedAt: at, DeactivatedAt: at})
			m.changed[a], m.hidden[a] = at, true
		}
	case 8:
		if rng.IntN(4) > 0 {
			return
		}
		if got := tx.DeleteUser(a); got != haveA {
			t.Fatalf("DeleteUser(%s) = %v, want %v", a, got, haveA)
		}
		delete(m.changed, a)
		for pair := range m.ties {
			if pair[0] == a || pair[1] == a {
				delete(m.ties, pair)
			}
		}
	case 1, 2, 3, 4:
		added, err := tx.Block(a, b, at)
		var want error
		switch {
		case !haveA || !haveB:
			want = ErrUnknownUser
		case a == b:
			want = ErrSelf
		}
		if !errors.Is(err, want) || added != (want == nil && !tied) {
			t.Fatalf("Block(%s, %s) = %v, %v; want %v, %v", a, b, added, err, !tied, want)
		}
		if added {
			m.seq++
			m.ties[pair] = modelTie{at, m.seq}
		}
	default:
		if got := tx.Unblock(a, b); got != tied {
			t.Fatalf("Unblock(%s, %s) = %v, want %v", a, b, got, tied)
		}
		delete(m.ties, pair)
	}
}

func (m *model) check(t *testing.T, tx *Tx, owner string, d Direction, rng *rand.Rand) {
	t.Helper()
	want := m.rows(owner, d)
	got := tx.Blocks(owner, d)
	if got.Len() != len(want) {
		t.Fatalf("Blocks(%s, %d).Len() = %d, want %d", owner, d, got.Len(), len(want))
	}
	from := rng.IntN(len(want) + 1)
	if id := owner; len(want) > 0 {
		if other := want[0].User.ID; tx.HasBlocked(id, other) != !want[0].BlockedByMeAt().IsZero() {
			t.Fatalf("HasBlocked(%s, %s) is wrong", id, other)
		}
	}
	i := from
	newest := time.Time{}
	for row := range got.From(from) {
		w := want[i]
		if row.User.ID != w.User.ID || !row.BlockedByMeAt().Equal(w.BlockedByMeAt()) || !row.HasBlockedMeAt().Equal(w.HasBlockedMeAt()) {
			t.Fatalf("Blocks(%s, %d) row %d = %s %v %v, want %s %v %v", owner, d, i,
				row.User.ID, row.BlockedByMeAt(), row.HasBlockedMeAt(), w.User.ID, w.BlockedByMeAt(), w.HasBlockedMeAt())
		}
		if at := row.BlockedByMeAt(); !at.IsZero() && row.BlockedByMeMillis() != at.UnixMilli() {
			t.Fatalf("BlockedByMeMillis() = %d, want %d", row.BlockedByMeMillis(), at.UnixMilli())
		}
		i++
	}
	if i != len(want) {
		t.Fatalf("From(%d) gave %d rows, want %d", from, i-from, len(want)-from)
	}
	for _, w := range want {
		if at := m.changed[w.User.ID]; at.After(newest) {
			newest = at
		}
	}
	if !got.Newest().Equal(newest) {
		t.Fatalf("Blocks(%s, %d).Newest() = %v, want %v", owner, d, got.Newest(), newest)
	}
}

// A walk by After, with blocks made and ended between its steps, meets every row that stayed
// exactly once and no row twice.
func TestWalkSurvivesChanges(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		rng := rand.New(rand.NewPCG(seed, 3))
		s := New(ByInsertion)
		_ = s.Update(epoch, func(tx *Tx) error {
			tx.PutUser(User{ID: "me"})
			for i := range 600 {
				tx.PutUser(User{ID: fmt.Sprint(i)})
				if i < 400 {
					_, _ = tx.Block("me", fmt.Sprint(i), epoch)
				}
			}
			return nil
		})
		touched, seen := map[string]bool{}, map[uint32]bool{}
		met := map[string]bool{}
		page := 1 + rng.IntN(50)
		for after, more := uint32(0), true; more; {
			_ = s.View(epoch, func(tx *Tx) error {
				rows := tx.Blocks("me", BlockedByMe)
				n := 0
				for row := range rows.From(rows.After(after)) {
					if n == page {
						return nil
					}
					if seen[row.Seq] {
						t.Fatalf("row %s came twice", row.User.ID)
					}
					seen[row.Seq], met[row.User.ID], after = true, true, row.Seq
					n++
				}
				more = false
				return nil
			})
			_ = s.Update(epoch, func(tx *Tx) error {
				for range rng.IntN(20) {
					other := fmt.Sprint(rng.IntN(600))
					touched[other] = true
					if !tx.Unblock("me", other) && rng.IntN(3) == 0 {
						_, _ = tx.Block("me", other, epoch)
					}
				}
				return nil
			})
		}
		for i := range 400 {
			if id := fmt.Sprint(i); !touched[id] && !met[id] {
				t.Fatalf("row %s stayed and was never seen", id)
			}
		}
	}
}

func TestFriendsAreTwoWay(t *testing.T) {
	t.Parallel()
	s := New(ByTime)
	_ = s.Update(epoch, func(tx *Tx) error {
		for _, id := range []string{"a", "b", "c"} {
			tx.PutUser(User{ID: id})
		}
		for _, pair := range [][2]string{{"a", "c"}, {"b", "a"}} {
			if added, err := tx.Befriend(pair[0], pair[1], epoch); !added || err != nil {
				t.Errorf("Befriend(%v) = %v, %v, want true, nil", pair, added, err)
			}
		}
		if added, err := tx.Befriend("c", "a", epoch); added || err != nil {
			t.Errorf("Befriend the other way round = %v, %v, want false, nil", added, err)
		}
		if _, err := tx.Befriend("a", "a", epoch); !errors.Is(err, ErrSelf) {
			t.Errorf("Befriend(a, a) error = %v, want ErrSelf", err)
		}
		var friends []string
		for u := range tx.Friends("a") {
			friends = append(friends, u.ID)
		}
		if want := []string{"b", "c"}; !slices.Equal(friends, want) {
			t.Errorf("Friends(a) = %v, want %v", friends, want)
		}
		if rows := tx.Blocks("a", Both); rows.Len() != 0 {
			t.Errorf("friends show up as %d blocks", rows.Len())
		}
		return nil
	})
}

func TestPieceIsDroppedWhenThePersonChanges(t *testing.T) {
	t.Parallel()
	s := New(ByTime)
	written := 0
	write := func(u *User) *Piece {
		written++
		return &Piece{Head: []byte(u.Name)}
	}
	_ = s.Update(epoch, func(tx *Tx) error {
		u := tx.PutUser(User{ID: "a", Name: "Anna"})
		u.Piece(write)
		if got := string(u.Piece(write).Head); got != "Anna" || written != 1 {
			t.Errorf("piece = %q after %d writes, want Anna after 1", got, written)
		}
		changed := *u
		changed.Name = "Berta"
		u = tx.PutUser(changed)
		if got := string(u.Piece(write).Head); got != "Berta" {
			t.Errorf("piece after the change = %q, want Berta", got)
		}
		return nil
	})
}

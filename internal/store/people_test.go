package store

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// Whatever comes, changes and goes, the list of the active people is what a look at everybody finds, newest first
// from any position.
func TestActiveUsersAgreeWithALookAtEverybody(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 5))
		s := New(ByTime)
		for step := range 400 {
			_ = s.Update(epoch, func(tx *Tx) error {
				u := User{ID: fmt.Sprint(rng.IntN(60)), Name: []string{"a", "B", "b", "Ä", "ä"}[rng.IntN(5)], Status: []string{"", "x"}[rng.IntN(2)]}
				u.CreatedAt = epoch.Add(time.Duration(rng.IntN(30)) * time.Second)
				switch rng.IntN(6) {
				case 0:
					tx.DeleteUser(u.ID)
					return nil
				case 1:
					u.DeactivatedAt = epoch
				case 2:
					u.UpdatedAt = epoch.Add(time.Duration(rng.IntN(90)) * time.Second)
				}
				tx.PutUser(u)
				return nil
			})
			if step%20 == 0 {
				_ = s.View(epoch, func(tx *Tx) error {
					checkActive(t, tx, rng)
					return nil
				})
			}
		}
	}
}

func checkActive(t *testing.T, tx *Tx, rng *rand.Rand) {
	t.Helper()
	var want []*User
	newest := time.Time{}
	for u := range tx.Users() {
		if u.DeactivatedAt.IsZero() {
			want = append(want, u)
			if u.Changed().After(newest) {
				newest = u.Changed()
			}
		}
	}
	slices.Reverse(want) // of two with the same time the one who came later is newer
	slices.SortStableFunc(want, func(a, b *User) int { return b.CreatedAt.Compare(a.CreatedAt) })
	list := tx.ActiveUsers()
	if list.Len() != len(want) || !list.Newest().Equal(newest) {
		t.Fatalf("%d people, the newest change %v; want %d and %v", list.Len(), list.Newest(), len(want), newest)
	}
	byName := slices.Clone(want)
	slices.SortFunc(byName, func(a, b *User) int {
		return cmp.Or(cmp.Compare(a.Status, b.Status), cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	if have := list.ByName(); !slices.Equal(have, byName) {
		t.Fatalf("by name there are %d people, want %d, or others", len(have), len(byName))
	}
	for _, pos := range []int{0, rng.IntN(len(want) + 1), len(want), len(want) + 1, -1} {
		var rest []*User
		if pos >= 0 {
			rest = want[min(pos, len(want)):]
		}
		if have := slices.Collect(list.From(pos)); !slices.Equal(have, rest) {
			t.Fatalf("from %d there are %d people, want %d, or others", pos, len(have), len(rest))
		}
	}
}

package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// Whatever comes, changes and goes, a search finds the active people that a look at everybody
// finds, counts them rightly and lists them newest first from any position.
func TestSearchAgreesWithALookAtEverybody(t *testing.T) {
	t.Parallel()
	prefixes := []string{"", "a", "A", "ab", "abc", "b", "ba", "Ä", "ä", "zzz", "a b"}
	names := []string{"a", "Ab", "abc", "ABC", "b", "Ba", "äb", "Äb", "a b", ""}
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 5))
		s := New(ByTime)
		have := map[string]User{}
		for step := range 600 {
			_ = s.Update(epoch, func(tx *Tx) error {
				id := []string{"a", "ab", "abc", "b", "ba"}[rng.IntN(5)] + fmt.Sprint(rng.IntN(40))
				switch rng.IntN(4) {
				case 0:
					tx.DeleteUser(id)
					delete(have, id)
				case 1, 2, 3:
					u := User{ID: id, Name: names[rng.IntN(len(names))] + id[:rng.IntN(len(id))], CreatedAt: epoch.Add(time.Duration(rng.IntN(30)) * time.Second)}
					if before, ok := have[id]; ok {
						u.CreatedAt = before.CreatedAt
					}
					if rng.IntN(5) == 0 {
						u.DeactivatedAt = epoch
					}
					have[id] = *tx.PutUser(u)
				}
				return nil
			})
			if step%20 != 0 {
				continue
			}
			_ = s.View(epoch, func(tx *Tx) error {
				for _, prefix := range prefixes {
					for _, in := range []In{InUID, InName, InUID | InName} {
						checkSearch(t, tx, have, prefix, in, rng)
					}
				}
				checkScoped(t, tx, have)
				return nil
			})
		}
	}
}

func checkSearch(t *testing.T, tx *Tx, have map[string]User, prefix string, in In, rng *rand.Rand) {
	t.Helper()
	var want []User
	p := strings.ToLower(prefix)
	for _, u := range have {
		if u.DeactivatedAt.IsZero() && (p == "" || in&InUID != 0 && strings.HasPrefix(u.ID, p) ||
			in&InName != 0 && strings.HasPrefix(strings.ToLower(u.Name), p)) {
			want = append(want, u)
		}
	}
	slices.SortFunc(want, func(a, b User) int { return byCreation(&b, &a) })
	found := tx.Search(prefix, in)
	if found.Len() != len(want) {
		t.Fatalf("Search(%q, %d) finds %d, want %d", prefix, in, found.Len(), len(want))
	}
	seen := map[string]bool{}
	for u := range found.All() {
		seen[u.ID] = true
	}
	if len(seen) != len(want) {
		t.Fatalf("Search(%q, %d).All() gives %d, want %d", prefix, in, len(seen), len(want))
	}
	newest := time.Time{}
	for _, u := range want {
		if changed := u.Changed(); changed.After(newest) {
			newest = changed
		}
	}
	if !found.Newest().Equal(newest) {
		t.Fatalf("Search(%q, %d).Newest() = %v, want %v", prefix, in, found.Newest(), newest)
	}
	pos := rng.IntN(len(want) + 1)
	for u := range found.From(pos) {
		if pos == len(want) || u.ID != want[pos].ID {
			t.Fatalf("Search(%q, %d) has %s at %d", prefix, in, u.ID, pos)
		}
		pos++
	}
	if pos != len(want) {
		t.Fatalf("Search(%q, %d) ends at %d of %d", prefix, in, pos, len(want))
	}
}

func checkScoped(t *testing.T, tx *Tx, have map[string]User) {
	t.Helper()
	var last *User
	n := 0
	for u := range tx.Scoped(0) {
		if last != nil && byScope(last, u) >= 0 {
			t.Fatalf("%s comes before %s", last.ID, u.ID)
		}
		if _, ok := have[u.ID]; !ok || !u.DeactivatedAt.IsZero() {
			t.Fatalf("%s is listed", u.ID)
		}
		last = u
		n++
	}
	if all := tx.Search("", InUID); n != all.Len() {
		t.Fatalf("%d people are listed, want %d", n, all.Len())
	}
}

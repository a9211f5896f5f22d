package journal

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// An entry is changed by its place as long as it is there, and no other is: slots are used again, freed for their
// bytes and forgotten.
func TestUpdateAt(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	j := New(8, nil)
	places := make(map[uint64]Place)
	large := strings.Repeat("x", ByteLimit/3)
	j.UpdateAt(Place{}, func(*Entry) { t.Error("an entry that is nowhere is changed") })
	for number := uint64(1); number <= 2000; number++ {
		e := Entry{Number: number, Header: map[string][]string{"A": {"b"}}, Reason: fmt.Sprint(number)}
		if random.IntN(4) == 0 {
			e.Nearest = large // the oldest go for their bytes
		}
		places[number] = j.Add(&e)
		if random.IntN(50) == 0 {
			j.Clear()
		}
		there := make(map[uint64]bool)
		for _, e := range j.Entries() {
			there[e.Number] = true
		}
		for n := max(1, int(number)-20); n <= int(number); n++ {
			n, changed := uint64(n), false
			j.UpdateAt(places[n], func(e *Entry) {
				changed = true
				if e.Number != n || e.Reason != fmt.Sprint(n) {
					t.Fatalf("the place of entry %d has %d, %q", n, e.Number, e.Reason)
				}
				e.Number, e.Header, e.User = 0, nil, "changed"
			})
			if changed != there[n] {
				t.Fatalf("entry %d is changed: %v, and there: %v", n, changed, there[n])
			}
		}
		for _, e := range j.Entries() {
			if e.User != "changed" || e.Header == nil {
				t.Fatalf("entry %d: %+v", e.Number, e)
			}
		}
		audit(t, j.group, []*Journal{j})
	}
}

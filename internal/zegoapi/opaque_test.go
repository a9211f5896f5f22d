package zegoapi_test

import (
	"fmt"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Page "QueryBlacklist" warns that Next says nothing of the list: a client that takes
// it for an offset, a page number or something that grows must be caught.
func TestNextIsOpaque(t *testing.T) {
	t.Parallel()
	const lists, length, limit = 50, 30, 2
	f := unlimited(t)
	everybody := people(f, length)
	seen := make(map[int64]string)
	up, down := 0, 0
	for list := range lists {
		owner := fmt.Sprintf("owner%d", list)
		f.AddUsers(chatdouble.User{ID: owner})
		for _, id := range everybody {
			f.Block(owner, id)
		}
		before := int64(0)
		for call := 1; ; call++ {
			a := f.list(t, "FromUserId="+owner, fmt.Sprintf("Limit=%d", limit), fmt.Sprintf("Next=%d", before))
			if a.Next == 0 {
				break
			}
			place := fmt.Sprintf("%s after call %d", owner, call)
			if other, taken := seen[a.Next]; taken {
				t.Errorf("Next %d came %s and %s", a.Next, place, other)
			}
			seen[a.Next] = place
			if a.Next <= lists*length || a.Next >= 1<<53 {
				t.Errorf("%s: Next %d could be counted", place, a.Next)
			}
			switch {
			case before == 0:
			case a.Next > before:
				up++
			default:
				down++
			}
			before = a.Next
		}
	}
	if got, want := len(seen), lists*(length/limit-1); got != want {
		t.Fatalf("%d different numbers, want %d", got, want)
	}
	// Of 650 steps of random numbers about half go up.
	if share := float64(up) / float64(up+down); share < 0.4 || share > 0.6 {
		t.Errorf("Next grows in %d of %d steps: not what random numbers do", up, up+down)
	}
}

// DESIGN: the same seed gives the same numbers, another seed others.
func TestNextFollowsFromTheSeed(t *testing.T) {
	t.Parallel()
	next := func(seed int64) int64 {
		f := unlimited(t, chatdouble.WithSeed(seed))
		f.AddUsers(chatdouble.User{ID: "owner"}, chatdouble.User{ID: "a"}, chatdouble.User{ID: "b"})
		f.Block("owner", "a")
		f.Block("owner", "b")
		return f.list(t, "FromUserId=owner", "Limit=1").Next
	}
	first := next(7)
	if again := next(7); again != first {
		t.Errorf("seed 7 gives Next %d, then %d", first, again)
	}
	if other := next(8); other == first {
		t.Errorf("seeds 7 and 8 both give Next %d", first)
	}
}

package zegoapi_test

import (
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Assumed: a decimal number in [10^17, 2^63-1], unique per request. read checks that it is text
// of 18 or 19 digits and the same as in the header X-Chatdouble-Request-Id.
func TestRequestIDsAreUnique(t *testing.T) {
	t.Parallel()
	const clients, calls = 8, 400
	f := unlimited(t)
	f.AddUsers(chatdouble.User{ID: "alice"})
	ids := make([][]string, clients)
	var wait sync.WaitGroup
	for i := range clients {
		wait.Go(func() {
			for range calls {
				ids[i] = append(ids[i], f.list(t, "FromUserId=alice").RequestID)
			}
		})
	}
	wait.Wait()

	seen := make(map[string]bool)
	for _, id := range slices.Concat(ids...) {
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil || n < 100_000_000_000_000_000 {
			t.Fatalf("RequestId %s is not in [10^17, 2^63-1]", id)
		}
		if seen[id] {
			t.Fatalf("RequestId %s came twice", id)
		}
		seen[id] = true
	}
	if len(seen) != clients*calls {
		t.Errorf("%d ids, want %d", len(seen), clients*calls)
	}
}

// STYLE, "Time and chance": the same seed gives the same ids and the same Next, another seed others.
func TestNumbersFollowFromTheSeed(t *testing.T) {
	t.Parallel()
	numbers := func(seed int64) (all []string) {
		f := unlimited(t, chatdouble.WithSeed(seed))
		f.AddUsers(chatdouble.User{ID: "owner"}, chatdouble.User{ID: "a"}, chatdouble.User{ID: "b"})
		f.Block("owner", "a")
		f.Block("owner", "b")
		for i := range 50 {
			c := f.right()
			if i%2 == 1 {
				c.action = "" // refused calls get a number of their own too
			}
			all = append(all, f.ask(t, "GET", c.with(), "").RequestID)
		}
		return append(all, strconv.FormatInt(f.list(t, "FromUserId=owner", "Limit=1").Next, 10))
	}
	first := numbers(7)
	if again := numbers(7); !slices.Equal(first, again) {
		t.Errorf("the same seed gave other numbers:\n%v\n%v", first, again)
	}
	other := numbers(8)
	for _, number := range first {
		if slices.Contains(other, number) {
			t.Errorf("%s of seed 7 is also one of seed 8", number)
		}
	}
	if slices.IsSorted(first) {
		t.Error("the ids are in order: a client could count on it")
	}
}

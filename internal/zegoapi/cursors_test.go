package zegoapi

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// A place goes into a Next and comes out of it again, whatever the list and the place; Next is
// above 0, which means the end, and at most 2^52.
func TestCursorsThereAndBack(t *testing.T) {
	t.Parallel()
	chance := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		k := cursorsOf(int64(chance.Uint64()), fmt.Sprint("user", chance.IntN(100)))
		for _, seq := range []uint32{0, 1, 2, math.MaxInt32, math.MaxUint32 - 1, math.MaxUint32, chance.Uint32(), chance.Uint32() >> 16} {
			next := k.after(seq)
			if next < 1 || next > 1<<52 {
				t.Fatalf("after(%d) = %d", seq, next)
			}
			if got, ok := k.place(next); !ok || got != seq {
				t.Fatalf("place(after(%d)) = %d, %t", seq, got, ok)
			}
		}
	}
}

// The reverse: a number that place accepts is the one that after gives out for that place, so no
// two numbers mean the same.
func TestCursorsBackAndThere(t *testing.T) {
	t.Parallel()
	k := cursorsOf(1, "alice")
	seen := make(map[int64]bool)
	up, before := 0, int64(0)
	for seq := range uint32(200_000) {
		next := k.after(seq)
		if next <= 1<<30 {
			t.Errorf("after(%d) = %d: a client could count on it", seq, next)
		}
		if next > before {
			up++
		}
		before = next
		if seen[next] {
			t.Fatalf("Next %d is given out twice", next)
		}
		seen[next] = true
	}
	// Page "QueryBlacklist" warns that Next says nothing of the list: a client that takes it for something that grows
	// must be caught. Of random numbers about half are above the one before.
	if up < 95_000 || up > 105_000 {
		t.Errorf("Next grows in %d of 200,000 steps: not what random numbers do", up)
	}
	chance := rand.New(rand.NewPCG(5, 6))
	for range 4_000_000 {
		next := 1 + chance.Int64N(1<<52)
		if seq, ok := k.place(next); ok && k.after(seq) != next {
			t.Fatalf("place(%d) = %d, after(%d) = %d", next, seq, seq, k.after(seq))
		}
	}
}

// A number that was never given out passes with a chance of 2^-20. Of 2^22 numbers 4 are expected;
// more than 20 come in less than one of 10^8 runs, and the numbers here are always the same.
func TestCursorsRefuseStrangers(t *testing.T) {
	t.Parallel()
	const tries, most = 1 << 22, 20
	chance := rand.New(rand.NewPCG(7, 8))
	alice, bob := cursorsOf(1, "alice"), cursorsOf(1, "bob")
	otherApp := cursorsOf(2, "alice")
	random, small, bobs, others := 0, 0, 0, 0
	count := func(n *int, next int64) {
		if _, ok := alice.place(next); ok {
			*n++
		}
	}
	for i := range int64(tries) {
		count(&random, 1+chance.Int64N(1<<52))
		count(&small, 1+i) // offsets, page numbers, times
		count(&bobs, bob.after(uint32(i)))
		count(&others, otherApp.after(uint32(i)))
	}
	for name, n := range map[string]int{"random": random, "small": small, "another user's": bobs, "another app's": others} {
		if n > most {
			t.Errorf("%d of %d %s numbers pass", n, tries, name)
		}
	}
	for _, next := range []int64{0, -1, math.MinInt64, 1<<52 + 1, 1 << 53, math.MaxInt64} {
		if seq, ok := alice.place(next); ok {
			t.Errorf("place(%d) = %d, true", next, seq)
		}
	}
}

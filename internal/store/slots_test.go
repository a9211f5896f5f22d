package store

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// copied is an array and what it should hold.
type copied struct {
	slots slots[int]
	want  map[uint64]int
}

// checkFrom compares the lists that begin at a slot.
func (c *copied) checkFrom(t *testing.T, at uint64) {
	t.Helper()
	var up, down []int
	for _, i := range slices.Sorted(maps.Keys(c.want)) {
		if i >= at {
			up = append(up, c.want[i])
		}
		if i <= at {
			down = append(down, c.want[i])
		}
	}
	slices.Reverse(down)
	value := func(p *int) int { return *p }
	if have := slices.Collect(each(c.slots.from(at), value)); !slices.Equal(have, up) {
		t.Errorf("from %d on there are %d values, want %d, or others", at, len(have), len(up))
	}
	if have := slices.Collect(each(c.slots.downFrom(at), value)); !slices.Equal(have, down) {
		t.Errorf("from %d down there are %d values, want %d, or others", at, len(have), len(down))
	}
}

// Copies of an array hold what they held, whatever is put into the slots of the others, and an array that was
// emptied keeps nothing.
func TestSlotsAgreeWithMaps(t *testing.T) {
	t.Parallel()
	for seed := range uint64(10) {
		rng := rand.New(rand.NewPCG(seed, 8))
		var kept []copied
		now := copied{want: map[uint64]int{}}
		for step := range 4000 {
			i := rng.Uint64N(100)
			if rng.IntN(3) == 0 {
				i = rng.Uint64() >> rng.IntN(64)
			}
			if rng.IntN(3) == 0 {
				now.slots.set(i, nil)
				delete(now.want, i)
			} else {
				now.slots.set(i, &step)
				now.want[i] = step
			}
			if step%400 == 0 {
				kept = append(kept, now)
				now = copied{now.slots.fork(), maps.Clone(now.want)}
			}
		}
		for n, k := range append(kept, now) {
			var want []int
			for _, i := range slices.Sorted(maps.Keys(k.want)) {
				if have := k.slots.get(i); have == nil || *have != k.want[i] {
					t.Fatalf("seed %d, copy %d: slot %d holds %v, want %d", seed, n, i, have, k.want[i])
				}
				want = append(want, k.want[i])
			}
			var have []int
			for value := range k.slots.all() {
				have = append(have, *value)
			}
			if !slices.Equal(have, want) {
				t.Fatalf("seed %d, copy %d: %d slots have values, want %d", seed, n, len(have), len(want))
			}
			for range 20 {
				k.checkFrom(t, rng.Uint64()>>rng.IntN(64))
			}
		}
		for i := range now.want {
			now.slots.set(i, nil)
		}
		if now.slots.root != nil || now.slots.get(3) != nil {
			t.Error("an array without values has slots")
		}
	}
}

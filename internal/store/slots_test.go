package store

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// Copies of an array hold what they held, whatever is put into the slots of the others, and an array that was
// emptied keeps nothing.
func TestSlotsAgreeWithMaps(t *testing.T) {
	t.Parallel()
	type copied struct {
		slots slots[int]
		want  map[uint32]int
	}
	for seed := range uint64(10) {
		rng := rand.New(rand.NewPCG(seed, 8))
		var kept []copied
		now := copied{want: map[uint32]int{}}
		for step := range 4000 {
			i := rng.Uint32N(100)
			if rng.IntN(3) == 0 {
				i = rng.Uint32() >> rng.IntN(32)
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
		}
		for i := range now.want {
			now.slots.set(i, nil)
		}
		if now.slots.root != nil || now.slots.get(3) != nil {
			t.Error("an array without values has slots")
		}
	}
}

package store

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// Forks of forks, each written to in its turn until the next one is made, hold what plain maps hold:
// through splits of shards that are shared, and with lists that are appended to on both sides.
func TestListsAgreeWithMaps(t *testing.T) {
	t.Parallel()
	type pair struct {
		lists *lists[uint32, int]
		want  map[uint32][]int
	}
	for seed := range uint64(10) {
		rng := rand.New(rand.NewPCG(seed, 8))
		now := pair{&lists[uint32, int]{}, map[uint32][]int{}}
		var kept []pair
		for step := range 12_000 {
			key := rng.Uint32N(4 * shardSize)
			if rng.IntN(3) == 0 {
				key = rng.Uint32N(20)
			}
			switch n := rng.IntN(20); {
			case n < 12:
				now.lists.append(key, step)
				now.want[key] = append(slices.Clone(now.want[key]), step)
			case n < 16 && len(now.want[key]) > 0:
				value := now.want[key][rng.IntN(len(now.want[key]))]
				now.lists.remove(key, value)
				now.want[key] = slices.DeleteFunc(slices.Clone(now.want[key]), func(v int) bool { return v == value })
			case n == 16:
				now.lists.delete(key)
				delete(now.want, key)
			}
			if len(now.want[key]) == 0 {
				delete(now.want, key)
			}
			if step%200 > 0 {
				continue
			}
			if rng.IntN(2) == 0 {
				kept = append(kept, now)
			} else if len(kept) > 0 {
				now = kept[rng.IntN(len(kept))]
			}
			fork := now.lists.fork()
			now = pair{&fork, maps.Clone(now.want)}
		}
		for i, k := range append(kept, now) {
			if have := maps.Collect(k.lists.all()); !maps.EqualFunc(have, k.want, slices.Equal) || k.lists.length != len(k.want) {
				t.Fatalf("seed %d: fork %d of %d differs from the map", seed, i, len(kept))
			}
			for key, want := range k.want {
				if have := k.lists.at(key); !slices.Equal(have, want) {
					t.Fatalf("seed %d: fork %d holds %v under %d, want %v", seed, i, have, key, want)
				}
			}
		}
	}
}

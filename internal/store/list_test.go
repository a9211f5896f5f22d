package store

import (
	"math/rand/v2"
	"slices"
	"sort"
	"testing"
)

// A list must be indistinguishable from a plain slice, across the borders of its pieces.
func TestListAgreesWithSlice(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 1))
		var l list
		var want []uint32
		growing := 4000 + rng.IntN(2000)
		for step := range 12000 {
			insert := step < growing || rng.IntN(5) < 2 // first it grows, then it shrinks
			switch {
			case insert || len(want) == 0:
				pos := len(want)
				if rng.IntN(2) == 0 {
					pos = rng.IntN(len(want) + 1)
				}
				entry := rng.Uint32()
				l.insert(pos, entry)
				want = slices.Insert(want, pos, entry)
			default:
				pos := rng.IntN(len(want))
				l.remove(pos)
				want = slices.Delete(want, pos, pos+1)
			}
			if step%500 == 0 {
				checkList(t, &l, want, rng)
			}
		}
		checkList(t, &l, want, rng)
		for len(want) > 0 {
			pos := rng.IntN(len(want))
			l.remove(pos)
			want = slices.Delete(want, pos, pos+1)
		}
		checkList(t, &l, want, rng)
	}
}

// The newest of any part of a marked list is that of a look at each entry.
func TestMarkedListKnowsTheNewestOfAnyPart(t *testing.T) {
	t.Parallel()
	for seed := range uint64(10) {
		rng := rand.New(rand.NewPCG(seed, 6))
		m, stamp := marked{}, func(entry uint32) int64 { return int64(entry % 1000) }
		var want []uint32
		for step := range 8000 {
			if step < 4000 || rng.IntN(5) < 2 || len(want) == 0 {
				pos, entry := rng.IntN(len(want)+1), rng.Uint32()
				if rng.IntN(2) == 0 {
					pos = len(want)
				}
				m.insert(pos, entry, stamp)
				want = slices.Insert(want, pos, entry)
			} else {
				pos := rng.IntN(len(want))
				m.remove(pos, stamp)
				want = slices.Delete(want, pos, pos+1)
			}
			if len(m.marks) != len(m.chunks) {
				t.Fatalf("%d marks for %d pieces", len(m.marks), len(m.chunks))
			}
			if len(want) == 0 || step%20 > 0 {
				continue
			}
			from := rng.IntN(len(want))
			to := from + 1 + rng.IntN(len(want)-from)
			newest := int64(-1)
			for _, entry := range want[from:to] {
				newest = max(newest, stamp(entry))
			}
			if got := m.newest(from, to, stamp); got != newest {
				t.Fatalf("newest(%d, %d) of %d = %d, want %d", from, to, len(want), got, newest)
			}
		}
	}
}

func checkList(t *testing.T, l *list, want []uint32, rng *rand.Rand) {
	t.Helper()
	if l.length != len(want) {
		t.Fatalf("length = %d, want %d", l.length, len(want))
	}
	if got := slices.Collect(l.from(0)); !slices.Equal(got, want) {
		t.Fatalf("entries differ from those of the slice, length %d", len(want))
	}
	for _, chunk := range l.chunks {
		if len(chunk) == 0 || len(chunk) > chunkSize {
			t.Fatalf("a piece has %d entries", len(chunk))
		}
	}
	if len(want) == 0 {
		return
	}
	pos := rng.IntN(len(want))
	if got := l.at(pos); got != want[pos] {
		t.Fatalf("at(%d) = %d, want %d", pos, got, want[pos])
	}
	if got := slices.Collect(l.from(pos)); !slices.Equal(got, want[pos:]) {
		t.Fatalf("from(%d) differs", pos)
	}
	for range l.from(len(want)) {
		t.Fatal("from(length) is not empty")
	}
}

func TestListSearch(t *testing.T) {
	t.Parallel()
	var l list
	for i := range uint32(3 * chunkSize) {
		l.push(2 * i)
	}
	for _, x := range []uint32{0, 1, 2, 2*chunkSize - 1, 2 * chunkSize, 4*chunkSize + 1, 6*chunkSize - 2, 6 * chunkSize} {
		want := sort.Search(l.length, func(i int) bool { return l.at(i) >= x })
		if got := l.search(func(entry uint32) bool { return entry >= x }); got != want {
			t.Errorf("search(>= %d) = %d, want %d", x, got, want)
		}
	}
}

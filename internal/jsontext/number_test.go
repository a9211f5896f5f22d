package jsontext

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
)

// The times are written as strconv writes them, whatever they are.
func TestTimes(t *testing.T) {
	t.Parallel()
	numbers := []int64{0, -1, 1, 999, 1000, 1e9 - 1, 1e9, 1e10 - 1, 1e10, 1e12 - 1, 1e12, 1e13 - 1, 1e13, 1704067200, 1704067200123, math.MinInt64, math.MaxInt64}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		numbers = append(numbers, rng.Int64N(1e10), rng.Int64N(1e13), int64(rng.Uint64()))
	}
	for _, n := range numbers {
		want := "x" + strconv.FormatInt(n, 10)
		if got := string(AppendSeconds([]byte("x"), n)); got != want {
			t.Errorf("AppendSeconds(%d) = %s", n, got)
		}
		if got := string(AppendMillis([]byte("x"), n)); got != want {
			t.Errorf("AppendMillis(%d) = %s", n, got)
		}
	}
}

package metrics

import (
	"sync/atomic"
	"time"
)

// bounds are the upper ends of the buckets. A page takes some microseconds; what takes longer waits for a
// fault's delay.
var bounds = [...]time.Duration{
	5 * time.Microsecond, 10 * time.Microsecond, 25 * time.Microsecond, 50 * time.Microsecond,
	100 * time.Microsecond, 250 * time.Microsecond, 500 * time.Microsecond,
	time.Millisecond, 5 * time.Millisecond, 25 * time.Millisecond, 100 * time.Millisecond, 250 * time.Millisecond,
	time.Second, 2500 * time.Millisecond, 10 * time.Second, 60 * time.Second,
}

// histogram counts how often something took how long.
type histogram struct {
	buckets [len(bounds) + 1]atomic.Uint64 // each for itself; the last is for what is longer than all bounds
	sum     atomic.Int64                   // nanoseconds
}

func (h *histogram) observe(d time.Duration) {
	i := 0
	for i < len(bounds) && d > bounds[i] {
		i++
	}
	h.buckets[i].Add(1)
	h.sum.Add(int64(d))
}

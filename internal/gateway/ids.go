package gateway

import "sync/atomic"

// ids gives every request a number that looks random, is never given twice and is the same for
// the same seed and the same place in the order of requests.
type ids struct {
	seed  uint64
	count atomic.Uint64
}

// ZIM's samples have 18 or 19 digits: from 10^17 up to the largest signed 64-bit number.
const (
	smallestID = 100_000_000_000_000_000
	largestID  = 1<<63 - 1
)

func (i *ids) next() uint64 {
	for {
		// A mixing function that is one-to-one over 64 bits turns a counter into numbers
		// without order; those out of range are left out.
		if id := Mix(i.seed + i.count.Add(1)*0x9e3779b97f4a7c15); id >= smallestID && id <= largestID {
			return id
		}
	}
}

// Mix turns numbers that are near each other into numbers without order. It is one-to-one: the
// finalizer of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
func Mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

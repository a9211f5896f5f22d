package faults

import (
	"math"
	"math/rand/v2"
	"time"
)

// draw returns one of the delays, from 0 to LongestDelay.
func (d *Delay) draw(rng *rand.Rand) time.Duration {
	milliseconds := 0.0
	switch d.Type {
	case Fixed:
		milliseconds = float64(d.Milliseconds)
	case Uniform:
		milliseconds = float64(d.Lower + rng.IntN(max(0, d.Upper-d.Lower)+1))
	case LogNormal:
		milliseconds = d.drawLogNormal(rng)
	}
	const longest = float64(LongestDelay / time.Millisecond)
	if !(milliseconds < longest) { // also what is too large to be a number
		return LongestDelay
	}
	return max(0, time.Duration(milliseconds*float64(time.Millisecond)))
}

// drawLogNormal cuts the distribution at its longest value, as WireMock does: what lies behind is
// drawn again. At least every second draw is good, because MaxValue is not below the median; the
// bound is for a rule that nobody validated.
func (d *Delay) drawLogNormal(rng *rand.Rand) float64 {
	const tries = 100
	for range tries {
		value := math.Round(d.Median * math.Exp(rng.NormFloat64()*d.Sigma))
		if d.MaxValue == 0 || value <= d.MaxValue {
			return value
		}
	}
	return d.MaxValue
}

// noise is bytes that no client takes for HTTP or for the length of a chunk.
func noise(rng *rand.Rand) []byte {
	const length = 128
	garbage := make([]byte, length)
	for i := range garbage {
		garbage[i] = byte(rng.UintN(256))
	}
	garbage[0] |= 0x80 // neither a digit nor a letter
	return garbage
}

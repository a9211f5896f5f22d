package faults

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// The seed is fixed, so these are no gambles: each either holds or does not.
func TestProbability(t *testing.T) {
	t.Parallel()
	const calls = 20_000
	for _, p := range []float64{0.01, 0.1, 0.5, 0.9, 1} {
		r := New(42)
		r.Add(Rule{Probability: p})
		hits := 0
		for range calls {
			if r.Take(&Call{}) != nil {
				hits++
			}
		}
		deviation := math.Sqrt(calls * p * (1 - p))
		if got, want := float64(hits), calls*p; math.Abs(got-want) > 3*deviation {
			t.Errorf("probability %v: %v of %d calls went wrong, want %v, give or take %.0f", p, got, calls, want, 3*deviation)
		}
	}
}

// The same seed gives the same draws, for each rule whatever the others do; another seed gives others.
func TestDrawsFollowFromTheSeed(t *testing.T) {
	t.Parallel()
	draw := func(r *Rules, before ...Rule) (drawn []time.Duration) {
		for _, rule := range before {
			r.Add(rule)
		}
		for range 200 {
			if hit := r.Take(&Call{User: "alice"}); hit != nil {
				drawn = append(drawn, hit.Wait)
			} else {
				drawn = append(drawn, -1)
			}
			r.Take(&Call{User: "bob"}) // other calls do not matter
		}
		return drawn
	}
	rule := Rule{Match: Match{User: "alice"}, Fault: Fault{Delay: &Delay{Type: Uniform, Upper: 1000}}, Probability: 0.5}
	first := draw(New(1), rule)
	if again := draw(New(1), rule); !slices.Equal(first, again) {
		t.Error("the same seed gave other draws")
	}
	if busy := draw(New(1), rule, Rule{Match: Match{User: "bob"}, Fault: Fault{Delay: &Delay{Type: Uniform, Upper: 5}}, Probability: 0.5}); !slices.Equal(first, busy) {
		t.Error("a rule's draws depend on those of another one")
	}
	if other := draw(New(2), rule); slices.Equal(first, other) {
		t.Error("another seed gave the same draws")
	}
	if second := draw(New(1), Rule{Match: Match{User: "bob"}}, rule); slices.Equal(first, second) {
		t.Error("two rules have the same draws")
	}
	reset := New(1)
	draw(reset, rule)
	reset.Set([]Rule{rule})
	if again := draw(reset); !slices.Equal(first, again) {
		t.Error("after Set the draws do not begin anew")
	}
}

// Which calls a rule's draw chooses does not depend on whether another rule was quicker.
func TestDrawsDoNotDependOnEarlierHits(t *testing.T) {
	t.Parallel()
	chosen := func(decided func(call int) bool) (calls []int) {
		r := New(1)
		r.Add(Rule{Fault: Fault{Code: "x", Delay: &Delay{Type: Uniform, Upper: 1000}}, Probability: 0.5})
		for call := range 200 {
			hit := r.Take(&Call{Decided: decided(call)})
			if call >= 100 && hit != nil {
				calls = append(calls, call)
			}
		}
		return calls
	}
	free := chosen(func(int) bool { return false })
	busy := chosen(func(call int) bool { return call < 100 })
	if !slices.Equal(free, busy) {
		t.Errorf("the draws chose calls %v, and %v when another rule had hit the first hundred", free, busy)
	}
}

func TestDelaysHaveTheirDistribution(t *testing.T) {
	t.Parallel()
	const n = 20_000
	draw := func(d Delay) []float64 {
		rng := rand.New(rand.NewPCG(5, 6))
		drawn := make([]float64, n)
		for i := range drawn {
			drawn[i] = float64(d.draw(rng)) / float64(time.Millisecond)
		}
		slices.Sort(drawn)
		return drawn
	}
	near := func(t *testing.T, what string, got, want, within float64) {
		t.Helper()
		if math.Abs(got-want) > within {
			t.Errorf("%s = %v, want %v, give or take %v", what, got, want, within)
		}
	}

	fixed := draw(Delay{Type: Fixed, Milliseconds: 250})
	near(t, "shortest fixed", fixed[0], 250, 0)
	near(t, "longest fixed", fixed[n-1], 250, 0)

	uniform := draw(Delay{Type: Uniform, Lower: 100, Upper: 300})
	near(t, "shortest uniform", uniform[0], 100, 0)
	near(t, "longest uniform", uniform[n-1], 300, 0)
	for _, part := range []float64{0.1, 0.25, 0.5, 0.75, 0.9} {
		near(t, "quantile of uniform", uniform[int(part*n)], 100+200*part, 3)
	}

	// The quantiles of a standard normal distribution at 0.1, 0.5, 0.9 and 0.99.
	logNormal := draw(Delay{Type: LogNormal, Median: 80, Sigma: 0.4})
	for part, z := range map[float64]float64{0.1: -1.2816, 0.5: 0, 0.9: 1.2816, 0.99: 2.3263} {
		want := 80 * math.Exp(0.4*z)
		near(t, "quantile of lognormal", logNormal[int(part*n)], want, want/25)
	}
	if cut := draw(Delay{Type: LogNormal, Median: 80, Sigma: 0.4, MaxValue: 100}); cut[n-1] > 100 || cut[n-1] < 99 || cut[n/2] >= 80 {
		t.Errorf("lognormal up to 100: longest %v, median %v; what is longer is drawn again", cut[n-1], cut[n/2])
	}
	for _, sigma := range []float64{20, 1e300} {
		if wild := draw(Delay{Type: LogNormal, Median: 1, Sigma: sigma}); wild[0] != 0 || wild[n-1] != float64(LongestDelay/time.Millisecond) {
			t.Errorf("a wild lognormal, sigma %v, is drawn from %v to %v, want 0 to 10 minutes", sigma, wild[0], wild[n-1])
		}
	}
	if none := draw(Delay{Type: LogNormal, Sigma: 1e300}); none[0] < 0 || none[n-1] > float64(LongestDelay/time.Millisecond) {
		t.Errorf("a lognormal of nothing is drawn from %v to %v", none[0], none[n-1])
	}
}

func BenchmarkNoRules(b *testing.B) {
	r, call := New(1), &Call{Operation: "Query"}
	for b.Loop() {
		if r.Take(call) != nil {
			b.Fatal("hit")
		}
	}
}

package vendortest

import (
	"math/rand/v2"
	"sync"
	"testing"
)

// Model holds a vendor's answers against plain reference states of type S, which tell the vendor's pages a second time.
type Model[S any] struct {
	// Open makes an app with so many reference states. The calls of one change nothing that another knows of.
	Open  func(t testing.TB, callers int) []S
	Moves []Move[S] // one that stands there twice comes twice as often
	// Compare looks whether all that can be read is as the state says.
	Compare func(testing.TB, S)
}

// Move makes a random call: it changes the state as the call must change the server's, whether it is refused or not,
// asks the server, and looks at the answer. What it has asked is shown when that was not as the state says.
type Move[S any] func(t testing.TB, state S, chance *rand.Rand) (asked string)

// Run plays sequences of random calls, so many of one caller, each in an app of its own, and then one of each of eight
// callers at once. It returns the states at their ends.
func (m *Model[S]) Run(t *testing.T, sequences, calls int) (ends []S) {
	for seed := range sequences {
		state := m.Open(t, 1)[0]
		m.play(t, state, uint64(seed), calls)
		ends = append(ends, state)
	}
	var wait sync.WaitGroup
	for caller, state := range m.Open(t, 8) {
		wait.Go(func() { m.play(t, state, uint64(sequences+caller), calls/4) })
	}
	wait.Wait()
	return ends
}

func (m *Model[S]) play(t testing.TB, state S, seed uint64, calls int) {
	chance := rand.New(rand.NewPCG(seed, 21))
	for n := 0; n < calls && !t.Failed(); n++ {
		asked := m.Moves[chance.IntN(len(m.Moves))](t, state, chance)
		if m.Compare(t, state); t.Failed() {
			t.Errorf("seed %d, call %d was %.2000s", seed, n, asked)
		}
	}
}

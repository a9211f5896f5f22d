package secrets

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
)

// keeper is an owner's house: what it has now.
type keeper struct {
	mu  sync.Mutex
	has map[string]bool
}

func (k *keeper) holds(value string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.has[value]
}

func (k *keeper) set(value string, has bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.has == nil {
		k.has = make(map[string]bool)
	}
	k.has[value] = has
}

// What was a secret stays hidden: replaced, deleted, or its app gone.
func TestFormerSecretsAreHidden(t *testing.T) {
	t.Parallel()
	r, k := New(nil), &keeper{}
	o := r.Owner("app", k.holds)
	for i := range Former {
		value := fmt.Sprintf("key number %d of the app", i)
		k.set(value, true)
		o.Add(value, "")
		k.set(value, false)
	}
	o.End()
	for i := range Former {
		if got := r.Hide(fmt.Sprintf("key number %d of the app", i)); got != "key ***" && got != "***" {
			t.Fatalf("key %d is shown as %q", i, got)
		}
	}
}

// Those that nobody has for long are forgotten, but not before they were taken out of what is kept; those
// that somebody has never are.
func TestRegistryIsBounded(t *testing.T) {
	t.Parallel()
	kept := make(map[string]string) // as the journal: what was seen when the secret was one
	var mu sync.Mutex
	r := New(func(hide func(string) string) {
		mu.Lock()
		defer mu.Unlock()
		for value, text := range kept {
			kept[value] = hide(text)
		}
	})
	k := &keeper{}
	o := r.Owner("app", k.holds)
	const lasting, rounds = 500, 12
	for i := range lasting {
		value := fmt.Sprintf("lasting secret %d, which stays", i)
		k.set(value, true)
		o.Add(value, "")
	}
	passing := func(round, i int) string { return fmt.Sprintf("round %d brings the secret %d for a while", round, i) }
	for round := range rounds {
		for i := range Former / 4 {
			value := passing(round, i)
			k.set(value, true)
			o.Add(value, "")
			if i%100 == 0 {
				mu.Lock()
				kept[value] = "seen: " + value
				mu.Unlock()
			}
			k.set(value, false)
		}
		r.tidy() // as it does by itself, in its own time
		if n := len(r.known); n > lasting+3*Former {
			t.Fatalf("%d secrets are known after round %d", n, round)
		}
	}
	if n := len(r.known); n >= lasting+rounds*Former/4 {
		t.Errorf("%d secrets are known: none was forgotten", n)
	}
	for i := range lasting {
		if value := fmt.Sprintf("lasting secret %d, which stays", i); r.Hide(value) == value {
			t.Fatalf("%q is shown", value)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	for value, text := range kept {
		if strings.Contains(r.Hide(text), value) {
			t.Fatalf("%q is shown: it was forgotten and still kept", value)
		}
	}
}

// A secret of two owners is one for as long as one of them has it, and comes back when it is added again.
func TestSecretOfTwo(t *testing.T) {
	t.Parallel()
	const value = "a secret that both have"
	r := New(nil)
	one, two := &keeper{}, &keeper{}
	first, second := r.Owner("one", one.holds), r.Owner("two", two.holds)
	one.set(value, true)
	two.set(value, true)
	first.Add(value, "")
	second.Add(value, "")
	owners := func() []string { return slices.Collect(r.OwnersOf(value)) }
	if got := owners(); !slices.Equal(got, []string{"one", "two"}) {
		t.Errorf("owners are %q", got)
	}
	first.End()
	for range 3 {
		r.tidy()
	}
	if got := owners(); !slices.Equal(got, []string{"two"}) || r.Hide(value) == value {
		t.Errorf("owners are %q after one has gone; shown as %q", got, r.Hide(value))
	}
	two.set(value, false)
	r.tidy()
	if got := r.Hide(value); got == value {
		t.Error("it is shown as soon as nobody has it")
	}
	r.tidy()
	if got := r.Hide(value); got != value {
		t.Errorf("long after nobody has it, it is shown as %q", got)
	}
	two.set(value, true)
	second.Add(value, "")
	r.tidy()
	if got := r.Hide(value); got == value {
		t.Error("it is shown though it is a secret again")
	}
}

// The id that a token begins with is no secret, unless the token does not begin with it.
func TestOpenBeginning(t *testing.T) {
	t.Parallel()
	r := New(nil)
	o := r.Owner("app", func(string) bool { return true })
	o.Add("cometchat-uid-1_1652967439abf3d2e1c0", "cometchat-uid-1")
	o.Add("superhero-uid-1_1652967439abf3d2e1c1", "cometchat-uid-2")
	o.Add("cometchat-uid-3", "cometchat-uid-3")
	for text, want := range map[string]string{
		"of cometchat-uid-1":                         "of cometchat-uid-1",
		"of cometchat-uid-3":                         "of cometchat-uid-3",
		"of superhero-uid-1":                         "of ***d-1",
		"by cometchat-uid-1_1652967439abf3d2e1c0 ok": "by cometchat-uid-1*** ok",
	} {
		if got := r.Hide(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}

// Owners come and go, secrets too, while others hide: the race detector looks on.
func TestRegistryIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	r := New(func(hide func(string) string) { hide("a text that somebody keeps") })
	var all sync.WaitGroup
	for g := range 4 {
		all.Go(func() {
			rnd := rand.New(rand.NewPCG(uint64(g), 0))
			for round := range 40 {
				k := &keeper{}
				o := r.Owner(fmt.Sprint(g, round), k.holds)
				for range 50 {
					value := fmt.Sprintf("secret number %06d", rnd.IntN(1000))
					k.set(value, true)
					o.Add(value, "")
					if got := r.Hide("is it " + value); strings.Contains(got, value) {
						t.Errorf("shown: %q", got)
					}
					k.set(value, rnd.IntN(2) == 0)
				}
				if round%10 == 0 {
					r.tidy()
				}
				o.End()
			}
		})
	}
	all.Wait()
}

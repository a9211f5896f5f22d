package journal

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/secrets"
)

// audit counts anew what a group keeps sums of.
func audit(t *testing.T, g *Group, journals []*Journal) {
	t.Helper()
	total := int64(0)
	for i, j := range journals {
		held := len(j.free) * entrySize
		for _, s := range append(append([]*slot(nil), j.ring...), j.free...) {
			if s != nil {
				held += cap(s.Body) + cap(s.Reply)
			}
		}
		for k := range j.count {
			s := j.at(k)
			held += s.Entry.size(s.header) - len(s.Body) - len(s.Reply)
		}
		if j.accounted != int64(held) {
			t.Fatalf("journal %d has accounted for %d bytes and holds %d", i, j.accounted, held)
		}
		if held > 0 && g.classes[class(j.accounted)][j.place] != j {
			t.Fatalf("journal %d with %d bytes does not stand in its class", i, held)
		}
		total += int64(held)
	}
	listed := 0
	for c := range g.classes {
		listed += len(g.classes[c])
	}
	if g.Held() != total || listed > len(journals) {
		t.Fatalf("the group counts %d bytes in %d journals; they hold %d in %d", g.Held(), listed, total, len(journals))
	}
}

// All journals together hold no more than the total, whoever adds, and the sums stay right.
func TestGroupIsBounded(t *testing.T) {
	t.Parallel()
	const limit = 1 << 20
	for seed := range uint64(10) {
		rnd := rand.New(rand.NewPCG(seed, 2))
		g := NewGroup(limit)
		journals := make([]*Journal, 20)
		for i := range journals {
			journals[i] = New(1+rnd.IntN(2000), g)
		}
		dropped := uint64(0)
		for number := range uint64(4000) {
			i := int(rnd.ExpFloat64() * 3)
			j := journals[min(i, len(journals)-1)]
			switch n := rnd.IntN(200); {
			case n == 0:
				dropped += uint64(j.Forgotten(nil))
				j.Clear()
			case n == 1:
				dropped += uint64(j.Forgotten(nil))
				j.Close()
				journals[min(i, len(journals)-1)] = New(1+rnd.IntN(2000), g)
			default:
				j.Add(&Entry{Number: number, URL: strings.Repeat("x", rnd.IntN(3000)), Body: make([]byte, rnd.IntN(BodyLimit)), Reply: make([]byte, rnd.IntN(BodyLimit))})
			}
			if g.Held() > limit {
				t.Fatalf("%d bytes are held, of at most %d", g.Held(), limit)
			}
			if number%40 == 0 {
				audit(t, g, journals)
			}
		}
		for _, j := range journals {
			dropped += uint64(j.Forgotten(nil))
		}
		if got := g.Forgotten(); got != dropped || dropped == 0 {
			t.Errorf("the group has forgotten %d, its journals %d", got, dropped)
		}
		for _, j := range journals {
			j.Close()
		}
		audit(t, g, nil)
		if n := len(g.Journals()); n != 0 {
			t.Errorf("%d journals are left after all were closed", n)
		}
	}
}

// Beside apps that make much noise a quiet one keeps what it has, whoever comes last.
func TestTheSmallKeepTheirEntriesBesideTheNoisy(t *testing.T) {
	t.Parallel()
	g := NewGroup(2 << 20)
	quiet, noisy := New(0, g), []*Journal{New(0, g), New(0, g), New(0, g)}
	number := uint64(0)
	add := func(j *Journal) {
		number++
		j.Add(&Entry{Number: number, Body: make([]byte, 2000), Reply: make([]byte, 2000)})
	}
	for i := range 3000 {
		add(noisy[i%3])
		if i%100 == 0 {
			add(quiet)
		}
	}
	for range 20 {
		add(quiet)
	}
	if quiet.Len() != 50 || quiet.Forgotten(nil) != 0 {
		t.Errorf("the quiet app has %d of its 50 entries, %d forgotten", quiet.Len(), quiet.Forgotten(nil))
	}
	for i, j := range noisy {
		if j.Len() < 50 || j.Forgotten(nil) == 0 {
			t.Errorf("noisy app %d has %d entries, %d forgotten: they share what is left", i, j.Len(), j.Forgotten(nil))
		}
	}
}

// Many add at once.
func TestGroupIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	const limit = 1 << 20
	g := NewGroup(limit)
	journals := make([]*Journal, 8)
	var all sync.WaitGroup
	for i := range journals {
		journals[i] = New(100, g)
		all.Go(func() {
			for n := range uint64(1000) {
				journals[i].Add(&Entry{Number: n, Body: make([]byte, 100*i), Reply: make([]byte, 4000)})
				journals[i].Update(n, func(e *Entry) { e.Reason = strings.Repeat("r", 100) })
				if n%300 == 299 {
					journals[i].Clear()
				}
				if n%100 == 0 {
					_ = g.Forgotten() + uint64(len(g.Journals()))
				}
			}
		})
	}
	all.Wait()
	journals[0].Add(&Entry{Number: 1})
	if g.Held() > limit {
		t.Errorf("%d bytes are held, of at most %d", g.Held(), limit)
	}
	audit(t, g, journals)
}

// An entry whose time is later than that of all that was dropped is all that a filter by time may mean.
func TestForgottenBeforeATime(t *testing.T) {
	t.Parallel()
	noon := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	j := New(2, nil)
	at := func(n int) *Entry { return &Entry{Number: uint64(n), Time: noon.Add(time.Duration(n) * time.Minute)} }
	for n := range 5 {
		j.Add(at(n))
	}
	for n, want := range map[int]int{0: 3, 2: 3, 3: 0, 9: 0} {
		if got := j.Forgotten(&Filter{Since: noon.Add(time.Duration(n) * time.Minute)}); got != want {
			t.Errorf("since minute %d: %d forgotten, want %d", n, got, want)
		}
	}
	if got := j.Forgotten(nil); got != 3 {
		t.Errorf("%d forgotten, want 3", got)
	}
	j.Clear()
	if got := j.Forgotten(nil); got != 0 {
		t.Errorf("%d forgotten after a clear", got)
	}
}

// What nobody will know for a secret any more is taken out of the entries, and nothing else is.
func TestHideInEntries(t *testing.T) {
	t.Parallel()
	const gone, kept = "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"
	g := NewGroup(0)
	j := New(3, g)
	for n := range uint64(4) {
		e := &Entry{Number: n, ID: fmt.Sprint(n), URL: "/?k=" + kept, User: "alice", Header: map[string][]string{"Apikey": {kept}}, Body: []byte(kept), Reply: []byte(kept)}
		if n == 2 {
			e.URL, e.Reason, e.Body, e.Header = "/"+gone, "no "+gone, []byte(gone), map[string][]string{"X-" + gone: {"a", gone}, "Apikey": {kept}}
		}
		j.Add(e)
	}
	shared := j.Find(nil)
	r := secrets.New(nil)
	r.Owner("app", func(string) bool { return true }).Add(gone, "")
	g.Hide(r.Hide)
	audit(t, g, []*Journal{j})
	for i, e := range j.Find(nil) {
		text := fmt.Sprint(e.URL, e.Reason, e.Header, string(e.Body), string(e.Reply))
		if strings.Contains(text, gone) || !strings.Contains(text, kept) || e.User != "alice" {
			t.Errorf("entry %d: %s", i, text)
		}
	}
	if text := fmt.Sprint(shared[1].Header); !strings.Contains(text, gone) {
		t.Errorf("a copy that was handed out before has changed: %s", text)
	}
}

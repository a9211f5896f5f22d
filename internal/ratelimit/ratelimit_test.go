package ratelimit

import (
	"math/rand/v2"
	"testing"
	"time"
)

var noon = time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)

func TestWindowBeginsWithTheFirstCall(t *testing.T) {
	t.Parallel()
	var l Limiter
	for i, tt := range []struct {
		after     time.Duration
		remaining int
		exceeded  bool
	}{
		{0, 1, false},
		{59 * time.Second, 0, false},
		{59*time.Second + 999*time.Millisecond, 0, true},
		{60 * time.Second, 1, false}, // a new window, 60 s after the first call
		{119 * time.Second, 0, false},
		{119 * time.Second, 0, true},
		{200 * time.Second, 1, false}, // this one begins late, because nobody called
		{259 * time.Second, 0, false},
		{260 * time.Second, 1, false},
		{10 * time.Second, 1, false}, // the clock was set back
	} {
		s := l.Take("standard", 2, time.Minute, noon.Add(tt.after), uint64(i), 1)
		if s.Remaining != tt.remaining || s.Exceeded != tt.exceeded || s.Limit != 2 {
			t.Errorf("call %d after %v = %+v, want remaining %d, exceeded %v", i, tt.after, s, tt.remaining, tt.exceeded)
		}
	}
}

// A call that came first and is counted late, because something delayed it, does not look like a clock
// that was set back.
func TestLateCallsBelongToTheWindow(t *testing.T) {
	t.Parallel()
	var l Limiter
	for _, tt := range []struct {
		number    uint64
		after     time.Duration
		remaining int
		exceeded  bool
	}{
		{5, time.Hour, 1, false},
		{4, time.Hour - time.Second, 0, false},
		{3, 0, 0, true},
		{6, time.Hour + 59*time.Second, 0, true},
		{7, time.Hour + time.Minute, 1, false},
		{2, 0, 0, false},
		{8, 0, 1, false}, // this one is the clock
	} {
		s := l.Take("standard", 2, time.Minute, noon.Add(tt.after), tt.number, 1)
		if s.Remaining != tt.remaining || s.Exceeded != tt.exceeded {
			t.Errorf("call %d after %v = %+v, want remaining %d, exceeded %v", tt.number, tt.after, s, tt.remaining, tt.exceeded)
		}
	}
}

func TestCountersDoNotMeet(t *testing.T) {
	t.Parallel()
	var l Limiter
	l.Take("a", 1, time.Minute, noon, 1, 1)
	if s := l.Take("b", 1, time.Minute, noon, 2, 1); s.Exceeded {
		t.Error("a call on counter a was counted on b")
	}
	if s := l.Take("a", 1, time.Minute, noon.Add(time.Second), 3, 1); !s.Exceeded || !s.OpensAt.Equal(noon.Add(time.Minute)) {
		t.Errorf("second call on a = %+v, want it above the limit until %v", s, noon.Add(time.Minute))
	}
	l.Reset()
	if s := l.Take("a", 1, time.Minute, noon.Add(time.Second), 4, 1); s.Exceeded {
		t.Error("Reset did not forget the calls")
	}
}

// Whatever the calls' times, a window lets exactly its limit through.
func TestWindowLetsExactlyTheLimitThrough(t *testing.T) {
	t.Parallel()
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 4))
		var l Limiter
		limit := 1 + rng.IntN(30)
		now, passed := noon, map[time.Time]int{}
		for i := range uint64(2000) {
			now = now.Add(time.Duration(rng.IntN(60)) * time.Millisecond)
			s := l.Take("x", limit, time.Second, now, i, 1)
			if !s.OpensAt.After(now) || s.OpensAt.Sub(now) > time.Second {
				t.Fatalf("at %v the next window opens at %v", now, s.OpensAt)
			}
			if !s.Exceeded {
				passed[s.OpensAt]++
			}
			if want := limit - passed[s.OpensAt]; s.Remaining != want || s.Exceeded && want != 0 {
				t.Fatalf("after %d calls of %d: %+v", passed[s.OpensAt], limit, s)
			}
		}
	}
}

// Looking says when the window opens and counts nothing.
func TestLookDoesNotCount(t *testing.T) {
	t.Parallel()
	var l Limiter
	if s := l.Look("x", 2, time.Minute, noon); s != (State{Limit: 2, OpensAt: noon.Add(time.Minute), Exceeded: true}) {
		t.Errorf("before the first call: %+v", s)
	}
	l.Take("x", 2, time.Minute, noon, 1, 1)
	for _, tt := range []struct{ at, opens time.Duration }{
		{30 * time.Second, time.Minute},
		{time.Minute, 2 * time.Minute},   // it has ended: one that would begin now
		{-time.Second, 59 * time.Second}, // the clock was set back
	} {
		if s := l.Look("x", 2, time.Minute, noon.Add(tt.at)); !s.OpensAt.Equal(noon.Add(tt.opens)) || !s.Exceeded || s.Remaining != 0 {
			t.Errorf("after %v: %+v, want it to open after %v", tt.at, s, tt.opens)
		}
	}
	if s := l.Take("x", 2, time.Minute, noon.Add(time.Second), 2, 1); s.Remaining != 0 || s.Exceeded {
		t.Errorf("the second call: %+v, want it the last that is let through", s)
	}
}

package clock

import (
	"context"
	"testing"
	"time"
)

var noon = time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)

func TestFrozenClockMovesOnlyWhenTold(t *testing.T) {
	t.Parallel()
	c := System()
	c.Freeze(noon)
	if got := c.Now(); !got.Equal(noon) {
		t.Errorf("frozen at noon, Now() = %v", got)
	}
	c.Advance(11 * time.Minute)
	if got, want := c.Now(), noon.Add(11*time.Minute); !got.Equal(want) {
		t.Errorf("after Advance(11m), Now() = %v, want %v", got, want)
	}
	c.Set(noon)
	if got := c.Now(); !got.Equal(noon) {
		t.Errorf("after Set(noon), Now() = %v", got)
	}
}

func TestFollowerKeepsItsOffset(t *testing.T) {
	t.Parallel()
	parent := System()
	parent.Freeze(noon)
	c := parent.Follow()
	if got := c.Now(); !got.Equal(noon) {
		t.Errorf("Now() = %v, want the parent's %v", got, noon)
	}
	c.Advance(time.Hour)
	parent.Advance(time.Minute)
	if got, want := c.Now(), noon.Add(61*time.Minute); !got.Equal(want) {
		t.Errorf("Now() = %v, want %v", got, want)
	}
	if got, want := parent.Now(), noon.Add(time.Minute); !got.Equal(want) {
		t.Errorf("the parent moved with its follower: %v, want %v", got, want)
	}

	c.Freeze(noon.Add(-time.Hour))
	parent.Advance(time.Minute)
	if got, want := c.Now(), noon.Add(-time.Hour); !got.Equal(want) {
		t.Errorf("frozen follower shows %v, want %v", got, want)
	}
	c.Run()
	parent.Advance(time.Minute)
	if got, want := c.Now(), noon.Add(-59*time.Minute); !got.Equal(want) {
		t.Errorf("after Run, Now() = %v, want %v", got, want)
	}
	c.Reset()
	if got := c.Now(); !got.Equal(parent.Now()) {
		t.Errorf("after Reset, Now() = %v, want the parent's %v", got, parent.Now())
	}
}

func TestSystemClockRunsAndCanBeSet(t *testing.T) {
	t.Parallel()
	c := System()
	if first, second := c.Now(), c.Now(); second.Before(first) {
		t.Errorf("time ran backwards: %v then %v", first, second)
	}
	c.Set(noon)
	if d := c.Now().Sub(noon); d < 0 || d > time.Minute {
		t.Errorf("just after Set(noon) the clock is %v off", d)
	}
	far := time.Date(2900, 1, 1, 0, 0, 0, 0, time.UTC)
	c.Set(far)
	if d := c.Now().Sub(far); d < 0 || d > time.Minute {
		t.Errorf("just after Set(%v) the clock shows %v", far, c.Now())
	}
	before := c.Now()
	c.Run() // it runs already
	if d := c.Now().Sub(before); d < 0 || d > time.Minute {
		t.Errorf("Run moved a running clock by %v", d)
	}
}

func TestWaitEndsWhenTheClockGetsThere(t *testing.T) {
	t.Parallel()
	for _, move := range []struct {
		name string
		do   func(parent, c *Clock)
	}{
		{"advanced", func(_, c *Clock) { c.Advance(time.Hour) }},
		{"set", func(_, c *Clock) { c.Set(noon.Add(2 * time.Hour)) }},
		{"parent advanced", func(parent, _ *Clock) { parent.Advance(time.Hour) }},
		{"in steps", func(_, c *Clock) { c.Advance(30 * time.Minute); c.Advance(30 * time.Minute) }},
	} {
		t.Run(move.name, func(t *testing.T) {
			parent := System()
			parent.Freeze(noon)
			c := parent.Follow()
			done := make(chan error, 1)
			go func() { done <- c.Wait(t.Context(), noon.Add(time.Hour)) }()
			c.Advance(0) // whether the other goroutine waits already does not matter
			select {
			case err := <-done:
				t.Fatalf("Wait ended an hour too early: %v", err)
			default:
			}
			move.do(parent, c)
			if err := <-done; err != nil {
				t.Errorf("Wait = %v", err)
			}
		})
	}
}

func TestWaitEndsWithItsContext(t *testing.T) {
	t.Parallel()
	c := System()
	c.Freeze(noon)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Wait(ctx, noon.Add(time.Hour)); err == nil {
		t.Error("Wait on a frozen clock ended without an error")
	}
	if err := c.Wait(ctx, noon); err != nil {
		t.Errorf("Wait for a time that has come = %v", err)
	}
	running := System()
	if err := running.Wait(t.Context(), running.Now().Add(time.Millisecond)); err != nil {
		t.Errorf("Wait on a running clock = %v", err)
	}
}

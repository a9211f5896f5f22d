package clock

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestSleep(t *testing.T) {
	t.Parallel()
	begin := time.Now()
	if err := Sleep(t.Context(), 20*time.Millisecond); err != nil {
		t.Error(err)
	}
	if took := time.Since(begin); took < 20*time.Millisecond {
		t.Errorf("20 ms took %v", took)
	}
	for _, d := range []time.Duration{0, -time.Hour} {
		if err := Sleep(t.Context(), d); err != nil {
			t.Errorf("Sleep(%v): %v", d, err)
		}
	}
}

func TestSleepEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	woke := make(chan error)
	go func() { woke <- Sleep(ctx, time.Hour) }()
	cancel()
	select {
	case err := <-woke:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want %v", err, context.Canceled)
		}
	case <-time.After(20 * time.Second):
		t.Error("it sleeps on")
	}
	if err := Sleep(ctx, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}

func TestDeadlineIsReal(t *testing.T) {
	t.Parallel()
	before := time.Now()
	got := Deadline(time.Hour)
	if got.Before(before.Add(time.Hour)) || got.After(time.Now().Add(time.Hour)) {
		t.Errorf("Deadline(1h) = %v, called at %v", got, before)
	}
}

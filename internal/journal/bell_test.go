package journal

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
)

// Many write to many journals, some wait for the very last entry: a wake-up that is lost hangs here.
func TestBellLosesNoChange(t *testing.T) {
	const rounds, writers, waiters, each = 100, 4, 3, 5
	for range rounds {
		var (
			bell     Bell
			journals [writers]*Journal
			wg       sync.WaitGroup
		)
		for i := range journals {
			journals[i] = New(0, &bell)
		}
		count := func() (n int) {
			for _, j := range journals {
				n += j.Count(&Filter{Status: 200})
			}
			return n
		}
		for range waiters {
			wg.Go(func() {
				if err := bell.Wait(t.Context(), &Filter{Status: 200}, func() bool { return count() == writers*each }); err != nil {
					t.Errorf("Wait: %v", err)
				}
			})
		}
		for _, j := range journals {
			wg.Go(func() {
				for n := range uint64(each) {
					j.Add(&Entry{Number: n})
					j.Update(n, func(e *Entry) { e.Status = 200 })
				}
			})
		}
		wg.Wait()
		if n := bell.waiting.Load(); n != 0 {
			t.Fatalf("%d are said to wait after all have gone", n)
		}
	}
}

func TestBellAsksAtOnceAndAfterEachChange(t *testing.T) {
	var bell Bell
	j := New(0, &bell)
	asked := 0
	if err := bell.Wait(t.Context(), nil, func() bool { asked++; return true }); err != nil || asked != 1 {
		t.Errorf("Wait for what is so already = %v after %d questions, want nil after 1", err, asked)
	}
	var looks atomic.Int32
	done, looked := make(chan error), make(chan struct{})
	go func() {
		done <- bell.Wait(t.Context(), nil, func() bool {
			n := looks.Add(1)
			looked <- struct{}{}
			return n == 5
		})
	}()
	<-looked
	for _, change := range []func(){
		func() { j.Add(&Entry{Number: 1}) },
		func() { j.Update(1, func(*Entry) {}) },
		func() { j.Clear() },
		func() { New(0, &bell).Add(&Entry{}) },
	} {
		change()
		<-looked
	}
	if err := <-done; err != nil {
		t.Errorf("Wait = %v", err)
	}
}

// Who waits for something else is left alone, but for a journal that was cleared: its app may be gone.
func TestBellWakesOnlyWhoIsMeant(t *testing.T) {
	var bell Bell
	j := New(0, &bell)
	w := &waiter{&Filter{App: "zim:1", Status: 200}, make(chan struct{}, 1)}
	bell.add(w)
	for i, tt := range []struct {
		change func()
		wakes  bool
	}{
		{func() { j.Add(&Entry{Number: 1, Vendor: "zim", App: "2", Status: 200}) }, false},
		{func() { j.Add(&Entry{Number: 2, Vendor: "zim", App: "1"}) }, false},
		{func() { j.Update(2, func(e *Entry) { e.Status = 200 }) }, true},
		{func() { j.Add(&Entry{Number: 3, Vendor: "zim", App: "1", Status: 200}) }, true},
		{func() { j.Update(1, func(e *Entry) { e.Completed = true }) }, false},
		{func() { j.Clear() }, true},
	} {
		tt.change()
		if woken := len(w.rung) == 1; woken != tt.wakes {
			t.Errorf("change %d wakes: %v, want %v", i, woken, tt.wakes)
		}
		w.rung = make(chan struct{}, 1)
	}
}

func TestBellWaitEndsWithItsContext(t *testing.T) {
	var bell Bell
	why := errors.New("the client hung up")
	ctx, cancel := context.WithCancelCause(t.Context())
	err := bell.Wait(ctx, nil, func() bool { cancel(why); return false })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Wait = %v, want %v", err, context.Canceled)
	}
	if n := bell.waiting.Load(); n != 0 {
		t.Errorf("%d are said to wait", n)
	}
}

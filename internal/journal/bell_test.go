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
				if err := bell.Wait(t.Context(), func() bool { return count() == writers*each }); err != nil {
					t.Errorf("Wait: %v", err)
				}
			})
		}
		for _, j := range journals {
			wg.Go(func() {
				for n := range uint64(each) {
					j.Add(Entry{Number: n})
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
	if err := bell.Wait(t.Context(), func() bool { asked++; return true }); err != nil || asked != 1 {
		t.Errorf("Wait for what is so already = %v after %d questions, want nil after 1", err, asked)
	}
	var looks atomic.Int32
	done, looked := make(chan error), make(chan struct{})
	go func() {
		done <- bell.Wait(t.Context(), func() bool {
			n := looks.Add(1)
			looked <- struct{}{}
			return n == 5
		})
	}()
	<-looked
	for _, change := range []func(){
		func() { j.Add(Entry{Number: 1}) },
		func() { j.Update(1, func(*Entry) {}) },
		func() { j.Clear() },
		func() { New(0, &bell).Add(Entry{}) },
	} {
		change()
		<-looked
	}
	if err := <-done; err != nil {
		t.Errorf("Wait = %v", err)
	}
}

func TestBellWaitEndsWithItsContext(t *testing.T) {
	var bell Bell
	why := errors.New("the client hung up")
	ctx, cancel := context.WithCancelCause(t.Context())
	err := bell.Wait(ctx, func() bool { cancel(why); return false })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Wait = %v, want %v", err, context.Canceled)
	}
	if n := bell.waiting.Load(); n != 0 {
		t.Errorf("%d are said to wait", n)
	}
}

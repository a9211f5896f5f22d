package clock

import (
	"context"
	"time"
)

// Sleep lets d of real time pass, whatever any clock shows: a client's patience is real. It returns nil
// then, at once when d is not positive, and the context's error when that ends first.
func Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Deadline is the moment, in real time, that is d from now: a socket's deadline follows no clock that
// a test sets.
func Deadline(d time.Duration) time.Time { return time.Now().Add(d) }

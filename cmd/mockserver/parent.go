package main

import (
	"context"
	"io"
	"os"
	"slices"
	"time"
)

// parentEvery is the time between two looks at the parent. Looking works on every system, and sees a parent that a
// launcher such as npx has between itself and this program; what the kernel tells by itself (PDEATHSIG) does not.
const parentEvery = 250 * time.Millisecond

// orphaned gets a reason to end when --exit-with-parent is on and the parent is gone: by itself, or with the other end
// of stdin, unless somebody else reads that. Without the setting nothing ever comes.
func (w *world) orphaned(ctx context.Context, s *settings, stdin io.Reader) <-chan string {
	if !s.exitWithParent {
		return nil
	}
	why := make(chan string, 2) // one of each
	gone, ticks := w.parentGone(), w.ticks(parentEvery)
	go func() {
		for !gone() {
			select {
			case <-ctx.Done():
				return
			case <-ticks:
			}
		}
		why <- "the parent is gone"
	}()
	if isPipe(stdin) {
		go func() {
			_, _ = io.Copy(io.Discard, stdin)
			why <- "stdin has ended"
		}()
	}
	return why
}

// isPipe tells whether the other end of what is read goes with the process that holds it. Node's pipes are sockets.
func isPipe(in io.Reader) bool {
	file, ok := in.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&(os.ModeNamedPipe|os.ModeSocket) != 0
}

// fixturesOnStdin tells whether stdin ends with the fixtures and says nothing of the parent.
func (s *settings) fixturesOnStdin() bool {
	return slices.Contains(s.fixtures, stdinPath)
}

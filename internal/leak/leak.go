// Package leak finds goroutines that a package's tests have left behind.
package leak

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"
)

// patience is how long goroutines that are on their way out may take. It is waited for only while
// there are some.
const patience = 5 * time.Second

// Main runs the tests of a package and returns the program's exit code: that of the tests, or 1 when
// goroutines are left, whose stacks are written to w. TestMain calls it.
func Main(m *testing.M, w io.Writer) (code int) {
	if code = m.Run(); code != 0 {
		return code
	}
	if left := wait(patience); len(left) > 0 {
		fmt.Fprintf(w, "%d goroutines are left when all tests have ended:\n\n%s\n", len(left), strings.Join(left, "\n\n"))
		return 1
	}
	return 0
}

// wait returns the stacks of the goroutines that do not end.
func wait(patience time.Duration) (left []string) {
	const step = 10 * time.Millisecond
	for ; ; patience -= step {
		if left = Goroutines(); len(left) == 0 || patience <= 0 {
			return left
		}
		time.Sleep(step)
	}
}

// Goroutines are the stacks of all goroutines but the caller's and those of the Go runtime and its
// test framework.
func Goroutines() (stacks []string) {
	buffer := make([]byte, 1<<20)
	for {
		n := runtime.Stack(buffer, true)
		if n < len(buffer) {
			buffer = buffer[:n]
			break
		}
		buffer = make([]byte, 2*len(buffer))
	}
	for i, stack := range bytes.Split(buffer, []byte("\n\n")) {
		if i > 0 && !expected(string(stack)) { // the first is the caller's
			stacks = append(stacks, strings.TrimSpace(string(stack)))
		}
	}
	return stacks
}

// expected reports whether a goroutine is there in every test program.
func expected(stack string) bool {
	for _, name := range []string{
		"testing.(*T).Run(", "testing.(*M).", "testing.runFuzz", "os/signal.loop", "os/signal.signal_recv",
		"runtime.ensureSigM", "created by runtime", "testing/internal/testdeps",
	} {
		if strings.Contains(stack, name) {
			return true
		}
	}
	return false
}

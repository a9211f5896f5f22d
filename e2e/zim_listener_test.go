package e2e

import (
	"bufio"
	"context"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// listener is a program that takes callbacks, on a port that it says, until its input ends.
type listener struct {
	url   string
	lines chan string // what it prints beside the port; closed when it has ended
}

// listens starts such a program and waits for its port.
func listens(t *testing.T, srv *chatdouble.Server, run ...string) (before []string, l *listener) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), clientTime)
	cmd := command(ctx, run[0], run[1:]...)
	cmd.Env = clientEnv(srv)
	input, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	l = &listener{lines: make(chan string, 100)}
	go func() {
		for scan := bufio.NewScanner(output); scan.Scan(); {
			l.lines <- scan.Text()
		}
		close(l.lines)
	}()
	t.Cleanup(func() {
		defer cancel()
		_ = input.Close()
		for range l.lines { // until it has ended
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("%s: %s", strings.Join(run, " "), explain(ctx, err))
		}
	})
	for line := range l.lines {
		if port, ok := strings.CutPrefix(line, "listening "); ok {
			l.url = "http://127.0.0.1:" + port
			return before, l
		}
		before = append(before, line)
	}
	t.Fatalf("%s has ended, and printed %q", strings.Join(run, " "), before)
	return nil, nil
}

// next is the next line that the program prints.
func (l *listener) next(t *testing.T) string {
	t.Helper()
	line, ok := <-l.lines
	if !ok {
		t.Fatal("the program that takes callbacks has ended")
	}
	return line
}

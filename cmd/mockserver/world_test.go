package main

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// result is what a finished run leaves.
type result struct {
	code        int
	out, stderr string
}

// call runs the program to its end.
func call(env []string, stdin string, args ...string) result {
	out, stderr := newStream(), newStream() // a command of exec writes to them beside the program
	code := run(&world{
		args: args, environ: env, stdin: strings.NewReader(stdin), stdout: out, stderr: stderr,
		program:    func() string { return "chatdouble" },
		interrupts: func() <-chan os.Signal { return nil },
		ticks:      func(time.Duration) <-chan time.Time { return nil },
	})
	return result{code, out.text(), stderr.text()}
}

// unlogged is what the program says on stderr beside its log.
func (r result) unlogged() string {
	var said strings.Builder
	for line := range strings.Lines(r.stderr) {
		if !strings.HasPrefix(line, "time=") {
			said.WriteString(line)
		}
	}
	return said.String()
}

// running is a server that was started by run.
type running struct {
	t           *testing.T
	out, stderr *stream
	signals     chan os.Signal
	ticks       chan time.Time // --watch looks once for each
	done        chan struct{}
	code        int // once done is closed
}

// start runs the program in the background, waits until it has printed its welcome, and stops it
// when the test ends.
func start(t *testing.T, env []string, stdin string, args ...string) *running {
	t.Helper()
	return startAs(t, "chatdouble", env, stdin, args...)
}

// startAs is start of a program that a person starts by that name.
func startAs(t *testing.T, program string, env []string, stdin string, args ...string) *running {
	t.Helper()
	return startIn(t, &world{environ: env, stdin: strings.NewReader(stdin), program: func() string { return program }}, args...)
}

// startBeside is start of a program whose parent is gone when gone says so.
func startBeside(t *testing.T, gone func() bool, env []string, args ...string) *running {
	t.Helper()
	w := &world{environ: env, stdin: strings.NewReader(""), program: func() string { return "chatdouble" }, parentGone: func() func() bool { return gone }}
	return startIn(t, w, args...)
}

// startIn is start in a world, which it completes.
func startIn(t *testing.T, w *world, args ...string) *running {
	t.Helper()
	r := &running{
		t: t, out: newStream(), stderr: newStream(),
		signals: make(chan os.Signal, 2), ticks: make(chan time.Time), done: make(chan struct{}),
	}
	given := func(word string) bool {
		return word == "--addr" || strings.HasPrefix(word, "--addr=") || strings.HasPrefix(word, "CHATDOUBLE_ADDR=") || strings.HasPrefix(word, "PORT=")
	}
	if !slices.ContainsFunc(slices.Concat(args, w.environ), given) { // port 8080 may be somebody else's
		args = append(args, "--addr", "127.0.0.1:0")
	}
	go func() {
		w.args, w.stdout, w.stderr = args, r.out, r.stderr
		w.interrupts = func() <-chan os.Signal { return r.signals }
		w.ticks = func(time.Duration) <-chan time.Time { return r.ticks }
		r.code = run(w)
		r.out.close()
		r.stderr.close()
		close(r.done)
	}()
	t.Cleanup(func() {
		select {
		case r.signals <- syscall.SIGTERM:
		default: // stopped by the test
		}
		<-r.done
	})
	if !r.out.wait("ZIM ") {
		t.Fatalf("the server did not start: %s", r.stderr.text())
	}
	return r
}

// url is the base URL that the welcome shows for a row.
func (r *running) url(row string) string {
	r.t.Helper()
	for line := range strings.Lines(r.out.text()) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == row {
			return fields[1]
		}
	}
	r.t.Fatalf("no row %s in the welcome:\n%s", row, r.out.text())
	return ""
}

// get makes a call and returns its answer.
func (r *running) get(url string, header ...string) (*http.Response, string) {
	r.t.Helper()
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, h := range header {
		name, value, _ := strings.Cut(h, ": ")
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		r.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return response, string(body)
}

// stream is an output that a test waits for.
type stream struct {
	mu     sync.Mutex
	change *sync.Cond
	buf    []byte
	closed bool
}

func newStream() *stream {
	s := &stream{}
	s.change = sync.NewCond(&s.mu)
	return s
}

func (s *stream) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.buf = append(s.buf, p...)
	s.change.Broadcast()
	return len(p), nil
}

func (s *stream) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.change.Broadcast()
}

// wait returns true once the text is there, false when it cannot come any more.
func (s *stream) wait(text string) bool {
	guard := time.AfterFunc(20*time.Second, s.close)
	defer guard.Stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	for !bytes.Contains(s.buf, []byte(text)) {
		if s.closed {
			return false
		}
		s.change.Wait()
	}
	return true
}

func (s *stream) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return string(s.buf)
}

// write puts a file into a fresh folder and returns its path.
func write(t *testing.T, name, text string) string {
	t.Helper()
	path := t.TempDir() + "/" + name
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// readAnswer reads an HTTP answer from a raw connection.
func readAnswer(t *testing.T, from *bufio.Reader) (*http.Response, string) {
	t.Helper()
	response, err := http.ReadResponse(from, nil)
	if err != nil {
		t.Fatalf("no answer: %v", err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatalf("half an answer: %v", err)
	}
	return response, string(body)
}

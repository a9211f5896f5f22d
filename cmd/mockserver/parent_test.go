package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// launched is a server that a launcher has started.
type launched struct {
	t        *testing.T
	launcher *exec.Cmd
	stdin    *os.File // the other end of its stdin; nil: that is the null device
	out      *bufio.Reader
	log      strings.Builder
	zim      string // its URL
}

// launchBy starts a server by a step of the command, and waits until it answers.
func launchBy(t *testing.T, step, line string, piped bool) *launched {
	t.Helper()
	l := prepared(t, step, line)
	if piped {
		read, other, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		defer read.Close()
		t.Cleanup(func() { _ = other.Close() })
		l.launcher.Stdin, l.stdin = read, other
	}
	l.start()
	return l
}

func prepared(t *testing.T, step, line string) *launched {
	l := &launched{t: t, launcher: exec.Command(os.Args[0], step+"="+line)}
	l.launcher.Env = append(os.Environ(), ofCommand()...)
	return l
}

func (l *launched) start() {
	l.t.Helper()
	out, own, err := os.Pipe()
	if err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() { _ = out.Close() })
	_ = out.SetReadDeadline(time.Now().Add(30 * time.Second)) // reached when something is broken
	l.out, l.launcher.Stdout, l.launcher.Stderr = bufio.NewReader(out), own, own
	if err := l.launcher.Start(); err != nil {
		l.t.Fatal(err)
	}
	_ = own.Close()
	l.begun()
}

// begun reads what is printed up to the welcome's line for the admin API. All that was launched ends with the test.
func (l *launched) begun() {
	l.t.Helper()
	for line := ""; !strings.HasPrefix(line, "Admin "); {
		var err error
		if line, err = l.out.ReadString('\n'); err != nil {
			l.t.Fatalf("the server did not start: %v, %s", err, l.log.String())
		}
		l.log.WriteString(line)
		pid := 0
		if _, err := fmt.Sscanf(line, "launched %d", &pid); err == nil {
			if p, err := os.FindProcess(pid); err == nil {
				l.t.Cleanup(func() { _ = p.Kill() })
			}
		}
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "ZIM" {
			l.zim = fields[1]
		}
	}
}

// killLauncher kills the process that the test has started.
func (l *launched) killLauncher() {
	_ = l.launcher.Process.Kill()
	_ = l.launcher.Wait()
}

// ended waits until nobody holds stdout any more, and wants a reason in the log.
func (l *launched) ended(reason string) {
	l.t.Helper()
	rest, err := io.ReadAll(l.out)
	if err != nil || !strings.Contains(string(rest), `reason="`+reason+`"`) || !strings.HasSuffix(string(rest), "msg=stopped\n") {
		l.t.Fatalf("after the parent the server says %s, %v; want the reason %q and an end", rest, err, reason)
	}
}

const withParent = "--addr 127.0.0.1:0 --exit-with-parent"

func TestEndsWithAKilledParent(t *testing.T) {
	t.Parallel()
	l := launchBy(t, "launch", withParent, false)
	l.killLauncher()
	l.ended("the parent is gone")
}

func TestEndsWithItsPipe(t *testing.T) {
	t.Parallel()
	l := launchBy(t, "launch", withParent, true)
	_ = l.stdin.Close()
	l.ended("stdin has ended")
	if err := l.launcher.Wait(); err != nil {
		t.Errorf("the exit code is another one than 0: %v", err)
	}
}

// TestEndsBehindNpx: the process between npx and the server lives on, and the pipe tells.
func TestEndsBehindNpx(t *testing.T) {
	t.Parallel()
	l := launchBy(t, "relaunch", withParent, true)
	l.killLauncher()
	_ = l.stdin.Close() // as Node does with the stdin of a process that has ended
	l.ended("stdin has ended")
}

// TestFixturesOnStdinEnd: their end is not that of the parent.
func TestFixturesOnStdinEnd(t *testing.T) {
	t.Parallel()
	l := prepared(t, "launch", withParent+" --fixtures -")
	l.launcher.Stdin = strings.NewReader("zim: [{appId: 7, serverSecret: s}]") // a pipe, which os/exec closes
	l.start()
	l.answers()
	l.killLauncher()
	l.ended("the parent is gone")
}

func (l *launched) answers() {
	l.t.Helper()
	response, err := http.Get(l.zim + "/__admin/readyz")
	if err != nil {
		l.t.Errorf("the server does not answer: %v", err)
		return
	}
	_ = response.Body.Close()
}

func TestStaysWithoutAParent(t *testing.T) {
	t.Parallel()
	l := launchBy(t, "launch", "--addr 127.0.0.1:0", true)
	l.killLauncher()
	_ = l.stdin.Close()
	l.answers()
}

// TestExitWithParent sees the same without another process: what is looked at, and when.
func TestExitWithParent(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		env  []string
		args []string
		want string // the reason; empty: it does not end by itself
	}{
		{"flag", nil, []string{"--exit-with-parent"}, "the parent is gone"},
		{"variable", []string{"CHATDOUBLE_EXIT_WITH_PARENT=1"}, nil, "the parent is gone"},
		{"flag off", []string{"CHATDOUBLE_EXIT_WITH_PARENT=1"}, []string{"--exit-with-parent=off"}, ""},
		{"neither", nil, nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var looked, gone atomic.Bool
			r := startBeside(t, func() bool { looked.Store(true); return gone.Load() }, tt.env, tt.args...)
			gone.Store(true)
			if tt.want == "" {
				r.get(r.url("ZIM") + "/__admin/readyz")
				if looked.Load() {
					t.Error("the parent is looked at")
				}
				return
			}
			r.ticks <- time.Time{}
			if !r.stderr.wait(`msg=stopping reason="` + tt.want + `"`) {
				t.Fatalf("it does not end: %s", r.stderr.text())
			}
			if <-r.done; r.code != exitDone {
				t.Errorf("exit code %d, log %s", r.code, r.stderr.text())
			}
		})
	}
}

// TestExecEndsWithParent: the command is asked to end, as by a signal.
func TestExecEndsWithParent(t *testing.T) {
	t.Parallel()
	out, ticks, gone := newStream(), make(chan time.Time), atomic.Bool{}
	code := make(chan int, 1)
	go func() {
		code <- run(&world{
			args: execLine([]string{"--exit-with-parent", "--", "wait"}), environ: ofCommand(), stdin: strings.NewReader(""), stdout: out, stderr: out,
			program:    func() string { return "chatdouble" },
			interrupts: func() <-chan os.Signal { return nil },
			ticks:      func(time.Duration) <-chan time.Time { return ticks },
			parentGone: func() func() bool { return gone.Load },
		})
	}()
	if !out.wait("waiting") {
		t.Fatalf("the command did not start: %s", out.text())
	}
	gone.Store(true)
	ticks <- time.Time{}
	if got := <-code; got != exitDone || !strings.Contains(out.text(), "got terminated") {
		t.Errorf("exit code %d, %s", got, out.text())
	}
}

func TestWhatIsAPipe(t *testing.T) {
	t.Parallel()
	read, other, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	defer other.Close()
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	file, err := os.Open(write(t, "file", "x"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, tt := range []struct {
		name string
		in   io.Reader
		want bool
	}{
		{"pipe", read, true}, {"null", null, false}, {"file", file, false}, {"reader", strings.NewReader(""), false}, {"none", nil, false}, {"socket", socket(t), true},
	} {
		if got := isPipe(tt.in); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// socket is a connection as a file: what Node gives to its children in the place of a pipe.
func socket(t *testing.T) *os.File {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	file, err := conn.(*net.TCPConn).File()
	if err != nil {
		t.Skipf("no connection as a file here: %v", err)
	}
	t.Cleanup(func() { _ = file.Close() })
	return file
}

package node_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// soon is more than a server takes to see that it is alone, on a busy machine.
const soon = 30 * time.Second

// parent is a program that has started a server.
type parent struct {
	*exec.Cmd
	stdin  io.Writer
	server string // its address
}

var shownURL = regexp.MustCompile(`http://([\d.]+:\d+)`)

// startParent runs a program in a project and waits until it prints where its server is.
func startParent(t *testing.T, folder string, environ []string, name string, args ...string) *parent {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), wholeTime)
	t.Cleanup(cancel)
	p := &parent{Cmd: exec.CommandContext(ctx, name, args...)}
	p.Dir, p.Env = folder, environment(environ...)
	var log strings.Builder
	p.Stderr = &log
	p.WaitDelay = soon // for a server that holds its streams
	var err error
	if p.stdin, err = p.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() })
	for lines := bufio.NewReader(out); p.server == ""; {
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatalf("%s %s does not say where its server is: %v\n%s", name, strings.Join(args, " "), err, log.String())
		}
		if found := shownURL.FindStringSubmatch(line); found != nil {
			p.server = found[1]
		}
	}
	conn, err := net.Dial("tcp", p.server)
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.Close()
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return p
}

// serverEnds waits until nobody listens any more where the server was.
func (p *parent) serverEnds(t *testing.T) {
	t.Helper()
	late := time.After(soon)
	ticks := time.NewTicker(20 * time.Millisecond)
	defer ticks.Stop()
	for {
		conn, err := net.Dial("tcp", p.server)
		if err != nil {
			return
		}
		_ = conn.Close()
		select {
		case <-ticks.C:
		case <-late:
			t.Fatalf("the server is there %v after its parent has ended", soon)
		}
	}
}

// A server ends with the process that has started it, however that ends.
func TestServerEndsWithItsParent(t *testing.T) {
	t.Parallel()
	folder := project(t)
	for _, how := range []string{"exit", "crash", "abort", "end"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			p := startParent(t, folder, nil, "node", "parent.mjs")
			if _, err := io.WriteString(p.stdin, how+"\n"); err != nil {
				t.Fatal(err)
			}
			p.serverEnds(t)
			if err := p.Wait(); (err == nil) != (how == "end") {
				t.Errorf("the parent ends with %v", err)
			}
		})
	}
	if runtime.GOOS == "windows" {
		return
	}
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGKILL} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			p := startParent(t, folder, nil, "node", "parent.mjs")
			if err := p.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			p.serverEnds(t)
		})
	}
}

// The launcher hands on signals and exit codes, and the server does not outlive it, nor npx.
func TestLauncher(t *testing.T) {
	t.Parallel()
	folder := project(t)
	launcher := filepath.Join(folder, "node_modules/.bin/chatdouble")
	if _, err := run(folder, nil, launcher, "nonsense"); exitCode(err) != 2 {
		t.Errorf("chatdouble nonsense ends with %v, want exit code 2", err)
	}
	if out, err := run(folder, npmSettings("http://127.0.0.1:1"), "npx", "chatdouble", "exec", "--log-level", "error", "--", "node", "-e", "process.exit(process.env.CHATDOUBLE_ADMIN_URL ? 3 : 4)"); exitCode(err) != 3 {
		t.Errorf("npx chatdouble exec ends with %v and prints %s, want exit code 3", err, out)
	}
	if runtime.GOOS == "windows" {
		return
	}
	for _, tt := range []struct {
		name   string
		signal os.Signal
		clean  bool // whether it exits with 0
		words  []string
	}{
		{"interrupt", os.Interrupt, true, []string{launcher}},
		{"terminate", syscall.SIGTERM, true, []string{launcher}},
		{"kill", syscall.SIGKILL, false, []string{launcher}},
		{"terminate npx", syscall.SIGTERM, false, []string{"npx", "chatdouble"}},
		{"kill npx", syscall.SIGKILL, false, []string{"npx", "chatdouble"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := startParent(t, folder, npmSettings("http://127.0.0.1:1"), tt.words[0], append(tt.words[1:], "--addr", "127.0.0.1:0")...)
			if err := p.Process.Signal(tt.signal); err != nil {
				t.Fatal(err)
			}
			p.serverEnds(t)
			if err := p.Wait(); tt.clean && err != nil {
				t.Errorf("the launcher ends with %v", err)
			}
		})
	}
}

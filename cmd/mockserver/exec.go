package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"

	"github.com/chatdouble/mockserver/internal/admin"
)

// Exit codes that a shell has for a command that it could not start.
const (
	exitCannotRun = 126
	exitNotFound  = 127
	exitSignal    = 128 // and the signal's number
)

// onFreePort lets the server listen on a free port of the loopback interface unless a flag or a
// variable says where. PORT does not: it is the command's, which may listen there itself.
func onFreePort(flags map[string][]string, environ []string) {
	if flags["addr"] == nil && variables(environ)["CHATDOUBLE_ADDR"] == "" {
		flags["addr"] = []string{"127.0.0.1:0"}
	}
}

// exec starts a server, runs a command that finds it in its environment, and ends as the command
// did. It prints nothing of its own unless something is wrong.
func (w *world) exec(s *settings, log *slog.Logger, args []string) error {
	lost := &unmatched{}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	orphaned := w.orphaned(ctx, s, nil)
	v, err := w.open(s, log, func(r admin.Request) { lost.note(r.Request.Method, r.Request.URL, r.Response.Reason) })
	if err != nil {
		return err
	}
	defer v.close()
	interrupts := w.interrupts()
	v.begin(slog.LevelDebug)
	v.watch(w.ticks)

	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = slices.Concat(w.environ, v.handed()) // of two with one name the last one counts
	cmd.Stdin, cmd.Stdout, cmd.Stderr = w.stdin, w.stdout, w.stderr
	code, err := runCommand(cmd, interrupts, orphaned, v.failed)
	if err != nil {
		return err
	}
	v.close() // nobody is answered any more, so nothing is added to what is told
	if !s.failOnUnmatched || lost.count == 0 {
		return &exitError{code: code}
	}
	if code == exitDone {
		code = exitFailed
	}
	return &exitError{code, lost.String()}
}

// runCommand runs a command to its end, hands it the signals that come, and returns the code to exit
// with. When this program is an orphan, the command is asked to end. When a door fails, the command is killed: it would wait for answers that cannot come.
func runCommand(cmd *exec.Cmd, interrupts <-chan os.Signal, orphaned <-chan string, failed <-chan error) (code int, err error) {
	typed := isTerminal(cmd.Stdin)
	if err := cmd.Start(); err != nil {
		return 0, cannotRun(cmd.Args[0], err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			return codeOf(cmd, err)
		case signal := <-interrupts:
			if typed && signal == os.Interrupt {
				continue // Ctrl-C reaches all that the terminal runs; twice would end many at once
			}
			hand(cmd, signal)
		case <-orphaned:
			hand(cmd, syscall.SIGTERM)
		case err := <-failed:
			_ = cmd.Process.Kill()
			<-ended
			return 0, fmt.Errorf("accepting connections: %w", err)
		}
	}
}

func hand(cmd *exec.Cmd, signal os.Signal) {
	if cmd.Process.Signal(signal) != nil {
		_ = cmd.Process.Kill() // Windows knows no other signal
	}
}

// codeOf is the code of a command that has ended, as a shell has it.
func codeOf(cmd *exec.Cmd, err error) (int, error) {
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return 0, fmt.Errorf("running %q: %w", cmd.Args[0], err)
	}
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return exitSignal + int(status.Signal()), nil
	}
	return cmd.ProcessState.ExitCode(), nil
}

func cannotRun(name string, err error) error {
	code, why := exitCannotRun, err
	var named *exec.Error
	if errors.As(err, &named) {
		why = named.Err
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		why = path.Err
	}
	if errors.Is(err, exec.ErrNotFound) {
		why = errors.New("there is no program of that name in PATH")
	}
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
		code = exitNotFound
	}
	text := fmt.Sprintf("cannot run %q: %v", name, why)
	if strings.Contains(name, " ") {
		text += "; a line for a shell is run by: exec -- sh -c " + alwaysQuote(name)
	}
	return &exitError{code, text}
}

// isTerminal tells whether somebody types what is read.
func isTerminal(in io.Reader) bool {
	file, ok := in.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull) // a device too
	return err != nil || !os.SameFile(info, null)
}

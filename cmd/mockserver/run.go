package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/buildinfo"
	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/server"
)

// world is all that the program sees of its surroundings.
type world struct {
	args    []string // without the program's name
	environ []string // as os.Environ has it
	stdin   io.Reader
	stdout  io.Writer
	stderr  io.Writer

	program    func() string                        // what a person types to start this program; empty when a person cannot
	interrupts func() <-chan os.Signal              // called once there is something to stop
	ticks      func(time.Duration) <-chan time.Time // when to look again at what tells nothing by itself
	parentGone func() func() bool                   // begins to watch the parent; called with --exit-with-parent alone
}

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitWrong  = 2 // called wrongly
)

// usageError says that the program was called wrongly.
type usageError struct{ text string }

func (e *usageError) Error() string { return e.text }

func wrong(format string, args ...any) error { return &usageError{fmt.Sprintf(format, args...)} }

// exitError ends the program with a code of its own.
type exitError struct {
	code int
	text string // empty when there is nothing to say
}

func (e *exitError) Error() string { return e.text }

// run does what the command line asks for and returns the exit code.
func run(w *world) int {
	err := w.run()
	if err == nil {
		return exitDone
	}
	var exit *exitError
	if errors.As(err, &exit) {
		if exit.text != "" {
			fmt.Fprintf(w.stderr, "chatdouble: %s\n", exit.text)
		}
		return exit.code
	}
	var bad *problems
	if errors.As(err, &bad) {
		fmt.Fprintln(w.stderr, bad)
		return exitFailed
	}
	fmt.Fprintf(w.stderr, "chatdouble: %v\n", err)
	var usage *usageError
	if errors.As(err, &usage) {
		return exitWrong
	}
	return exitFailed
}

func (w *world) run() error {
	line, err := parseLine(w.args)
	if err != nil {
		return err
	}
	switch {
	case line.help:
		return w.writeHelp(line.words)
	case line.version:
		return w.version(nil)
	}
	cmd, err := findCommand(line.words)
	if err != nil {
		return err
	}
	args := line.words[min(len(line.words), len(strings.Fields(cmd.name))):]
	if len(args) < cmd.least || len(args) > cmd.most {
		return wrong("%s takes %s; it was given %s", cmd.name, cmd.takes(), listed(args))
	}
	if cmd.plain != nil {
		return cmd.plain(w, args)
	}
	for i := range reference {
		if row := &reference[i]; row.only != "" && row.only != cmd.name && line.flags[row.name] != nil {
			return wrong("--%s is for %s alone", row.name, row.only)
		}
	}
	if cmd.name == "exec" {
		onFreePort(line.flags, w.environ)
	}
	s, err := readSettings(line.flags, w.environ)
	if err != nil {
		return err
	}
	log := newLogger(w.stderr, s)
	for _, name := range unknownVariables(w.environ) {
		near := meantBy(name)
		log.Warn("unknown variable in the environment", "name", name, "nearest", near.variable(), "takes", near.accepts)
	}
	return cmd.do(w, s, log, args)
}

func (w *world) version([]string) error {
	_, err := fmt.Fprintf(w.stdout, "chatdouble %s %s %s/%s\n", buildinfo.Version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

func (w *world) schema([]string) error {
	_, err := w.stdout.Write(fixture.Schema(&server.File{}))
	return err
}

func newLogger(out io.Writer, s *settings) *slog.Logger {
	options := &slog.HandlerOptions{Level: s.logLevel}
	if s.logFormat == "json" {
		return slog.New(slog.NewJSONHandler(out, options))
	}
	return slog.New(slog.NewTextHandler(out, options))
}

// count says how many there are of something that gets an s when there is not just one.
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

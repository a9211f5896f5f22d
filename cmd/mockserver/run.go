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
	"github.com/chatdouble/mockserver/internal/nearest"
)

// world is all that the program sees of its surroundings.
type world struct {
	args    []string // without the program's name
	environ []string // as os.Environ has it
	stdin   io.Reader
	stdout  io.Writer
	stderr  io.Writer

	program    func() string                        // what a person types to start this program
	interrupts func() <-chan os.Signal              // called once there is something to stop
	ticks      func(time.Duration) <-chan time.Time // for --watch
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
	if line.help {
		return writeHelp(w.stdout)
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
		return cmd.plain(w)
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
		known, _ := nearest.Word(name, variableNames())
		log.Warn("unknown variable in the environment", "name", name, "nearest", known)
	}
	return cmd.do(w, s, log, args)
}

// command is one thing that the program can do.
type command struct {
	name        string
	args        string // as the help shows them
	least, most int    // how many arguments it takes
	meaning     string

	do    func(*world, *settings, *slog.Logger, []string) error
	plain func(*world) error // in the place of do, for a command that no setting changes
}

const anyNumber = 1 << 30

// commands lists them in the order of the help. The first is the default. It is a function because
// the help, which is one of them, lists them too.
func commands() []command {
	return []command{
		{name: "serve", meaning: "answer requests; done when no command is given", do: (*world).serve},
		{name: "healthcheck", meaning: "exit 0 when the server that has these settings is ready, else 1", do: (*world).healthcheck},
		{name: "exec", args: "-- COMMAND [ARG]...", least: 1, most: anyNumber, meaning: "run COMMAND beside a server on a free port and exit as it does; below is what it finds in its environment", do: (*world).exec},
		{name: "sign", args: "URL", least: 1, most: 1, meaning: "print the URL of a ZIM call with its signature", do: (*world).sign},
		{name: "fixtures check", args: "[PATH]...", most: anyNumber, meaning: "check fixtures without serving them: PATH as for --fixtures, several as one", do: (*world).checkFixtures},
		{name: "fixtures schema", meaning: "print the JSON Schema of fixtures", plain: (*world).schema},
		{name: "version", meaning: "print the version", plain: (*world).version},
		{name: "help", most: anyNumber, meaning: "print this", plain: func(w *world) error { return writeHelp(w.stdout) }},
	}
}

func (c *command) takes() string {
	switch c.most {
	case 0:
		return "no arguments"
	case 1:
		return "one argument, " + c.args
	}
	return c.args
}

func listed(args []string) string {
	if len(args) == 0 {
		return "nothing"
	}
	return strings.Trim(fmt.Sprintf("%q", args), "[]")
}

// findCommand returns the command that the words begin with.
func findCommand(words []string) (command, error) {
	all := commands()
	if len(words) == 0 {
		return all[0], nil
	}
	var names []string
	for _, c := range all {
		first, second, _ := strings.Cut(c.name, " ")
		names = append(names, first)
		if words[0] == first && (second == "" || len(words) > 1 && words[1] == second) {
			return c, nil
		}
	}
	if words[0] == "fixtures" {
		return command{}, wrong("fixtures is followed by check or schema")
	}
	return command{}, wrong("there is no command %q; %s", words[0], meant(words[0], names))
}

func (w *world) version() error {
	_, err := fmt.Fprintf(w.stdout, "chatdouble %s %s %s/%s\n", buildinfo.Version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

func (w *world) schema() error {
	_, err := w.stdout.Write(fixture.Schema())
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

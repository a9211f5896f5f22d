// Command sidebyside measures the real chatdouble program beside a bare net/http server that
// writes the same bytes, both in one run and in turns, and prints the ratios.
//
//	go run ./internal/sidebyside
//
// The machine's speed, and what else runs on it, is in both figures and so not in the ratio. All
// traffic stays on the loopback interface. It ends by itself, after about four minutes.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/sidebyside/load"
)

// asBare is the hidden argument that makes this program the bare server.
const asBare = "bare-server"

func main() {
	if len(os.Args) == 2 && os.Args[1] == asBare {
		exit(serveBare(os.Stdin, os.Stdout))
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

func exit(err error) {
	var usage usageError
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return
	case errors.As(err, &usage):
		fmt.Fprintln(os.Stderr, "sidebyside:", err)
		os.Exit(2)
	default:
		fmt.Fprintln(os.Stderr, "sidebyside:", err)
		os.Exit(1)
	}
}

// usageError says that the program was called wrongly.
type usageError struct{ error }

type settings struct {
	duration    time.Duration
	connections int
	cases       []string
	binary      string
}

func parse(args []string, stderr io.Writer) (settings, error) {
	s := settings{}
	names := caseNames()
	set := flag.NewFlagSet("sidebyside", flag.ContinueOnError)
	set.SetOutput(stderr)
	set.DurationVar(&s.duration, "duration", 20*time.Second, "how long each page is measured, both servers together")
	set.IntVar(&s.connections, "connections", 64, "how many connections ask at the same time")
	list := set.String("cases", strings.Join(names, ","), "what to measure")
	set.StringVar(&s.binary, "binary", "", "a chatdouble that is built already, to measure in place of ./cmd/mockserver")
	if err := set.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return s, err
		}
		return s, usageError{err}
	}
	s.cases = strings.Split(*list, ",")
	for _, name := range s.cases {
		if !slices.Contains(names, name) {
			return s, usageError{fmt.Errorf("-cases has %q; it takes a list of %s", name, strings.Join(names, ", "))}
		}
	}
	switch {
	case set.NArg() > 0:
		return s, usageError{fmt.Errorf("%q is left over; there are only flags", set.Arg(0))}
	case s.duration < time.Second:
		return s, usageError{fmt.Errorf("-duration is %v; it must be at least 1s", s.duration)}
	case s.connections < 1 || s.connections > 10_000:
		return s, usageError{fmt.Errorf("-connections is %d; it must be from 1 to 10000", s.connections)}
	}
	return s, nil
}

// run measures what the arguments ask for.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	s, err := parse(args, stderr)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "sidebyside")
	if err != nil {
		return fmt.Errorf("making a folder for the program: %w", err)
	}
	defer os.RemoveAll(dir)
	step := progress(stderr)
	defer step("")
	step("building ./cmd/mockserver")
	b, err := newBench(ctx, dir, s)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "chatdouble beside a bare net/http server: %s/%s, %s, %d CPUs; %s\n",
		runtime.GOOS, runtime.GOARCH, runtime.Version(), runtime.NumCPU(), b.text)
	if err := b.measurePages(ctx, stdout, step, pages, "measured.yaml", load.Fixture()); err != nil {
		return err
	}
	if err := b.measurePages(ctx, stdout, step, talks, "talks.json", load.Talks(messages)); err != nil {
		return err
	}
	if slices.Contains(s.cases, startCase) {
		return b.measureStart(ctx, stdout, step)
	}
	return nil
}

// progress returns a function that shows what is being done, in one line that the next one
// overwrites, when w is a terminal.
func progress(w io.Writer) func(string) {
	f, ok := w.(*os.File)
	if !ok {
		return func(string) {}
	}
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return func(string) {}
	}
	return func(doing string) { fmt.Fprintf(f, "\r\x1b[K%s", doing) }
}

package main

import (
	"fmt"
	"io"
	"slices"

	"github.com/chatdouble/mockserver/fixtures"
	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/server"
)

// stdinPath stands for stdin among the paths of fixtures.
const stdinPath = "-"

// origin is where the fixtures come from. It can be read again and again.
type origin struct {
	paths  []string
	inline string
	stdin  io.Reader
	kept   []fixture.Source // what stdin held: it can be read only once
}

func (w *world) origin(s *settings) *origin {
	return &origin{paths: s.fixtures, inline: s.fixturesYAML, stdin: w.stdin}
}

// isBuiltIn reports whether nothing was given.
func (o *origin) isBuiltIn() bool { return len(o.paths) == 0 && o.inline == "" }

// read reads everything, in the order in which it is merged. With nothing given it is the fixture
// that is built in.
func (o *origin) read() ([]fixture.Source, error) {
	var all []fixture.Source
	for _, path := range o.paths {
		if path == stdinPath && o.kept != nil {
			all = append(all, o.kept...)
			continue
		}
		sources, err := fixture.Read(path, o.stdin)
		if err != nil {
			return nil, err
		}
		if path == stdinPath {
			o.kept = sources
		}
		all = append(all, sources...)
	}
	if o.inline != "" {
		all = append(all, fixture.Source{Name: "CHATDOUBLE_FIXTURES_YAML", Data: []byte(o.inline)})
	}
	if o.isBuiltIn() {
		all = []fixture.Source{{Name: "default.yaml", Data: fixtures.Default}}
	}
	return all, nil
}

// load reads and checks everything.
func (o *origin) load() (*server.File, error) {
	sources, err := o.read()
	if err != nil {
		return nil, err
	}
	file, err := server.LoadFile(sources...)
	if err != nil {
		return nil, firstProblem(err)
	}
	return file, nil
}

// firstProblem makes one sentence of an error that has a line for every problem of the fixtures.
func firstProblem(err error) error {
	all := linesOf(err)
	if len(all) == 1 {
		return err
	}
	return fmt.Errorf("%s; and %s: the command \"fixtures check\" lists them all", all[0], count(len(all)-1, "more problem"))
}

// linesOf are the lines of an error, or of several that are joined.
func linesOf(err error) (all []string) {
	switch e := err.(type) {
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			all = append(all, linesOf(one)...)
		}
		return all
	case interface{ Lines() []string }:
		return e.Lines()
	}
	return []string{err.Error()}
}

func same(a, b []fixture.Source) bool {
	return slices.EqualFunc(a, b, func(a, b fixture.Source) bool {
		return a.Name == b.Name && string(a.Data) == string(b.Data)
	})
}

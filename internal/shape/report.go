package shape

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// MaxProblems is how many problems are told at once. More would scroll the first ones away.
const MaxProblems = 20

// Report collects what is wrong with sources that are read together. The zero value has none.
type Report struct {
	sources  []source // Place.Source counts from 1
	read     *Tree    // of the one that was read again last, to look for a place
	readOf   int32
	problems []Problem
	unsaid   int // problems beyond MaxProblems
}

type source struct {
	name string
	text []byte
}

// Problem is one thing that is wrong.
type Problem struct {
	Place
	Text string // one line, never with a key or a secret
}

// Source adds a source, whose name messages show, and returns its place. One without a name is called by its lines alone.
func (r *Report) Source(name string, text []byte) Place {
	r.sources = append(r.sources, source{name, text})
	return Place{Source: int32(len(r.sources))}
}

// Add notes a problem. at is nowhere only if there is no source at all.
func (r *Report) Add(at Place, format string, args ...any) {
	if r.Full() {
		r.unsaid++
		return
	}
	r.problems = append(r.problems, Problem{r.exact(at), HideKeys(fmt.Sprintf(format, args...))})
}

// Full tells that further problems are only counted, so their texts need no effort.
func (r *Report) Full() bool { return len(r.problems) >= MaxProblems }

// Clean tells that there is no problem.
func (r *Report) Clean() bool { return len(r.problems) == 0 }

// Where writes a place as people and editors read it: name:line.
func (r *Report) Where(at Place) string {
	at = r.exact(at)
	if at == (Place{}) {
		return "an earlier place" // of what was made in Go
	}
	name := r.sources[at.Source-1].name
	if name == "" {
		return fmt.Sprintf("line %d", at.Line)
	}
	if at.Line == 0 {
		return name
	}
	return fmt.Sprintf("%s:%d", name, at.Line)
}

// Problems lists those that are told in the order of the sources and their lines, and says how many more there are.
func (r *Report) Problems() (told []Problem, more int) {
	slices.SortStableFunc(r.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return r.problems, r.unsaid
}

// Err is nil, or an error with one line per problem in the order of the sources and their lines.
func (r *Report) Err() error {
	problems, more := r.Problems()
	if len(problems) == 0 {
		return nil
	}
	var lines []string
	for _, p := range problems {
		lines = append(lines, r.Where(p.Place)+": "+p.Text)
	}
	if more > 0 {
		last := problems[len(problems)-1]
		lines = append(lines, fmt.Sprintf("%s: and %d more problems", r.sources[last.Source-1].name, more))
	}
	return errors.New(strings.Join(lines, "\n"))
}

// Pointer is the JSON pointer of what stands at the place of a problem, or of the nearest that holds it. ok is false
// when the place has no line, or its source cannot be read.
func (r *Report) Pointer(at Place) (pointer string, ok bool) {
	t := r.tree(at.Source)
	if t == nil || at.Line == 0 {
		return "", false
	}
	pointer = t.Pointer(at)
	if at.Member != "" { // which is missing
		pointer += "/" + EscapeStep(at.Member)
	}
	return pointer, true
}

// tree reads a source again, one that could be read before; nil when there is none.
func (r *Report) tree(source int32) *Tree {
	if source < 1 || int(source) > len(r.sources) {
		return nil
	}
	if r.read == nil || r.readOf != source {
		r.read, _ = Parse(r.sources[source-1].text, MaxSize)
		r.readOf = source
	}
	return r.read
}

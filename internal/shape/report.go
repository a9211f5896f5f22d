package shape

import (
	"cmp"
	"fmt"
	"net/url"
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
	problems []problem
	unsaid   int // problems beyond MaxProblems
}

type source struct {
	name string
	text []byte
}

// problem is one thing that is wrong, in one line that never has a key or a secret.
type problem struct {
	Place
	name   string // of what is wrong; empty when the detail is a sentence by itself
	detail string
}

// Source adds a source, whose name messages show, and returns its place. One without a name is called by its lines alone.
func (r *Report) Source(name string, text []byte) Place {
	r.sources = append(r.sources, source{name, text})
	return Place{Source: int32(len(r.sources))}
}

// Add notes a problem. at is nowhere only if there is no source at all.
func (r *Report) Add(at Place, format string, args ...any) { r.Wrong(at, "", format, args...) }

// Wrong notes what is wrong with a member, in words that follow its name.
func (r *Report) Wrong(at Place, name, format string, args ...any) {
	if r.Full() {
		r.unsaid++
		return
	}
	r.problems = append(r.problems, problem{r.exact(at), HideKeys(name), HideKeys(fmt.Sprintf(format, args...))})
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

// Problems lists those that are told in the order of the sources and their lines, and says how many more there are. A
// pointer is a URI fragment.
func (r *Report) Problems() (told []MemberError, more int) {
	for _, p := range r.sorted() {
		pointer, ok := r.pointer(p.Place)
		if ok {
			pointer = HideKeys("#" + (&url.URL{Fragment: pointer}).EscapedFragment())
		}
		e := Wrong(pointer, p.name, p.detail)
		e.Line = int(p.Line)
		told = append(told, e)
	}
	return told, r.unsaid
}

func (r *Report) sorted() []problem {
	slices.SortStableFunc(r.problems, func(a, b problem) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return r.problems
}

// lines is an error with a line for each thing that is wrong.
type lines []string

func (l lines) Error() string { return strings.Join(l, "\n") }

// Lines are the lines of the error, for who tells only some.
func (l lines) Lines() []string { return l }

// Err is nil, or an error with one line per problem in the order of the sources and their lines. Its method Lines has them.
func (r *Report) Err() error {
	problems := r.sorted()
	if len(problems) == 0 {
		return nil
	}
	var all lines
	for _, p := range problems {
		all = append(all, r.Where(p.Place)+": "+sentence(p.name, p.detail))
	}
	if r.unsaid > 0 {
		last := problems[len(problems)-1]
		all = append(all, fmt.Sprintf("%s: and %d more problems", r.sources[last.Source-1].name, r.unsaid))
	}
	return all
}

// pointer is the JSON pointer of what stands at the place of a problem, or of the nearest that holds it. ok is false
// when the place has no line, or its source cannot be read.
func (r *Report) pointer(at Place) (pointer string, ok bool) {
	if at.Line == 0 {
		return "", false
	}
	t := r.tree(at.Source)
	if t == nil {
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

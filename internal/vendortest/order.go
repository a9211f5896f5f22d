package vendortest

import (
	"maps"
	"slices"

	"github.com/chatdouble/mockserver/internal/shape"
)

// way is how a code is caused.
type way struct {
	example
	what  string
	code  string
	path  []*shape.Field // of a slip: the member, behind those that it stands in
	level level
	world *Case // in a world of its own; nil: in any
}

// level is what a code is said of. What is wrong with a whole call comes before what is wrong with an item, and that before
// that all items failed.
type level int

const (
	ofCall level = iota
	ofItem
	ofAll
)

func levelIn(a answer, code string) level {
	switch {
	case slices.Contains(a.codes[1:], code):
		return ofItem
	case len(a.codes) > 1:
		return ofAll
	}
	return ofCall
}

// How many ways to cause a code are tried with those of the others.
const (
	mostSlips = 2
	mostCases = 3
)

// keepWay keeps a way that has caused its code, unless there are enough or the last of them changes the same member.
func (w *walker) keepWay(by *way, a answer) {
	if w.op.Order == nil || !a.has(by.code) {
		return
	}
	most := mostCases
	if by.path != nil {
		most = mostSlips
	}
	for _, other := range w.ways {
		if other.code != by.code || (other.path == nil) != (by.path == nil) {
			continue
		}
		if most--; most == 0 || by.path != nil && by.path[0] == other.path[0] {
			return
		}
	}
	by.level = levelIn(a, by.code)
	w.ways = append(w.ways, by)
}

// inOrder causes codes in pairs: the one that comes first in the order is answered, and the other is not.
func (w *walker) inOrder() {
	w.Helper()
	if w.op.Order == nil {
		return
	}
	w.moreWays()
	for _, a := range w.ways {
		if a.world != nil {
			w.inWorld(a)
			continue
		}
		for _, b := range w.ways {
			if b.world == nil && w.before(a, b) {
				w.pair(a, b)
			}
		}
	}
}

// moreWays are the cases.
func (w *walker) moreWays() {
	for i := range w.Cases {
		c := &w.Cases[i]
		by := &way{what: "case", code: c.Code, example: *w.example(c.In)}
		by.twice = c.Twice
		if !slices.Contains(w.op.Order, c.Code) {
			continue
		}
		if c.Quotas == nil && c.Before == nil {
			w.keepWay(by, w.ask(by.what, by.of(w.op)))
		} else if !slices.ContainsFunc(w.ways, func(o *way) bool { return o.code == c.Code && o.world == nil }) {
			by.world = c
			w.ways = append(w.ways, by)
		}
	}
}

// inWorld pairs a way that needs a world with those that need none.
func (w *walker) inWorld(a *way) {
	w.Helper()
	world, state := w.world, w.state
	defer func() { w.world, w.state = world, state }()
	quotas := maps.Clone(a.world.Quotas)
	for _, limit := range w.op.Limits {
		if quotas != nil && w.Fixed[limit.Quota] == 0 {
			quotas[limit.Quota] = 1000
		}
	}
	w.enter(w.Open(w, quotas))
	if a.world.Before != nil {
		a.world.Before(w, w.world)
		w.keep()
	}
	alone := w.ask(a.what, a.of(w.op))
	if !alone.has(a.code) {
		return
	}
	a.level = levelIn(alone, a.code)
	for _, b := range w.ways {
		switch {
		case b.world != nil || b.code == a.code:
		case w.before(a, b):
			w.pair(a, b)
		default:
			w.pair(b, a)
		}
	}
}

// before reports whether a code is looked for before another one.
func (w *walker) before(a, b *way) bool {
	if a.level != b.level {
		return a.level < b.level
	}
	return slices.Index(w.op.Order, a.code) < slices.Index(w.op.Order, b.code)
}

// pair asks for both, the first of which counts.
func (w *walker) pair(first, second *way) {
	w.Helper()
	if first.code == second.code || w.touches(first, second) || w.touches(second, first) {
		return
	}
	if first.level == ofItem && (second.level == ofAll || first.twice || second.twice) {
		return // it is other items that have the codes, or the same
	}
	both := first.example
	both.in, both.puts = maps.Clone(first.example.in), maps.Clone(first.puts)
	both.twice = first.twice || second.twice
	if both.in == nil {
		both.in = Args{}
	}
	if both.puts == nil {
		both.puts = map[*shape.Field]any{}
	}
	maps.Copy(both.in, second.example.in)
	maps.Copy(both.puts, second.puts)
	what := first.what + " (" + first.code + ") and " + second.what + " (" + second.code + ")"
	if a := w.ask(what, both.of(w.op)); !a.has(first.code) || a.has(second.code) {
		w.Errorf("%s: %q (%s), although the order has %s first", what, a.codes, a.Reason(), first.code)
	}
}

// touches reports whether a way says something of what another one changes, or of what that stands in.
func (w *walker) touches(a, b *way) bool {
	changed := slices.Collect(maps.Keys(b.example.in))
	for _, f := range b.path {
		changed = append(changed, f.Name)
	}
	for name := range a.example.in {
		if slices.ContainsFunc(changed, func(other string) bool { return other == name || holds(w.op.In, name, other) }) {
			return true
		}
	}
	return a.path != nil && slices.Contains(b.path, a.path[len(a.path)-1])
}

// holds reports whether a member of a struct holds another one.
func holds(in *shape.Struct, member, other string) bool {
	for i := range in.Fields {
		f := &in.Fields[i]
		if inner := innerOf(f); inner != nil && (f.Name == member && inner.Field(other) != nil || holds(inner, member, other)) {
			return true
		}
	}
	return false
}

package shape

import (
	"cmp"
	"fmt"
	"reflect"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/chatdouble/mockserver/internal/nearest"
)

// Reader puts one source into a struct, as its tags say. What does not fit is reported and left out, so one look at a
// source finds all that is wrong with it. The work is in proportion to the length of the source.
type Reader struct {
	*Report
	Lenient reflect.Type               // the struct whose members may all be missing
	Room    func(t *Field, n int) bool // asked before a list is read whether there is room for so many items
	Hint    func(name string) string   // the member that is meant by a name that no member is like
	Words   Words

	tree   *Tree
	source int32
	// body says that the source is the JSON of a call: problems are read behind the member's name, null is the same
	// as leaving out, and free data stays as it is written.
	body bool

	sets   map[Set]*Set                   // those that structs have got
	keep   func(pointer string, at Place) // of the Keeper around
	within string                         // the pointer within it
}

// NewReader reads a source of a report.
func NewReader(r *Report, source Place, t *Tree) *Reader {
	return &Reader{Report: r, source: source.Source, tree: t}
}

// Read puts the whole source into a struct that a pointer leads to.
func (d *Reader) Read(into any) { d.object(d.tree.root, reflect.ValueOf(into).Elem()) }

// Place is where the source begins.
func (d *Reader) Place() Place { return d.at(d.tree.root) }

func (d *Reader) at(n *yaml.Node) Place {
	return Place{Source: d.source, Line: int32(n.Line), Column: int32(n.Column)}
}

// mapping is the word for what has members.
func (d *Reader) mapping() string {
	if d.body {
		return "an object"
	}
	return "a mapping"
}

// object decodes a mapping, or the plain text that may stand for one, into a struct.
func (d *Reader) object(n *yaml.Node, v reflect.Value) {
	s := Of(v.Type())
	at := d.at(n)
	if k, ok := v.Addr().Interface().(Keeper); ok {
		outer, within := d.keep, d.within
		d.keep, d.within = k.Keep, ""
		defer func() { d.keep, d.within = outer, within }()
	}
	given := d.shared(Set{s, d.members(follow(n), at, s, v)})
	if noted, ok := v.Addr().Interface().(Noted); ok {
		noted.Note(at, given)
	}
}

// members decodes the members of a struct and says which there are.
func (d *Reader) members(n *yaml.Node, at Place, s *Struct, v reflect.Value) (bits uint64) {
	if f := s.short(); f != nil && n.Kind == yaml.ScalarNode && n.ShortTag() == f.plain() {
		d.member(n, f.In(v), f)
		return s.bit(s.Short)
	}
	if n.Kind != yaml.MappingNode || n.ShortTag() != "!!map" {
		d.wrongKind(at, s, n)
		return 0
	}
	for p := range d.pairs(n, s.noun()) {
		f := s.Field(p.key)
		if f == nil {
			d.unknown(p, s)
			continue
		}
		if d.body && isNothing(p.value) && !f.Given {
			continue
		}
		bits |= s.bit(f.Name)
		outer := d.within
		if d.keep != nil {
			d.within += "/" + f.Name
			d.keep(d.within, p.at)
		}
		d.member(p.value, f.In(v), f)
		d.within = outer
	}
	d.complete(bits, at, s, v)
	return bits
}

// complete tells which members are missing, and which are there and should not be.
func (d *Reader) complete(bits uint64, at Place, s *Struct, v reflect.Value) {
	for i := range s.Fields {
		f := &s.Fields[i]
		given := bits&(1<<i) != 0
		switch {
		case !given && f.Given && v.Type() != d.Lenient:
			d.missing(at, s, f, "", "")
		case f.OfType == "":
		case !given && s.needs(f, v):
			d.missing(at, s, f, " with the type "+f.OfType, fmt.Sprintf("; %s of type %s needs it", s.Is, f.OfType))
		case given && s.typeOf(v) != "" && s.typeOf(v) != f.OfType:
			there := at
			there.Member = f.Name
			d.Wrong(there, f.Name, "belongs to another type of %s; one of type %s has %s", s.noun(), s.typeOf(v), strings.Join(s.ofType(s.typeOf(v)), ", "))
		}
	}
}

// missing reports a member that is not there.
func (d *Reader) missing(at Place, s *Struct, f *Field, with, why string) {
	if !d.body {
		d.Add(at, "this %s has no %s; it is required%s", s.noun(), f.Name, with)
		return
	}
	at.Member = f.Name
	d.Add(at, "is missing%s", why)
}

// shared is the one set that says the same.
func (d *Reader) shared(s Set) *Set {
	if d.sets == nil {
		d.sets = map[Set]*Set{}
	}
	if d.sets[s] == nil {
		d.sets[s] = &s
	}
	return d.sets[s]
}

// wrongKind tells what should stand in the place of n.
func (d *Reader) wrongKind(at Place, s *Struct, n *yaml.Node) {
	if s.Short == "" {
		d.Wrong(at, s.Is, "must be %s, found %s", d.mapping(), d.found(n, s.keepsSecret()))
		return
	}
	advice := ""
	if s.short().plain() == "!!str" {
		advice = quoteAdvice(n)
	}
	d.Add(at, "expected %s, found %s%s", s.Is, d.found(n, s.keepsSecret()), advice)
}

// quoteAdvice is for a scalar that is not a text but may be meant as one.
func quoteAdvice(n *yaml.Node) string {
	if n.Kind == yaml.ScalarNode && !isNothing(n) {
		return "; put it in quotes"
	}
	return ""
}

func (d *Reader) unknown(p pair, s *Struct) {
	if d.Full() {
		d.Add(p.at, "")
		return
	}
	hint := s.Meant(p.key)
	if d.Hint != nil {
		if name := d.Hint(p.key); s.Field(name) != nil {
			hint = fmt.Sprintf("did you mean %q?", name)
		}
	}
	names := strings.Join(s.Names(), ", ")
	if d.body {
		d.Add(p.at, "is not known here; %s", cmp.Or(hint, "known are "+names))
		return
	}
	d.Add(p.at, "unknown field %s in %s; %s", Quote(p.key), s.noun(), cmp.Or(hint, "it has "+names))
}

// Meant asks for the member that a mistyped name is most like; empty when none is.
func (s *Struct) Meant(mistyped string) string {
	if name := nearest.Similar(mistyped, s.Names()); name != "" {
		return fmt.Sprintf("did you mean %q?", name)
	}
	return ""
}

// member decodes the value of one member of a struct.
func (d *Reader) member(n *yaml.Node, v reflect.Value, f *Field) {
	switch {
	case f.Type == timeType:
		d.time(n, v, f)
	case f.Type == jsonType:
		d.json(n, v, f)
	case f.Holds(reflect.Struct):
		d.object(n, v)
	case f.Holds(reflect.Slice):
		d.list(n, v, f)
	case f.Holds(reflect.String):
		d.text(n, v, f)
	case f.Type == textsType:
		d.texts(n, v, f)
	case f.Type == listsType:
		d.textLists(n, v, f)
	case f.Holds(reflect.Bool):
		d.truth(n, v, f)
	case f.Holds(reflect.Float64):
		d.decimal(n, v, f)
	default:
		d.whole(n, v, f)
	}
}

// list decodes a sequence. Nothing at all is an empty list: people comment the items out.
func (d *Reader) list(n *yaml.Node, v reflect.Value, f *Field) {
	at := d.at(n)
	n = follow(n)
	if isNothing(n) {
		return
	}
	if n.Kind != yaml.SequenceNode || n.ShortTag() != "!!seq" {
		secret := f.Secret || f.Lists(reflect.Struct) && Of(f.Type.Elem()).keepsSecret()
		d.Wrong(at, f.Name, "must be a list, found %s", d.found(n, secret))
		return
	}
	length := d.tree.length(n)
	if f.MaxItems > 0 && length > f.MaxItems {
		d.Wrong(at, f.Name, "has %d items; at most %d are accepted", length, f.MaxItems)
		return
	}
	if d.Room != nil && !d.Room(f, length) {
		return
	}
	// Of more items than the text can hold good ones not all are good, and then none is needed.
	keep := length
	if size := d.tree.size(n); size > 0 && f.Lists(reflect.Struct) {
		keep = min(length, size/Of(f.Type.Elem()).least()+1)
	}
	items := reflect.MakeSlice(f.Type, keep, keep)
	for i, item := range d.tree.items(n) {
		at := items.Index(min(i, keep-1))
		if f.Lists(reflect.String) {
			d.text(item, at, f)
			continue
		}
		d.object(item, at)
	}
	v.Set(items)
}

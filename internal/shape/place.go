package shape

import (
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// Place is where something stands: the number of the source, counted from 1, the line and the
// column. The zero place is nowhere.
//
// A place with a member is that member of the struct that stands there. Where the member itself stands is looked
// for when somebody must be told, see [Report]: to note it of every member would take more memory than the members.
type Place struct {
	Source, Line, Column int32
	Member               string
}

// Set is which members of a struct were given. Structs with the same ones share it.
type Set struct {
	of   *Struct
	bits uint64 // by the member's number
}

// Has tells whether a member was given. Of nil nothing was.
func (s *Set) Has(name string) bool { return s != nil && s.bits&s.of.bit(name) != 0 }

// With is the set with one more member of a struct.
func (s *Set) With(of *Struct, name string) *Set {
	with := Set{of: of}
	if s != nil {
		with = *s
	}
	with.bits |= of.bit(name)
	return &with
}

// Noted is a struct that wants to know where it stands, and which of its members were given.
type Noted interface{ Note(at Place, given *Set) }

// Keeper is a struct that wants to know where everything stands that it holds, by JSON pointers within it.
type Keeper interface {
	Keep(pointer string, at Place)
}

// exact is where the member of a place stands, or the place itself when it has none.
func (r *Report) exact(at Place) Place {
	if at.Member == "" {
		return at
	}
	begin := at
	begin.Member = ""
	t := r.tree(at.Source)
	if t == nil {
		return begin
	}
	n := t.find(t.root, at)
	if n == nil || n.Kind != yaml.MappingNode {
		return begin // a plain text that stands for a struct
	}
	d := Reader{Report: &Report{}, tree: t, source: at.Source}
	for p := range d.pairs(n, "") {
		if p.key == at.Member {
			return p.at
		}
	}
	return at // it is missing
}

// find finds the mapping, or what stands for it, that begins at a place.
func (t *Tree) find(n *yaml.Node, at Place) *yaml.Node {
	for n != nil {
		if n.Line == int(at.Line) && n.Column == int(at.Column) && n.Kind != yaml.SequenceNode {
			return follow(n)
		}
		var next *yaml.Node
		t.inside(n, func(part *yaml.Node) bool {
			if isAfter(part, at) {
				return false
			}
			next = part
			return true
		})
		n = next
	}
	return nil
}

// Pointer is the JSON pointer of what stands at a place in a tree, or of the nearest that holds
// it: "/users/0/uid".
func (t *Tree) Pointer(at Place) string {
	pointer := ""
	for n := t.root; n != nil && !starts(n, at); {
		var next *yaml.Node
		step := ""
		switch n.Kind {
		case yaml.MappingNode:
			for key, value := range t.members(n) {
				if isAfter(key, at) {
					break
				}
				next, step = value, key.Value
				if starts(key, at) {
					return pointer + "/" + EscapeStep(step)
				}
			}
		case yaml.SequenceNode:
			for i, item := range t.items(n) {
				if isAfter(item, at) {
					break
				}
				next, step = item, strconv.Itoa(i)
			}
		}
		if next != nil {
			pointer += "/" + EscapeStep(step)
		}
		n = next
	}
	return pointer
}

func starts(n *yaml.Node, at Place) bool {
	return n.Line == int(at.Line) && n.Column == int(at.Column) && n.Kind == yaml.ScalarNode
}

func isAfter(n *yaml.Node, at Place) bool {
	return n.Line > int(at.Line) || n.Line == int(at.Line) && n.Column > int(at.Column)
}

// made once: to make it costs thousands of bytes
var stepEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// EscapeStep writes a name as a part of a JSON pointer (RFC 6901, section 3).
func EscapeStep(name string) string { return stepEscapes.Replace(name) }

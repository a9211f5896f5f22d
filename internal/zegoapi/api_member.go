package zegoapi

import (
	"reflect"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/shape"
)

// reader reads what an action is asked with into a struct, as its tags say. It knows the rules required, enum, min,
// max, maxlen, maxbytes, maxitems and digits of [shape.Rule], the forms userid and roomid, and of its own the tags
//
//	long:"CODE"    the code of a text that is too long; else errInput, as for everything else that is wrong
//	many:"CODE"    the code of a list that is too long
//	quota:"batch"  how long a list may be is a setting of the app; looked at when everything else is right
//	wrong:"CODE"   a list with anything wrong in it spoils the item that it stands in alone
//	only:"A=2"     read only when the action's member A is 2
//	unless:"A"     not read when the action's list A has an item
//	in:"body"      never in the query
//
// A code may have ",assumed" behind it: no page says so, although the action's lists the code.
//
// What is too long, or no user id, in a struct that embeds [item] spoils that item alone; a type that is wrong, or a
// member that is missing, spoils the call.
type reader struct {
	members []member
	quotas  []int // the members whose length is a setting of the app
}

type member struct {
	shape.Field
	path              string // with what it stands in
	userID, roomID    bool
	inBody            bool
	long, many, wrong *codeError
	only              []int // the index of the action's member that has to be onlyIs; nil: always
	onlyIs            string
	unless            []int   // the index of the action's list that counts in its place when it has an item; nil: none does
	inner             *reader // of an object, or of the objects in a list
}

// item is embedded in what can be wrong alone.
type item struct{ bad *codeError }

// spoil keeps what is wrong first.
func (i *item) spoil(e *codeError) {
	if i.bad == nil {
		i.bad = e
	}
}

type spoilable interface{ spoil(*codeError) }

func readerOf(s *shape.Struct, within string, root *reader) *reader {
	r := &reader{}
	if root == nil {
		root = r
	}
	for i := range s.Fields {
		f := &s.Fields[i]
		m := member{
			Field: *f, path: within + f.Name, userID: hasForm(f, "userid"), roomID: hasForm(f, "roomid"), inBody: f.Tag.Get("in") == "body",
			long: codeOf(f, "long"), many: codeOf(f, "many"),
		}
		if f.Tag.Get("wrong") != "" {
			m.wrong = codeOf(f, "wrong")
		}
		if f.Tag.Get("quota") != "" {
			r.quotas = append(r.quotas, i)
		}
		if name, value, ok := strings.Cut(f.Tag.Get("only"), "="); ok {
			m.only, m.onlyIs = root.indexOf(name), value
		}
		if list := f.Tag.Get("unless"); list != "" {
			m.unless = root.indexOf(list)
		}
		if inner, list := innerOf(f); inner != nil {
			inside := "" // of an item its own place is said
			if !list {
				inside = m.path + "."
			}
			m.inner = readerOf(inner, inside, root)
		}
		r.members = append(r.members, m)
	}
	return r
}

// indexOf is where a member that has been read before stands.
func (r *reader) indexOf(name string) []int {
	return r.members[slices.IndexFunc(r.members, func(m member) bool { return m.Name == name })].Index
}

// innerOf is what an object, or the objects in a list, look like; nil when the member holds neither.
func innerOf(f *shape.Field) (inner *shape.Struct, list bool) {
	t := f.Type
	if list = t.Kind() == reflect.Slice; list {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil, list
	}
	return shape.Of(t), list
}

func hasForm(f *shape.Field, form string) bool {
	return slices.Contains(strings.Split(f.Tag.Get("rule"), ","), form)
}

// codeIn is the code that a tag names, else errInput, and what the tag says of it.
func codeIn(f *shape.Field, tag string) (e *codeError, how string) {
	text, how, _ := strings.Cut(f.Tag.Get(tag), ",")
	if text == "" {
		return errInput, how
	}
	if e = declared[text]; e == nil {
		panic("zegoapi: " + text + " is not declared")
	}
	return e, how
}

func codeOf(f *shape.Field, tag string) *codeError {
	e, _ := codeIn(f, tag)
	return e
}

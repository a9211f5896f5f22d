package zegoapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
)

// reader reads what an action is asked with into a struct, as its tags say. It knows the rules required, enum, max,
// maxlen, maxbytes and maxitems of [shape.Rule], the form userid, and of its own the tags
//
//	long:"CODE"    the code of a text that is too long; else errInput, as for everything else that is wrong
//	many:"CODE"    the code of a list that is too long
//	quota:"batch"  how long a list may be is a setting of the app; looked at when everything else is right
//	               with ",assumed" behind it: no page says so, although it lists the code
//	wrong:"CODE"   a list with anything wrong in it spoils the item that it stands in alone
//	only:"A=2"     read only when the action's member A is 2
//	in:"body"      never in the query
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
	userID, inBody    bool
	long, many, wrong *codeError
	only              []int // the index of the action's member that has to be onlyIs; nil: always
	onlyIs            int64
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
			Field: *f, path: within + f.Name, userID: isUserID(f), inBody: f.Tag.Get("in") == "body",
			long: codeOf(f, "long"), many: codeOf(f, "many"),
		}
		if f.Tag.Get("wrong") != "" {
			m.wrong = codeOf(f, "wrong")
		}
		if f.Tag.Get("quota") != "" {
			r.quotas = append(r.quotas, i)
		}
		if name, value, ok := strings.Cut(f.Tag.Get("only"), "="); ok {
			at := slices.IndexFunc(root.members, func(m member) bool { return m.Name == name })
			m.only, m.onlyIs = root.members[at].Index, int64(mustAtoi(value))
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

func isUserID(f *shape.Field) bool {
	return slices.Contains(strings.Split(f.Tag.Get("rule"), ","), "userid")
}

// codeIn is the code that a tag names, else errInput, and what the tag says of it.
func codeIn(f *shape.Field, tag string) (e *codeError, how string) {
	text, how, _ := strings.Cut(f.Tag.Get(tag), ",")
	if text == "" {
		return errInput, how
	}
	if e = declared[mustAtoi(text)]; e == nil {
		panic("zegoapi: " + text + " is not declared")
	}
	return e, how
}

func codeOf(f *shape.Field, tag string) *codeError {
	e, _ := codeIn(f, tag)
	return e
}

func mustAtoi(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		panic("zegoapi: " + err.Error())
	}
	return n
}

// read reads the parameters of a call.
func (r *reader) read(c *gateway.Call, into reflect.Value) error {
	if err := r.readFrom(source{call: c}, into, into); err != nil {
		return refusal(err)
	}
	for _, i := range r.quotas {
		m := &r.members[i]
		most, count := c.App.Quotas[m.Tag.Get("quota")], into.FieldByIndex(m.Index).Len()
		if count > most {
			return m.many.because("%s has %d items; this app allows %d (limits.%s)", m.path, count, most, m.Tag.Get("quota"))
		}
	}
	return nil
}

// refusal is what a call is refused with.
func refusal(err error) *codeError {
	var e *codeError
	if errors.As(err, &e) {
		return e
	}
	return errInput.because("%v", err)
}

func (r *reader) readFrom(s source, into, root reflect.Value) error {
	for i := range r.members {
		m := &r.members[i]
		if m.only != nil && root.FieldByIndex(m.only).Int() != m.onlyIs {
			continue
		}
		if err := m.read(s, into, root); err != nil {
			return err
		}
	}
	return nil
}

func (m *member) read(s source, into, root reflect.Value) error {
	to := into.FieldByIndex(m.Index)
	if m.Type.Kind() == reflect.Slice {
		err := m.readList(s, to, root)
		if err != nil && m.wrong != nil {
			into.Addr().Interface().(spoilable).spoil(m.wrong)
			return nil
		}
		return err
	}
	g, err := s.find(m.Name, m.inBody)
	if err != nil {
		return err
	}
	if m.Required && m.missing(s, g) {
		return m.absent(s)
	}
	if !g.is && !m.userID {
		return nil
	}
	if to.Kind() == reflect.Pointer {
		to.Set(reflect.New(m.Type))
		to = to.Elem()
	}
	switch m.Type.Kind() {
	case reflect.String:
		return m.readText(s, g, into, to)
	case reflect.Bool:
		if json.Unmarshal(g.raw, to.Addr().Interface()) != nil {
			return errors.New(m.path + " must be true or false")
		}
		return nil
	case reflect.Struct:
		members, err := g.object(m.path)
		if err != nil {
			return err
		}
		if m.Required && members == nil {
			return m.absent(s)
		}
		return m.inner.readFrom(source{members: members}, to, root)
	}
	n, err := m.number(g.digits())
	to.SetInt(n)
	return err
}

// missing reports whether what must be given is not. Of an item an empty text is one, and may be wrong.
func (m *member) missing(s source, g given) bool {
	if !g.is || m.Type.Kind() == reflect.Struct {
		return !g.is
	}
	return g.raw == nil && g.text == "" || string(g.raw) == `""` && !s.ofItem(m)
}

// ofItem reports whether a member stands in an object of a list.
func (s source) ofItem(m *member) bool { return s.call == nil && m.path == m.Name }

// absent says that a member is missing, and what a call has in its place.
func (m *member) absent(s source) error {
	switch {
	case s.call != nil:
		return errors.New(absent(s.call, m.Name))
	case s.ofItem(m):
		return errors.New(m.Name + " is missing")
	}
	return errors.New(m.path + " is missing or empty")
}

func (m *member) readText(s source, g given, into, to reflect.Value) error {
	text, err := g.string(m.path)
	if err != nil {
		return err
	}
	to.SetString(text)
	name := m.path
	if s.ofItem(m) {
		name = shownID(text)
	}
	wrong := m.wrongText(text, name)
	if wrong == nil {
		return nil
	}
	if of, ok := into.Addr().Interface().(spoilable); ok && s.ofItem(m) {
		of.spoil(wrong)
		return nil
	}
	return wrong
}

// wrongText is what a text is refused with, nil when it is good; id is what it is called as an id.
func (m *member) wrongText(text, id string) *codeError {
	switch {
	case m.userID && len(text) > maxUserID:
		return m.long.because("%s", whyNotID(id, text))
	case m.userID && !ValidUserID(text):
		return errInput.because("%s", whyNotID(id, text))
	case m.MaxBytes > 0 && len(text) > m.MaxBytes:
		return m.long.because("%s has %d bytes; at most %d are allowed", m.path, len(text), m.MaxBytes)
	case m.MaxLen > 0 && utf8.RuneCountInString(text) > m.MaxLen:
		return m.long.because("%s has %d characters; at most %d are allowed", m.path, utf8.RuneCountInString(text), m.MaxLen)
	}
	return nil
}

// number reads a whole number from 0 on, 0 when it is empty.
func (m *member) number(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	n, err := parseCount(text, m.path)
	switch {
	case m.Enum != nil:
		if err != nil || !slices.Contains(m.Enum, strconv.FormatInt(n, 10)) {
			return 0, errors.New(m.path + " is " + noneOf(m.Enum))
		}
	case err == nil && n > m.Max:
		return 0, fmt.Errorf("%s must be at most %d", m.path, m.Max)
	}
	return n, err
}

func noneOf(values []string) string {
	if len(values) == 2 {
		return "neither " + values[0] + " nor " + values[1]
	}
	return "none of " + strings.Join(values, ", ")
}

func (m *member) readList(s source, to, root reflect.Value) error {
	if m.inner == nil {
		texts, err := s.strings(m.Name)
		if err == nil {
			to.Set(reflect.ValueOf(texts))
			err = m.counted(s, len(texts))
		}
		return err
	}
	objects, err := s.objects(m.Name)
	if err == nil {
		err = m.counted(s, len(objects))
	}
	if err != nil {
		return err
	}
	list := reflect.MakeSlice(m.Type, len(objects), len(objects))
	for i, members := range objects {
		if err := m.inner.readFrom(source{members: members}, list.Index(i), root); err != nil {
			return fmt.Errorf("item %d of %s: %w", i+1, m.path, err)
		}
	}
	to.Set(list)
	return nil
}

// counted refuses a list that has too few items or too many.
func (m *member) counted(s source, count int) error {
	switch {
	case m.Required && count == 0:
		return m.absent(s)
	case m.MaxItems > 0 && count > m.MaxItems:
		return m.many.because("%s has %d items; at most %d are allowed", m.path, count, m.MaxItems)
	}
	return nil
}

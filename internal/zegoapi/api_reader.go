package zegoapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// read reads the parameters of a call. It returns what it cannot go on from; the rest is among what was found.
func (r *reader) read(c *gateway.Call, found *findings, into reflect.Value) error {
	if err := r.readFrom(source{call: c, found: found}, into, into); err != nil {
		return err
	}
	for _, i := range r.quotas {
		m := &r.members[i]
		most, count := c.App.Quotas[m.Tag.Get("quota")], into.FieldByIndex(m.Index).Len()
		if count > most {
			_ = found.add(m.many.because("%s has %d items; this app allows %d (limits.%s)", m.path, count, most, m.Tag.Get("quota")))
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
		if !m.counts(root) {
			continue
		}
		if err := m.read(s, into, root); err != nil {
			return err
		}
	}
	return nil
}

// counts reports whether a member is read, by those of the action that have been.
func (m *member) counts(root reflect.Value) bool {
	if m.only != nil && strconv.FormatInt(root.FieldByIndex(m.only).Int(), 10) != m.onlyIs {
		return false
	}
	return m.unless == nil || root.FieldByIndex(m.unless).Len() == 0
}

func (m *member) read(s source, into, root reflect.Value) error {
	to := into.FieldByIndex(m.Index)
	if m.Type.Kind() == reflect.Slice {
		if m.wrong == nil {
			return m.readList(s, to, root)
		}
		s.found = &findings{} // of the item, not of the call
		if m.readList(s, to, root) != nil || s.found.first != nil {
			into.Addr().Interface().(spoilable).spoil(m.wrong)
		}
		return nil
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
	return m.readValue(s, g, into, to, root)
}

// readValue reads what is given into the member to of a struct.
func (m *member) readValue(s source, g given, into, to, root reflect.Value) error {
	switch m.Type.Kind() {
	case reflect.String:
		return m.readText(s, g, into, to)
	case reflect.Bool:
		yes, err := g.bool(m.path)
		to.SetBool(yes)
		return err
	case reflect.Map:
		if json.Unmarshal(g.raw, to.Addr().Interface()) != nil {
			return errors.New(m.path + " is not an object of objects with numbers in them")
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
		return m.inner.readFrom(source{members: members, found: s.found}, to, root)
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
	if m.Digits {
		text, err = m.digits(g)
	}
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
	return s.found.add(wrong)
}

// digits reads a text of digits, in whose place a number may stand.
func (m *member) digits(g given) (string, error) {
	text := g.digits()
	_, err := parseCount(text, m.path)
	return text, err
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
	case m.roomID && !inRoomID.all(text):
		return errInput.because("%s", inRoomID.why(id, text))
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
	n, err := m.count(text)
	switch {
	case m.Enum != nil:
		if err != nil || !slices.Contains(m.Enum, strconv.FormatInt(n, 10)) {
			return 0, errors.New(m.path + " is " + noneOf(m.Enum))
		}
	case err == nil && n > m.Max:
		return 0, fmt.Errorf("%s must be at most %d", m.path, m.Max)
	case err == nil && n < m.Min:
		return 0, fmt.Errorf("%s must be at least %d", m.path, m.Min)
	}
	return n, err
}

// count reads a whole number: from 0 on, or from what the member may be at least.
func (m *member) count(text string) (int64, error) {
	digits, negative := strings.CutPrefix(text, "-")
	if !negative || m.Min >= 0 || m.Min == math.MinInt64 {
		return parseCount(text, m.path)
	}
	n, err := parseCount(digits, m.path)
	if err != nil || digits == "" || -n < m.Min {
		return 0, fmt.Errorf("%s is not a whole number from %d on", m.path, m.Min)
	}
	return -n, nil
}

func noneOf(values []string) string {
	if len(values) == 2 {
		return "neither " + values[0] + " nor " + values[1]
	}
	return "none of " + strings.Join(values, ", ")
}

func (m *member) readList(s source, to, root reflect.Value) error {
	if m.Type.Elem().Kind() == reflect.Int64 {
		return m.readNumbers(s, to)
	}
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
		if err := m.inner.readFrom(source{members: members, found: s.found}, list.Index(i), root); err != nil {
			return fmt.Errorf("item %d of %s: %w", i+1, m.path, err)
		}
	}
	to.Set(list)
	return nil
}

// readNumbers reads a list of whole numbers, which in a query have the forms of texts.
func (m *member) readNumbers(s source, to reflect.Value) error {
	texts, err := s.numbers(m.Name)
	if err == nil {
		err = m.counted(s, len(texts))
	}
	if err != nil {
		return err
	}
	numbers := make([]int64, len(texts))
	for i, text := range texts {
		if numbers[i], err = parseCount(text, m.path); err != nil || text == "" || numbers[i] < m.Min {
			return fmt.Errorf("item %d of %s is not a whole number from %d on", i+1, m.path, max(m.Min, 0))
		}
	}
	to.Set(reflect.ValueOf(numbers))
	return nil
}

// counted looks for a list that has too few items or too many.
func (m *member) counted(s source, count int) error {
	switch {
	case m.Required && count == 0:
		return m.absent(s)
	case m.MaxItems > 0 && count > m.MaxItems:
		return s.found.add(m.many.because("%s has %d items; at most %d are allowed", m.path, count, m.MaxItems))
	}
	return nil
}

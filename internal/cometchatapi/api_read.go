package cometchatapi

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
)

// special is the reader of members that need more than their type and their rule, by the tag check; nil when there
// is none.
func special(check string) func(f *form, m *shape.Field, into reflect.Value) {
	switch check {
	case "uid":
		return readUID
	case "lower":
		return readLower
	case "metadata":
		return readMetadata
	case "settings":
		return readSettings
	case "permissions":
		return readPermissions
	case "entries":
		return readEntries
	case "details":
		return readDetails
	case "named details":
		return readNamedDetails
	case "digits":
		return readDigits
	case "pinned":
		return readPinned
	case "edit":
		return readMessageEdit
	case "password":
		return readPassword
	case "members":
		return readMembers
	case "uploads":
		return readUploads
	}
	return ofMessages(check)
}

// formReader reads a body into a struct, and says what is wrong with it.
func formReader[In any](s *shape.Struct) func(*gateway.Call) (In, faulty) {
	return func(c *gateway.Call) (q In, _ faulty) {
		f := readForm(c)
		f.read(s, &q)
		return q, faulty{f.wrong, f.refused}
	}
}

// faulty is what is wrong with parameters: what has a code of its own counts when nothing else is wrong.
type faulty struct {
	wrong   []detail
	refused *codeError
}

// error is the refusal, nil when nothing is wrong. What has no code of its own has malformed, or ERR_BAD_REQUEST.
func (f *faulty) error(malformed *code) error {
	switch {
	case len(f.wrong) > 0:
		return cmp.Or(malformed, errBadRequest).with(f.wrong)
	case f.refused != nil:
		return f.refused
	}
	return nil
}

// read fills a struct with the members of the body that it has fields for, and notes what is wrong with them.
func (f *form) read(s *shape.Struct, into any) {
	v := reflect.ValueOf(into).Elem()
	for i := range s.Fields {
		if m := &s.Fields[i]; !m.NoEffect && !m.NotEmulated {
			f.readMember(m, v.FieldByIndex(m.Index))
		}
	}
}

func (f *form) readMember(m *shape.Field, into reflect.Value) {
	if read := special(m.Tag.Get("check")); read != nil {
		read(f, m, into)
		return
	}
	switch to := into.Addr().Interface().(type) {
	case *string:
		*to, _ = f.text(m)
	case *bool:
		*to = f.flag(m.Name)
	case *[]string:
		*to = f.texts(m)
	case *json.RawMessage:
		*to = filled(f.object(m))
	case *time.Time:
		*to = f.seconds(m)
	default:
		panic(fmt.Sprintf("cometchatapi: no way to read a %s", into.Type()))
	}
}

// fail notes what is wrong with a member.
func (f *form) fail(name, format string, args ...any) {
	f.wrong = append(f.wrong, detail{name, fmt.Sprintf(format, args...)})
}

// refuse notes what is wrong with a member and has a code of its own. The first one counts.
func (f *form) refuse(k *code, name, why string) {
	if f.refused != nil {
		return
	}
	if sent, ok := sentAs(f.members, name); ok {
		why += " (it is " + sent + ")"
	}
	f.refused = k.because("%s", why)
	f.refused.ofParameters, f.about = true, name
}

// has reports whether a member is there and not null.
func (f *form) has(name string) bool {
	raw, ok := f.members[name]
	return ok && string(raw) != "null"
}

// missing reports whether a member is not there, which is noted when it must be.
func (f *form) missing(m *shape.Field) bool {
	if f.has(m.Name) {
		return false
	}
	if m.Required {
		f.fail(m.Name, "The %s field is required.", words(m.Name))
	}
	return true
}

// text reads a text, trimmed. It reports false when the member is missing, blank or wrong.
func (f *form) text(m *shape.Field) (string, bool) {
	if f.missing(m) {
		return "", false
	}
	var text string
	if json.Unmarshal(f.members[m.Name], &text) != nil {
		f.fail(m.Name, "The %s must be a string.", words(m.Name))
		return "", false
	}
	text = strings.TrimSpace(text)
	switch {
	case text == "" && m.Required:
		f.fail(m.Name, "The %s field is required.", words(m.Name))
	case text == "" && m.MinLen > 0: // may be left out, but not be blank
		f.fail(m.Name, "The %s field must have a value.", words(m.Name))
	case m.MaxLen > 0 && utf8.RuneCountInString(text) > m.MaxLen:
		f.fail(m.Name, "The %s may not be greater than %d characters.", words(m.Name), m.MaxLen)
	case text != "" && m.Form != nil && m.Form.Wrong(text) != "": // the one form is that of URLs
		f.fail(m.Name, "The %s must be a valid URL.", words(m.Name))
	case text != "" && m.Enum != nil && !slices.Contains(m.Enum, text):
		f.fail(m.Name, "The selected %s is invalid.", words(m.Name))
	default:
		return text, text != ""
	}
	return "", false
}

// texts reads a list of texts, trimmed. None may be blank.
func (f *form) texts(m *shape.Field) []string {
	if f.missing(m) {
		return nil
	}
	var items []json.RawMessage
	if json.Unmarshal(f.members[m.Name], &items) != nil {
		f.fail(m.Name, "The %s must be an array.", words(m.Name))
		return nil
	}
	switch {
	case len(items) == 0 && m.Required:
		f.fail(m.Name, "The %s field is required.", words(m.Name))
		return nil
	case m.MaxItems > 0 && len(items) > m.MaxItems:
		f.fail(m.Name, "The %s may not have more than %d items.", words(m.Name), m.MaxItems)
		return nil
	}
	texts := make([]string, 0, len(items))
	for i, item := range items {
		if text, ok := f.item(m, m.Name+"."+strconv.Itoa(i), item); ok {
			texts = append(texts, text)
		}
	}
	return texts
}

func (f *form) item(m *shape.Field, name string, item json.RawMessage) (string, bool) {
	var sent *string
	if json.Unmarshal(item, &sent) != nil {
		f.fail(name, "The %s must be a string.", name)
		return "", false
	}
	text := ""
	if sent != nil {
		text = strings.TrimSpace(*sent)
	}
	switch {
	case text == "":
		f.fail(name, "The %s field is required.", name)
	case m.MaxLen > 0 && utf8.RuneCountInString(text) > m.MaxLen:
		f.fail(name, "The %s may not be greater than %d characters.", name, m.MaxLen)
	case m.Enum != nil && !slices.Contains(m.Enum, text):
		f.fail(name, "The selected %s is invalid.", name)
	default:
		return text, true
	}
	return "", false
}

// flag reads a boolean: true, false, 1, 0, also as texts. Missing is false.
func (f *form) flag(name string) bool {
	if !f.has(name) {
		return false
	}
	switch strings.Trim(string(f.members[name]), `"`) {
	case "true", "1":
		return true
	case "false", "0", "":
		return false
	}
	f.fail(name, "The %s field must be true or false.", words(name))
	return false
}

// object reads free data: a JSON object, or a text that may hold one. It returns the compact JSON,
// nil when the member is missing.
func (f *form) object(m *shape.Field) []byte {
	if f.missing(m) {
		return nil
	}
	raw := f.members[m.Name]
	var text string
	if json.Unmarshal(raw, &text) == nil {
		if inner := []byte(strings.TrimSpace(text)); json.Valid(inner) && len(inner) > 0 && inner[0] == '{' {
			raw = inner
		}
	} else if raw[0] != '{' && string(raw) != "[]" {
		f.fail(m.Name, "The %s must be an array.", words(m.Name))
		return nil
	}
	var compact bytes.Buffer
	_ = json.Compact(&compact, raw) // cannot fail: the body was read as JSON
	if m.MaxBytes > 0 && compact.Len() > m.MaxBytes {
		f.fail(m.Name, "The %s may not be greater than %d characters.", words(m.Name), m.MaxBytes)
		return nil
	}
	return compact.Bytes()
}

// filled is free data as it is kept: nothing in the place of an empty object, because the vendor
// leaves out what is empty.
func filled(value []byte) []byte {
	switch string(value) {
	case "{}", "[]", `""`:
		return nil
	}
	return value
}

// set and setValue change what a call has given another value.
func set(to *string, text string) {
	if text != "" {
		*to = text
	}
}

func setValue(to *[]byte, value []byte) {
	if value != nil {
		*to = value
	}
}

// seconds reads a UNIX time of ten digits, as a number or as a text. Missing and 0 are no time.
func (f *form) seconds(m *shape.Field) time.Time {
	if f.missing(m) {
		return time.Time{}
	}
	name := m.Name
	raw := f.members[name]
	var text string
	if json.Unmarshal(raw, &text) == nil {
		text = strings.TrimSpace(text)
	} else {
		text = string(raw)
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	switch {
	case text == "" || err == nil && seconds == 0:
		if m.Required {
			f.fail(name, "The %s field is required.", words(name))
		}
	case err != nil:
		f.fail(name, "The %s must be an integer.", words(name))
	case seconds < 1e9 || seconds > 9_999_999_999:
		f.fail(name, "The %s must be 10 digits.", words(name))
	default:
		return time.Unix(seconds, 0).UTC()
	}
	return time.Time{}
}

// readUID reads an id that a caller chooses, in lower case.
func readUID(f *form, m *shape.Field, into reflect.Value) {
	sent, _ := f.text(m)
	id := strings.ToLower(sent)
	// A letter that is not ASCII may have one in lower case that is.
	if !plainUID(id) || len(id) != len(sent) {
		f.fail(m.Name, "The %s may only contain letters, numbers, dashes and underscores.", words(m.Name))
	}
	into.SetString(id)
}

// readDigits reads a number of 1 or more, as a number or as a text, and keeps its digits.
func readDigits(f *form, m *shape.Field, into reflect.Value) {
	if f.missing(m) {
		return
	}
	text := strings.TrimSpace(strings.Trim(string(f.members[m.Name]), `"`))
	if n, err := strconv.ParseInt(text, 10, 64); err != nil || n < 1 {
		f.fail(m.Name, "The %s must be an integer.", words(m.Name))
		return
	}
	into.SetString(text)
}

func readLower(f *form, m *shape.Field, into reflect.Value) {
	text, _ := f.text(m)
	into.SetString(strings.ToLower(text))
}

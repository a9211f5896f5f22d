package cometchatapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// form is the members of a request's body and what is wrong with them. The texts are those of the
// framework that the recorded validation errors come from; where none is recorded they follow its
// wording (assumed).
type form struct {
	members map[string]json.RawMessage
	wrong   []detail
}

// readForm reads a JSON object, or a form with name[] for lists and name[member] for objects. What
// is neither, or says that it is something else, counts as an empty body, so that the required
// members are missing (assumed). A body that does not say what it is may be JSON.
func readForm(c *gateway.Call) *form {
	f := &form{}
	switch kind := bodyKind(c); {
	case kind == "application/x-www-form-urlencoded":
		f.members = decodeURLForm(string(c.Body))
	case kind == "" || isJSON(kind):
		f.members = decodeJSONForm(c.Body)
	}
	noteMembers(c, f)
	return f
}

// bodyKind is the media type in Content-Type, empty when there is none.
func bodyKind(c *gateway.Call) string {
	kind, _, _ := mime.ParseMediaType(header(c, "Content-Type"))
	return kind
}

// isJSON reports whether a media type means JSON to the framework.
func isJSON(kind string) bool {
	return strings.Contains(kind, "/json") || strings.Contains(kind, "+json")
}

// whyEmpty is why a body counts as empty though something stands in it; empty when it does not.
func whyEmpty(c *gateway.Call) string {
	kind := bodyKind(c)
	switch {
	case len(c.Body) == 0 || readForm(c).members != nil:
		return ""
	case kind == "" || isJSON(kind):
		return "the body is no JSON object"
	}
	return fmt.Sprintf("the body's Content-Type is %.60q, not application/json", kind)
}

func decodeJSONForm(body []byte) map[string]json.RawMessage {
	d := json.NewDecoder(bytes.NewReader(body))
	var members map[string]json.RawMessage
	if d.Decode(&members) != nil {
		return nil
	}
	if _, err := d.Token(); err != io.EOF {
		return nil
	}
	return members
}

// decodeURLForm turns a form into the members that a JSON object would have: texts, lists where a
// name ends in [] or [n], objects where it ends in [member], as PHP reads them. Numbers in brackets
// count as places in the order in which they came.
func decodeURLForm(body string) map[string]json.RawMessage {
	var all formPart
	for pair := range strings.SplitSeq(body, "&") {
		rawName, rawValue, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(rawName)
		value, also := url.QueryUnescape(rawValue)
		if name == "" || err != nil || also != nil {
			continue // what can be read counts
		}
		base, inner, isList := strings.Cut(name, "[")
		if !isList || base == "" || !strings.HasSuffix(inner, "]") {
			all.part(name).set(value)
			continue
		}
		keys := strings.Split(strings.TrimSuffix(inner, "]"), "][")
		if len(keys) > deepestForm {
			continue
		}
		part := all.part(base)
		for _, key := range keys {
			part = part.part(key)
		}
		part.set(value)
	}
	members := make(map[string]json.RawMessage, len(all.names))
	for i, name := range all.names {
		members[name] = all.parts[i].appendJSON(nil)
	}
	return members
}

// deepestForm is how many brackets a name in a form may have (PHP's max_input_nesting_level).
const deepestForm = 64

// formPart is a text, or what brackets make of several: a list or an object.
type formPart struct {
	text   string
	names  []string
	parts  []*formPart
	places map[string]int // of the names, from the time on when they are many
}

func (p *formPart) set(text string) { *p = formPart{text: text} }

// part returns the inner part with a name, a new one at the end when there is none. An empty name
// is the next number.
func (p *formPart) part(name string) *formPart {
	if name == "" {
		name = strconv.Itoa(len(p.names))
	}
	if i := p.place(name); i >= 0 {
		return p.parts[i]
	}
	if p.places != nil {
		p.places[name] = len(p.parts)
	}
	p.names = append(p.names, name)
	p.parts = append(p.parts, &formPart{})
	return p.parts[len(p.parts)-1]
}

// place is where a name stands, -1 when it does not.
func (p *formPart) place(name string) int {
	const many = 16
	if p.places == nil && len(p.names) < many {
		return slices.Index(p.names, name)
	}
	if p.places == nil {
		p.places = make(map[string]int, 2*many)
		for i, known := range p.names {
			p.places[known] = i
		}
	}
	if i, ok := p.places[name]; ok {
		return i
	}
	return -1
}

func (p *formPart) appendJSON(dst []byte) []byte {
	if p.parts == nil {
		return append(dst, marshal(p.text)...)
	}
	isList := !slices.ContainsFunc(p.names, func(name string) bool { return strings.Trim(name, "0123456789") != "" })
	opening, closing := byte('{'), byte('}')
	if isList {
		opening, closing = '[', ']'
	}
	dst = append(dst, opening)
	for i, part := range p.parts {
		if i > 0 {
			dst = append(dst, ',')
		}
		if !isList {
			dst = append(append(dst, marshal(p.names[i])...), ':')
		}
		dst = part.appendJSON(dst)
	}
	return append(dst, closing)
}

func marshal(v string) json.RawMessage {
	data, _ := json.Marshal(v) // texts always can be
	return data
}

// fail notes what is wrong with a member.
func (f *form) fail(name, format string, args ...any) {
	f.wrong = append(f.wrong, detail{name, fmt.Sprintf(format, args...)})
}

// err is the validation error, nil when nothing is wrong.
func (f *form) err() error {
	if len(f.wrong) == 0 {
		return nil
	}
	return errBadRequest(f.wrong...)
}

// has reports whether a member is there and not null.
func (f *form) has(name string) bool {
	raw, ok := f.members[name]
	return ok && string(raw) != "null"
}

// bounds of a text, in characters. Zero means none.
type bounds struct {
	required bool
	filled   bool // may be left out, but not be blank
	most     int
	url      bool
}

// text reads a text, trimmed. It reports false when the member is missing, blank or wrong.
func (f *form) text(name string, b bounds) (string, bool) {
	if !f.has(name) {
		if b.required {
			f.fail(name, "The %s field is required.", words(name))
		}
		return "", false
	}
	var text string
	if json.Unmarshal(f.members[name], &text) != nil {
		f.fail(name, "The %s must be a string.", words(name))
		return "", false
	}
	text = strings.TrimSpace(text)
	switch {
	case text == "" && b.required:
		f.fail(name, "The %s field is required.", words(name))
	case text == "" && b.filled:
		f.fail(name, "The %s field must have a value.", words(name))
	case b.most > 0 && utf8.RuneCountInString(text) > b.most:
		f.fail(name, "The %s may not be greater than %d characters.", words(name), b.most)
	case text != "" && b.url && !isURL(text):
		f.fail(name, "The %s must be a valid URL.", words(name))
	default:
		return text, text != ""
	}
	return "", false
}

func isURL(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Scheme != "" && u.Host != ""
}

// texts reads a list of texts, trimmed. None may be blank. most bounds their number, 0 does not.
func (f *form) texts(name string, required bool, most int) []string {
	if !f.has(name) {
		if required {
			f.fail(name, "The %s field is required.", words(name))
		}
		return nil
	}
	var items []json.RawMessage
	if json.Unmarshal(f.members[name], &items) != nil {
		f.fail(name, "The %s must be an array.", words(name))
		return nil
	}
	switch {
	case len(items) == 0 && required:
		f.fail(name, "The %s field is required.", words(name))
		return nil
	case most > 0 && len(items) > most:
		f.fail(name, "The %s may not have more than %d items.", words(name), most)
		return nil
	}
	texts := make([]string, 0, len(items))
	for i, item := range items {
		field := name + "." + strconv.Itoa(i)
		var text *string
		if json.Unmarshal(item, &text) != nil {
			f.fail(field, "The %s must be a string.", field)
			continue
		}
		if text == nil || strings.TrimSpace(*text) == "" {
			f.fail(field, "The %s field is required.", field)
			continue
		}
		texts = append(texts, strings.TrimSpace(*text))
	}
	return texts
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
// nil when the member is missing. most bounds its bytes.
func (f *form) object(name string, most int) []byte {
	if !f.has(name) {
		return nil
	}
	raw := f.members[name]
	var text string
	if json.Unmarshal(raw, &text) == nil {
		if inner := []byte(strings.TrimSpace(text)); json.Valid(inner) && len(inner) > 0 && inner[0] == '{' {
			raw = inner
		}
	} else if raw[0] != '{' && string(raw) != "[]" {
		f.fail(name, "The %s must be an array.", words(name))
		return nil
	}
	var compact bytes.Buffer
	if json.Compact(&compact, raw) != nil {
		f.fail(name, "The %s must be an array.", words(name))
		return nil
	}
	if most > 0 && compact.Len() > most {
		f.fail(name, "The %s may not be greater than %d characters.", words(name), most)
		return nil
	}
	return compact.Bytes()
}

// onBehalfOf is the user that a server call acts for, lower-cased; empty when none is named.
func onBehalfOf(c *gateway.Call) string {
	return strings.ToLower(header(c, http.CanonicalHeaderKey("onBehalfOf")))
}

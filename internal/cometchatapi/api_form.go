package cometchatapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
)

// form is the members of a request's body and what is wrong with them. The texts are those of the
// framework that the recorded validation errors come from; where none is recorded they follow its
// wording (assumed).
type form struct {
	members map[string]json.RawMessage
	parts   bool // it is a form of several parts
	files   []sentFile
	broken  error // why such a form could not be read
	wrong   []detail
	refused *codeError // what is wrong first that has a code of its own
	about   string     // with which member
}

// readForm reads a JSON object, or a form with name[] for lists and name[member] for objects, of one piece or of several
// parts. What
// is neither, or says that it is something else, counts as an empty body, so that the required
// members are missing (assumed). A body that does not say what it is may be JSON.
func readForm(c *gateway.Call) *form {
	f := &form{}
	switch kind := bodyKind(c); {
	case kind == "application/x-www-form-urlencoded":
		f.members = decodeURLForm(string(c.Body))
	case kind == multipartForm:
		f.parts = true
		f.members, f.files, f.broken = decodeMultipart(c.Body, boundaryOf(c))
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
	if len(c.Body) == 0 {
		return ""
	}
	f := readForm(c)
	switch {
	case f.members != nil:
		return ""
	case f.broken != nil:
		return "the body is no " + multipartForm + " that can be read: " + f.broken.Error()
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
		all.put(name, value)
	}
	return all.members()
}

// put sets the part that a name with brackets stands for. One that is nested too deep is passed over.
func (p *formPart) put(name, value string) {
	base, inner, isList := strings.Cut(name, "[")
	if !isList || base == "" || !strings.HasSuffix(inner, "]") {
		p.part(name).set(value)
		return
	}
	keys := strings.Split(strings.TrimSuffix(inner, "]"), "][")
	if len(keys) > deepestForm {
		return
	}
	part := p.part(base)
	for _, key := range keys {
		part = part.part(key)
	}
	part.set(value)
}

func (p *formPart) members() map[string]json.RawMessage {
	members := make(map[string]json.RawMessage, len(p.names))
	for i, name := range p.names {
		members[name] = p.parts[i].appendJSON(nil)
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
		return jsontext.AppendString(slices.Grow(dst, len(p.text)+len(`""`)), p.text)
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

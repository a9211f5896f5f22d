package faults

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ParseRule reads a rule as the server's own API takes it:
//
//	{"match": {"vendor", "operation", "user", "method", "path", "action", "header": {"Name": "value"}, "nth"},
//	 "fault": {"code", "status", "headers": {"Name": "value" or ["value"]}, "body" or "json", "delay", "transport",
//	           "after_bytes", "rate_limited"},
//	 "times", "probability", "when": "before|after"}
//
// All but fault may be left out, and null is the same as leaving out. A member that is not known, or
// comes twice, is refused. A code may be a number. A body without a status is sent with 200. The rule is
// validated, and still has to be checked against the vendors that there are. The error is an *Error, or
// several of them joined, twenty at most: see [Problems]. Reading stops there, so its cost is bounded by
// the length of the text.
func ParseRule(text []byte) (Rule, error) {
	var rule Rule
	p := &parser{rule: &rule}
	if !utf8.Valid(text) {
		p.add("", "is not UTF-8")
		return Rule{}, p.err()
	}
	p.object("", text, members{
		{"match", p.match},
		{"fault", p.fault},
		{"times", func(at string, raw json.RawMessage) { p.integer(at, raw, &rule.Times) }},
		{"probability", p.probability},
		{"when", p.when},
	})
	if len(p.problems) == 0 { // what could not be read need not make sense
		if err := rule.Validate(); err != nil {
			return Rule{}, err
		}
	}
	if err := p.err(); err != nil {
		return Rule{}, err
	}
	return rule, nil
}

// parser reads the JSON of one rule and collects what is wrong with it.
type parser struct {
	problems
	rule *Rule
}

// members are those that an object may have, each with what reads it.
type members []struct {
	name string
	read func(pointer string, raw json.RawMessage)
}

func (p *parser) match(at string, raw json.RawMessage) {
	p.object(at, raw, members{
		{"vendor", func(at string, raw json.RawMessage) { p.text(at, raw, &p.rule.Vendor) }},
		{"operation", func(at string, raw json.RawMessage) { p.text(at, raw, &p.rule.Operation) }},
		{"user", func(at string, raw json.RawMessage) { p.text(at, raw, &p.rule.User) }},
		{"method", func(at string, raw json.RawMessage) { p.text(at, raw, &p.rule.Method) }},
		{"path", func(at string, raw json.RawMessage) { p.text(at, raw, &p.rule.Path) }},
		{"action", func(at string, raw json.RawMessage) { p.text(at, raw, &p.rule.Action) }},
		{"header", p.header},
		{"nth", func(at string, raw json.RawMessage) {
			if p.integer(at, raw, &p.rule.Nth) && p.rule.Nth == 0 {
				p.add(at, "is 0; calls are counted from 1")
			}
		}},
	})
}

func (p *parser) header(at string, raw json.RawMessage) {
	p.walk(at, raw, MaxHeaders, func(at, name string, raw json.RawMessage) {
		var value string
		if p.text(at, raw, &value) {
			if p.rule.Header == nil {
				p.rule.Header = make(map[string]string)
			}
			p.rule.Header[name] = value
		}
	})
}

// headers reads the headers of an answer, each with one value or with a list of them.
func (p *parser) headers(at string, raw json.RawMessage) {
	p.rule.Headers = make(map[string][]string)
	p.walk(at, raw, MaxHeaders, func(at, name string, raw json.RawMessage) {
		if raw[0] == '[' {
			var values []string
			if json.Unmarshal(raw, &values) != nil {
				p.add(at, "must be a text in quotes, or a list of such texts")
			}
			p.rule.Headers[name] = values
			return
		}
		var value string
		p.text(at, raw, &value)
		p.rule.Headers[name] = []string{value}
	})
}

// code reads a code, which a vendor may write as a number.
func (p *parser) code(at string, raw json.RawMessage) {
	if raw[0] != '-' && (raw[0] < '0' || raw[0] > '9') {
		p.text(at, raw, &p.rule.Code)
		return
	}
	var number int
	if p.integer(at, raw, &number) {
		p.rule.Code = strconv.Itoa(number)
	}
}

// json reads a body that is any JSON value.
func (p *parser) json(at string, raw json.RawMessage) {
	var compact bytes.Buffer
	_ = json.Compact(&compact, raw) // it is valid: it was read as a part of the rule
	p.rule.Body, p.rule.JSON = compact.Bytes(), true
}

func (p *parser) fault(at string, raw json.RawMessage) {
	afterBytes, text := false, ""
	got := p.object(at, raw, members{
		{"code", p.code},
		{"status", func(at string, raw json.RawMessage) {
			if p.integer(at, raw, &p.rule.Status) && p.rule.Status == 0 {
				p.add(at, "is 0; it is from 200 to 599")
			}
		}},
		{"headers", p.headers},
		{"body", func(at string, raw json.RawMessage) { p.text(at, raw, &text) }},
		{"json", p.json},
		{"delay", p.delay},
		{"transport", func(at string, raw json.RawMessage) { p.text(at, raw, &p.rule.Transport) }},
		{"after_bytes", func(at string, raw json.RawMessage) { afterBytes = p.integer(at, raw, &p.rule.AfterBytes) }},
		{"rate_limited", func(at string, raw json.RawMessage) {
			if json.Unmarshal(raw, &p.rule.RateLimited) != nil {
				p.add(at, "must be true or false")
			}
		}},
	})
	switch {
	case slices.Contains(got, "json") && slices.Contains(got, "body"):
		p.add(at+"/body", "and json are both the body of the answer; leave one of the two out")
	case text != "":
		p.rule.Body = []byte(text)
	}
	if len(p.rule.Body) > 0 && p.rule.Status == 0 && p.rule.Code == "" && !p.rule.RateLimited {
		p.rule.Status = http.StatusOK
	}
	if afterBytes && p.rule.AfterBytes == 0 && p.rule.Transport != TruncatedBody {
		p.add(at+"/after_bytes", afterBytesAlone)
	}
}

// delayMembers says which members a delay of each type has; those in needed must be there.
var delayMembers = map[string]struct{ needed, free []string }{
	Fixed:     {needed: []string{"milliseconds"}},
	Uniform:   {needed: []string{"lower", "upper"}},
	LogNormal: {needed: []string{"median", "sigma"}, free: []string{"maxValue"}},
}

func (p *parser) delay(at string, raw json.RawMessage) {
	d, before := &Delay{}, len(p.problems)
	p.rule.Delay = d
	got := p.object(at, raw, members{
		{"type", func(at string, raw json.RawMessage) { p.text(at, raw, &d.Type) }},
		{"milliseconds", func(at string, raw json.RawMessage) { p.integer(at, raw, &d.Milliseconds) }},
		{"lower", func(at string, raw json.RawMessage) { p.integer(at, raw, &d.Lower) }},
		{"upper", func(at string, raw json.RawMessage) { p.integer(at, raw, &d.Upper) }},
		{"median", func(at string, raw json.RawMessage) { p.number(at, raw, &d.Median) }},
		{"sigma", func(at string, raw json.RawMessage) { p.number(at, raw, &d.Sigma) }},
		{"maxValue", func(at string, raw json.RawMessage) { p.number(at, raw, &d.MaxValue) }},
	})
	if len(p.problems) > before {
		return
	}
	has, ok := delayMembers[d.Type]
	if !ok {
		d.validate(&p.problems)
		return
	}
	for _, name := range has.needed {
		if !slices.Contains(got, name) {
			p.add(at+"/"+name, "is missing; a delay of type %s needs it", d.Type)
		}
	}
	all := append(append([]string{"type"}, has.needed...), has.free...)
	for _, name := range got {
		if !slices.Contains(all, name) {
			p.add(at+"/"+name, "belongs to another type of delay; one of type %s has %s", d.Type, strings.Join(all, ", "))
		}
	}
}

func (p *parser) probability(at string, raw json.RawMessage) {
	if p.number(at, raw, &p.rule.Probability) && p.rule.Probability == 0 {
		p.add(at, "is 0; it is above 0 and at most 1")
	}
}

func (p *parser) when(at string, raw json.RawMessage) {
	var when string
	if !p.text(at, raw, &when) {
		return
	}
	p.rule.After = when == "after"
	if when != "after" && when != "before" {
		p.add(at, "%s", isNoneOf(when, []string{"before", "after"}))
	}
}

// object reads an object that has no other members than those, and returns which it has.
func (p *parser) object(pointer string, raw json.RawMessage, known members) (got []string) {
	p.walk(pointer, raw, math.MaxInt, func(at, name string, raw json.RawMessage) {
		for _, m := range known {
			if m.name == name {
				m.read(at, raw)
				got = append(got, name)
				return
			}
		}
		p.add(at, "is not known here%s", known.meant(name))
	})
	return got
}

// meant says which member was meant by a name that is none, or which there are.
func (m members) meant(name string) string {
	names := make([]string, len(m))
	for i := range m {
		names[i] = m[i].name
	}
	if byMeaning(name) == slow && slices.Contains(names, slow) {
		return "; did you mean " + quote(slow) + "?"
	}
	return cmp.Or(meant(name, names), "; known are "+strings.Join(names, ", "))
}

// walk shows the members of an object that are not null, in their order. It ends where there are more than
// most, or where there is enough to be said: the rest would cost time and tell nothing.
func (p *parser) walk(pointer string, raw json.RawMessage, most int, member func(pointer, name string, raw json.RawMessage)) {
	d := json.NewDecoder(bytes.NewReader(raw))
	begin, err := d.Token()
	if err == nil && begin != json.Delim('{') {
		p.add(pointer, "must be an object, in braces")
		return
	}
	seen := make(map[string]bool)
	for err == nil && d.More() {
		if len(seen) == most {
			p.add(pointer, "has more than %d members", most)
			return
		}
		if p.full() {
			return
		}
		var key json.Token
		var value json.RawMessage
		if key, err = d.Token(); err != nil {
			break
		}
		if err = d.Decode(&value); err != nil {
			break
		}
		name, _ := key.(string)
		at := pointer + "/" + escape(name)
		if seen[name] {
			p.add(at, "comes twice")
			continue
		}
		if seen[name] = true; string(value) != "null" {
			member(at, name, value)
		}
	}
	if err == nil {
		_, err = d.Token() // the closing brace
	}
	if err == nil {
		if _, more := d.Token(); more != io.EOF {
			p.add(pointer, "is more than one JSON value")
		}
		return
	}
	p.add(pointer, "is not valid JSON: %v, near byte %d", err, d.InputOffset())
}

func (p *parser) text(pointer string, raw json.RawMessage, to *string) bool {
	if json.Unmarshal(raw, to) != nil {
		p.add(pointer, "must be a text, in quotes")
		return false
	}
	return true
}

func (p *parser) number(pointer string, raw json.RawMessage, to *float64) bool {
	value, err := strconv.ParseFloat(string(raw), 64)
	if raw[0] == '"' || err != nil {
		p.add(pointer, "must be a number")
		return false
	}
	*to = value
	return true
}

// integer takes 2.0 for 2, as some languages write it.
func (p *parser) integer(pointer string, raw json.RawMessage, to *int) bool {
	var value float64
	if !p.number(pointer, raw, &value) {
		return false
	}
	if value != math.Trunc(value) || math.Abs(value) > math.MaxInt32 {
		p.add(pointer, "is %s; it must be a whole number of at most %d", raw, math.MaxInt32)
		return false
	}
	*to = int(value)
	return true
}

func quote(s string) string { return strconv.Quote(s) }

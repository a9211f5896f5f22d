package shape

import (
	"fmt"
	"net/url"
	"strings"
)

// Form is how a text must look.
type Form struct {
	Pattern string              // the JSON Schema's pattern; empty when Format says it
	Format  string              // the JSON Schema's format
	Filled  bool                // a text that has the form is not empty
	Wrong   func(string) string // what is wrong with a text, as the rest of a sentence; empty when nothing is; nil: nothing ever is
}

// forms are those that rules name. They are not changed once a shape has been asked for.
var forms = map[string]*Form{
	"header":    {Pattern: "^[!-~]+$", Wrong: notInHeader},
	"url":       {Format: "uri", Wrong: notAbsolute},
	"date-time": {Format: "date-time"}, // of texts that the server writes
}

// Register adds a form to those that rules name. It is for the initialiser of a variable of the package that brings
// the form. It panics when the name is taken: two packages would mean different things by it.
func Register(name string, f Form) *Form {
	if forms[name] != nil {
		panic("shape: two forms are called " + name)
	}
	forms[name] = &f
	return &f
}

func notInHeader(s string) string {
	if strings.ContainsFunc(s, func(c rune) bool { return c <= ' ' || c > '~' }) {
		return "must be ASCII without spaces, as it travels in a header"
	}
	return ""
}

// notAbsolute accepts what is absolute. An empty address is one that is not set.
func notAbsolute(s string) string {
	u, err := url.Parse(s)
	if s == "" || err == nil && u.Scheme != "" && u.Host != "" {
		return ""
	}
	return fmt.Sprintf("must be a URL such as https://example.com/a.png, found %s", Quote(shownURL(s)))
}

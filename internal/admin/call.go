package admin

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
)

// call is one call of the API: a row of its table. The routes, the answers to wrong methods and the
// OpenAPI document follow from it.
type call struct {
	method  string
	path    string // below Prefix; {app} names an app, which must exist
	summary string
	status  int   // of the answer
	refuses []int // statuses of refusals, beside those that every such call has
	large   bool  // the body may have MaxState bytes instead of maxBody
	open    bool  // the admin token is not asked for
	handler
}

// handler is what a call does. The types of its input and answer are those of its function, so that
// the document cannot say anything else.
type handler struct {
	query, body, answer reflect.Type // structs; nil: none
	types               []string     // media types of an answer that is no JSON
	bodyTypes           []string     // of a body that is not only JSON
	do                  func(*api, *in) (any, error)
}

// in is a request that has passed the checks which all calls share.
type in struct {
	*http.Request
	w    http.ResponseWriter // for deadlines and headers; the answer is what a call returns
	app  *gateway.App        // named by {app}
	body []byte              // whole
}

// tells is a call that has nothing but its path.
func tells[Out any](do func(*api, *in) (Out, error)) handler {
	return handler{
		answer: reflect.TypeFor[Out](),
		do:     func(a *api, r *in) (any, error) { return do(a, r) },
	}
}

// asks is a call with parameters in its query.
func asks[Query, Out any](do func(*api, *in, Query) (Out, error)) handler {
	return handler{
		query: reflect.TypeFor[Query](), answer: reflect.TypeFor[Out](),
		do: func(a *api, r *in) (any, error) {
			var q Query
			if err := readQuery(r.URL.RawQuery, &q, a.Vendors.words()); err != nil {
				return nil, err
			}
			return do(a, r, q)
		},
	}
}

// takes is a call with a JSON body.
func takes[Body, Out any](do func(*api, *in, Body) (Out, error)) handler {
	return handler{
		body: reflect.TypeFor[Body](), answer: reflect.TypeFor[Out](),
		do: func(a *api, r *in) (any, error) {
			var b Body
			if err := readJSON(r.body, &b, a.Vendors.words()); err != nil {
				return nil, err
			}
			return do(a, r, b)
		},
	}
}

// reads is a call whose body is read by somebody else and is like a Body.
func reads[Body, Out any](do func(*api, *in) (Out, error), types ...string) handler {
	h := tells(do)
	h.body, h.bodyTypes = reflect.TypeFor[Body](), types
	return h
}

// as is a call whose answer is written like an Out, whatever its type.
func as[Out any](h handler) handler {
	h.answer = reflect.TypeFor[Out]()
	return h
}

// text is an answer that is no JSON.
type text struct {
	mediaType string
	body      []byte
}

// gives is a call whose answer is no JSON, or not always.
func gives(do func(*api, *in) (text, error), types ...string) handler {
	h := tells(do)
	h.answer, h.types = nil, types
	return h
}

// readQuery puts the parameters of a query into a struct: texts, numbers and true or false. What the
// struct does not have is refused.
func readQuery(raw string, into any, words shape.Words) error {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return badRequest("the query %q cannot be read: %v", raw, err)
	}
	v := reflect.ValueOf(into).Elem()
	known := shape.Of(v.Type())
	for name, given := range values {
		f := known.Field(name)
		if f == nil {
			return badRequest("the query parameter %q is not known; %s", name, meant(name, known))
		}
		if len(given) > 1 {
			return badRequest("the query parameter %s is given %d times", name, len(given))
		}
		if given[0] == "" {
			continue // as if it was left out
		}
		if wrong := f.SetText(v, given[0], words); wrong != "" {
			return badRequest("the query parameter %s %s", name, wrong)
		}
	}
	return nil
}

// meant says which parameter was meant, or which there are.
func meant(name string, known *shape.Struct) string {
	names := known.Names()
	if len(names) == 0 {
		return "there are none here"
	}
	return cmp.Or(known.Meant(name), "known are "+strings.Join(names, ", "))
}

// noParameters refuses a query for a call that has none.
func noParameters(raw string) error {
	var none struct{}
	return readQuery(raw, &none, nil)
}

// badRequest is a refusal of what the client sent.
func badRequest(format string, args ...any) *Refusal {
	return &Refusal{Status: http.StatusBadRequest, Detail: fmt.Sprintf(format, args...)}
}

// pathParameters are the names in braces in a path.
func pathParameters(path string) (names []string) {
	for _, segment := range strings.Split(path, "/") {
		if name, ok := strings.CutPrefix(segment, "{"); ok {
			names = append(names, strings.TrimSuffix(name, "}"))
		}
	}
	return names
}

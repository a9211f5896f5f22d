package cometchatapi

import (
	"net/http"
	"strings"
	"sync"

	"github.com/go-chi/chi/v5"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// What a caller shows to be let in.
const (
	apiKey    = "apikey"
	authToken = "authToken"
)

// routes finds the operations of one surface. It is safe for concurrent use.
type routes struct {
	router   *chi.Mux
	rows     map[string]*row // by method and pattern
	contexts sync.Pool
}

func newRoutes(all []*row, credential string) *routes {
	r := &routes{
		router: chi.NewRouter(), rows: make(map[string]*row),
		contexts: sync.Pool{New: func() any { return chi.NewRouteContext() }},
	}
	for _, one := range all {
		if one.credential == credential {
			// The router only finds the operation; the gateway answers.
			r.router.Method(one.method, one.path, http.NotFoundHandler())
			r.rows[one.method+" "+one.path] = one
		}
	}
	return r
}

// find puts the operation that a path names into the call, with the path's parameters. A uid is lower-cased, as on
// every lookup, and is the call's user.
func (r *routes) find(c *gateway.Call, path string) bool {
	route := r.contexts.Get().(*chi.Context)
	defer func() {
		route.Reset()
		r.contexts.Put(route)
	}()
	pattern := r.router.Find(route, c.Request.Method, path)
	found := r.rows[c.Request.Method+" "+pattern]
	if found == nil {
		return false
	}
	for i, key := range route.URLParams.Keys {
		value := route.URLParams.Values[i]
		if value == "" {
			return false
		}
		if key == "uid" {
			value = strings.ToLower(value)
			c.User = value
		}
		c.Params = append(c.Params, gateway.Param{Name: key, Value: value})
	}
	c.Op = found.op()
	return true
}

// has reports whether a path names an operation.
func (r *routes) has(method, path string) bool { return r.named(method, path) != nil }

// named is the operation that a path names, nil when there is none.
func (r *routes) named(method, path string) *gateway.Op {
	pattern := r.router.Find(chi.NewRouteContext(), method, path)
	if found := r.rows[method+" "+pattern]; found != nil {
		return found.op()
	}
	return nil
}

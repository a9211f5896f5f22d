package admin

import (
	"context"
	"net/http"
	"net/url"
	"strings"
)

type baseKey struct{}

// WithBaseURL says under which URL the vendors are reached by whoever made a request: for requests
// that come in by another listener than theirs. A base without a host name, like http://:8080, gets
// the one by which the request reached this machine.
func WithBaseURL(r *http.Request, base string) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), baseKey{}, base))
}

// baseURL is where the client of a request reaches the server: as it reached it for this one, unless
// it is said otherwise.
func baseURL(r *http.Request) string {
	if base, _ := r.Context().Value(baseKey{}).(string); base != "" {
		return strings.Replace(base, "//:", "//"+hostName(r.Host)+":", 1)
	}
	return scheme(r) + r.Host
}

// scheme is how the request reached the server, with what stands before a host.
func scheme(r *http.Request) string {
	if r.TLS != nil {
		return "https://"
	}
	return "http://"
}

// hostName is a host without its port; an IPv6 address keeps its brackets.
func hostName(host string) string {
	return strings.TrimSuffix(host, ":"+(&url.URL{Host: host}).Port())
}

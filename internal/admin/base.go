package admin

import (
	"context"
	"net/http"
)

type baseKey struct{}

// WithBaseURL says under which URL the vendors are reached by whoever made a request: for requests
// that come in by another listener than theirs.
func WithBaseURL(r *http.Request, base string) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), baseKey{}, base))
}

// baseURL is where the client of a request reaches the server: as it reached it for this one, unless
// it is said otherwise.
func baseURL(r *http.Request) string {
	if base, _ := r.Context().Value(baseKey{}).(string); base != "" {
		return base
	}
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	return scheme + r.Host
}

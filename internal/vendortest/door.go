// Package vendortest is the front door for the tests of any vendor: a request goes through the whole
// server, the whole reply comes back, and the server's explanation of it is checked.
package vendortest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
)

// Request is one request. What is empty is not sent.
type Request struct {
	Method string // GET when empty
	Target string // path and query as they stand, also those that a parser would refuse
	Host   string // localhost when empty
	Header map[string]string
	Body   string
}

// Reply is a whole answer.
type Reply struct {
	Status int
	Header http.Header
	Body   string
}

// Reason is what the server says beside an answer about why it is that.
func (r Reply) Reason() string { return r.Header.Get("X-Chatdouble-Reason") }

// ID is by what the journal and the explanation of the call are found.
func (r Reply) ID() string { return r.Header.Get("X-Chatdouble-Request-Id") }

// Ask sends a request to a whole server, without a connection.
func Ask(server http.Handler, q Request) Reply {
	w := httptest.NewRecorder()
	server.ServeHTTP(w, q.http())
	return Reply{w.Code, w.Header(), w.Body.String()}
}

// http is the request as a listener hands it over.
func (q Request) http() *http.Request {
	where, err := url.ParseRequestURI(q.Target)
	if err != nil {
		path, query, _ := strings.Cut(q.Target, "?")
		where = &url.URL{Path: path, RawQuery: query}
	}
	r := &http.Request{
		Method: q.Method, URL: where, RequestURI: q.Target, Host: q.Host, Header: http.Header{}, Body: http.NoBody,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, RemoteAddr: "127.0.0.1:1234",
	}
	if r.Method == "" {
		r.Method = http.MethodGet
	}
	if r.Host == "" {
		r.Host = "localhost"
	}
	if q.Body != "" {
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(q.Body)), int64(len(q.Body))
	}
	for name, value := range q.Header {
		r.Header.Set(name, value)
	}
	return r
}

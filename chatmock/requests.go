package chatmock

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/chatmock/mockserver/internal/gateway"
	"github.com/chatmock/mockserver/internal/journal"
)

// Request is one request that the server got, and what it answered. Secrets, keys and signatures
// are masked.
type Request struct {
	ID        string    // as in the header X-Mockserver-Request-Id
	Time      time.Time // on the app's clock
	Vendor    string    // "cometchat", "zim" or empty
	AppID     string    // empty when the request reached no app
	Operation string    // empty when the request matched none
	User      string    // the user that the call acted for or on
	Delivery  int       // which try it was, for an event that the server sent; else 0

	Method string
	URL    string // path and query
	Header http.Header
	Body   string // the first 4096 bytes

	Status int
	Code   string // the vendor's error code; empty when the call succeeded
	Reason string // why it was refused
	Reply  string // the first 4096 bytes
}

// String is the request in one line.
func (r Request) String() string {
	line := fmt.Sprintf("%s %s %s %d", r.Time.UTC().Format("15:04:05.000"), r.Method, r.URL, r.Status)
	if r.Code != "" {
		line += " " + r.Code
	}
	if r.Reason != "" {
		line += " (" + r.Reason + ")"
	}
	return line
}

// Filter chooses requests.
type Filter func(Request) bool

// Operation chooses the requests of one operation: its name in the list of operations, such as
// "QueryBlacklist".
func Operation(name string) Filter { return func(r Request) bool { return r.Operation == name } }

// ByUser chooses the requests that acted for or on one user.
func ByUser(id string) Filter { return func(r Request) bool { return r.User == id } }

// Code chooses the requests that were answered with an error code of the vendor.
func Code(code string) Filter { return func(r Request) bool { return r.Code == code } }

// Requests returns what the whole server got, also what reached no app, and each try to deliver an
// event to a webhook, the oldest first.
func (s *Server) Requests(filters ...Filter) []Request {
	all := s.journal.Entries()
	for _, app := range s.apps() {
		all = append(all, app.Journal.Entries()...)
	}
	slices.SortFunc(all, func(a, b journal.Entry) int { return cmp.Compare(a.Number, b.Number) })
	return s.show(all, filters)
}

func (s *Server) show(entries []journal.Entry, filters []Filter) []Request {
	secrets := gateway.Secrets(s.apps())
	var shown []Request
	for _, e := range entries {
		e = journal.Mask(e, secrets)
		r := Request{
			ID: e.ID, Time: e.Time, Vendor: e.Vendor, AppID: e.App, Operation: e.Operation, User: e.User, Delivery: e.Delivery,
			Method: e.Method, URL: e.URL, Header: e.Header, Body: string(e.Body),
			Status: e.Status, Code: e.Code, Reason: e.Reason, Reply: string(e.Reply),
		}
		if !slices.ContainsFunc(filters, func(f Filter) bool { return !f(r) }) {
			shown = append(shown, r)
		}
	}
	return shown
}

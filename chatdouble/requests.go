package chatdouble

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/admin"
)

// Request is one request that the server got, and what it answered. Secrets, keys and signatures
// are masked. In a body, bytes that are not UTF-8 are shown as U+FFFD.
type Request struct {
	ID        string    // as in the header X-Chatdouble-Request-Id
	Time      time.Time // on the app's clock
	Vendor    string    // "cometchat", "zim" or empty
	AppID     string    // empty when the request reached no app
	Operation string    // empty when the request matched none
	Nearest   string    // of a request that matched no operation: what it may have meant
	User      string    // the user that the call acted for or on
	Delivery  int       // of an event that the server sent: which try it was, from 1; else 0

	// DeliveryState is where that try stands: "waiting" for its turn or its time, "trying", "delivered",
	// "failed", "dropped" because too many events waited, or "given_up" because the app began anew or the
	// server stopped. Empty for a request.
	DeliveryState string

	Method     string
	URL        string // path and query
	Header     http.Header
	Body       string // the first 4096 bytes
	BodyLength int    // in bytes, of all of it

	Status int    // the HTTP status; 0 while there is no answer, and when a fault broke the connection without one
	Code   string // the vendor's error code; empty when the call succeeded
	Reason string // why it was refused, or what of it had no effect: the header X-Chatdouble-Reason
	// Stage is where on its way the request ended: "malformed", "fault_asked" (its header asks for a fault that it
	// cannot have), "fault", "unmatched", "app", "credential", "limit", "body", "full", "parameters", "user", "action",
	// "internal" or "done". Empty while there is no answer, and for an event.
	Stage       string
	Reply       string // the first 4096 bytes
	ReplyLength int    // in bytes, of all of it
	Completed   bool   // the answer is out; false while the server works on it or delays it. Of an event: it is delivered

	FaultID         string // the fault that hit it, as Fail returns it; empty when none did
	FaultKind       string // "code", "status", "delay", "transport", "rate_limited" or empty
	RetriedTooEarly bool   // the client came back too early; see the filter of this name
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
	if r.Nearest != "" {
		line += "; nearest: " + r.Nearest
	}
	if r.RetriedTooEarly {
		line += "; retried too early"
	}
	return line
}

// requestList is a list of requests in the words of the admin API.
type requestList struct {
	Requests  []requestEntry `json:"requests"`
	Forgotten int            `json:"forgotten"` // that may have been meant
}

// requestEntry is one whose time has been read, so that an answer of somebody else's is refused.
type requestEntry struct {
	admin.Request
	Time time.Time `json:"time"`
}

func (l requestList) requests() []Request {
	all := make([]Request, len(l.Requests))
	for i, e := range l.Requests {
		all[i] = requestAt(e.Time, &e.Request)
	}
	return all
}

// requestOf is a request of this process, as its admin API would show it.
func requestOf(shown admin.Request) Request {
	at, _ := time.Parse(time.RFC3339Nano, shown.Time) // it was written here
	return requestAt(at, &shown)
}

func requestAt(t time.Time, shown *admin.Request) Request {
	_, appID, _ := strings.Cut(shown.App, ":")
	asked, answered := &shown.Request, &shown.Response
	r := Request{
		ID: shown.ID, Time: t, Vendor: shown.Vendor, AppID: appID, Operation: shown.Operation, Nearest: shown.Nearest, User: shown.User,
		Delivery: shown.Delivery, DeliveryState: shown.DeliveryState,
		Method: asked.Method, URL: asked.URL, Header: asked.Headers, Body: asked.Body, BodyLength: asked.BodyLength,
		Status: answered.Status, Code: answered.Code, Stage: answered.Stage, Reason: answered.Reason, Reply: answered.Body, ReplyLength: answered.BodyLength,
		Completed: shown.Completed, RetriedTooEarly: shown.RetriedTooEarly,
	}
	if fault := answered.Fault; fault != nil {
		r.FaultID, r.FaultKind = fault.ID, fault.Kind
	}
	return r
}

// tail is how many requests a failed test is shown.
const tail = 20

// listing is the last requests that the scope has, a line each, the oldest first.
func (s *scope) listing() string {
	s.t.Helper()
	of := "the server"
	if s.app != "" {
		of = "app " + s.app
	}
	found := s.requests(nil)
	requests := found.requests()
	if len(requests) == 0 {
		return of + " got no requests"
	}
	last := requests[max(0, len(requests)-tail):]
	text := fmt.Sprintf("the last %d of %d requests to %s, the oldest first:", len(last), len(requests)+found.Forgotten, of)
	for _, r := range last {
		text += "\n  " + r.String()
	}
	return text
}

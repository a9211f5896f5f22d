package chatdouble

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/admin"
	"github.com/chatdouble/mockserver/internal/journal"
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

	Status      int    // the HTTP status; 0 while there is no answer, and when a fault broke the connection without one
	Code        string // the vendor's error code; empty when the call succeeded
	Reason      string // why it was refused, or what of it had no effect: the header X-Chatdouble-Reason
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
		_, appID, _ := strings.Cut(e.App, ":")
		asked := e.Request.Request
		all[i] = Request{
			ID: e.ID, Time: e.Time, Vendor: e.Vendor, AppID: appID, Operation: e.Operation, Nearest: e.Nearest, User: e.User, Delivery: e.Delivery, DeliveryState: e.DeliveryState,
			Method: asked.Method, URL: asked.URL, Header: asked.Headers, Body: asked.Body, BodyLength: asked.BodyLength,
			Status: e.Response.Status, Code: e.Response.Code, Reason: e.Response.Reason,
			Reply: e.Response.Body, ReplyLength: e.Response.BodyLength, Completed: e.Completed, RetriedTooEarly: e.RetriedTooEarly,
		}
		if fault := e.Response.Fault; fault != nil {
			all[i].FaultID, all[i].FaultKind = fault.ID, fault.Kind
		}
	}
	return all
}

// shown is an entry of the journal as the admin API would show it.
func (s *Server) shown(e journal.Entry) Request {
	e.Body, e.Reply = e.Body[:min(len(e.Body), journal.BodyLimit)], e.Reply[:min(len(e.Reply), journal.BodyLimit)]
	e = journal.Mask(e, s.secrets)
	return Request{
		ID: e.ID, Time: e.Time, Vendor: e.Vendor, AppID: e.App, Operation: e.Operation, Nearest: e.Nearest, User: e.User, Delivery: e.Delivery, DeliveryState: e.DeliveryState,
		Method: e.Method, URL: e.URL, Header: e.Header, Body: string(e.Body), BodyLength: e.Length,
		Status: e.Status, Code: e.Code, Reason: e.Reason, Reply: string(e.Reply), ReplyLength: e.ReplyLength, Completed: e.Completed,
		FaultID: e.FaultID, FaultKind: e.FaultKind, RetriedTooEarly: e.TooEarly,
	}
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

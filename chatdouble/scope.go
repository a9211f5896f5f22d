package chatdouble

import (
	"fmt"
	"net/http"
	"time"

	"github.com/chatdouble/mockserver/internal/faults"
)

// scope is what a test may ask of one app and of a whole server alike.
type scope struct {
	t      TB
	server *client
	app    string // the app's name; empty for the whole server
	forget func() // is called before requests are forgotten, unless it is nil
}

// ask makes a call. What cannot be done ends the test; what is being done says so, with the rest
// for fmt.Sprintf.
func (s *scope) ask(q question, answer any, doing string, args ...any) {
	s.t.Helper()
	if err := s.server.ask(q, answer); err != nil {
		s.t.Fatalf("chatdouble: %s%s: %v", fmt.Sprintf(doing, args...), s.of(), err)
	}
}

// of says whose the scope is, for the end of a phrase.
func (s *scope) of() string {
	if s.app == "" {
		return ""
	}
	return " in " + s.app
}

// forgetting must be called before the server is told to forget requests.
func (s *scope) forgetting() {
	if s.forget != nil {
		s.forget()
	}
}

// path is where the scope has a part of the API that stands under each app, too.
func (s *scope) path(part string) string {
	if s.app == "" {
		return part
	}
	return "/apps/" + s.app + part
}

// query is how the scope is named where the API has no path for each app.
func (s *scope) query() string {
	if s.app == "" {
		return ""
	}
	return "?app=" + s.app
}

// Requests returns the requests that came, the oldest first, and each try to deliver an event to a
// webhook. When filters are given, all must hold. Of an app these are its own requests; of a server
// those of all apps, and those that reached none. The journal keeps a number of them
// ([WithJournalSize]); older ones are gone, and the test's log says so. A filter with a name that is not
// known, of an operation, a code or a fault, ends the test: it would find nothing for ever.
func (s *scope) Requests(filters ...Filter) []Request {
	s.t.Helper()
	found := s.requests(filters)
	if found.Forgotten > 0 {
		s.t.Logf("chatdouble: looking for requests%s%s: %s", s.of(), phrase(filters), forgotten(found.Forgotten))
	}
	return found.requests()
}

func (s *scope) requests(filters []Filter) (found requestList) {
	s.t.Helper()
	s.ask(question{method: http.MethodPost, path: "/requests/find", body: s.filter(filters)}, &found, "looking for requests")
	return found
}

// Count says how many requests Requests would return. It ends the test when the journal has forgotten
// requests that may have been meant: the number would be wrong. [Since] with a later time than theirs leaves
// them out.
func (s *scope) Count(filters ...Filter) int {
	s.t.Helper()
	var answer struct {
		Count     int `json:"count"`
		Forgotten int `json:"forgotten"`
	}
	s.ask(question{method: http.MethodPost, path: "/requests/count", body: s.filter(filters)}, &answer, "counting requests")
	if answer.Forgotten > 0 {
		s.t.Fatalf("chatdouble: counting requests%s%s: %d are left, and %s", s.of(), phrase(filters), answer.Count, forgotten(answer.Forgotten))
	}
	return answer.Count
}

// forgotten says what to do when the journal has dropped requests.
func forgotten(n int) string {
	return fmt.Sprintf("the journal has forgotten %d older ones, which may have been meant; raise WithJournalSize (--journal-size), or clear the requests in between", n)
}

// Wait returns as soon as there are at least n requests for which all filters hold, and returns them
// all. Those that came before the call count, too. When the timeout is over, the test ends and is told
// what came instead. The timeout is in real time, from 0 to 5 minutes; n is from 0 to as many as the journal
// holds.
//
// A request is there when the server has read it; its answer may not be out yet (Completed is false). To
// wait for the answer, filter by [Status] or [Code].
func (s *scope) Wait(n int, timeout time.Duration, filters ...Filter) []Request {
	s.t.Helper()
	body := s.filter(filters)
	body["count"], body["timeout"] = n, timeout.String()
	var answer struct {
		Reached bool `json:"reached"`
		requestList
	}
	s.ask(question{method: http.MethodPost, path: "/requests/wait", body: body, within: timeout + usualWait}, &answer,
		"waiting for %d requests", n)
	came := answer.requests()
	if !answer.Reached {
		lost := ""
		if answer.Forgotten > 0 {
			lost = forgotten(answer.Forgotten) + "; "
		}
		s.t.Fatalf("chatdouble: waited %v for %d requests%s%s, and %d came; %s%s",
			timeout, n, s.of(), phrase(filters), len(came), lost, s.listing())
	}
	return came
}

// Unmatched returns the requests that match no operation of the vendors, the oldest first. Their member
// Nearest says what each may have meant.
func (s *scope) Unmatched() []Request {
	s.t.Helper()
	var found requestList
	s.ask(question{method: http.MethodGet, path: "/requests/unmatched" + s.query()}, &found, "looking for unmatched requests")
	return found.requests()
}

// ClearRequests forgets what came so far and says how many requests that were.
func (s *scope) ClearRequests() (deleted int) {
	s.t.Helper()
	s.forgetting()
	return s.deleted("/requests"+s.query(), "clearing the requests")
}

// Explain says why a request was answered as it was: each check that the server made, in order. The
// id is that of a [Request]; the answer had it, too, in the header X-Chatdouble-Request-Id.
func (s *scope) Explain(id string) Explanation {
	s.t.Helper()
	var e Explanation
	s.ask(question{method: http.MethodGet, path: "/requests/" + segment(id) + "/explain"}, &e, "explaining request %q", id)
	return e
}

// Fail makes calls go wrong and returns the fault's id. On a server it is for the calls of all apps. When
// several faults fit a call, the app's own come before those for all apps, and older ones before newer. A fault with a wrong or unfitting member ends the
// test.
func (s *scope) Fail(f Fault) (id string) {
	s.t.Helper()
	var made struct {
		ID string `json:"id"`
	}
	rule, err := f.rule()
	if err != nil {
		s.t.Fatalf("chatdouble: adding the fault %s%s: %v", f, s.of(), err)
	}
	s.ask(question{method: http.MethodPost, path: s.path("/faults"), body: rule}, &made, "adding the fault %s", f)
	return made.ID
}

// Faults are the faults in force, the oldest first, with how often each has hit. One that has hit as
// many calls as its Times says is in force no more. On a server they are those for all apps.
func (s *scope) Faults() []ActiveFault {
	s.t.Helper()
	var answer struct {
		Faults []faults.Shown `json:"faults"`
	}
	s.ask(question{method: http.MethodGet, path: s.path("/faults")}, &answer, "listing faults")
	all := make([]ActiveFault, len(answer.Faults))
	for i := range answer.Faults {
		all[i] = active(&answer.Faults[i])
	}
	return all
}

// ClearFaults takes all faults out of force and says how many there were.
func (s *scope) ClearFaults() (deleted int) {
	s.t.Helper()
	return s.deleted(s.path("/faults"), "clearing the faults")
}

// ClearFault takes one fault out of force, by the id that Fail returned, and says what had come of it. One
// that is not in force ends the test: it has hit as many calls as its Times says, or was never there.
func (s *scope) ClearFault(id string) ActiveFault {
	s.t.Helper()
	var cleared faults.Shown
	s.ask(question{method: http.MethodDelete, path: s.path("/faults/" + segment(id))}, &cleared, "clearing the fault %q", id)
	return active(&cleared)
}

func (s *scope) deleted(path, doing string) int {
	s.t.Helper()
	var answer struct {
		Deleted int `json:"deleted"`
	}
	s.ask(question{method: http.MethodDelete, path: path}, &answer, "%s", doing)
	return answer.Deleted
}

// Clock is the time of an app or, on a server, of all apps that have not been told otherwise.
func (s *scope) Clock() *Clock { return &Clock{s} }

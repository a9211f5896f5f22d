package admin

import (
	"bytes"
	"net/http"
	"strings"

	"github.com/chatdouble/mockserver/internal/bounds"
	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
)

// FaultRule is a rule as a client writes it. faults.ParseRule reads it; the types here are for the
// document alone.
type FaultRule struct {
	Match       FaultMatch `json:"match,omitzero" doc:"which calls; all when left out"`
	Fault       FaultDone  `json:"fault" doc:"what happens to them: one or more"`
	Times       int        `json:"times,omitempty" doc:"how many calls go wrong, then the rule is gone; 0 is all"`
	Probability float64    `json:"probability,omitempty" doc:"of a call that matches: above 0, at most 1, which is the default. Drawn from the app's seed"`
	When        string     `json:"when,omitempty" rule:"enum=before|after" doc:"before nothing has been done, which is the default, or after the state has changed, so that the answer is lost"`
}

// FaultMatch chooses calls.
type FaultMatch struct {
	Vendor    string            `json:"vendor,omitempty" rule:"enum=cometchat|zim"`
	Operation string            `json:"operation,omitempty" schema:"OperationName" doc:"the name of the operation, such as QueryBlacklist"`
	User      string            `json:"user,omitempty" doc:"the user that the call acts for or on, as the client wrote it"`
	Method    string            `json:"method,omitempty" doc:"the HTTP method"`
	Path      string            `json:"path,omitempty" doc:"the path as it was sent, without the query and without /__apps/{appId}; each * stands for any characters. Also of calls that match no operation, and of those that are for no vendor"`
	Action    string            `json:"action,omitempty" doc:"ZIM's Action as it was sent, also one that matches no operation"`
	Header    map[string]string `json:"header,omitempty" doc:"headers of the request and their exact values"`
	Nth       int               `json:"nth,omitempty" doc:"only the nth call that matches the rest, from 1"`
}

// FaultDone is what happens to a call.
type FaultDone struct {
	Code        string     `json:"code,omitempty" doc:"a code of the vendor, answered in its shape with its usual status; GET /__admin/codes lists them. A number is taken, too"`
	Status      int        `json:"status,omitempty" rule:"min=200,max=599" doc:"this HTTP status, with the headers and the body; 200 when there is a body and no status"`
	Headers     FaultHeads `json:"headers,omitempty" doc:"headers of the answer that code, status, body or json makes, in the place of those that it has by the same names"`
	Body        string     `json:"body,omitempty" doc:"as it is sent. One that is JSON has the vendor's Content-Type, another one text/plain or text/html, unless headers say which"`
	JSON        any        `json:"json,omitempty" doc:"any JSON value in the place of body"`
	Delay       FaultDelay `json:"delay,omitzero" doc:"wait first, in real time; alone, the call then goes on as usual"`
	Transport   string     `json:"transport,omitempty" rule:"enum=EMPTY_RESPONSE|CONNECTION_RESET_BY_PEER|MALFORMED_RESPONSE_CHUNK|RANDOM_DATA_THEN_CLOSE|TRUNCATED_BODY"`
	AfterBytes  *int       `json:"after_bytes,omitempty" doc:"for TRUNCATED_BODY: so many bytes of the body are sent"`
	RateLimited bool       `json:"rate_limited,omitempty" doc:"refused as if the limit had just been used up"`
}

// FaultHeads are headers of an answer, each with a text or a list of texts.
type FaultHeads map[string]shape.Texts

// FaultDelay is a time to wait, in milliseconds.
type FaultDelay struct {
	Type         string   `json:"type" rule:"enum=fixed|uniform|lognormal"`
	Milliseconds *int     `json:"milliseconds,omitempty" rule:"min=0,max=600000" doc:"fixed: from 0"`
	Lower        *int     `json:"lower,omitempty" rule:"min=0,max=600000" doc:"uniform: the shortest, from 0"`
	Upper        *int     `json:"upper,omitempty" rule:"min=0,max=600000" doc:"uniform: the longest"`
	Median       *float64 `json:"median,omitempty" doc:"lognormal: half of the times are shorter; from 0 to 600000"`
	Sigma        *float64 `json:"sigma,omitempty" doc:"lognormal: the standard deviation of the logarithm, from 0"`
	MaxValue     float64  `json:"maxValue,omitempty" doc:"lognormal: longer ones are drawn again; not below the median, at most 600000, which holds when it is left out"`
}

// Fault is a rule in force.
type Fault struct {
	ID string `json:"id" doc:"as in the journal"`
	FaultRule
	Hits         int    `json:"hits" doc:"calls that went wrong by it"`
	Bypassed     int    `json:"bypassed" doc:"calls that should have, and could not"`
	BypassReason string `json:"bypass_reason,omitempty" doc:"why the last one could not"`
}

// Faults are the rules of an app, or those for all apps.
type Faults struct {
	Faults []Fault `json:"faults" doc:"the oldest first"`
}

// rules are those of the app, or those for all.
func (a *api) rules(r *in) *faults.Rules {
	if r.app != nil {
		return r.app.Faults
	}
	return a.Faults
}

type shownFaults struct {
	Faults []faults.Shown `json:"faults"`
}

func (a *api) listFaults(r *in) (shownFaults, error) {
	list := a.rules(r).List()
	if list == nil {
		list = []faults.Shown{}
	}
	return shownFaults{list}, nil
}

func (a *api) addFault(r *in) (faults.Shown, error) {
	if len(bytes.TrimSpace(r.body)) == 0 {
		return faults.Shown{}, badRequest(`the body is empty; it must be a rule such as {"match": {"operation": "QueryBlacklist"}, "fault": {"code": "660300005"}, "times": 2}`)
	}
	if len(r.body) > maxRule {
		return faults.Shown{}, tooLarge(maxRule)
	}
	rule, err := faults.ParseRule(r.body)
	if err == nil {
		known, _ := a.known()
		err = rule.Check(vendorOf(r.app), known)
	}
	if err != nil {
		return faults.Shown{}, refuseRule(err)
	}
	free, err := a.Bounds.Reserve(bounds.Want{Kind: bounds.Rules, N: 1})
	if err != nil {
		return faults.Shown{}, err
	}
	defer free()
	rule.ID = a.rules(r).Add(rule)
	return faults.Shown{Rule: rule}, nil
}

// vendorOf is the vendor of an app, empty for none.
func vendorOf(app *gateway.App) string {
	if app == nil {
		return ""
	}
	return app.Vendor
}

// refuseRule names the members that are wrong.
func refuseRule(err error) error {
	var wrong []MemberError
	for _, e := range faults.Problems(err) {
		wrong = append(wrong, MemberError{Detail: e.Detail, Pointer: "#" + e.Pointer})
	}
	if len(wrong) == 0 {
		return badRequest("%v", err)
	}
	return Refuse(http.StatusBadRequest, wrong...)
}

func (a *api) clearFaults(r *in) (deletedCount, error) { return deletedCount{a.rules(r).Clear()}, nil }

// removeFault takes one rule out of force, and says for the last time what has come of it.
func (a *api) removeFault(r *in) (faults.Shown, error) {
	id, rules := r.PathValue("id"), a.rules(r)
	if removed, ok := rules.Remove(id); ok {
		return removed, nil
	}
	of := "for all apps"
	if r.app != nil {
		of = "of app " + r.app.Name()
	}
	return faults.Shown{}, &Refusal{Status: http.StatusNotFound, Detail: "no fault rule " + quote(id) + " " + of + " is in force; " + inForce(rules.List())}
}

// inForce names rules by their ids, the first few of many.
func inForce(rules []faults.Shown) string {
	const few = 20
	ids := make([]string, 0, few)
	for _, rule := range rules[:min(few, len(rules))] {
		ids = append(ids, rule.ID)
	}
	switch {
	case len(rules) == 0:
		return "none is, and one that has hit its times is gone by itself"
	case len(rules) > few:
		ids = append(ids, "...")
	}
	return "there are " + strings.Join(ids, ", ") + ", and one that has hit its times is gone by itself"
}

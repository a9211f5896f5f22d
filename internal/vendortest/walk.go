package vendortest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/golden"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/shape"
)

// Walk asks each operation of a subject for all that its declaration says: a good example, each member missing, of a
// wrong type and at and behind its bounds, each code, the limits, the fault rules. It looks at the shape of each answer,
// at what the journal and the explanation say of it, and at the state, which a refusal leaves alone. An operation
// that it cannot walk fails.
func Walk(t *testing.T, s *Subject) {
	for i := range s.Operations {
		op := &s.Operations[i]
		t.Run(op.Name, func(t *testing.T) {
			t.Parallel()
			s.walk(t, op)
		})
	}
}

// walker walks one operation.
type walker struct {
	testing.TB
	*Subject
	op       *gateway.Op
	world    World
	state    string // of the world, as each request finds it
	nth      int    // of the examples with which the operation is answered well
	answered map[string]bool
	ways     []*way
}

func (s *Subject) walk(t testing.TB, op *gateway.Op) {
	w := &walker{TB: t, Subject: s, op: op, answered: make(map[string]bool)}
	w.enter(s.Open(t, nil))
	if w.declared(); w.good() {
		w.slips(op.In, nil)
		w.reach()
		w.inOrder()
		w.limits()
		w.rules()
	}
	w.reached()
}

// enter goes into a world, to which each request goes back.
func (w *walker) enter(world World) {
	w.world = world
	w.keep()
}

func (w *walker) keep() {
	w.world.App.Snapshot("walk")
	w.state = w.world.App.State()
}

// answer is what a request was answered with.
type answer struct {
	Reply
	codes []string
	stage journal.Stage
}

func (a *answer) has(code string) bool { return slices.Contains(a.codes, code) }

// ask sends a request to the world as it was entered, and looks at what is true of every answer.
func (w *walker) ask(what string, in Args) answer {
	w.Helper()
	w.world.App.Restore("walk")
	return w.again(what, in)
}

// again is ask for the world as it is.
func (w *walker) again(what string, in Args) (a answer) {
	w.Helper()
	w.world.Server.ClearRequests()
	a.Reply = Ask(w.world.Server, w.world.Ask(w.op, in))
	a.codes = w.Codes(w.op, a.Body)
	if err := w.looks(a); err != nil {
		w.Errorf("%s: the answer is not as it is declared: %v\n%s", what, err, a.Body)
	}
	e := Entry(w, w.world.Server, a.Reply)
	if a.stage = journal.Stage(e.Stage); e.Code != a.codes[0] || e.Operation != w.op.Name {
		w.Errorf("%s: the journal has %s with code %q, answered was %q", what, e.Operation, e.Code, a.codes[0])
	}
	checks := w.world.Server.Explain(a.ID()).Checks
	if a.codes[0] == "" {
		if c := FirstFailed(checks); c.Name != "" && c.Name != unchangedSince {
			w.Errorf("%s: answered well, and the check %q failed: %s", what, c.Name, c.Detail)
		}
	} else if a.stage != journal.Fault {
		InOrder(w, checks, a.Reason())
	}
	return a
}

// looks says what in an answer is not as it is declared, where it is.
func (w *walker) looks(a answer) error {
	declared := w.Answer(w.op, a.codes)
	if declared == nil {
		return nil
	}
	return Fits(declared, []byte(a.Body))
}

// unchangedSince is the check that says what the call itself, or another one, has changed.
const unchangedSince = "unchanged since"

// note keeps the codes that a request was answered with.
func (w *walker) note(a answer) {
	for _, code := range a.codes {
		w.answered[code] = true
	}
}

func (w *walker) example(in Args) *example { return &example{s: w.Subject, nth: w.nth, in: in} }

// addsUsers looks whether an operation that has made a user says so: there must be room for it.
func (w *walker) addsUsers() {
	after := w.users()
	w.world.App.Restore("walk")
	if after > w.users() && !w.op.AddsUsers {
		w.Errorf("it makes users, and does not say so: AddsUsers")
	}
}

// users is how many the server has.
func (w *walker) users() (n int) {
	const held = `chatdouble_held{what="users"} `
	_, behind, _ := strings.Cut(Ask(w.world.Server, Request{Target: "/__admin/metrics"}).Body, held)
	if _, err := fmt.Sscan(behind, &n); err != nil {
		w.Fatalf("reading %s: %v", held, err)
	}
	return n
}

// good looks for the examples with which the operation is answered well.
func (w *walker) good() bool {
	w.Helper()
	var why []string
	for w.nth = range w.choices(w.op) {
		a := w.ask("example", w.example(nil).of(w.op))
		if len(a.codes) == 1 && a.codes[0] == "" && a.Status/100 == 2 {
			if a.stage != journal.Done {
				w.Errorf("answered well at the stage %q", a.stage)
			}
			w.unheeded(a.Reason())
			w.fitsSchema(a.Body)
			w.addsUsers()
			return true
		}
		why = append(why, strings.Join(a.codes, " ")+" "+a.Reason())
	}
	w.Errorf("it cannot be walked, as no example is answered well: %s", strings.Join(why, "\n"))
	return false
}

// fitsSchema wants a good answer to be as the OpenAPI document has it.
func (w *walker) fitsSchema(body string) {
	w.Helper()
	var members []reflect.Type
	for _, s := range []*shape.Struct{w.Catalogue.EnvelopeOf(w.op), w.op.Out} {
		if s != nil {
			members = append(members, s.Type)
		}
	}
	if members == nil {
		return
	}
	text, err := json.Marshal((&shape.Schemas{Inline: true}).Structs(members...))
	if err != nil {
		w.Fatal(err)
	}
	schema, err := golden.ReadSchema(text)
	if err == nil {
		err = schema.Check([]byte(body))
	}
	if err != nil {
		w.Errorf("the answer does not fit its schema: %v\n%s", err, body)
	}
}

// unheeded wants the reason to name the parameters that are not emulated, and no other.
func (w *walker) unheeded(reason string) {
	w.Helper()
	const cut = 300 // a longer reason may not name them all
	for _, p := range w.op.Parameters {
		if p.Use == gateway.NotEmulated && len(reason) > cut {
			continue
		}
		if named := strings.Contains(reason, "the parameter "+p.Name+" "); named != (p.Use == gateway.NotEmulated) {
			w.Errorf("the parameter %s is declared as %s, and the reason is %q", p.Name, p.Use, reason)
		}
	}
}

// slips tries each member of a struct that is asked with.
func (w *walker) slips(in *shape.Struct, within []*shape.Field) {
	w.Helper()
	place := gateway.InBody
	if w.op.Method == http.MethodGet {
		place = gateway.InQuery
	}
	for i := range in.Fields {
		f := &in.Fields[i]
		if within == nil && w.op.Parameter(place, f.Name) == nil {
			continue // it is sent on another surface
		}
		path := append(slices.Clip(within), f)
		for _, tried := range w.attempts(f, place) {
			e := w.example(w.Needs(f, tried.slip))
			e.puts = map[*shape.Field]any{f: tried.put}
			w.try(&way{what: nameOf(path) + " " + string(tried.slip), code: w.Refusal(path, tried.slip), path: path, example: *e}, tried)
		}
		if inner := innerOf(f); inner != nil && !f.NotEmulated {
			w.slips(inner, path)
		}
	}
}

func nameOf(path []*shape.Field) string {
	names := make([]string, len(path))
	for i, f := range path {
		names[i] = f.Name
	}
	return strings.Join(names, ".")
}

func (w *walker) try(by *way, tried attempt) {
	w.Helper()
	what, code := by.what, by.code
	a := w.ask(what, by.of(w.op))
	w.note(a)
	switch {
	case tried.good && tried.slip == Missing, code == "":
		if a.stage == journal.Parameters {
			w.Errorf("%s, which is declared as optional or as not looked at: %q (%s)", what, a.codes, a.Reason())
		}
		return
	case tried.good && w.isCase(a.codes[0], by.path[len(by.path)-1].Name, tried.put):
		return
	case tried.good:
		if a.stage == journal.Parameters || a.has(code) {
			w.Errorf("%s: it is not, and is refused: %s is answered with %q (%s)", what, short(tried.put), a.codes, a.Reason())
		}
		return
	}
	want := journal.Parameters
	switch {
	case !slices.Contains(a.codes[1:], code):
	case a.codes[0] == "": // an item has failed alone, and the call went well
		want = journal.Done
	default: // as each of them did
		want = journal.Action
	}
	if !a.has(code) || a.stage != want {
		w.Errorf("%s: %q at the stage %q (%s), want %s", what, a.codes, a.stage, a.Reason(), code)
	}
	w.unchanged(what)
	w.keepWay(by, a)
}

// isCase reports whether a case causes a code by that value of a member.
func (w *walker) isCase(code, member string, value any) bool {
	return slices.ContainsFunc(w.Cases, func(c Case) bool {
		v, ok := c.In[member]
		return ok && c.Code == code && fmt.Sprint(v) == fmt.Sprint(value)
	})
}

// unchanged wants the state to be as the request found it.
func (w *walker) unchanged(what string) {
	w.Helper()
	if now := w.world.App.State(); now != w.state {
		w.Errorf("%s: it was refused and changed the state\n%s\nto\n%s", what, w.state, now)
	}
}

// declaredCodes are those of the declaration, by what is said of them.
func (w *walker) declaredCodes() map[string]gateway.CodeFact {
	all := make(map[string]gateway.CodeFact)
	for _, c := range w.op.Codes {
		all[c.Code] = c
	}
	return all
}

// reached compares what was answered with what is declared.
func (w *walker) reached() {
	w.Helper()
	known := w.declaredCodes()
	for _, code := range slices.Sorted(maps.Keys(known)) {
		if c := known[code]; w.answered[code] == c.RuleOnly {
			w.Errorf("the code %s is declared, by rule only: %v, and answered: %v", code, c.RuleOnly, w.answered[code])
		}
	}
	for _, code := range slices.Sorted(maps.Keys(w.answered)) {
		if _, ok := known[code]; !ok && code != "" && !slices.Contains(w.Shared, code) {
			w.Errorf("the code %s is answered and not declared", code)
		}
	}
}

package zegoapi

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/store"
)

// Explain runs the checks of a call from the journal again, all of them.
func (a *API) Explain(c *gateway.Call) []gateway.Check {
	e := c.Recorded()
	if refusePath(c) != nil {
		return []gateway.Check{{Name: "path", Verdict: gateway.Failed, Detail: e.Reason}}
	}
	_ = a.Route(c) // what it refuses is looked at below
	if app, ok := a.apps.Find(e.App); ok {
		c.App = app
	}
	if o, ok := a.ops[e.Operation]; ok {
		c.Op = &o.follows().op
	}
	c.User = e.User // the journal may have cut the body that it stood in

	in := new(common)
	in.read(c)
	var steps []gateway.Step
	for _, k := range slices.Concat(routing, signing) {
		steps = append(steps, a.step(c, k, in))
	}
	return gateway.Judge(c, append(steps,
		c.LimitStep(stopped(journal.Limit)),
		gateway.Step{Name: "parameters", Refused: stopped(journal.Parameters), Found: "they are as the action wants them" + c.BodyKept()},
		gateway.Step{Name: "user", Refused: stopped(journal.User), Look: func() (string, error) { return a.lookForUser(c) }},
		gateway.Step{Name: "action", Found: "it did what it was asked for"},
	))
}

// step is one of the common checks for the explanation.
func (a *API) step(c *gateway.Call, k check, in *common) gateway.Step {
	s := gateway.Step{Name: fmt.Sprintf("%s (%d)", k.name, k.code), Refused: coded(k.code)}
	if k.code == 0 {
		s.Name, s.Refused = k.name, refusedByMethod
	}
	if k.asLicenceAuth(c) {
		refusedSo := coded(errLicenceAuth.Code)
		s.Refused = func(e *journal.Entry) bool { return refusedSo(e) && k.run(a, c, in) != nil }
	}
	switch {
	case k.refuse == nil:
		s.Found = fmt.Sprintf("every request passes; only a fault rule answers %d", k.code)
		return s
	case k.code == errReadBody.Code: // how a body came is over
		s.Found = k.found(a, c, in)
		return s
	}
	s.Look = func() (string, error) {
		if err := k.run(a, c, in); err != nil {
			return "", k.inWords(c, err)
		}
		return k.found(a, c, in), nil
	}
	return s
}

// lookForUser looks for the user that an action acts for. Those that act for nobody may still be
// sent a FromUserId.
func (a *API) lookForUser(c *gateway.Call) (found string, err error) {
	if !a.operationOf(c).actsFor() {
		return "the action acts for no one user", nil
	}
	err = c.App.Store.View(c.Now, func(tx *store.Tx) error { return mustBeRegistered(tx, c.User, a.operationOf(c).built.Nobody) })
	return fmt.Sprintf("%.*q is registered", longestName, c.User), err
}

// coded makes the test whether the recorded refusal has the code.
func coded(code int) func(*journal.Entry) bool {
	text := strconv.Itoa(code)
	return func(e *journal.Entry) bool { return e.Code == text && e.Status != errMethod.Status }
}

func refusedByMethod(e *journal.Entry) bool { return e.Status == errMethod.Status }

// stopped makes the test whether the recorded call ended at a stage.
func stopped(at journal.Stage) func(*journal.Entry) bool {
	return func(e *journal.Entry) bool { return e.Stage == at }
}

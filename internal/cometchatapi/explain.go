package cometchatapi

import (
	"fmt"
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/store"
)

// Explain runs the checks of a call from the journal again, all of them.
func (a *API) Explain(c *gateway.Call) []gateway.Check {
	e := c.Recorded()
	_ = a.Route(c) // finds the app again
	c.Op = operationNamed(e.Operation)
	if app, ok := a.apps.Find(e.App); ok {
		c.App = app
		if c.Op != nil && c.Op.Credential == authToken {
			c.User = userOfToken(c)
		}
	}
	in, checks := shown{}, keyChecks
	if c.Op != nil {
		in, checks = readShown(c), checksOf(c.Op)
	}
	c.User = e.User

	// The routes do not change, and a handler in front of this one may have changed the path.
	version, _ := versionIn(gateway.PathAsSent(c.Request))
	steps := []gateway.Step{
		{Name: "version", Refused: coded(errInvalidAPIVersion), Found: version},
		{Name: "route", Refused: coded(errAPINotFound), Found: routeFound(c.Op)},
	}
	for _, k := range checks {
		steps = append(steps, gateway.Step{Name: k.name, Refused: coded(k.codes...), Look: func() (string, error) {
			if err := k.refuse(a, c, in); err != nil {
				return "", err
			}
			return k.found(a, c, in), nil
		}})
	}
	return gateway.Judge(c, append(steps,
		c.LimitStep(stopped(journal.Limit)),
		gateway.Step{Name: "body", Refused: stopped(journal.Body), Found: "it could be read" + c.BodyKept()},
		gateway.Step{Name: "user", Refused: coded(errUIDNotFound, errBotNotFound), Look: func() (string, error) { return lookForUser(c) }},
		gateway.Step{Name: "parameters", Refused: stopped(journal.Parameters), Found: "they are as the operation wants them"},
		gateway.Step{Name: "operation", Found: "it did what it was asked for"},
	))
}

// operationNamed finds an operation that is recorded.
func operationNamed(name string) *gateway.Op {
	if i := slices.IndexFunc(rows(), func(r *row) bool { return r.name == name }); i >= 0 {
		return rows()[i].op()
	}
	return nil
}

func routeFound(op *gateway.Op) string {
	if op == nil {
		return ""
	}
	return fmt.Sprintf("%s %s is %s", op.Method, op.Path, op.Name)
}

// lookForUser looks for the user in the path, or whose token was shown.
func lookForUser(c *gateway.Call) (found string, err error) {
	e, uid := c.Recorded(), c.User
	switch {
	case e.Code == errUIDNotFound.Code && e.Stage != journal.User: // of the body, or of the header onBehalfOf
		return "", errUIDNotFound.of("another") // whether that one is there now cannot be told
	case uid == "":
		return "the path names no user", nil
	}
	err = c.App.Store.View(c.Now, func(tx *store.Tx) error {
		u, ok := tx.User(uid)
		switch {
		case !ok && e.Code == errGUIDNotFound.Code:
			found = "the group in the path comes first"
			return nil
		case !ok:
			return errUIDNotFound.of(uid)
		case u.DeactivatedAt.IsZero():
			found = fmt.Sprintf("%.100q is there", uid)
			return nil
		case e.Code == errUIDNotFound.Code, e.Code == errBotNotFound.Code:
			return userExists(tx, uid)
		}
		found = fmt.Sprintf("%.100q is there, deactivated", uid)
		return nil
	})
	return found, err
}

// coded makes the test whether the recorded refusal has one of the codes.
func coded(codes ...*code) func(*journal.Entry) bool {
	return func(e *journal.Entry) bool { return oneIs(codes, e.Code) }
}

// stopped makes the test whether the recorded call ended at a stage.
func stopped(at journal.Stage) func(*journal.Entry) bool {
	return func(e *journal.Entry) bool { return e.Stage == at }
}

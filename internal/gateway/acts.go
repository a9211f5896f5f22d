package gateway

import (
	"fmt"
	"reflect"

	"github.com/chatdouble/mockserver/internal/bounds"
	"github.com/chatdouble/mockserver/internal/store"
)

// Act is what only an end user's app can do, such as to come online: done in an app's state by the server's own API,
// with the events that it has.
type Act struct {
	Name      string // the same at all vendors where the thing is the same
	Summary   string
	AddsUsers bool // who does it need not be there before

	In, Out reflect.Type // structs: what it is asked with, in which [By] is embedded, and what it answers beside that
	Do      func(a *Acting, read func(into any) error) (by By, out any, err error)
}

// By is what every act is asked with.
type By struct {
	Act  string `json:"act" rule:"required" schema:"ActName" doc:"what is done"`
	User string `json:"user" rule:"required" doc:"the id of the user who does it"`
}

func (b By) by() By { return b }

// ActOf completes an act by what it does to the state at one moment, and what is told of that. An error with a code
// of the vendor is a refusal that the user's app would get.
func ActOf[In interface{ by() By }, Out any](act Act, run func(*store.Tx, *Acting, In) (Out, Tell, error)) Act {
	nobody := func(*Acting, In) struct{} { return struct{}{} }
	return JudgedActOf(act, nobody, func(tx *store.Tx, a *Acting, in In, _ struct{}) (Out, Tell, error) { return run(tx, a, in) })
}

// JudgedActOf completes an act of which somebody else is asked first, outside of any update: the state may have changed
// when run sees it, with the verdict.
func JudgedActOf[In interface{ by() By }, Verdict, Out any](act Act, judge func(*Acting, In) Verdict, run func(*store.Tx, *Acting, In, Verdict) (Out, Tell, error)) Act {
	act.In, act.Out = reflect.TypeFor[In](), reflect.TypeFor[Out]()
	act.Do = func(a *Acting, read func(any) error) (by By, _ any, err error) {
		var in In
		if err := read(&in); err != nil {
			return by, nil, err
		}
		by = in.by()
		verdict := judge(a, in)
		var out Out
		err = a.Act(a.App, func(tx *store.Tx) (tell Tell, err error) {
			if err := act.admit(tx, a, by.User); err != nil {
				return nil, err
			}
			out, tell, err = run(tx, a, in, verdict)
			return tell, err
		})
		return by, out, err
	}
	return act
}

// admit refuses somebody who is not there, or for whom there is no room.
func (act *Act) admit(tx *store.Tx, a *Acting, user string) error {
	_, ok := tx.User(user)
	switch {
	case ok:
		return nil
	case act.AddsUsers:
		return a.Bounds.Room(bounds.Users, 1)
	}
	return &NoUserError{App: a.App.Name(), User: user}
}

// NoUserError says that who is to do something is not there.
type NoUserError struct{ App, User string }

func (e *NoUserError) Error() string { return fmt.Sprintf("app %s has no user %q", e.App, e.User) }

// Coded is a vendor's error, with the code that a client of the vendor gets.
type Coded interface {
	error
	VendorCode() string
}

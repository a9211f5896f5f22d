package zegoapi

import (
	"cmp"
	"reflect"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

// operatorName is the parameter that names the user who acts.
const operatorName = "FromUserId"

// action is the form of any action: In is what it is asked with, Out the members of its answer behind the envelope.
// An Out that embeds [outcome] says itself with which code it went wrong.
type action[In, Out any] struct {
	Check    func(*gateway.Call, *In) error // the last to see the request; it may be nil
	Run      func(*store.Tx, In) (Out, error)
	Changes  bool                     // Run changes the state
	Tell     func(*gateway.Call, Out) // of the change; nil: what an Out that embeds [told] says has happened
	Nobody   *codeError               // of a FromUserId who is not registered; nil: errNotRegistered
	Failures string                   // the list of those on whom it failed; empty: the answer has none
}

func (a action[In, Out]) build(checks order) built {
	out, nobody := encoderOf[Out](), cmp.Or(a.Nobody, errNotRegistered)
	steps := gateway.Steps[In, Out]{
		Decode:  decoder(checks, a.Check),
		Run:     afterOperator(a.Run, nobody),
		Verdict: func(o Out) (code, reason string) { return outcomeOf(&o).verdict() },
		Encode: func(dst []byte, c *gateway.Call, o Out) []byte {
			return append(out.of(c).AppendMembers(appendOutcome(dst, c, outcomeOf(&o)), &o), '}')
		},
		Tell: a.Tell,
	}
	if a.Tell == nil && isTold[Out]() {
		steps.Tell = tellCall[Out]
	}
	return built{In: shape.For[In](), Out: shape.For[Out](), Do: doing(steps, a.Changes), Failures: a.Failures, Nobody: nobody}
}

// decoder reads an In and checks it. What is wrong comes in the order of the checks, wherever it was found; check, which
// returns one error, keeps to it by itself. An error of check that names no code is one of the parameters, as the
// reader's are.
func decoder[In any](checks order, check func(*gateway.Call, *In) error) func(*gateway.Call) (In, error) {
	reader := readerOf(shape.For[In](), "", nil)
	return func(c *gateway.Call) (in In, err error) {
		found := findings{order: checks}
		if err = reader.read(c, &found, reflect.ValueOf(&in).Elem()); err != nil {
			return in, refusal(err)
		}
		if check != nil {
			if err = check(c, &in); err != nil {
				_ = found.add(refusal(err)) // nothing comes behind it
			}
		}
		if found.first == nil {
			return in, nil
		}
		if later, ok := any(&in).(postponing); ok && found.first.Code != errInput.Code {
			later.postpone(found.first.at(journal.Parameters))
			return in, nil
		}
		return in, found.first
	}
}

// postponing is an In whose Run finds what comes before all that its members are refused with, but for errInput.
type postponing interface{ postpone(*codeError) }

// afterOperator runs an action once it is known that the user who acts, if it has one, is registered.
func afterOperator[In, Out any](run func(*store.Tx, In) (Out, error), nobody *codeError) func(*store.Tx, In) (Out, error) {
	operator := shape.For[In]().Field(operatorName)
	if operator == nil {
		return run
	}
	return func(tx *store.Tx, in In) (out Out, err error) {
		id := reflect.ValueOf(&in).Elem().FieldByIndex(operator.Index).String()
		if id != "" || operator.Required {
			if err = mustBeRegistered(tx, id, nobody); err != nil {
				return out, err
			}
		}
		return run(tx, in)
	}
}

// mustBeRegistered refuses an action whose FromUserId is nobody.
func mustBeRegistered(tx *store.Tx, from string, e *codeError) error {
	if _, ok := tx.User(from); !ok {
		return e.because(operatorName+" %q is not a user of this app", from)
	}
	return nil
}

func doing[In, Out any](steps gateway.Steps[In, Out], changes bool) gateway.Do {
	if changes {
		return gateway.Write(steps)
	}
	return gateway.Read(steps)
}

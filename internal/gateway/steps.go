package gateway

import (
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/store"
)

// Do answers a call: it appends the body to c.Reply.Body, or returns the refusal and leaves
// the state as it was.
type Do func(c *Call) error

// Steps are the parts of an operation. [Read] and [Write] put them together.
type Steps[In, Out any] struct {
	// Decode is the last to see the request. What it refuses, it refuses for its parameters.
	Decode func(*Call) (In, error)
	// Run sees the state at one moment.
	Run func(*store.Tx, In) (Out, error)
	// Verdict is the vendor's code of a result that says itself that the call failed, and why, in one line for
	// a person; empty when it went well. It may be nil.
	Verdict func(Out) (code, reason string)
	// Encode appends the answer. It has no effects.
	Encode func(dst []byte, c *Call, out Out) []byte
	// Tell hands the events of the change to [Call.Deliver]. It may be nil.
	Tell func(*Call, Out)
}

// Read makes the operation of steps that change nothing: Run and Encode see the state as it is when they begin.
func Read[In, Out any](s Steps[In, Out]) Do {
	return func(c *Call) error {
		in, err := decode(c, s.Decode)
		if err != nil {
			return err
		}
		c.App.Store.Begin(&c.tx, c.Now)
		defer c.tx.End()
		out, err := s.Run(&c.tx, in)
		if err == nil {
			s.finish(c, out)
		}
		return err
	}
}

// Write makes the operation of steps that change the state. Run is alone with it; its error leaves the state as it
// was. The state is free again before anything is encoded or told.
func Write[In, Out any](s Steps[In, Out]) Do {
	return func(c *Call) error {
		in, err := decode(c, s.Decode)
		if err != nil {
			return err
		}
		var out Out
		err = c.App.Store.Update(c.Now, func(tx *store.Tx) (err error) {
			if out, err = s.Run(tx, in); err == nil && s.Tell != nil {
				c.turn = c.App.turns.take()
			}
			return err
		})
		if err == nil {
			s.finish(c, out)
		}
		return err
	}
}

func decode[In any](c *Call, decode func(*Call) (In, error)) (In, error) {
	c.stage = journal.Parameters
	in, err := decode(c)
	c.stage = journal.Action
	if err != nil {
		c.stage = journal.Parameters
	}
	return in, err
}

// finish makes the answer of a result.
func (s *Steps[In, Out]) finish(c *Call, out Out) {
	c.stage, c.acted = journal.Done, true
	if s.Verdict != nil {
		code, reason := s.Verdict(out)
		if code != "" {
			c.stage, c.Reply.Code = journal.Action, code
		}
		c.Explain(reason)
	}
	c.Reply.Body = s.Encode(c.Reply.Body, c, out)
	if s.Tell != nil {
		s.Tell(c, out)
	}
}

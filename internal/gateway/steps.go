package gateway

import "github.com/chatdouble/mockserver/internal/store"

// Do answers a call: it appends the body to c.Reply.Body, or returns the refusal and leaves
// the state as it was.
type Do func(c *Call) error

// Read makes a Do of three steps for an operation that changes nothing. decode is the last to see
// the request, run sees the state, encode appends the result's bytes. The state is locked for
// reading while run and encode work, and free again before anything goes to the network.
func Read[In, Out any](
	decode func(*Call) (In, error),
	run func(*store.Tx, In) (Out, error),
	encode func([]byte, *Call, Out) []byte,
) Do {
	return func(c *Call) error {
		in, err := decode(c)
		if err != nil {
			return err
		}
		c.App.Store.Begin(&c.tx, c.Now)
		defer c.tx.End()
		out, err := run(&c.tx, in)
		if err == nil {
			c.Reply.Body = encode(c.Reply.Body, c, out)
		}
		return err
	}
}

// Write makes a Do of three steps for an operation that changes the state. run is alone with it;
// nothing is rolled back, so run checks first and changes last.
func Write[In, Out any](
	decode func(*Call) (In, error),
	run func(*store.Tx, In) (Out, error),
	encode func([]byte, *Call, Out) []byte,
) Do {
	return func(c *Call) error {
		in, err := decode(c)
		if err != nil {
			return err
		}
		return c.App.Store.Update(c.Now, func(tx *store.Tx) error {
			out, err := run(tx, in)
			if err == nil {
				c.Reply.Body = encode(c.Reply.Body, c, out)
			}
			return err
		})
	}
}

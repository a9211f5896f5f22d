package gateway

import "github.com/chatmock/mockserver/internal/store"

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

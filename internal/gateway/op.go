package gateway

import (
	"time"

	"github.com/chatmock/mockserver/internal/store"
)

// Op is one operation of a vendor: a row in its table.
type Op struct {
	Name   string
	Method string // the documented one
	Path   string
	// Credential is what a caller shows to be let in, in the vendor's words.
	Credential string
	Limits     []Limit // every counter that a call is counted on, in the order in which they are checked
	Facts      []Fact
	Do         Do
}

// Limit is a counter that calls share.
type Limit struct {
	Quota   string        // the setting that holds the number of calls
	Counter string        // calls with the same counter are counted together
	Window  time.Duration // from the first call
}

// Provenance says how a behaviour is known.
type Provenance string

// The three ways in which a behaviour is known.
const (
	Recorded   Provenance = "recorded"   // seen in a published recording of the real service
	Documented Provenance = "documented" // stated by the vendor, in its pages or its SDK
	Assumed    Provenance = "assumed"    // neither: the default that this server chose
)

// Fact is one behaviour of an operation, and how it is known.
type Fact struct {
	Behaviour  string     `json:"behaviour"`
	Provenance Provenance `json:"provenance"`
}

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

package gateway

import (
	"cmp"
	"time"

	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

// Catalogue is all that a vendor has: where it is called, what answers there, what the server's own API lists of it,
// and what rules and filters can name. It is the same for every server.
type Catalogue struct {
	Vendor string // its name in the journal and in the server's own API
	Title  string // as it writes its name itself
	New    func(*Apps) Vendor

	Base     string                 // what all its paths begin with, behind the server's URL
	IsPath   func(path string) bool // whether a path is the vendor's, whatever the host
	IsHost   func(host string) bool // whether a host, with or without a port, is one of the vendor's
	Regions  bool                   // each app is in one
	NamesApp bool                   // each call names its app; a URL of the app's own is not needed

	Access []Access // what a client needs to know of an app beside its id

	Operations func() []Op    // those that are emulated; the caller must not change it
	Facts      []Fact         // of every operation, beside its own
	Quotas     map[string]int // what a new app begins with
	Codes      func() []Code
	Variants   []Variant
	Events     []string         // under which the journal has tries to deliver them
	Actions    bool             // whether a request calls its operation by an action
	Called     func(*Op) string // where an operation is, behind the server's URL, with parameters in braces
	Envelope   *shape.Struct    // the members that every answer begins with, before those of the operation; nil: none
	Refusal    *shape.Struct    // what a refusal of an operation looks like
	Shown      []Shown          // what calls bring beside the parameters of their operations

	Order store.Order   // of the ties in a state
	Tick  time.Duration // what the times of the state are exact to; 0: they are not rounded

	Controls []Control
	Acts     []Act
	Due      Due      // what happens by itself; nil: nothing does
	SignAnew SignAnew // nil: events are not signed
}

// Shown is a parameter that calls bring to be let in, or to be told from others.
type Shown struct {
	Name       string
	InHeader   bool             // else it stands in the query
	Credential string           // only of operations with that credential; empty: of all
	Value      func(*Op) string // the one value that it has; nil: any
}

// Known is what a rule can name of the vendor.
func (c *Catalogue) Known() faults.Known {
	k := faults.Known{Vendor: c.Vendor, Actions: c.Actions}
	for _, code := range c.Codes() {
		k.Codes = append(k.Codes, code.Code)
	}
	for _, op := range c.Operations() {
		k.Operations = append(k.Operations, op.Name)
	}
	return k
}

// EnvelopeOf are the members that the answers of an operation begin with; nil: there are none.
func (c *Catalogue) EnvelopeOf(op *Op) *shape.Struct { return cmp.Or(op.Envelope, c.Envelope) }

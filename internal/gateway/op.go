package gateway

import "time"

// Op is one operation of a vendor: a row in its table.
type Op struct {
	Name   string
	Method string // the documented one
	Path   string
	// Credential is what a caller shows to be let in, in the vendor's words.
	Credential string
	Limits     []Limit     // every counter that a call is counted on, in the order in which they are checked
	Parameters []Parameter // all that the vendor has for the operation
	Facts      []Fact
	Do         Do
}

// Parameter is one that the vendor has for an operation. Names in headers and in the path are not among
// them.
type Parameter struct {
	Name string `json:"name"`
	In   Place  `json:"in"`
	Use  Use    `json:"use"`
	List bool   `json:"list,omitempty"` // in a query: may also be repeated, as name or name[]
}

// Place is where a parameter stands.
type Place string

// The two places of parameters.
const (
	InQuery Place = "query"
	InBody  Place = "body"
)

// Use is what this server does with a parameter.
type Use string

// The three uses of a parameter.
const (
	Applied     Use = "applied"
	NoEffect    Use = "no effect"    // rightly: the vendor ignores it too, or it is about what cannot be here
	NotEmulated Use = "not emulated" // the vendor does something with it, and this server does not
)

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

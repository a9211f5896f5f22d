package gateway

import (
	"time"

	"github.com/chatdouble/mockserver/internal/shape"
)

// Op is one operation of a vendor: a row in its table.
type Op struct {
	Name string
	Page string // of the vendor, on which the operation stands
	// Recording is where the vendor's answers stand that what is recorded comes from; empty where nothing is.
	Recording string
	Method    string // the documented one
	Path      string
	// Credential is what a caller shows to be let in, in the vendor's words.
	Credential string
	Scope      string      // that the credential must have, in the vendor's words; empty where it has none
	Limits     []Limit     // every counter that a call is counted on, in the order in which they are checked
	Parameters []Parameter // all that the vendor has for the operation
	Codes      []CodeFact  // that it answers with, beside those that all operations share
	Order      []string    // the codes that requests cause, in the order in which they are looked for; nil: it is not declared
	Facts      []Fact
	Files      bool          // it takes files, in a form of several parts
	AddsUsers  bool          // it makes users, for whom there must be room in the server
	In, Out    *shape.Struct // what it is asked with, and what it answers; nil: nothing
	Envelope   *shape.Struct // how its answers begin, where that is not as those of the vendor's others
	Do         Do            // nil: the vendor has the operation, and this server does not emulate it
}

// CodeFact is an error code that an operation answers with, and how that is known.
type CodeFact struct {
	Code       string
	Provenance Provenance
	RuleOnly   bool // the vendor lists it, no request causes it here: a fault rule can
}

// Limit is a counter that calls share.
type Limit struct {
	Quota   string        // the setting that holds the number of calls
	Counter string        // calls with the same counter are counted together
	Window  time.Duration // from the first call

	// On is the counter of one call, where calls share it that are for the same thing, and how many calls it is
	// worth. It is nil where all calls share Counter and are worth one. An empty counter is not counted.
	On func(*Call) (counter string, cost int)
}

// of is the counter on which a call is counted, and how many calls it is worth.
func (l *Limit) of(c *Call) (counter string, cost int) {
	if l.On == nil {
		return l.Counter, 1
	}
	return l.On(c)
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
	Source     string     `json:"source,omitempty"` // the page or recording, where it is not the operation's own
}

package journal

// Stage is where on its way a request ended. It is empty as long as there is no answer, and for a try to
// deliver an event.
type Stage string

// The stages, in the order in which a request meets them.
const (
	Malformed  Stage = "malformed"   // it is not HTTP as it should be
	FaultAsked Stage = "fault_asked" // its own header asks for a fault that it cannot have
	Fault      Stage = "fault"       // a fault rule decided the answer
	Unmatched  Stage = "unmatched"   // no operation matches it
	NoApp      Stage = "app"         // it names no app that there is
	Credential Stage = "credential"  // what it shows does not let it in
	Limit      Stage = "limit"       // a limit is used up
	Body       Stage = "body"        // its body could not be read
	Full       Stage = "full"        // the server has no room for what it makes
	Parameters Stage = "parameters"  // what it asks with is not as the operation wants it
	User       Stage = "user"        // the user that it acts for or on is not there
	Action     Stage = "action"      // the state does not allow it
	Internal   Stage = "internal"    // the server itself failed
	Done       Stage = "done"        // it did what it was asked for
)

// Stages lists them all.
var Stages = []Stage{
	Malformed, FaultAsked, Fault, Unmatched, NoApp, Credential, Limit, Body, Full, Parameters, User, Action, Internal, Done,
}

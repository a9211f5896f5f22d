package vendortest

import (
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
)

// Subject is a vendor as [Walk] sees it: its declarations, and what they do not say.
type Subject struct {
	Operations []gateway.Op
	Catalogue  *gateway.Catalogue
	// Open makes an app in a server and puts the small world into it that the examples speak of. Its limits are the
	// vendor's but for the quotas that are given; without any, calls are not counted.
	Open func(testing.TB, map[string]int) World
	// Examples are good values by the names of members, and of parameters of the path in braces. Where one name has several, the first with which the
	// operation is answered well counts; a member without one gets a value that its rules allow.
	Examples map[string][]any
	// Codes are those of an answer: that of the whole call, empty when it went well, then those of its items.
	Codes func(op *gateway.Op, body string) []string
	// Answer is what an answer with such codes looks like.
	Answer func(op *gateway.Op, codes []string) *shape.Struct // nil: it is not declared
	// Refusal is the code that its declaration gives to what is wrong with a member, the last of these; the others are
	// those that it stands in. It is empty for a member that is not looked at.
	Refusal func([]*shape.Field, Slip) string
	// Most is how many characters or items a member takes where not its rule says it; 0: its rule does.
	Most func(*shape.Field) int
	// Needs are the values of other members without which what is wrong with a member is not looked at.
	Needs func(*shape.Field, Slip) Args
	// Fixed are the quotas that no setting of an app changes.
	Fixed map[string]int
	// Shared are the codes that any operation answers with.
	Shared []string
	Cases  []Case
}

// World is an app of a subject with people in it.
type World struct {
	Server *chatdouble.Server
	App    *chatdouble.App
	Ask    func(*gateway.Op, Args) Request // a good request with these values
}

// Args are what an operation is asked with, as encoding/json would read it.
type Args map[string]any

// Case causes a code in every operation that declares it and can be asked so.
type Case struct {
	Code   string
	In     Args           // in the place of the examples, wherever the members of these names stand; with names in braces
	Twice  bool           // each list of the request has its items twice
	Quotas map[string]int // of the app
	Before func(testing.TB, World)
}

// Slip is what can be wrong with a member.
type Slip string

// The slips.
const (
	Missing    Slip = "is missing"
	WrongType  Slip = "is of a wrong type"
	TooLong    Slip = "is too long"
	TooMany    Slip = "has too many items"
	OutOfRange Slip = "is out of range"
	TooShort   Slip = "is too short"
	NoChoice   Slip = "is none of its values"
)

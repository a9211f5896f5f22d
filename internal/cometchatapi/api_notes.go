package cometchatapi

import (
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
)

// notes are behaviours of an operation that its declaration does not say otherwise.
type notes []gateway.Fact

// recorded, documented and assumed make a note. The recording or the page is the declaration's own unless the note
// names another.
func recorded(behaviour string, source ...string) gateway.Fact {
	return note(gateway.Recorded, behaviour, source)
}

func documented(behaviour string, source ...string) gateway.Fact {
	return note(gateway.Documented, behaviour, source)
}

func assumed(behaviour string) gateway.Fact { return note(gateway.Assumed, behaviour, nil) }

func note(how gateway.Provenance, behaviour string, source []string) gateway.Fact {
	fact := gateway.Fact{Behaviour: behaviour, Provenance: how}
	if len(source) > 0 {
		fact.Source = source[0]
	}
	return fact
}

// facts are the notes and what follows from the operation's declaration.
func (n notes) facts(o *gateway.Op, known codes) []gateway.Fact {
	facts := slices.Concat(n, inputFacts(o.In), known.notes())
	if o.Scope == AuthOnly {
		facts = append(facts, documented("an authOnly key may call it", "Authentication"))
	}
	return facts
}

// notes say what is refused with each code.
func (known codes) notes() (facts notes) {
	for _, how := range slices.Sorted(maps.Keys(known)) {
		for _, k := range known[how] {
			if k.When != "" {
				facts = append(facts, note(how, fmt.Sprintf("%s: %d %s", k.When, k.Status, k.Code), nil))
			}
		}
	}
	return facts
}

// constraints is the page that most bounds stand on.
const constraints = "Properties and Constraints"

// inputFacts say what an operation is asked with: what must be there, and its bounds, those that the vendor does not
// state with the tag how.
func inputFacts(in *shape.Struct) (facts notes) {
	var needed, missing, bounds, choices, supposed []string
	for i := range in.Fields {
		f := &in.Fields[i]
		if f.Required {
			needed = append(needed, f.Name)
		}
		if f.Enum != nil {
			choices = append(choices, f.Name+" "+strings.Join(f.Enum, ", "))
		}
		if f.Default != "" {
			missing = append(missing, f.Name+" "+f.Default)
		}
		switch most := mostOf(f); {
		case most == "":
		case f.Tag.Get("how") == "assumed":
			supposed = append(supposed, f.Name+" "+most)
		default:
			bounds = append(bounds, f.Name+" "+most)
		}
	}
	add := func(how gateway.Provenance, what string, names []string, source ...string) {
		if len(names) > 0 {
			facts = append(facts, note(how, what+strings.Join(names, "; "), source))
		}
	}
	add(gateway.Documented, "must be given: ", needed)
	add(gateway.Documented, "unless given: ", missing)
	add(gateway.Documented, "bounds: ", bounds, constraints)
	add(gateway.Assumed, "bounds: ", supposed)
	add(gateway.Documented, "values: ", choices)
	return facts
}

// mostOf is how much of a member is taken, empty when that is not bounded.
func mostOf(f *shape.Field) string {
	switch {
	case f.MaxItems > 0 && f.MaxLen > 0:
		return fmt.Sprintf("at most %d of %d characters", f.MaxItems, f.MaxLen)
	case f.MaxItems > 0:
		return fmt.Sprintf("at most %d", f.MaxItems)
	case f.MaxLen > 0:
		return fmt.Sprintf("at most %d characters", f.MaxLen)
	case f.MaxBytes > 0:
		return fmt.Sprintf("at most %d bytes", f.MaxBytes)
	case f.Type.Kind() == reflect.Int && f.Max < math.MaxInt64:
		return fmt.Sprintf("%d to %d", f.Min, f.Max)
	}
	return ""
}

// Recordings, by resource: fixtures of what the real service answered, and suites that run against it and assert
// statuses and texts.
const (
	usersSeen         = "recca0120/comet-chat, fixtures user; Babuyadav10/Babu-Automation, UsersTest"
	blocksSeen        = "recca0120/comet-chat, fixtures block_user; the vendor's Android and Flutter tests"
	tokensSeen        = "recca0120/comet-chat, fixtures auth_token; Babuyadav10/Babu-Automation, AuthTokensTest"
	messagesSeen      = "recca0120/comet-chat, fixtures message; Babuyadav10/Babu-Automation, MessageTest; the vendor's iOS tests"
	groupsSeen        = "Babuyadav10/Babu-Automation, GroupTest, MemberTest and BannedUserTest; the vendor's Android, iOS and webhook tests"
	rolesSeen         = "Babuyadav10/Babu-Automation, RolesTest"
	keysSeen          = "Babuyadav10/Babu-Automation, ApiKeyTest"
	importSeen        = "the vendor's migration guides of 2026 (Sendbird, Stream, Twilio)"
	conversationsSeen = "recca0120/comet-chat, fixtures conversation; Babuyadav10/Babu-Automation, ConversationTest; the vendor's Android and iOS tests"
	reactionsSeen     = "the vendor's webhook tests; recca0120/comet-chat, fixtures message"
)

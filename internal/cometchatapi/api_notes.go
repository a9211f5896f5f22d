package cometchatapi

import "github.com/chatdouble/mockserver/internal/gateway"

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

// from is the notes with the recording that those have which name no other.
func (n notes) from(recording string) []gateway.Fact {
	facts := make([]gateway.Fact, len(n))
	for i, fact := range n {
		if fact.Provenance == gateway.Recorded && fact.Source == "" {
			fact.Source = recording
		}
		facts[i] = fact
	}
	return facts
}

// Recordings that several declarations take what is recorded from. The suite runs against the real service and
// asserts statuses and texts.
const (
	liveSuite = "Babuyadav10/Babu-Automation"
	captures  = "recca0120/comet-chat"
)

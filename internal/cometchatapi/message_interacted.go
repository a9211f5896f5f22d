package cometchatapi

import (
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// interacted is a part of a message that somebody has used.
type interacted struct {
	ElementID    string    `json:"elementId"`
	InteractedAt time.Time `json:"interactedAt" wire:"seconds"`
}

type interaction struct {
	Interactions []string `json:"interactions" rule:"required,maxitems=100,maxlen=100" how:"assumed"`
}

var markInteracted = op[interaction, message]{
	Name: "MarkInteracted", Route: "PATCH /messages/{id}/interacted", Page: "Messages",
	OnBehalfOf: true,
	Check:      func(_ *store.Tx, who caller, _ interaction) []detail { return needsActor(who) },
	Run: func(tx *store.Tx, who caller, q interaction) (message, error) {
		m, err := findMessage(tx, who.path("id"), who.Me)
		if err == nil {
			err = mayInteract(m, who.Me)
		}
		if err != nil {
			return message{}, err
		}
		for _, element := range q.Interactions {
			tx.Interact(store.Mark{Message: m.ID, User: who.Me, At: thisSecond(tx)}, element)
		}
		return message{"Marked interacted"}, nil
	},
	Codes: codes{gateway.Assumed: {errUIDNotFound, errMessageNotFound, errMessageNoAccess, errActionNotAllowed, errBadRequest}},
	Notes: interactionNotes,
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {errMessageNotFound, errMessageNoAccess, errActionNotAllowed, errBadRequest}},
		Notes: interactionNotes,
	},
}

var interactionNotes = notes{
	documented("the SDK reads data.message, which says Marked interacted when there is none", sdk),
	documented("the message has interactions then, for that user", sdk),
	assumed("interactions are the last member of a message; of a part that was used before the first time counts; any name is one of a part"),
	assumed("a message of another category than interactive, and the sender unless data.allowSenderInteraction: 403 ERR_MESSAGE_ACTION_NOT_ALLOWED"),
}

// mayInteract refuses what has no parts to use, and its sender unless the message says otherwise.
func mayInteract(m *store.Message, me string) error {
	if err := mayAct(m); err != nil {
		return err
	}
	if m.Category != interactiveCategory {
		return errActionNotAllowed.of(digits(m.ID)).because("message %d is of the category %s, not interactive", m.ID, m.Category)
	}
	data, _ := parseJSON(m.Data.Bytes()).(object)
	if me == m.Sender && data.get("allowSenderInteraction") != true {
		return errActionNotAllowed.of(digits(m.ID)).because("%s has sent message %d, whose data does not have allowSenderInteraction true", me, m.ID)
	}
	return nil
}

// goalReached reports whether a user has used the parts of an interactive message that it was sent for. Its goal is
// anyAction, anyOf some parts or allOf them (the SDK's names).
func goalReached(tx *store.Tx, me string, m *store.Message) bool {
	done, is := tx.Interaction(me, m.ID)
	if !is {
		return false
	}
	data, _ := parseJSON(m.Data.Bytes()).(object)
	goal, _ := data.get("interactionGoal").(object)
	wanted, _ := goal.get("elementIds").([]any)
	used := func(element any) bool {
		return slices.ContainsFunc(done.With, func(i store.Interacted) bool { return i.Element == element })
	}
	switch goal.get("type") {
	case "anyAction":
		return true
	case "anyOf":
		return slices.ContainsFunc(wanted, used)
	case "allOf":
		return !slices.ContainsFunc(wanted, func(element any) bool { return !used(element) })
	}
	return false
}

package cometchatapi

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

// messageEdit is what a message is to say from now on. The SDKs send the whole message as the client holds it.
type messageEdit struct {
	Data json.RawMessage `json:"data" rule:"maxbytes=10240" check:"edit"`
	Tags []string        `json:"tags" rule:"maxitems=25,maxlen=100"` // nil: not sent

	ID           string          `json:"id" rule:"noeffect" on:"authToken"`
	Receiver     string          `json:"receiver" rule:"noeffect" on:"authToken"`
	ReceiverID   string          `json:"receiverId" rule:"noeffect" on:"authToken"`
	ReceiverType string          `json:"receiverType" rule:"noeffect" on:"authToken"`
	Sender       json.RawMessage `json:"sender" rule:"noeffect" on:"authToken"`
	Category     string          `json:"category" rule:"noeffect" on:"authToken"`
	Type         string          `json:"type" rule:"noeffect" on:"authToken"`
	Text         string          `json:"text" rule:"noeffect" on:"authToken"`
	Metadata     json.RawMessage `json:"metadata" rule:"noeffect" on:"authToken"`
	RawMessage   json.RawMessage `json:"rawMessage" rule:"noeffect" on:"authToken"`
}

// editable are the members of data that an edit replaces.
var editable = []string{"text", "metadata", "customData"}

// readMessageEdit reads of data what an edit replaces.
func readMessageEdit(f *form, m *shape.Field, into reflect.Value) {
	raw := filled(f.object(m))
	switch {
	case raw == nil && len(f.wrong) > 0:
		into.SetBytes([]byte("{}")) // it is there
		return
	case raw == nil:
		return
	}
	data, isObject := parseJSON(raw).(object)
	if !isObject {
		f.fail("data", "The data must be an array.")
	}
	data = slices.DeleteFunc(data, func(m member) bool { return !slices.Contains(editable, m.Name) })
	for _, m := range data {
		_, isText := m.Value.(string)
		_, isObject := m.Value.(object)
		list, isList := m.Value.([]any)
		switch {
		case m.Name == "text" && !isText:
			f.fail("data.text", "The data.text must be a string.")
		case m.Name != "text" && !isObject && (!isList || len(list) > 0):
			f.fail("data."+m.Name, "The data.%s must be an array.", m.Name)
		}
	}
	into.SetBytes(appendJSON(nil, data))
}

var updateMessage = op[messageEdit, toldMessage]{
	Name: "UpdateMessage", Route: "PUT /messages/{id}", Page: "Messages", Seen: messagesSeen,
	Right:      right[messageEdit]{Feature: "updateMessage", Permission: "editMessage", InScope: "editMessage", OfReply: "editThreadedMessage", Group: groupOfPath[messageEdit]},
	OnBehalfOf: true,
	Check: func(_ *store.Tx, _ caller, q messageEdit) []detail {
		if q.Data == nil && q.Tags == nil {
			return []detail{{"data", "The data field is required."}}
		}
		return nil
	},
	Run:  edit,
	Tell: tellOfChange,
	Codes: codes{
		gateway.Recorded:   {errMessageNotFound, errMessageNoAccess, errUIDNotFound, errBadRequest},
		gateway.Documented: {errNotSender, errActionNotAllowed},
		gateway.Assumed:    {errEmptyText},
	},
	Notes: append(notes{
		recorded("the answer is the action message edited, with an id of its own; by and for have the order of a send, the message the stored one"),
		recorded("data.text replaces the text; editedAt and editedBy stand between sentAt and updatedAt"),
		recorded("without onBehalfOf editedBy is app_system, and any message may be edited"),
		documented("data.metadata and data.customData are replaced too; tags take the place of those that were there"),
		assumed("other members of data are ignored, messages of all types may be edited, and data or tags must be there"),
		assumed("data.mentions are those of the new text, as its sender sees them now; nobody is told user_mentioned"),
		assumed("a blank text of a text message is refused as SendMessage refuses it"),
		recorded("webhooks are told message_edited with the message itself; the variant editedWebhook tells the action message"),
	}, changeNotes...),
	AsMe: &asMe{
		Codes: codes{
			gateway.Documented: {errNotSender, errActionNotAllowed},
			gateway.Assumed:    {errMessageNotFound, errMessageNoAccess, errEmptyText, errBadRequest},
		},
		Notes: notes{
			documented("the SDK's body is the whole message, of which data and tags are read; it takes the message from the action message"),
			assumed("as UpdateMessage with onBehalfOf"),
		},
	},
}

// changeNotes are those of edits and deletions.
var changeNotes = notes{
	documented("with onBehalfOf: the sender, and in a group its admins and moderators"),
	assumed("admins and moderators may edit too; the texts of the refusals"),
	recorded("the action message takes the next id; it becomes no lastMessage and counts as unread for nobody"),
	assumed("it stands in the conversation of the message, from who acts, also where that is the app and the message is between two users"),
	assumed("it is told to nobody of a message that its receiver never sees"),
}

// edit gives the message of the path other words.
func edit(tx *store.Tx, who caller, q messageEdit) (out toldMessage, _ error) {
	m, err := messageToChange(tx, who)
	if err == nil {
		err = mayAct(m)
	}
	if err != nil {
		return out, err
	}
	given, _ := parseJSON(q.Data).(object)
	if text, ok := given.get("text").(string); ok && m.Category == messageCategory && m.Type == messageType && strings.TrimSpace(text) == "" {
		return out, errEmptyText.because("data.text is missing or blank")
	}
	changed := *m
	if len(given) > 0 {
		changed.Data = dataOf(edited(tx, m, given))
	}
	if q.Tags != nil {
		changed.Tags = q.Tags
	}
	more := m.Extra()
	more.EditedAt, more.EditedBy = thisSecond(tx), actor(who.Me)
	changed = changed.With(more)
	changed.UpdatedAt = more.EditedAt
	stored := tx.PutMessage(changed)
	seen := viewOfMessage(tx, "", stored, stored.Data.Bytes())
	out.Data = putMessageAction(tx, "edited", who.Me, stored, seen)
	out.events = who.changeEvents(messageEdited, &seen, &out.Data)
	return out, nil
}

// edited is the data of a message with some of its members replaced. Another text mentions others, as its sender sees
// them.
func edited(tx *store.Tx, m *store.Message, given object) []byte {
	data, _ := parseJSON(m.Data.Bytes()).(object)
	text, says := given.get("text").(string)
	data = slices.DeleteFunc(data, func(m member) bool {
		return says && m.Name == mentionsMember || slices.ContainsFunc(given, func(g member) bool { return g.Name == m.Name })
	})
	from := m.Sender
	if from == systemUser {
		from = ""
	}
	return asStored(withMentions(appendJSON(nil, append(data, given...)), from, mentionedIn(tx, text)))
}

// changeEvents tell of an edit or a deletion: of the message, or of what was done to it.
func (who *caller) changeEvents(trigger string, message, action *messageView) []hookEvent {
	if who.Choices.EditedWebhook == "action" {
		message = action
	}
	return []hookEvent{messageEvent(trigger, message)}
}

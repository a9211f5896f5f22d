package cometchatapi

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

// longestReaction is in characters. An emoji of a family has up to seven; the vendor names no bound.
const longestReaction = 100

// reactionIn is the reaction that the path names. Unlike uids it is percent-decoded.
func reactionIn(who caller) (word string, wrong []detail) {
	word, err := url.PathUnescape(who.path("reaction"))
	switch {
	case err != nil || !utf8.ValidString(word):
		return "", []detail{{"reaction", "The reaction must be a string."}}
	case strings.TrimSpace(word) == "":
		return "", []detail{{"reaction", "The reaction field is required."}}
	case utf8.RuneCountInString(word) > longestReaction:
		return "", []detail{{"reaction", "The reaction may not be greater than 100 characters."}}
	}
	return word, nil
}

// reacts says what is wrong with a call by which somebody reacts.
func reacts(_ *store.Tx, who caller, _ struct{}) []detail {
	_, wrong := reactionIn(who)
	return append(needsActor(who), wrong...)
}

var addReaction = op[struct{}, toldMessage]{
	Name: "AddMessageReactions", Route: "POST /messages/{id}/reactions/{reaction}", Page: "Messages", Seen: reactionsSeen,
	Right:      right[struct{}]{Permission: "addReaction", InScope: "addReaction", Group: groupOfPath[struct{}]},
	OnBehalfOf: true, Check: reacts,
	Run: func(tx *store.Tx, who caller, _ struct{}) (toldMessage, error) {
		word, _ := reactionIn(who)
		return react(tx, who, word)
	},
	Tell: tellOfChange,
	Codes: codes{
		gateway.Recorded: {errMessageNoAccess},
		gateway.Assumed:  {errUIDNotFound, errMessageNotFound, errActionNotAllowed, errBadRequest},
	},
	Notes: append(notes{
		documented("{reaction} is percent-decoded; any text is one"),
		recorded("webhooks are told message_reaction_added"),
		documented("ids of reactions are numbers of the app"),
		assumed("the same reaction of the same user again: 200, nothing changes and nobody is told"),
	}, reactionNotes...),
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {errMessageNotFound, errMessageNoAccess, errActionNotAllowed, errBadRequest}},
		Notes: notes{documented("the answer is the whole message with data.reactions"), assumed("as AddMessageReactions with onBehalfOf")},
	},
}

// reactionNotes are those of reactions that come and go.
var reactionNotes = notes{
	documented("the answer is the message with data.reactions, in the order of first use; reactedByMe only when true; left out when empty"),
	documented("updatedAt of the message does not change"),
	assumed("onBehalfOf missing, a reaction that is no UTF-8, blank, or of more than 100 characters: 400 ERR_BAD_REQUEST"),
	assumed("data.reactions stands where its name would in the order of the other members"),
}

var removeReaction = op[struct{}, toldMessage]{
	Name: "RemoveMessageReactions", Route: "DELETE /messages/{id}/reactions/{reaction}", Page: "Messages", Seen: reactionsSeen,
	OnBehalfOf: true, Check: reacts,
	Run: func(tx *store.Tx, who caller, _ struct{}) (toldMessage, error) {
		word, _ := reactionIn(who)
		return unreact(tx, who, word)
	},
	Tell: tellOfChange,
	Codes: codes{
		gateway.Recorded: {errMessageNoAccess},
		gateway.Assumed:  {errUIDNotFound, errMessageNotFound, errBadRequest},
	},
	Notes: append(notes{
		recorded("webhooks are told message_reaction_removed"),
		assumed("a reaction that the user has not given: 200, nothing changes and nobody is told"),
	}, reactionNotes...),
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {errMessageNotFound, errMessageNoAccess, errBadRequest}},
		Notes: notes{documented("the answer is the whole message with what is left"), assumed("as RemoveMessageReactions with onBehalfOf")},
	},
}

// react gives the message of the path the reaction of a user, unless it has it.
func react(tx *store.Tx, who caller, word string) (out toldMessage, _ error) {
	m, err := findMessage(tx, who.path("id"), who.Me)
	if err == nil {
		err = mayAct(m)
	}
	if err == nil {
		err = settled(tx, who, m)
	}
	if err != nil {
		return out, err
	}
	if _, there := tx.Reaction(m.ID, who.Me, word); !there {
		r := tx.AddReaction(store.Reaction{Mark: store.Mark{Message: m.ID, User: who.Me, At: thisSecond(tx)}, Word: word})
		out.events = []hookEvent{reactionEvent(tx, messageReactionAdded, r)}
	}
	out.Data = viewOfMessage(tx, who.Me, m, m.Data.Bytes())
	return out, nil
}

// unreact takes it back, if there is one.
func unreact(tx *store.Tx, who caller, word string) (out toldMessage, _ error) {
	m, err := findMessage(tx, who.path("id"), who.Me)
	if err == nil {
		err = settled(tx, who, m)
	}
	if err != nil {
		return out, err
	}
	if r, there := tx.Reaction(m.ID, who.Me, word); there {
		out.events = []hookEvent{reactionEvent(tx, messageReactionRemoved, r)}
		tx.DeleteReaction(r.ID)
	}
	out.Data = viewOfMessage(tx, who.Me, m, m.Data.Bytes())
	return out, nil
}

// reactionView is a reaction as it is listed and told.
type reactionView struct {
	ID        uint64          `json:"id" wire:"digits"`
	MessageID uint64          `json:"messageId" wire:"digits"`
	Reaction  string          `json:"reaction"`
	UID       string          `json:"uid"`
	ReactedAt time.Time       `json:"reactedAt" wire:"seconds"`
	ReactedBy json.RawMessage `json:"reactedBy"`
}

var reactionPlan = wire.For[reactionView]((*messageView)(nil).style())

// viewOfReaction is a reaction with who has given it in the given bytes.
func viewOfReaction(r *store.Reaction, by []byte) reactionView {
	return reactionView{r.ID, r.Message, r.Word, r.User, r.At, by}
}

// reactionEvent tells of a reaction. Its user has no times there, as in all events.
func reactionEvent(tx *store.Tx, trigger string, r *store.Reaction) hookEvent {
	u, _ := tx.User(r.User) // who is deleted takes his reactions with him
	v := viewOfReaction(r, append(slices.Clone(u.Piece(writePiece).Head), '}'))
	return hookEvent{trigger: trigger, data: reactionPlan.Append([]byte(`"reaction":`), &v)}
}

// withReactions is the data of a message with the reactions that it has, as me sees them.
func withReactions(tx *store.Tx, me string, m *store.Message, data []byte) []byte {
	var all []countedReaction
	for r := range tx.Reactions(m.ID) {
		i := slices.IndexFunc(all, func(c countedReaction) bool { return c.word == r.Word })
		if i < 0 {
			i, all = len(all), append(all, countedReaction{word: r.Word})
		}
		all[i].count++
		all[i].mine = all[i].mine || r.User == me
	}
	if all == nil {
		return data
	}
	shown := make([]any, len(all))
	for i := range all {
		shown[i] = all[i].shown()
	}
	return withMember(data, reactionsMember, shown)
}

// withMember is stored data with one more member, or another one, at its place.
func withMember(data []byte, name string, value any) []byte {
	all, _ := parseJSON(data).(object)
	all = slices.DeleteFunc(all, func(m member) bool { return m.Name == name })
	at := slices.IndexFunc(all, func(m member) bool { return storedOrder(name, m.Name) < 0 })
	if at < 0 {
		at = len(all)
	}
	return appendJSON(nil, slices.Insert(all, at, member{name, value}))
}

// reactionsMember is the member of data that has them.
const reactionsMember = "reactions"

// countedReaction is how often a message has a reaction.
type countedReaction struct {
	word  string
	count int
	mine  bool
}

func (c *countedReaction) shown() object {
	o := object{{"reaction", c.word}, {"count", json.Number(digits(uint64(c.count)))}}
	if c.mine {
		o = append(o, member{"reactedByMe", true})
	}
	return o
}

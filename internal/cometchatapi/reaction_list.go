package cometchatapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

type reactionsQuery struct {
	Limit int    `json:"limit" rule:"min=1,max=1000,default=100" how:"assumed"`
	Affix string `json:"affix" rule:"enum=prepend|append"`
	ID    int    `json:"id" rule:"min=1"`

	IDAsSent string `given:"id"`
}

// reactionsPage is a page of reactions, with the places around it.
type reactionsPage struct {
	Data []reactionView `json:"data"`
	Meta messagesMeta   `json:"meta"`
}

func (*reactionsPage) whole() {}

func (*reactionsPage) style() wire.Style { return (*messageView)(nil).style() }

var listReactions = op[reactionsQuery, reactionsPage]{
	Name: "ListAllReactions", Route: "GET /messages/{id}/reactions", Page: "Messages",
	Right:      right[reactionsQuery]{Permission: "listReactions", InScope: "listReactions", Group: groupOfPath[reactionsQuery]},
	OnBehalfOf: true,
	Run: func(tx *store.Tx, who caller, q reactionsQuery) (reactionsPage, error) {
		return q.page(tx, who, "")
	},
	Codes: codes{gateway.Assumed: {errUIDNotFound, errMessageNotFound, errMessageNoAccess, errBadRequest}},
	Notes: listReactionNotes,
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {errMessageNotFound, errMessageNoAccess, errBadRequest}},
		Notes: listReactionNotes,
	},
}

var listReactionNotes = notes{
	documented("members of a row; meta has current and next, with the id of the last row"),
	documented("reactedBy has conversationId when another user asks"),
	assumed("in the order in which they came; append goes on behind id, prepend ends before it; previous as in lists of messages, on both hosts"),
}

var listOneReaction = op[reactionsQuery, reactionsPage]{
	Name: "GetMessageReactions", Route: "GET /messages/{id}/reactions/{reaction}", Page: "Messages",
	Right:      listReactions.Right,
	OnBehalfOf: true,
	Check: func(_ *store.Tx, who caller, _ reactionsQuery) []detail {
		_, wrong := reactionIn(who)
		return wrong
	},
	Run: func(tx *store.Tx, who caller, q reactionsQuery) (reactionsPage, error) {
		word, _ := reactionIn(who)
		return q.page(tx, who, word)
	},
	Codes: codes{gateway.Assumed: {errUIDNotFound, errMessageNotFound, errMessageNoAccess, errBadRequest}},
	Notes: listReactionNotes,
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {errMessageNotFound, errMessageNoAccess, errBadRequest}},
		Notes: listReactionNotes,
	},
}

// page is the reactions on the message of the path, of one word or of all.
func (q *reactionsQuery) page(tx *store.Tx, who caller, word string) (page reactionsPage, _ error) {
	m, err := findMessage(tx, who.path("id"), who.Me)
	if err != nil {
		return page, err
	}
	before := q.Affix == "prepend"
	var found []*store.Reaction
	for r := range tx.Reactions(m.ID) {
		if (word == "" || r.Word == word) && (q.ID == 0 || before == (r.ID < uint64(q.ID)) && r.ID != uint64(q.ID)) {
			found = append(found, r)
		}
	}
	switch over := len(found) - q.Limit; {
	case over > 0 && before:
		found = found[over:]
	case over > 0:
		found = found[:q.Limit]
	}
	page.Data = make([]reactionView, len(found))
	for i, r := range found {
		page.Data[i] = viewOfReaction(r, appendReactor(nil, tx, who.Me, r.User))
	}
	page.Meta = q.meta(page.Data, before)
	return page, nil
}

// appendReactor appends who has reacted, as me sees them.
func appendReactor(dst []byte, tx *store.Tx, me, uid string) []byte {
	u, _ := tx.User(uid) // who is deleted takes his reactions with him
	if me == uid {
		me = ""
	}
	return appendUser(dst, store.Row{User: u}, view{me: me})
}

// meta is where a client may go on, as for messages.
func (q *reactionsQuery) meta(rows []reactionView, before bool) (meta messagesMeta) {
	placed := q.IDAsSent != ""
	way := func(affix string, from int) *messageWay {
		if len(rows) == 0 {
			return &messageWay{Affix: affix, ID: q.IDAsSent}
		}
		return &messageWay{Affix: affix, ID: digits(rows[from].ID)}
	}
	if placed || before && len(rows) > 0 {
		meta.Previous = way("prepend", 0)
	}
	if placed || !before && len(rows) > 0 {
		meta.Next = way("append", max(0, len(rows)-1))
	}
	meta.Current = &messagesHere{q.Limit, len(rows)}
	return meta
}

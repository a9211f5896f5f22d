package cometchatapi

import (
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

type byReader struct {
	gateway.By

	Message string `json:"message" rule:"required" doc:"the id of the message"`
}

type byEditor struct {
	byReader

	Text string `json:"text" rule:"required" doc:"what it says from now on"`
}

type byReacting struct {
	byReader

	Reaction string `json:"reaction" rule:"required,maxlen=100" doc:"an emoji, or any text"`
}

var (
	actOfEditing = gateway.ActOf(gateway.Act{
		Name: "editMessage", Summary: "Give a message another text",
	}, func(tx *store.Tx, a *gateway.Acting, in byEditor) (struct{}, gateway.Tell, error) {
		who := in.caller(a)
		if err := updateMessage.Right.refuse(tx, who, nil); err != nil {
			return struct{}{}, nil, err
		}
		out, err := edit(tx, who, messageEdit{Data: appendJSON(nil, object{{"text", in.Text}})})
		return struct{}{}, tellActed(a, out.events), err
	})
	actOfDeleting = gateway.ActOf(gateway.Act{
		Name: "deleteMessage", Summary: "Delete a message, which stays without what it said",
	}, func(tx *store.Tx, a *gateway.Acting, in byReader) (struct{}, gateway.Tell, error) {
		who := in.caller(a)
		if err := deleteMessage.Right.refuse(tx, who, nil); err != nil {
			return struct{}{}, nil, err
		}
		out, err := remove(tx, who, messageDeletion{})
		return struct{}{}, tellActed(a, out.events), err
	})
	actOfReacting = gateway.ActOf(gateway.Act{
		Name: "addReaction", Summary: "React to a message",
	}, func(tx *store.Tx, a *gateway.Acting, in byReacting) (struct{}, gateway.Tell, error) {
		who := in.caller(a)
		if err := addReaction.Right.refuse(tx, who, nil); err != nil {
			return struct{}{}, nil, err
		}
		out, err := react(tx, who, in.Reaction)
		return struct{}{}, tellActed(a, out.events), err
	})
	actOfUnreacting = gateway.ActOf(gateway.Act{
		Name: "removeReaction", Summary: "Take back a reaction to a message",
	}, func(tx *store.Tx, a *gateway.Acting, in byReacting) (struct{}, gateway.Tell, error) {
		out, err := unreact(tx, in.caller(a), in.Reaction)
		return struct{}{}, tellActed(a, out.events), err
	})
)

// caller is the end user who acts on a message.
func (in byReader) caller(a *gateway.Acting) caller {
	return caller{Me: strings.ToLower(in.User), EndUser: true, Path: gateway.Query{{Name: "id", Value: in.Message}}, Choices: choicesOf(a.App)}
}

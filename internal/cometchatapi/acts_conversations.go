package cometchatapi

import (
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

type reads struct {
	gateway.By

	With  string `json:"with,omitempty" doc:"the id of the other user"`
	Group string `json:"group,omitempty" doc:"the id of the group, in the place of with"`
}

// actOfReading is MarkConversationAsRead and MarkGroupConversationAsRead, as the user's app calls them.
var actOfReading = gateway.ActOf(gateway.Act{
	Name: "read", Summary: "Read a conversation to its end",
}, func(tx *store.Tx, a *gateway.Acting, in reads) (struct{}, gateway.Tell, error) {
	if (in.With == "") == (in.Group == "") {
		return struct{}{}, nil, shape.MemberError{Pointer: "#/with", Detail: "name either with, a user, or group", Sentence: true}
	}
	who := byMember{gateway.By{User: in.User}, in.Group}.caller()
	who.UID = strings.ToLower(in.With)
	if err := placeThere(tx, who); err != nil {
		return struct{}{}, nil, err
	}
	events, err := placeOf(who).mark(tx, "", reading)
	return struct{}{}, tellActed(a, events), err
})

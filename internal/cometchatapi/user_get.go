package cometchatapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var getUser = op[struct{}, shownUser]{
	Name: "GetUser", Route: "GET /users/{uid}", Page: "Users", Seen: usersSeen,
	Right:      right[struct{}]{Feature: "getUser", Permission: "getUserDetails"},
	OnBehalfOf: true,
	Run: func(tx *store.Tx, who caller, _ struct{}) (shownUser, error) {
		if who.Me == "" || who.Me == who.UID { // nobody has a conversation with himself
			u, _ := tx.User(who.UID)
			return shownUser{store.Row{User: u}, view{tags: true}}, nil
		}
		return shownUser{tx.Between(who.Me, who.UID), view{me: who.Me, tags: true}}, nil
	},
	Show:  showUser,
	Looks: onePerson,
	Codes: codes{gateway.Recorded: {errUIDNotFound}},
	Notes: notes{
		recorded("200 with the user; members and their order"),
		assumed("metadata and tags are shown"),
		recorded("no block information without onBehalfOf"),
		documented("with onBehalfOf also conversationId and hasBlockedMe, blockedByMe, blockedAt relative to that user"),
		assumed("onBehalfOf names the user of the path: as without it"),
		recorded("onBehalfOf is looked at before the user of the path"),
		documented("a deactivated user is unknown"),
	},
	AsMe: &asMe{
		Codes: codes{gateway.Documented: {errUIDNotFound}},
		Notes: notes{
			documented("the user with metadata, tags, conversationId and block members relative to me"),
			assumed("my own uid: without conversationId"),
		},
	},
}

package cometchatapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var getGroup = op[struct{}, groupView]{
	Name: "GetGroup", Route: "GET /groups/{guid}", Page: "Groups", Seen: groupsSeen,
	Right:      right[struct{}]{Feature: "getGroup", Permission: "getGroupDetails"},
	OnBehalfOf: true, First: groupThere,
	Run: func(tx *store.Tx, who caller, _ struct{}) (groupView, error) {
		g, _ := groupInPath(tx, who)
		if who.Me != "" {
			if err := bannedFrom(tx, g, who.Me); err != nil {
				return groupView{}, err
			}
			if _, is := tx.Member(g.ID, who.Me); !is && g.Type == privateGroup {
				return groupView{}, errNotJoined.of(who.Me, g.ID).because("the group %s is private, and %s is not a member", g.ID, who.Me)
			}
		}
		return viewOfGroup(tx, g, who.Me), nil
	},
	Codes: codes{gateway.Recorded: {errGUIDNotFound}, gateway.Assumed: {errUIDNotFound, errNotJoined, errBannedMember}},
	Notes: notes{
		documented("members and their order; tags are there, the password never is"),
		documented("scope, joinedAt and hasJoined are there with onBehalfOf of a member alone"),
		assumed("public groups and those with a password are shown to anybody who is not banned"),
		assumed("the guid in the path is lower-cased; the text of ERR_GUID_NOT_FOUND"),
	},
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {errGUIDNotFound, errNotJoined, errBannedMember}},
		Notes: notes{assumed("as GetGroup with onBehalfOf")},
	},
}

var deleteGroup = op[struct{}, told[success]]{
	Name: "DeleteGroup", Route: "DELETE /groups/{guid}", Page: "Groups", Seen: groupsSeen,
	Right:      right[struct{}]{Feature: "deleteGroup", InScope: "deleteGroup"},
	OnBehalfOf: true, First: groupThere,
	Run: func(tx *store.Tx, who caller, _ struct{}) (out told[success], _ error) {
		a, err := actingIn(tx, who)
		if err == nil {
			err = a.needs(admin)
		}
		if err != nil {
			return out, err
		}
		out.events = []hookEvent{groupEvent(tx, groupDeleted, a.group, "")}
		tx.DeleteGroup(a.group.ID)
		out.Data = done("Group with guid " + a.group.ID + " has been deleted successfully.")
		return out, nil
	},
	Tell: tellHooks[success],
	Codes: codes{
		gateway.Recorded: {errGUIDNotFound},
		gateway.Assumed:  {errUIDNotFound, errNotJoined, errBannedMember, errNoAdmin},
	},
	Notes: notes{
		documented("the answer's text"),
		assumed("members, bans, the conversation and its messages are gone, and the guid is free"),
	},
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {errGUIDNotFound, errNotJoined, errBannedMember, errNoAdmin}},
		Notes: notes{assumed("as DeleteGroup with onBehalfOf")},
	},
}

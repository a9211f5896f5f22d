package cometchatapi

import (
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

type groupChange struct {
	Name string `json:"name" rule:"minlen=1,maxlen=100"`
	groupFields
	Unset []string `json:"unset" rule:"enum=icon|description|metadata"`
	GUID  string   `json:"guid" rule:"noeffect"` // that of the path counts
}

// apply is the group with the change. What is unset is gone, also when the body gives it a value.
func (q *groupChange) apply(g store.Group) store.Group {
	set(&g.Name, q.Name)
	q.groupFields.apply(&g)
	for _, name := range q.Unset {
		switch name {
		case "icon":
			g.Avatar = ""
		case "description":
			g.Notice = ""
		case "metadata":
			g.Metadata = nil
		}
	}
	if len(g.Metadata) == 0 {
		g.Metadata = nil
	}
	return g
}

var updateGroup = op[groupChange, told[groupView]]{
	Name: "UpdateGroup", Route: "PUT /groups/{guid}", Page: "Groups", Seen: groupsSeen,
	Right:      right[groupChange]{Feature: "updateGroup", InScope: "editGroup"},
	OnBehalfOf: true, First: groupThere,
	Run: func(tx *store.Tx, who caller, q groupChange) (out told[groupView], _ error) {
		a, err := actingIn(tx, who)
		if err == nil {
			err = a.needs(moderator)
		}
		if err != nil {
			return out, err
		}
		g := q.apply(*a.group)
		if g.Type == passwordGroup && g.Password == "" {
			return out, errEmptyPassword.of(g.ID).because("the type of the group %s becomes password, and it has none", g.ID)
		}
		event, old := groupUpdated, ""
		if who.Me == "" && q.Owner != "" && q.Owner != g.Owner {
			if err := handOver(tx, &g, q.Owner); err != nil {
				return out, err
			}
			event, old = groupTransferred, a.group.Owner
		}
		g.UpdatedAt, g.UpdatedBy = thisSecond(tx), actor(who.Me)
		changed := tx.PutGroup(g)
		out.Data, out.events = viewOfGroup(tx, changed, who.Me), []hookEvent{groupEvent(tx, event, changed, old)}
		return out, nil
	},
	Tell: tellHooks[groupView],
	Codes: codes{
		gateway.Recorded:   {errGUIDNotFound},
		gateway.Documented: {errEmptyPassword},
		gateway.Assumed:    {errUIDNotFound, errNotAMember, errNotJoined, errBannedMember, errNoModerator, errBadRequest},
	},
	Notes: notes{
		documented("members that are not sent stay; unset takes icon, description and metadata; updatedAt and updatedBy, which is onBehalfOf or app_system"),
		recorded("the type changes in any direction; a blank password is accepted"),
		assumed("a group that is no longer of the type password loses its password"),
		documented("owner without onBehalfOf hands the group over: the event is group_owner_transferred in the place of group_updated"),
		recorded("owner with onBehalfOf is ignored"),
		assumed("the new owner must be a member and becomes an admin; the old one stays admin; the owner it has changes nothing"),
	},
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {errGUIDNotFound, errNotJoined, errBannedMember, errNoModerator, errEmptyPassword, errBadRequest}},
		Notes: notes{assumed("as UpdateGroup with onBehalfOf")},
	},
}

// handOver makes a member the owner of a group.
func handOver(tx *store.Tx, g *store.Group, uid string) error {
	if err := userExists(tx, uid); err != nil {
		return err
	}
	m, err := memberOf(tx, g, uid)
	if err != nil {
		return err
	}
	m.Role = admin
	tx.PutMember(m)
	g.Owner = uid
	return nil
}

type newOwner struct {
	Owner string `json:"owner" rule:"required" check:"lower"`
}

var transferGroup = op[newOwner, told[message]]{
	Name: "TransferGroupOwnership", Route: "PATCH /groups/{guid}/owner", Page: sdk, EndUsers: true,
	Right: right[newOwner]{Feature: "patchOwner"},
	First: groupThere,
	Run: func(tx *store.Tx, who caller, q newOwner) (out told[message], _ error) {
		a, err := actingIn(tx, who)
		switch {
		case err != nil:
			return out, err
		case a.group.Owner != who.Me:
			return out, a.refused(errNoClearance)
		}
		g := *a.group
		if err := handOver(tx, &g, strings.ToLower(q.Owner)); err != nil {
			return out, err
		}
		changed := changedGroup(tx, &g)
		out.events = []hookEvent{groupEvent(tx, groupTransferred, changed, who.Me)}
		out.Data = message{"Ownership transferred to user " + g.Owner + " for the group with guid " + g.ID + "."}
		return out, nil
	},
	Tell: tellHooks[message],
	Codes: codes{gateway.Assumed: {
		errGUIDNotFound, errUIDNotFound, errNotAMember, errNotJoined, errBannedMember, errNoClearance, errBadRequest,
	}},
	Notes: notes{
		documented("the owner alone may; the new one must be a member"),
		assumed("the new owner becomes an admin, the old one stays admin; the text, which the SDK has for when there is none"),
	},
}

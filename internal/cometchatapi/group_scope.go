package cometchatapi

import (
	"cmp"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// newScope is the scope that a member gets.
type newScope struct {
	Scope string `json:"scope" rule:"enum=admin|moderator|participant"`
}

type memberScope struct {
	GUID     string    `json:"guid"`
	UID      string    `json:"uid"`
	Scope    string    `json:"scope"`
	JoinedAt time.Time `json:"joinedAt" wire:"seconds"`
}

var changeScope = op[newScope, told[memberScope]]{
	Name: "ChangeGroupMemberScope", Route: "PUT /groups/{guid}/members/{uid}", Page: "Group Members", Seen: groupsSeen,
	Right:      right[newScope]{Feature: "changeScope"},
	OnBehalfOf: true, First: groupThere,
	Run: func(tx *store.Tx, who caller, q newScope) (out told[memberScope], _ error) {
		a, err := actingIn(tx, who)
		if err != nil {
			return out, err
		}
		m, err := a.on(tx, who.UID)
		if err != nil {
			return out, err
		}
		old, scope := m.Role, scopeOf(cmp.Or(q.Scope, scopes[participant]))
		if err := a.mayChange(m, scope); err != nil {
			return out, err
		}
		m.Role = scope
		tx.PutMember(m)
		groupAction{"scopeChanged", a.me, m.User, old, scope}.put(tx, a.group)
		out.events = []hookEvent{memberEvent(tx, memberScopeChange, a.group, a.me, hookMember{m.User, old, scope})}
		changedGroup(tx, a.group)
		out.Data = memberScope{a.group.ID, m.User.ID, scopes[scope], m.JoinedAt}
		return out, nil
	},
	Tell: tellHooks[memberScope],
	Codes: codes{
		gateway.Recorded: {errGUIDNotFound, errUIDNotFound, errNotAMember, errSameScope, errNoScopeClearance},
		gateway.Assumed:  {errNotJoined, errBannedMember, errNoSelfAction, errOwnerDemote, errBadRequest},
	},
	Notes: append(notes{documented("the answer's members; scope is participant when missing")}, scopeNotes...),
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {
			errGUIDNotFound, errUIDNotFound, errNotAMember, errSameScope, errNoScopeClearance, errNotJoined, errBannedMember,
			errNoSelfAction, errOwnerDemote, errBadRequest,
		}},
		Notes: scopeNotes,
	},
}

var scopeNotes = notes{
	recorded("an admin gives any scope, a moderator makes moderators of participants, a participant changes nothing", groupsSeen),
	documented("the owner alone takes the scope of an admin away"),
	assumed("the owner stays admin; the action message scopeChanged with data.extras.scope.old and new"),
	assumed("order of the refusals: banned, no member, oneself, the other is banned, no member, clearance, the same scope"),
}

var kickMember = op[struct{}, told[success]]{
	Name: "KickGroupMember", Route: "DELETE /groups/{guid}/members/{uid}", Page: "Group Members", Seen: groupsSeen,
	Right:      right[struct{}]{Feature: "kickMember", InScope: "kickMembers"},
	OnBehalfOf: true, First: groupThere,
	Run: func(tx *store.Tx, who caller, _ struct{}) (out told[success], _ error) {
		a, err := actingIn(tx, who)
		if err != nil {
			return out, err
		}
		m, err := a.on(tx, who.UID)
		if err == nil {
			err = a.mayRemove(m)
		}
		if err != nil {
			return out, err
		}
		tx.Leave(a.group.ID, m.User.ID)
		out.events = removed(tx, a, "kicked", memberKicked, m.User)
		out.Data = done("The member with " + m.User.ID + " has been kicked from the Group with " + a.group.ID + ".")
		return out, nil
	},
	Tell: tellHooks[success],
	Codes: codes{
		gateway.Recorded: {errGUIDNotFound, errUIDNotFound, errNotAMember, errBannedMember, errNoClearance},
		gateway.Assumed:  {errNotJoined, errNoSelfAction, errNoModerator},
	},
	Notes: append(notes{documented("the answer's text; who was kicked may come back")}, removalNotes...),
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {
			errGUIDNotFound, errUIDNotFound, errNotAMember, errBannedMember, errNoClearance, errNotJoined, errNoSelfAction, errNoModerator,
		}},
		Notes: removalNotes,
	},
}

var removalNotes = notes{
	recorded("a moderator may remove participants, an admin everybody, but not the owner", groupsSeen),
	assumed("nobody may remove the owner, not even the app: ERR_GROUP_NO_CLEARANCE"),
	assumed("the action message; order of the refusals as in ChangeGroupMemberScope"),
}

// removed tells of somebody who is in a group no longer, and remembers it in the history.
func removed(tx *store.Tx, a acting, action, trigger string, u *store.User) []hookEvent {
	groupAction{name: action, by: a.me, on: u}.put(tx, a.group)
	event := memberEvent(tx, trigger, a.group, a.me, hookMember{user: u})
	changedGroup(tx, a.group)
	return []hookEvent{event}
}

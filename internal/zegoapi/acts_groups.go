package zegoapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// forbidden is the JoinMode of a group that nobody can join (page "Modify group specification limits").
const forbidden = 2

type byMember struct {
	gateway.By

	Group string `json:"group" rule:"required" doc:"the id of the group"`
}

// joinGroup makes a member of who asks for it, whether somebody would have had to agree or not.
var joinGroup = gateway.ActOf(gateway.Act{
	Name: "joinGroup", Summary: "Join a group",
}, func(tx *store.Tx, a *gateway.Acting, in byMember) (struct{}, gateway.Tell, error) {
	g, err := groupOf(tx, in.Group)
	if err == nil && g.JoinMode == forbidden {
		err = errNotAllowed.because("nobody can join the group %q: its JoinMode is %d", g.ID, forbidden)
	}
	if err != nil {
		return struct{}{}, nil, err
	}
	joined, err := enter(tx, g, in.User, tx.Now(), a.App.Quotas["groupMembers"])
	if err != nil || !joined {
		return struct{}{}, nil, err
	}
	return struct{}{}, tellOf(a, tx.Now(), tellJoined(g.ID, in.User, byApplication, []string{in.User})), nil
})

// leaveGroup is the member's own going: the group gets another owner, or ends, as when the member is removed.
var leaveGroup = gateway.ActOf(gateway.Act{
	Name: "leaveGroup", Summary: "Leave a group",
}, func(tx *store.Tx, a *gateway.Acting, in byMember) (struct{}, gateway.Tell, error) {
	g, err := groupOf(tx, in.Group)
	if err == nil {
		_, err = memberOf(tx, g, in.User)
	}
	if err != nil {
		return struct{}{}, nil, err
	}
	return struct{}{}, tellOf(a, tx.Now(), quit(tx, g, in.User, byOwnWill, []string{in.User})...), nil
})

package cometchatapi

import (
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// acts are what only an end user's app can do.
var acts = []gateway.Act{
	actOfJoining, actOfLeaving, actOfSending, actOfReading, actOfEditing, actOfDeleting, actOfReacting, actOfUnreacting,
}

type byMember struct {
	gateway.By

	Group string `json:"group" rule:"required" doc:"the id of the group"`
}

type byNewcomer struct {
	byMember

	Password string `json:"password,omitempty" doc:"of a group of the type password"`
}

// actOfJoining is JoinGroup, as the user's app calls it.
var actOfJoining = gateway.ActOf(gateway.Act{
	Name: "joinGroup", Summary: "Join a group",
}, func(tx *store.Tx, a *gateway.Acting, in byNewcomer) (struct{}, gateway.Tell, error) {
	who := in.caller()
	if err := groupThere(tx, who); err != nil {
		return struct{}{}, nil, err
	}
	if err := joinGroup.Right.refuse(tx, who, nil); err != nil {
		return struct{}{}, nil, err
	}
	g, _ := groupInPath(tx, who)
	out, err := join(tx, g, who.Me, in.Password)
	return struct{}{}, tellActed(a, out.events), err
})

// actOfLeaving is LeaveGroup, as the user's app calls it.
var actOfLeaving = gateway.ActOf(gateway.Act{
	Name: "leaveGroup", Summary: "Leave a group",
}, func(tx *store.Tx, a *gateway.Acting, in byMember) (struct{}, gateway.Tell, error) {
	who := in.caller()
	if err := groupThere(tx, who); err != nil {
		return struct{}{}, nil, err
	}
	if err := leaveGroup.Right.refuse(tx, who, nil); err != nil {
		return struct{}{}, nil, err
	}
	member, err := actingIn(tx, who)
	if err != nil {
		return struct{}{}, nil, err
	}
	events, err := leave(tx, member)
	return struct{}{}, tellActed(a, events), err
})

// caller is the end user who acts in a group.
func (in byMember) caller() caller {
	return caller{Me: strings.ToLower(in.User), EndUser: true, Path: gateway.Query{{Name: "guid", Value: in.Group}}}
}

func tellActed(a *gateway.Acting, events []hookEvent) gateway.Tell {
	return func() []gateway.Event { return hooksOf(a.App, events) }
}

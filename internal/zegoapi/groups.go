package zegoapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// groupActions are those on groups and their members.
var groupActions = []operation{
	createGroup, dismissGroup, queryGroupMemberList, inviteUsersIntoGroup, kickoutGroupUser, queryGroupInfo,
	updateGroupData, modifyGroupAttribute, modifyGroupLimit, transferGroupOwner, setGroupMemberRole,
	setGroupMembersNickname, muteGroup, muteGroupMembers, fetchForbidGroupList, queryAppGroupList, queryGroupsInfoOfUser,
}

// Roles (page "Set group member roles"). An app may have further ones, with the rights of a member.
const (
	roleOwner         = 1
	roleAdministrator = 2
	roleMember        = 3
)

// maxGroupAttributes is how many a group may have (page "Create a group").
const maxGroupAttributes = 10

// oncePerGroup is how often an action may be called that is counted by group.
var oncePerGroup = []rate{{Per: "GroupId", Quota: "perGroupSecond"}}

// groupCall is what actions on one group are asked with.
type groupCall struct {
	FromUserID string `json:"FromUserId" rule:"required,userid"`
	GroupID    string `json:"GroupId" rule:"required,userid"`
	rights     groupRights
}

func (q *groupCall) on() *groupCall { return q }

// onGroup runs an action on a group that is there, once it is known that FromUserId may do it.
func onGroup[In, Out any, P interface {
	*In
	on() *groupCall
}](need right, run func(*store.Tx, In, *store.Group) (Out, error)) func(*store.Tx, In) (Out, error) {
	return func(tx *store.Tx, in In) (out Out, err error) {
		q := P(&in).on()
		g, err := groupOf(tx, q.GroupID)
		if err == nil {
			err = q.rights.check(tx, g.ID, q.FromUserID, need)
		}
		if err != nil {
			return out, err
		}
		return run(tx, in, g)
	}
}

// withRights is the Check of an action whose FromUserId may need a right.
func withRights[In any, P interface {
	*In
	on() *groupCall
}](c *gateway.Call, in *In) error {
	P(in).on().rights = rightsIn(c.App)
	return nil
}

// groupOf finds a group.
func groupOf(tx *store.Tx, id string) (*store.Group, error) {
	g, ok := tx.Group(id)
	switch {
	case ok:
		return g, nil
	case tx.WasGroup(id):
		return nil, errNoGroup.because("the group %q was disbanded, and its id is never free again; make another one", id)
	}
	return nil, errNoGroup.because("%q is not a group of this app; make it with CreateGroup or in the fixture", id)
}

// groupAttribute is an attribute of a group as it is shown.
type groupAttribute struct {
	Key   string `json:"Key"`
	Value string `json:"Value"`
}

func groupAttributes(g *store.Group) (shown []groupAttribute) {
	for _, a := range g.Attributes {
		shown = append(shown, groupAttribute(a))
	}
	return shown
}

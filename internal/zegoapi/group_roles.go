package zegoapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var transferGroupOwner = operation{
	Name: "TransferGroupOwner", Page: "Group/transfer-the-group-ownership", Method: get, Rate: errSharedRate, Rates: oncePerGroup,
	Does: action[transfer, none]{
		Check: withRights[transfer],
		Run: onGroup(ofOwner, func(tx *store.Tx, q transfer, g *store.Group) (none, error) {
			m, err := memberOf(tx, g, q.NewOwner)
			if err != nil || g.Owner == q.NewOwner {
				return none{}, err
			}
			if before, ok := tx.Member(g.ID, g.Owner); ok {
				before.Role = roleMember
				tx.PutMember(before)
			}
			own(tx, g, m)
			return none{}, nil
		}),
		Changes: true,
	},
	Listed: []*codeError{errInput, errSharedRate, errNotRegistered, errNoGroup, errNotInGroup},
	Checks: []*codeError{errSharedRate, errInput, errNotRegistered, errNoGroup, errNotAllowed, errNotInGroup},
	Notes: []gateway.Fact{
		documented("NewOwner not in the group: 660600024"),
		assumed("NewOwner has role 1 then, the owner before has role 3; NewOwner is the owner already: Code 0; any registered user may do it"),
		strictly("the owner"),
	},
}

type transfer struct {
	groupCall
	NewOwner string `json:"NewOwner" rule:"required,userid"`
}

// memberOf finds a member of a group.
func memberOf(tx *store.Tx, g *store.Group, id string) (store.Member, error) {
	m, ok := tx.Member(g.ID, id)
	if !ok {
		return m, errNotInGroup.because("%q is not a member of the group %q", id, g.ID)
	}
	return m, nil
}

var setGroupMemberRole = operation{
	Name: "SetGroupMemberRole", Page: "Group/set-group-member-roles", Method: get,
	Does: action[roleSetting, none]{
		Check: func(c *gateway.Call, q *roleSetting) error {
			switch {
			case q.Role == 0:
				return errInput.because("Role is 0; it is 2, 3 or one of your own, from 100 to 255")
			case q.Role == roleOwner:
				return errOwnerRole.because("Role is 1, the owner's; TransferGroupOwner makes another owner")
			case q.FromUserID == q.ToUserID:
				return errOwnRole.because("FromUserId and ToUserId are both %q", q.ToUserID)
			}
			return withRights(c, q)
		},
		Run: onGroup(ofOwner, func(tx *store.Tx, q roleSetting, g *store.Group) (none, error) {
			m, err := memberOf(tx, g, q.ToUserID)
			if err != nil {
				return none{}, err
			}
			if q.ToUserID == g.Owner {
				return none{}, errInput.because("ToUserId %q is the owner of the group; TransferGroupOwner first makes another owner", q.ToUserID)
			}
			m.Role = q.Role
			tx.PutMember(m)
			return none{}, nil
		}),
		Changes: true,
	},
	Listed: []*codeError{errGeneral, errInput, errRate, errNoGroup, errGroup, errNotInGroup, errOwnerRole, errOwnRole},
	Checks: []*codeError{
		errRate, errInput, errOwnerRole, errOwnRole, errNotRegistered, errNoGroup, errNotAllowed, errNotInGroup,
	},
	Notes: []gateway.Fact{
		documented("Role is 2 for an administrator, 3 for a member, or one of the app's own, which should be 100 to 255 and has the rights of 3"),
		assumed("Role 0 or above 255: 660000002; 4 to 99 are taken"),
		documented("Role 1: 660600029; FromUserId is ToUserId: 660600030; ToUserId not in the group: 660600024"),
		assumed("ToUserId is the owner: 660000002"),
		documented("FromUserId should be the owner; any registered user may do it"),
		strictly("the owner"),
	},
}

type roleSetting struct {
	groupCall
	ToUserID string `json:"ToUserId" rule:"required,userid"`
	Role     int64  `json:"Role" rule:"required,max=255"`
}

var setGroupMembersNickname = operation{
	Name: "SetGroupMembersNickname", Page: "Group/set-nicknames-of-group-members", Rate: errSharedRate, Rates: oncePerGroup,
	Does: batch[nicknaming, none]{
		Check: withRights[nicknaming],
		Refuse: func(tx *store.Tx, q nicknaming) error {
			_, err := onGroup(ofMember, func(*store.Tx, nicknaming, *store.Group) (none, error) { return none{}, nil })(tx, q)
			return err
		},
		Each: func(tx *store.Tx, q nicknaming, at one) (none, error) {
			if !ValidUserID(at.ID) {
				return none{}, notAnID(at.ID)
			}
			m, ok := tx.Member(q.GroupID, at.ID)
			if !ok {
				return none{}, errNotInGroup
			}
			if err := q.rights.over(tx, q.GroupID, q.FromUserID, at.ID); err != nil {
				return none{}, err
			}
			m.Nickname = q.Names[at.At].Nickname
			tx.PutMember(m)
			return none{}, nil
		},
		Changes: true, Failures: "ErrorUsers",
	},
	Listed: []*codeError{errInput, errUserCount, errSharedRate, errNotRegistered, errNoGroup},
	Checks: []*codeError{
		errSharedRate, errInput, errUserCount, errNotRegistered, errNoGroup, errNotAllowed, errNotInGroup,
	},
	Notes: []gateway.Fact{
		assumed("not in the group: SubCode 660600024; a bad id: SubCode 660000002"),
		assumed("an empty Nickname takes it away; any text may be one, although the page prints the characters of ids; of equal ids the last counts"),
		assumed("any registered user may do it"),
		strictly("a member; the owner may name all, an administrator those who are neither, the others themselves, else SubCode 660600032"),
	},
}

type nicknaming struct {
	groupCall
	Names []nickname `json:"UserIds" rule:"required,maxitems=20" many:"660000011"`
}

func (n nicknaming) ids() []string {
	return idsOf(n.Names, func(n *nickname) string { return n.UserID })
}

type nickname struct {
	UserID   string `json:"UserId" rule:"required"`
	Nickname string `json:"Nickname" rule:"required,maxbytes=256"`
}

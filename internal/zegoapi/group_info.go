package zegoapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var queryGroupInfo = operation{
	Name: "QueryGroupInfo", Page: "Group/query-group-info",
	Does: action[groupCall, groupInfo]{
		Run: onGroup(anybody, func(tx *store.Tx, _ groupCall, g *store.Group) (groupInfo, error) {
			info := groupInfo{
				Name: g.Name, Notice: g.Notice, DataSeq: g.Changes, Avatar: g.Avatar,
				Limits:    limitInfo{Members: g.MemberLimit, Join: g.JoinMode, Invite: g.InviteMode, BeInvited: g.BeInvitedMode},
				CreatedAt: g.CreatedAt.UnixMilli(), GroupID: g.ID, Attributes: groupAttributes(g),
			}
			muted := g.Mute.Until.Holds(tx.Now())
			if muted {
				info.MutedUntil = int64(g.Mute.Until)
			}
			if all := muted && g.Mute.All; all || !muted {
				info.AllMuted = &all
			} else {
				info.MutedRoles = g.Mute.Roles
			}
			return info, nil
		}),
	},
	Listed: []*codeError{errInput, errRate, errNotRegistered},
	Checks: []*codeError{errRate, errInput, errNotRegistered, errNoGroup},
	Notes: []gateway.Fact{
		documented("members " + membersOf[groupInfo]() + "; LimitInfo with " + membersOf[limitInfo]() + "; GroupAttributes with Key and Value"),
		documented("IsAllForbid and ForbidList never stand together"),
		assumed("all are muted: IsAllForbid true; some roles: ForbidList; nobody, or the mute has ended: IsAllForbid false"),
		assumed("ForbidExpireTime is in milliseconds, -1 for ever, 0 without a mute"),
		assumed("GroupDataSeq counts the calls of UpdateGroupData; NumberMessage is 0; MemberCountLimit is 0 when it was never set"),
		assumed("texts that are not set are empty, no attributes are []; any registered user may ask"),
		assumed("no such group: 660600001, which the page does not list"),
	},
}

type groupInfo struct {
	Name       string           `json:"GroupName"`
	Notice     string           `json:"GroupNotice"`
	DataSeq    int64            `json:"GroupDataSeq"`
	Avatar     string           `json:"GroupAvatar"`
	AllMuted   *bool            `json:"IsAllForbid,omitempty"`
	MutedRoles []int64          `json:"ForbidList,omitempty"`
	Limits     limitInfo        `json:"LimitInfo"`
	MutedUntil int64            `json:"ForbidExpireTime"`
	CreatedAt  int64            `json:"GroupCreateTime"`
	GroupID    string           `json:"GroupId"`
	Attributes []groupAttribute `json:"GroupAttributes" wire:"vary"`
}

type limitInfo struct {
	Members       int64 `json:"MemberCountLimit"`
	Join          int64 `json:"JoinMode"`
	Invite        int64 `json:"InviteMode"`
	BeInvited     int64 `json:"BeInvitedMode"`
	NumberMessage int64 `json:"NumberMessage"`
}

var updateGroupData = operation{
	Name: "UpdateGroupData", Page: "Group/update-group-data", Rate: errSharedRate,
	Does: action[groupUpdate, none]{
		Check: func(c *gateway.Call, q *groupUpdate) error {
			if q.Avatar == nil && q.Name == nil && q.Notice == nil {
				return errInput.because("there is none of GroupAvatar, GroupName and GroupNotice; give at least one")
			}
			return withRights(c, q)
		},
		Run: onGroup(ofMember, func(tx *store.Tx, q groupUpdate, g *store.Group) (none, error) {
			changed := *g
			ifGiven(&changed.Avatar, q.Avatar)
			ifGiven(&changed.Name, q.Name)
			ifGiven(&changed.Notice, q.Notice)
			changed.Changes++
			tx.PutGroup(changed)
			return none{}, nil
		}),
		Changes: true,
	},
	Listed: []*codeError{errInput, errSharedRate, errNotRegistered, errNoGroup, errGroup, errGroupUpdate},
	Checks: []*codeError{errSharedRate, errInput, errNotRegistered, errNoGroup, errNotInGroup},
	Notes: []gateway.Fact{
		documented("a member that is missing stays as it is, an empty one is cleared; none of the three: 660000002"),
		assumed("notice and avatar are counted in bytes, as CreateGroup does; this page says characters of all three"),
		assumed("GroupDataSeq grows by 1; any registered user may do it"),
		strictly("a member, of any role"),
		documented("no callback"),
	},
}

// ifGiven takes over a value that a call has.
func ifGiven[T any](to, value *T) {
	if value != nil {
		*to = *value
	}
}

type groupUpdate struct {
	groupCall
	Avatar *string `json:"GroupAvatar" rule:"maxbytes=500"`
	Name   *string `json:"GroupName" rule:"maxlen=50"`
	Notice *string `json:"GroupNotice" rule:"maxbytes=300"`
}

var modifyGroupLimit = operation{
	Name: "ModifyGroupLimit", Page: "Group/modify-group-specification-limits", Method: get,
	Does: action[groupLimits, none]{
		Check: func(c *gateway.Call, q *groupLimits) error {
			if most := int64(c.App.Quotas["groupMembers"]); q.Members != nil && most > 0 && *q.Members > most {
				return errInput.because("MemberCountLimit is %d; a group of this app has at most %d members (limits.groupMembers)", *q.Members, most)
			}
			return withRights(c, q)
		},
		Run: onGroup(ofStaff, func(tx *store.Tx, q groupLimits, g *store.Group) (none, error) {
			changed := *g
			ifGiven(&changed.JoinMode, q.Join)
			ifGiven(&changed.InviteMode, q.Invite)
			ifGiven(&changed.BeInvitedMode, q.BeInvited)
			ifGiven(&changed.MemberLimit, q.Members)
			tx.PutGroup(changed)
			return none{}, nil
		}),
		Changes: true,
	},
	Listed: []*codeError{errGeneral, errInput, errRate, errNotRegistered, errNoGroup, errGroup},
	Checks: []*codeError{errRate, errInput, errNotRegistered, errNoGroup, errNotInGroup, errNotAllowed},
	Notes: []gateway.Fact{
		documented("what is missing stays as it is; what is there without a value may become 0"),
		assumed("it becomes 0; MemberCountLimit that is missing stays, although the page prints 0 for it"),
		assumed("MemberCountLimit 0 is the limit of the plan; above that limit (limits.groupMembers): 660000002; below the number of members: nobody leaves"),
		assumed("the modes bind clients, and no action here"),
		assumed("any registered user may do it"),
		strictly("the owner or an administrator"),
	},
}

type groupLimits struct {
	groupCall
	Join      *int64 `json:"JoinMode" rule:"enum=0|1|2"`
	Invite    *int64 `json:"InviteMode" rule:"enum=0|1"`
	BeInvited *int64 `json:"BeInvitedMode" rule:"enum=0|1"`
	Members   *int64 `json:"MemberCountLimit" rule:"max=2147483647"`
}

package zegoapi

import (
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var inviteUsersIntoGroup = operation{
	Name: "InviteUsersIntoGroup", Page: "Group/add-group-members", Rate: errSharedRate, Rates: oncePerGroup,
	Does: action[inviting, changedMembers]{
		Check: func(c *gateway.Call, q *inviting) error {
			q.most = c.App.Quotas["groupMembers"]
			return q.check(c)
		},
		Run: onGroup(ofMember, func(tx *store.Tx, q inviting, g *store.Group) (out changedMembers, err error) {
			var joined []string
			_, out.outcome = forEach(idsOf(q.Infos, (*entering).id), func(at one) (none, error) {
				e := q.Infos[at.At]
				if e.bad != nil {
					return none{}, e.bad
				}
				is, err := e.into(tx, g, q.most)
				if is {
					joined = append(joined, e.UserID)
				}
				return none{}, err
			})
			if out.list(); joined != nil {
				out.tell(tellJoined(g.ID, q.FromUserID, byInvitation, joined))
			}
			return out, nil
		}),
		Changes: true, Failures: "ErrorUsers",
	},
	Listed: []*codeError{errInput, errSharedRate, errNotRegistered, errNoGroup, errUserCount},
	Checks: []*codeError{
		errSharedRate, errInput, errUserCount, errNotRegistered, errNoGroup, errNotInGroup, errUserUnknown,
		errManyMembers,
	},
	Notes: []gateway.Fact{
		documented("GroupMemberInfos counts when it has an item, else UserIds; FromUserId among them is left out"),
		assumed("one of the two lists is enough, although the page calls both required; both missing or empty: 660000002; the one that does not count is not looked at"),
		documented("IsInvite 1: the user must agree first; only a client can do that, so here nobody joins, and the answer is the same"),
		documented("EnterGroupTime is the time of joining in milliseconds, 0 is now"),
		assumed("EnterGroupTime in the future: SubCode 660000002"),
		assumed("joins with role 3; not registered: SubCode 660700015; the group is full (MemberCountLimit or limits.groupMembers): 660600016"),
		assumed("who is a member already: no failure, no change, and not in the callback; an id that comes twice counts once"),
		assumed("FromUserId need not be a member, and JoinMode, InviteMode and BeInvitedMode bind clients only"),
		strictly("a member"),
		assumed("it failed on all: Code is the first SubCode"),
		documentedOn("Callback on group members joined", "callback group_join: group_id, operator_account, join_type Invited, new_user_ids"),
		assumed("its new_user_ids are those who joined now; it is not told when nobody did"),
	},
}

type inviting struct {
	groupCall
	Infos   []entering `json:"GroupMemberInfos" rule:"maxitems=100" many:"660000011"`
	UserIDs []string   `json:"UserIds" rule:"maxitems=100" many:"660000011" unless:"GroupMemberInfos"`
	most    int        // members that a group may have; 0: any number
}

type entering struct {
	item
	UserID   string `json:"UserId" rule:"required,userid"`
	At       int64  `json:"EnterGroupTime"`
	IsInvite int64  `json:"IsInvite" rule:"enum=0|1"`
}

func (e *entering) id() string { return e.UserID }

// check leaves in Infos those who are to join.
func (q *inviting) check(c *gateway.Call) error {
	q.rights = rightsIn(c.App)
	if len(q.Infos) == 0 {
		for _, id := range q.UserIDs {
			q.Infos = append(q.Infos, entering{UserID: id})
		}
	}
	if len(q.Infos) == 0 {
		return errInput.because("UserIds and GroupMemberInfos are both missing or empty")
	}
	seen := map[string]bool{q.FromUserID: true}
	var left []entering
	for _, e := range q.Infos {
		if e.bad == nil && e.At > c.Now.UnixMilli() {
			e.spoil(errInput.because("EnterGroupTime %d is in the future; it is in milliseconds", e.At))
		}
		if !seen[e.UserID] {
			seen[e.UserID], left = true, append(left, e)
		}
	}
	q.Infos = left
	return nil
}

// into makes a member of somebody, or refuses. It reports whether there is a new one.
func (e *entering) into(tx *store.Tx, g *store.Group, most int) (joined bool, err error) {
	if err := target(tx, e.UserID); err != nil || e.IsInvite == 1 {
		return false, err
	}
	at := tx.Now()
	if e.At > 0 {
		at = time.UnixMilli(e.At)
	}
	return enter(tx, g, e.UserID, at, most)
}

// enter makes a user a member of a group, unless it is full. It reports false for one who is a member already.
func enter(tx *store.Tx, g *store.Group, id string, at time.Time, most int) (joined bool, err error) {
	if _, is := tx.Member(g.ID, id); is {
		return false, nil
	}
	if limit := int(g.MemberLimit); limit > 0 && (most == 0 || limit < most) {
		most = limit
	}
	if most > 0 && tx.Members(g.ID).Len() >= most {
		return false, errManyMembers.because("the group %q has %d members already (MemberCountLimit, or limits.groupMembers of the app)", g.ID, most)
	}
	return tx.Join(g.ID, id, at, roleMember), nil
}

// changedMembers is who could not be brought in.
type changedMembers struct {
	told
	outcome
	Failures []failedUser `json:"ErrorUsers" wire:"vary"`
}

func (c *changedMembers) list() { c.Failures = c.users() }

var kickoutGroupUser = operation{
	Name: "KickoutGroupUser", Page: "Group/remove-group-member", Rate: errKickRate,
	Does: action[kicking, kickedMembers]{
		Check: withRights[kicking],
		Run: onGroup(ofStaff, func(tx *store.Tx, q kicking, g *store.Group) (out kickedMembers, err error) {
			gone, became := forEach(once(q.UserIDs), func(at one) (string, error) {
				if !ValidUserID(at.ID) {
					return "", notAnID(at.ID)
				}
				if _, is := tx.Member(g.ID, at.ID); !is {
					return "", errNoMember.because("%q is not a member of the group %q", at.ID, g.ID)
				}
				if err := q.rights.over(tx, g.ID, q.FromUserID, at.ID); err != nil {
					return "", err
				}
				return at.ID, nil
			})
			out.outcome, out.Failures = became, became.users()
			out.tell(quit(tx, g, q.FromUserID, byKickout, gone)...)
			return out, nil
		}),
		Changes: true, Failures: "ErrorList",
	},
	Listed: []*codeError{
		errInput, errUserCount, errNoGroup, errKickRate, errNoMember, errGroup, errUserIDLength,
	},
	Checks: []*codeError{
		errKickRate, errInput, errUserCount, errNotRegistered, errNoGroup, errNotInGroup, errNotAllowed,
		errNoMember,
	},
	Notes: []gateway.Fact{
		documented("not a member: SubCode 660600008"),
		assumed("not an id: SubCode 660000002; an id that comes twice counts once; FromUserId may be among them"),
		documented("the owner is removed: the first of the member list is the owner then, with role 1"),
		documentedOn("Manage groups", "the last member is removed: the group is disbanded"),
		documented("who is removed keeps the conversation in the own list"),
		assumed("nickname, role and mute of who is removed are forgotten"),
		assumed("FromUserId need not be a member"),
		strictly("the owner, or an administrator who removes neither the owner nor an administrator"),
		assumed("it failed on all: Code is the first SubCode"),
		documentedOn("Callback on group members left", "callback group_exit: group_id, exit_type Kickout, operator_account, exit_user_ids"),
		assumed("behind it group_destroy when the group is disbanded, its user_ids are [] and its owner_account is the last owner"),
	},
}

type kicking struct {
	groupCall
	UserIDs []string `json:"UserId" rule:"required,maxitems=50" many:"660000011"`
	Reason  string   `json:"CustomReason" rule:"maxbytes=32,noeffect"`
}

type kickedMembers struct {
	told
	outcome
	Failures []failedUser `json:"ErrorList" wire:"vary"`
}

// users are the failures as most lists show them.
func (o outcome) users() (shown []failedUser) {
	for _, f := range o.Failed {
		shown = append(shown, f.user())
	}
	return shown
}

// quit takes members out of a group, and says what has happened. The group gets another owner when it has lost
// its own, and ends when nobody is left.
func quit(tx *store.Tx, g *store.Group, operator, how string, ids []string) (happened []happening) {
	if len(ids) == 0 {
		return nil
	}
	for _, id := range ids {
		tx.Leave(g.ID, id)
	}
	happened = append(happened, tellLeft(g.ID, operator, how, ids))
	if tx.Members(g.ID).Len() == 0 {
		tx.DeleteGroup(g.ID)
		return append(happened, tellDestroyed(g, operator, []string{}))
	}
	if _, is := tx.Member(g.ID, g.Owner); !is {
		for first := range tx.Members(g.ID).From(0) {
			own(tx, g, first)
			break
		}
	}
	return happened
}

// own makes a member the owner of the group.
func own(tx *store.Tx, g *store.Group, m store.Member) {
	m.Role = roleOwner
	tx.PutMember(m)
	changed := *g
	changed.Owner = m.User.ID
	tx.PutGroup(changed)
}

// memberIDs are the members of a group in their order.
func memberIDs(tx *store.Tx, group string) []string {
	list := tx.Members(group)
	ids := make([]string, 0, list.Len())
	for m := range list.From(0) {
		ids = append(ids, m.User.ID)
	}
	return ids
}

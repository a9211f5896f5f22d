package zegoapi

import (
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var muteGroup = operation{
	Name: "MuteGroup", Page: "Group/mute-a-group", Method: get,
	Does: action[groupMuting, none]{
		Check: withRights[groupMuting],
		Run: onGroup(anybody, func(tx *store.Tx, q groupMuting, g *store.Group) (none, error) {
			if err := q.refuse(tx); err != nil {
				return none{}, err
			}
			changed := *g
			changed.Mute = store.GroupMute{All: q.All, Until: until(tx.Now(), q.Duration)}
			if !q.All {
				changed.Mute.Roles = q.Roles
			}
			if changed.Mute.Until == store.Never || !q.All && len(q.Roles) == 0 {
				changed.Mute = store.GroupMute{}
			}
			tx.PutGroup(changed)
			return none{}, nil
		}),
		Changes: true,
	},
	Listed: []*codeError{errGeneral, errInput, errRate, errNoGroup, errGroup, errNotInGroup, errNotAllowed},
	Checks: []*codeError{errRate, errInput, errNotRegistered, errNoGroup, errNotAllowed, errNotInGroup},
	Notes: []gateway.Fact{
		documented("Duration is in seconds, -1 for ever, at most 30 days; missing or 0 ends all mutes of the group as a whole, whatever else is given"),
		assumed("a later call is in the place of the one before, and its end is counted from now"),
		documented("IsAllMuted true: everybody, and MuteRoleList is not looked at"),
		assumed("IsAllMuted false or missing: those of MuteRoleList, in the place of all who were muted before; an empty list mutes nobody"),
		documented("FromUserId need not be a member (since 30 June 2025)"),
		documented("FromUserId is a member with another role than 1 and 2, or an administrator and MuteRoleList has 1: 660600032"),
		assumed("variant groupPermissions on: FromUserId must be a member, else 660600024, and the owner for IsAllMuted, else 660600032"),
		assumed("mutes of members by MuteGroupMembers are others, and stay; no mute stops what the server API sends"),
	},
}

type groupMuting struct {
	groupCall
	All      bool    `json:"IsAllMuted"`
	Roles    []int64 `json:"MuteRoleList" rule:"min=1,maxitems=20"`
	Duration int64   `json:"Duration" rule:"min=-1,max=2592000"`
}

func (q *groupMuting) refuse(tx *store.Tx) error {
	role, err := q.rights.muter(tx, q.GroupID, q.FromUserID)
	switch {
	case err != nil:
		return err
	case role != roleOwner && !q.All && slices.Contains(q.Roles, roleOwner):
		return errNotAllowed.because("FromUserId %q is an administrator of the group, and MuteRoleList has 1, the owner's role", q.FromUserID)
	case q.rights.strict && q.All && role != roleOwner:
		return errNotAllowed.because("FromUserId %q is an administrator of the group; only %s may mute all, as this app says variants: {groupPermissions: on}", q.FromUserID, ofOwner)
	}
	return nil
}

// until is when what lasts so many seconds ends: -1 never, 0 at once.
func until(now time.Time, seconds int64) store.Until {
	switch {
	case seconds < 0:
		return store.Forever
	case seconds == 0:
		return store.Never
	}
	return store.UntilTime(now.Add(time.Duration(seconds) * time.Second))
}

var muteGroupMembers = operation{
	Name: "MuteGroupMembers", Page: "Group/mute-group-members", Method: get,
	Does: batch[memberMuting, none]{
		Once: true, Check: withRights[memberMuting],
		Refuse: func(tx *store.Tx, q memberMuting) error {
			_, err := onGroup(anybody, func(tx *store.Tx, q memberMuting, _ *store.Group) (none, error) {
				_, err := q.rights.muter(tx, q.GroupID, q.FromUserID)
				return none{}, err
			})(tx, q)
			return err
		},
		Each: func(tx *store.Tx, q memberMuting, at one) (none, error) {
			if !ValidUserID(at.ID) {
				return none{}, notAnID(at.ID)
			}
			m, ok := tx.Member(q.GroupID, at.ID)
			if !ok {
				return none{}, errNotInGroup
			}
			if role, _ := q.rights.muter(tx, q.GroupID, q.FromUserID); !outranks(role, m.Role) {
				return none{}, errNotAllowed
			}
			m.MutedUntil = until(tx.Now(), q.Duration)
			tx.PutMember(m)
			return none{}, nil
		},
		Changes: true, Failures: "ErrorUsers", AllFailed: errNobodyMuted,
	},
	Listed: []*codeError{
		errGeneral, errInput, errRate, errNoGroup, errGroup, errNotInGroup, errNotAllowed, errNobodyMuted,
	},
	Checks: []*codeError{
		errRate, errInput, errUserCount, errNotRegistered, errNoGroup, errNotAllowed, errNotInGroup,
		errNobodyMuted,
	},
	Notes: []gateway.Fact{
		documented("Duration is in seconds from now, -1 for ever, at most 30 days; missing or 0 ends the mute"),
		assumed("who is not muted can be unmuted: success"),
		documented("not in the group: SubCode 660600024"),
		assumed("a bad id: SubCode 660000002; an administrator mutes the owner or an administrator: SubCode 660600032"),
		documented("FromUserId need not be a member (since 30 June 2025); a member with another role than 1 and 2: 660600032"),
		assumed("variant groupPermissions on: FromUserId must be a member, else 660600024"),
	},
}

type memberMuting struct {
	groupCall
	UserIDs  []string `json:"UserIds" rule:"required,maxitems=20" many:"660000011"`
	Duration int64    `json:"Duration" rule:"min=-1,max=2592000"`
}

func (m memberMuting) ids() []string { return m.UserIDs }

var fetchForbidGroupList = operation{
	Name: "FetchForbidGroupList", Page: "Group/fetch-forbid-group-list",
	Does: action[mutedQuery, mutedPage]{
		Run: func(tx *store.Tx, q mutedQuery) (mutedPage, error) {
			out, at := mutedPage{End: 1}, int64(0)
			for g, members := range tx.Mutes() {
				kind := kindOfMute(tx.Now(), g, members)
				if kind == 0 {
					continue
				}
				if at++; at <= q.Start {
					continue
				}
				if len(out.Groups) == maxGroupPage {
					out.End, out.Next = 0, at-1
					break
				}
				out.Groups = append(out.Groups, mutedRow{g.ID, kind})
			}
			return out, nil
		},
	},
	Listed: []*codeError{errInput, errLogic, errUserCount},
	Checks: []*codeError{errRate, errInput, errNotRegistered},
	Notes: []gateway.Fact{
		documented("members FetchEnd, NextFlag and GroupList with " + membersOf[mutedRow]() + ": all groups of the app in which somebody is muted now"),
		documented("ForbidType is a sum: 1 all are muted, 2 roles, 4 members"),
		documented("10000 groups a page; FetchEnd 0: NextFlag is the next StartFlag; FetchEnd 1: that was all"),
		assumed("NextFlag is 0 beside FetchEnd 1; a StartFlag behind the end: no groups, FetchEnd 1"),
		assumed("order: as the groups were made; any registered user may ask"),
	},
}

type mutedQuery struct {
	FromUserID string `json:"FromUserId" rule:"required,userid"`
	Start      int64  `json:"StartFlag" rule:"required"`
}

type mutedPage struct {
	End    int        `json:"FetchEnd"`
	Next   int64      `json:"NextFlag"`
	Groups []mutedRow `json:"GroupList" wire:"vary"`
}

type mutedRow struct {
	GroupID string `json:"GroupId"`
	Kind    int    `json:"ForbidType"`
}

// kindOfMute says which mutes of a group hold, 0 when none does; members are those who were muted by name.
func kindOfMute(now time.Time, g *store.Group, members []store.Member) (kind int) {
	const all, roles, named = 1, 2, 4
	switch {
	case !g.Mute.Until.Holds(now):
	case g.Mute.All:
		kind = all
	default:
		kind = roles
	}
	if slices.ContainsFunc(members, func(m store.Member) bool { return m.MutedUntil.Holds(now) }) {
		kind += named
	}
	return kind
}

// isMuted reports whether a member may not write to a group now. The later end of two mutes counts (guide "Group
// management").
func isMuted(now time.Time, g *store.Group, m *store.Member) bool {
	return m.MutedUntil.Holds(now) || g.Mute.Until.Holds(now) && (g.Mute.All || slices.Contains(g.Mute.Roles, m.Role))
}

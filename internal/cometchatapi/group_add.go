package cometchatapi

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

// memberLists are people who are to be in a group, or not.
type memberLists struct {
	Admins       []string `json:"admins"`
	Moderators   []string `json:"moderators"`
	Participants []string `json:"participants"`
	UsersToBan   []string `json:"usersToBan"`

	given bool // an object was there, whatever it holds
}

var memberListsShape = shape.For[memberLists]()

// readMembers reads the lists of a new group.
func readMembers(f *form, m *shape.Field, into reflect.Value) {
	if f.missing(m) {
		return
	}
	raw := f.members[m.Name]
	inner := &form{members: decodeJSONForm(raw)}
	if inner.members == nil && string(raw) != "[]" {
		f.fail(m.Name, "The %s must be an array.", m.Name)
		return
	}
	var lists memberLists
	inner.read(memberListsShape, &lists)
	for _, wrong := range inner.wrong {
		f.wrong = append(f.wrong, detail{m.Name + "." + wrong.Field, wrong.Text})
	}
	lists.given = true
	into.Set(reflect.ValueOf(lists))
}

func (q *memberLists) count() int {
	return len(q.Admins) + len(q.Moderators) + len(q.Participants) + len(q.UsersToBan)
}

// tooMany is what is wrong when there are more people than one call may have.
func (q *memberLists) tooMany(name string) []detail {
	if q.count() > maxAdded {
		return []detail{{name, fmt.Sprintf("The %s may not have more than %d items.", words(name), maxAdded)}}
	}
	return nil
}

var addMembers = op[memberLists, memberEntries]{
	Name: "AddGroupMembers", Route: "POST /groups/{guid}/members", Page: "Group Members", Seen: groupsSeen,
	Right:      right[memberLists]{Feature: "addMember", InScope: "addMembers"},
	OnBehalfOf: true, First: groupThere, Check: checkMemberLists,
	Run: runAddMembers, Show: showMemberEntries,
	Tell: func(c *gateway.Call, out memberEntries) { tellAll(c, out.told) },
	Codes: codes{
		gateway.Recorded:   {errGUIDNotFound, errNotJoined, errUIDNotFound},
		gateway.Documented: {errSameScope, errOwnerDemote, errNoAdmin},
		gateway.Assumed:    {errBannedMember, errNoClearance, errNoScopeClearance, errAlreadyBanned, errNoSelfAction, errBadRequest},
	},
	Notes: addMembersNotes,
}

// addMembersAsUser is the same for end users: the SDK reads all four objects.
var addMembersAsUser = op[memberLists, memberEntries]{
	Name: "AddMembersToGroup", Route: "PUT /groups/{guid}/members", Page: sdk, Seen: groupsSeen, EndUsers: true,
	Right: right[memberLists]{Feature: "massMemberOperate", InScope: "addMembers"},
	First: groupThere, Check: checkMemberLists,
	Run: func(tx *store.Tx, who caller, q memberLists) (memberEntries, error) {
		out, err := runAddMembers(tx, who, q)
		out.whole = true
		return out, err
	},
	Show: showMemberEntries,
	Tell: func(c *gateway.Call, out memberEntries) { tellAll(c, out.told) },
	Codes: codes{gateway.Assumed: {
		errGUIDNotFound, errNotJoined, errUIDNotFound, errSameScope, errOwnerDemote, errNoAdmin, errBannedMember, errNoClearance,
		errNoScopeClearance, errAlreadyBanned, errNoSelfAction, errBadRequest,
	}},
	Notes: append(notes{
		documented("all four objects are answered, those that were not sent empty, in the order admins, moderators, participants, usersToBan"),
	}, addMembersNotes...),
}

var addMembersNotes = notes{
	documented("data has an object for each list that was sent, in the order usersToBan, admins, moderators, participants, with an entry for each uid in the order of the request"),
	documented("a uid in several lists counts once, in the order admins, moderators, participants, usersToBan"),
	documented("who was added: success and the action message added; membersCount in it counts up from entry to entry"),
	recorded("unknown uids, members already: the entry fails, the call is 200"),
	documented("at most 25 uids in all lists together"),
	assumed("more of them, or no list at all: 400 ERR_BAD_REQUEST"),
	recorded("a member of another scope gets the new one"),
	assumed("the entry has the action message scopeChanged then"),
	recorded("who was banned and is added is no longer banned"),
	recorded("usersToBan: success without data; a member stays in ListGroupMembers until the unban"),
	assumed("such a ban has no action message; somebody who is no member is banned, too"),
	documented("one event group_member_added for all who were added"),
	assumed("one of all who were banned, and of all whose scope was changed, likewise"),
	documented("only an admin may add"),
	recorded("with onBehalfOf of somebody who is no member: 401, also for adding oneself"),
	assumed("the limits of 100,000 members of a group and 2,000 groups of a user are not emulated"),
}

func checkMemberLists(_ *store.Tx, _ caller, q memberLists) []detail {
	return q.tooMany("participants")
}

func runAddMembers(tx *store.Tx, who caller, q memberLists) (out memberEntries, _ error) {
	if q.Admins == nil && q.Moderators == nil && q.Participants == nil && q.UsersToBan == nil {
		return out, errBadRequest.with([]detail{
			{"participants", "The participants field is required when none of admins / moderators / users to ban are present."},
		})
	}
	a, err := actingIn(tx, who)
	if err == nil {
		err = a.needs(admin)
	}
	if err != nil {
		return out, err
	}
	return addEach(tx, a, q), nil
}

// adding is a call that adds people, as far as it has come.
type adding struct {
	acting
	tx   *store.Tx
	seen map[string]bool
	done map[string][]hookMember // by trigger
	last map[string]*store.Group // as it was before the last of them
}

// addEach adds, changes and bans people, each for itself.
func addEach(tx *store.Tx, a acting, q memberLists) (out memberEntries) {
	add := &adding{a, tx, map[string]bool{}, map[string][]hookMember{}, map[string]*store.Group{}}
	for _, l := range []struct {
		name  string
		uids  []string
		scope int64 // 0: a ban
	}{{"admins", q.Admins, admin}, {"moderators", q.Moderators, moderator}, {"participants", q.Participants, participant}, {"usersToBan", q.UsersToBan, 0}} {
		if l.uids == nil {
			continue
		}
		list := entryList{name: l.name}
		for _, sent := range l.uids {
			uid := strings.ToLower(sent)
			if !add.seen[uid] {
				add.seen[uid] = true
				list.entries = append(list.entries, add.one(sent, uid, l.scope))
			}
		}
		out.lists = append(out.lists, list)
	}
	for _, trigger := range []string{memberAdded, memberScopeChange, memberBanned} {
		if people := add.done[trigger]; people != nil {
			out.told = append(out.told, memberEvent(tx, trigger, add.last[trigger], a.me, people...))
		}
	}
	return out
}

// one adds one user, in a scope, or bans one.
func (add *adding) one(sent, uid string, scope int64) memberEntry {
	u, ok := activeUser(add.tx, uid)
	if !ok {
		failed := unknownEntry(add.tx, sent, uid)
		return memberEntry{uid: failed.UID, err: failed.Err}
	}
	put := add.member
	if scope == 0 {
		put = add.ban
	}
	action, err := put(u, scope)
	if err != nil {
		return memberEntry{uid: uid, err: err.(*codeError)}
	}
	return memberEntry{uid: uid, action: action}
}

// did remembers what is to be told, and that the group has changed.
func (add *adding) did(trigger string, m hookMember) {
	add.done[trigger] = append(add.done[trigger], m)
	add.last[trigger] = add.group
	add.group = changedGroup(add.tx, add.group)
}

func (add *adding) member(u *store.User, scope int64) (*messageView, error) {
	g := add.group
	m, is := add.tx.Member(g.ID, u.ID)
	if is {
		return add.change(m, scope)
	}
	add.tx.Unban(g.ID, u.ID)
	add.tx.Join(g.ID, u.ID, thisSecond(add.tx), scopeIn(g, u.ID, scope))
	action := groupAction{name: "added", by: add.me, on: u}.put(add.tx, g)
	add.did(memberAdded, hookMember{user: u})
	return &action, nil
}

func (add *adding) change(m store.Member, scope int64) (*messageView, error) {
	if err := add.mayChange(m, scope); err != nil {
		return nil, err
	}
	old := m.Role
	m.Role = scope
	add.tx.PutMember(m)
	action := groupAction{"scopeChanged", add.me, m.User, old, scope}.put(add.tx, add.group)
	add.did(memberScopeChange, hookMember{m.User, old, scope})
	return &action, nil
}

func (add *adding) ban(u *store.User, _ int64) (*messageView, error) {
	g := add.group
	m, is := add.tx.Member(g.ID, u.ID)
	if u.ID == add.me {
		return nil, errNoSelfAction.of(u.ID, g.ID).because("%s bans itself", u.ID)
	}
	if is {
		if err := add.mayRemove(m); err != nil {
			return nil, err
		}
	}
	var kept *store.Kept
	if is {
		kept = &store.Kept{JoinedAt: m.JoinedAt, Role: m.Role}
	}
	if !add.tx.Ban(g.ID, u.ID, thisSecond(add.tx), kept) {
		return nil, errAlreadyBanned.of(u.ID, g.ID).because("%s is banned from the group %s already", u.ID, g.ID)
	}
	add.did(memberBanned, hookMember{user: u})
	return nil, nil
}

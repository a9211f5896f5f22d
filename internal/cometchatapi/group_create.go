package cometchatapi

import (
	"cmp"
	"encoding/json"
	"reflect"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

// groupFields are the members that a new group and an update have in common.
type groupFields struct {
	Type        string          `json:"type" rule:"enum=public|private|password"`
	Password    string          `json:"password" rule:"maxlen=100" check:"password"`
	Icon        string          `json:"icon" rule:"maxlen=3000,url"`
	Description string          `json:"description" rule:"maxlen=255"`
	Metadata    json.RawMessage `json:"metadata" rule:"maxbytes=5120" check:"metadata"`
	Owner       string          `json:"owner" check:"lower"`
	Tags        []string        `json:"tags" rule:"maxitems=25,maxlen=100"`
}

// blankPassword is a password that was sent and is blank. On an update it is one.
const blankPassword = " "

func readPassword(f *form, m *shape.Field, into reflect.Value) {
	text, ok := f.text(m)
	if !ok && f.has(m.Name) && len(f.wrong) == 0 {
		text = blankPassword
	}
	into.SetString(text)
}

// apply changes what the members say of a group, but for its owner.
func (q *groupFields) apply(g *store.Group) {
	set(&g.Type, q.Type)
	set(&g.Password, q.Password)
	if g.Type != passwordGroup {
		g.Password = ""
	}
	set(&g.Avatar, q.Icon)
	set(&g.Notice, q.Description)
	setValue(&g.Metadata, q.Metadata)
	if q.Tags != nil {
		g.Tags = q.Tags
	}
}

type newGroup struct {
	GUID string `json:"guid" rule:"required,maxlen=100" check:"uid"`
	Name string `json:"name" rule:"required,maxlen=100"`
	groupFields
	Members memberLists `json:"members" check:"members"`
}

// newGroupView is what is answered at most.
type newGroupView struct {
	groupView
	Members json.RawMessage `json:"members,omitempty" doc:"an object for each list that was sent, as AddGroupMembers answers"`
}

// newGroupAnswer is a group that was made, with what became of those who were to be its members.
type newGroupAnswer struct {
	group   groupView
	members memberEntries
	events  []hookEvent
}

var createGroup = op[newGroup, newGroupAnswer]{
	Name: "CreateGroup", Route: "POST /groups", Page: "Groups", Seen: groupsSeen,
	Right: right[newGroup]{Feature: "createGroup", Permission: "createGroup"},
	Limit: coreCalls, OnBehalfOf: true,
	Check: func(_ *store.Tx, _ caller, q newGroup) []detail { return q.Members.tooMany("members") },
	Run: func(tx *store.Tx, who caller, q newGroup) (out newGroupAnswer, _ error) {
		g, err := makeGroup(tx, who.Me, &q)
		if err != nil {
			return out, err
		}
		out.events = []hookEvent{createdEvent(tx, g)}
		out.members = addEach(tx, acting{group: g, me: who.Me, role: admin}, q.Members)
		out.members.whole = who.EndUser && q.Members.given
		g, _ = tx.Group(g.ID)
		out.group = viewOfGroup(tx, g, who.Me)
		return out, nil
	},
	Show:  showNewGroup,
	Looks: shape.For[data[newGroupView]](),
	Tell:  func(c *gateway.Call, out newGroupAnswer) { tellAll(c, out.events) },
	Codes: codes{gateway.Recorded: {errGUIDExists}, gateway.Documented: {errEmptyPassword}, gateway.Assumed: {errUIDNotFound, errSameScope, errOwnerDemote, errNoClearance, errNoSelfAction, errBadRequest}},
	Notes: notes{
		documented("members and their order; conversationId is group_{guid}"),
		documented("the owner is onBehalfOf, else owner, else app_system; a user who is it becomes a member, an admin"),
		documented("scope, joinedAt and hasJoined are there with onBehalfOf alone"),
		assumed("owner is ignored beside onBehalfOf; app_system is no member and is not counted; a group has no password unless it is of the type password"),
		documented("type is public when missing"),
		documented("members is an object of admins, moderators, participants and usersToBan, 25 in all; who cannot be one does not fail the call"),
		assumed("data.members is last, an object for each list that was sent, as AddGroupMembers answers; membersCount is that afterwards"),
		assumed("group_created tells of the group before these members, who raise no event; texts of the refusals but for a guid in use"),
	},
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {errGUIDExists, errEmptyPassword, errUIDNotFound, errSameScope, errOwnerDemote, errNoSelfAction, errBadRequest}},
		Notes: notes{
			documented("with members: all four objects, and the same once more under members.data"),
			assumed("that it is answered on this host as with onBehalfOf"),
		},
	},
}

// makeGroup stores a group and its owner.
func makeGroup(tx *store.Tx, me string, q *newGroup) (*store.Group, error) {
	owner := cmp.Or(me, q.Owner, systemUser)
	if owner != systemUser {
		if err := userExists(tx, owner); err != nil {
			return nil, err
		}
	}
	if g, taken := tx.Group(q.GUID); taken {
		return nil, errGUIDExists.of(q.GUID).because("the group %s is there since %s, named %.100q", g.ID, moment(g.CreatedAt), g.Name)
	}
	now := thisSecond(tx)
	g := store.Group{ID: q.GUID, Name: q.Name, Type: publicGroup, Owner: owner, CreatedAt: now}
	q.apply(&g)
	if g.Type == passwordGroup && strings.TrimSpace(g.Password) == "" {
		return nil, errEmptyPassword.of(g.ID)
	}
	if len(g.Metadata) == 0 {
		g.Metadata = nil
	}
	stored := tx.PutGroup(g)
	tx.Join(g.ID, owner, now, admin)
	return stored, nil
}

func showNewGroup(dst []byte, out newGroupAnswer) []byte {
	dst = groupPlan.Append(append(dst, `{"data":`...), &out.group)
	if out.members.lists == nil && !out.members.whole {
		return append(dst, '}')
	}
	dst = append(dst[:len(dst)-1], `,"members":`...)
	dst = out.members.append(dst)
	if out.members.whole {
		dst = append(dst[:len(dst)-1], `,"data":`...)
		dst = append(out.members.append(dst), '}')
	}
	return append(dst, "}}"...)
}

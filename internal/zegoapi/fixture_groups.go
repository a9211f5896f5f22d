package zegoapi

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/store"
)

// FixtureGroup is a group of a ZIM app (page "CreateGroup").
type FixtureGroup struct {
	fixture.Placed `schema:"ZIMGroup" is:"a group" doc:"A group of people."`

	GroupID          string                  `json:"groupId" rule:"required,zimid,maxbytes=32" doc:"The group's id, as a user's."`
	GroupName        string                  `json:"groupName,omitzero" doc:"Empty when left out."`
	Notice           string                  `json:"notice,omitzero" doc:"Empty when left out."`
	Avatar           string                  `json:"avatar,omitzero" doc:"Empty when left out."`
	Owner            string                  `json:"owner" rule:"required" doc:"The id of a listed or generated user. The owner is the first member when members do not say another place."`
	CreatedAt        time.Time               `json:"createdAt,omitzero" doc:"The epoch plus the group's place in the app in seconds when left out."`
	DataSeq          int                     `json:"dataSeq,omitzero" rule:"min=0,max=9007199254740991" doc:"How often UpdateGroupData has changed it."`
	JoinMode         int                     `json:"joinMode,omitzero" rule:"enum=0|1|2" doc:"As in ModifyGroupLimit."`
	InviteMode       int                     `json:"inviteMode,omitzero" rule:"enum=0|1" doc:"As in ModifyGroupLimit."`
	BeInvitedMode    int                     `json:"beInvitedMode,omitzero" rule:"enum=0|1" doc:"As in ModifyGroupLimit."`
	MemberCountLimit int                     `json:"memberCountLimit,omitzero" rule:"min=0,max=2147483647" doc:"How many members it may have; as many as the app allows when left out."`
	Mute             FixtureGroupMute        `json:"mute,omitzero" doc:"Who may not speak."`
	Attributes       []FixtureGroupAttribute `json:"attributes,omitzero" doc:"Its attributes, in the order in which they were first set."`
	Members          []FixtureMember         `json:"members,omitzero" doc:"Who is in the group." counts:"ties"`
}

// FixtureGroupMute is who may not speak in a group (page "MuteGroup").
type FixtureGroupMute struct {
	fixture.Placed `schema:"ZIMGroupMute" is:"a mute" doc:"Who may not speak, and until when."`

	All   bool      `json:"all,omitzero" doc:"Nobody may."`
	Roles []string  `json:"roles,omitzero" rule:"digits,minlen=1,maxlen=3" doc:"Members with these roles may not."`
	Until time.Time `json:"until,omitzero" doc:"When it ends; never when left out."`
}

// FixtureGroupAttribute is an attribute of a ZIM group.
type FixtureGroupAttribute struct {
	fixture.Placed `schema:"ZIMGroupAttribute" is:"an attribute" doc:"An attribute of a group."`

	Key   string `json:"key" rule:"required" doc:"Its name."`
	Value string `json:"value,omitzero" doc:"Its value. Empty when left out."`
}

// FixtureMember is a user in a ZIM group.
type FixtureMember struct {
	fixture.Placed `schema:"ZIMMember" is:"a userId or {userId, role, ...}" short:"userId" doc:"A user in a group."`

	UserID        string    `json:"userId" rule:"required" doc:"The id of a listed or generated user."`
	Role          int       `json:"role,omitzero" rule:"min=1,max=255" doc:"1 for the owner, 2 for an administrator, 3 for a member, or one of the app's own; 3 when left out."`
	Nickname      string    `json:"nickname,omitzero" doc:"What the user is called in the group."`
	JoinedAt      time.Time `json:"joinedAt,omitzero" doc:"When the group was made when left out."`
	Muted         bool      `json:"muted,omitzero" doc:"The user may not speak, and that does not end."`
	MutedUntil    time.Time `json:"mutedUntil,omitzero" doc:"Until when the user may not speak."`
	JoinedAfter   int       `json:"joinedAfter,omitzero" rule:"min=0,max=2147483647" doc:"The MsgSeq of the group's last message when the user joined: the conversation begins behind it."`
	CountedBefore int       `json:"countedBefore,omitzero" rule:"min=0,max=2147483647" doc:"How many of the messages until then count as unread for others."`
	Seq           int       `json:"seq,omitzero" rule:"min=1,max=4294967295" doc:"Its place among all memberships of the app, from 1, when that does not follow from the times."`
}

// groupsIn puts the groups and their members in, then those that are invented.
func (a *FixtureApp) groupsIn(tx *store.Tx, p *fixture.Plan) error {
	for _, id := range a.UsedGroupIDs {
		if _, there := tx.Group(id); !there {
			tx.UseGroupID(id)
		}
	}
	var joining []joining
	for i := range a.Groups {
		joining = append(joining, a.Groups[i].into(tx, p, i)...)
	}
	for _, j := range fixture.InOrder(joining) {
		if err := j.into(tx); err != nil {
			return fmt.Errorf("filling app %d: %w", a.AppID, err)
		}
	}
	for i := range a.Groups {
		a.Groups[i].owned(tx)
	}
	p.PutGroups(tx, fixture.InventedGroups{
		Owner: roleOwner, Member: roleMember, Listed: len(a.Groups),
		Taken: func(id string) bool { _, there := tx.Group(id); return there || tx.WasGroup(id) },
	})
	return nil
}

// into puts a group in, without its members, and says who is to join it.
func (g *FixtureGroup) into(tx *store.Tx, p *fixture.Plan, place int) (joins []joining) {
	sum := *g
	before, there := tx.Group(g.GroupID)
	if there {
		sum = fixtureGroup(before)
		fixture.Replace(&sum, g)
	}
	stored := sum.stored(p.Created(place, sum.CreatedAt))
	at := stored.CreatedAt
	if there {
		at = p.Default(at)
	}
	tx.PutGroup(stored)
	joins = make([]joining, 0, len(g.Members)+1)
	if !slices.ContainsFunc(g.Members, func(m FixtureMember) bool { return m.UserID == sum.Owner }) {
		joins = append(joins, joining{g.GroupID, &FixtureMember{UserID: sum.Owner}, at, roleOwner})
	}
	for i := range g.Members {
		m := &g.Members[i]
		role := int64(cmp.Or(m.Role, roleMember))
		if m.UserID == sum.Owner {
			role = roleOwner
		}
		joins = append(joins, joining{g.GroupID, m, fixture.Either(m.JoinedAt, at), role})
	}
	return joins
}

// joining is a membership with everything decided.
type joining struct {
	group string
	*FixtureMember
	at   time.Time
	role int64 // of a new member
}

// Order is what its place follows from.
func (j joining) Order() (at time.Time, seq int) { return j.at, j.Seq }

// into makes the user a member. One who is a member already takes over what is given.
func (j joining) into(tx *store.Tx) error {
	before, is := tx.Member(j.group, j.UserID)
	if is && !j.JoinedAt.IsZero() && !before.JoinedAt.Equal(j.JoinedAt) {
		tx.Leave(j.group, j.UserID)
	}
	if joined := tx.Join(j.group, j.UserID, j.at, j.role); !joined && !is {
		return fmt.Errorf("group %q: there is no user %q", j.group, j.UserID)
	}
	if !is && *j.FixtureMember == (FixtureMember{Placed: j.Placed, UserID: j.UserID, Role: j.Role, JoinedAt: j.JoinedAt, Seq: j.Seq}) {
		return nil // nothing is said beside
	}
	now, _ := tx.Member(j.group, j.UserID)
	if is {
		now.Nickname, now.MutedUntil, now.Role, now.After, now.Counted = before.Nickname, before.MutedUntil, before.Role, before.After, before.Counted
	}
	sum := fixtureMember(now)
	fixture.Replace(&sum, j.FixtureMember)
	now.Role, now.Nickname, now.MutedUntil = int64(cmp.Or(sum.Role, int(now.Role))), sum.Nickname, mutedUntil(sum.Muted, sum.MutedUntil)
	now.After, now.Counted = int64(sum.JoinedAfter), int64(sum.CountedBefore)
	tx.PutMember(now)
	return nil
}

// owned gives the owner the role of one, and the owner before, if there was another, that of a member.
func (g *FixtureGroup) owned(tx *store.Tx) {
	stored, _ := tx.Group(g.GroupID)
	var wrong []store.Member
	for m := range tx.Members(g.GroupID).From(0) {
		if owner := m.User.ID == stored.Owner; owner != (m.Role == roleOwner) {
			if m.Role = roleMember; owner {
				m.Role = roleOwner
			}
			wrong = append(wrong, m)
		}
	}
	for _, m := range wrong {
		tx.PutMember(m)
	}
}

func (g *FixtureGroup) stored(created time.Time) store.Group {
	s := store.Group{
		ID: g.GroupID, Name: g.GroupName, Notice: g.Notice, Avatar: g.Avatar, Owner: g.Owner, CreatedAt: created,
		Changes: int64(g.DataSeq), JoinMode: int64(g.JoinMode), InviteMode: int64(g.InviteMode),
		BeInvitedMode: int64(g.BeInvitedMode), MemberLimit: int64(g.MemberCountLimit),
	}
	for _, a := range g.Attributes {
		s.Attributes = append(s.Attributes, store.Attribute{Key: a.Key, Value: a.Value})
	}
	if g.Mute.All || len(g.Mute.Roles) > 0 {
		s.Mute = store.GroupMute{All: g.Mute.All, Until: mutedUntil(g.Mute.Until.IsZero(), g.Mute.Until)}
		for _, role := range g.Mute.Roles {
			n, _ := strconv.ParseInt(role, 10, 64) // the form was checked
			s.Mute.Roles = append(s.Mute.Roles, n)
		}
	}
	return s
}

func fixtureGroup(g *store.Group) FixtureGroup {
	out := FixtureGroup{
		GroupID: g.ID, GroupName: g.Name, Notice: g.Notice, Avatar: g.Avatar, Owner: g.Owner, CreatedAt: g.CreatedAt,
		DataSeq: int(g.Changes), JoinMode: int(g.JoinMode), InviteMode: int(g.InviteMode),
		BeInvitedMode: int(g.BeInvitedMode), MemberCountLimit: int(g.MemberLimit),
	}
	for _, a := range g.Attributes {
		out.Attributes = append(out.Attributes, FixtureGroupAttribute{Key: a.Key, Value: a.Value})
	}
	if g.Mute.Until != store.Never {
		out.Mute.All = g.Mute.All
		for _, role := range g.Mute.Roles {
			out.Mute.Roles = append(out.Mute.Roles, strconv.FormatInt(role, 10))
		}
		_, out.Mute.Until = fixtureMute(g.Mute.Until)
	}
	return out
}

func fixtureMember(m store.Member) FixtureMember {
	out := FixtureMember{
		UserID: m.User.ID, Role: int(m.Role), Nickname: m.Nickname, JoinedAt: m.JoinedAt,
		JoinedAfter: int(m.After), CountedBefore: int(m.Counted),
	}
	out.Muted, out.MutedUntil = fixtureMute(m.MutedUntil)
	return out
}

// mutedUntil is how long a mute lasts: for ever, until a moment, or, when there is none, it is over.
func mutedUntil(forever bool, at time.Time) store.Until {
	switch {
	case forever:
		return store.Forever
	case at.IsZero():
		return store.Never
	}
	return store.UntilTime(at)
}

func fixtureMute(u store.Until) (forever bool, at time.Time) {
	if u != store.Forever && u != store.Never {
		at = time.UnixMilli(int64(u)).UTC()
	}
	return u == store.Forever, at
}

func (a *FixtureApp) groupsOut(tx *store.Tx) {
	var order seqs
	for g := range tx.Groups(0) {
		out := fixtureGroup(g)
		list := tx.Members(g.ID)
		out.Members = make([]FixtureMember, 0, list.Len())
		for m := range list.From(0) {
			row := fixtureMember(m)
			if row.JoinedAt.Equal(g.CreatedAt) {
				row.JoinedAt = time.Time{}
			}
			if row.Role == roleMember || m.User.ID == g.Owner {
				row.Role = 0
			}
			out.Members = append(out.Members, row)
			order = append(order, seqAt{m.Seq, m.JoinedAt.UnixMilli()})
		}
		a.Groups = append(a.Groups, out)
	}
	places := order.places()
	for i := range a.Groups {
		list := a.Groups[i].Members
		for j := range list {
			list[j].Seq, places = places.next()
		}
	}
	a.UsedGroupIDs = slices.Collect(tx.UsedGroupIDs())
}

package cometchatapi

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/store"
)

// FixtureGroup is a group of a CometChat app (page "Groups").
type FixtureGroup struct {
	fixture.Placed `schema:"CometChatGroup" is:"a group" doc:"A group of people."`

	GUID         string          `json:"guid" rule:"required,uid,maxlen=100" doc:"The group's id: a-z, 0-9, - and _."`
	Name         string          `json:"name,omitzero" rule:"minlen=1" doc:"The guid when left out."`
	Type         string          `json:"type,omitzero" rule:"enum=public|private|password,default=public" doc:"Who may join: everybody, nobody, or who knows the password."`
	Password     string          `json:"password,omitzero" rule:"secret,maxlen=100" doc:"Of a group of the type password."`
	Owner        string          `json:"owner,omitzero" rule:"minlen=1,default=app_system" doc:"The uid of a listed or generated user, who is an admin, and the first member when members do not say another place."`
	OwnerOutside bool            `json:"ownerOutside,omitzero" doc:"Whether the owner is no member, as that of a group that was imported. Then members must not have the owner."`
	Icon         string          `json:"icon,omitzero" rule:"url" doc:"Address of a picture."`
	Description  string          `json:"description,omitzero" doc:"What the group is for."`
	Metadata     json.RawMessage `json:"metadata,omitzero" doc:"Any mapping, or a text."`
	Tags         []string        `json:"tags,omitzero" rule:"minlen=1" doc:"Labels for filtering."`
	CreatedAt    time.Time       `json:"createdAt,omitzero" doc:"The epoch plus the group's place in the app in seconds when left out."`
	UpdatedAt    time.Time       `json:"updatedAt,omitzero" doc:"When it, or who is in it, was changed last. Never when left out."`
	UpdatedBy    string          `json:"updatedBy,omitzero" doc:"The uid of who updated it last, or app_system."`
	Scopes       FixtureScopes   `json:"scopes,omitzero" doc:"What the members of each scope may do."`
	Members      []FixtureMember `json:"members,omitzero" doc:"Who is in the group." counts:"ties"`
	Banned       []FixtureBan    `json:"banned,omitzero" doc:"Who is banned from the group." counts:"ties"`
}

// FixtureScopes are the permissions of the scopes in a CometChat group (page "RBAC").
type FixtureScopes struct {
	fixture.Placed `schema:"CometChatScopes" is:"scopes" doc:"Permissions of the scopes in a group: mappings of ids, such as sendMessage, to values, such as deny."`

	Admin       json.RawMessage `json:"admin,omitzero" doc:"Those of admins."`
	Moderator   json.RawMessage `json:"moderator,omitzero" doc:"Those of moderators."`
	Participant json.RawMessage `json:"participant,omitzero" doc:"Those of participants."`
}

// FixtureMember is a user in a CometChat group.
type FixtureMember struct {
	fixture.Placed `schema:"CometChatMember" is:"a uid or {uid, scope, joinedAt}" short:"uid" doc:"A user in a group."`

	UID      string    `json:"uid" rule:"required" doc:"The uid of a listed or generated user."`
	Scope    string    `json:"scope,omitzero" rule:"enum=admin|moderator|participant" doc:"What the user may do: participant when left out, admin for the owner."`
	JoinedAt time.Time `json:"joinedAt,omitzero" doc:"When the group was made when left out."`
}

// FixtureBan is a user who is banned from a CometChat group.
type FixtureBan struct {
	fixture.Placed `schema:"CometChatBan" is:"a uid or {uid, at, scope, joinedAt}" short:"uid" doc:"A user who is banned from a group."`

	UID      string    `json:"uid" rule:"required" doc:"The uid of a listed or generated user."`
	At       time.Time `json:"at,omitzero" doc:"Since when. When the group was made when left out."`
	Scope    string    `json:"scope,omitzero" rule:"enum=admin|moderator|participant" doc:"With what scope the user is still listed among the members, as after usersToBan. Not listed when left out."`
	JoinedAt time.Time `json:"joinedAt,omitzero" doc:"Since when the user is listed so. When the group was made when left out."`
}

// groupsIn puts the groups in with those who are in them, then those that are invented.
func (a *FixtureApp) groupsIn(tx *store.Tx, p *fixture.Plan) error {
	for i := range a.Groups {
		if err := a.Groups[i].into(tx, p, i); err != nil {
			return fmt.Errorf("filling app %s: %w", a.AppID, err)
		}
	}
	p.PutGroups(tx, fixture.InventedGroups{
		Like: store.Group{Type: publicGroup}, Owner: admin, Member: participant, Listed: len(a.Groups),
		Taken: func(guid string) bool { _, there := tx.Group(guid); return there },
	})
	return nil
}

func (g *FixtureGroup) into(tx *store.Tx, p *fixture.Plan, place int) error {
	sum := *g
	before, there := tx.Group(g.GUID)
	if there {
		sum = fixtureGroup(before)
		fixture.Replace(&sum, g)
	}
	stored := tx.PutGroup(sum.stored(p.Created(place, sum.CreatedAt)))
	since := stored.CreatedAt
	if there {
		since = p.Default(since)
	}
	all := g.Members
	_, in := tx.Member(g.GUID, stored.Owner)
	left := g.OwnerOutside || there && before.Owner == stored.Owner && !in
	if stored.Owner != systemUser && !left && !slices.ContainsFunc(all, func(m FixtureMember) bool { return m.UID == stored.Owner }) {
		all = append([]FixtureMember{{UID: stored.Owner}}, all...)
	}
	for i := range all {
		if !all[i].into(tx, stored, since) {
			return fmt.Errorf("group %q: there is no user %q", g.GUID, all[i].UID)
		}
	}
	for i := range g.Banned {
		if !g.Banned[i].into(tx, stored, since) {
			return fmt.Errorf("group %q: there is no user %q", g.GUID, g.Banned[i].UID)
		}
	}
	return nil
}

// into makes the user a member. One who is a member already takes over what is given.
func (m *FixtureMember) into(tx *store.Tx, g *store.Group, since time.Time) bool {
	scope := cmp.Or(m.Scope, scopes[participant])
	if before, is := tx.Member(g.ID, m.UID); is {
		since, scope = before.JoinedAt, cmp.Or(m.Scope, scopes[before.Role])
		if !m.JoinedAt.IsZero() && !before.JoinedAt.Equal(m.JoinedAt) {
			tx.Leave(g.ID, m.UID)
		}
	}
	if m.UID == g.Owner {
		scope = scopes[admin]
	}
	tx.Unban(g.ID, m.UID)
	tx.Join(g.ID, m.UID, fixture.Either(m.JoinedAt, since), scopeOf(scope))
	now, is := tx.Member(g.ID, m.UID)
	if is && now.Role != scopeOf(scope) {
		now.Role = scopeOf(scope)
		tx.PutMember(now)
	}
	return is
}

// into bans the user. Who is banned already takes over what is given.
func (b *FixtureBan) into(tx *store.Tx, g *store.Group, since time.Time) bool {
	sum := *b
	if before, is := tx.Banned(g.ID, b.UID); is {
		sum = fixtureBan(before)
		fixture.Replace(&sum, b)
		tx.Unban(g.ID, b.UID)
	}
	var kept *store.Kept
	if sum.Scope != "" {
		kept = &store.Kept{JoinedAt: fixture.Either(sum.JoinedAt, g.CreatedAt), Role: scopeOf(sum.Scope)}
	}
	return tx.Ban(g.ID, b.UID, fixture.Either(sum.At, since), kept)
}

func (g *FixtureGroup) stored(created time.Time) store.Group {
	return store.Group{
		ID: g.GUID, Name: cmp.Or(g.Name, g.GUID), Type: cmp.Or(g.Type, publicGroup), Password: g.Password,
		Owner: cmp.Or(g.Owner, systemUser), Avatar: g.Icon, Notice: g.Description, Metadata: slices.Clone(g.Metadata),
		Tags: slices.Clone(g.Tags), CreatedAt: created, UpdatedAt: g.UpdatedAt, UpdatedBy: g.UpdatedBy,
	}
}

func fixtureGroup(g *store.Group) FixtureGroup {
	out := FixtureGroup{
		GUID: g.ID, Name: g.Name, Type: g.Type, Password: g.Password, Owner: g.Owner, Icon: g.Avatar, Description: g.Notice,
		Metadata: slices.Clone(g.Metadata), Tags: slices.Clone(g.Tags),
		CreatedAt: g.CreatedAt, UpdatedAt: g.UpdatedAt, UpdatedBy: g.UpdatedBy,
	}
	if out.Type == publicGroup {
		out.Type = ""
	}
	if out.Owner == systemUser {
		out.Owner = ""
	}
	return out
}

func fixtureBan(b store.Ban) FixtureBan {
	out := FixtureBan{UID: b.User.ID, At: b.At}
	if b.Kept != nil {
		out.Scope, out.JoinedAt = scopes[b.Kept.Role], b.Kept.JoinedAt
	}
	return out
}

func (a *FixtureApp) groupsOut(tx *store.Tx) {
	for g := range tx.Groups(0) {
		out := fixtureGroup(g)
		_, in := tx.Member(g.ID, g.Owner)
		out.OwnerOutside = out.Owner != "" && !in
		list := tx.Members(g.ID)
		out.Members = make([]FixtureMember, 0, list.Len())
		for m := range list.From(0) {
			row := FixtureMember{UID: m.User.ID}
			if m.Role != participant && m.User.ID != g.Owner {
				row.Scope = scopes[m.Role]
			}
			if !m.JoinedAt.Equal(g.CreatedAt) {
				row.JoinedAt = m.JoinedAt
			}
			out.Members = append(out.Members, row)
		}
		for b := range tx.Bans(g.ID) {
			out.Banned = append(out.Banned, fixtureBan(b))
		}
		a.Groups = append(a.Groups, out)
	}
}

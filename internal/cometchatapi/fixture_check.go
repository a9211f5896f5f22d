package cometchatapi

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/nearest"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

// Name is the app's id.
func (a *FixtureApp) Name() (id, written string) { return a.AppID, strconv.Quote(a.AppID) }

// Complete gives the app its region.
func (a *FixtureApp) Complete() { a.Region = cmp.Or(a.Region, defaultRegion) }

// Rules are the app's fault rules.
func (a *FixtureApp) Rules() []fixture.Fault { return a.Faults }

// People are the app's people.
func (a *FixtureApp) People() *fixture.People {
	return &fixture.People{
		IDName: "uid", ListName: "blocks", System: systemUser, Kinds: []fixture.Kind{a.kindOfRoles(), a.kindOfGroups()},
		Count: len(a.Users), Listed: a.people, Messages: a.messages,
		ID:       func(number int) string { return a.Users[number].UID },
		Generate: &a.Generate.Placed, Users: a.Generate.Users,
		Blocks: &a.Generate.Blocks, Friends: &a.Generate.Friends, Groups: &a.Generate.Groups, Messaging: &a.Generate.Messages,
		Named: a.named, Further: []fixture.Further{a.memberships(), a.receiptsListed(), a.marks()},
	}
}

func (a *FixtureApp) kindOfRoles() fixture.Kind {
	return fixture.Kind{
		Name: "role", Listed: a.roleIDs,
		Has: func(tx *store.Tx, id string) bool { _, ok := tx.Role(id); return ok },
		All: func(tx *store.Tx) (ids []string) {
			for r := range tx.Roles() {
				ids = append(ids, r.ID)
			}
			return ids
		},
	}
}

func (a *FixtureApp) roleIDs() []string {
	ids := []string{defaultRole}
	for i := range a.Roles {
		ids = append(ids, a.Roles[i].Role)
	}
	return ids
}

func (a *FixtureApp) people(yield func(int, fixture.Person) bool) {
	var blocks, friends []fixture.Tie
	for i := range a.Users {
		u := &a.Users[i]
		blocks, friends = appendTies(blocks[:0], u.Blocks), appendTies(friends[:0], u.Friends)
		if !yield(i, fixture.Person{Placed: &u.Placed, ID: u.UID, Blocks: blocks, Friends: friends}) {
			return
		}
	}
}

func (a *FixtureApp) messages(yield func(int, fixture.Message) bool) {
	for i := range a.Messages {
		m := &a.Messages[i]
		sent := fixture.Message{Placed: &m.Placed, ID: m.ID, From: m.Sender, To: m.Receiver, FromName: "sender", ToName: "receiver"}
		if m.ReceiverType == toGroup {
			sent.Kind, sent.Left = toGroup, true
		}
		if !yield(i, sent) {
			return
		}
	}
}

func appendTies(ties []fixture.Tie, list []FixtureTie) []fixture.Tie {
	ties = slices.Grow(ties, len(list))
	for i := range list {
		e := &list[i]
		ties = append(ties, fixture.Tie{Placed: &e.Placed, To: e.UID, At: e.At})
	}
	return ties
}

// Check tells what is wrong with the app's keys, roles and tokens.
func (a *FixtureApp) Check(c *fixture.Checker) {
	a.checkKeys(c)
	a.checkRoles(c)
	a.checkTokens(c)
	a.checkGroups(c)
	a.checkPermissions(c)
	a.checkConversations(c)
	a.checkMessages(c)
}

// CheckInto refuses a token that somebody else has.
func (a *FixtureApp) CheckInto(tx *store.Tx, f *fixture.Findings) {
	for i := range a.Users {
		for j := range a.Users[i].AuthTokens {
			t, ok := tx.Token(a.Users[i].AuthTokens[j].AuthToken)
			if ok && t.UserID != a.Users[i].UID {
				f.Add(0, fixture.Path{User: i, Member: "authTokens", Item: j, Inner: "authToken"}, "this auth token is one of %q", t.UserID)
			}
		}
	}
}

// checkTokens refuses a token that two users have.
func (a *FixtureApp) checkTokens(c *fixture.Checker) {
	tokens := fixture.Firsts{}
	for i := range a.Users {
		for j := range a.Users[i].AuthTokens {
			t := &a.Users[i].AuthTokens[j]
			if first, ok := tokens.Seen(t.AuthToken, t.At("authToken")); ok && t.AuthToken != "" {
				c.Add(t.At("authToken"), "this auth token is listed twice in app %q, first at %s", a.AppID, c.Where(first))
			}
		}
	}
}

func (a *FixtureApp) checkKeys(c *fixture.Checker) {
	keys := fixture.Firsts{}
	for i := range a.APIKeys {
		k := &a.APIKeys[i]
		if first, ok := keys.Seen(k.Key, k.At("key")); ok && k.Key != "" {
			c.Add(k.At("key"), "this key is listed twice in app %q, first at %s", a.AppID, c.Where(first))
		}
	}
}

func (a *FixtureApp) checkRoles(c *fixture.Checker) {
	roles := fixture.Firsts{}
	for i := range a.Roles {
		r := &a.Roles[i]
		if first, ok := roles.Seen(r.Role, r.At("role")); ok && r.Role != "" {
			c.Wrong(r.At("role"), "role", "%q is listed twice in app %q, first at %s", r.Role, a.AppID, c.Where(first))
		}
	}
	known := a.roleIDs()
	for i := range a.Users {
		u := &a.Users[i]
		if u.Role == "" || slices.Contains(known, u.Role) {
			continue
		}
		c.Missing("role", u.Role, i, &u.Placed, "role", func() string {
			name, _ := nearest.Word(u.Role, known)
			return fmt.Sprintf("role %s is not a role of app %q; the nearest known role is %q", shape.Quote(u.Role), a.AppID, name)
		})
	}
}

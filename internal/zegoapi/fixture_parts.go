package zegoapi

import (
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/store"
)

// fixtureParts are what an app keeps, in the order in which they go into a store: a part may name what is before it.
var fixtureParts = []fixture.Part[FixtureApp]{
	{In: (*FixtureApp).secretIn, Out: (*FixtureApp).secretOut},
	{In: (*FixtureApp).usersIn, Out: (*FixtureApp).usersOut},
	{In: (*FixtureApp).removedIn, Out: (*FixtureApp).removedOut},
	{In: (*FixtureApp).blocksIn, Out: (*FixtureApp).blocksOut},
	{In: (*FixtureApp).friendsIn, Out: (*FixtureApp).friendsOut},
	{In: (*FixtureApp).groupsIn, Out: (*FixtureApp).groupsOut},
	fixture.Rows(func(a *FixtureApp) *[]FixtureRoom { return &a.Rooms }, (*FixtureRoom).into, roomsOut),
	fixture.Rows(func(a *FixtureApp) *[]FixtureCommunity { return &a.Communities }, (*FixtureCommunity).into, communitiesOut),
	fixture.Rows(func(a *FixtureApp) *[]FixtureCall { return &a.Calls }, (*FixtureCall).into, callsOut),
	{In: (*FixtureApp).messagesIn, Out: (*FixtureApp).messagesOut},
	{In: (*FixtureApp).conversationsIn, Out: (*FixtureApp).conversationsOut},
	{In: (*FixtureApp).inventedMessagesIn, Out: func(*FixtureApp, *store.Tx) {}},
	fixture.LastMessage(func(a *FixtureApp) (*int, []FixtureMessage) { return &a.LastMessageID, a.Messages }, func(m FixtureMessage) int { return m.ID }),
}

// Into puts the app into a store, which should be [store.ByInsertion]: ties are made in the order of their times, equal
// ones in the order of the fixture, those with a seq at that place, because such lists come in the order in which they
// were made (page "QueryBlacklist").
func (a *FixtureApp) Into(tx *store.Tx, p *fixture.Plan) error {
	return fixture.PutAll(fixtureParts, a, tx, p)
}

// secretIn puts a server secret in the place of the one that is there.
func (a *FixtureApp) secretIn(tx *store.Tx, p *fixture.Plan) error {
	if _, ok := tx.Key(a.ServerSecret); ok || a.ServerSecret == "" {
		return nil
	}
	for _, k := range slices.Collect(tx.Keys()) {
		if k.Scope == ServerSecret {
			tx.DeleteKey(k.Value)
		}
	}
	tx.PutKey(store.Key{Value: a.ServerSecret, Scope: ServerSecret, CreatedAt: p.Epoch()})
	return nil
}

func (a *FixtureApp) secretOut(tx *store.Tx) {
	for k := range tx.Keys() {
		if k.Scope == ServerSecret {
			a.ServerSecret = k.Value
		}
	}
}

func (a *FixtureApp) usersIn(tx *store.Tx, p *fixture.Plan) error {
	for i := range a.Users {
		u := &a.Users[i]
		sum := *u
		if before, ok := tx.User(u.UserID); ok {
			sum = fixtureUser(before)
			fixture.Replace(&sum, u)
		}
		tx.PutUser(sum.stored(p.Created(i, sum.CreatedAt)))
	}
	for place, made := range p.Invented {
		tx.PutUser(store.User{ID: made.ID, Name: made.Name, Avatar: made.Avatar, CreatedAt: p.Created(place, time.Time{})})
	}
	return nil
}

func (a *FixtureApp) usersOut(tx *store.Tx) {
	a.Users = make([]FixtureUser, 0, tx.UserCount())
	for u := range tx.Users() {
		a.Users = append(a.Users, fixtureUser(u))
	}
}

func (u *FixtureUser) stored(created time.Time) store.User {
	return store.User{
		ID: u.UserID, Name: u.UserName, Avatar: u.UserAvatar, Extra: u.Extra,
		Status: u.Status, LastActiveAt: u.LoggedInAt,
		CreatedAt: created, UpdatedAt: u.UpdatedAt,
	}
}

// fixtureUser is a user's profile.
func fixtureUser(u *store.User) FixtureUser {
	return FixtureUser{
		UserID: u.ID, UserName: u.Name, UserAvatar: u.Avatar, Extra: u.Extra,
		Status: u.Status, LoggedInAt: u.LastActiveAt,
		CreatedAt: u.CreatedAt, UpdatedAt: u.UpdatedAt,
	}
}

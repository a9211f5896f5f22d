package cometchatapi

import (
	"cmp"
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/store"
)

func (a *FixtureApp) usersIn(tx *store.Tx, p *fixture.Plan) error {
	for i := range a.Users {
		u := &a.Users[i]
		sum := *u
		if before, ok := tx.User(u.UID); ok {
			sum = fixtureUser(before)
			fixture.Replace(&sum, u)
		}
		tx.PutUser(sum.stored(p.Created(i, sum.CreatedAt)))
	}
	for place, made := range p.Invented {
		u := FixtureUser{UID: made.ID, Name: made.Name, Avatar: made.Avatar}
		tx.PutUser(u.stored(p.Created(place, time.Time{})))
	}
	return nil
}

func (a *FixtureApp) usersOut(tx *store.Tx) {
	a.Users = make([]FixtureUser, 0, tx.UserCount())
	for u := range tx.Users() {
		a.Users = append(a.Users, fixtureUser(u))
	}
}

// offline is the status of who is not connected.
const offline = "offline"

// stored is the user as the store keeps it, with the vendor's defaults (page "Users").
func (u *FixtureUser) stored(created time.Time) store.User {
	return store.User{
		ID:            u.UID,
		Name:          cmp.Or(u.Name, u.UID),
		Avatar:        u.Avatar,
		Link:          u.Link,
		Role:          cmp.Or(u.Role, defaultRole),
		Status:        cmp.Or(u.Status, offline),
		StatusMessage: u.StatusMessage,
		Metadata:      slices.Clone(u.Metadata),
		Tags:          slices.Clone(u.Tags),
		CreatedAt:     created,
		UpdatedAt:     u.UpdatedAt,
		LastActiveAt:  u.LastActiveAt,
		DeactivatedAt: u.DeactivatedAt,
	}
}

// fixtureUser is a user's profile.
func fixtureUser(u *store.User) FixtureUser {
	out := FixtureUser{
		UID:           u.ID,
		Name:          u.Name,
		Avatar:        u.Avatar,
		Link:          u.Link,
		Role:          u.Role,
		Metadata:      slices.Clone(u.Metadata),
		Status:        u.Status,
		StatusMessage: u.StatusMessage,
		Tags:          slices.Clone(u.Tags),
		CreatedAt:     u.CreatedAt,
		UpdatedAt:     u.UpdatedAt,
		LastActiveAt:  u.LastActiveAt,
		DeactivatedAt: u.DeactivatedAt,
	}
	// Nearly everybody has these.
	if out.Role == defaultRole {
		out.Role = ""
	}
	if out.Status == offline {
		out.Status = ""
	}
	return out
}

func (a *FixtureApp) tokensIn(tx *store.Tx, p *fixture.Plan) error {
	for i := range a.Users {
		u := &a.Users[i]
		for j := range u.AuthTokens {
			t := &u.AuthTokens[j]
			sum := *t
			if before, ok := tx.Token(t.AuthToken); ok {
				sum = fixtureToken(&before)
				fixture.Replace(&sum, t)
			}
			tx.PutToken(sum.stored(u.UID, p.Default(p.Created(i, u.CreatedAt))))
		}
	}
	return nil
}

func (a *FixtureApp) tokensOut(tx *store.Tx) {
	for i := range a.Users {
		u := &a.Users[i]
		for t := range tx.Tokens(u.UID) { // the newest first
			u.AuthTokens = append(u.AuthTokens, fixtureToken(&t))
		}
		slices.Reverse(u.AuthTokens)
	}
}

func (t *FixtureToken) stored(uid string, created time.Time) store.Token {
	return store.Token{
		Value: t.AuthToken, UserID: uid, Platform: t.Platform, UserAgent: t.UserAgent,
		AppInfo: slices.Clone(t.AppInfo), CreatedAt: fixture.Either(t.CreatedAt, created),
	}
}

func fixtureToken(t *store.Token) FixtureToken {
	return FixtureToken{
		AuthToken: t.Value, Platform: t.Platform, UserAgent: t.UserAgent,
		AppInfo: slices.Clone(t.AppInfo), CreatedAt: t.CreatedAt,
	}
}

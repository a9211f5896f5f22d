package cometchatapi

import (
	"cmp"
	"time"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/store"
)

func (a *FixtureApp) keysIn(tx *store.Tx, p *fixture.Plan) error {
	renamed := a.renamedKeys(tx)
	for i := range a.APIKeys {
		a.APIKeys[i].into(tx, renamed[a.APIKeys[i].Key], p.Epoch())
	}
	return nil
}

func (a *FixtureApp) keysOut(tx *store.Tx) {
	for k := range tx.Keys() {
		a.APIKeys = append(a.APIKeys, fixtureKey(k))
	}
}

// renamedKeys are, by the new keys, those of the app that they replace because they have the same name.
func (a *FixtureApp) renamedKeys(tx *store.Tx) map[string]store.Key {
	byName := map[string]store.Key{}
	for k := range tx.Keys() {
		byName[k.Name] = k
	}
	for i := range a.APIKeys {
		if k, ok := tx.Key(a.APIKeys[i].Key); ok {
			delete(byName, k.Name) // it stays
		}
	}
	renamed := map[string]store.Key{}
	for i := range a.APIKeys {
		k := &a.APIKeys[i]
		old, named := byName[k.Name]
		if _, ok := tx.Key(k.Key); ok || !named || k.Name == "" {
			continue
		}
		renamed[k.Key] = old
		delete(byName, k.Name)
	}
	return renamed
}

// into puts the key in the place of itself, or of the one that it replaces.
func (k *FixtureKey) into(tx *store.Tx, old store.Key, created time.Time) {
	sum := *k
	before, ok := tx.Key(k.Key)
	if !ok && old.Value != "" {
		before, ok = old, true
		tx.DeleteKey(old.Value)
	}
	if ok {
		sum = fixtureKey(before)
		fixture.Replace(&sum, k)
	}
	tx.PutKey(sum.stored(created))
}

func (k *FixtureKey) stored(created time.Time) store.Key {
	return store.Key{
		Value: k.Key, Name: cmp.Or(k.Name, k.Scope), Scope: k.Scope,
		CreatedAt: fixture.Either(k.CreatedAt, created), UpdatedAt: k.UpdatedAt,
	}
}

func fixtureKey(k store.Key) FixtureKey {
	return FixtureKey{Name: k.Name, Key: k.Value, Scope: k.Scope, CreatedAt: k.CreatedAt, UpdatedAt: k.UpdatedAt}
}

package cometchatapi

import (
	"cmp"
	"maps"
	"time"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// Catalogue is what the vendor has.
func (a *FixtureApp) Catalogue() *gateway.Catalogue { return &Catalogue }

// Begin gives an app what it begins with beside its state.
func (a *FixtureApp) Begin(app *gateway.App) {
	app.Region, app.BeginCallbacks, app.BeginVariants = a.Region, a.callbacks(), a.variants()
	for name, given := range fixture.ByName[int](&a.Limits) {
		app.Quotas[name] = cmp.Or(*given, app.Quotas[name])
	}
}

func (a *FixtureApp) callbacks() (to []gateway.Callback) {
	for _, w := range a.Webhooks {
		to = append(to, gateway.Callback{ID: w.ID, URL: w.URL, Username: w.Username, Password: w.Password, Retry: w.RetryOnFailure, Only: w.Legacy})
	}
	return to
}

// variants are the choices that the fixture makes.
func (a *FixtureApp) variants() map[string]string {
	chosen := make(map[string]string)
	for name, value := range fixture.ByName[string](&a.Variants) {
		if *value != "" {
			chosen[name] = *value
		}
	}
	return chosen
}

// Demand makes id and keys that are not given out of hex digits.
func (a *FixtureApp) Demand(digits string) {
	a.AppID, a.Region = cmp.Or(a.AppID, digits[:16]), cmp.Or(a.Region, defaultRegion)
	if len(a.APIKeys) == 0 {
		a.APIKeys = []FixtureKey{
			{Name: "rest", Key: digits[16:56], Scope: FullAccess},
			{Name: "auth", Key: digits[56:96], Scope: AuthOnly},
		}
	}
}

// Own makes it the state of an app that is there.
func (a *FixtureApp) Own(app *gateway.App) { a.AppID = app.ID }

// Keep lets the keys of an app stay when there are no others.
func (a *FixtureApp) Keep(app *gateway.App) {
	if len(a.APIKeys) == 0 {
		look(app, a.keysOut)
	}
}

// Tell lets an app tell those of its events who are named here, if there are any, and behave as it says, if it says so.
func (a *FixtureApp) Tell(app *gateway.App) {
	if len(a.Webhooks) > 0 {
		app.SetCallbacks(a.callbacks())
	}
	if given := a.variants(); len(given) > 0 {
		chosen := maps.Clone(app.Variants())
		maps.Copy(chosen, given)
		app.SetVariants(chosen)
	}
}

// Export takes over all of an app: everybody is listed, nothing generated, every time given.
func (a *FixtureApp) Export(app *gateway.App) {
	a.AppID, a.Region = app.ID, app.Region
	look(app, func(tx *store.Tx) { fixture.TakeAll(fixtureParts, a, tx) })
	for name, limit := range fixture.ByName[int](&a.Limits) {
		if now := app.Quotas[name]; now != Catalogue.Quotas[name] {
			*limit = now
		}
	}
	for name, value := range fixture.ByName[string](&a.Variants) {
		*value = app.Variants()[name]
	}
	for _, c := range app.Callbacks() {
		a.Webhooks = append(a.Webhooks, FixtureWebhook{ID: c.ID, URL: c.URL, Username: c.Username, Password: c.Password, RetryOnFailure: c.Retry, Legacy: c.Only})
	}
}

// look looks at the state of an app.
func look(app *gateway.App, at func(*store.Tx)) {
	_ = app.Store.View(time.Time{}, func(tx *store.Tx) error { at(tx); return nil }) // it has no error
}

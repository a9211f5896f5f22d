package zegoapi

import (
	"cmp"
	"encoding/binary"
	"encoding/hex"
	"maps"
	"strconv"
	"time"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// Catalogue is what the vendor has.
func (a *FixtureApp) Catalogue() *gateway.Catalogue { return &Catalogue }

// Begin gives an app what it begins with beside its state.
func (a *FixtureApp) Begin(app *gateway.App) {
	app.BeginCallbacks, app.BeginVariants = a.callbacks(a.ServerSecret), a.variants()
	for name, given := range fixture.ByName[int](&a.Limits) {
		app.Quotas[name] = cmp.Or(*given, app.Quotas[name])
	}
}

// callbacks are the addresses that there are. A secret of its own may be missing.
func (a *FixtureApp) callbacks(serverSecret string) (to []gateway.Callback) {
	for _, address := range a.Callback.addresses() {
		if *address.url != "" {
			to = append(to, gateway.Callback{ID: address.kind, URL: *address.url, Secret: cmp.Or(a.Callback.Secret, serverSecret)})
		}
	}
	return to
}

// address is one of a callback, and what it is told of.
type address struct {
	kind string
	url  *string
}

func (c *FixtureCallback) addresses() []address {
	return []address{{toBackend, &c.URL}, {toBots, &c.BotURL}, {toJudge, &c.BeforeURL}}
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

// Demand makes id and secret that are not given out of hex digits.
func (a *FixtureApp) Demand(digits string) {
	a.AppID, a.ServerSecret = cmp.Or(a.AppID, appIDOf(digits)), cmp.Or(a.ServerSecret, digits[16:48])
}

// appIDOf makes an app id out of hex digits, above those that people choose.
func appIDOf(digits string) uint32 {
	bytes, _ := hex.DecodeString(digits[:8])
	return binary.BigEndian.Uint32(bytes) | 1<<31
}

// Own makes it the state of an app that is there.
func (a *FixtureApp) Own(app *gateway.App) {
	id, _ := strconv.ParseUint(app.ID, 10, 32) // it was made from such a number
	a.AppID = uint32(id)
}

// Keep lets the secret of an app stay when there is no other.
func (a *FixtureApp) Keep(app *gateway.App) { a.ServerSecret = cmp.Or(a.ServerSecret, secretOf(app)) }

// Tell lets an app tell its events whom the fixture names, if it names anybody, and behave as it says, if it says so.
func (a *FixtureApp) Tell(app *gateway.App) {
	if to := a.callbacks(secretOf(app)); to != nil {
		app.SetCallbacks(to)
	}
	if given := a.variants(); len(given) > 0 {
		chosen := maps.Clone(app.Variants())
		maps.Copy(chosen, given)
		app.SetVariants(chosen)
	}
}

// Export takes over all of an app: everybody is listed, nothing generated, every time given.
func (a *FixtureApp) Export(app *gateway.App) {
	a.Own(app)
	_ = app.Store.View(time.Time{}, func(tx *store.Tx) error {
		fixture.TakeAll(fixtureParts, a, tx)
		return nil
	})
	for name, limit := range fixture.ByName[int](&a.Limits) {
		if now := app.Quotas[name]; now != Catalogue.Quotas[name] {
			*limit = now
		}
	}
	for name, value := range fixture.ByName[string](&a.Variants) {
		*value = app.Variants()[name]
	}
	for _, c := range app.Callbacks() {
		a.Callback.Secret = c.Secret
		for _, address := range a.Callback.addresses() {
			if address.kind == c.ID {
				*address.url = c.URL
			}
		}
	}
}

package gateway

import (
	"iter"
	"net/url"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/secrets"
)

// Guard keeps all that lets somebody into the app, or into what it calls, out of what is shown, from now on:
// its keys and tokens, and the secrets of its callbacks. It is called once the app has its state, before
// requests reach it. [App.End] ends it.
func (a *App) Guard(known *secrets.Registry) {
	a.owner = known.Owner(a.Name(), a.holds)
	a.Store.Tell(a.owner.Add)
	a.guard(a.BeginCallbacks)
	a.guard(a.Callbacks())
}

// Unguard ends that. What the app had is still kept out for a while: the journal may hold it.
func (a *App) Unguard() { a.owner.End() }

// AppsWith are the ids of the apps of the call's vendor that have a value as one of their secrets. Looking for
// them costs the same however many apps there are.
func (c *Call) AppsWith(value string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for name := range c.core.Secrets.OwnersOf(value) {
			if id, ok := strings.CutPrefix(name, c.App.Vendor+":"); ok && !yield(id) {
				return
			}
		}
	}
}

func (a *App) guard(callbacks []Callback) {
	if a.owner == nil {
		return
	}
	for i := range callbacks {
		for _, secret := range callbacks[i].secrets() {
			a.owner.Add(secret, "")
		}
	}
}

// holds reports whether a value lets somebody in now, or would after a reset or with a snapshot.
func (a *App) holds(value string) bool {
	has := func(c Callback) bool { return slices.Contains(c.secrets(), value) }
	return a.Store.Holds(value) || a.Snapshots.hold(value) ||
		slices.ContainsFunc(a.Callbacks(), has) || slices.ContainsFunc(a.BeginCallbacks, has)
}

// secrets are what of a callback must not be shown. A short value of its URL's query is most likely a word;
// where the URL itself is shown none of them is.
func (c *Callback) secrets() []string {
	const key = 16 // bytes, at least
	all := []string{c.Password, c.Secret}
	u, err := url.Parse(c.URL)
	if err != nil {
		return all
	}
	if password, ok := u.User.Password(); ok {
		all = append(all, password)
	}
	for _, values := range u.Query() {
		for _, value := range values {
			if len(value) >= key {
				all = append(all, value)
			}
		}
	}
	return all
}

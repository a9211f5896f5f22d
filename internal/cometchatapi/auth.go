package cometchatapi

import (
	"net"
	"net/http"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// findApp finds the app that a request is for: by the host {appId}.api-{region}.* or
// {appId}.apiclient-{region}.*, else by the header appId, else it is the only app of the fixtures. Why
// there is none is left to Authenticate, in its turn.
func (a *API) findApp(c *gateway.Call) {
	if app := gateway.AppOf(c.Request.Context()); app != nil {
		c.App = app // the port stands for the host, and the host wins
		return
	}
	if id, ok := gateway.AppIDOf(c.Request.Context()); ok {
		a.chooseApp(c, id, "") // so does the beginning of the path
		return
	}
	host := hostOf(c.Request)
	if id, region, ok := appOfHost(host); ok {
		a.chooseApp(c, id, region)
		return
	}
	if id := header(c, "Appid"); id != "" {
		a.chooseApp(c, id, regionOfHost(host))
		return
	}
	only, count := a.apps.Configured()
	if only != nil {
		a.chooseApp(c, only.ID, regionOfHost(host))
		return
	}
	c.SetNote(errEmptyAppID.because("this server has %d CometChat apps and the request names none; "+
		"send the header appId, or use the base URL "+gateway.AppsPrefix+"{appId}/v3", count))
}

// hostOf is the host that a request names, without the port.
func hostOf(r *http.Request) string {
	if host, _, err := net.SplitHostPort(r.Host); err == nil {
		return host
	}
	return r.Host
}

// chooseApp takes the app that the request names. A region in the host must be the app's own.
func (a *API) chooseApp(c *gateway.Call, id, region string) {
	app, ok := a.apps.Find(id)
	if ok && (region == "" || region == app.Region) {
		c.App = app
		return
	}
	refusal := errInvalidAppID.of(id)
	if ok {
		c.SetNote(refusal.because("app %q is in region %q, the host says %q; call api-%s", id, app.Region, region, app.Region))
	} else {
		c.SetNote(refusal.because("this server has no CometChat app %.100q; %s", id, a.whichApps(id)))
	}
}

// appOfHost reads a host like mockapp.api-us.cometchat.io or mockapp.apiclient-us.localhost.
func appOfHost(host string) (id, region string, ok bool) {
	id, rest, _ := strings.Cut(strings.ToLower(host), ".")
	region = regionOfHost(rest)
	return id, region, region != "" && id != ""
}

// regionOfHost reads a host like api-us.cometchat.io; empty when it is another one.
func regionOfHost(host string) string {
	label, _, _ := strings.Cut(strings.ToLower(host), ".")
	for _, kind := range [...]string{"api-", "apiclient-", "call-"} {
		if region, ok := strings.CutPrefix(label, kind); ok {
			return region
		}
	}
	return ""
}

// Signs is false: nothing is signed.
func (*API) Signs(string) bool { return false }

// Authenticate checks app, key and scope, in this order (assumed), or app and token of an end user.
func (a *API) Authenticate(c *gateway.Call) error {
	in := readShown(c)
	checks := checksOf(c.Op)
	for i := range checks {
		check := &checks[i]
		err := check.refuse(a, c, in)
		if err == nil {
			continue
		}
		if check.counts {
			_ = c.Count(false)
		}
		return err
	}
	return nil
}

// shown is what a request shows to be let in, and whom it is known to be from.
type shown struct {
	value       string
	name, scope string // of the API key that it is
	known       bool   // whether the app has such a key
	user        string // the end user whose token it is; Route has looked
}

// readShown reads it. It is passed on by value: the checks are called through a table, and a pointer
// would move it to the heap.
func readShown(c *gateway.Call) (in shown) {
	in.value = shownBy(c)
	if c.Op.Credential == authToken {
		in.user = c.User
		return in
	}
	if c.App != nil && in.value != "" {
		key, ok := keyOf(c.App, in.value)
		in.name, in.scope, in.known = key.Name, key.Scope, ok
	}
	return in
}

// shownBy is the header in which callers of the operation show what lets them in.
func shownBy(c *gateway.Call) string {
	if c.Op.Credential == authToken {
		return header(c, "Authtoken")
	}
	return header(c, "Apikey")
}

func keyOf(app *gateway.App, value string) (key store.Key, ok bool) {
	var tx store.Tx
	app.Store.Begin(&tx, app.Clock.Now())
	defer tx.End()
	return tx.Key(value)
}

// userOfToken is the active user that the request's auth token belongs to, empty when there is none.
func userOfToken(c *gateway.Call) (uid string) {
	if c.App == nil {
		return ""
	}
	_ = c.App.Store.View(c.App.Clock.Now(), func(tx *store.Tx) error {
		token, ok := tx.Token(header(c, "Authtoken"))
		if _, active := activeUser(tx, token.UserID); ok && active {
			uid = token.UserID
		}
		return nil
	})
	return uid
}

// header returns the first value of a header, given in net/http's spelling.
func header(c *gateway.Call, key string) string {
	if values := c.Request.Header[key]; len(values) > 0 {
		return strings.TrimSpace(values[0])
	}
	return ""
}

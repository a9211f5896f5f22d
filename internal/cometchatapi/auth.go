package cometchatapi

import (
	"net"
	"strings"

	"github.com/chatmock/mockserver/internal/gateway"
	"github.com/chatmock/mockserver/internal/store"
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
	host, _, err := net.SplitHostPort(c.Request.Host)
	if err != nil {
		host = c.Request.Host
	}
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
		"send the header appId, or use a host like {appId}.api-{region}.localhost", count))
}

// chooseApp takes the app that the request names. A region in the host must be the app's own.
func (a *API) chooseApp(c *gateway.Call, id, region string) {
	app, ok := a.apps.Find(id)
	if ok && (region == "" || region == app.Region) {
		c.App = app
		return
	}
	refusal := errInvalidAppID(id)
	if ok {
		c.SetNote(refusal.because("app %q is in region %q, the host says %q", id, app.Region, region))
	} else {
		c.SetNote(refusal.because("this server has no CometChat app %q", id))
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
	if region, ok := strings.CutPrefix(label, "api-"); ok {
		return region
	}
	region, _ := strings.CutPrefix(label, "apiclient-")
	if region == label {
		return ""
	}
	return region
}

// Authenticate checks app, key and scope, in this order (reference, "Authentication").
func (a *API) Authenticate(c *gateway.Call) error {
	if c.App == nil {
		return c.Note().(*codeError)
	}
	if c.Op.Credential == authToken {
		return a.authenticateUser(c)
	}
	value := header(c, "Apikey")
	if value == "" {
		return errEmptyAPIKey.because("the header apikey is missing or empty")
	}
	key, ok := keyOf(c.App, value)
	if !ok {
		return errAPIKeyNotFound(value).because("app %q has no such API key", c.App.ID)
	}
	if key.Scope != FullAccess && !authKeyOperations[c.Op.Name] {
		// A 403 shows the limits' headers, a 401 does not. That it counts follows from it.
		_ = c.Count(false)
		return errNoAccess(value).because("the API key %q has the scope %s; %s needs %s", key.Name, key.Scope, c.Op.Name, FullAccess)
	}
	return nil
}

func keyOf(app *gateway.App, value string) (key store.Key, ok bool) {
	var tx store.Tx
	app.Store.Begin(&tx, app.Clock.Now())
	defer tx.End()
	return tx.Key(value)
}

// authenticateUser checks the token of an end user. Route has put its user into the call.
func (a *API) authenticateUser(c *gateway.Call) error {
	value := header(c, "Authtoken")
	if value == "" {
		return errEmptyAuthToken.because("the header authToken is missing or empty")
	}
	if c.User == "" {
		return errAuthTokenUnknown(value).because("app %q has no such auth token, or its user is deactivated", c.App.ID)
	}
	return nil
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

package cometchatapi

import (
	"fmt"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// check is one thing that lets a request in. Answering runs the checks until the first refusal,
// explaining runs them all, so the two cannot say different things.
type check struct {
	name   string
	codes  []*code // that it refuses with
	refuse func(*API, *gateway.Call, shown) error
	found  func(*API, *gateway.Call, shown) string // what a request has that passes, for a person
	counts bool                                    // a call that it refuses counts on the limits all the same
}

var (
	keyChecks = []check{
		{name: "app", codes: appCodes, refuse: refuseApp, found: foundApp},
		{name: "apikey", codes: []*code{errEmptyAPIKey}, refuse: refuseNoKey, found: foundKey},
		{name: "known apikey", codes: []*code{errAPIKeyNotFound}, refuse: refuseUnknownKey, found: foundKnownKey},
		// A 403 shows the limits' headers, a 401 does not. That it counts follows from it.
		{name: "scope", codes: []*code{errNoAccess}, refuse: refuseScope, found: foundScope, counts: true},
	}
	tokenChecks = []check{
		{name: "app", codes: appCodes, refuse: refuseApp, found: foundApp},
		{name: "authToken", codes: []*code{errEmptyAuthToken}, refuse: refuseNoToken, found: foundToken},
		{name: "known authToken", codes: []*code{errAuthTokenUnknown}, refuse: refuseUnknownToken, found: foundKnownToken},
	}
	appCodes = []*code{errEmptyAppID, errInvalidAppID}
)

// checksOf are the checks that let a caller of the operation in.
func checksOf(op *gateway.Op) []check {
	if op.Credential == authToken {
		return tokenChecks
	}
	return keyChecks
}

// refuseApp gives the reason that findApp has left with the call.
func refuseApp(_ *API, c *gateway.Call, _ shown) error {
	if c.App != nil {
		return nil
	}
	return c.Note().(*codeError)
}

func foundApp(a *API, c *gateway.Call, _ shown) string {
	return fmt.Sprintf("%q in region %q, found by %s", c.App.ID, c.App.Region, a.howFound(c))
}

// howFound says what in the request named its app.
func (a *API) howFound(c *gateway.Call) string {
	id, _, ok := appOfHost(hostOf(c.Request))
	switch {
	case strings.HasPrefix(c.Recorded().URL, gateway.AppsPrefix+c.App.ID+"/"):
		return "the path, which begins with " + gateway.AppsPrefix + c.App.ID
	case ok && id == c.App.ID:
		return fmt.Sprintf("the host %.100q", c.Request.Host)
	case header(c, "Appid") == c.App.ID:
		return "the header appId"
	}
	if only, _ := a.apps.Configured(); !ok && header(c, "Appid") == "" && only == c.App {
		return "being the only app of the fixtures"
	}
	return "the port, which is its own"
}

// whichApps says which apps there are, or where to look when they are many.
func (a *API) whichApps(not string) string {
	const few = 3
	apps := a.apps.All()
	switch {
	case len(apps) == 0:
		return "it has none"
	case len(apps) > few:
		return fmt.Sprintf("GET /__admin/apps lists the %d that it has", len(apps))
	}
	ids := make([]string, len(apps))
	for i, app := range apps {
		ids[i] = fmt.Sprintf("%q", app.ID)
		if strings.EqualFold(app.ID, not) {
			return fmt.Sprintf("the case of letters counts: it has %q", app.ID)
		}
	}
	return "it has " + strings.Join(ids, ", ")
}

func refuseNoKey(_ *API, c *gateway.Call, in shown) error {
	if in.value != "" {
		return nil
	}
	return errEmptyAPIKey.because("the header apikey is missing or empty%s", insteadOfKey(c))
}

// insteadOfKey says what the client seems to have sent in its place.
func insteadOfKey(c *gateway.Call) string {
	switch {
	case header(c, "Authorization") != "":
		return "; the header Authorization is not looked at, send the key as apikey"
	case header(c, "X-Api-Key") != "" || header(c, "Api-Key") != "" || header(c, "Api_key") != "" || header(c, "Key") != "":
		return "; there is a header with a name like it, but only apikey is looked at"
	case header(c, "Authtoken") != "":
		return "; an authToken was sent, but " + c.Op.Name + " is for API keys only"
	}
	for _, p := range c.Query {
		if strings.EqualFold(p.Name, "apikey") {
			return "; it was sent in the query, but belongs into the header"
		}
	}
	return "; send one of the app's API keys"
}

func foundKey(_ *API, _ *gateway.Call, in shown) string {
	return fmt.Sprintf("the header has %d characters", len(in.value))
}

func refuseUnknownKey(a *API, c *gateway.Call, in shown) error {
	if in.known {
		return nil
	}
	return errAPIKeyNotFound.of(maskKey(in.value)).because("app %q has no such API key%s", c.App.ID, a.whyNoSuchKey(c, in.value))
}

// whyNoSuchKey names the usual slip that a key was sent with. It says nothing of how near a wrong
// key is to a right one.
func (a *API) whyNoSuchKey(c *gateway.Call, value string) string {
	mine := func(value string) bool { _, ok := keyOf(c.App, value); return ok }
	bare := strings.Trim(value, " \t\"'`<>{}")
	if kind, rest, ok := strings.Cut(bare, " "); ok && (strings.EqualFold(kind, "Bearer") || strings.EqualFold(kind, "Basic")) {
		bare = rest
	}
	switch {
	case value == c.App.ID:
		return ": it is the id of the app"
	case strings.EqualFold(bare, "undefined") || strings.EqualFold(bare, "null") || strings.EqualFold(bare, "none") ||
		strings.Contains(value, "{{") || strings.HasPrefix(value, "$"):
		return ": it looks like a setting that was never filled in"
	case bare != value && mine(bare):
		return ": it is one with something around it (quotes, brackets, Bearer), send it bare"
	case mine(strings.ToLower(value)):
		return ": it is one in upper case, send it as it is"
	}
	for id := range c.AppsWith(value) {
		if app, ok := a.apps.Find(id); ok {
			if _, ok := keyOf(app, value); ok {
				return fmt.Sprintf(": it is a key of app %q", id)
			}
		}
	}
	if isToken(c.App, value) {
		return ": it is an end user's auth token, which belongs into the header authToken"
	}
	return fmt.Sprintf("; it was sent with %d characters, the app has %s", len(value), keysOf(c.App))
}

func isToken(app *gateway.App, value string) (ok bool) {
	_ = app.Store.View(app.Clock.Now(), func(tx *store.Tx) error {
		_, ok = tx.Token(value)
		return nil
	})
	return ok
}

// keysOf says how many keys an app has, and how long they are.
func keysOf(app *gateway.App) string {
	var lengths []int
	count := 0
	_ = app.Store.View(app.Clock.Now(), func(tx *store.Tx) error {
		for key := range tx.Keys() {
			count++
			lengths = append(lengths, len(key.Value))
		}
		return nil
	})
	if count == 0 {
		return "no key at all"
	}
	slices.Sort(lengths)
	return fmt.Sprintf("%d of %s characters", count, strings.Join(texts(slices.Compact(lengths)), " and "))
}

func texts(numbers []int) []string {
	all := make([]string, len(numbers))
	for i, n := range numbers {
		all[i] = fmt.Sprint(n)
	}
	return all
}

func foundKnownKey(_ *API, _ *gateway.Call, in shown) string {
	return fmt.Sprintf("it is the key named %q, %s", in.name, beginning(in.value))
}

// beginning shows so much of a key that it can be told from another, as the journal does.
func beginning(key string) string {
	const long = 24
	if len(key) < long {
		return "***"
	}
	return key[:4] + "***"
}

func refuseScope(_ *API, c *gateway.Call, in shown) error {
	if in.scope == FullAccess || c.Op.Scope == AuthOnly {
		return nil
	}
	return errNoAccess.of(maskKey(in.value)).because("the API key %q has the scope %s; %s needs %s", in.name, in.scope, c.Op.Name, FullAccess)
}

func foundScope(_ *API, c *gateway.Call, in shown) string {
	needs := FullAccess
	if c.Op.Scope == AuthOnly {
		needs = AuthOnly + " or " + FullAccess
	}
	return fmt.Sprintf("it has %s, %s needs %s", in.scope, c.Op.Name, needs)
}

func refuseNoToken(_ *API, c *gateway.Call, in shown) error {
	if in.value != "" {
		return nil
	}
	return errEmptyAuthToken.because("the header authToken is missing or empty; %s is for end users, POST /users/{uid}/auth_tokens makes a token", c.Op.Name)
}

func foundToken(_ *API, _ *gateway.Call, in shown) string {
	return fmt.Sprintf("the header has %d characters", len(in.value))
}

func refuseUnknownToken(_ *API, c *gateway.Call, in shown) error {
	if in.user != "" {
		return nil
	}
	if _, ok := keyOf(c.App, in.value); ok {
		return errAuthTokenUnknown.of(in.value).because("this is an API key of app %q, which belongs into the header apikey; authToken is that of an end user", c.App.ID)
	}
	return errAuthTokenUnknown.of(in.value).because("%s", whyNoSuchToken(c.App, in.value))
}

// whyNoSuchToken tells a token that was never given out, or has been taken back, from that of somebody
// who is deactivated.
func whyNoSuchToken(app *gateway.App, value string) (why string) {
	_ = app.Store.View(app.Clock.Now(), func(tx *store.Tx) error {
		if t, ok := tx.Token(value); ok {
			why = isDeactivated(t.UserID) + ", and so the auth token is refused; PUT /users with uidsToActivate brings both back"
		} else {
			why = fmt.Sprintf("app %q has no such auth token", app.ID)
		}
		return nil
	})
	return why
}

func foundKnownToken(_ *API, _ *gateway.Call, in shown) string {
	return fmt.Sprintf("it is one of the user %.100q", in.user)
}

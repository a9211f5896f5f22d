// Package cometchatapi answers as CometChat's REST API v3 does.
package cometchatapi

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/store"
)

// Vendor is CometChat's name in the journal and in the server's own API.
const Vendor = "cometchat"

// Scopes of an API key (page "API Keys").
const (
	FullAccess = "fullAccess"
	AuthOnly   = "authOnly"
)

// DefaultQuotas are the vendor's limits (page "Rate Limits"): calls per minute.
func DefaultQuotas() map[string]int {
	return map[string]int{"core": 10_000, "standard": 20_000, "app": 100_000, "import": 60, unreadQuota: 5, "sends": 30}
}

// API is the vendor's side of a gateway. It is safe for concurrent use.
type API struct {
	apps   *gateway.Apps
	server *routes // for API keys
	client *routes // for the tokens of end users, as the vendor's SDKs call
}

// New returns the API over the given apps.
func New(apps *gateway.Apps) *API {
	return &API{apps: apps, server: newRoutes(rows(), apiKey), client: newRoutes(rows(), authToken)}
}

// Name is the vendor's name.
func (a *API) Name() string { return Vendor }

// Route finds app, operation and user. The path's segments are used as they came over the wire,
// not percent-decoded: GET /users/%20 names the uid %20 (asserted by a live test suite).
func (a *API) Route(c *gateway.Call) error {
	a.findApp(c)
	if of := familyOfHost(c.Request.Host); of != nil {
		return errAPINotFound.because("%s", of.notHere(c.Request.Method, journal.HideInPath(gateway.PathAsSent(c.Request))))
	}
	version, path := splitVersion(gateway.PathAsSent(c.Request))
	if !isKnown(version) {
		return errInvalidAPIVersion.because("%s", a.whyNoVersion(c.Request, version))
	}
	if !a.surfaceOf(c, path).find(c, path) {
		return errAPINotFound.because("%s", a.whyNotFound(c, path))
	}
	if c.Op.Credential == authToken {
		c.User = userOfToken(c)
	}
	return nil
}

// surfaceOf tells which of the two surfaces a request is for: by what it shows to be let in, else
// by its host, because the SDKs call both under one address when they are told to. Where only one
// of them has the path, it is that one.
func (a *API) surfaceOf(c *gateway.Call, path string) *routes {
	if header(c, "Apikey") != "" {
		return a.server
	}
	method := c.Request.Method
	atClient := header(c, "Authtoken") != "" || strings.Contains(strings.ToLower(c.Request.Host), "apiclient-")
	if atClient && a.client.has(method, path) || !a.server.has(method, path) {
		return a.client
	}
	return a.server
}

// splitVersion takes the first segment off a path. A slash at the end is ignored.
func splitVersion(path string) (version, rest string) {
	path = strings.TrimPrefix(path, "/")
	slash := strings.IndexByte(path, '/')
	if slash < 0 {
		return path, "/"
	}
	version, rest = path[:slash], strings.TrimRight(path[slash:], "/")
	if rest == "" {
		rest = "/"
	}
	return version, rest
}

// Headers of every reply, as recorded and in that order (recca0120/comet-chat, fixture
// block_user/unblock_user), without Server, Content-Encoding, Upgrade and Accept, which say nothing to a
// client. Date comes first.
var (
	always = []gateway.Field{
		{Key: "Content-Type", Values: []string{"application/json"}},
		gateway.ContentLength,
		{Key: "Connection", Values: []string{"keep-alive"}},
		{Key: "cache-control", Values: []string{"must-revalidate, no-cache, private"}},
		{Key: "Vary", Values: []string{"Accept-Encoding"}},
	}
	limitHeaders = [...]struct{ limit, remaining string }{
		{"X-RateLimit-Limit", "X-RateLimit-Remaining"},
		{"X-RateLimit-Limit-For-App", "X-RateLimit-Remaining-For-App"},
	}
	corsHeaders = []gateway.Field{
		{Key: "Access-Control-Allow-Origin", Values: []string{"*"}},
		{Key: "Access-Control-Allow-Methods", Values: []string{"OPTIONS,HEAD,GET,POST,PUT,PATCH,DELETE"}},
		{Key: "Access-Control-Allow-Headers", Values: []string{"Content-Type,Accept,Cache-Control,Authorization,X-Requested-With,appId,apiKey,authToken,onBehalfOf,resource,Accept-Encoding,group,region,sdk,guid,uid,clientEnvironment,extensionId,username,password,callToken,onBehalfOfUser"}},
	}
)

// ContentType is that of all JSON, without a charset, as recorded.
func (a *API) ContentType() string { return "application/json" }

// Result adds the headers to a reply that went well. What of the request had no effect is said beside it.
func (a *API) Result(c *gateway.Call) {
	c.Explain(unheeded(c))
	addHeaders(c, nil)
}

// Failure answers an error.
func (a *API) Failure(c *gateway.Call, err error) {
	e := toCodeError(err, c.User, c.Now)
	c.Explain(reasonOf(c, e))
	c.Reply.Status, c.Reply.Code = e.Status, e.Code
	c.Reply.Body = appendError(c.Reply.Body, e)
	var retry []gateway.Field
	if e.Status == http.StatusTooManyRequests {
		retry = retryHeaders(c)
		exhaust(c)
	}
	addHeaders(c, retry)
}

// addHeaders adds what is always there and, when the call was counted, the two pairs of limits:
// that of the operation's group and that of the whole app; behind them more that is about limits.
func addHeaders(c *gateway.Call, more []gateway.Field) {
	c.Reply.Fields = append(c.Reply.Fields, always...)
	for i, state := range c.Counts[:min(len(c.Counts), len(limitHeaders))] { // that of one user stands behind them
		c.Reply.SetNumber(limitHeaders[i].limit, int64(state.Limit))
		c.Reply.SetNumber(limitHeaders[i].remaining, int64(state.Remaining))
	}
	c.Reply.Fields = append(append(c.Reply.Fields, more...), corsHeaders...)
}

// exhaust lets nothing remain in a 429, whichever of the counters is used up, or none when a fault rule
// refused the call.
func exhaust(c *gateway.Call) {
	if len(c.Counts) == 0 {
		c.Counts = c.FreshCounts(c.Counts)
	}
	if len(c.Counts) == 0 {
		return
	}
	for _, state := range c.Counts[min(len(c.Counts), len(limitHeaders)):] {
		if state.Exceeded { // it has no header of its own
			c.Counts[0] = state
		}
	}
	c.Counts[0].Remaining = 0
}

// retryHeaders are what a 429 has more: when to come back.
func retryHeaders(c *gateway.Call) []gateway.Field {
	opens := c.Now.Add(time.Minute) // a fault rule refused the call: as if the window had just begun
	for i := range c.Counts {
		if c.Counts[i].Exceeded {
			opens = c.Counts[i].OpensAt
			break
		}
	}
	// Both are whole seconds, rounded up: a client that waits as told must not come too early.
	const almost = time.Second - 1
	return []gateway.Field{
		gateway.NumberField("Retry-After", max(1, int64((opens.Sub(c.Now)+almost)/time.Second))),
		gateway.NumberField("X-RateLimit-Reset", opens.Add(almost).Unix()),
	}
}

// userExists refuses a call whose path names nobody, or somebody who is deactivated. It comes
// before the check of the parameters.
func userExists(tx *store.Tx, uid string) error {
	if _, ok := activeUser(tx, uid); ok {
		return nil
	}
	return missingUser(tx, uid, uid)
}

// missingUser is the refusal of a uid that names nobody, or somebody who is deactivated. It is named as
// it was sent.
func missingUser(tx *store.Tx, sent, uid string) *codeError {
	refusal := errUIDNotFound.of(sent)
	refusal.user = uid
	if _, ok := tx.User(uid); ok {
		return refusal.because("%s; PUT /users with uidsToActivate brings it back", isDeactivated(uid))
	}
	hint := ""
	if strings.Contains(sent, "%") {
		hint = ", and a uid in a path is not percent-decoded"
	}
	return refusal.because("%s%s; the app has %d users", isNobody(uid), hint, tx.UserCount())
}

func isDeactivated(uid string) string { return "the user " + uid + " is there but deactivated" }

func isNobody(uid string) string { return fmt.Sprintf("no user has the uid %.100q", uid) }

// activeUser returns a person who is there and not deactivated.
func activeUser(tx *store.Tx, uid string) (*store.User, bool) {
	u, ok := tx.User(uid)
	return u, ok && u.DeactivatedAt.IsZero()
}

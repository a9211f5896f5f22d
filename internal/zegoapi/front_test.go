package zegoapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/sigverify"
	"github.com/chatdouble/mockserver/internal/vendortest"
)

// front is the front door of one app: the server, and what a client knows of the app.
type front struct {
	*chatdouble.App
	server *chatdouble.Server
	appID  string
	secret string
}

// open starts a server and makes a fresh app in it.
func open(t testing.TB, opts ...chatdouble.Option) *front {
	t.Helper()
	return another(t, chatdouble.Start(t, opts...))
}

// unlimited is open without rate limits, for tests that ask more than 20 times a second.
func unlimited(t testing.TB, opts ...chatdouble.Option) *front {
	t.Helper()
	return open(t, append(opts, chatdouble.WithLimits(false))...)
}

// another makes one more app in a server.
func another(t testing.TB, server *chatdouble.Server) *front {
	t.Helper()
	zim := server.ZIM(t)
	return &front{zim.App, server, strconv.FormatUint(uint64(zim.AppID), 10), zim.ServerSecret}
}

// openFixture starts a server with a fixture and opens the app that the fixture makes.
func openFixture(t testing.TB, yaml, appID, secret string, opts ...chatdouble.Option) *front {
	t.Helper()
	server := chatdouble.Start(t, append(opts, chatdouble.WithFixtureYAML(t.Name()+".yaml", yaml))...)
	return &front{server.App(t, "zim:"+appID), server, appID, secret}
}

// openSample opens the app of the vendor's sample, with further members of its fixture.
func openSample(t testing.TB, members string, opts ...chatdouble.Option) *front {
	t.Helper()
	return openFixture(t, fmt.Sprintf("zim: [{appId: %s, serverSecret: %s, %s}]", sampleID, sampleSecret, members), sampleID, sampleSecret, opts...)
}

// missing leaves a parameter out of a query.
const missing = "\x00missing"

// common are the parameters that every call has in its query (page "Accessing Server APIs").
type common struct{ action, appID, version, nonce, timestamp, signature string }

// right are the common parameters of a good call, now on the app's clock.
func (f *front) right() common {
	c := common{
		action: "QueryBlacklist", appID: f.appID, version: "2.0", nonce: "4fd24687296dd9f3",
		timestamp: strconv.FormatInt(f.Clock().Now().Unix(), 10),
	}
	return c.signed(f.secret)
}

func (c common) signed(secret string) common {
	c.signature = sigverify.Sign(c.appID, c.nonce, secret, c.timestamp)
	return c
}

// with appends business parameters, written as they go over the wire.
func (c common) with(raw ...string) string {
	var pairs []string
	for _, p := range []struct{ name, value string }{
		{"Action", c.action},
		{"AppId", c.appID},
		{"SignatureVersion", c.version},
		{"SignatureNonce", c.nonce},
		{"Timestamp", c.timestamp},
		{"Signature", c.signature},
	} {
		if p.value != missing {
			pairs = append(pairs, p.name+"="+url.QueryEscape(p.value))
		}
	}
	return strings.Join(append(pairs, raw...), "&")
}

// signed is the query of a good call with business parameters, written as they go over the wire.
func (f *front) signed(raw ...string) string { return f.right().with(raw...) }

// signedFor is the signed query of a call of any action.
func (f *front) signedFor(action string, raw ...string) string {
	c := f.right()
	c.action = action
	return c.with(raw...)
}

// list asks for a page of a block list, as a well-behaved client does.
func (f *front) list(t testing.TB, raw ...string) reply {
	t.Helper()
	return f.ask(t, http.MethodGet, f.signed(raw...), "")
}

// do calls an action with business parameters in the body.
func (f *front) do(t testing.TB, action, body string) reply {
	t.Helper()
	return f.call(t, http.MethodPost, action, "", body)
}

// fetch calls an action with business parameters in the query, written as they go over the wire.
func (f *front) fetch(t testing.TB, action string, raw ...string) reply {
	t.Helper()
	return f.call(t, http.MethodGet, action, strings.Join(raw, "&"), "")
}

// call calls an action with business parameters in the query and in the body.
func (f *front) call(t testing.TB, method, action, raw, body string) reply {
	t.Helper()
	r := f.ask(t, method, f.signedFor(action, raw), body)
	if r.Status != http.StatusOK {
		t.Errorf("%s: HTTP %d, want 200", action, r.Status)
	}
	return r
}

// ask sends a request with a query as it stands, and reads the answer.
func (f *front) ask(t testing.TB, method, query, body string) reply {
	t.Helper()
	q := vendortest.Request{Method: method, Target: "/?" + query, Body: body}
	if body != "" {
		q.Header = map[string]string{"Content-Type": "application/json"}
	}
	return read(t, actionOf(query), vendortest.Ask(f.server, q))
}

// actionOf is the action that a query names first, if it is one of the server's; else the one whose refusals
// are nothing but the envelope, as those of unknown actions.
func actionOf(query string) string {
	for pair := range strings.SplitSeq(query, "&") {
		if action, ok := strings.CutPrefix(pair, "Action="); ok && known[action] != nil {
			return action
		}
	}
	return "QueryBlacklist"
}

// query writes parameters in a query, name and value by turns.
func query(pairs ...string) string {
	var parts []string
	for i := 0; i < len(pairs); i += 2 {
		parts = append(parts, pairs[i]+"="+url.QueryEscape(pairs[i+1]))
	}
	return strings.Join(parts, "&")
}

// toJSON writes a value as a request's body.
func toJSON(t testing.TB, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// crowd is an app in which "owner" has blocked so many people.
func crowd(t testing.TB, blocked int) *front {
	t.Helper()
	f := unlimited(t)
	f.AddUsers(chatdouble.User{ID: "owner"})
	for i := range blocked {
		id := fmt.Sprintf("b%03d", i)
		f.AddUsers(chatdouble.User{ID: id})
		f.Block("owner", id)
	}
	return f
}

// batchFront is an app with people by these ids.
func batchFront(t testing.TB, ids ...string) *front {
	t.Helper()
	f := unlimited(t)
	for _, id := range ids {
		f.AddUsers(chatdouble.User{ID: id})
	}
	return f
}

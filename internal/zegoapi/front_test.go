package zegoapi_test

import (
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/sigverify"
)

// front is the front door of one app: a server that listens, and what a client knows of the app.
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

// list asks for a page of a block list, as a well-behaved client does.
func (f *front) list(t testing.TB, raw ...string) answer {
	t.Helper()
	return f.ask(t, http.MethodGet, f.signed(raw...), "")
}

// ask sends a request over the network and reads the answer, which must be an envelope.
func (f *front) ask(t testing.TB, method, query, body string) answer {
	t.Helper()
	address, err := url.Parse(f.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	address.Path, address.RawQuery = "/", query
	request := &http.Request{Method: method, URL: address, Header: http.Header{}}
	if body != "" {
		request.Body = io.NopCloser(strings.NewReader(body))
		request.ContentLength = int64(len(body))
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatalf("%s /?%s: %v", method, query, err)
	}
	return read(t, response)
}

package chatdouble_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/sigverify"
)

// What is refused beside what is answered, with one app of each vendor and with 10,000. The metric x-good is
// how many times as long as a good call something takes, over a connection that stays open; x-alone how many
// times as long as with one app.
func BenchmarkRefusal(b *testing.B) {
	alone := map[string]float64{}
	for _, apps := range []int{1, 10_000} {
		server, chat, zim := crowded(b, apps)
		listening := httptest.NewServer(server)
		b.Cleanup(listening.Close)
		good := 0.0
		for _, call := range refusals(chat, zim) {
			for _, way := range []struct {
				name string
				took func(*testing.B) float64
			}{
				{"handler", func(b *testing.B) float64 { return refuse(b, server, call) }},
				{"loopback", func(b *testing.B) float64 { return refuseOver(b, listening.URL, call) }},
			} {
				name := way.name + "/" + call.name
				b.Run(fmt.Sprintf("%s/%d", name, apps), func(b *testing.B) {
					took := way.took(b)
					if way.name == "loopback" && call.status == http.StatusOK && call.name == "cometchat" {
						good = took
					}
					if way.name == "loopback" {
						compare(b, took, good, "x-good")
					}
					if apps == 1 {
						alone[name] = took
					} else {
						compare(b, took, alone[name], "x-alone")
					}
				})
			}
		}
	}
}

// refusal is a call and the status that it must get.
type refusal struct {
	name, target string
	header       string // apikey
	status       int
}

func refusals(chat chatdouble.AppInfo, zim chatdouble.AppInfo) []refusal {
	page := chat.Path + "/users/alice/blockedusers"
	sign := func(secret string) string {
		now := strconv.FormatInt(time.Now().Unix(), 10)
		return "/?" + url.Values{
			"Action": {"QueryUserInfos"}, "AppId": {zim.AppID}, "SignatureVersion": {"2.0"}, "SignatureNonce": {"nonce"},
			"Timestamp": {now}, "UserId[]": {"alice"}, "Signature": {sigverify.Sign(zim.AppID, "nonce", secret, now)},
		}.Encode()
	}
	return []refusal{
		{"cometchat", page, chat.APIKey, http.StatusOK},
		{"401", page, strings.Repeat("no such key ", 3), http.StatusUnauthorized},
		{"unknown app", strings.Replace(page, chat.AppID, "nobody", 1), chat.APIKey, http.StatusUnauthorized},
		{"unmatched", chat.Path + "/nothing", chat.APIKey, http.StatusNotFound},
		{"zim", sign(zim.ServerSecret), "", http.StatusOK},
		{"bad signature", sign("another secret"), "", http.StatusOK},
		{"journal", "/__admin/requests?limit=1", "", http.StatusOK},
	}
}

// crowded is a server with so many apps of each vendor, and one of each.
func crowded(b *testing.B, apps int) (server *chatdouble.Server, chat, zim chatdouble.AppInfo) {
	b.Helper()
	server, err := chatdouble.New(chatdouble.WithLimits(false), chatdouble.WithBounds(chatdouble.Bounds{Apps: 30_000}))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(server.Close)
	for _, vendor := range []string{"cometchat", "zim"} {
		id := `"userId"`
		if vendor == "cometchat" {
			id = `"uid"`
		}
		for i := range apps {
			body := fmt.Sprintf(`{"vendor":%q,"name":"app %d","fixture":{"users":[{%s:"alice"}]}}`, vendor, i, id)
			w := httptest.NewRecorder()
			server.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/__admin/apps", strings.NewReader(body)))
			if w.Code != http.StatusCreated {
				b.Fatalf("making an app: %d %s", w.Code, w.Body)
			}
		}
	}
	for _, app := range server.Apps() { // those in the middle
		switch {
		case app.FromFixture:
		case app.Vendor == "cometchat" && (chat.Name == "" || apps > 1):
			chat = app
		case app.Vendor == "zim" && zim.Name == "":
			zim = app
		}
	}
	return server, chat, zim
}

func (r refusal) request(b *testing.B, base string) *http.Request {
	b.Helper()
	request, err := http.NewRequest(http.MethodGet, base+r.target, nil)
	if err != nil {
		b.Fatal(err)
	}
	if r.header != "" {
		request.Header.Set("apikey", r.header)
	}
	return request
}

// refuse measures a handler and returns the nanoseconds of one call.
func refuse(b *testing.B, h http.Handler, r refusal) float64 {
	b.Helper()
	request, w := r.request(b, "http://localhost"), &sink{header: http.Header{}}
	request.RequestURI = request.URL.RequestURI()
	b.ReportAllocs()
	for b.Loop() {
		clear(w.header)
		h.ServeHTTP(w, request)
	}
	if w.status != r.status {
		b.Fatalf("%s was answered with %d, want %d", r.name, w.status, r.status)
	}
	return float64(b.Elapsed()) / float64(b.N)
}

// refuseOver is refuse over a connection.
func refuseOver(b *testing.B, base string, r refusal) float64 {
	b.Helper()
	request, status := r.request(b, base), 0
	for b.Loop() {
		reply, err := http.DefaultClient.Do(request)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := reply.Body.Read(make([]byte, 1<<16)); err != nil && reply.ContentLength > 1<<16 {
			b.Fatal(err)
		}
		reply.Body.Close()
		status = reply.StatusCode
	}
	if status != r.status {
		b.Fatalf("%s was answered with %d, want %d", r.name, status, r.status)
	}
	return float64(b.Elapsed()) / float64(b.N)
}

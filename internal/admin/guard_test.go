package admin_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/admin"
)

const browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"

// sender is who sends a request, and how it comes in.
type sender struct {
	name    string
	local   string // the address at which its connection came in; empty: no connection
	host    string
	headers []string
	status  int // with which it is refused; 0: let in
}

// send makes a call as the sender would.
func (s *sender) send(h http.Handler, method, target, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Host = s.host
	for i := 0; i < len(s.headers); i += 2 {
		r.Header.Add(s.headers[i], s.headers[i+1])
	}
	if s.local != "" {
		r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, net.Addr(&net.TCPAddr{IP: net.ParseIP(s.local), Port: 8080})))
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const (
	loopback = "127.0.0.1"
	outside  = "172.18.0.3"
)

// senders are those that a test of the guard needs: programs, the server's own pages, strangers' pages,
// and pages that have led a browser here by a name of their own.
func senders(t *testing.T) []sender {
	machine, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	ownPage := func(site string) []string {
		return []string{"User-Agent", browser, "Sec-Fetch-Site", site, "Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty"}
	}
	const forbidden, misdirected = http.StatusForbidden, http.StatusMisdirectedRequest
	return []sender{
		{"curl", loopback, "127.0.0.1:8080", []string{"User-Agent", "curl/8.5.0", "Accept", "*/*"}, 0},
		{"curl by another port", loopback, "localhost:18080", []string{"User-Agent", "curl/8.5.0"}, 0},
		{"curl by IPv6", "::1", "[::1]:8080", nil, 0},
		{"a program without a host", loopback, "", nil, 0},
		{"Node", loopback, "localhost:8080", []string{"User-Agent", "node", "Accept", "*/*", "Accept-Language", "*", "Sec-Fetch-Mode", "cors"}, 0},
		{"Node in compose", outside, "mock:8080", []string{"User-Agent", "node", "Accept", "*/*", "Accept-Language", "*", "Sec-Fetch-Mode", "cors"}, 0},
		{"axios", outside, "mock", []string{"User-Agent", "axios/1.13.2", "Accept", "application/json, text/plain, */*"}, 0},
		{"requests", outside, "mock.default.svc:8080", []string{"User-Agent", "python-requests/2.32.5"}, 0},
		{"HttpURLConnection", outside, "mock:8080", []string{"User-Agent", "Java/21.0.1", "Accept", "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"}, 0},
		{"Go", outside, "mock:8080", []string{"User-Agent", "Go-http-client/1.1", "Accept-Encoding", "gzip"}, 0},
		{"a program in this process", "", "anything", nil, 0},
		{"curl by a vendor's name, in compose", outside, "mockapp.api-us.cometchat.io", []string{"User-Agent", "curl/8.5.0"}, 0},
		{"curl by a vendor's name, on this machine", loopback, "mockapp.api-us.cometchat.io", []string{"User-Agent", "curl/8.5.0"}, misdirected},
		{"curl by an unknown name, on this machine", loopback, "evil.example:8080", []string{"User-Agent", "curl/8.5.0"}, misdirected},
		{"curl by an unknown name and IPv6, on this machine", "::1", "evil.example:8080", nil, misdirected},
		{"curl by an unknown name and IPv4 in IPv6", "::ffff:127.0.0.1", "evil.example:8080", nil, misdirected},

		{"a page of its own", loopback, "localhost:8080", append(ownPage("same-origin"), "Origin", "http://localhost:8080", "Referer", "http://localhost:8080/__admin/ui"), 0},
		{"a page of its own, reading", loopback, "127.0.0.1:8080", append(ownPage("same-origin"), "Referer", "http://127.0.0.1:8080/__admin/ui"), 0},
		{"a page of its own, by the machine's name", outside, strings.ToUpper(machine) + ":8080", append(ownPage("same-origin"), "Origin", "http://"+strings.ToUpper(machine)+":8080"), 0},
		{"a page of its own, by a name below localhost", loopback, "one.localhost.:8080", append(ownPage("same-origin"), "Origin", "http://one.localhost.:8080"), 0},
		{"a page of its own, in compose", outside, "chatdouble:8080", append(ownPage("same-origin"), "Origin", "http://chatdouble:8080"), 0},
		{"a page of its own, by a named host", outside, "mock.example", append(ownPage("same-origin"), "Origin", "http://mock.example"), 0},
		{"a page of its own, behind a proxy with TLS", outside, "mock.example", append(ownPage("same-origin"), "Origin", "https://mock.example"), 0},
		{"a page of a named host", loopback, "localhost:8080", append(ownPage("cross-site"), "Origin", "https://Tools.example:9000"), 0},
		{"a person who has typed the address", loopback, "localhost:8080", append(ownPage("none"), "Upgrade-Insecure-Requests", "1"), 0},

		{"a stranger's page", loopback, "localhost:8080", append(ownPage("cross-site"), "Origin", "https://evil.example"), forbidden},
		{"a stranger's page, of an old browser", loopback, "localhost:8080", []string{"User-Agent", browser, "Origin", "https://evil.example"}, forbidden},
		{"a stranger's page, by a named host", outside, "mock.example", append(ownPage("cross-site"), "Origin", "https://evil.example"), forbidden},
		{"a stranger's image", loopback, "localhost:8080", []string{"User-Agent", browser, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "image"}, forbidden},
		{"a stranger's frame", loopback, "localhost:8080", []string{"User-Agent", browser, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe"}, forbidden},
		{"a page on another port", loopback, "localhost:8080", append(ownPage("same-site"), "Origin", "http://localhost:3000"), forbidden},
		{"a page by another name", loopback, "127.0.0.1:8080", append(ownPage("cross-site"), "Origin", "http://localhost:8080"), forbidden},
		{"a page with TLS", loopback, "localhost:8080", append(ownPage("cross-site"), "Origin", "https://localhost:8080"), forbidden},
		{"a page on another port, reading", loopback, "localhost:8080", ownPage("same-site"), forbidden},
		{"a file", loopback, "localhost:8080", append(ownPage("cross-site"), "Origin", "null"), forbidden},
		{"a page with two origins", loopback, "localhost:8080", []string{"Origin", "http://localhost:8080", "Origin", "https://evil.example"}, forbidden},
		{"a web socket of a stranger's page", loopback, "localhost:8080", []string{"User-Agent", browser, "Origin", "https://evil.example", "Connection", "Upgrade", "Upgrade", "websocket"}, forbidden},

		{"a rebound page", loopback, "evil.example:8080", append(ownPage("same-origin"), "Origin", "http://evil.example:8080"), misdirected},
		{"a rebound page, reading", loopback, "evil.example:8080", []string{"User-Agent", browser, "Accept", "*/*"}, misdirected},
		{"a rebound page, reading by a User-Agent of its own", loopback, "evil.example:8080", []string{"User-Agent", "curl/8.5.0"}, misdirected},
		{"a rebound page in a network", outside, "evil.example:8080", []string{"User-Agent", browser}, misdirected},
		{"a rebound page in a network, with Referer", outside, "evil.example:8080", []string{"User-Agent", "curl/8.5.0", "Referer", "http://evil.example:8080/"}, misdirected},
		{"a rebound page in a network, posting", outside, "evil.example:8080", []string{"User-Agent", "curl/8.5.0", "Origin", "http://evil.example:8080"}, misdirected},
		{"a rebound page by a name like localhost", loopback, "localhost.evil.example", []string{"User-Agent", browser}, misdirected},
		{"a rebound page by another name like localhost", loopback, "evillocalhost", []string{"User-Agent", browser}, misdirected},
		{"a rebound page by a name that ends like an address", outside, "evil.127.0.0.1", []string{"User-Agent", browser}, misdirected},
	}
}

// Every call of the table, and paths that are no call, are closed to the same senders, with a token and
// without one, and what is refused changes nothing.
func TestWebPagesOfOthersAreRefused(t *testing.T) {
	t.Parallel()
	targets := map[string][]string{
		"/__admin": {"GET", "POST"}, "/__admin/": {"GET"}, "/__admin/nothing": {"GET", "POST", "DELETE"}, "/__admin/requests/stream": {"GET"},
		"/__admin/ui/page.js": {"GET"}, "/__admin/clock": {"OPTIONS", "HEAD", "TRACE"}, "/__admin/docs/x": {"POST"},
	}
	for path, item := range readDocument(t, newServer(t)).Paths {
		target := "/__admin" + strings.NewReplacer("{app}", "zim:12345", "{user}", "ann", "{other}", "ben", "{name}", "x", "{id}", "1").Replace(path)
		for method := range item {
			targets[target] = append(targets[target], strings.ToUpper(method))
		}
	}
	if len(targets) < 35 {
		t.Fatalf("there are only %d paths", len(targets))
	}
	for name, opts := range map[string][]chatdouble.Option{"": nil, " with a token": {chatdouble.WithAdminToken("sesame")}} {
		srv := newServer(t, append(opts, chatdouble.WithAdminHosts("mock.example", "TOOLS.example"))...)
		state := func() string {
			var all strings.Builder
			for _, path := range []string{"/apps", "/clock", "/faults", "/requests", "/apps/zim:12345/state", "/apps/cometchat:one/state"} {
				all.WriteString(mustDo(t, srv, "GET", path, "", "Authorization", "Bearer sesame"))
			}
			return all.String()
		}
		for _, from := range senders(t) {
			t.Run(from.name+name, func(t *testing.T) {
				before := state()
				for target, methods := range targets {
					for _, method := range methods {
						body := ""
						if from.status != 0 && method != http.MethodGet {
							body = `{"vendor":"zim"}`
						}
						w := from.send(srv, method, target, body)
						if from.status == 0 {
							if w.Code == http.StatusForbidden || w.Code == http.StatusMisdirectedRequest {
								t.Fatalf("%s %s = %d %s; want it let in", method, target, w.Code, w.Body)
							}
							continue
						}
						var p admin.Problem
						if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != from.status || !strings.Contains(p.Detail, "--admin-hosts ") {
							t.Fatalf("%s %s = %d %s, %v; want %d and a line that says what to set", method, target, w.Code, w.Body, err, from.status)
						}
						wantProblem(t, w)
					}
				}
				if after := state(); from.status != 0 && after != before {
					t.Errorf("a refused call has changed something:\n%s\nwas\n%s", after, before)
				}
			})
		}
	}
}

// A listener of its own is closed in the same way.
func TestOwnListenerRefusesWebPagesOfOthers(t *testing.T) {
	t.Parallel()
	srv := newServer(t, chatdouble.WithAdmin(false), chatdouble.WithAdminHosts("mock.example", "tools.example"))
	for _, from := range senders(t) {
		w := from.send(srv.Admin(), http.MethodPost, "/__admin/requests/count", "{}")
		want := from.status
		if want == 0 {
			want = http.StatusOK
		}
		if w.Code != want {
			t.Errorf("%s: POST /__admin/requests/count = %d %s, want %d", from.name, w.Code, w.Body, want)
		}
	}
}

// What the vendors' servers show to every page this one shows, too: whoever asks gets the same answer.
func TestVendorsStayOpenToWebPages(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ method, target, body string }{
		{"GET", "/v3/users/ann/blockedusers", ""},
		{"OPTIONS", "/v3/users/ann/blockedusers", ""},
		{"GET", "/__apps/one/v3/users/ann/blockedusers", ""},
		{"POST", "/v3/users", `{"uid":"zoe","name":"Zoe"}`},
		{"GET", "/?Action=QueryBlacklist&AppId=12345", ""},
		{"POST", "/?Action=UserRegister&AppId=12345", "{}"},
		{"GET", "/favicon.ico", ""},
	} {
		var first *httptest.ResponseRecorder
		for _, from := range senders(t) {
			if strings.Contains(from.host, "cometchat") {
				continue // means an app
			}
			from.headers = append([]string{"appId", "one", "apiKey", key, "Access-Control-Request-Method", "GET"}, from.headers...)
			w := from.send(newServer(t), tt.method, tt.target, tt.body)
			if first == nil {
				first = w
			}
			if w.Code != first.Code || w.Body.String() != first.Body.String() || w.Header().Get("Access-Control-Allow-Origin") != first.Header().Get("Access-Control-Allow-Origin") {
				t.Errorf("%s: %s %s = %d %s, want %d %s", from.name, tt.method, tt.target, w.Code, w.Body, first.Code, first.Body)
			}
		}
		if strings.Contains(tt.target, "/v3/") && first.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s %s does not allow every origin: %v", tt.method, tt.target, first.Header())
		}
	}
}

// A page that asks a thousand times is told of once, and what it sends does not fill the log.
func TestRefusedPageIsLoggedOnce(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	srv := newServer(t, chatdouble.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	evil := &sender{host: "localhost:8080", headers: []string{"Origin", "https://evil.example"}}
	for range 9 {
		evil.send(srv, http.MethodPost, "/__admin/reset", "")
	}
	if got := log.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "level=WARN") ||
		!strings.Contains(got, "path=/__admin/reset") || !strings.Contains(got, "--admin-hosts evil.example") {
		t.Errorf("nine refusals are logged as\n%s", got)
	}
	log.Reset()
	long := &sender{host: strings.Repeat("x", 1000) + ":8080", headers: []string{"Origin", "https://" + strings.Repeat("y", 1000)}}
	long.send(srv, http.MethodGet, "/__admin/"+strings.Repeat("z", 1000), "")
	if log.Len() == 0 || log.Len() > 1000 {
		t.Errorf("the log has %d bytes:\n%s", log.Len(), log.String())
	}
}

func TestAdminHostsAreChecked(t *testing.T) {
	t.Parallel()
	for _, host := range []string{"", "http://mock.example", "mock.example:80", "*", "*.example", "a,b", "a b"} {
		if _, err := chatdouble.New(chatdouble.WithAdminHosts(host)); err == nil || !strings.Contains(err.Error(), "without scheme and port") {
			t.Errorf("the host %q is taken: %v", host, err)
		}
	}
	for _, host := range []string{"mock.example", "10.0.0.7", "::1", "MOCK"} {
		if _, err := chatdouble.New(chatdouble.WithAdminHosts(host)); err != nil {
			t.Errorf("the host %q: %v", host, err)
		}
	}
}

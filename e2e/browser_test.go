package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// browserTime is all that one run of the browser may take; its start alone takes seconds on a busy machine.
const browserTime = 2 * time.Minute

const (
	browserKey     = "aaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbb"
	browserSecret  = "cccccccccccccccccccccccccccccccc"
	browserFixture = `
cometchat:
  - appId: one
    apiKeys: [{name: rest, key: ` + browserKey + `, scope: fullAccess}]
zim:
  - appId: 12345
    serverSecret: ` + browserSecret + `
`
)

// visit is a page that drives the admin API as well as a page can.
type visit struct {
	name   string
	page   string
	status int // of all its calls; 0: let in

	calls map[string]int    // what came, such as "POST /__admin/reset", and the status of its answer
	read  map[string]string // what the page could read, by the step in attack.html
	state string            // of the server after it
}

// A page of another origin changes nothing and reads nothing, whatever a browser does for it; a page of
// the server's own may use everything.
func TestBrowserKeepsToTheServersPages(t *testing.T) {
	t.Parallel()
	spy := newSpied(t)
	var visits []visit
	var reported int
	done := make(chan struct{})
	front := http.NewServeMux()
	front.HandleFunc("GET /attack/page", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, "browser/attack.html") })
	front.HandleFunc("POST /attack/report", func(w http.ResponseWriter, r *http.Request) {
		v := &visits[reported] // one page after the other
		if err := json.NewDecoder(r.Body).Decode(&v.read); err != nil {
			t.Error(err)
		}
		v.calls, v.state = spy.taken(), spy.state(t)
		if reported++; reported == len(visits) {
			close(done)
			return
		}
		fmt.Fprint(w, visits[reported].page)
	})
	// By every name under which it serves the page, the rest is the server: so it looks after a rebinding.
	front.Handle("/", spy.behind(t))
	door := httptest.NewServer(front)
	t.Cleanup(door.Close)
	_, port, _ := strings.Cut(strings.TrimPrefix(door.URL, "http://"), ":")
	page := func(host, target string) string {
		return "http://" + host + ":" + port + "/attack/page#" + url.QueryEscape(target)
	}
	visits = []visit{
		{name: "another site", page: page("evil.test", spy.url), status: http.StatusForbidden},
		{name: "another port", page: page("127.0.0.1", spy.url), status: http.StatusForbidden},
		{name: "a rebound name", page: page("evil.test", ""), status: http.StatusMisdirectedRequest},
		{name: "its own page", page: page("localhost", "")},
	}
	before := spy.state(t)

	ctx, cancel := context.WithTimeout(context.Background(), browserTime)
	defer cancel()
	browser := chromium(ctx, t, visits[0].page)
	if err := browser.Start(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-done:
	case <-ctx.Done():
		t.Errorf("after %s the browser has told of %d of %d pages", browserTime, reported, len(visits))
	}
	cancel()
	_ = browser.Wait() // it was killed
	if t.Failed() {
		return
	}
	for _, v := range visits {
		t.Run(v.name, func(t *testing.T) { v.check(t, before) })
	}
}

func (v *visit) check(t *testing.T, before string) {
	if len(v.read) < 17 || len(v.calls) < 12 {
		t.Errorf("of %d steps %d calls came: %v", len(v.read), len(v.calls), v.calls)
	}
	if v.status == 0 {
		if v.state == before || !strings.Contains(v.read["fetch, GET"], browserSecret) || v.calls["POST /__admin/clock/advance"] != http.StatusOK {
			t.Errorf("a page of the server's own was refused: %v %v", v.calls, v.read)
		}
		return
	}
	for call, status := range v.calls {
		if status != v.status {
			t.Errorf("%s is answered %d, want %d", call, status, v.status)
		}
	}
	if v.state != before {
		t.Errorf("the server has changed:\n%s\nwas\n%s", v.state, before)
	}
	for step, text := range v.read {
		nothing := slices.Contains([]string{"close", "error", "sent", "opaque", "not to be read"}, text) || strings.HasPrefix(text, "refused: ")
		if !nothing && !strings.Contains(text, "--admin-hosts evil.test") {
			t.Errorf("%s: the page reads %s", step, text)
		}
	}
}

// The server's page shows what was called, and what clients sent is no markup in it. With a token it
// shows nothing until it has it, and sends it in no URL.
func TestBrowserShowsThePage(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(context.Background(), browserTime)
	defer cancel()
	dump := func(page string) string {
		out, err := chromium(ctx, t, "--virtual-time-budget=10000", "--dump-dom", page).Output()
		if err != nil {
			t.Fatalf("chromium %s: %s", page, explain(ctx, err))
		}
		return string(out)
	}
	has := func(page string, want ...string) {
		t.Helper()
		for _, text := range want {
			if !strings.Contains(page, text) {
				t.Errorf("the page has no %s:\n%s", text, page)
			}
		}
	}

	spy := newSpied(t)
	const hostile = `<img src=x onerror="document.title='hit'">`
	spy.ask("/?Action=QueryBlacklst&AppId=12345&FromUserId=" + url.QueryEscape(hostile))
	spy.ask("/v3/users/" + url.PathEscape(hostile) + "/blockedusers")
	page := dump(spy.url + "/__admin")
	has(page, `<a href="#zim%3A12345">zim:12345</a>`, "no such operation", "QueryBlacklist is the nearest", "401", `&lt;img src=x onerror="document.title='hit'"&gt;`)
	if strings.Contains(page, "<img") || strings.Contains(page, "<title>hit") || strings.Contains(page, browserSecret) || strings.Contains(page, browserKey) {
		t.Errorf("the page holds markup of a client, or a secret:\n%s", page)
	}

	locked := newSpied(t, chatdouble.WithAdminToken("sesame"))
	has(dump(locked.url+"/__admin/ui"), "asks for its admin token", `<main id="data" hidden="">`, `<form id="ask">`)
	front := http.NewServeMux()
	front.HandleFunc("GET /token", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, `<script>sessionStorage.setItem('token', 'sesame'); location.replace('/__admin/ui')</script>`)
	})
	front.Handle("/", locked.behind(t))
	door := httptest.NewServer(front)
	t.Cleanup(door.Close)
	locked.taken()
	has(dump(door.URL+"/token"), "zim:12345", `<form id="ask" hidden="">`)
	for _, call := range slices.Sorted(maps.Keys(locked.taken())) {
		if strings.Contains(call, "sesame") {
			t.Errorf("the token stands in %s", call)
		}
	}
}

// chromium is the command that opens a page in a headless browser without a past, for which every name
// below .test leads to this machine. Without it the test is skipped, but in CI it fails.
func chromium(ctx context.Context, t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	program, err := exec.LookPath("chromium")
	if err != nil {
		skip(t, "chromium is not installed")
	}
	cmd := command(ctx, program, append([]string{
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--disable-features=HttpsUpgrades", "--user-data-dir=" + t.TempDir(),
		"--host-resolver-rules=MAP *.test 127.0.0.1",
	}, args...)...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // it has many processes, which end together
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	return cmd
}

// spied is a server whose admin calls are written down.
type spied struct {
	srv *chatdouble.Server
	url string

	mu    sync.Mutex
	calls map[string]int
}

func newSpied(t *testing.T, opts ...chatdouble.Option) *spied {
	t.Helper()
	start := time.Date(2024, time.May, 1, 12, 0, 0, 0, time.UTC)
	srv, err := chatdouble.New(append(opts, chatdouble.WithFixtureYAML("browser.yaml", browserFixture), chatdouble.WithFrozenTime(start))...)
	if err != nil {
		t.Fatal(err)
	}
	s := &spied{srv: srv, calls: make(map[string]int)}
	server := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

func (s *spied) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	noted := &noted{ResponseWriter: w, status: http.StatusOK}
	s.srv.ServeHTTP(noted, r)
	if strings.HasPrefix(r.URL.Path, "/__admin/") {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.calls[r.Method+" "+r.URL.RequestURI()] = noted.status
	}
}

// noted is a reply whose status is remembered.
type noted struct {
	http.ResponseWriter
	status int
}

func (n *noted) WriteHeader(status int) {
	n.status = status
	n.ResponseWriter.WriteHeader(status)
}

// taken are the calls since the last time.
func (s *spied) taken() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	calls := s.calls
	s.calls = make(map[string]int)
	return calls
}

// behind passes requests on to the server as they are, so that it hears the name that the client used.
func (s *spied) behind(t *testing.T) http.Handler {
	t.Helper()
	to, err := url.Parse(s.url)
	if err != nil {
		t.Fatal(err)
	}
	return &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(to)
		r.Out.Host = r.In.Host
	}}
}

// ask makes a call within the process.
func (s *spied) ask(target string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.srv.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
	return w
}

// state is all that a page must not change.
func (s *spied) state(t *testing.T) string {
	var all strings.Builder
	for _, path := range []string{"/apps", "/clock", "/faults", "/requests", "/apps/zim:12345/state", "/apps/cometchat:one/state"} {
		w := s.ask("/__admin" + path)
		if w.Code != http.StatusOK {
			t.Errorf("GET %s = %d %s", path, w.Code, w.Body)
		}
		all.WriteString(w.Body.String())
	}
	return all.String()
}

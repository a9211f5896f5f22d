package server_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/sigverify"
)

const unlucky = `
cometchat:
  - appId: unlucky
    apiKeys: [{key: letmein, scope: fullAccess}]
    users: [{uid: ann}]
    faults: [{match: {operation: GetUser}, fault: {code: ERR_OPERATION_FAILED}, times: 2}]
`

func statuses(t *testing.T, srv *chatdouble.Server, n int) (got []int) {
	t.Helper()
	for range n {
		r := httptest.NewRequest(http.MethodGet, "/v3/users/ann", nil)
		r.Header.Set("apikey", "letmein")
		w := httptest.NewRecorder()
		srv.ServeHTTP(w, r)
		got = append(got, w.Code)
	}
	return got
}

// Rules of a fixture and of WithFaults are there from the start, and again after each reset.
func TestFaultsFromTheStart(t *testing.T) {
	t.Parallel()
	srv, err := chatdouble.New(
		chatdouble.WithFixtureYAML("unlucky.yaml", unlucky),
		chatdouble.WithFaults(`[{"match":{"user":"ann","nth":3},"fault":{"status":503}}]`),
		chatdouble.WithFaults(`{"match":{"operation":"QueryBlacklist"},"fault":{"rate_limited":true}}`),
	)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if got, want := statuses(t, srv, 4), []int{500, 500, 503, 200}; !slices.Equal(got, want) {
			t.Errorf("statuses = %v, want %v", got, want)
		}
		if err := srv.Reset(""); err != nil {
			t.Fatal(err)
		}
	}
	// The reset of one app leaves the rules for all alone, used up or not.
	statuses(t, srv, 3)
	if err := srv.Reset("cometchat:unlucky"); err != nil {
		t.Fatal(err)
	}
	if got, want := statuses(t, srv, 4), []int{500, 500, 200, 200}; !slices.Equal(got, want) {
		t.Errorf("after the reset of the app, statuses = %v, want %v", got, want)
	}
}

const severalBad = `
cometchat:
  - appId: unlucky
    faults:
      - fault: {status: 200}
        match:
          path: groups
      - fault:
          status: 503
          headers: {Retry-After: "5",
            Connection: close}
      - fault: {transport: timeout}
        times: 2
        match: {nth: 1}
zim:
  - appId: 1
    serverSecret: s
    faults: [{match: {operation: GetUser}, fault: {code: 66030005}}]
`

// What is wrong with a rule stops the start and is named.
func TestBadFaultsStopTheStart(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		option chatdouble.Option
		want   []string
	}{
		{"no JSON", chatdouble.WithFaults(`{`), []string{"reading fault rules"}},
		{"an unknown member", chatdouble.WithFaults(`[{"fault":{"status":500}},{"fault":{"stattus":500}}]`), []string{"rule 2 of 2", ": fault/stattus is not known here"}},
		{"two slips", chatdouble.WithFaults(`{"fault":{"status":5},"times":-1}`), []string{"rule 1 of 1: fault/status must be a whole number from 200 to 599, found the number 5; times must be 0 or more, found the number -1"}},
		{"an unknown operation", chatdouble.WithFaults(`{"match":{"operation":"GetUsr"},"fault":{"status":500}}`), []string{"rule 1 of 1", ": match/operation", "GetUsr"}},
		{"the other vendor's code", chatdouble.WithFaults(`{"match":{"vendor":"zim"},"fault":{"code":"ERR_OPERATION_FAILED"}}`), []string{": fault/code is"}},
		{
			"a code that the vendor does not have, in a fixture",
			chatdouble.WithFixtureYAML("bad.yaml", strings.Replace(unlucky, "ERR_OPERATION_FAILED", "ERR_NOTHING", 1)),
			[]string{`bad.yaml:6: code is "ERR_NOTHING", which is not a code of any vendor`},
		},
		{
			"an operation of the other vendor, in a fixture",
			chatdouble.WithFixtureYAML("bad.yaml", strings.Replace(unlucky, "GetUser", "QueryBlacklist", 1)),
			[]string{`bad.yaml:6: operation is "QueryBlacklist", an operation of zim; this rule is for calls of cometchat`},
		},
		{
			"several at once, each with its line",
			chatdouble.WithFixtureYAML("bad.yaml", severalBad),
			[]string{
				"bad.yaml:7: path is \"groups\"; a path begins with / or *\n",
				"bad.yaml:10: headers/Connection belongs to the connection",
				"bad.yaml:12: transport is \"timeout\"; it must be one of", "for a server that is slow or hangs give fault the member delay",
				"bad.yaml:13: times is 2, but match/nth chooses one single call",
				"bad.yaml:18: operation is \"GetUser\", an operation of cometchat; this rule is for calls of zim;",
				"bad.yaml:18: code is \"66030005\", which is not a code of any vendor; did you mean \"660300005\"?",
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := chatdouble.New(tt.option)
			if err == nil {
				t.Fatal("the server starts")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the error is %q, want %q in it", err, want)
				}
			}
		})
	}
}

func TestAppsTellsWhatAClientNeeds(t *testing.T) {
	t.Parallel()
	srv, err := chatdouble.New()
	if err != nil {
		t.Fatal(err)
	}
	apps := srv.Apps()
	if len(apps) != 2 || apps[0].Vendor != "cometchat" || apps[1].Vendor != "zim" {
		t.Fatalf("apps = %+v", apps)
	}
	c, z := apps[0], apps[1]
	if c.Name != "cometchat:"+c.AppID || c.Region == "" || c.Path != "/v3" || len(c.APIKey) != 40 || len(c.AuthKey) != 40 || c.ServerSecret != "" || !c.FromFixture {
		t.Errorf("CometChat app = %+v", c)
	}
	if z.Name != "zim:"+z.AppID || z.Path != "" || len(z.ServerSecret) != 32 || z.APIKey != "" || !z.FromFixture {
		t.Errorf("ZIM app = %+v", z)
	}
}

// A rule answers as if a limit were used up: with the vendor's refusal of that, which for some operations is one of
// their own, until the window opens. Who comes back before is marked.
func TestRuleAsALimit(t *testing.T) {
	t.Parallel()
	noon := time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		app, call, fault string
		status           int
		body, reason     string
		retryAfter       string
	}{
		{"cometchat:shop", "GET /v3/users/ann", `{"rate_limited":true}`, 429, "ERR_TOO_MANY_REQUESTS", "opens at 2024-02-29T12:01:00.000Z", "60 20000 0 100000"},
		{"cometchat:shop", "GET /v3/users/ann", `{"code":"ERR_TOO_MANY_REQUESTS"}`, 429, "ERR_TOO_MANY_REQUESTS", "", "60 20000 0 100000"},
		{"zim:77", "GET " + signed(noon, "QueryBlacklist"), `{"rate_limited":true}`, 200, `"Code":660300005`, "opens at 2024-02-29T12:00:01.000Z", "   "},
		{"zim:77", "GET " + signed(noon, "UserRegister"), `{"rate_limited":true}`, 200, `"Code":660700001`, "", "   "},
	} {
		srv := newServer(t, chatdouble.WithFixtureYAML("world.yaml", world), chatdouble.WithFrozenTime(noon))
		fetch(srv, "POST /__admin/apps/"+tt.app+"/faults", `{"fault":`+tt.fault+`,"times":1}`)
		w := fetch(srv, tt.call, "", "appId", "shop", "apiKey", "second")
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.body) {
			t.Errorf("%s with %s = %d %s, want %d %s", tt.call, tt.fault, w.Code, w.Body, tt.status, tt.body)
		}
		var shown []string
		for _, name := range []string{"Retry-After", "X-Ratelimit-Limit", "X-Ratelimit-Remaining", "X-Ratelimit-Limit-For-App"} {
			shown = append(shown, w.Header().Get(name))
		}
		if got := strings.Join(shown, " "); got != tt.retryAfter {
			t.Errorf("%s with %s has the headers %q, want %q", tt.call, tt.fault, got, tt.retryAfter)
		}
		if reason := w.Header().Get("X-Chatdouble-Reason"); !strings.Contains(reason, tt.reason) {
			t.Errorf("%s with %s has the reason %q, want %q in it", tt.call, tt.fault, reason, tt.reason)
		}
		fetch(srv, tt.call, "", "appId", "shop", "apiKey", "second")
		if early := srv.Requests(chatdouble.RetriedTooEarly()); len(early) != 1 {
			t.Errorf("%s with %s: %d calls came back too early, want the second", tt.call, tt.fault, len(early))
		}
	}
}

// signed is a call of app 77.
func signed(at time.Time, action string) string {
	now := strconv.FormatInt(at.Unix(), 10)
	return "/?Action=" + action + "&AppId=77&SignatureNonce=n&Timestamp=" + now + "&SignatureVersion=2.0&Signature=" + sigverify.Sign("77", "n", "secret", now)
}

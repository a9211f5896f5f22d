package admin_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/admin"
)

func post(h http.Handler, path, body string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/__admin"+path, strings.NewReader(body)))
	return w
}

// A filter with a name that nothing can have is refused by every call that takes one, with the nearest.
func TestMisspeltNamesInFilters(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	for _, tt := range []struct {
		filter map[string]string
		member string
		want   string // in what is said of it
	}{
		{map[string]string{"operation": "ListBlockedUser"}, "operation", `did you mean "ListBlockedUsers"?`},
		{map[string]string{"operation": "BlockUser", "app": "cometchat:one"}, "operation", `did you mean "BlockUsers"?`},
		{map[string]string{"operation": "QueryBlacklist", "app": "cometchat:one"}, "operation", "an operation of zim; this filter is for calls of cometchat"},
		{map[string]string{"operation": "QueryBlacklist", "vendor": "cometchat"}, "operation", "an operation of zim"},
		{map[string]string{"operation": "user_blocked", "app": "zim:12345"}, "operation", "of cometchat"},
		{map[string]string{"code": "ERR_NOPE"}, "code", "ERR_NOPE"},
		{map[string]string{"code": "660300005", "app": "cometchat:one"}, "code", "660300005"},
		{map[string]string{"vendor": "zimm"}, "vendor", `did you mean "zim"?`},
		{map[string]string{"vendor": "zim", "app": "cometchat:one"}, "vendor", `"zim"`},
		{map[string]string{"fault": "f99"}, "fault", "f99"},
		{map[string]string{"fault": "all1"}, "fault", "all1"},
		{map[string]string{"fault": "f01", "app": "cometchat:one"}, "fault", "f01"},
	} {
		body, _ := json.Marshal(tt.filter)
		for _, path := range []string{"/requests/count", "/requests/find", "/requests/wait"} {
			w := post(srv, path, string(body))
			var p admin.Problem
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != http.StatusBadRequest || len(p.Errors) != 1 ||
				p.Errors[0].Pointer != "#/"+tt.member || !strings.Contains(p.Errors[0].Detail, tt.want) {
				t.Errorf("POST %s %s = %d %s", path, body, w.Code, w.Body)
			}
		}
		query := url.Values{}
		for name, value := range tt.filter {
			query.Set(name, value)
		}
		w := call(srv, http.MethodGet, "/__admin/requests?"+query.Encode())
		if !strings.Contains(w.Body.String(), "the query parameter "+tt.member) || w.Code != http.StatusBadRequest {
			t.Errorf("GET requests?%s = %d %s", query.Encode(), w.Code, w.Body)
		}
	}
	w := post(srv, "/requests/count", `{"app":"cometchat:onne"}`)
	if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "did you mean cometchat:one?") {
		t.Errorf("an unknown app = %d %s", w.Code, w.Body)
	}
}

// What the journal can hold may be asked for: events, the success of either vendor, and a fault rule that is
// used up, was taken out of force, or went with a reset.
func TestNamesThatFiltersKnow(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	rule := `{"fault":{"status":503},"times":1}`
	for range 2 {
		post(srv, "/apps/cometchat:one/faults", rule)
	}
	post(srv, "/faults", rule)
	call(srv, http.MethodGet, "/v3/users/ann", "appid", "one")
	call(srv, http.MethodDelete, "/__admin/faults")
	mustDo(t, srv, "POST", "/reset", "")
	for _, filter := range []string{
		`{"operation":"user_blocked","app":"cometchat:one"}`, `{"operation":"user_action","vendor":"zim"}`, `{"operation":"send_msg"}`,
		`{"operation":"ListBlockedUsers"}`, `{"code":"0"}`, `{"code":"0","app":"cometchat:one"}`, `{"code":"ERR_UID_NOT_FOUND"}`, `{"code":"100000005","app":"zim:12345"}`,
		`{"fault":"f1"}`, `{"fault":"header"}`, `{"fault":"f2","app":"cometchat:one"}`, `{"fault":"all1"}`, `{"fault":"all1","app":"zim:12345"}`,
	} {
		if w := post(srv, "/requests/count", filter); w.Code != http.StatusOK {
			t.Errorf("%s = %d %s", filter, w.Code, w.Body)
		}
	}
	if w := post(srv, "/requests/count", `{"fault":"f1","app":"zim:12345"}`); w.Code != http.StatusBadRequest {
		t.Errorf("another app's rule = %d %s", w.Code, w.Body)
	}
}

// A journal that is full says in each answer what it has forgotten, until it is cleared.
func TestForgottenRequests(t *testing.T) {
	t.Parallel()
	srv := newServer(t, chatdouble.WithJournalSize(5))
	for range 8 {
		call(srv, http.MethodGet, "/v3/users/ann", "appid", "one")
	}
	call(srv, http.MethodGet, "/v3/users/ann", "appid", "two")
	said := func(want string, of ...string) {
		t.Helper()
		for _, filter := range of {
			answers := map[string]*httptest.ResponseRecorder{
				"find": post(srv, "/requests/find", filter), "count": post(srv, "/requests/count", filter),
				"wait": post(srv, "/requests/wait", strings.TrimSuffix(filter, "}")+`,"count":0}`),
			}
			if filter == `{"app":"cometchat:one"}` {
				answers["list"] = call(srv, http.MethodGet, "/__admin/requests?app=cometchat:one&limit=1")
				answers["unmatched"] = call(srv, http.MethodGet, "/__admin/requests/unmatched?app=cometchat:one")
			}
			for name, w := range answers {
				if got := w.Body.String(); w.Code != http.StatusOK || strings.Contains(got, `"forgotten"`) != (want != "") || !strings.Contains(got, want) {
					t.Errorf("%s %s = %d %s", name, filter, w.Code, got)
				}
			}
		}
	}
	said(`"forgotten": 3`, `{"app":"cometchat:one"}`, `{"app":"cometchat:one","user":"ann"}`, `{"vendor":"zim"}`, `{"status":200}`)
	said("", `{"app":"cometchat:two"}`, `{"app":"zim:12345"}`, `{"app":"cometchat:one","since":"2124-05-01T12:00:01Z"}`)
	metric := func() string { return call(srv, http.MethodGet, "/__admin/metrics").Body.String() }
	if got := metric(); !strings.Contains(got, "chatdouble_journal_forgotten_total 3\n") {
		t.Errorf("metrics: %s", got)
	}
	if got := call(srv, http.MethodGet, "/__admin/health").Body.String(); !strings.Contains(got, `"forgotten": 3`) {
		t.Errorf("health: %s", got)
	}
	call(srv, http.MethodDelete, "/__admin/requests?app=cometchat:one")
	said("", `{"app":"cometchat:one"}`, `{"status":200}`)
	if got := metric(); !strings.Contains(got, "chatdouble_journal_forgotten_total 3\n") {
		t.Errorf("the counter has gone back: %s", got)
	}
}

// To wait for more than is ever held would end in a timeout.
func TestWaitForMoreThanTheJournalHolds(t *testing.T) {
	t.Parallel()
	srv := newServer(t, chatdouble.WithJournalSize(5))
	for body, want := range map[string]int{
		`{"app":"cometchat:one","count":5,"timeout":"0s"}`: http.StatusOK,
		`{"app":"cometchat:one","count":6,"timeout":"0s"}`: http.StatusBadRequest,
		`{"count":20,"timeout":"0s"}`:                      http.StatusOK, // 3 apps, and what reaches none
		`{"count":21,"timeout":"0s"}`:                      http.StatusBadRequest,
	} {
		w := post(srv, "/requests/wait", body)
		if w.Code != want || want == http.StatusBadRequest && !strings.Contains(w.Body.String(), "--journal-size") {
			t.Errorf("wait %s = %d %s", body, w.Code, w.Body)
		}
	}
}

// The oldest comes first, and the newest so many are the newest of all apps, wherever they stand.
func TestRequestsAreListedOldestFirst(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	apps := []string{"one", "two", "nobody"}
	want := map[string][]string{}
	for i := range 60 {
		app := apps[i*i%3]
		id := call(srv, http.MethodGet, "/v3/users/u"+string(rune('a'+i%26)), "appid", app).Header().Get("X-Chatdouble-Request-Id")
		want[""], want[app] = append(want[""], id), append(want[app], id)
	}
	all := want[""]
	for query, want := range map[string][]string{
		"": all, "?app=": all, "?app=cometchat:one": want["one"], "?app=cometchat:two": want["two"],
		"?limit=1": all[59:], "?limit=2": all[58:], "?limit=7": all[53:], "?limit=59": all[1:], "?limit=1000": all,
	} {
		var got []string
		for _, r := range list(t, srv, query).Requests {
			got = append(got, r.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s = %s\nwant %s", query, got, want)
		}
	}
}

package admin_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/admin"
)

// all that a refused call must not have changed.
func everything(t *testing.T, srv http.Handler) string {
	t.Helper()
	var all strings.Builder
	for _, path := range []string{
		"/apps", "/clock", "/faults", "/requests",
		"/apps/zim:12345/state", "/apps/zim:12345/clock", "/apps/zim:12345/faults", "/apps/cometchat:one/state",
	} {
		all.WriteString(mustDo(t, srv, "GET", path, ""))
	}
	return all.String()
}

// Each refusal names the member that is wrong, and changes nothing.
func TestRefusals(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	ask(t, srv)
	mustDo(t, srv, "POST", "/apps/zim:12345/faults", `{"fault":{"code":"660300005"}}`)
	before := everything(t, srv)
	for _, tt := range []struct {
		name, method, path, body string
		status                   int
		pointer, detail          string
	}{
		{"unknown member", "PUT", "/clock", `{"froozen":true}`, 400, "#/froozen", `did you mean "frozen"?`},
		{"nothing to do", "PUT", "/clock", `{}`, 400, "", "give now, frozen or both"},
		{"nulls are nothing", "PUT", "/clock", `{"now":null}`, 400, "", "give now, frozen or both"},
		{"empty", "PUT", "/clock", ` `, 400, "", "the body is empty; it must be a JSON object with now, frozen"},
		{"no JSON", "PUT", "/clock", `frozen`, 400, "", "no JSON at byte"},
		{"too early", "PUT", "/clock", `{"now":"1969-12-31T23:59:59Z"}`, 400, "#/now", "from 1970 to 9998"},
		{"too late", "PUT", "/apps/zim:12345/clock", `{"now":"9999-01-01T00:00:00Z"}`, 400, "#/now", "from 1970 to 9998"},
		{"a missing member", "POST", "/clock/advance", `{}`, 400, "#/by", "is missing"},
		{"no duration", "POST", "/clock/advance", `{"by":"soon"}`, 400, "#/by", "write it like 11m"},
		{"out of time", "POST", "/clock/advance", `{"by":"-2000000h"}`, 400, "#/by", "leads to the year 1796"},

		{"no vendor", "POST", "/apps", `{}`, 400, "#/vendor", "is missing"},
		{"a wrong vendor", "POST", "/apps", `{"vendor":"zimm"}`, 400, "#/vendor", `did you mean "zim"?`},
		{"a long name", "POST", "/apps", `{"vendor":"zim","name":"` + strings.Repeat("x", 201) + `"}`, 400, "#/name", "has 201 characters; at most 200 are accepted"},
		{"a bad fixture, further in", "POST", "/apps", `{"vendor":"zim","fixture":{"users":[{"userId":"ann"},{"userId":"bob","blacklist":["nobody"]}]}}`, 400, "#/fixture/users/1/blacklist/0", "nobody"},
		{"the wrong vendor's fixture", "POST", "/apps", `{"vendor":"zim","fixture":{"users":[{"uid":"ann"}]}}`, 400, "#/fixture/users/0", "u"},
		{"an id that is taken", "POST", "/apps", `{"vendor":"zim","fixture":{"appId":12345}}`, 409, "#/fixture/appId", "the server has the app zim:12345 already"},
		{"the same in a whole fixture", "POST", "/apps", `{"vendor":"zim","fixture":{"zim":[{"faults":[{"fault":{"status":500}},{"match":{"operation":"QueryBlackList"},"fault":{"status":500}}]}]}}`, 400, "#/fixture/zim/0/faults/1/match/operation", `is "QueryBlackList", which is not an operation of any vendor; did you mean "QueryBlacklist"?`},

		{"a state with a stranger", "PUT", "/apps/zim:12345/state", `{"users":[{"userId":"ann","blacklist":["nobody"]}]}`, 400, "#/users/0/blacklist/0", "nobody"},
		{"a state with an unknown member", "PUT", "/apps/zim:12345/state", `{"users":[{"userId":"ann","name":"Ann"}]}`, 400, "#/users/0/name", "userName"},
		{"no state", "PUT", "/apps/zim:12345/state", ``, 400, "", "the body is empty"},
		{"a state in neither JSON nor YAML", "PUT", "/apps/zim:12345/state", "\x00", 400, "", ""},
		{"a merge with an unknown member", "PATCH", "/apps/zim:12345/state", `{"people":[]}`, 400, "#/people", ""},

		{"an unknown operation", "POST", "/faults", `{"match":{"operation":"QueryBlacklst"},"fault":{"code":"660300005"}}`, 400, "#/match/operation", "QueryBlacklist"},
		{"the other vendor's operation", "POST", "/apps/zim:12345/faults", `{"match":{"operation":"ListBlockedUsers"},"fault":{"status":500}}`, 400, "#/match/operation", ""},
		{"an empty rule", "POST", "/faults", "\n", 400, "", "the body is empty"},

		{"a URL of another server", "POST", "/sign", `{"url":"https://example.com/v3/users"}`, 400, "#/url", "has a path"},
		{"a URL of something else", "POST", "/sign", `{"url":"mailto:ann@example.com"}`, 400, "#/url", "no Action"},
		{"a URL with a space", "POST", "/sign", `{"url":"http://h/?Action=A&FromUserId=a b"}`, 400, "#/url", "at byte 31"},
		{"a URL of no app", "POST", "/sign", `{"url":"http://h/?Action=A&AppId=1"}`, 400, "#/url", "no ZIM app of the server has"},
		{"a URL of another app", "POST", "/sign", `{"url":"http://h/?Action=A&AppId=1","app":"zim:12345"}`, 400, "#/app", "another AppId"},
		{"a signature for CometChat", "POST", "/sign", `{"url":"http://h/?Action=A","app":"cometchat:one"}`, 400, "#/app", "only ZIM calls are signed"},
		{"a signature of nothing", "POST", "/sign", `{}`, 400, "#/url", "is missing"},
		{"a filter of an app that is not there", "POST", "/requests/count", `{"app":"zim:1"}`, 404, "", "no app zim:1"},
		{"a filter with a wrong status", "POST", "/requests/find", `{"status":42}`, 400, "#/status", "from 100 to 599"},
		{"a filter with a limit", "POST", "/requests/find", `{"limit":1}`, 400, "#/limit", "is not known"},
		{"a wait too long", "POST", "/requests/wait", `{"timeout":"6m"}`, 400, "#/timeout", "from 0s to 5m0s"},
		{"a wait for fewer than none", "POST", "/requests/wait", `{"count":-1}`, 400, "#/count", "from 0 to 1000000"},
		{"a wait without end", "POST", "/requests/wait", `{"timeout":"forever"}`, 400, "#/timeout", "no duration"},

		{"an unknown parameter", "GET", "/requests?ap=zim:12345", ``, 400, "", `"ap" is not known; did you mean "app"?`},
		{"a parameter twice", "DELETE", "/requests?app=zim:12345&app=zim:12345", ``, 400, "", "app is given 2 times"},
		{"a parameter that cannot be read", "GET", "/requests?app=%zz", ``, 400, "", "cannot be read"},
		{"a wrong flag", "GET", "/requests?unmatched=2", ``, 400, "", "must be true or false"},
		{"a wrong vendor in the query", "GET", "/requests?vendor=comet", ``, 400, "", "must be cometchat or zim"},
		{"a parameter for a call without", "POST", "/reset?app=zim:12345", ``, 400, "", `"app" is not known; there are none here`},
		{"a body for a call without", "POST", "/reset", `{"app":"zim:12345"}`, 400, "", "takes no body"},
		{"a body for a deletion", "DELETE", "/requests", `[]`, 400, "", "takes no body"},

		{"a document of nobody", "GET", "/openapi/slack.json", ``, 404, "", "cometchat.json and zim.json"},
		{"a document that is no file", "GET", "/openapi/zim", ``, 404, "", "cometchat.json and zim.json"},
		{"an app without a vendor", "GET", "/apps/12345", ``, 404, "", "no app 12345"},
		{"an app of a strange vendor", "POST", "/apps/toy:12345/reset", ``, 404, "", "no app toy:12345"},
		{"an app with half a name", "POST", "/apps/zim:/reset", ``, 404, "", "no app zim:"},
		{"the fixtures' own app", "DELETE", "/apps/zim:12345", ``, 409, "", "comes from the fixtures and stays"},
		{"an odd name for a snapshot", "POST", "/apps/zim:12345/snapshots/a%20b", ``, 400, "", "1 to 100 of A-Z"},
		{"a long name for a snapshot", "POST", "/apps/zim:12345/snapshots/" + strings.Repeat("x", 101), ``, 400, "", "1 to 100 of A-Z"},
		{"a snapshot that is not there", "POST", "/apps/zim:12345/snapshots/a/restore", ``, 404, "", `no snapshot "a"`},
		{"a block of nobody", "PUT", "/apps/zim:12345/users/ann/blocks/nobody", ``, 404, "", `no user "nobody"`},
		{"a block by nobody", "DELETE", "/apps/zim:12345/users/nobody/blocks/ann", ``, 404, "", `no user "nobody"`},
		{"a block of oneself", "PUT", "/apps/zim:12345/users/ann/blocks/ann", ``, 400, "", "ann"},
		{"an online state for CometChat", "PUT", "/apps/cometchat:one/users/ann/state", `{"state":"online"}`, 400, "", "only ZIM apps"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := send(srv, tt.method, "/__admin"+tt.path, tt.body)
			var p admin.Problem
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != tt.status {
				t.Fatalf("%s %s %s = %d %s, want %d", tt.method, tt.path, tt.body, w.Code, w.Body, tt.status)
			}
			wantProblem(t, w)
			text := p.Detail
			if tt.pointer != "" {
				if len(p.Errors) == 0 || p.Errors[0].Pointer != tt.pointer {
					t.Fatalf("errors = %+v, want the pointer %s", p.Errors, tt.pointer)
				}
				text = p.Errors[0].Detail
			}
			if !strings.Contains(text, tt.detail) {
				t.Errorf("the detail is %q, want %q in it", text, tt.detail)
			}
			if after := everything(t, srv); after != before {
				t.Fatalf("a refused call has changed something:\n%s\nwas\n%s", after, before)
			}
		})
	}
}

// The detail of a problem is one sentence, whoever has found it.
func TestDetailsAreSentences(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	for _, tt := range []struct{ method, path, body, want string }{
		{"POST", "/apps", `{"vendor":"zom"}`, `vendor must be cometchat or zim, found "zom"; did you mean "zim"?`},
		{"POST", "/apps", `{"vendor":"cometchat","fixture":{"users":[{"uid":"A b"}]}}`, `fixture/users/0/uid may have a-z, 0-9, - and _, found "A b"`},
		{"POST", "/apps", `{"vendor":"cometchat","fixture":"users:\n  - {uid: x"}`, `fixture: line 2: not valid YAML here or below: did not find expected ',' or '}'`},
		{"PUT", "/apps/zim:12345/state", `{"users":[`, `the body: line 1: neither valid JSON nor YAML here or below: did not find expected node content`},
		{"PUT", "/apps/zim:12345/state", `{"users":[{"userId":"ann","blacklist":["bem"]},{"userId":"ben"}]}`, `users/0/blacklist/0: "bem" is neither listed nor generated; the nearest known id is "ben"`},
		{"POST", "/faults", `{"fault":{"code":"zz"}}`, `fault/code is "zz", which is not a code of any vendor; GET /__admin/codes lists them`},
		{"POST", "/apps/zim:12345/faults", `{"fault":{"code":66030005}}`, `fault/code is "66030005", which is not a code of any vendor; did you mean "660300005"? GET /__admin/codes?vendor=zim lists them`},
		{"DELETE", "/faults/all1", ``, `no fault rule "all1" for all apps is in force; none is, and one that has hit its times is gone by itself`},
		{"DELETE", "/apps/zim:12345", ``, `app zim:12345 comes from the fixtures and stays; POST /__admin/apps/zim:12345/reset brings it back to its beginning`},
	} {
		w := send(srv, tt.method, "/__admin"+tt.path, tt.body)
		var p admin.Problem
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || p.Detail != tt.want {
			t.Errorf("%s %s %s says\n\t%s\nwant\n\t%s", tt.method, tt.path, tt.body, p.Detail, tt.want)
		}
	}
}

// What is too much is not read to its end.
func TestLargeBodiesAreRefused(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	for _, tt := range []struct {
		path   string
		length int64
	}{
		{"/requests/find", 1<<20 + 1},
		{"/reset", 1<<20 + 1},
		{"/apps/zim:12345/faults", 1<<20 + 1},
		{"/apps", admin.MaxState + 1},
	} {
		r := httptest.NewRequest(http.MethodPost, "/__admin"+tt.path, strings.NewReader(strings.Repeat(" ", int(tt.length))))
		w := httptest.NewRecorder()
		srv.ServeHTTP(w, r)
		if w.Code != http.StatusRequestEntityTooLarge {
			t.Errorf("POST %s with %d bytes = %d %s, want 413", tt.path, tt.length, w.Code, w.Body)
		}
		wantProblem(t, w)
	}
	if w := send(srv, http.MethodPut, "/__admin/clock", `{"frozen":true}`+strings.Repeat(" ", 1<<20-15)); w.Code != http.StatusOK {
		t.Errorf("a body of just the size that is allowed = %d %s", w.Code, w.Body)
	}
}

// With a token nothing but the health checks and the certificate is open.
func TestTokenCoversEveryCall(t *testing.T) {
	t.Parallel()
	srv := newServer(t, chatdouble.WithAdminToken("sesame"), chatdouble.WithCACertificate(func() ([]byte, error) { return []byte("pem"), nil }))
	open := map[string]bool{"/livez": true, "/readyz": true, "/certs/ca.pem": true}
	paths := readDocument(t, newServer(t)).Paths
	for path, item := range paths {
		target := "/__admin" + strings.NewReplacer("{app}", "zim:12345", "{user}", "ann", "{other}", "ben", "{name}", "x", "{id}", "1").Replace(path)
		for method := range item {
			want := http.StatusUnauthorized
			if open[path] {
				want = http.StatusOK
			}
			if w := send(srv, strings.ToUpper(method), target, ""); w.Code != want {
				t.Errorf("%s %s without the token = %d, want %d", method, path, w.Code, want)
			}
		}
	}
	if len(paths) < 30 {
		t.Errorf("%d paths", len(paths))
	}
}

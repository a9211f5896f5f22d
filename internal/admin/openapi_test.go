package admin_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/golden"
)

// document is what the tests need of the OpenAPI document.
type document struct {
	OpenAPI    string
	Paths      map[string]map[string]operation
	Components struct{ Schemas map[string]json.RawMessage }

	refs map[string]*golden.Schema
}

type operation struct {
	OperationID string
	Summary     string
	Parameters  []struct {
		Name, In, Description string
		Required              bool
	}
	RequestBody *struct{ Content map[string]media }
	Responses   map[string]struct{ Content map[string]media }
}

type media struct{ Schema json.RawMessage }

func readDocument(t testing.TB, h http.Handler) *document {
	t.Helper()
	w := call(h, http.MethodGet, "/__admin/openapi.json")
	d := &document{refs: make(map[string]*golden.Schema)}
	if err := json.Unmarshal(w.Body.Bytes(), d); err != nil || w.Code != http.StatusOK {
		t.Fatalf("GET openapi.json = %d, %v", w.Code, err)
	}
	for name, text := range d.Components.Schemas {
		d.refs["#/components/schemas/"+name] = d.schema(t, text)
	}
	for _, s := range d.refs {
		s.Resolve(d.refs)
	}
	return d
}

func (d *document) schema(t testing.TB, text json.RawMessage) *golden.Schema {
	t.Helper()
	s, err := golden.ReadSchema(text)
	if err != nil {
		t.Fatalf("the schema %s: %v", text, err)
	}
	return s
}

// check ends the test when an answer is not one that the document describes.
func (d *document) check(t testing.TB, method, path string, w *httptest.ResponseRecorder) {
	t.Helper()
	op, ok := d.Paths[path][strings.ToLower(method)]
	if !ok {
		t.Fatalf("the document has no call %s %s", method, path)
	}
	response, ok := op.Responses[strconv.Itoa(w.Code)]
	if !ok {
		t.Fatalf("%s %s answered %d %s, which the document does not say of it", method, path, w.Code, w.Body)
	}
	contentType := w.Header().Get("Content-Type")
	content, ok := response.Content[contentType]
	if !ok {
		t.Fatalf("%s %s answered %d as %s, which the document does not say of it", method, path, w.Code, contentType)
	}
	if !strings.HasSuffix(contentType, "json") {
		return
	}
	s := d.schema(t, content.Schema)
	s.Resolve(d.refs)
	if err := s.Check(w.Body.Bytes()); err != nil {
		t.Errorf("%s %s: the answer does not fit the document: %v\n%s", method, path, err, w.Body)
	}
}

// send makes a call with a body.
func send(h http.Handler, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// Every call of the document is made once and answers as it says; then with things that are wrong.
// A call that stands in the document and not here fails the test, and the other way round.
func TestEveryCallAnswersAsTheDocumentSays(t *testing.T) {
	t.Parallel()
	srv := newServer(t, chatdouble.WithCACertificate(func() ([]byte, error) { return []byte("-----BEGIN CERTIFICATE-----\n"), nil }))
	ask(t, srv)
	d := readDocument(t, srv)
	lastID := srv.Requests()[5].ID
	made := make(map[string]bool)
	for _, tt := range []struct {
		method, path, target, body string
		status                     int
	}{
		{"GET", "/livez", "", "", 200},
		{"GET", "/readyz", "", "", 200},
		{"GET", "/health", "", "", 200},
		{"GET", "/version", "", "", 200},
		{"GET", "/openapi.json", "", "", 200},
		{"GET", "/operations", "", "", 200},
		{"GET", "/variants", "", "", 200},
		{"GET", "/operations", "/operations?vendor=zim&short=true", "", 200},
		{"POST", "/sign", "", `{"url":"http://localhost:8080/?Action=QueryBlacklist","app":"zim:12345"}`, 200},
		{"POST", "/sign", "", `{"url":"http://localhost:8080/v3/users"}`, 400},
		{"POST", "/sign", "", `{"url":"http://localhost:8080/?Action=QueryBlacklist","app":"zim:1"}`, 404},
		{"GET", "/codes", "", "", 200},
		{"GET", "/codes", "/codes?vendor=zim", "", 200},
		{"GET", "/codes", "/codes?vendor=zoom", "", 400},
		{"GET", "/certs/ca.pem", "", "", 200},
		{"GET", "/metrics", "", "", 200},

		{"POST", "/apps", "", `{"vendor":"zim","name":"one"}`, 201},
		{"POST", "/apps", "", `{"vendor":"cometchat"}`, 201},
		{"GET", "/apps", "", "", 200},
		{"GET", "/apps/{app}", "/apps/zim:12345", "", 200},
		{"GET", "/apps/{app}", "/apps/zim:1", "", 404},
		{"DELETE", "/apps/{app}", "/apps/zim:12345", "", 409},
		{"DELETE", "/apps/{app}", "/apps/zim:1", "", 404},

		{"POST", "/apps/{app}/snapshots/{name}", "/apps/zim:12345/snapshots/a.B-1_", "", 200},
		{"POST", "/apps/{app}/snapshots/{name}", "/apps/zim:12345/snapshots/a+b", "", 400},
		{"POST", "/apps/{app}/snapshots/{name}/restore", "/apps/zim:12345/snapshots/a.B-1_/restore", "", 200},
		{"POST", "/apps/{app}/snapshots/{name}/restore", "/apps/zim:12345/snapshots/b/restore", "", 404},
		{"GET", "/apps/{app}", "/apps/zim:12345", "", 200},
		{"DELETE", "/apps/{app}/snapshots/{name}", "/apps/zim:12345/snapshots/a.B-1_", "", 200},
		{"DELETE", "/apps/{app}/snapshots/{name}", "/apps/zim:12345/snapshots/a.B-1_", "", 404},

		{"PUT", "/apps/{app}/users/{user}/blocks/{other}", "/apps/cometchat:one/users/ben/blocks/ann", "", 200},
		{"PUT", "/apps/{app}/users/{user}/blocks/{other}", "/apps/cometchat:one/users/ben/blocks/nobody", "", 404},
		{"DELETE", "/apps/{app}/users/{user}/blocks/{other}", "/apps/cometchat:one/users/ben/blocks/ann", "", 200},
		{"PUT", "/apps/{app}/users/{user}/state", "/apps/zim:12345/users/ann/state", `{"state":"loggedIn"}`, 200},
		{"PUT", "/apps/{app}/users/{user}/state", "/apps/cometchat:one/users/ann/state", `{"state":"loggedIn"}`, 400},
		{"POST", "/apps/{app}/acts", "/apps/zim:12345/acts", `{"act":"goOnline","user":"ann"}`, 200},
		{"POST", "/apps/{app}/acts", "/apps/zim:12345/acts", `{"act":"goOffline","user":"ann","loggedOut":true}`, 200},
		{"POST", "/apps/{app}/acts", "/apps/zim:12345/acts", `{"act":"goOffline","user":"nobody"}`, 404},
		{"GET", "/apps/{app}/deliveries", "/apps/zim:12345/deliveries", "", 200},
		{"POST", "/apps/{app}/deliveries/{id}/redeliver", "/apps/zim:12345/deliveries/1/redeliver", "", 404},
		{"POST", "/apps/{app}/acts", "/apps/cometchat:one/acts", `{"act":"goOnline","user":"ann"}`, 400},

		{"GET", "/openapi/{file}", "/openapi/zim.json", "", 200},
		{"GET", "/openapi/{file}", "/openapi/cometchat.json", "", 200},
		{"GET", "/openapi/{file}", "/openapi/slack.json", "", 404},

		{"GET", "/clock", "", "", 200},
		{"PUT", "/clock", "", `{"now":"2024-03-01T00:00:00Z","frozen":true}`, 200},
		{"PUT", "/clock", "", `{}`, 400},
		{"POST", "/clock/advance", "", `{"by":"11m"}`, 200},
		{"POST", "/clock/advance", "", `{"by":"11 minutes"}`, 400},
		{"GET", "/apps/{app}/clock", "/apps/zim:12345/clock", "", 200},
		{"PUT", "/apps/{app}/clock", "/apps/zim:12345/clock", `{"frozen":false}`, 200},
		{"POST", "/apps/{app}/clock/advance", "/apps/zim:12345/clock/advance", `{"by":"-1h"}`, 200},

		{"POST", "/faults", "", `{"match":{"header":{"X-Test":"1"},"nth":3},"fault":{"transport":"TRUNCATED_BODY","after_bytes":0,"delay":{"type":"lognormal","median":80,"sigma":0.4,"maxValue":2000}},"probability":0.5}`, 201},
		{"POST", "/faults", "", `{"match":{"operation":"QueryBlacklst"},"fault":{"code":"1"}}`, 400},
		{"POST", "/faults", "", `{"match":{"method":"GET","path":"/v3/groups/*"},"fault":{"status":503,"headers":{"Retry-After":"5","Via":["a","b"]},"json":{"data":[null,1.5]}}}`, 201},
		{"POST", "/faults", "", `{"match":{"action":"AnyAction"},"fault":{"json":7}}`, 201},
		{"GET", "/faults", "", "", 200},
		{"DELETE", "/faults/{id}", "/faults/all2", "", 200},
		{"DELETE", "/faults/{id}", "/faults/all2", "", 404},
		{"DELETE", "/faults", "", "", 200},
		{"POST", "/apps/{app}/faults", "/apps/zim:12345/faults", `{"match":{"vendor":"zim","operation":"QueryBlacklist","user":"ann"},"fault":{"status":503,"body":"busy","delay":{"type":"uniform","lower":0,"upper":3}},"times":2,"when":"after"}`, 201},
		{"POST", "/apps/{app}/faults", "/apps/zim:12345/faults", `{"fault":{"rate_limited":true}}`, 201},
		{"POST", "/apps/{app}/faults", "/apps/zim:12345/faults", `{"fault":{"code":"nonsense"}}`, 400},
		{"GET", "/apps/{app}/faults", "/apps/zim:12345/faults", "", 200},
		{"DELETE", "/apps/{app}/faults/{id}", "/apps/zim:12345/faults/f2", "", 200},
		{"DELETE", "/apps/{app}/faults/{id}", "/apps/zim:12345/faults/all1", "", 404},
		{"DELETE", "/apps/{app}/faults", "/apps/zim:12345/faults", "", 200},

		{"GET", "/requests", "", "", 200},
		{"GET", "/requests", "/requests?vendor=zim&operation=QueryBlacklist&user=ann&status=200&since=2024-01-01T00:00:00Z&until=2025-01-01T00:00:00Z&limit=1", "", 200},
		{"GET", "/requests", "/requests?app=zim:1", "", 404},
		{"GET", "/requests/{id}", "/requests/" + lastID, "", 200},
		{"GET", "/requests/{id}", "/requests/1", "", 404},
		{"GET", "/requests/{id}/explain", "/requests/" + lastID + "/explain", "", 200},
		{"GET", "/requests/unmatched", "", "", 200},
		{"POST", "/requests/find", "", `{"vendor":"cometchat","code":"AUTH_ERR_APIKEY_NOT_FOUND"}`, 200},
		{"POST", "/requests/count", "", `{"retried_too_early":true}`, 200},
		{"POST", "/requests/count", "", `{"app":"zim:1"}`, 404},
		{"POST", "/requests/wait", "", `{"operation":"QueryBlacklist","count":2,"timeout":"1m"}`, 200},
		{"POST", "/requests/wait", "", `{"operation":"QueryBlacklist","count":3,"timeout":"0s"}`, 200},
		{"DELETE", "/requests", "", "", 200},

		{"GET", "/apps/{app}/state", "/apps/zim:12345/state", "", 200},
		{"PUT", "/apps/{app}/state", "/apps/zim:12345/state", `{"users":[{"userId":"zoe"}]}`, 200},
		{"PATCH", "/apps/{app}/state", "/apps/zim:12345/state", "users: [{userId: yan}]", 200},
		{"PATCH", "/apps/{app}/state", "/apps/zim:12345/state", "users: [{userID: yan}]", 400},
		{"POST", "/apps/{app}/reset", "/apps/zim:12345/reset", "", 200},
		{"POST", "/reset", "", "", 200},
	} {
		made[tt.method+" "+tt.path] = true
		target := tt.target
		if target == "" {
			target = tt.path
		}
		t.Run(tt.method+" "+target, func(t *testing.T) {
			w := send(srv, tt.method, "/__admin"+target, tt.body)
			if w.Code != tt.status {
				t.Fatalf("%s %s %s = %d %s, want %d", tt.method, target, tt.body, w.Code, w.Body, tt.status)
			}
			d.check(t, tt.method, tt.path, w)
			if strings.HasPrefix(tt.path, "/requests") && (strings.Contains(w.Body.String(), key) || strings.Contains(w.Body.String(), secret)) {
				t.Errorf("the answer holds a secret: %s", w.Body)
			}
			if w = send(srv, tt.method, "/__admin"+target+odd(target), tt.body); w.Code != http.StatusBadRequest {
				t.Errorf("with an unknown query parameter = %d %s, want 400", w.Code, w.Body)
			}
			d.check(t, tt.method, tt.path, w)
		})
	}
	for path, item := range d.Paths {
		for method := range item {
			if name := strings.ToUpper(method) + " " + path; !made[name] {
				t.Errorf("nobody has called %s", name)
			}
		}
	}
}

func odd(target string) string {
	if strings.Contains(target, "?") {
		return "&verbose=1"
	}
	return "?verbose=1"
}

// What the document says of a call leads to that call, with that method and no other.
func TestDocumentAndRoutesAgree(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	d := readDocument(t, srv)
	if d.OpenAPI != "3.1.0" || len(d.Paths) < 30 {
		t.Fatalf("openapi = %q with %d paths", d.OpenAPI, len(d.Paths))
	}
	ids := make(map[string]bool)
	for path, item := range d.Paths {
		target := "/__admin" + strings.NewReplacer("{app}", "zim:12345", "{user}", "ann", "{other}", "ben", "{name}", "x", "{id}", "1").Replace(path)
		for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
			w := send(srv, method, target, "no body for anybody")
			op, described := item[strings.ToLower(method)]
			if refused := w.Code == http.StatusMethodNotAllowed; refused == described {
				// A literal path such as /requests/find is also one of /requests/{id}.
				if !(path == "/requests/find" || path == "/requests/count" || path == "/requests/wait") || method != http.MethodGet {
					t.Errorf("%s %s = %d; the document has it: %t", method, path, w.Code, described)
				}
			}
			if !described {
				continue
			}
			if op.Summary == "" || op.OperationID == "" || ids[op.OperationID] {
				t.Errorf("%s %s has the summary %q and the operationId %q", method, path, op.Summary, op.OperationID)
			}
			ids[op.OperationID] = true
			for _, p := range op.Parameters {
				if p.Name == "" || p.In == "path" && (!p.Required || p.Description == "") {
					t.Errorf("%s %s has the parameter %+v", method, path, p)
				}
			}
		}
	}
}

// A member that is not written down would be one that nobody can rely on.
func TestDocumentIsWhole(t *testing.T) {
	t.Parallel()
	d := readDocument(t, newServer(t))
	var bare []string
	for name, text := range d.Components.Schemas {
		var s struct {
			Properties map[string]struct {
				Ref string `json:"$ref"`
			}
		}
		if err := json.Unmarshal(text, &s); err != nil {
			t.Fatal(err)
		}
		free := name == "CometChatSendMessageAct"                                                                 // whose data is any
		if loose := d.schema(t, text).Loose(name); loose != "" && !free && !strings.HasPrefix(loose, "Fixture") { // where what is free is free for a reason
			t.Errorf("%s allows additional members", loose)
		}
		for member, p := range s.Properties {
			if p.Ref != "" && d.refs[p.Ref] == nil {
				t.Errorf("%s.%s points to %s, which is not there", name, member, p.Ref)
			}
		}
		if strings.ToUpper(name[:1]) != name[:1] {
			bare = append(bare, name)
		}
	}
	if slices.Sort(bare); len(bare) > 0 {
		t.Errorf("schemas without a capital: %v", bare)
	}
}

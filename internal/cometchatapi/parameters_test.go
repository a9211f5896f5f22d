package cometchatapi_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/cometchatapi"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/vendortest"
)

// everything is an app in which each parameter of each operation has something to act on.
const everything = `
cometchat:
  - appId: app
    apiKeys:
      - {name: rest, key: ` + fullKey + `, scope: fullAccess}
      - {name: other, key: ffffffffffffffffffffffffffffffffffffffff, scope: fullAccess, createdAt: 2024-01-01T00:00:00Z}
    roles: [{role: boss, name: Boss, description: Chief}]
    users:
      - {uid: alice, name: Alice, avatar: "https://a/a.png", tags: [red], blocks: [dora, {uid: evan, at: 2024-02-01T00:00:00Z}], friends: [carl, evan], authTokens: [{authToken: alice_token}, {authToken: alice_other, createdAt: 2024-03-01T00:00:00Z}]}
      - {uid: bob, name: Zoe, tags: [red], blocks: [alice], status: available}
      - {uid: carl, name: Carl, role: boss, blocks: [bob, alice]}
      - {uid: dora, name: Dora}
      - {uid: evan, name: Evan, blocks: [alice]}
      - {uid: gone, name: Gone, deactivatedAt: 2024-01-01T00:00:00Z}
    messages:
      - {sender: alice, receiver: bob, tags: [red], data: {text: one}, sentAt: 2024-04-01T00:00:00Z}
      - {sender: bob, receiver: alice, type: image, data: {attachments: [{url: "https://x"}]}, sentAt: 2024-04-02T00:00:00Z}
      - {sender: alice, receiver: bob, category: custom, type: poem, data: {reactions: [{reaction: x, count: 1}]}, sentAt: 2024-04-03T00:00:00Z, updatedAt: 2024-04-04T00:00:00Z}
      - {sender: alice, receiver: dora, tags: [red], data: {text: one}, sentAt: 2024-04-01T00:00:00Z}
      - {sender: dora, receiver: alice, type: image, data: {attachments: [{url: "https://x"}]}, sentAt: 2024-04-02T00:00:00Z}
      - {sender: alice, receiver: dora, category: custom, type: poem, data: {reactions: [{reaction: x, count: 1}]}, sentAt: 2024-04-03T00:00:00Z, updatedAt: 2024-04-04T00:00:00Z}
`

// usual is the call of each operation that parameters are tried with, where it is not that with an empty
// body.
var usual = map[string]struct{ query, body, me string }{
	"ListUsers":         {me: "alice"},
	"ListUserMessages":  {query: "fromTimestamp=1", me: "bob"},
	"BlockUsers":        {body: `{"blockedUids":["bob"]}`},
	"BlockUsersAsMe":    {body: `{"blockedUids":["bob"]}`},
	"UnblockUsers":      {body: `{"blockedUids":["dora"]}`},
	"UnblockUsersAsMe":  {body: `{"blockedUids":["dora"]}`},
	"AddFriends":        {body: `{"accepted":["bob"]}`},
	"RemoveFriends":     {body: `{"friends":["carl"]}`},
	"CreateUser":        {body: `{"uid":"new","name":"New"}`},
	"DeactivateUsers":   {body: `{"uidsToDeactivate":["bob"]}`},
	"ReactivateUsers":   {body: `{"uidsToActivate":["gone"]}`},
	"CreateAuthToken":   {body: `{"force":true}`},
	"CreateRole":        {body: `{"role":"new","name":"New"}`},
	"CreateAPIKey":      {body: `{"name":"new"}`},
	"ImportUsers":       {body: `{"users":{"new":{"uid":"new","name":"New"}}}`},
	"SendMessage":       {body: `{"receiver":"bob","data":{"text":"x"}}`},
	"SendMessageAsMe":   {body: `{"receiver":"bob","data":{"text":"x"}}`},
	"CreateUserSession": {body: `{"sessionId":"s"}`},
}

// probes are values of which at least one changes what a parameter that is read does.
var probes = map[gateway.Place][]string{
	gateway.InQuery: {"x", "1", "desc", "name", "bob", "1800000000"},
	gateway.InBody:  {`"x"`, `["x"]`, `["bob"]`, `{"a":1}`, `true`, `0`, `"custom"`, `"https://x/y"`, `["avatar"]`},
}

// tried is a server on which calls are made again and again from the same state.
type tried struct {
	t   *testing.T
	srv *chatdouble.Server
}

// do makes the call of an operation with one more query and more members, and returns the answer with the
// state behind it, and the reason beside it.
func (tr tried) do(op gateway.Op, query string, members map[string]string) (answer, reason string) {
	tr.t.Helper()
	if err := tr.srv.Reset("cometchat:app"); err != nil {
		tr.t.Fatal(err)
	}
	tr.srv.App(tr.t, "cometchat:app").Clock().Freeze(noon)
	call := usual[op.Name]
	uid := "alice"
	if op.Name == "ListUserMessagesAsMe" {
		uid = "dora" // whom I, alice, have blocked
	}
	target := "/v3" + strings.NewReplacer("{uid}", uid, "{authToken}", "alice_other", "{role}", "boss",
		"{apiKey}", "ffffffffffffffffffffffffffffffffffffffff", "{id}", "1").Replace(op.Path)
	if both := strings.Trim(call.query+"&"+query, "&"); both != "" {
		target += "?" + both
	}
	body := map[string]json.RawMessage{}
	if call.body != "" {
		if err := json.Unmarshal([]byte(call.body), &body); err != nil {
			tr.t.Fatal(err)
		}
	}
	for name, value := range members {
		body[name] = json.RawMessage(value)
	}
	text, _ := json.Marshal(body)
	q := request{method: op.Method, target: target, header: map[string]string{"Content-Type": "application/json", "onBehalfOf": call.me}}
	if op.Method != http.MethodGet {
		q.body = string(text)
	}
	if op.Credential == "apikey" {
		q.key = fullKey
	} else {
		q.header["authToken"] = "alice_token"
	}
	r := send(tr.srv, q)
	state := get(tr.srv, "/__admin/apps/cometchat:app/state")
	if state.Status != http.StatusOK {
		tr.t.Fatalf("state: %d %s", state.Status, state.Body)
	}
	whole := fmt.Sprintf("%d %s\n%s", r.Status, r.Body, state.Body)
	return madeUp.ReplaceAllString(whole, "?"), r.Reason()
}

// madeUp are digits that differ from call to call: those of tokens and keys.
var madeUp = regexp.MustCompile(`[0-9a-f]{30,}`)

// namesInSource are all words of the package that a parameter may be read by, and those that are declared.
func namesInSource(t *testing.T) []string {
	t.Helper()
	names := map[string]bool{}
	for _, op := range cometchatapi.Operations() {
		for _, p := range op.Parameters {
			names[p.Name] = true
		}
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	word := regexp.MustCompile(`^[A-Za-z_]{2,40}$`)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if text, err := strconv.Unquote(lit.Value); err == nil && word.MatchString(text) {
					names[text] = true
				}
			}
			return true
		})
	}
	return slices.Sorted(maps.Keys(names))
}

// What an operation declares as applied changes something, and nothing else does: no parameter is read
// that is not declared, and none declared that is not read. What is not emulated is named beside the
// answer, what is rightly without effect is not.
func TestParametersAreAsDeclared(t *testing.T) {
	t.Parallel()
	names := namesInSource(t)
	if len(names) < 100 {
		t.Fatalf("only %d words in the source", len(names))
	}
	for _, op := range cometchatapi.Operations() {
		t.Run(op.Name, func(t *testing.T) {
			t.Parallel()
			srv, err := chatdouble.New(chatdouble.WithFixtureYAML("everything.yaml", everything), chatdouble.WithLimits(false))
			if err != nil {
				t.Fatal(err)
			}
			tr := tried{t, srv}
			without, reason := tr.do(op, "", nil)
			if !strings.HasPrefix(without, "200 ") || reason != "" {
				t.Fatalf("the usual call: %s (%s)", without, reason)
			}
			others := map[gateway.Place][]string{gateway.InQuery: slices.Clone(names)}
			if op.Method != http.MethodGet {
				others[gateway.InBody] = slices.Clone(names)
			}
			for _, p := range op.Parameters {
				others[p.In] = slices.DeleteFunc(others[p.In], func(name string) bool { return name == p.Name })
				tr.checkParameter(op, p, without)
			}
			for in, names := range others {
				for _, value := range probes[in] {
					if got, _ := tr.with(op, in, value, names...); got != without {
						t.Errorf("parameters of the %s that are not declared do something:\n%.300s\n%.300s", in, got, without)
						for _, name := range names {
							if got, _ := tr.with(op, in, value, name); got != without {
								t.Errorf("%s=%s is one", name, value)
							}
						}
					}
				}
			}
		})
	}
}

// with makes the call with one value for some parameters.
func (tr tried) with(op gateway.Op, in gateway.Place, value string, names ...string) (answer, reason string) {
	tr.t.Helper()
	query, members := url.Values{}, map[string]string{}
	for _, name := range names {
		if in == gateway.InQuery {
			query.Set(name, value)
		} else {
			members[name] = value
		}
	}
	return tr.do(op, query.Encode(), members)
}

func (tr tried) checkParameter(op gateway.Op, p gateway.Parameter, without string) {
	tr.t.Helper()
	changed := false
	for _, value := range probes[p.In] {
		got, reason := tr.with(op, p.In, value, p.Name)
		changed = changed || got != without
		named := strings.Contains(reason, "the parameter "+p.Name+" is known to the vendor and not emulated: it had no effect")
		if named != (p.Use == gateway.NotEmulated) || strings.HasPrefix(got, "200 ") && !named && reason != "" {
			tr.t.Errorf("%s=%s (%s): reason %q", p.Name, value, p.Use, reason)
		}
		if p.List {
			if list, _ := tr.with(op, p.In, value, p.Name+"[]"); list != got {
				tr.t.Errorf("%s[]=%s differs from %s:\n%.300s\n%.300s", p.Name, value, p.Name, list, got)
			}
		}
	}
	if changed != (p.Use == gateway.Applied) {
		tr.t.Errorf("%s (%s): changed something: %t", p.Name, p.Use, changed)
	}
}

// Slips as people make them: what had no effect is named beside an answer that went well, too.
func TestSlipsInParameters(t *testing.T) {
	t.Parallel()
	srv := desk(t, chatdouble.WithLimits(false))
	const unknown = " and had no effect; did you mean "
	for _, tt := range []struct {
		call, body string
		want       string
	}{
		{"GET /v3/users?limt=5", "", "the parameter limt is not one of ListUsers: it had no effect"},
		{"GET /v3/users?perpage=5", "", "the parameter perpage is not one of ListUsers" + unknown + "perPage"},
		{"GET /v3/users?pagee=2&tags[]=a&page[]=3", "", "the parameter pagee is not one of ListUsers" + unknown + "page; the parameter page[] is not one of ListUsers" + unknown + "page"},
		{"GET /v3/users?count=true", "", "the parameter count is known to the vendor and not emulated: it had no effect"},
		{"GET /v3/users?page=1&perPage=5&searchKey=", "", ""},
		{"GET /v3/users/alice?withTags=1", "", "the parameter withTags is not one of GetUser: it had no effect"},
		{"GET " + listURL + "?limit=5&search=x", "", "the parameter limit is not one of ListBlockedUsers" + unknown + "perPage; the parameter search is not one of ListBlockedUsers" + unknown + "searchKey"},
		{"GET /v3/users/alice/messages?limt=5", "", "the parameter limt is not one of ListUserMessages" + unknown + "limit"},
		{"POST " + listURL, `{"blockedUids":["bob"],"uids":[]}`, "the parameter uids is not one of BlockUsers: it had no effect"},
		{"POST " + listURL, `{"blockedUIDs":["bob"]}`, "The blocked uids field is required; the parameter blockedUIDs is not one of BlockUsers" + unknown + "blockedUids"},
		{"POST " + listURL + "?blockedUids=bob", "", "The blocked uids field is required; the parameter blockedUids belongs into the body of BlockUsers: it had no effect"},
		{"DELETE /v3/users/bob/auth_tokens", `{"force":true}`, "the parameter force is not one of FlushAuthTokens: it had no effect"},
		{"DELETE /v3/users/bob/auth_tokens", `[]`, ""},
		{"GET /v3/users", `{"perPage":5}`, ""}, // a body on a GET is ignored, as recorded
		{"PUT /v3/users/bob", `{"uid":"bob","nmae":"B"}`, "the parameter nmae is not one of UpdateUser" + unknown + "name"},
		{"GET /v3/users?" + strings.Repeat("x", 100) + "=1", "", "the parameter " + strings.Repeat("x", 60) + "... is not one of ListUsers: it had no effect"},
		{"GET /v3/users?" + fullKey + "=1", "", "the parameter 0123*** is not one of ListUsers: it had no effect"},
	} {
		method, target, _ := strings.Cut(tt.call, " ")
		r := send(srv, request{method: method, target: target, host: firstHost, body: tt.body, key: fullKey})
		reason := r.Reason()
		if e := vendortest.Entry(t, srv, r); reason != tt.want || e.Reason != tt.want {
			t.Errorf("%s %s: %d\n got: %s\nwant: %s", tt.call, tt.body, r.Status, reason, tt.want)
		}
		noSecrets(t, reason)
	}
}

package cometchatapi_test

import (
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
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/vendortest"
)

// everything is an app in which each parameter of each operation has something to act on.
const everything = `
cometchat:
  - appId: app
    apiKeys:
      - {name: rest, key: ` + fullKey + `, scope: fullAccess}
      - {name: other, key: ` + spareKey + `, scope: fullAccess, createdAt: 2024-01-01T00:00:00Z}
    roles: [{role: boss, name: Boss, description: Chief}]
    users:
      - {uid: alice, name: Alice, avatar: "https://a/a.png", tags: [red], blocks: [dora, {uid: evan, at: 2024-02-01T00:00:00Z}], friends: [carol, evan], authTokens: [{authToken: alice_token}, {authToken: alice_other, createdAt: 2024-03-01T00:00:00Z}]}
      - {uid: bob, name: Zoe, tags: [red], blocks: [alice], status: available}
      - {uid: carol, name: Carol, role: boss, blocks: [bob, alice]}
      - {uid: dora, name: Dora}
      - {uid: evan, name: Evan, blocks: [alice]}
      - {uid: gone, name: Gone, deactivatedAt: 2024-01-01T00:00:00Z}
      - {uid: dan, name: Dan}
    groups:
      - {guid: team, name: Team, type: password, password: secret, tags: [red], owner: alice, members: [{uid: bob, scope: admin}, carol, dora], banned: [evan]}
      - {guid: guests, name: Guests, owner: bob, members: [{uid: alice, scope: admin}, carol, dora]}
      - {guid: bans, name: Bans, owner: bob, members: [{uid: alice, scope: admin}], banned: [dan, dora]}
      - {guid: open, name: Open, owner: carol}
      - {guid: locked, name: Locked, type: password, password: secret, owner: carol}
    messages:
      - {sender: dora, receiver: team, receiverType: group, tags: [red], data: {text: one}, sentAt: 2024-04-01T00:00:00Z}
      - {sender: bob, receiver: team, receiverType: group, type: image, data: {attachments: [{url: "https://x"}]}, sentAt: 2024-04-02T00:00:00Z}
      - {sender: alice, receiver: team, receiverType: group, category: custom, type: poem, data: {reactions: [{reaction: x, count: 1}]}, sentAt: 2024-04-03T00:00:00Z, updatedAt: 2024-04-04T00:00:00Z}
      - {sender: dora, receiver: guests, receiverType: group, tags: [red], data: {text: one}, sentAt: 2024-04-01T00:00:00Z}
      - {sender: bob, receiver: guests, receiverType: group, type: image, data: {attachments: [{url: "https://x"}]}, sentAt: 2024-04-02T00:00:00Z}
      - {sender: alice, receiver: guests, receiverType: group, category: custom, type: poem, data: {reactions: [{reaction: x, count: 1}]}, sentAt: 2024-04-03T00:00:00Z, updatedAt: 2024-04-04T00:00:00Z}
      - {sender: alice, receiver: bob, muid: mine, tags: [red], data: {text: one}, sentAt: 2024-04-01T00:00:00Z}
      - {sender: bob, receiver: alice, type: image, data: {attachments: [{url: "https://x"}]}, sentAt: 2024-04-02T00:00:00Z}
      - {sender: alice, receiver: bob, category: custom, type: poem, data: {reactions: [{reaction: x, count: 1}]}, sentAt: 2024-04-03T00:00:00Z, updatedAt: 2024-04-04T00:00:00Z}
      - {sender: alice, receiver: dora, tags: [red], data: {text: one}, sentAt: 2024-04-01T00:00:00Z}
      - {sender: dora, receiver: alice, type: image, data: {attachments: [{url: "https://x"}]}, sentAt: 2024-04-02T00:00:00Z}
      - {sender: alice, receiver: dora, category: custom, type: poem, data: {reactions: [{reaction: x, count: 1}]}, sentAt: 2024-04-03T00:00:00Z, updatedAt: 2024-04-04T00:00:00Z}
      - {sender: dora, receiver: team, receiverType: group, data: {text: two, mentions: {alice: {uid: alice}, bob: {uid: bob}}}, parentId: 1, quotedMessageId: 1, deletedAt: 2024-04-05T00:00:00Z, updatedAt: 2024-04-05T00:00:00Z, sentAt: 2024-04-05T00:00:00Z}
      - {sender: dora, receiver: guests, receiverType: group, data: {text: two, mentions: {alice: {uid: alice}, bob: {uid: bob}}}, parentId: 1, quotedMessageId: 1, deletedAt: 2024-04-05T00:00:00Z, updatedAt: 2024-04-05T00:00:00Z, sentAt: 2024-04-05T00:00:00Z}
      - {sender: alice, receiver: bob, data: {text: two, mentions: {alice: {uid: alice}, bob: {uid: bob}}}, parentId: 1, quotedMessageId: 1, deletedAt: 2024-04-05T00:00:00Z, updatedAt: 2024-04-05T00:00:00Z, sentAt: 2024-04-05T00:00:00Z}
      - {sender: dora, receiver: alice, data: {text: two, mentions: {alice: {uid: alice}, bob: {uid: bob}}}, parentId: 1, quotedMessageId: 1, deletedAt: 2024-04-05T00:00:00Z, updatedAt: 2024-04-05T00:00:00Z, sentAt: 2024-04-05T00:00:00Z}
      - {sender: dora, receiver: guests, receiverType: group, category: interactive, type: form, data: {interactiveData: {}}}
      - {sender: dora, receiver: guests, receiverType: group, tags: [red], parentId: 4, data: {text: one}, sentAt: 2024-04-01T00:00:00Z}
      - {sender: bob, receiver: guests, receiverType: group, type: image, parentId: 4, data: {attachments: [{url: "https://x"}]}, sentAt: 2024-04-02T00:00:00Z}
      - {sender: alice, receiver: guests, receiverType: group, category: custom, type: poem, parentId: 4, data: {reactions: [{reaction: x, count: 1}]}, sentAt: 2024-04-03T00:00:00Z, updatedAt: 2024-04-04T00:00:00Z}
      - {sender: carol, receiver: team, receiverType: group, parentId: 1, data: {text: one}}
      - {sender: carol, receiver: team, receiverType: group, parentId: 2, data: {text: one}}
      - {sender: alice, receiver: dora, parentId: 10, data: {text: one}}
      - {sender: dora, receiver: alice, parentId: 11, data: {}, deletedAt: 2024-04-05T00:00:00Z, deletedBy: dora}
      - {sender: bob, receiver: alice, parentId: 7, data: {}, deletedAt: 2024-04-05T00:00:00Z, deletedBy: bob}
      - {sender: dora, receiver: guests, receiverType: group, parentId: 4, quotedMessageId: 4, data: {text: two, mentions: {alice: {uid: alice}, bob: {uid: bob}}}, deletedAt: 2024-04-05T00:00:00Z, deletedBy: dora}
    conversations:
      - {user: alice, with: bob, unread: 0, tags: [x, "1"]}
      - {user: bob, with: alice, unread: 0, tags: [x, "1"]}
      - {user: alice, with: dora, unread: 0}
`

// probes are values of which at least one changes what a parameter that is read does.
var probes = map[gateway.Place][]any{
	gateway.InQuery: {"x", "1", "desc", "name", "bob", "1800000000"},
	gateway.InBody:  {"x", []any{"x"}, []any{"bob"}, vendortest.Args{"a": 1}, true, 0, "custom", "https://x/y", []any{"avatar"}},
}

// alsoNeeded is what some operations are asked with, too, so that all else has something to act on.
var alsoNeeded = map[string]vendortest.Args{
	"CreateGroup":                {"type": "password", "password": "secret", "{onBehalfOf}": ""},
	"CreateGroupAsMe":            {"type": "password", "password": "secret"},
	"UpdateGroup":                {"{onBehalfOf}": ""},
	"AddGroupMembers":            {"usersToBan": []any{"dora"}},
	"AddMembersToGroup":          {"usersToBan": []any{"dora"}},
	"ChangeGroupMemberScope":     {"scope": "moderator"},
	"ChangeGroupMemberScopeAsMe": {"scope": "moderator"},
	"SendThreadMessage":          {"{id}": "4", "receiver": "guests", "receiverType": "group"},
	"SendThreadMessageAsMe":      {"{id}": "4", "receiver": "guests", "receiverType": "group"},
	"ListAllThreadMessages":      {"{id}": "4"},
	"ListAllThreadMessagesAsMe":  {"{id}": "4"},
	"MarkInteracted":             {"{id}": "17"},
	"MarkInteractedAsMe":         {"{id}": "17"},
	"UpdateMessage":              {"tags": []any{"t"}},
	"UpdateMessageAsMe":          {"tags": []any{"t"}},
	"JoinGroup":                  {"{guid}": "locked", "password": "secret"},

	"MarkConversationAsUnread":          {"messageId": "7"},
	"MarkConversationAsUnreadAsMe":      {"messageId": "10"},
	"MarkGroupConversationAsUnread":     {"messageId": "4"},
	"MarkGroupConversationAsUnreadAsMe": {"messageId": "4"},
}

// tried is an operation on which calls are made again and again from the same state.
type tried struct {
	t     *testing.T
	srv   *chatdouble.Server
	op    *gateway.Op
	least vendortest.Args // what it cannot be asked without
	whole vendortest.Args // an example of each parameter
}

func newTried(t *testing.T, op *gateway.Op) *tried {
	srv, err := chatdouble.New(chatdouble.WithFixtureYAML("everything.yaml", everything), chatdouble.WithLimits(false))
	if err != nil {
		t.Fatal(err)
	}
	tr := &tried{t: t, srv: srv, op: op, least: vendortest.Args{}}
	_, tr.whole = subject().Good(t, op)
	for name, value := range tr.whole {
		i := slices.IndexFunc(op.In.Fields, func(f shape.Field) bool { return f.Name == name })
		if i < 0 || op.In.Fields[i].Required {
			tr.least[name] = value
		}
	}
	if op.Credential == "authToken" {
		tr.least["{uid}"] = "dora" // whom I, alice, have blocked
	}
	maps.Copy(tr.least, alsoNeeded[op.Name])
	return tr
}

// do makes the call with more of the query or the body, and returns the answer with the state behind it, and the reason
// beside it.
func (tr *tried) do(in gateway.Place, more vendortest.Args) (answer, reason string) {
	tr.t.Helper()
	if err := tr.srv.Reset("cometchat:app"); err != nil {
		tr.t.Fatal(err)
	}
	tr.srv.App(tr.t, "cometchat:app").Clock().Freeze(noon)
	args, query := maps.Clone(tr.least), url.Values{}
	if in == gateway.InBody || tr.op.Method == http.MethodGet {
		maps.Copy(args, more)
	} else {
		for name, value := range more {
			query.Set(name, fmt.Sprint(value))
		}
	}
	q := requestOf(tr.op, args)
	if len(query) > 0 {
		q.Target += "?" + query.Encode()
	}
	r := vendortest.Ask(tr.srv, q)
	state := get(tr.srv, "/__admin/apps/cometchat:app/state") // JSON: keys of digits alone are quoted as others are
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
			tr := newTried(t, &op)
			without, reason := tr.do("", nil)
			if !strings.HasPrefix(without, "200 ") || reason != "" {
				t.Fatalf("the least call: %s (%s)", without, reason)
			}
			others := map[gateway.Place][]string{gateway.InQuery: slices.Clone(names)}
			if op.Method != http.MethodGet {
				others[gateway.InBody] = slices.Clone(names)
			}
			for _, p := range op.Parameters {
				others[p.In] = slices.DeleteFunc(others[p.In], func(name string) bool { return name == p.Name })
				tr.checkParameter(p, without)
			}
			for in, names := range others {
				tr.checkOthers(in, names, without)
			}
		})
	}
}

func (tr *tried) checkOthers(in gateway.Place, names []string, without string) {
	tr.t.Helper()
	for _, value := range probes[in] {
		all := vendortest.Args{}
		for _, name := range names {
			all[name] = value
		}
		got, _ := tr.do(in, all)
		if got == without {
			continue
		}
		tr.t.Errorf("parameters of the %s that are not declared do something:\n%.300s\n%.300s", in, got, without)
		for _, name := range names {
			if got, _ := tr.do(in, vendortest.Args{name: value}); got != without {
				tr.t.Errorf("%s=%v is one", name, value)
			}
		}
	}
}

func (tr *tried) checkParameter(p gateway.Parameter, without string) {
	tr.t.Helper()
	changed := false
	for _, value := range probes[p.In] {
		got, reason := tr.do(p.In, vendortest.Args{p.Name: value})
		changed = changed || got != without
		named := strings.Contains(reason, "the parameter "+p.Name+" is known to the vendor and not emulated: it had no effect")
		if named != (p.Use == gateway.NotEmulated) || strings.HasPrefix(got, "200 ") && !named && reason != "" {
			tr.t.Errorf("%s=%v (%s): reason %q", p.Name, value, p.Use, reason)
		}
		if p.List {
			if list, _ := tr.do(p.In, vendortest.Args{p.Name + "[]": value}); list != got {
				tr.t.Errorf("%s[]=%v differs from %s:\n%.300s\n%.300s", p.Name, value, p.Name, list, got)
			}
		}
	}
	applied := p.Use == gateway.Applied
	if changed && !applied || applied && !changed && !tr.changesBeside(p) {
		tr.t.Errorf("%s (%s): changed something: %t", p.Name, p.Use, changed)
	}
}

// changesBeside reports whether a parameter changes something beside one of the others.
func (tr *tried) changesBeside(p gateway.Parameter) bool {
	if p.Name == "unique" {
		tr.whole["{onBehalfOf}"] = "" // it means nothing to somebody's own list
	}
	for other, given := range tr.whole {
		if _, there := tr.least[other]; there || other == p.Name {
			continue
		}
		without, _ := tr.do(p.In, vendortest.Args{other: given})
		for _, value := range probes[p.In] {
			if got, _ := tr.do(p.In, vendortest.Args{other: given, p.Name: value}); got != without {
				return true
			}
		}
	}
	return false
}

package zegoapi_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/vendortest"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// TestDeclarations holds each action against its declaration.
func TestDeclarations(t *testing.T) {
	t.Parallel()
	vendortest.Walk(t, subject())
}

// TestDeclarationsBite makes declarations wrong: the walk reports each.
func TestDeclarationsBite(t *testing.T) {
	t.Parallel()
	vendortest.Mutations(t, subject())
}

// Of a good item and one that is wrong alone the first is done: the Code is 0, and the other is among the failures.
func TestItemsFailAlone(t *testing.T) {
	t.Parallel()
	for _, op := range zegoapi.Operations() {
		list := slices.IndexFunc(op.In.Fields, func(f shape.Field) bool { return f.Type.Kind() == reflect.Slice })
		if list < 0 || !slices.ContainsFunc(op.Out.Fields, hasSubCodes) || slices.Contains(wholeAlone, op.Name) {
			continue
		}
		t.Run(op.Name, func(t *testing.T) {
			w, in := subject().Good(t, &op)
			f := &front{w.App, w.Server, sampleID, sampleSecret}
			items := in[op.In.Fields[list].Name].([]any)
			bad, object := items[0].(vendortest.Args)
			if object {
				bad = maps.Clone(bad)
				bad["UserId"], bad["Key"], bad["ConvId"] = "b/d", "b/d", "b/d"
				items = append(items, bad)
			} else {
				items = append(items, "b/d")
			}
			in[op.In.Fields[list].Name] = items
			r := f.do(t, op.Name, toJSON(t, in))
			if failed := r.failures(); r.Code != 0 || len(failed) != 1 || failed[0].UserID+failed[0].Key+failed[0].ConvID != "b/d" {
				t.Errorf("Code %d (%s), failures %v, want b/d alone", r.Code, r.Reason(), failed)
			}
		})
	}
}

// wholeAlone are the actions whose items are all good or the call is refused, and those of whose items any is good.
var wholeAlone = slices.Concat(roomsAlone, callsAlone, conversationsAlone)

// The small world: alice has blocked bob and has him as a friend, and has blocked dave no longer; erin has blocked alice;
// carol is nothing to her, and newcomer is not there.
const smallWorld = `
zim:
  - appId: 12345
    serverSecret: 9193cc662a4c0ec135ec71fb57194b38
    limits: {%s}
    users: [{userId: alice}, {userId: bob}, {userId: carol}, {userId: dave}, {userId: erin}, {userId: "@RBT#helper"}]
` + messageWorld + groupWorld + roomWorld + conversationWorld + callWorld

func subject() *vendortest.Subject {
	return &vendortest.Subject{
		Operations: zegoapi.Operations(),
		Catalogue:  &zegoapi.Catalogue,
		Open:       openSmallWorld,
		Examples: examples(map[string][]any{
			"FromUserId": {"alice"},
			"UserId":     {"bob", "carol", "newcomer"},
			"UserIds":    {"bob", "carol"},
			"ToUserId":   {"bob"},
			"Next":       {0},
			"Key":        {"k0"},
		}, messageExamples, groupExamples, roomExamples, conversationExamples, callExamples),
		Codes:   codesIn,
		Answer:  answerWith,
		Refusal: refusalOf,
		Most:    mostOf,
		Needs: func(f *shape.Field, slip vendortest.Slip) vendortest.Args {
			if list := f.Tag.Get("unless"); list != "" && slip != vendortest.Missing {
				return vendortest.Args{list: []any{}}
			}
			name, value, ok := strings.Cut(f.Tag.Get("only"), "=")
			if !ok {
				return neededBeside[f.Name]
			}
			n, _ := strconv.Atoi(value)
			return vendortest.Args{name: n}
		},
		Shared: sharedCodes,
		Cases:  codeCases,
	}
}

// sharedCodes are those of the gateway: [TestGatewayCodes].
var sharedCodes = []string{
	"100000001", "100000002", "100000003", "100000004", "100000005", "100000008", "100000009", "100000010", "100000011",
	"100000012", "100000013", "100000014", "100000015", "100000016", "100000017",
}

// codeCases say how each code is caused that does not follow from what a member may be.
var codeCases = slices.Concat(userCases, messageCases, groupCases, roomCases, conversationCases, callCases)

var userCases = []vendortest.Case{
	{Code: "660000025", In: vendortest.Args{"MessageType": 2, "IsBase64": 1, "Message": "no base64"}},
	{Code: "660200001", In: vendortest.Args{"UserId": "carol"}},
	{Code: "660500002", In: vendortest.Args{"FromUserId": "nobody"}},
	{Code: "660000002", In: vendortest.Args{"FromUserId": "alice", "ToUserId": "alice", "CreateGroupTime": 4102444800000}},
	{Code: "660000002", In: vendortest.Args{"GroupId": "#made", "SendMessageTime": 4102444800000}},
	{Code: "660000002", In: vendortest.Args{"FromUserId": "alice", "ReceiverUserIds": "alice", "ImportedUserId": "carol", "MsgType": 11}},
	{Code: "660700002", In: vendortest.Args{"UserId": "bob"}},
	{Code: "660700012", In: vendortest.Args{"UserId": "ghost"}},
	{Code: "660700015", In: vendortest.Args{"UserId": "ghost", "UserIds": "ghost", "ToUserId": "ghost"}},
	{Code: "660800020", In: vendortest.Args{"UserId": "alice"}},
	{Code: "660800022", Twice: true},
	{Code: "660800023", In: vendortest.Args{"Key": "k5"}},
	{Code: "660800024", In: vendortest.Args{"Value": strings.Repeat("v", 1023)}},
	{Code: "660800025", In: vendortest.Args{"UserId": "ghost"}},
	{Code: "660800027", In: vendortest.Args{"UserId": "bob"}},
	{Code: "660800028", Before: fullOfFriends},
	{Code: "660800032", In: vendortest.Args{"Attributes": []any{vendortest.Args{"Key": "k0", "Value": "v"}, vendortest.Args{"Key": "k0", "Value": "v"}}}},
	{Code: "660800033", In: vendortest.Args{"UserIds": "alice"}},
	{Code: "660800034", In: vendortest.Args{"UserId": "carol", "UserIds": "carol"}},
	{Code: "660800037", In: vendortest.Args{"UserIds": "bob"}},
	{Code: "660800038", In: vendortest.Args{"UserIds": "alice"}},
	{Code: "660800040", Quotas: map[string]int{"blacklist": 1}},
	{Code: "660800041", In: vendortest.Args{"UserIds": "ghost"}},
	{Code: "660800042", In: vendortest.Args{"UserIds": "ghost"}},
	{Code: "660800043", In: vendortest.Args{"UserIds": "dave"}},
	{Code: "660800044", In: vendortest.Args{"UserIds": "carol"}},
	{Code: "660800045", In: vendortest.Args{"ToUserId": "erin"}},
	{Code: "660800046", In: vendortest.Args{"FriendTime": 4102444800000, "CreateTime": 4102444800000}},
}

func openSmallWorld(t testing.TB, quotas map[string]int) vendortest.World {
	t.Helper()
	var limits []string
	for name, n := range quotas {
		limits = append(limits, fmt.Sprintf("%s: %d", name, n))
	}
	server := chatdouble.Start(t, chatdouble.WithFixtureYAML("small.yaml", fmt.Sprintf(smallWorld, strings.Join(limits, ","))),
		chatdouble.WithLimits(quotas != nil), chatdouble.WithFrozenTime(noonOfSample))
	f := &front{server.App(t, "zim:"+sampleID), server, sampleID, sampleSecret}
	f.Block("alice", "dave")
	f.Unblock("alice", "dave")
	f.Block("alice", "bob")
	f.Block("erin", "alice")
	f.SetOnlineState("bob", "loggedIn")
	f.do(t, "AddFriends", `{"FromUserId":"alice","FriendInfos":[{"UserId":"bob"}]}`).want(t, 0)
	f.Clock().Advance(time.Second)
	return vendortest.World{Server: server, App: f.App, Ask: f.request}
}

// request asks an action in the documented place.
func (f *front) request(op *gateway.Op, in vendortest.Args) vendortest.Request {
	if op.Method != http.MethodGet {
		body, _ := json.Marshal(in)
		return vendortest.Request{Method: op.Method, Target: "/?" + f.signedFor(op.Name), Body: string(body)}
	}
	var pairs []string
	for name, value := range in {
		items, list := value.([]any)
		if !list {
			items = []any{value}
		} else {
			name += "[]"
		}
		for _, item := range items {
			pairs = append(pairs, name, fmt.Sprint(item))
		}
	}
	return vendortest.Request{Method: op.Method, Target: "/?" + f.signedFor(op.Name, query(pairs...))}
}

// fullOfFriends gives alice all the friends that she can have.
func fullOfFriends(t testing.TB, w vendortest.World) {
	f := &front{w.App, w.Server, sampleID, sampleSecret}
	var people []chatdouble.User
	for i := range 2999 {
		people = append(people, chatdouble.User{ID: fmt.Sprint("p", i)})
	}
	f.AddUsers(people...)
	fillFriends(t, f, "alice", 0, 2999)
}

// codesIn are the Code of an answer and its SubCodes.
func codesIn(_ *gateway.Op, body string) []string {
	var r reply
	if json.Unmarshal([]byte(body), &r) != nil {
		return []string{"no JSON"}
	}
	codes := []string{""}
	if r.Code != 0 {
		codes[0] = strconv.Itoa(r.Code)
	}
	for _, f := range r.failures() {
		codes = append(codes, strconv.Itoa(f.SubCode))
	}
	return codes
}

// answerWith is the envelope, and what is behind it: the members of the action, when it was done or all its items failed;
// the list of failures, empty, when it refused the call; nothing when the gateway did.
func answerWith(op *gateway.Op, codes []string) *shape.Struct {
	whole := *zegoapi.Catalogue.EnvelopeOf(op)
	whole.Fields = slices.Clone(whole.Fields)
	for _, f := range op.Out.Fields {
		if codes[0] == "" || len(codes) > 1 || codes[0] >= "660" && (hasSubCodes(f) || f.Name == "FailKeys") {
			whole.Fields = append(whole.Fields, f)
		}
	}
	return &whole
}

func hasSubCodes(f shape.Field) bool {
	return f.Lists(reflect.Struct) && shape.Of(f.Type.Elem()).Field("SubCode") != nil
}

// refusalOf is the code that the tags of a member give to a slip. In a list that spoils its item it is that of the list.
func refusalOf(path []*shape.Field, slip vendortest.Slip) string {
	for _, f := range path {
		if wrong := f.Tag.Get("wrong"); wrong != "" && (slip != vendortest.TooMany && slip != vendortest.Missing || f != path[len(path)-1]) {
			return wrong
		}
	}
	tag := map[vendortest.Slip]string{vendortest.TooLong: "long", vendortest.TooMany: "many"}[slip]
	code, _, _ := strings.Cut(path[len(path)-1].Tag.Get(tag), ",")
	return cmp.Or(code, "660000002")
}

func mostOf(f *shape.Field) int {
	if slices.Contains(strings.Split(f.Tag.Get("rule"), ","), "userid") {
		return 32
	}
	return zegoapi.DefaultQuotas()[f.Tag.Get("quota")]
}

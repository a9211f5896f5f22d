package chatdouble_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/sigverify"
)

// input is something that a stranger sends, of any size.
type input struct {
	name string
	call string // METHOD path; "cometchat" and "zim" before it: with the credentials of that app
	text func(n int) string
	n    int // a size that takes some milliseconds
}

// many repeats an item with its number in the place of %d.
func many(before, item, between, behind string) func(n int) string {
	return func(n int) string {
		items := make([]string, n)
		for i := range items {
			items[i] = strings.ReplaceAll(item, "%d", strconv.Itoa(i))
		}
		return before + strings.Join(items, between) + behind
	}
}

// long repeats a text.
func long(before, text, behind string) func(n int) string {
	return func(n int) string { return before + strings.Repeat(text, n) + behind }
}

// inputs are bodies, or queries for a GET and for the ZIM calls that end with &, for each reader of this server:
// good ones, and those with as many things wrong as fit.
var inputs = []input{
	{"state: users", "PUT /__admin/apps/cometchat:a/state", many(`{"users":[`, `{"uid":"u%d","name":"N"}`, ",", "]}"), 1000},
	{"state: users of ZIM", "PUT /__admin/apps/zim:1/state", many(`{"users":[`, `{"userId":"u%d"}`, ",", "]}"), 1000},
	{"state: users added", "PATCH /__admin/apps/cometchat:a/state", many(`{"users":[`, `{"uid":"u%d","role":"default"}`, ",", "]}"), 1000},
	{"state: blocks", "PUT /__admin/apps/cometchat:a/state", func(n int) string {
		ids := make([]string, n)
		for i := range ids {
			ids[i] = fmt.Sprintf(`"user-%04d"`, i+1)
		}
		return `{"generate":{"users":9999},"users":[{"uid":"a","blocks":[` + strings.Join(ids, ",") + `]}]}`
	}, 1000},
	{"state: blocks of nobody", "PUT /__admin/apps/cometchat:a/state", many(`{"users":[{"uid":"a","blocks":[`, `"b%d"`, ",", `]}]}`), 2000},
	{"state: blocks of nobody, added", "PATCH /__admin/apps/cometchat:a/state", many(`{"users":[{"uid":"a","blocks":[`, `"b%d"`, ",", `]}]}`), 2000},
	{"state: blocked twice", "PUT /__admin/apps/zim:1/state", many(`{"users":[{"userId":"b"},{"userId":"a","blacklist":[`, `"b"`, ",", `]}]}`), 2000},
	{"state: removed from a blacklist", "PUT /__admin/apps/zim:1/state", many(`{"users":[{"userId":"a","removedFromBlacklist":[`, `"b%d"`, ",", `]}]}`), 2000},
	{"state: friends of nobody", "PUT /__admin/apps/zim:1/state", many(`{"users":[{"userId":"a","friends":[`, `{"userId":"b%d","attributes":[{"key":"k0"},{"key":"k0"}]}`, ",", `]}]}`), 500},
	{"state: one user again and again", "PUT /__admin/apps/cometchat:a/state", many(`{"users":[`, `{"uid":"a"}`, ",", "]}"), 2000},
	{"state: roles of nobody", "PUT /__admin/apps/cometchat:a/state", many(`{"users":[`, `{"uid":"u%d","role":"r%d"}`, ",", "]}"), 1000},
	{"state: tokens twice", "PUT /__admin/apps/cometchat:a/state", many(`{"users":[`, `{"uid":"u%d","authTokens":[{"authToken":"t"}]}`, ",", "]}"), 1000},
	{"state: messages", "PUT /__admin/apps/cometchat:a/state", many(`{"users":[{"uid":"a"}],"messages":[`, `{"sender":"a","receiver":"a","data":{"n":%d}}`, ",", "]}"), 500},
	{"state: messages of nobody", "PUT /__admin/apps/zim:1/state", many(`{"messages":[`, `{"from":"a%d","to":"b%d","text":"x"}`, ",", "]}"), 500},
	{"state: empty messages", "PUT /__admin/apps/zim:1/state", many(`{"messages":[`, `{}`, ",", "]}"), 1000},
	{"state: unknown members", "PUT /__admin/apps/cometchat:a/state", many(`{`, `"a%d":1`, ",", "}"), 2000},
	{"state: a member again and again", "PUT /__admin/apps/cometchat:a/state", many(`{"users":[{`, `"uid":"a"`, ",", "}]}"), 2000},
	{"state: free data", "PUT /__admin/apps/cometchat:a/state", many(`{"users":[{"uid":"a"}],"messages":[{"sender":"a","receiver":"a","data":{`, `"a%d":[1]`, ",", "}}]}"), 2000},
	{"state: free data, a member again and again", "PUT /__admin/apps/cometchat:a/state", many(`{"users":[{"uid":"a"}],"messages":[{"sender":"a","receiver":"a","data":{`, `"a":1`, ",", "}}]}"), 2000},
	{"state: verbatim data", "PUT /__admin/apps/cometchat:a/state", many(`{"users":[{"uid":"a"}],"messages":[{"sender":"a","receiver":"a","data":{"$json":"{`, `\"a\":1`, ",", `}"}}]}`), 2000},
	{"state: deep", "PUT /__admin/apps/cometchat:a/state", many(`{"users":[{"uid":"a","metadata":`+strings.Repeat("[", 80), `[1]`, ",", strings.Repeat("]", 80)+"}]}"), 4000},
	{"state: too deep", "PUT /__admin/apps/cometchat:a/state", func(n int) string { return strings.Repeat(`{"a":`, n) + "1" + strings.Repeat("}", n) }, 1000}, // above 10,000 levels it is no JSON to encoding/json
	{"state: lines", "PUT /__admin/apps/cometchat:a/state", many(`{"users":[`, "\n\n\n{\n\"name\":5\n}", ",\n", "]}"), 2000},
	{"state: YAML", "PUT /__admin/apps/cometchat:a/state", many("users:\n", "  - {uid: u%d, name: N}\n", "", ""), 500},
	{"state: YAML that is wrong", "PUT /__admin/apps/cometchat:a/state", many("users:\n", "  - {uid: u, nam: N}\n", "", ""), 500},
	{"state: YAML with aliases", "PUT /__admin/apps/cometchat:a/state", many("users:\n  - &a {uid: a, name: N}\n", "  - {<<: *a, uid: u%d}\n", "", ""), 500},
	{"state: no JSON", "PUT /__admin/apps/cometchat:a/state", long("{", "[", ""), 5000},
	{"new app", "POST /__admin/apps", many(`{"vendor":"cometchat","fixture":{"users":[`, `{"uid":"u%d"}`, ",", "]}}"), 500},
	{"new app: generated users", "POST /__admin/apps", func(n int) string {
		return fmt.Sprintf(`{"vendor":"zim","fixture":{"generate":{"users":%d,"blacklist":{"each":2}}}}`, n)
	}, 500},
	{"new app: YAML in a text", "POST /__admin/apps", many(`{"vendor":"cometchat","fixture":"users:\n`, `  - {uid: u%d}\n`, "", `"}`), 500},
	{"new app: unknown members", "POST /__admin/apps", many(`{`, `"a%d":{"b":1}`, ",", "}"), 2000},
	{"new app: fault rules", "POST /__admin/apps", many(`{"vendor":"zim","fixture":{"faults":[`, `{"fault":{"cod":"1"}}`, ",", "]}}"), 100},
	{"fault rule: unknown members", "POST /__admin/faults", many(`{`, `"a%d":1`, ",", "}"), 500},
	{"fault rule: headers", "POST /__admin/apps/zim:1/faults", many(`{"fault":{"status":500},"match":{"header":{`, `"a%d":"b"`, ",", "}}}"), 500},
	{"clock: unknown members", "PUT /__admin/clock", many(`{`, `"a%d":"b"`, ",", "}"), 2000},
	{"clock: a member again and again", "PUT /__admin/clock", many(`{`, `"frozen":true`, ",", "}"), 2000},
	{"clock: a long text", "PUT /__admin/clock", long(`{"now":"`, "x", `"}`), 50_000},
	{"advance: a long text", "POST /__admin/clock/advance", long(`{"by":"`, "1h", `"}`), 20_000},
	{"filter: unknown members", "POST /__admin/requests/find", many(`{`, `"a%d":"b"`, ",", "}"), 2000},
	{"filter: a long operation", "POST /__admin/requests/find", long(`{"operation":"`, "Query", `"}`), 10_000},
	{"filter: a long user", "POST /__admin/requests/count", long(`{"user":"`, "u", `"}`), 50_000},
	{"filter in a query", "GET /__admin/requests", many("", "a%d=1", "&", ""), 1000}, // net/url takes 10,000
	{"filter in a query, again and again", "GET /__admin/requests", many("", "limit=1", "&", ""), 1000},
	{"snapshot: a long name", "POST /__admin/apps/zim:1/snapshots/", long("", "n", ""), 50_000},
	{"an app of a long name", "POST /__admin/apps/", long("", "n", "/reset"), 50_000},
	{"a path of many parts", "POST /__admin/", long("", "a/", ""), 20_000},
	{"online state: unknown members", "PUT /__admin/apps/zim:1/users/a/state", many(`{`, `"a%d":"b"`, ",", "}"), 2000},

	{"CometChat: unknown members", "cometchat POST /v3/users", many(`{`, `"a%d":"b"`, ",", "}"), 2000},
	{"CometChat: a member again and again", "cometchat POST /v3/users", many(`{`, `"uid":"b"`, ",", "}"), 2000},
	{"CometChat: metadata", "cometchat POST /v3/users", many(`{"uid":"b","name":"N","metadata":{`, `"a%d":"b"`, ",", "}}"), 2000},
	{"CometChat: tags", "cometchat POST /v3/users", many(`{"uid":"b","name":"N","tags":[`, `"a%d"`, ",", "]}"), 2000},
	{"CometChat: deep", "cometchat POST /v3/users", func(n int) string { return strings.Repeat(`{"a":`, n) + "1" + strings.Repeat("}", n) }, 1000},
	{"CometChat: a form", "cometchat POST /v3/users?form", many(``, `a%d=b`, "&", ""), 2000},
	{"CometChat: a form with lists", "cometchat POST /v3/users?form", many(``, `a[%d][b][]=%25x`, "&", ""), 2000},
	{"CometChat: a form with one list", "cometchat POST /v3/users?form", many(``, `tags[]=%d`, "&", ""), 2000},
	{"CometChat: blocks", "cometchat POST /v3/users/a/blockedusers", many(`{"blockedUids":[`, `"b%d"`, ",", "]}"), 2000},
	{"CometChat: users imported", "cometchat POST /v3/data_import/users", many(`{"users":{`, `"u%d":{"uid":"u%d","name":"N"}`, ",", "}}"), 1000},
	{"CometChat: a message", "cometchat POST /v3/messages", many(`{"receiver":"a","receiverType":"user","category":"message","type":"text","data":{"text":"x","metadata":{`, `"a%d":"b"`, ",", "}}}"), 2000},
	{"CometChat: a query", "cometchat GET /v3/users", many("", "a%d=%25x", "&", ""), 2000},
	{"CometChat: a list in a query", "cometchat GET /v3/users", many("", "uids[]=a%d", "&", ""), 2000},
	{"CometChat: a long search", "cometchat GET /v3/users", long("searchKey=", "x", ""), 20_000},
	{"CometChat: a long path", "cometchat POST /v3/", long("", "users/", ""), 10_000},
	{"CometChat: a long uid", "cometchat POST /v3/users/", long("", "u", "/blockedusers"), 20_000},

	{"ZIM: users", "zim POST /?Action=UserRegister", many(`{"UserInfo":[`, `{"UserId":"u%d"}`, ",", "]}"), 1000},
	{"ZIM: unknown members", "zim POST /?Action=UserRegister", many(`{`, `"a%d":"b"`, ",", "}"), 2000},
	{"ZIM: a member again and again", "zim POST /?Action=UserRegister", many(`{`, `"UserInfo":[]`, ",", "}"), 2000},
	{"ZIM: members of a user", "zim POST /?Action=UserRegister", many(`{"UserInfo":[{"UserId":"a",`, `"a%d":"b"`, ",", "}]}"), 2000},
	{"ZIM: deep", "zim POST /?Action=UserRegister", func(n int) string { return strings.Repeat(`{"a":`, n) + "1" + strings.Repeat("}", n) }, 1000},
	{"ZIM: no JSON", "zim POST /?Action=UserRegister", long("{", "[", ""), 5000},
	{"ZIM: a blacklist", "zim POST /?Action=AddUsersToBlacklist", many(`{"FromUserId":"a","UserIds":[`, `"b%d"`, ",", "]}"), 2000},
	{"ZIM: friends", "zim POST /?Action=AddFriends", many(`{"FromUserId":"a","FriendInfos":[`, `{"UserId":"b%d","FriendAttributes":[{"Key":"k0"}]}`, ",", "]}"), 1000},
	{"ZIM: a message", "zim POST /?Action=SendPeerMessage", long(`{"FromUserId":"a","ToUserId":["a"],"MessageType":1,"MessageBody":{"Message":"`, `x\n`, `"}}`), 20_000},
	{"ZIM: a query", "zim GET /?Action=QueryBlacklist&", many("", "a%d=%25x", "&", ""), 2000},
	{"ZIM: a list in a query", "zim GET /?Action=QueryBlacklist&", many("", "UserIds[]=a%d", "&", ""), 2000},
	{"ZIM: a parameter again and again", "zim GET /?Action=QueryBlacklist&", many("", "FromUserId=a", "&", ""), 2000},
	{"ZIM: a long action", "GET /", long("Action=", "Query", ""), 4000},
	{"ZIM: a long signature", "GET /", long("Action=QueryBlacklist&AppId=1&SignatureNonce=a&Timestamp=1&SignatureVersion=2.0&Signature=", "ab", ""), 10_000},
}

const fewApps = `
cometchat: [{appId: a, apiKeys: [{name: k, key: key, scope: fullAccess}], users: [{uid: a}], limits: {core: 1000000, standard: 1000000, app: 1000000}}]
zim: [{appId: 1, serverSecret: secret, users: [{userId: a}], limits: {perSecond: 1000000}}]
`

// request is the call with an input of a size.
func (in *input) request(n int) *http.Request {
	call, text := in.call, in.text(n)
	vendor := ""
	if before, rest, ok := strings.Cut(call, " "); ok && strings.ToLower(before) == before {
		vendor, call = before, rest
	}
	method, target, _ := strings.Cut(call, " ")
	target, form := strings.CutSuffix(target, "?form")
	if vendor == "zim" {
		target += "&" + signed()
		target = strings.Replace(target, "&&", "&", 1)
	}
	body := text
	switch {
	case strings.HasSuffix(target, "/") && method == "POST":
		target, body = target+text, ""
	case method == "GET" && strings.Contains(target, "?"):
		target, body = target+"&"+text, ""
	case method == "GET":
		target, body = target+"?"+text, ""
	}
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if vendor == "cometchat" {
		r.Header.Set("appId", "a")
		r.Header.Set("apiKey", "key")
		r.Header.Set("Content-Type", "application/json")
	}
	if form {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return r
}

func signed() string {
	now := strconv.FormatInt(proportionTime.Unix(), 10)
	return url.Values{
		"AppId": {"1"}, "SignatureNonce": {"nonce"}, "Timestamp": {now}, "SignatureVersion": {"2.0"},
		"Signature": {sigverify.Sign("1", "nonce", "secret", now)},
	}.Encode()
}

var proportionTime = time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)

// cost is how many bytes so many calls, with an input of a size, allocate in a server that has answered nothing
// yet.
func (in *input) cost(t *testing.T, calls, n int) (bytes uint64) {
	t.Helper()
	srv := newServer(t, chatdouble.WithFixtureYAML("few.yaml", fewApps), chatdouble.WithFrozenTime(proportionTime), chatdouble.WithMaxBody(64<<20))
	requests := make([]*http.Request, calls)
	for i := range requests {
		requests[i] = in.request(n)
	}
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, r := range requests {
		srv.ServeHTTP(httptest.NewRecorder(), r)
	}
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// No input costs more than in proportion to its length, whoever sends it: one of eight times the size costs no
// more than eight of them, or so. What grows with the square would cost eight times as much. Bytes are compared
// and not times, which on a busy machine say nothing; BenchmarkCosts has those. It does not run beside other
// tests, whose memory would count.
func TestCostsInProportion(t *testing.T) {
	const times = 8
	for i := range inputs {
		in := &inputs[i]
		t.Run(in.name, func(t *testing.T) {
			many, one := in.cost(t, times, in.n), in.cost(t, 1, times*in.n)
			if memory := float64(one) / float64(many); memory > 3 {
				t.Errorf("one input of %d times the size costs %.1f times the memory of so many (%d kB); want at most 3", times, memory, one/1000)
			}
		})
	}
}

// BenchmarkCosts shows the time of the same: a call with an input of eight times the size beside eight calls.
// A ratio far above 1 is a reader whose cost grows with the square of what it is sent.
func BenchmarkCosts(b *testing.B) {
	const times = 8
	for i := range inputs {
		in := &inputs[i]
		b.Run(in.name, func(b *testing.B) {
			srv := newServer(b, chatdouble.WithFixtureYAML("few.yaml", fewApps), chatdouble.WithFrozenTime(proportionTime), chatdouble.WithMaxBody(64<<20), chatdouble.WithLimits(false))
			var many, one time.Duration
			for b.Loop() {
				watch := clock.Start()
				for range times {
					srv.ServeHTTP(httptest.NewRecorder(), in.request(in.n))
				}
				many += watch.Elapsed()
				watch = clock.Start()
				srv.ServeHTTP(httptest.NewRecorder(), in.request(times*in.n))
				one += watch.Elapsed()
			}
			b.ReportMetric(float64(one)/float64(many), "one/many")
		})
	}
}

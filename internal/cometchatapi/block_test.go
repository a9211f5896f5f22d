package cometchatapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/golden"
)

// world is a server of one app with a clock held still, asked without a connection.
type world struct {
	t     testing.TB
	srv   *chatdouble.Server
	clock *chatdouble.Clock
}

// noon is when a world begins.
var noon = time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)

func newWorld(t testing.TB, users string) *world {
	t.Helper()
	srv, err := chatdouble.New(app(users, ""), chatdouble.WithLimits(false))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, srv: srv, clock: srv.App(t, "cometchat:app").Clock()}
	w.clock.Freeze(noon)
	return w
}

// ask sends a request with a JSON body; header holds names and values in turn.
func (w *world) ask(method, target, body string, header ...string) (status int, answer string) {
	q := request{method: method, target: target, key: fullKey, body: body, header: map[string]string{"Content-Type": "application/json"}}
	for i := 0; i < len(header); i += 2 {
		q.header[header[i]] = header[i+1]
	}
	r := send(w.srv, q)
	return r.Status, r.Body
}

// must sends a request that has to go well and returns its body.
func (w *world) must(method, target, body string, header ...string) string {
	w.t.Helper()
	status, answer := w.ask(method, target, body, header...)
	if status != http.StatusOK {
		w.t.Fatalf("%s %s %.200s: status %d: %s", method, target, body, status, answer)
	}
	return answer
}

// login makes an auth token and returns the headers of a request by this user.
func (w *world) login(uid string) []string {
	w.t.Helper()
	var answer struct {
		Data struct {
			AuthToken string `json:"authToken"`
		} `json:"data"`
	}
	body := w.must("POST", "/v3/users/"+uid+"/auth_tokens", "")
	if err := json.Unmarshal([]byte(body), &answer); err != nil || answer.Data.AuthToken == "" {
		w.t.Fatalf("no token: %s", body)
	}
	return []string{"apikey", "", "authToken", answer.Data.AuthToken}
}

// blockedBy are the uids that a list shows, with the times of the blocks.
func (w *world) blockedBy(uid, query string) string {
	w.t.Helper()
	var p blockedPage
	body := w.must("GET", "/v3/users/"+uid+"/blockedusers?"+query, "")
	if err := json.Unmarshal([]byte(body), &p); err != nil {
		w.t.Fatal(err)
	}
	var rows []string
	for _, row := range p.Data {
		rows = append(rows, fmt.Sprintf("%s@%d", row.UID, row.BlockedAt-noon.Unix()))
	}
	return strings.Join(rows, " ")
}

// uids is a body with a list of uids.
func uids(member string, uids ...string) string {
	list, _ := json.Marshal(uids)
	return `{"` + member + `":` + string(list) + `}`
}

const circle = `
      - {uid: alice}
      - {uid: bob}
      - {uid: carl}
      - {uid: dora}
`

const (
	blockPath = "/v3/users/alice/blockedusers"

	blockedText   = `{"success":true,"message":"The user with UID alice has blocked user with UID %s successfully."}`
	alreadyText   = `{"success":true,"message":"The user with UID alice has already blocked user with UID %s."}`
	unblockedText = `{"success":true,"message":"The user with UID alice has unblocked user with UID %s successfully."}`
	notBlocked    = `{"success":true,"message":"The user with UID alice has not blocked the user with UID %s."}`
	unknownText   = `{"success":false,"error":{"message":"The UID %[1]s does not exist, please make sure you have created a user with UID %[1]s.",` +
		`"devMessage":"The UID %[1]s does not exist, so please make sure you have created a user with UID %[1]s.","source":"chat-api","code":"ERR_UID_NOT_FOUND"}}`
	selfText = `{"success":false,"error":{"message":"The UID %[1]s cannot block UID %[1]s.","devMessage":"The UID %[1]s cannot block UID %[1]s.","source":"chat-api","code":"ERR_CANNOT_BLOCK_SELF"}}`
)

// entriesOf makes the answer out of uids and texts in turn.
func entriesOf(pairs ...string) string {
	var list []string
	for i := 0; i < len(pairs); i += 2 {
		text := pairs[i+1]
		if strings.Contains(text, "%") {
			text = fmt.Sprintf(text, pairs[i])
		}
		list = append(list, `"`+pairs[i]+`":`+text)
	}
	return `{"data":{` + strings.Join(list, ",") + `}}`
}

// Page "Blocked Users": the block. Recorded: the unblock (fixture block_user/unblock_user), and the
// Content-Length of 121 of block_user/block_user, whose text is the one for a second block.
func TestRecordedBlockAndUnblock(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "      - {uid: user_000}\n      - {uid: user_001}\n")
	const path, body = "/v3/users/user_000/blockedusers", `{"blockedUids":["user_001"]}`
	golden.Bytes(t, "UnblockUsers/was-not-blocked.json", []byte(w.must("DELETE", path, body)))
	golden.Bytes(t, "BlockUsers/blocked.json", []byte(w.must("POST", path, body)))
	already := w.must("POST", path, body)
	golden.Bytes(t, "BlockUsers/already.json", []byte(already))
	if len(already) != 121 {
		t.Errorf("%d bytes, recorded are 121", len(already))
	}
	golden.Bytes(t, "UnblockUsers/unblocked.json", []byte(w.must("DELETE", path, body)))
	if got := w.blockedBy("user_000", "direction=both"); got != "" {
		t.Errorf("blocked are %s", got)
	}
}

// Recorded: blocked, blocked already, unblocked. Assumed: other texts, case of uids, deactivated ones.
func TestBlockEntries(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, method, body, want string
		list                     string // afterwards
	}{
		{"new ones in the order sent", "POST", uids("blockedUids", "carl", "bob"), entriesOf("carl", blockedText, "bob", blockedText), "dora@-60 bob@0 carl@0"},
		{"blocked already", "POST", uids("blockedUids", "dora"), entriesOf("dora", alreadyText), "dora@-60"},
		{"unknown, named as sent", "POST", uids("blockedUids", "Nobody", "bob"), entriesOf("Nobody", unknownText, "bob", blockedText), "dora@-60 bob@0"},
		{"oneself", "POST", uids("blockedUids", "alice", "bob"), entriesOf("alice", selfText, "bob", blockedText), "dora@-60 bob@0"},
		{"oneself alone", "POST", uids("blockedUids", "ALICE"), entriesOf("alice", selfText), "dora@-60"},
		{"other case, named as stored", "POST", uids("blockedUids", "BOB"), entriesOf("bob", blockedText), "dora@-60 bob@0"},
		{"repeated", "POST", uids("blockedUids", "Bob", "bob", "x", "BOB", "X"), entriesOf("bob", blockedText, "x", unknownText), "dora@-60 bob@0"},
		{"with blanks around", "POST", `{"blockedUids":[" bob\n"]}`, entriesOf("bob", blockedText), "dora@-60 bob@0"},
		{"deactivated", "POST", uids("blockedUids", "GONE"), entriesOf("gone", unknownText), "dora@-60"},
		{"other members are ignored", "POST", `{"x":{"y":[1]},"blockedUids":["bob"],"uid":7}`, entriesOf("bob", blockedText), "dora@-60 bob@0"},
		{"unblock", "DELETE", uids("blockedUids", "dora"), entriesOf("dora", unblockedText), ""},
		{"unblock others", "DELETE", uids("blockedUids", "bob", "Nobody", "alice"), entriesOf("bob", notBlocked, "Nobody", notBlocked, "alice", notBlocked), "dora@-60"},
		{"unblock repeated, other case", "DELETE", uids("blockedUids", "DORA", "dora", "CARL"), entriesOf("dora", unblockedText, "carl", notBlocked), ""},
		{"unblock a deactivated one", "DELETE", uids("blockedUids", "gone"), entriesOf("gone", notBlocked), "dora@-60"},
		{"unblock a deactivated one who was blocked", "DELETE", uids("blockedUids", "gone2"), entriesOf("gone2", unblockedText), "dora@-60"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, circle+"      - {uid: gone}\n      - {uid: gone2}\n")
			w.clock.Set(noon.Add(-time.Minute))
			w.must("POST", blockPath, uids("blockedUids", "dora", "gone2"))
			w.must("DELETE", "/v3/users/gone", "")
			w.must("DELETE", "/v3/users/gone2", "")
			w.clock.Set(noon)
			if got := w.must(tt.method, blockPath, tt.body); got != tt.want {
				t.Errorf("\n got: %s\nwant: %s", got, tt.want)
			}
			if got := w.blockedBy("alice", ""); got != tt.list {
				t.Errorf("list %q, want %q", got, tt.list)
			}
		})
	}
}

// Assumed: blocking again does not change the time. Times are whole seconds.
func TestTimeOfABlock(t *testing.T) {
	t.Parallel()
	w := newWorld(t, circle)
	w.clock.Set(noon.Add(999 * time.Millisecond))
	w.must("POST", blockPath, uids("blockedUids", "bob"))
	w.clock.Advance(time.Hour)
	w.must("POST", blockPath, uids("blockedUids", "bob", "carl"))
	if got := w.blockedBy("alice", ""); got != "bob@0 carl@3600" {
		t.Errorf("list %q", got)
	}
	w.must("DELETE", blockPath, uids("blockedUids", "bob"))
	w.must("POST", blockPath, uids("blockedUids", "bob"))
	if got := w.blockedBy("alice", ""); got != "bob@3600 carl@3600" {
		t.Errorf("list after unblocking and blocking %q", got)
	}
}

// Asserted by a live test suite: a blank element is 400. Assumed: the other refusals.
func TestBlockRefusals(t *testing.T) {
	t.Parallel()
	required := badRequest(`"blockedUids":["The blocked uids field is required."]`)
	noList := badRequest(`"blockedUids":["The blocked uids must be an array."]`)
	for _, tt := range []struct{ name, path, body, want string }{
		{"no body", blockPath, "", required},
		{"no member", blockPath, "{}", required},
		{"other member", blockPath, uids("uids", "bob"), required},
		{"null", blockPath, `{"blockedUids":null}`, required},
		{"empty", blockPath, `{"blockedUids":[]}`, required},
		{"text", blockPath, `{"blockedUids":"bob"}`, noList},
		{"number", blockPath, `{"blockedUids":1}`, noList},
		{"object", blockPath, `{"blockedUids":{"a":"bob"}}`, noList},
		{"blank element", blockPath, `{"blockedUids":["bob"," "]}`, badRequest(`"blockedUids.1":["The blockedUids.1 field is required."]`)},
		{"empty element", blockPath, `{"blockedUids":["","bob",""]}`, badRequest(`"blockedUids.0":["The blockedUids.0 field is required."],"blockedUids.2":["The blockedUids.2 field is required."]`)},
		{"null element", blockPath, `{"blockedUids":["bob",null]}`, badRequest(`"blockedUids.1":["The blockedUids.1 field is required."]`)},
		{"number as element", blockPath, `{"blockedUids":[7,"bob"]}`, badRequest(`"blockedUids.0":["The blockedUids.0 must be a string."]`)},
		{"list as element", blockPath, `{"blockedUids":["bob",["carl"]]}`, badRequest(`"blockedUids.1":["The blockedUids.1 must be a string."]`)},
		{"no JSON", blockPath, `{"blockedUids":["bob"]`, required},
		{"two values", blockPath, `{"blockedUids":["bob"]}{}`, required},
		{"a list", blockPath, `["bob"]`, required},
		{"not UTF-16", blockPath, `{"blockedUids":["` + "\x00" + `"]}`, required},
	} {
		for _, method := range []string{"POST", "DELETE"} {
			t.Run(method+" "+tt.name, func(t *testing.T) {
				w := newWorld(t, circle)
				w.must("POST", blockPath, uids("blockedUids", "dora"))
				status, got := w.ask(method, tt.path, tt.body)
				if status != 400 || got != tt.want {
					t.Errorf("status %d\n got: %s\nwant: %s", status, got, tt.want)
				}
				if got := w.blockedBy("alice", ""); got != "dora@0" {
					t.Errorf("list %q", got)
				}
			})
		}
	}
}

// Asserted by a live test suite: an unknown uid in the path. Page "Blocked Users": the key is
// fullAccess. Assumed: no path with one uid behind it; the uid comes before the body.
func TestBlockRefusedByPath(t *testing.T) {
	t.Parallel()
	w := newWorld(t, circle)
	w.must("DELETE", "/v3/users/dora", "")
	for _, tt := range []struct {
		method, path, body, key, code string
		status                        int
	}{
		{"POST", "/v3/users/nobody/blockedusers", uids("blockedUids", "bob"), fullKey, "ERR_UID_NOT_FOUND", 404},
		{"POST", "/v3/users/nobody/blockedusers", "nonsense", fullKey, "ERR_UID_NOT_FOUND", 404},
		{"DELETE", "/v3/users/nobody/blockedusers", uids("blockedUids", "bob"), fullKey, "ERR_UID_NOT_FOUND", 404},
		{"DELETE", "/v3/users/nobody/blockedusers", "", fullKey, "ERR_UID_NOT_FOUND", 404},
		{"POST", "/v3/users/dora/blockedusers", uids("blockedUids", "bob"), fullKey, "ERR_UID_NOT_FOUND", 404},
		{"DELETE", "/v3/users/dora/blockedusers", uids("blockedUids", "bob"), fullKey, "ERR_UID_NOT_FOUND", 404},
		{"POST", blockPath, uids("blockedUids", "bob"), authKey, "AUTH_ERR_NO_ACCESS", 403},
		{"DELETE", blockPath, uids("blockedUids", "bob"), authKey, "AUTH_ERR_NO_ACCESS", 403},
		{"DELETE", blockPath + "/bob", "", fullKey, "ERR_API_NOT_FOUND", 404},
		{"POST", blockPath + "/bob", "{}", fullKey, "ERR_API_NOT_FOUND", 404},
		{"DELETE", "/v3/users/blockedusers", "", fullKey, "ERR_UID_NOT_FOUND", 404},
	} {
		status, body := w.ask(tt.method, tt.path, tt.body, "apikey", tt.key)
		if code, err := codeOf(status, []byte(body)); status != tt.status || code != tt.code || err != nil {
			t.Errorf("%s %s: %d %s %v", tt.method, tt.path, status, code, err)
		}
	}
	if got := w.blockedBy("alice", "direction=both"); got != "" {
		t.Errorf("list %q", got)
	}
}

// Assumed: form bodies with name[] for lists.
func TestBlockByForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t, circle)
	form := []string{"Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"}
	if got, want := w.must("POST", blockPath, "blockedUids%5B%5D=carl&blockedUids[]=bob+", form...), entriesOf("carl", blockedText, "bob", blockedText); got != want {
		t.Errorf("\n got: %s\nwant: %s", got, want)
	}
	if got, want := w.must("DELETE", blockPath, "blockedUids[]=bob", form...), entriesOf("bob", unblockedText); got != want {
		t.Errorf("\n got: %s\nwant: %s", got, want)
	}
	if got := w.blockedBy("alice", ""); got != "carl@0" {
		t.Errorf("list %q", got)
	}
	// As PHP's http_build_query writes a list.
	if got, want := w.must("DELETE", blockPath, "blockedUids%5B0%5D=bob&blockedUids%5B1%5D=dora", form...), entriesOf("bob", notBlocked, "dora", notBlocked); got != want {
		t.Errorf("\n got: %s\nwant: %s", got, want)
	}
	for body, want := range map[string]string{
		"":                           `"blockedUids":["The blocked uids field is required."]`,
		"blockedUids=bob":            `"blockedUids":["The blocked uids must be an array."]`,
		"blockedUids[]=":             `"blockedUids.0":["The blockedUids.0 field is required."]`,
		`{"blockedUids":["bob"]}`:    `"blockedUids":["The blocked uids field is required."]`,
		"blockedUids[]=bob&a=%zz&b;": "",
	} {
		status, got := w.ask("POST", blockPath, body, form...)
		if want == "" && status == 200 {
			continue
		}
		if status != 400 || got != badRequest(want) {
			t.Errorf("%s: status %d: %s", body, status, got)
		}
	}
}

// The vendor documents no largest number of uids.
func TestBlockTenThousand(t *testing.T) {
	t.Parallel()
	const many = 10_000
	var people strings.Builder
	people.WriteString("      - {uid: alice}\n")
	list := make([]string, many)
	for i := range list {
		list[i] = fmt.Sprintf("u%05d", many-i)
		if i%2 == 0 {
			fmt.Fprintf(&people, "      - {uid: %s}\n", list[i])
		}
	}
	w := newWorld(t, people.String())
	for _, method := range []string{"POST", "DELETE"} {
		names, values, err := members([]byte(w.must(method, blockPath, uids("blockedUids", list...))))
		if err != nil || len(names) != 1 {
			t.Fatalf("%v: %q", err, names)
		}
		if names, _, err = members(values["data"]); err != nil || len(names) != many {
			t.Fatalf("%s: %d entries: %v", method, len(names), err)
		}
		for i, name := range names {
			if name != list[i] {
				t.Fatalf("%s: entry %d is %s, want %s", method, i, name, list[i])
			}
		}
		left := strings.Count(w.blockedBy("alice", "perPage=1000&page=5"), "@")
		if want := map[string]int{"POST": 1000, "DELETE": 0}[method]; left != want {
			t.Errorf("after %s page 5 has %d rows, want %d", method, left, want)
		}
	}
}

// Page "Friends": its sample of the list has a friend with blockedByMe.
func TestBlockedFriendStaysAFriend(t *testing.T) {
	t.Parallel()
	w := newWorld(t, circle)
	w.must("POST", "/v3/users/alice/friends", uids("accepted", "bob"))
	w.must("POST", blockPath, uids("blockedUids", "bob"))
	if got := w.must("GET", "/v3/users/alice/friends", ""); !strings.Contains(got, `"uid":"bob"`) || !strings.Contains(got, `"blockedByMe":true`) {
		t.Error(got)
	}
}

// JavaScript SDK 4.2.0: the calls. Android SDK's tests: A has blocked B and C, B has blocked A: both 2,
// hasBlockedMe 1, blockedByMe 2.
func TestMyBlockedUsers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, circle)
	alice, bob := w.login("alice"), w.login("bob")
	const mine = "/v3.0/blockedusers"
	if got, want := w.must("POST", mine, uids("blockedUids", "bob", "carl", "alice", "x"), alice...),
		entriesOf("bob", blockedText, "carl", blockedText, "alice", selfText, "x", unknownText); got != want {
		t.Errorf("\n got: %s\nwant: %s", got, want)
	}
	w.must("POST", mine, uids("blockedUids", "alice"), bob...)
	for query, want := range map[string]string{
		"":                              "bob carl",
		"?direction=both":               "bob carl",
		"?direction=hasBlockedMe":       "bob",
		"?direction=blockedByMe":        "bob carl",
		"?per_page=1&page=2":            "carl",
		"?per_page=30&searchKey=B":      "bob",
		"?per_page=2&page=2":            "",
		"?searchKey=z&direction=both":   "",
		"?direction=&per_page=&page=+1": "bob carl",
	} {
		body := w.must("GET", mine+query, "", alice...)
		var p blockedPage
		if err := json.Unmarshal([]byte(body), &p); err != nil || p.uids() != want {
			t.Errorf("%s: %q, want %q (%v)", query, p.uids(), want, err)
		}
		if _, err := codeOf(200, []byte(body)); err != nil {
			t.Errorf("%s: %v", query, err)
		}
	}
	// Absent: both on this surface, blockedByMe on the server's.
	w.must("DELETE", mine, uids("blockedUids", "bob"), alice...)
	same := w.must("GET", mine+"?direction=both", "", alice...)
	if got := w.must("GET", mine, "", alice...); got != same {
		t.Errorf("without direction: %s", got)
	}
	if got := w.must("GET", blockPath+"?direction=both", ""); got != same {
		t.Errorf("the server's list: %s", got)
	}
	if got := w.blockedBy("alice", ""); got != "carl@0" {
		t.Errorf("the server's list without direction: %s", got)
	}

	for _, tt := range []struct {
		method, body, code string
		status             int
		header             []string
	}{
		{"GET", "", "ERR_BAD_REQUEST", 400, append([]string{"direction", "x"}, alice...)},
		{"POST", "{}", "ERR_BAD_REQUEST", 400, alice},
		{"DELETE", `{"blockedUids":[""]}`, "ERR_BAD_REQUEST", 400, alice},
		{"POST", uids("blockedUids", "bob"), "AUTH_ERR_AUTH_TOKEN_NOT_FOUND", 401, []string{"apikey", "", "authToken", "alice_1"}},
		{"POST", uids("blockedUids", "bob"), "AUTH_ERR_EMPTY_AUTH_TOKEN", 401, []string{"apikey", ""}},
		{"POST", uids("blockedUids", "bob"), "ERR_API_NOT_FOUND", 404, nil},
	} {
		target := mine
		if tt.method == "GET" {
			target += "?direction=x"
		}
		status, body := w.ask(tt.method, target, tt.body, tt.header...)
		if code, err := codeOf(status, []byte(body)); status != tt.status || code != tt.code || err != nil {
			t.Errorf("%s %s: %d %s %v", tt.method, target, status, code, err)
		}
	}
}

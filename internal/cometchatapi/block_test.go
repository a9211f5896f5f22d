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

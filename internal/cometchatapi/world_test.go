package cometchatapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
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
	blockPath   = "/v3/users/alice/blockedusers"
	friendsPath = "/v3/users/alice/friends"
)

// crowd is somebody with every member, somebody with none, a pair that blocks each other, somebody who
// has blocked "me" without an answer, and somebody whose metadata is a text.
var crowd = fmt.Sprintf(`
      - uid: me
        blocks:
          - {uid: full, at: %s}
          - {uid: bare, at: %s}
          - {uid: mutual, at: %s}
          - {uid: text, at: %s}
      - uid: full
        name: 'Zoë "Z" O\''Neil / 日本 😀'
        link: https://example.com/u/full?a=1&b=2
        avatar: https://cdn.example.com/a/b.png
        metadata:
          "@private": {email: z@example.com}
          path: a/b
          città: Forlì/Cesena
          emoji: 😀
          nested: {list: [1, 2.5, true, false, null, x/y, []], empty: {}}
          b: 1
          a: 2
        status: available
        statusMessage: Am Schreibtisch / für heute
        role: mod-1
        tags: [never-in-this-list]
        createdAt: %s
        updatedAt: %s
        lastActiveAt: %s
      - {uid: bare, createdAt: %s}
      - {uid: mutual, createdAt: %s, blocks: [{uid: me, at: %s}]}
      - {uid: another, createdAt: %s, updatedAt: %s, blocks: [{uid: me, at: %s}]}
      - {uid: text, createdAt: %s, metadata: a text / only}
    roles: [{role: mod-1}]
`,
	at(1700001000), at(1700001001), at(1700001003), at(1700001004),
	at(1700000100), at(1700000200), at(1700000300),
	at(1700000101),
	at(1700000102), at(1700000900),
	at(1700000103), at(1700000250), at(1700001002),
	at(1700000104))

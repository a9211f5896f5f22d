package chatdouble_test

import (
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// exampleT stands in for the *testing.T of a test, which an example does not have.
type exampleT struct{ cleanups []func() }

func (t *exampleT) Helper()                           {}
func (t *exampleT) Name() string                      { return "TestMyApp" }
func (t *exampleT) Cleanup(f func())                  { t.cleanups = append(t.cleanups, f) }
func (t *exampleT) Failed() bool                      { return false }
func (t *exampleT) Logf(format string, args ...any)   { log.Printf(format, args...) }
func (t *exampleT) Errorf(format string, args ...any) { log.Printf(format, args...) }
func (t *exampleT) Fatalf(format string, args ...any) { log.Panicf(format, args...) }

// end is what the testing package does when a test is over.
func (t *exampleT) end() {
	for i := len(t.cleanups) - 1; i >= 0; i-- {
		t.cleanups[i]()
	}
}

// A test starts a server and makes an app of its own. Its client is the one that the program uses
// in production; only the base URL and the credentials are others.
func ExampleStart() {
	t := &exampleT{} // in a test: the t of func TestMyApp(t *testing.T)
	defer t.end()

	srv := chatdouble.Start(t)
	app := srv.CometChat(t)
	app.AddUsers(chatdouble.User{ID: "alice", Name: "Alice"}, chatdouble.User{ID: "bob", Name: "Bob"})
	app.Block("alice", "bob")

	client := chatClient{BaseURL: app.BaseURL, APIKey: app.APIKey}
	fmt.Println(client.uids("alice"))
	fmt.Println(client.uids("bob"))
	fmt.Println(client.uids("nobody"))
	// Output:
	// bob <nil>
	//  <nil>
	// ERR_UID_NOT_FOUND <nil>
}

// New gives a handler without a listener: put it behind a server of your own, or call it.
func ExampleNew() {
	srv, err := chatdouble.New(chatdouble.WithFixtureYAML("mine.yaml", `
cometchat:
  - appId: myapp
    apiKeys: [{key: 0123456789abcdef0123456789abcdef01234567, scope: fullAccess}]
    users:
      - {uid: alice, blocks: [{uid: bob, at: 2024-05-01T12:00:00Z}]}
      - {uid: bob, createdAt: 2024-01-01T00:00:00Z}
`))
	if err != nil {
		log.Fatal(err)
	}

	r := httptest.NewRequest(http.MethodGet, "/v3/users/alice/blockedusers", nil)
	r.Header.Set("apiKey", "0123456789abcdef0123456789abcdef01234567")
	w := httptest.NewRecorder()
	srv.ServeHTTP(w, r)

	fmt.Println(w.Code, w.Header().Get("X-RateLimit-Remaining"))
	fmt.Println(w.Body)
	// Output:
	// 200 19999
	// {"data":[{"uid":"bob","name":"bob","status":"offline","role":"default","blockedByMe":true,"blockedByMeAt":1714564800,"blockedAt":1714564800,"createdAt":1704067200,"conversationId":"alice_user_bob"}],"meta":{"pagination":{"total":0,"count":1,"per_page":100,"current_page":1,"total_pages":1},"cursor":{"updatedAt":1704067200,"affix":"prepend"}}}
}

// A walk through a block list. Next is not an offset: a client hands it back as it came.
func ExampleServer_ZIM() {
	t := &exampleT{} // in a test: the t of func TestMyApp(t *testing.T)
	defer t.end()

	zim := chatdouble.Start(t).ZIM(t)
	zim.AddUsers(chatdouble.User{ID: "alice"})
	for _, id := range []string{"bob", "carol", "dave", "erin", "frank"} {
		zim.AddUsers(chatdouble.User{ID: id})
		zim.Block("alice", id)
	}

	client := zimClient{zim.BaseURL, zim.AppID, zim.ServerSecret}
	for next := int64(0); ; {
		page, _, err := client.queryBlacklist("alice", 2, next)
		if err != nil {
			log.Fatal(err)
		}
		for _, row := range page.Blacklist {
			fmt.Print(row.UserID, " ")
		}
		fmt.Println("of", page.TotalCount)
		if next = page.Next; next == 0 {
			break
		}
	}
	// Output:
	// bob carol of 5
	// dave erin of 5
	// frank of 5
}

// The vendor is busy twice, then it answers: what does the client make of it?
func ExampleApp_Fail() {
	t := &exampleT{} // in a test: the t of func TestMyApp(t *testing.T)
	defer t.end()

	app := chatdouble.Start(t).CometChat(t)
	app.AddUsers(chatdouble.User{ID: "alice"})
	app.Fail(chatdouble.Fault{Operation: "ListBlockedUsers", Code: "ERR_TOO_MANY_REQUESTS", Times: 2})

	client := chatClient{BaseURL: app.BaseURL, APIKey: app.APIKey}
	for range 3 {
		a, err := client.blocked("alice", "")
		fmt.Println(a.Status, a.Header.Get("Retry-After"), err)
	}
	// Output:
	// 429 60 <nil>
	// 429 60 <nil>
	// 200  <nil>
}

// Eleven minutes pass at once, and a signature that the client makes now is too old.
func ExampleClock_Advance() {
	t := &exampleT{} // in a test: the t of func TestMyApp(t *testing.T)
	defer t.end()

	zim := chatdouble.Start(t).ZIM(t)
	zim.AddUsers(chatdouble.User{ID: "alice"})
	client := zimClient{zim.BaseURL, zim.AppID, zim.ServerSecret}

	page, _, err := client.queryBlacklist("alice", 0, 0)
	fmt.Println(page.Code, page.Message, err)

	zim.Clock().Advance(11 * time.Minute)
	page, reply, err := client.queryBlacklist("alice", 0, 0)
	fmt.Println(page.Code, page.Message, err)
	_, why, _ := strings.Cut(reply.Header.Get("X-Chatdouble-Reason"), "; ")
	fmt.Println(why)
	// Output:
	// 0 success <nil>
	// 100000004 signature expired <nil>
	// at most 600 s either way is allowed
}

// What did the code under test ask for? Keys, secrets and signatures are masked.
func ExampleApp_Requests() {
	t := &exampleT{} // in a test: the t of func TestMyApp(t *testing.T)
	defer t.end()

	app := chatdouble.Start(t).CometChat(t)
	app.Clock().Freeze(time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC))
	app.AddUsers(chatdouble.User{ID: "alice"})
	client := chatClient{BaseURL: app.BaseURL, APIKey: app.APIKey}
	_, _ = client.blocked("alice", "perPage=5")
	_, _ = client.blocked("bob", "perPage=5")

	for _, r := range app.Requests(chatdouble.Operation("ListBlockedUsers")) {
		fmt.Println(r.Status, r.Operation, r.User)
	}
	fmt.Println(app.Requests(chatdouble.ByUser("alice"))[0])
	fmt.Println(len(app.Requests(chatdouble.Code("ERR_UID_NOT_FOUND"))))
	// Output:
	// 200 ListBlockedUsers alice
	// 404 ListBlockedUsers bob
	// 12:00:00.000 GET /v3/users/alice/blockedusers?perPage=5 200
	// 1
}

// Reset brings an app back to where it began, for the next case of a test.
func ExampleApp_Reset() {
	t := &exampleT{} // in a test: the t of func TestMyApp(t *testing.T)
	defer t.end()

	srv := chatdouble.Start(t)
	app := srv.App(t, "cometchat:mockapp") // of the default fixture
	app.AddUsers(chatdouble.User{ID: "newcomer"})
	app.Fail(chatdouble.Fault{Status: http.StatusServiceUnavailable})
	client := chatClient{srv.URL + "/v3", "0123456789abcdef0123456789abcdef01234567", "mockapp"}

	for range 2 {
		a, err := client.blocked("newcomer", "")
		fmt.Println(a.Status, err)
		app.Reset()
	}
	// Output:
	// 503 <nil>
	// 404 <nil>
}

package chatdouble_test

import (
	"fmt"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// A server in another process, such as a container, is handled like one that the test has started:
// only where it is must be said. Here it is one of this process, so that the example runs.
func ExampleConnect() {
	t := &exampleT{} // in a test: the t of func TestMyApp(t *testing.T)
	defer t.end()
	url := chatdouble.Start(t, chatdouble.WithAdminToken("sesame")).URL // in a test: os.Getenv("CHATDOUBLE_URL")

	srv := chatdouble.Connect(t, url, chatdouble.WithAdminToken("sesame"))
	app := srv.CometChat(t) // removed when the test ends
	app.AddUsers(chatdouble.User{ID: "alice"}, chatdouble.User{ID: "bob"})
	app.Block("alice", "bob")

	client := chatClient{BaseURL: app.BaseURL, APIKey: app.APIKey}
	fmt.Println(client.uids("alice"))
	for _, r := range app.Wait(1, 10*time.Second, chatdouble.Operation("ListBlockedUsers")) {
		fmt.Println(r.Status, r.User)
	}
	// Output:
	// bob <nil>
	// 200 alice
}

// The code under test works on its own time: Wait returns as soon as it has asked.
func ExampleApp_Wait() {
	t := &exampleT{} // in a test: the t of func TestMyApp(t *testing.T)
	defer t.end()

	app := chatdouble.Start(t).CometChat(t)
	app.AddUsers(chatdouble.User{ID: "alice"})
	client := chatClient{BaseURL: app.BaseURL, APIKey: app.APIKey}
	go client.blocked("alice", "page=1")

	for _, r := range app.Wait(1, 10*time.Second, chatdouble.ByUser("alice")) {
		fmt.Println(r.Method, r.URL, r.Status)
	}
	// Output:
	// GET /v3/users/alice/blockedusers?page=1 200
}

// A snapshot is taken once and gone back to before each case.
func ExampleApp_Snapshot() {
	t := &exampleT{} // in a test: the t of func TestMyApp(t *testing.T)
	defer t.end()

	app := chatdouble.Start(t).CometChat(t)
	app.AddUsers(chatdouble.User{ID: "alice"}, chatdouble.User{ID: "bob"}, chatdouble.User{ID: "carol"})
	app.Block("alice", "bob")
	app.Snapshot("one-blocked")

	client := chatClient{BaseURL: app.BaseURL, APIKey: app.APIKey}
	for _, other := range []string{"bob", "carol"} {
		app.Restore("one-blocked")
		app.Block("alice", other)
		fmt.Println(client.uids("alice"))
	}
	// Output:
	// bob <nil>
	// bob carol <nil>
}

// A fixture's users are added to those that are there; State gives them all back as a fixture.
func ExampleApp_MergeState() {
	t := &exampleT{} // in a test: the t of func TestMyApp(t *testing.T)
	defer t.end()

	app := chatdouble.Start(t).CometChat(t)
	app.AddUsers(chatdouble.User{ID: "bob"})
	app.MergeState(`
users:
  - {uid: alice, name: Alice, blocks: [bob]}
`)
	before := app.State()
	app.Unblock("alice", "bob")
	app.SetState(before)

	client := chatClient{BaseURL: app.BaseURL, APIKey: app.APIKey}
	fmt.Println(client.uids("alice"))
	// Output:
	// bob <nil>
}

// Why was that refused? Each check that the vendor makes, in its order.
func ExampleApp_Explain() {
	t := &exampleT{} // in a test: the t of func TestMyApp(t *testing.T)
	defer t.end()

	zim := chatdouble.Start(t).ZIM(t)
	client := zimClient{zim.BaseURL, zim.AppID, "another secret"}
	_, reply, err := client.queryBlacklist("alice", 0, 0)
	if err != nil {
		t.Fatalf("%v", err)
	}
	e := zim.Explain(reply.Header.Get("X-Chatdouble-Request-Id"))
	fmt.Println(e.Outcome)
	for _, c := range e.Checks {
		if c.Verdict == "failed" {
			fmt.Println(c.Name, c.Verdict)
		}
	}
	// Output:
	// refused
	// right Signature (100000005) failed
}

// The third answer breaks off after ten bytes.
func ExampleFault() {
	t := &exampleT{} // in a test: the t of func TestMyApp(t *testing.T)
	defer t.end()

	app := chatdouble.Start(t).CometChat(t)
	app.AddUsers(chatdouble.User{ID: "alice"})
	app.Fail(chatdouble.Fault{Operation: "ListBlockedUsers", Nth: 3, Transport: chatdouble.TruncatedBody, AfterBytes: 10})

	client := chatClient{BaseURL: app.BaseURL, APIKey: app.APIKey}
	for range 4 {
		a, err := client.blocked("alice", "")
		fmt.Println(a.Status, err)
	}
	for _, f := range app.Faults() {
		fmt.Println("hits:", f.Hits)
	}
	// Output:
	// 200 <nil>
	// 200 <nil>
	// 200 unexpected EOF
	// 200 <nil>
	// hits: 1
}

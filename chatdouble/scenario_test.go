package chatdouble_test

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// notes is what a scenario has seen, a line each.
type notes []string

func (n *notes) add(what string, seen ...any) {
	*n = append(*n, what+": "+strings.TrimSuffix(fmt.Sprintln(seen...), "\n"))
}

// A test cannot tell a server in its own process from one in another: the same scenario sees the
// same in both, and what it should.
func TestScenario(t *testing.T) {
	t.Parallel()
	opts := []chatdouble.Option{chatdouble.WithSeed(5), chatdouble.WithAdminToken("sesame")}
	run := func(connect func(s *spy, srv *chatdouble.Server) *chatdouble.Control) (seen notes) {
		s := &spy{name: "TestOfMine"}
		defer func() {
			if v := recover(); v != nil {
				t.Fatalf("%v: the scenario was told %q after\n%s", v, s.fatal, strings.Join(seen, "\n"))
			}
		}()
		defer s.end()
		scenario(s, connect(s, chatdouble.Start(s, opts...)), &seen)
		return seen
	}
	inside := run(func(_ *spy, srv *chatdouble.Server) *chatdouble.Control { return srv.Control })
	outside := run(func(s *spy, srv *chatdouble.Server) *chatdouble.Control {
		return chatdouble.Connect(s, srv.URL+"/", chatdouble.WithAdminToken("sesame"))
	})
	for i, line := range inside {
		if outside[i] != line {
			t.Errorf("in this process, then in another:\n  %s\n  %s", line, outside[i])
		}
	}
	if len(outside) != len(inside) || len(inside) == 0 {
		t.Errorf("%d things seen in this process, %d in another", len(inside), len(outside))
	}
	for _, want := range expected {
		if !slices.Contains(inside, want) {
			t.Errorf("not seen: %q", want)
		}
	}
	if t.Failed() {
		t.Logf("seen:\n%s", strings.Join(inside, "\n"))
	}
}

// expected is what the scenario should see, among others.
var expected = []string{
	"blocked: bob carol <nil>",
	"after unblocking: carol <nil>",
	"zim: 1 bob",
	"state replaced: dave <nil>",
	"state merged: dave erin <nil>",
	"snapshot restored: dave <nil>",
	"snapshots: [before]",
	"snapshots left: []",
	"frozen at: 2030-01-02 03:04:05.006007008 +0000 UTC true",
	"advanced: 2030-01-02 03:05:05.006007008 +0000 UTC true",
	"set: 2031-01-01 00:00:00 +0000 UTC true",
	"running: true false",
	"faults hit: 500 503 429 200",
	"faults left: 0",
	"waited: 2 true",
	"checked: apikey passed true",
	"checked: user failed true",
	"checked: operation not reached false",
	"reset: ERR_UID_NOT_FOUND <nil>",
}

// scenario uses all that a test can ask.
func scenario(t *spy, c *chatdouble.Control, seen *notes) {
	chat, zim := c.CometChat(t), c.ZIM(t)
	client := chatClient{BaseURL: chat.BaseURL, APIKey: chat.APIKey}
	blocked := func(what string) {
		uids, err := client.uids("alice")
		seen.add(what, uids, err)
	}
	seen.add("apps", chat.Name(), chat.AppID, chat.Region, chat.APIKey, chat.AuthKey, zim.Name(), zim.AppID, zim.ServerSecret)
	for _, app := range c.Apps() {
		seen.add("listed", fmt.Sprintf("%+v", app))
	}
	seen.add("found", c.App(t, chat.Name()).Name())

	for _, app := range []*chatdouble.App{chat.App, zim.App} {
		app.AddUsers(chatdouble.User{ID: "alice", Name: "Alice"}, chatdouble.User{ID: "bob"}, chatdouble.User{ID: "carol", CreatedAt: time.Unix(1e9, 0)})
		app.Block("alice", "bob")
		app.Block("alice", "carol")
	}
	blocked("blocked")
	chat.Unblock("alice", "bob")
	chat.Unblock("alice", "bob")
	zim.Unblock("alice", "carol")
	blocked("after unblocking")
	page, _, err := zimClient{zim.BaseURL, zim.AppID, zim.ServerSecret}.queryBlacklist("alice", 0, 0)
	if err != nil || len(page.Blacklist) == 0 {
		t.Fatalf("%+v, %v", page, err)
	}
	seen.add("zim", page.TotalCount, page.Blacklist[0].UserID)
	zim.SetOnlineState("alice", "loggedIn")

	stateOf(chat, seen, blocked)
	clockOf(chat.App, seen)
	faultsOf(chat, client, seen)
	requestsOf(c, chat, client, seen)
	seen.add("metrics", strings.Contains(c.Metrics(), "# EOF"))

	chat.Reset()
	blocked("reset")
	if err := c.Reset(zim.Name()); err != nil {
		t.Fatalf("%v", err)
	}
	seen.add("reset by name", zim.Count(), c.Reset("zim:1"))
	refused(t, c, chat, seen)
}

func stateOf(chat *chatdouble.CometChat, seen *notes, blocked func(string)) {
	chat.Clock().Freeze(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))
	chat.SetState("users: [{uid: alice, blocks: [dave]}, {uid: dave}, {uid: erin}]\napiKeys: [{key: " + chat.APIKey + ", scope: fullAccess}]\n")
	blocked("state replaced")
	chat.Snapshot("before")
	chat.MergeState(`{"users": [{"uid": "alice", "blocks": ["erin"]}]}`)
	blocked("state merged")
	state := chat.State()
	seen.add("state", state)
	chat.Restore("before")
	blocked("snapshot restored")
	seen.add("snapshots", chat.Snapshots())
	chat.DeleteSnapshot("before")
	seen.add("snapshots left", chat.Snapshots())
	chat.SetState(state)
	seen.add("state is itself", chat.State() == state)
}

func clockOf(app *chatdouble.App, seen *notes) {
	c := app.Clock()
	c.Freeze(time.Date(2030, 1, 2, 3, 4, 5, 6007008, time.UTC))
	seen.add("frozen at", c.Now(), c.Frozen())
	c.Advance(time.Minute)
	seen.add("advanced", c.Now(), c.Frozen())
	c.Set(time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC))
	seen.add("set", c.Now(), c.Frozen())
	c.Run()
	seen.add("running", !c.Now().Before(time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)), c.Frozen())
	c.Freeze(time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC))
}

func faultsOf(chat *chatdouble.CometChat, client chatClient, seen *notes) {
	ids := []string{
		chat.Fail(chatdouble.Fault{Operation: "ListBlockedUsers", User: "alice", Code: "ERR_EXCEPTION", Times: 1}),
		chat.Fail(chatdouble.Fault{Status: http.StatusServiceUnavailable, Body: "busy", Times: 1, Probability: 1, Delay: chatdouble.FixedDelay(time.Millisecond)}),
		chat.Fail(chatdouble.Fault{RateLimited: true, Times: 1}),
	}
	var statuses []any
	for range 4 {
		a, err := client.blocked("alice", "")
		if err != nil {
			seen.add("fault", err)
		}
		statuses = append(statuses, a.Status)
	}
	seen.add("faults hit", statuses...)
	for _, r := range chat.Requests(chatdouble.ByFault(ids[1])) {
		seen.add("hit by the second", r.Status, r.Reply, r.FaultID == ids[1], r.FaultKind)
	}
	chat.ClearFaults()
	for _, f := range []chatdouble.Fault{
		{Vendor: "cometchat", Header: map[string]string{"X-Mine": "yes"}, Nth: 3, Transport: chatdouble.TruncatedBody, AfterBytes: 10},
		{Operation: "GetUser", Delay: chatdouble.UniformDelay(time.Millisecond, 2*time.Millisecond), After: true},
		{User: "nobody", Delay: chatdouble.LognormalDelay(80*time.Millisecond, 0.4).AtMost(2 * time.Second), Transport: chatdouble.ConnectionReset, Probability: 0.25, Times: 3},
	} {
		chat.Fail(f)
		all := chat.Faults()
		seen.add("the fault comes back", all[len(all)-1].Fault.String() == f.String(), f)
	}
	seen.add("faults cleared", chat.ClearFaults())
	seen.add("faults left", len(chat.Faults()))
}

func requestsOf(c *chatdouble.Control, chat *chatdouble.CometChat, client chatClient, seen *notes) {
	seen.add("requests cleared", chat.ClearRequests() > 0)
	done := make(chan error)
	go func() {
		_, err := client.blocked("nobody", "")
		if err == nil {
			_, err = client.blocked("nobody", "")
		}
		done <- err
	}()
	seen.add("waited", len(chat.Wait(2, time.Minute, chatdouble.Code("ERR_UID_NOT_FOUND"))), <-done == nil)
	for _, r := range chat.Requests(chatdouble.Operation("ListBlockedUsers"), chatdouble.Status(404)) {
		seen.add("request", r.Time, r.Vendor, r.AppID == chat.AppID, r.Operation, r.User, r.Method, r.Status, r.Code, r.Reason, r.Reply, r.ReplyLength)
		e := chat.Explain(r.ID)
		seen.add("explained", e.Request == r.ID, e.Outcome, e.Reason)
		for _, check := range e.Checks { // its detail says how the app was found
			seen.add("checked", check.Name, check.Verdict, check.Detail != "")
		}
	}
	seen.add("counted", chat.Count(), chat.Count(chatdouble.ByUser("nobody")), chat.Count(chatdouble.ByUser("alice")), c.Count(chatdouble.OfApp(chat.Name())))

	r, err := http.NewRequest(http.MethodGet, chat.BaseURL+"/user", nil)
	if err != nil {
		seen.add("request", err)
		return
	}
	if _, err := do(r); err != nil {
		seen.add("request", err)
	}
	for _, r := range append(chat.Unmatched(), c.Unmatched()...) {
		seen.add("unmatched", r.Method, r.Status, r.Nearest)
	}
	seen.add("of the server", c.Clock().Frozen(), len(c.Faults()), c.ClearFaults())
	id := c.Fail(chatdouble.Fault{Vendor: "zim", Status: 500})
	seen.add("fault for all", c.Faults()[0].ID == id, c.Faults()[0].Status, len(chat.Faults()), c.ClearFaults())
}

// refused is what a test is told when it asks for what cannot be.
func refused(t *spy, c *chatdouble.Control, chat *chatdouble.CometChat, seen *notes) {
	chat.Reset()
	chat.Clock().Freeze(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))
	for _, ask := range []func(){
		func() { c.App(t, "zim:1") },
		func() { c.Explain("nonsense") },
		func() { c.Requests(chatdouble.Status(99)) },
		func() { c.Requests(chatdouble.OfVendor("zim"), chatdouble.OfVendor("cometchat")) },
		func() { chat.Block("alice", "nobody") },
		func() { chat.AddUsers(chatdouble.User{ID: "Carol"}) },
		func() { chat.SetOnlineState("alice", "online") },
		func() { chat.Fail(chatdouble.Fault{Code: "660300005"}) },
		func() { chat.Fail(chatdouble.Fault{}) },
		func() { chat.Restore("never") },
		func() { chat.SetState("users: [") },
		func() { chat.Clock().Advance(-100_000 * time.Hour * 24) },
		func() { chat.Wait(2, time.Millisecond, chatdouble.ByUser("nobody"), chatdouble.Status(200)) },
	} {
		func() {
			defer func() {
				if v := recover(); v != any(stopped{}) {
					t.fatal = fmt.Sprint("no end, but ", cmp.Or(v, any("nothing")))
				}
			}()
			ask()
		}()
		seen.add("refused", strings.ReplaceAll(t.fatal, "/__apps/"+chat.AppID, "")) // of an URL
	}
}

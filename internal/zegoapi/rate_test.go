package zegoapi_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Page "QueryBlacklist": 20 calls a second for each app and action, then 660300005.
// Assumed: fixed windows of one second from their first call.
func TestRate(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.AddUsers(chatdouble.User{ID: "alice"}, chatdouble.User{ID: "bob"})
	f.Clock().Freeze(time.Unix(1_700_000_000, 250_000_000))
	users, methods := []string{"FromUserId=alice", "FromUserId=bob"}, []string{"GET", "GET", "POST"} // all count together
	fill := func() {
		t.Helper()
		for i := range 20 {
			if a := f.ask(t, methods[i%3], f.signed(users[i%2]), ""); a.Code != 0 {
				t.Fatalf("call %d at %v: %d %s", i+1, f.Clock().Now(), a.Code, a.Reason())
			}
		}
	}
	over := func() {
		t.Helper()
		a := f.list(t, "FromUserId=alice")
		a.refused(t, 660300005, "20 calls in 1s", "opens at")
		if a.Status != 200 {
			t.Errorf("HTTP %d, want 200", a.Status)
		}
	}
	fill()
	over()
	f.list(t, "FromUserId=alice").refused(t, 660300005, "2023-11-14T22:13:21.250Z")
	f.Clock().Advance(999 * time.Millisecond)
	over()
	f.Clock().Advance(time.Millisecond)
	fill() // the calls above the limit did not lengthen the window, nor were they counted on
	over()
}

// Assumed: every call that passed the signature check counts, whatever became of it; no other.
func TestWhatCounts(t *testing.T) {
	t.Parallel()
	f := open(t, chatdouble.WithMaxBody(100))
	spoilt := func(spoil func(*common)) func() reply {
		return func() reply {
			c := f.right()
			spoil(&c)
			return f.ask(t, "GET", c.with("FromUserId=alice"), "")
		}
	}
	for _, tt := range []struct {
		name   string
		call   func() reply
		code   int
		counts bool
	}{
		{"success", func() reply { return f.list(t, "FromUserId=alice") }, 0, true},
		{"no FromUserId", func() reply { return f.list(t) }, 660000002, true},
		{"unregistered", func() reply { return f.list(t, "FromUserId=nobody") }, 660500002, true},
		{"bad body", func() reply { return f.ask(t, "POST", f.signed(), "x") }, 660000002, true},
		{"body over the limit", func() reply { return f.ask(t, "POST", f.signed(), strings.Repeat("x", 101)) }, 100000012, true},
		{"wrong signature", spoilt(func(c *common) { c.signature = strings.Repeat("0", 32) }), 100000005, false},
		{"old timestamp", spoilt(func(c *common) { c.timestamp = "1600000000"; *c = c.signed(f.secret) }), 100000004, false},
		{"unknown action", spoilt(func(c *common) { c.action = "X" }), 100000007, false},
		{"DELETE", func() reply { return f.ask(t, "DELETE", f.signed("FromUserId=alice"), "") }, 100000007, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f.Reset()
			f.AddUsers(chatdouble.User{ID: "alice"})
			f.Clock().Freeze(time.Unix(1_700_000_000, 0))
			for range 20 {
				tt.call().refused(t, tt.code)
			}
			want := 0
			if tt.counts {
				want = 660300005
			}
			if a := f.list(t, "FromUserId=alice"); a.Code != want {
				t.Errorf("after 20 of them: Code %d (%s), want %d", a.Code, a.Reason(), want)
			}
		})
	}
}

// The vendor raises the limit for a customer; a fixture does it with limits.perSecond.
func TestRateOfTheFixture(t *testing.T) {
	t.Parallel()
	f := openFixture(t, `
zim:
  - {appId: 12345, serverSecret: secret, users: [{userId: alice}], limits: {perSecond: 50}}
  - {appId: 12346, serverSecret: secret, users: [{userId: alice}], limits: {perSecond: 1}}
  - {appId: 12347, serverSecret: secret, users: [{userId: alice}]}
`, "12345", "secret", chatdouble.WithFrozenTime(noonOfSample))
	for appID, limit := range map[string]int{"12345": 50, "12346": 1, "12347": 20} {
		f := &front{f.server.App(t, "zim:"+appID), f.server, appID, "secret"}
		for i := range limit {
			if a := f.list(t, "FromUserId=alice"); a.Code != 0 {
				t.Fatalf("app %s, call %d: %d %s", appID, i+1, a.Code, a.Reason())
			}
		}
		f.list(t, "FromUserId=alice").refused(t, 660300005)
	}
}

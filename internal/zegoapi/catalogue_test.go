package zegoapi_test

import (
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// What is known to the vendor is answered as the unknown is; the reason, in the header and in the
// journal, tells them apart.
func TestKnownToTheVendor(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	actions := zegoapi.NotEmulated()
	if all := len(actions) + len(zegoapi.Operations()); all != 72+1 {
		t.Fatalf("%d actions, want 72 and the one that is made up", all)
	}
	for _, op := range actions {
		action := op.Name
		c := f.right()
		c.action = action
		for _, method := range []string{"GET", "POST"} {
			f.ask(t, method, c.with("FromUserId=alice"), "").refused(t, 100000007, action, "known to the vendor, not emulated")
		}
	}
	entries := f.Requests(chatdouble.Code("100000007"))
	if len(entries) != 2*len(actions) {
		t.Errorf("the journal has %d of %d calls", len(entries), 2*len(actions))
	}
	for _, e := range entries {
		if !strings.Contains(e.Reason, "known to the vendor, not emulated") {
			t.Errorf("the journal says %q of %s", e.Reason, e.URL)
		}
	}
}

// An unknown name is answered with the nearest known one, if one is near.
func TestUnknownActionNamesTheNearest(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	for _, tt := range []struct{ action, nearest string }{
		{"QueryBlackList", "QueryBlacklist"},
		{"queryblacklist", "QueryBlacklist"},
		{"QueryBlacklst", "QueryBlacklist"},
		{"UserRegistr", "UserRegister"},
		{"RegisterUser", "UserRegister"},
		{"RegisterUsers", "UserRegister"},
		{"SendPeerMesage", "SendPeerMessage"},
		{zegoapi.MadeUp + "s", zegoapi.MadeUp}, // not emulated, known all the same
		{"QueryUserInfo", "QueryUserInfos"},
		{"x", ""},
		{strings.Repeat("x", 10_000), ""},
		{"DeleteEverything\r\n", ""},
	} {
		c := f.right()
		c.action = tt.action
		a := f.ask(t, "GET", c.with("FromUserId=alice"), "")
		a.refused(t, 100000007, "is emulated", "case-sensitive")
		if got := strings.Contains(a.Reason(), "nearest"); got != (tt.nearest != "") || !strings.Contains(a.Reason(), tt.nearest) {
			t.Errorf("%.50q: reason %q, want the name %q", tt.action, a.Reason(), tt.nearest)
		}
		if strings.Contains(a.Reason(), "known to the vendor") {
			t.Errorf("%.50q is said to be known: %s", tt.action, a.Reason())
		}
	}
}

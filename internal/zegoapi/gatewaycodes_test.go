package zegoapi_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Page "Return codes": every gateway code that a request can cause, each by one slip,
// with a reason that names the parameter. 100000011, 100000015 and the like: TestFaultCodes.
func TestGatewayCodes(t *testing.T) {
	t.Parallel()
	f := unlimited(t, chatdouble.WithMaxBody(1000))
	f.AddUsers(chatdouble.User{ID: "alice"})
	f.Clock().Freeze(time.Unix(1_700_000_000, 0))
	for _, tt := range []struct {
		name  string
		spoil func(*common)
		code  int
		words []string
	}{
		{"no Action", func(c *common) { c.action = missing }, 100000006, []string{"Action", "missing or empty"}},
		{"empty Action", func(c *common) { c.action = "" }, 100000006, []string{"Action", "missing or empty"}},
		{"unknown Action", func(c *common) { c.action = "QueryBlackList" }, 100000007, []string{"action", "case-sensitive"}},
		{"Action with a space", func(c *common) { c.action = "QueryBlacklist " }, 100000007, nil},
		{"no AppId", func(c *common) { c.appID = missing }, 100000001, []string{"AppId", "missing or empty"}},
		{"empty AppId", func(c *common) { c.appID = "" }, 100000001, []string{"AppId", "missing or empty"}},
		{"AppId of letters", func(c *common) { c.appID = "abc" }, 100000001, []string{"AppId"}},
		{"AppId of another server", func(c *common) { c.appID = "1" }, 100000010, []string{"1"}},
		{"no SignatureVersion", func(c *common) { c.version = missing }, 100000013, []string{"SignatureVersion", "missing or empty"}},
		{"empty SignatureVersion", func(c *common) { c.version = "" }, 100000013, []string{"SignatureVersion", "missing or empty"}},
		{"SignatureVersion 1.0", func(c *common) { c.version = "1.0" }, 100000014, []string{"SignatureVersion", "2.0"}},
		{"SignatureVersion 2", func(c *common) { c.version = "2" }, 100000014, []string{"SignatureVersion", "2.0"}},
		{"no SignatureNonce", func(c *common) { c.nonce = missing }, 100000008, []string{"SignatureNonce", "missing or empty"}},
		{"empty SignatureNonce", func(c *common) { c.nonce = "" }, 100000008, []string{"SignatureNonce", "missing or empty"}},
		{"no Timestamp", func(c *common) { c.timestamp = missing }, 100000002, []string{"Timestamp", "missing or empty"}},
		{"empty Timestamp", func(c *common) { c.timestamp = "" }, 100000002, []string{"Timestamp", "missing or empty"}},
		{"Timestamp of letters", func(c *common) { c.timestamp = "now" }, 100000003, []string{"Timestamp"}},
		{"old Timestamp", func(c *common) { c.timestamp = "1699999399"; *c = c.signed(f.secret) }, 100000004, []string{"Timestamp", "1700000000", "601 s behind"}},
		{"no Signature", func(c *common) { c.signature = missing }, 100000009, []string{"Signature", "missing or empty"}},
		{"empty Signature", func(c *common) { c.signature = "" }, 100000009, []string{"Signature", "missing or empty"}},
		{"wrong Signature", func(c *common) { c.signature = strings.Repeat("0", 32) }, 100000005, []string{"Signature", "ServerSecret"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := f.right()
			tt.spoil(&c)
			for _, method := range []string{"GET", "POST"} {
				a := f.ask(t, method, c.with("FromUserId=alice"), "")
				a.refused(t, tt.code, tt.words...)
				if a.Status != 200 {
					t.Errorf("HTTP %d, want 200", a.Status)
				}
			}
		})
	}
	t.Run("body over the limit", func(t *testing.T) {
		a := f.ask(t, "POST", f.signed("FromUserId=alice"), strings.Repeat(" ", 1001))
		a.refused(t, 100000012, "1000 bytes")
		if a.Status != 200 {
			t.Errorf("HTTP %d, want 200", a.Status)
		}
		if a := f.ask(t, "POST", f.signed("FromUserId=alice"), strings.Repeat(" ", 1000)); a.Code != 0 {
			t.Errorf("a body of exactly the limit is refused: %d %s", a.Code, a.Reason())
		}
	})
}

// Page "Accessing Server APIs": Action and the common parameters are always in the query, also with POST.
func TestCommonParametersAreNotReadFromTheBody(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.AddUsers(chatdouble.User{ID: "alice"})
	c := f.right()
	body := `{"Action":"QueryBlacklist","AppId":` + c.appID + `,"SignatureVersion":"2.0","SignatureNonce":"` + c.nonce +
		`","Timestamp":` + c.timestamp + `,"Signature":"` + c.signature + `","FromUserId":"alice"}`
	f.ask(t, "POST", "", body).refused(t, 100000006)
	f.ask(t, "POST", "Action=QueryBlacklist", body).refused(t, 100000001)
	if a := f.ask(t, "POST", c.with(), body); a.Code != 0 {
		t.Errorf("the same body beside the query: %d %s", a.Code, a.Reason())
	}
}

// Assumed: any nonce that is not empty is good, and may be used again.
func TestAnyNonce(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	f.AddUsers(chatdouble.User{ID: "alice"})
	for _, nonce := range []string{"12344321", "0", "k3j9x0q2mzf", "15215528852396", " ", "a b&c=d%41+", "王", "\xff\x00", strings.Repeat("n", 2000)} {
		c := f.right()
		c.nonce = nonce
		c = c.signed(f.secret)
		for range 2 {
			if a := f.ask(t, "GET", c.with("FromUserId=alice"), ""); a.Code != 0 {
				t.Errorf("nonce %.40q: %d %s", nonce, a.Code, a.Reason())
			}
		}
	}
}

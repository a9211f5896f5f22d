package zegoapi_test

import (
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Page "Return codes": each common parameter that is missing or empty has a code of its own. The codes of wrong ones, and
// what the reasons say: [TestSlipsAreExplained]; of all together: [TestOrderOfChecksTogether]; 100000011, 100000015 and
// the like: [TestFaultCodes].
func TestMissingCommonParameters(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	f.AddUsers(chatdouble.User{ID: "alice"})
	for _, tt := range []struct {
		name  string
		spoil func(*common, string)
		code  int
	}{
		{"Action", func(c *common, value string) { c.action = value }, 100000006},
		{"AppId", func(c *common, value string) { c.appID = value }, 100000001},
		{"SignatureVersion", func(c *common, value string) { c.version = value }, 100000013},
		{"SignatureNonce", func(c *common, value string) { c.nonce = value }, 100000008},
		{"Timestamp", func(c *common, value string) { c.timestamp = value }, 100000002},
		{"Signature", func(c *common, value string) { c.signature = value }, 100000009},
	} {
		for _, value := range []string{missing, ""} {
			c := f.right()
			tt.spoil(&c, value)
			for _, method := range []string{"GET", "POST"} {
				a := f.ask(t, method, c.with("FromUserId=alice"), "")
				if a.refused(t, tt.code, tt.name, "missing or empty"); a.Status != 200 {
					t.Errorf("HTTP %d, want 200", a.Status)
				}
			}
		}
	}
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

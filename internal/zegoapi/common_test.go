package zegoapi_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Pages "Accessing Server APIs" and "Return codes": what each common parameter may be. How numbers are written is tested
// in sigverify, of all parameters together [TestOrderOfChecksTogether], the words for people [TestSlipsAreExplained];
// 100000011, 100000015 and the like [TestFaultCodes]. Assumed: any nonce that is not empty is good, and may be used again;
// the signature is compared exactly.
func TestCommonParameters(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	f.AddUsers(chatdouble.User{ID: "alice"})
	f.Clock().Freeze(time.Unix(1_700_000_000, 0))
	absent := []string{missing, ""}
	const said = " is missing or empty"
	signature := f.right().signature
	for _, tt := range []struct {
		name   string
		code   int
		word   string
		values []string
	}{
		{"Action", 100000006, "Action" + said, absent},
		{"Action", 100000007, "case-sensitive", []string{"QueryBlackList", "QueryBlacklist "}},
		{"AppId", 100000001, "AppId" + said, absent},
		{"AppId", 100000001, "", []string{"4294967296", "-1", "0" + f.appID, " " + f.appID, f.appID + "\x00", "abc", "１２３", "\xff"}},
		{"AppId", 100000010, "no ZIM app", []string{"0", "1", "4294967295"}},
		{"SignatureVersion", 100000013, "SignatureVersion" + said, absent},
		{"SignatureVersion", 100000014, "2.0", []string{"1.0", "2"}},
		{"SignatureNonce", 100000008, "SignatureNonce" + said, absent},
		{"SignatureNonce", 0, "", []string{"12344321", "k3j9x0q2mzf", "k3j9x0q2mzf", " ", "a b&c=d%41+", "王", "\xff\x00", strings.Repeat("n", 2000)}},
		{"Timestamp", 100000002, "Timestamp" + said, absent},
		{"Timestamp", 100000003, "", []string{"now", "9223372036854775808", "01700000000", "+1700000000", " 1700000000", "1e9", "1700000000.0", "\xff"}},
		{"Timestamp", 100000004, "behind", []string{"1699999399", "0", "-9223372036854775808"}},
		{"Timestamp", 100000004, "ahead", []string{"1700000601", "9223372036854775807"}},
		{"Timestamp", 0, "", []string{"1699999400", "1700000600"}},
		{"Signature", 100000009, "Signature" + said, absent},
		{"Signature", 100000005, "", []string{
			signature + " ", " " + signature, signature + "\n", signature + "\x00", signature[:31], signature + "0",
			strings.Repeat("0", 32), strings.Repeat("0", 100_000),
		}},
	} {
		for _, value := range tt.values {
			c := f.right()
			*c.named(tt.name) = value
			if tt.name != "Signature" {
				c = c.signed(f.secret)
			}
			for _, method := range []string{"GET", "POST"} {
				a := f.ask(t, method, c.with("FromUserId=alice"), "")
				if a.Code != tt.code || !strings.Contains(a.Reason(), tt.word) || a.Status != 200 {
					t.Errorf("%s %.40q: HTTP %d, Code %d (%s), want %d with %q", tt.name, value, a.Status, a.Code, a.Reason(), tt.code, tt.word)
				}
			}
		}
	}
}

// named is one of the common parameters.
func (c *common) named(name string) *string {
	return map[string]*string{
		"Action": &c.action, "AppId": &c.appID, "SignatureVersion": &c.version, "SignatureNonce": &c.nonce, "Timestamp": &c.timestamp,
		"Signature": &c.signature,
	}[name]
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

// Page "Accessing Server APIs": the window follows the app's clock.
func TestWindowMovesWithTheClock(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	f.AddUsers(chatdouble.User{ID: "alice"})
	f.Clock().Freeze(time.Unix(1_700_000_000, 0))
	query := f.signed("FromUserId=alice")
	for _, step := range []struct {
		by   time.Duration
		code int
	}{
		{0, 0},
		{600 * time.Second, 0},
		{time.Second, 100000004},
		{-1201 * time.Second, 0},
		{-time.Second, 100000004},
		{time.Second, 0},
	} {
		f.Clock().Advance(step.by)
		if a := f.ask(t, "GET", query, ""); a.Code != step.code {
			t.Errorf("at %v: Code %d (%s), want %d", f.Clock().Now(), a.Code, a.Reason(), step.code)
		}
	}
}

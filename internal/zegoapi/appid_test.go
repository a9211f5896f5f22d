package zegoapi_test

import (
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Page "Return codes": AppId is a decimal uint32, written as a computer writes it, else 100000001; one that
// no app has is 100000010.
func TestAppID(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	f.AddUsers(chatdouble.User{ID: "alice"})
	for value, code := range map[string]int{
		f.appID:                0,
		"0":                    100000010,
		"1":                    100000010,
		"4294967295":           100000010,
		"4294967296":           100000001,
		"18446744073709551616": 100000001,
		"-1":                   100000001,
		"-0":                   100000001,
		"007":                  100000001,
		"0" + f.appID:          100000001,
		"+" + f.appID:          100000001,
		" " + f.appID:          100000001,
		f.appID + " ":          100000001,
		f.appID + ".0":         100000001,
		f.appID + "\x00":       100000001,
		"0x10":                 100000001,
		"1_000":                100000001,
		"1e3":                  100000001,
		"abc":                  100000001,
		"１２３":                  100000001, // full-width digits
		"\xff":                 100000001,
	} {
		c := f.right()
		c.appID = value
		c = c.signed(f.secret)
		a := f.ask(t, "GET", c.with("FromUserId=alice"), "")
		if a.Code != code {
			t.Errorf("AppId %q: Code %d (%s), want %d", value, a.Code, a.Reason(), code)
		}
	}
}

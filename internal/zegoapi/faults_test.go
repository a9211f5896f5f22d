package zegoapi_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// Page "Return codes": each code that the vendor has, before the action and after it.
func TestFaultCodes(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	f.AddUsers(chatdouble.User{ID: "alice"})
	for _, known := range zegoapi.Codes() {
		code, _ := strconv.Atoi(known.Code)
		for _, after := range []bool{false, true} {
			f.Fail(chatdouble.Fault{Code: known.Code, After: after, Times: 1})
			a := f.list(t, "FromUserId=alice")
			a.refused(t, code, "fault rule")
			if a.Status != 200 {
				t.Errorf("%d: HTTP %d, want 200", code, a.Status)
			}
			if a := f.list(t, "FromUserId=alice"); a.Code != 0 {
				t.Fatalf("%d stays after its one time: %d %s", code, a.Code, a.Reason())
			}
		}
	}
}

// What is known as a code and what is answered are the same set.
func TestKnownCodes(t *testing.T) {
	t.Parallel()
	for _, known := range zegoapi.Codes() {
		if !zegoapi.KnownCode(known.Code) {
			t.Errorf("KnownCode(%s) = false", known.Code)
		}
	}
	for _, text := range []string{"", "0", "-1", "4", "100000018", "abc", "660500002 ", "1e3", "ERR_UID_NOT_FOUND", "99999999999999999999", "+7", "007"} {
		if zegoapi.KnownCode(text) {
			t.Errorf("KnownCode(%q) = true", text)
		}
	}
}

// STYLE, "The way of a request": a fault after the operation is taken only by a call that came so
// far, and that call counts on the limit; one before it does not count.
func TestFaultsAfter(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.AddUsers(chatdouble.User{ID: "alice"})
	f.Clock().Freeze(time.Unix(1_700_000_000, 0))
	f.Fail(chatdouble.Fault{Code: "100000015", After: true, Times: 1})
	f.list(t, "FromUserId=nobody").refused(t, 660500002)
	f.list(t, "FromUserId=alice").refused(t, 100000015, "lost the answer")
	for range 3 {
		f.Fail(chatdouble.Fault{Code: "100000015", Times: 1})
		f.list(t, "FromUserId=alice").refused(t, 100000015, "nothing was done")
	}
	for i := range 18 {
		if a := f.list(t, "FromUserId=alice"); a.Code != 0 {
			t.Fatalf("call %d: %d %s", i+1, a.Code, a.Reason())
		}
	}
	f.list(t, "FromUserId=alice").refused(t, 660300005)
}

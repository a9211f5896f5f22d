package zegoapi_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Page "Accessing Server APIs": a timestamp may be 10 minutes off, either way; what
// is no int64 is a format error, and milliseconds are merely out of the window.
func TestTimestamp(t *testing.T) {
	t.Parallel()
	const now = 1_700_000_000
	f := unlimited(t)
	f.AddUsers(chatdouble.User{ID: "alice"})
	f.Clock().Freeze(time.Unix(now, 0))
	for _, tt := range []struct {
		value string
		code  int
		words string
	}{
		{strconv.Itoa(now), 0, ""},
		{strconv.Itoa(now - 600), 0, ""},
		{strconv.Itoa(now + 600), 0, ""},
		{strconv.Itoa(now - 601), 100000004, "601 s behind"},
		{strconv.Itoa(now + 601), 100000004, "601 s ahead"},
		{"0", 100000004, "1970-01-01T00:00:00Z"},
		{"-1", 100000004, "1969-12-31T23:59:59Z"},
		{"1700000000000", 100000004, "milliseconds"},
		{"1700000000000000", 100000004, "microseconds"},
		{"9223372036854775807", 100000004, "ahead"},
		{"-9223372036854775808", 100000004, "behind"},
		{"9223372036854775808", 100000003, "int64"},
		{"-9223372036854775809", 100000003, "int64"},
		{"99999999999999999999999999", 100000003, "int64"},
		{"007", 100000003, "leading zero"},
		{"01700000000", 100000003, "leading zero"},
		{"+1700000000", 100000003, "sign"},
		{" 1700000000", 100000003, "space"},
		{"1700000000 ", 100000003, "space"},
		{"-", 100000003, ""},
		{"-0", 100000003, ""},
		{"1e9", 100000003, ""},
		{"1.7e9", 100000003, ""},
		{"1700000000.0", 100000003, "fraction"},
		{"0x6553f100", 100000003, ""},
		{"2023-11-14T22:13:20Z", 100000003, ""},
		{"１", 100000003, ""},
		{"1700000000\x00", 100000003, ""},
		{"\xff", 100000003, ""},
		{"%s", 100000003, ""},
	} {
		t.Run(tt.value, func(t *testing.T) {
			c := f.right()
			c.timestamp = tt.value
			c = c.signed(f.secret)
			a := f.ask(t, "GET", c.with("FromUserId=alice"), "")
			if a.Code != tt.code || !strings.Contains(a.Reason(), tt.words) {
				t.Errorf("Code %d (%s), want %d with %q", a.Code, a.Reason(), tt.code, tt.words)
			}
		})
	}
}

// "+5" not escaped is " 5" on arrival: neither is a number as a computer writes it.
func TestTimestampWithABarePlus(t *testing.T) {
	t.Parallel()
	f := open(t)
	c := f.right()
	now := c.timestamp
	c.timestamp = missing
	f.ask(t, "GET", c.with("Timestamp=+"+now), "").refused(t, 100000003)
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

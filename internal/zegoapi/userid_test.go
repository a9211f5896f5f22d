package zegoapi_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Page "UserRegister": a user id has 1 to 32 bytes of digits, English letters, a space and the signs that
// the vendor lists; else 660000002. Assumed: one that nobody has is 660500002.
func TestFromUserID(t *testing.T) {
	t.Parallel()
	const signs = "!#$%&()+-:;<=.>?@[]^_{}|~ "
	f := unlimited(t)
	for _, id := range []string{"alice", strings.Repeat("a", 32), signs, "a", " ", "%41", "7"} {
		f.AddUsers(chatdouble.User{ID: id})
	}
	for _, tt := range []struct {
		id   string
		code int
	}{
		{"alice", 0},
		{strings.Repeat("a", 32), 0},
		{signs, 0},
		{" ", 0},
		{"%41", 0}, // decoded once, not twice
		{"7", 0},
		{"Alice", 660500002}, // ids have a case
		{"alice ", 660500002},
		{strings.Repeat("b", 32), 660500002},
		{"", 660000002},
		{strings.Repeat("a", 33), 660000002},
		{strings.Repeat("a", 100_000), 660000002},
		{`"`, 660000002},
		{"'", 660000002},
		{"*", 660000002},
		{",", 660000002},
		{"/", 660000002},
		{`\`, 660000002},
		{"`", 660000002},
		{"alice\x00", 660000002},
		{"\x00", 660000002},
		{"a\nb", 660000002},
		{"a\tb", 660000002},
		{"\x7f", 660000002},
		{"Zoë", 660000002},
		{"王", 660000002},
		{"😀", 660000002},
		{"\u00a0", 660000002},
		{"\xff", 660000002},
		{"alice\xc3", 660000002},
		{"\xed\xa0\x80", 660000002},
	} {
		a := f.list(t, "FromUserId="+url.QueryEscape(tt.id))
		if a.Code != tt.code {
			t.Errorf("FromUserId %.40q: Code %d (%s), want %d", tt.id, a.Code, a.Reason(), tt.code)
		}
		if tt.code == 660000002 {
			a.refused(t, tt.code, "FromUserId")
		}
	}
	a := f.list(t)
	a.refused(t, 660000002, "FromUserId")
}

// Escapes that are not whole stand for themselves, so nothing is refused for them alone.
func TestBrokenEscapes(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	f.AddUsers(chatdouble.User{ID: "a%zz"}, chatdouble.User{ID: "%"}, chatdouble.User{ID: "%4"}, chatdouble.User{ID: "a b"})
	for raw, want := range map[string]int{
		"a%zz": 0, "%": 0, "%4": 0, "a+b": 0, "a%20b": 0,
		"%25": 0, "%252": 660500002, "%zz%": 660500002,
		"%e4%b8": 660000002, "%c0%80": 660000002, "%00": 660000002, "%u738b": 660500002,
	} {
		if a := f.list(t, "FromUserId="+raw); a.Code != want {
			t.Errorf("FromUserId=%s: Code %d (%s), want %d", raw, a.Code, a.Reason(), want)
		}
	}
}

// DESIGN, "Beside every answer": the reason says what is wrong with this request, not what may be
// wrong with any.
func TestReasonOfABadFromUserID(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	const none, long, odd = "missing", "at most 32", "character"
	for query, want := range map[string]string{
		"": none, "FromUserId=": none, "FromUserId=" + strings.Repeat("a", 33): long, "FromUserId=a/b": odd, "FromUserId=%ff": odd,
	} {
		a := f.list(t, query)
		a.refused(t, 660000002, "FromUserId", want)
		for _, other := range []string{none, long, odd} {
			if other != want && strings.Contains(a.Reason(), other) {
				t.Errorf("?%s: the reason says %q too: %s", query, other, a.Reason())
			}
		}
	}
}

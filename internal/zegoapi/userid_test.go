package zegoapi_test

import (
	"strings"
	"testing"
)

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

package metrics

import (
	"testing"
	"time"
)

func BenchmarkRequest(b *testing.B) {
	m := New()
	for _, op := range []string{"a", "b", "c", "QueryBlacklist", "ListBlockedUsers"} {
		m.Request("zim", op, "0", 0)
	}
	b.ReportAllocs()
	for b.Loop() {
		m.Request("zim", "QueryBlacklist", "0", 3*time.Microsecond)
	}
}

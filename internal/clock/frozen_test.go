package clock_test

import (
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/clock"
)

func TestFrozen(t *testing.T) {
	t.Parallel()
	parent := clock.System()
	child := parent.Follow()
	want := func(what string, ofParent, ofChild bool) {
		t.Helper()
		if parent.Frozen() != ofParent || child.Frozen() != ofChild {
			t.Errorf("%s: frozen = %t and %t, want %t and %t", what, parent.Frozen(), child.Frozen(), ofParent, ofChild)
		}
	}
	want("at first", false, false)
	parent.Freeze(time.Unix(1, 0))
	want("who follows stands still too", true, true)
	child.Set(time.Unix(2, 0))
	want("also when it was set", true, true)
	parent.Run()
	want("and runs again", false, false)
	child.Freeze(time.Unix(3, 0))
	want("by its own setting", false, true)
	child.Reset()
	want("after its reset", false, false)
}

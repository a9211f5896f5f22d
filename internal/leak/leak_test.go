package leak

import (
	"strings"
	"testing"
	"time"
)

func TestGoroutinesSeesOneThatIsLeft(t *testing.T) {
	t.Parallel()
	end := make(chan struct{})
	go leftBehind(end)
	if left := wait(50 * time.Millisecond); len(left) != 1 || !strings.Contains(left[0], "leftBehind") {
		t.Errorf("left are %q, want one that stands in leftBehind", left)
	}
	close(end)
	if left := wait(patience); len(left) != 0 {
		t.Errorf("left are %q after it has ended", left)
	}
}

func leftBehind(end chan struct{}) { <-end }

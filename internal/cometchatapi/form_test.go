package cometchatapi_test

import (
	"fmt"
	"strings"
	"testing"
)

const urlencoded = "application/x-www-form-urlencoded"

// Ten thousand uids by number, as PHP's http_build_query writes them.
func TestLongForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t, circle)
	var body strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&body, "blockedUids[%d]=nobody%d&", i, i)
	}
	got := w.must("POST", blockPath, body.String(), "Content-Type", urlencoded)
	if count := strings.Count(got, `"success":false`); count != 10_000 {
		t.Errorf("%d entries", count)
	}
}

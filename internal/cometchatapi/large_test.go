package cometchatapi_test

import (
	"fmt"
	"strings"
	"testing"
)

// The vendor documents no largest number of uids.
func TestBlockTenThousand(t *testing.T) {
	t.Parallel()
	const many = 10_000
	var people strings.Builder
	people.WriteString("      - {uid: alice}\n")
	list := make([]string, many)
	for i := range list {
		list[i] = fmt.Sprintf("u%05d", many-i)
		if i%2 == 0 {
			fmt.Fprintf(&people, "      - {uid: %s}\n", list[i])
		}
	}
	w := newWorld(t, people.String())
	for _, method := range []string{"POST", "DELETE"} {
		names, values, err := members([]byte(w.must(method, blockPath, uids("blockedUids", list...))))
		if err != nil || len(names) != 1 {
			t.Fatalf("%v: %q", err, names)
		}
		if names, _, err = members(values["data"]); err != nil || len(names) != many {
			t.Fatalf("%s: %d entries: %v", method, len(names), err)
		}
		for i, name := range names {
			if name != list[i] {
				t.Fatalf("%s: entry %d is %s, want %s", method, i, name, list[i])
			}
		}
		left, _ := column(t, w.must("GET", blockPath+"?perPage=1000&page=5", ""), "uid")
		if want := map[string]int{"POST": 1000, "DELETE": 0}[method]; len(left) != want {
			t.Errorf("after %s page 5 has %d rows, want %d", method, len(left), want)
		}
	}
}

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

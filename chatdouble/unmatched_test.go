package chatdouble_test

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// TestUnmatched makes requests that match nothing in each of the places where that shows, and
// others, and forgets them.
func TestUnmatched(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var seen []string
	srv := chatdouble.Start(t, chatdouble.WithUnmatched(func(r chatdouble.Request) {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, r.URL)
		if r.Operation != "" || r.Reason == "" || len(r.Body) > 4096 {
			t.Errorf("%+v: want no operation, a reason and at most 4096 bytes of the body", r)
		}
	}))
	app := srv.CometChat(t)
	base := strings.TrimSuffix(app.BaseURL, "/v3")
	for _, path := range []string{
		"/nowhere", "/?Action=Nothing", "/v3/nothing?key=" + app.APIKey,
		"/v3/users/nobody/blockedusers", "/?Action=QueryBlacklist", "/__admin/nothing",
	} {
		r := request(t, http.MethodPost, base+path, strings.NewReader(strings.Repeat("x", 5000)))
		if strings.Contains(path, "blockedusers") {
			r.Method = http.MethodGet
		}
		if _, err := do(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := srv.Reset(""); err != nil {
		t.Fatal(err)
	}
	want := []string{"/nowhere", "/?Action=Nothing", "/v3/nothing?key="}
	if !slices.EqualFunc(seen, want, strings.HasPrefix) {
		t.Errorf("told of %q, want %q", seen, want)
	}
	if strings.Contains(strings.Join(seen, " "), app.APIKey) {
		t.Errorf("told of a key: %q", seen)
	}
}

package oncelog

import "testing"

func TestPathKind(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"": "", "/": "/", "/q1": "/q1", "/v3/groups": "/v3/groups", "/v3/groups/1": "/v3/groups/*",
		"/v3/groups/1/members": "/v3/groups/*/members", "/v3/groups/1/members/ann": "/v3/groups/*/members/*",
	} {
		if got := PathKind(path); got != want {
			t.Errorf("PathKind(%q) = %q, want %q", path, got, want)
		}
	}
}

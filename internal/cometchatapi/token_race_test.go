package cometchatapi_test

import (
	"sync"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// atOnce makes the same call eight times at once and counts the answers by their body.
func atOnce(call func() reply) map[string]int {
	var (
		mu     sync.Mutex
		wg     sync.WaitGroup
		bodies = map[string]int{}
	)
	for range 8 {
		wg.Go(func() {
			r := call()
			mu.Lock()
			defer mu.Unlock()
			bodies[r.Body]++
		})
	}
	wg.Wait()
	return bodies
}

// Calls at once that want any token get one and the same; of logouts at once one ends the session
// and the others come too late, although all of them may have been let in.
func TestSessionsAtOnce(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	for range 20 {
		act(srv, "DELETE /v3/users/alice/auth_tokens", "")
		got := atOnce(func() reply { return act(srv, "POST /v3/users/alice/auth_tokens", "") })
		if len(got) != 1 {
			t.Fatalf("%d different tokens: %v", len(got), got)
		}
		token := makeToken(t, srv, "alice")
		got = atOnce(func() reply { return actAs(srv, token, "DELETE /v3.0/me", "") })
		if n := got[`{"data":{"success":true,"message":"User logged out successfully."}}`]; n != 1 || len(got) != 2 {
			t.Fatalf("%d logouts went well: %v", n, got)
		}
		got = atOnce(func() reply { return act(srv, "DELETE /v3/users/alice/auth_tokens/"+token, "") })
		if len(got) != 1 {
			t.Fatalf("a token that is gone: %v", got)
		}
		got = atOnce(func() reply { return act(srv, "POST /v3/roles", `{"role":"r","name":"n"}`) })
		if len(got) != 2 {
			t.Fatalf("one role made eight times: %v", got)
		}
		act(srv, "DELETE /v3/roles/r", "")
	}
}

package zegoapi_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// backendOf is an address of a callback that takes many events, and what it has got.
func backendOf(t testing.TB, many int) (address string, events chan event) {
	t.Helper()
	events = make(chan event, many)
	backend := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		events <- event{r.Method, r.Header.Get("Content-Type"), body}
	}))
	t.Cleanup(backend.Close)
	return backend.URL, events
}

// compareTold compares the callbacks of calls, one after the other.
func (m *phones) compareTold(t *testing.T) {
	t.Helper()
	for i := 0; i < len(m.told); {
		e := <-m.events
		var b struct {
			Event, Reason string
			CallID        string   `json:"call_id"`
			UserID        string   `json:"user_id"`
			UserIDs       []string `json:"user_ids"`
		}
		if err := json.Unmarshal(e.body, &b); err != nil {
			t.Fatal(err)
		}
		if b.Event == "user_action" {
			continue
		}
		if got := strings.Join(strings.Fields(strings.Join([]string{b.Event, b.CallID, b.Reason, b.UserID, strings.Join(b.UserIDs, " ")}, " ")), " "); got != m.told[i] {
			t.Fatalf("callback %d is %s, want %s", i, got, m.told[i])
		}
		i++
	}
}

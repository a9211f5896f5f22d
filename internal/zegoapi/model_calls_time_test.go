package zegoapi_test

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"
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

// waitAWhile moves the clock, at times for more than a day.
func waitAWhile(_ testing.TB, m *phones, chance *rand.Rand) string {
	if !m.alone {
		return "nothing"
	}
	d := time.Duration(chance.IntN(40_000)) * time.Millisecond
	if chance.IntN(12) == 0 {
		d += 25 * time.Hour
	}
	from := m.now()
	m.f.Clock().Advance(d)
	for m.expire(from.Add(d)) {
	}
	return "wait " + d.String()
}

// expire lets the time of the callees be up who have waited longest, and reports false when there are none.
func (m *phones) expire(until time.Time) bool {
	var first *ringing
	var at time.Time
	for _, c := range m.calls {
		for _, to := range c.callees {
			end := to.at.Add(time.Duration(c.timeout) * time.Second)
			if to.state == "inviting" && !end.After(until) && (first == nil || end.Before(at)) {
				first, at = c, end
			}
		}
	}
	if first == nil {
		return false
	}
	var silent []string
	for i := range first.callees {
		if to := &first.callees[i]; to.state == "inviting" && !to.at.Add(time.Duration(first.timeout)*time.Second).After(at) {
			to.state, to.at = "timeout", at
			silent = append(silent, to.user)
		}
	}
	first.settle(at)
	state, known := m.state[first.caller]
	if online := !known || state == "Online"; online && !first.ended.IsZero() && len(first.users("accepted", "rejected")) == 0 {
		m.tell("call_cancel", first.id, "timeout_cancel "+strings.Join(first.users(), " "))
	} else {
		m.tell("call_timeout", first.id, strings.Join(silent, " "))
	}
	return true
}

// lose logs somebody in or out, or takes the connection away.
func lose(_ testing.TB, m *phones, chance *rand.Rand) string {
	user := m.ids[chance.IntN(5)]
	if _, known := m.state[user]; !known || chance.IntN(2) == 0 {
		m.f.As(user).GoOnline()
		m.state[user] = "Online"
		return user + " comes"
	}
	if m.state[user] = ""; chance.IntN(2) == 0 {
		m.state[user] = "Offline"
		m.f.As(user).GoOffline()
	} else {
		m.f.As(user).LogOut()
	}
	for _, c := range m.calls {
		if c.caller == user && c.ended.IsZero() && len(c.users("accepted")) == 0 {
			m.cancel(c)
		}
	}
	return user + " goes"
}

// comparePhones reads the calls as they are exported.
func comparePhones(t testing.TB, m *phones) {
	t.Helper()
	var file struct {
		ZIM []struct {
			Calls []struct {
				ID      string `yaml:"callId"`
				Caller  string
				EndedAt time.Time `yaml:"endedAt"`
				Callees []yaml.Node
			}
		} `yaml:"zim"`
	}
	if err := yaml.Unmarshal([]byte(m.f.State()), &file); err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, c := range file.ZIM[0].Calls {
		if !slices.Contains(m.ids, c.Caller) {
			continue
		}
		line := fmt.Sprint(c.ID, " ", c.Caller, " ", c.EndedAt.UnixMilli())
		for _, node := range c.Callees {
			to := struct{ UserID, State string }{node.Value, "inviting"}
			if node.Kind == yaml.MappingNode {
				var row struct {
					UserID string `yaml:"userId"`
					State  string
				}
				_ = node.Decode(&row)
				if to.UserID = row.UserID; row.State != "" {
					to.State = row.State
				}
			}
			line += " " + to.UserID + ":" + to.State
		}
		got = append(got, line)
	}
	for _, c := range m.calls {
		line := fmt.Sprint(c.id, " ", c.caller, " ", c.ended.UnixMilli())
		for _, to := range c.callees {
			line += " " + to.user + ":" + to.state
		}
		want = append(want, line)
	}
	if !slices.Equal(got, want) {
		t.Errorf("the calls are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

package gateway_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
)

// What a receiver answers is there when Ask returns, and each try stands in the journal.
func TestAsk(t *testing.T) {
	t.Parallel()
	b := newEventBench(t)
	answers := []string{"", `{"result": 3}`}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if answers[0] == "" {
			w.WriteHeader(http.StatusBadGateway)
		}
		_, _ = io.WriteString(w, answers[0])
		answers = answers[1:]
	}))
	t.Cleanup(srv.Close)
	q := gateway.Question{Name: "before_send", To: gateway.Callback{URL: srv.URL}, Body: []byte(`{"a":1}`), Timeout: time.Minute, Tries: 2}
	answer, err := b.Ask(b.app, q)
	if err != nil || answer.Status != 200 || string(answer.Body) != `{"result": 3}` {
		t.Errorf("the answer is %d %s, %v", answer.Status, answer.Body, err)
	}
	tries := b.app.Journal.Find(&journal.Filter{Operation: "before_send"})
	if len(tries) != 2 || tries[0].Status != 502 || tries[0].DeliveryState != "failed" || tries[1].Delivery != 2 || string(tries[1].Reply) != `{"result": 3}` {
		t.Errorf("the journal has %+v", tries)
	}
	q.To.URL = "http://example.com"
	if _, err := b.Ask(b.app, q); err == nil || !strings.Contains(err.Error(), "--callback-hosts") {
		t.Errorf("a host that may not be called: %v", err)
	}
}

// A server that stops lets nobody wait for an answer.
func TestAskEndsWithTheServer(t *testing.T) {
	t.Parallel()
	b := newEventBench(t)
	address, asked := backend(t, 0)
	go func() { <-asked; b.Stop() }()
	if _, err := b.Ask(b.app, gateway.Question{Name: "before_send", To: gateway.Callback{URL: address}, Timeout: time.Minute, Tries: 2}); err == nil || !strings.Contains(err.Error(), "the server stops") {
		t.Errorf("the error is %v", err)
	}
}

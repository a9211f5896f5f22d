package zegoapi_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/vendortest"
)

// lines collects what is logged.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// DESIGN, "Beside every answer": the secret and the expected signature never stand in a header, a
// log line or the journal; not even when a client puts them where they do not belong.
func TestSecretsStayInside(t *testing.T) {
	t.Parallel()
	log := &lines{}
	f := unlimited(t, chatdouble.WithLogger(slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))))
	f.AddUsers(chatdouble.User{ID: "alice"})
	right := f.right()
	leaks := func(t *testing.T, where, text string) {
		t.Helper()
		for name, secret := range map[string]string{
			"the secret": f.secret, "half of the secret": f.secret[:16],
			"the right signature": right.signature, "half of the right signature": right.signature[:16],
		} {
			if strings.Contains(text, secret) {
				t.Errorf("%s tells %s:\n%.600s", where, name, text)
				return
			}
		}
	}
	for _, tt := range []struct {
		name  string
		spoil func(*common)
		raw   string
		body  string
	}{
		{"a good call", func(*common) {}, "FromUserId=alice", ""},
		{"a wrong signature", func(c *common) { c.signature = strings.Repeat("0", 32) }, "FromUserId=alice", ""},
		{"the signature in upper case", func(c *common) { c.signature = strings.ToUpper(c.signature) }, "FromUserId=alice", ""},
		{"the signature cut off", func(c *common) { c.signature = c.signature[:30] }, "FromUserId=alice", ""},
		{"an old timestamp", func(c *common) { c.timestamp = "1" }, "FromUserId=alice", ""},
		{"secret as Action", func(c *common) { c.action = f.secret }, "", ""},
		{"secret at the end of a long Action", func(c *common) { c.action = strings.Repeat("x", 365) + f.secret }, "", ""},
		{"secret as AppId", func(c *common) { c.appID = f.secret }, "", ""},
		{"secret as SignatureVersion", func(c *common) { c.version = f.secret }, "", ""},
		{"secret as SignatureNonce", func(c *common) { c.nonce = f.secret }, "", ""},
		{"secret as Timestamp", func(c *common) { c.timestamp = f.secret }, "", ""},
		{"secret as Signature", func(c *common) { c.signature = f.secret }, "", ""},
		{"secret as FromUserId", func(*common) {}, "FromUserId=" + f.secret, ""},
		{"secret as Limit", func(*common) {}, "FromUserId=alice&Limit=" + f.secret, ""},
		{"secret as Next", func(*common) {}, "FromUserId=alice&Next=" + f.secret, ""},
		{"secret beside", func(*common) {}, "FromUserId=alice&ServerSecret=" + f.secret, ""},
		{"secret in the body", func(*common) {}, "FromUserId=alice", `{"ServerSecret":"` + f.secret + `"}`},
		{"secret as FromUserId in the body", func(*common) {}, "", `{"FromUserId":"` + f.secret + `"}`},
		{"signature in the body", func(*common) {}, "FromUserId=alice", `{"Signature":"` + right.signature + `"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := len(log.String())
			c := right
			tt.spoil(&c)
			a := f.ask(t, "POST", c.with(tt.raw), tt.body)
			leaks(t, "a header", fmt.Sprint(a.Header))
			leaks(t, "the body", string(a.Body))
			logged := log.String()[before:]
			if !strings.Contains(logged, a.RequestID) {
				t.Errorf("the call was not logged at the debug level: %q", logged)
			}
			leaks(t, "a log line", logged)
			leaks(t, "the journal", fmt.Sprintf("%+v", vendortest.Entry(t, f.server, a.Reply)))
		})
	}
}

// The same for a request that no handler sees, because it is not HTTP.
func TestSecretsStayInsideOfMalformedRequests(t *testing.T) {
	t.Parallel()
	f := open(t)
	right := f.right()
	a := f.wire(t, "GET", "GET ?X="+f.secret+"&"+right.with()+" HTTP/1.1\r\nHost: x\r\n\r\n")
	entry := vendortest.Entry(t, f.server, a.Reply)
	for where, text := range map[string]string{"the journal": fmt.Sprintf("%+v", entry), "the answer": fmt.Sprint(a.Header, string(a.Body))} {
		if strings.Contains(text, f.secret) || strings.Contains(text, right.signature) {
			t.Errorf("%s tells the secret or the signature: %s", where, text)
		}
	}
}

// The same for an app that is gone: its secret may still work elsewhere.
func TestSecretsStayInsideWhenTheAppIsGone(t *testing.T) {
	t.Parallel()
	server := chatdouble.Start(t)
	var secret string
	t.Run("app", func(t *testing.T) {
		f := another(t, server)
		secret = f.secret
		c := f.right()
		c.appID = secret // reaches no app, so it stands in the server's own journal
		f.ask(t, "GET", c.with(), "").refused(t, 100000001)
	})
	requests := server.Requests()
	if len(requests) != 1 {
		t.Fatalf("%d entries in the journal, want 1", len(requests))
	}
	if text := fmt.Sprintf("%+v", requests[0]); strings.Contains(text, secret) {
		t.Errorf("the journal tells the secret of an app that is gone: %s", text)
	}
}

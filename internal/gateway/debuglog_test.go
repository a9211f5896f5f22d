package gateway_test

import (
	"bytes"
	"errors"
	"log/slog"
	"testing"

	"github.com/chatdouble/mockserver/internal/gateway"
)

func TestEveryCallIsOneDebugLine(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.Log = slog.New(slog.NewJSONHandler(b.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	w := b.get("/?user=u")
	b.steps["authenticate"] = func(c *gateway.Call) error { c.Explain("why not"); return errors.New("no") }
	b.get("/")
	b.Malformed([]byte("GET"), 400, "")
	lines := b.logLines(t)
	if len(lines) != 3 {
		t.Fatalf("%d lines, want 3:\n%s", len(lines), b.log)
	}
	for i, want := range []map[string]any{
		{
			"level": "DEBUG", "vendor": "toy", "app": "box", "operation": "Hello", "method": "GET", "status": 200.0,
			"code": "", "request": w.Header().Get("X-Chatdouble-Request-Id"),
		},
		{"app": "box", "operation": "Hello", "status": 418.0, "code": "refused", "reason": "why not"},
		{"app": "", "operation": "", "status": 418.0},
	} {
		for key, value := range want {
			if lines[i][key] != value {
				t.Errorf("line %d: %s = %v, want %v", i+1, key, lines[i][key], value)
			}
		}
	}

	// At the usual level nothing is written for a call.
	b.log.Reset()
	b.Log = slog.New(slog.NewJSONHandler(b.log, nil))
	b.get("/")
	if !bytes.Equal(b.log.Bytes(), nil) {
		t.Errorf("log at level info = %s", b.log)
	}
}

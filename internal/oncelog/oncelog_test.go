package oncelog

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func written(t *testing.T, do func(*Log)) []string {
	t.Helper()
	var out bytes.Buffer
	do(New(slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey {
				return slog.Attr{}
			}
			return a
		},
	}))))
	return strings.FieldsFunc(out.String(), func(r rune) bool { return r == '\n' })
}

func TestFirstTimeAndThenCounts(t *testing.T) {
	t.Parallel()
	lines := written(t, func(l *Log) {
		for range 150 {
			l.Warn("a", "refused", "path", "/a")
		}
		l.Warn("b", "refused", "path", "/b")
	})
	want := []string{
		`level=WARN msg=refused path=/a`,
		`level=WARN msg=refused path=/a times=10`,
		`level=WARN msg=refused path=/a times=100`,
		`level=WARN msg=refused path=/b`,
	}
	if fmt.Sprint(lines) != fmt.Sprint(want) {
		t.Errorf("wrote\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
}

func TestKindsAreBounded(t *testing.T) {
	t.Parallel()
	var l *Log
	lines := written(t, func(log *Log) {
		l = log
		for i := range 3 * MaxKinds {
			l.Warn(fmt.Sprint(i), "refused")
		}
		l.Warn("0", "refused") // forgotten long ago
		l.Warn(fmt.Sprint(3*MaxKinds-1), "refused")
	})
	if len(lines) != 3*MaxKinds+1 {
		t.Errorf("%d lines, want one for each kind and one for the kind that was forgotten", len(lines))
	}
	if len(l.times) != MaxKinds || len(l.order) != MaxKinds {
		t.Errorf("%d and %d kinds are remembered, want %d", len(l.times), len(l.order), MaxKinds)
	}
}

func TestNobodyToTell(t *testing.T) {
	t.Parallel()
	var l *Log
	l.Warn("a", "refused") // must not panic
}

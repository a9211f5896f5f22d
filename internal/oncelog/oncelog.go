// Package oncelog says in the log what goes wrong when it goes wrong first, and then only how often it has.
//
// A client that does one thing wrong does it a thousand times. The first line tells a person what to mend;
// the others would bury it.
package oncelog

import (
	"context"
	"log/slog"
	"sync"
)

// MaxKinds is how many kinds are remembered. The one that came first is forgotten first, and is logged
// again when it comes again.
const MaxKinds = 1000

// Log writes warnings and errors to a logger. It is safe for concurrent use; a nil *Log writes nothing.
type Log struct {
	log *slog.Logger

	mu    sync.Mutex
	times map[string]int
	order []string // the kinds as they came, a ring once it is full
	next  int      // the place in order of the next kind
}

// New returns a Log that has seen nothing.
func New(log *slog.Logger) *Log { return &Log{log: log, times: make(map[string]int)} }

// Warn writes a line at the level of warnings when its kind has not come yet, and again at the 10th, the
// 100th, the 1,000th time and so on, then with how often. The kind says what counts as the same; it is never
// shown. The arguments are those of [slog.Logger.Warn], without any secret.
func (l *Log) Warn(kind, msg string, args ...any) { l.write(slog.LevelWarn, kind, msg, args) }

// Error is Warn at the level of errors, for failures of the server itself.
func (l *Log) Error(kind, msg string, args ...any) { l.write(slog.LevelError, kind, msg, args) }

func (l *Log) write(level slog.Level, kind, msg string, args []any) {
	if l == nil {
		return
	}
	switch n := l.count(kind); {
	case n == 1:
		l.log.Log(context.Background(), level, msg, args...)
	case isPowerOfTen(n):
		l.log.Log(context.Background(), level, msg, append(args, "times", n)...)
	}
}

// count counts one of a kind and returns how many there have been.
func (l *Log) count(kind string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.times[kind] == 0 {
		l.remember(kind)
	}
	l.times[kind]++
	return l.times[kind]
}

// remember makes room for a kind.
func (l *Log) remember(kind string) {
	if len(l.order) < MaxKinds {
		l.order = append(l.order, kind)
		return
	}
	delete(l.times, l.order[l.next])
	l.order[l.next] = kind
	l.next = (l.next + 1) % MaxKinds
}

func isPowerOfTen(n int) bool {
	for n >= 10 && n%10 == 0 {
		n /= 10
	}
	return n == 1
}

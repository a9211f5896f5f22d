package chatdouble_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// spy is a chatdouble.TB that may fail without failing the real test.
type spy struct {
	name   string
	failed bool

	mu       sync.Mutex
	logged   []string
	errors   []string
	fatal    string
	cleanups []func()
}

func (s *spy) Helper()      {}
func (s *spy) Name() string { return s.name }

func (s *spy) Failed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failed
}

func (s *spy) Cleanup(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cleanups = append(s.cleanups, f)
}

func (s *spy) Logf(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.logged = append(s.logged, fmt.Sprintf(format, args...))
}

func (s *spy) Errorf(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failed = true
	s.errors = append(s.errors, fmt.Sprintf(format, args...))
}

// stopped is what Fatalf ends a spy's test with.
type stopped struct{}

func (s *spy) Fatalf(format string, args ...any) {
	s.fatal = fmt.Sprintf(format, args...)
	panic(stopped{})
}

// end is the end of the spy's test: the cleanups run, the last one first.
func (s *spy) end() {
	for i := len(s.cleanups) - 1; i >= 0; i-- {
		s.cleanups[i]()
	}
	s.cleanups = nil
}

// log is all that was logged.
func (s *spy) log() string { return strings.Join(s.logged, "\n") }

// fatal runs what should end its test, and returns what the test was told.
func fatal(t *testing.T, what string, run func(t *spy)) (told string) {
	t.Helper()
	s := &spy{name: t.Name()}
	t.Cleanup(s.end)
	func() {
		defer func() {
			if v := recover(); v != nil && v != any(stopped{}) {
				panic(v)
			}
		}()
		run(s)
	}()
	if s.fatal == "" {
		t.Errorf("%s does not end the test", what)
	}
	return s.fatal
}

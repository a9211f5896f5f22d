package gateway

import (
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/chatdouble/mockserver/internal/store"
)

// Snapshots are states of an app that were kept under a name. The zero value has none. It is safe
// for concurrent use.
type Snapshots struct {
	mu     sync.Mutex
	byName map[string]*store.Snapshot
	all    *atomic.Int64 // the number of several Snapshots together; nil: nobody counts them
}

// CountIn adds the number of states to all from now on, and no longer to what it was added to before. nil
// ends it.
func (s *Snapshots) CountIn(all *atomic.Int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count(-len(s.byName))
	s.all = all
	s.count(len(s.byName))
}

func (s *Snapshots) count(more int) {
	if s.all != nil {
		s.all.Add(int64(more))
	}
}

// Put keeps a state, in the place of an older one of that name.
func (s *Snapshots) Put(name string, kept *store.Snapshot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byName == nil {
		s.byName = make(map[string]*store.Snapshot)
	}
	if _, ok := s.byName[name]; !ok {
		s.count(1)
	}
	s.byName[name] = kept
}

// Find returns the state of that name.
func (s *Snapshots) Find(name string) (*store.Snapshot, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept, ok := s.byName[name]
	return kept, ok
}

// Remove forgets a state and reports whether there was one of that name.
func (s *Snapshots) Remove(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.byName[name]
	if ok {
		s.count(-1)
	}
	delete(s.byName, name)
	return ok
}

// Names lists the names in their order; it is never nil.
func (s *Snapshots) Names() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	names := slices.AppendSeq(make([]string, 0, len(s.byName)), maps.Keys(s.byName))
	slices.Sort(names)
	return names
}

// hold reports whether a value is a key or a token in a state that is kept.
func (s *Snapshots) hold(value string) bool {
	if s == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, kept := range s.byName {
		if kept.Holds(value) {
			return true
		}
	}
	return false
}

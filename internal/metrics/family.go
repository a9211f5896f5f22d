package metrics

import (
	"maps"
	"sync"
	"sync/atomic"
)

// maxSeries is how many combinations of labels a family has. A server meets some hundreds; the bound
// is there for the day on which a label is not from a table.
const maxSeries = 2000

// family is a counter for each combination of labels. Most calls find theirs, so a look-up takes no
// lock: the map is never changed, a new combination makes a new map.
type family[L comparable] struct {
	series atomic.Pointer[map[L]*atomic.Uint64]
	mu     sync.Mutex // held while a map is made
	other  L          // stands for all combinations past maxSeries
}

// add counts one.
func (f *family[L]) add(labels L) {
	if series := f.series.Load(); series != nil {
		if n, ok := (*series)[labels]; ok {
			n.Add(1)
			return
		}
	}
	f.of(labels).Add(1)
}

// of returns the counter of labels, a new one the first time.
func (f *family[L]) of(labels L) *atomic.Uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	before := f.all()
	if n, ok := before[labels]; ok {
		return n
	}
	if len(before) >= maxSeries {
		labels = f.other
		if n, ok := before[labels]; ok {
			return n
		}
	}
	n := new(atomic.Uint64)
	after := make(map[L]*atomic.Uint64, len(before)+1)
	maps.Copy(after, before)
	after[labels] = n
	f.series.Store(&after)
	return n
}

// all are the counters so far. Nobody may change the map.
func (f *family[L]) all() map[L]*atomic.Uint64 {
	if series := f.series.Load(); series != nil {
		return *series
	}
	return nil
}

package journal

import (
	"math/bits"
	"slices"
	"sync"
	"sync/atomic"
)

// Group is what the journals of a server share: how many bytes they hold together, and who waits for
// requests whatever their app. When the journals hold too much, the oldest entries go of one that holds
// most, whoever adds to which: so a small app keeps its requests beside a noisy one. It is safe for
// concurrent use.
type Group struct {
	total     int64 // bytes that the journals may hold together; 0: without a bound
	held      atomic.Int64
	shrinking sync.Mutex
	forgotten atomic.Uint64 // entries that journals had dropped when they were cleared or closed

	// mu is the last lock to be taken: whoever holds it takes no other.
	mu       sync.Mutex
	classes  [classes][]*Journal // those that hold something, by how much
	watches  watches             // of requests in all journals
	watching atomic.Int32        // how many wait there, so that an entry costs one load while nobody does

	allMu sync.Mutex // is locked before any journal is
	all   []*Journal // those that ever had an entry and are not closed
}

// classes is how many classes of journals there are: each holds up to twice as much as the one before.
const classes = 32

// NewGroup returns a group without journals, which hold so many bytes together at most; 0 is any number.
func NewGroup(total int64) *Group { return &Group{total: total} }

// list takes in a journal that gets its first entry.
func (g *Group) list(j *Journal) {
	g.allMu.Lock()
	defer g.allMu.Unlock()
	j.mu.Lock()
	defer j.mu.Unlock()
	if !j.closed && !j.listed.Load() {
		j.number = len(g.all)
		g.all = append(g.all, j)
		j.listed.Store(true)
	}
}

// unlist forgets a journal. allMu is locked.
func (g *Group) unlist(j *Journal) {
	if j.listed.Swap(false) {
		last := len(g.all) - 1
		g.all[j.number] = g.all[last]
		g.all[j.number].number = j.number
		g.all[last] = nil
		g.all = g.all[:last]
	}
}

// Journals are those that have entries, and may be some that had. They come in no order.
func (g *Group) Journals() []*Journal {
	g.allMu.Lock()
	defer g.allMu.Unlock()
	return slices.Clone(g.all)
}

// Held is how many bytes the journals hold together, buffers that wait to be used again included.
func (g *Group) Held() int64 { return g.held.Load() }

// Forgotten is how many entries the journals have dropped to make room for others, ever.
func (g *Group) Forgotten() (n uint64) {
	g.allMu.Lock()
	defer g.allMu.Unlock()
	n = g.forgotten.Load()
	for _, j := range g.all {
		n += uint64(j.forgotten.Load())
	}
	return n
}

// Hide lets hide take out of the texts of all entries what must not be kept any longer, because nobody will
// know that it must not be shown.
func (g *Group) Hide(hide func(text string) string) {
	for _, j := range g.Journals() {
		j.hide(hide)
	}
}

// class is that of a journal that holds so many bytes.
func class(bytes int64) int { return min(bits.Len64(uint64(bytes)>>12), classes-1) }

// account puts down how much a journal holds now. The journal is locked.
func (g *Group) account(j *Journal) {
	now := int64(j.bytes-j.bodies+j.buffers) + int64(len(j.free))*entrySize
	if now == j.accounted {
		return
	}
	g.held.Add(now - j.accounted)
	listed, lists := j.accounted > 0, now > 0
	before, after := class(j.accounted), class(now)
	j.accounted = now
	if listed && lists && before == after || !listed && !lists {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if listed {
		list := g.classes[before]
		last := list[len(list)-1]
		list[j.place], last.place = last, j.place
		list[len(list)-1] = nil
		g.classes[before] = list[:len(list)-1]
	}
	if lists {
		j.place = len(g.classes[after])
		g.classes[after] = append(g.classes[after], j)
	}
}

// trim makes room when the journals hold too much: some more than is needed, so that it is not done for
// each entry. No journal is locked.
func (g *Group) trim() {
	if g.total == 0 || g.held.Load() <= g.total || !g.shrinking.TryLock() {
		return
	}
	defer g.shrinking.Unlock()
	enough := func() bool { return g.held.Load() <= g.total-g.total/64 }
	for c := classes - 1; c >= 0; c-- {
		for i := 0; !enough(); {
			j := g.listed(c, i)
			if j == nil {
				break
			}
			if !j.shrink(enough) {
				i++
			}
		}
	}
}

// listed is a journal of a class; nil when there are fewer.
func (g *Group) listed(class, i int) *Journal {
	g.mu.Lock()
	defer g.mu.Unlock()
	if list := g.classes[class]; i < len(list) {
		return list[i]
	}
	return nil
}

package bounds

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
)

// Held is what one server holds of everything that has a bound. It is safe for concurrent use. A nil *Held
// holds nothing and has room for everything.
type Held struct {
	limits Limits

	mu      sync.Mutex // held while something is reserved, so that two do not get the same room
	measure [count]func() int64
	taken   [count]atomic.Int64
	refused [count]atomic.Uint64
}

// New returns an empty Held.
func New(l Limits) *Held { return &Held{limits: l.Complete()} }

// Measure says how a thing is counted that is kept elsewhere. It must be called before h is used.
func (h *Held) Measure(kind int, by func() int64) { h.measure[kind] = by }

// Most is the bound.
func (h *Held) Most(kind int) int64 { return *Table[kind].Of(&h.limits) }

// Now is how much there is.
func (h *Held) Now(kind int) int64 {
	n := h.taken[kind].Load()
	if by := h.measure[kind]; by != nil {
		n += by()
	}
	return n
}

// Refused is how often there was no room.
func (h *Held) Refused(kind int) uint64 { return h.refused[kind].Load() }

// Want is so much of one thing.
type Want struct {
	Kind int
	N    int64
}

// Reserve takes room for all that is wanted until free is called, or returns a *Full and takes none. What is
// counted elsewhere, see [Held.Measure], has its room for good when it is there before free is called.
func (h *Held) Reserve(wanted ...Want) (free func(), err error) {
	if h == nil {
		return func() {}, nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, w := range wanted {
		if err := h.Room(w.Kind, w.N); err != nil {
			return nil, err
		}
	}
	for _, w := range wanted {
		h.taken[w.Kind].Add(max(0, w.N))
	}
	return func() {
		for _, w := range wanted {
			h.taken[w.Kind].Add(-max(0, w.N))
		}
	}, nil
}

// Room returns a *Full when n more are too many; less than one always fits. It takes no lock, so several
// callers may be told at once that there is room for one.
func (h *Held) Room(kind int, n int64) error {
	if h == nil || n <= 0 {
		return nil
	}
	if now, most := h.Now(kind), h.Most(kind); n > most-now {
		h.refused[kind].Add(1)
		return &Full{Bound: &Table[kind], Asked: n, Now: now, Most: most}
	}
	return nil
}

// Full says that a bound leaves no room.
type Full struct {
	Bound            *Bound
	Asked, Now, Most int64
}

func (e *Full) Error() string {
	b := e.Bound
	what, fit := b.Many, "do not fit"
	if e.Asked == 1 {
		what, fit = b.One, "does not fit"
	}
	advice := b.Advice + ", or start the server with a larger --" + b.Name
	if e.Asked > e.Most {
		advice = "start the server with a larger --" + b.Name
	}
	return fmt.Sprintf("%d %s more %s: the server has %d, and --%s is %d; %s", e.Asked, what, fit, e.Now, b.Name, e.Most, advice)
}

// Status is the HTTP status of the refusal: 413 when there would never be room for so much.
func (e *Full) Status() int {
	if e.Asked > e.Most {
		return http.StatusRequestEntityTooLarge
	}
	return e.Bound.Status
}

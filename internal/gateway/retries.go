package gateway

import (
	"hash/maphash"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/listen"
)

// refusals remembers which calls were told to come back later, so that a retry that comes too early can be
// told from any other call. The zero value is ready. It is safe for concurrent use.
//
// A retry is the same call again: the same request to the same app, but for what each signature has of its
// own, sent after the refusal was answered. An address or a connection does not tell a client from another,
// because one behind a pool has many, and a header does not, because a client need not send one: so two
// clients that send the same are one. What is sent beside the refused call is no retry, see knew.
type refusals struct {
	until atomic.Int64 // Unix second by which all windows are open, so that a call costs one load where nobody was refused
	mu    sync.Mutex
	last  map[uint64]refusal // by the call's hash
}

// maxRefusals bounds how many calls are remembered.
const maxRefusals = 1000

// refusal says when a call may come back.
type refusal struct {
	at, opens time.Time
	seq       uint64 // requests up to this one had come before the refusal was out
	remote    string // the client's end of the connection
	out       clock.Stopwatch
}

// beside is how long after a refusal, in real time, a call may come that was sent beside the refused one.
const beside = 50 * time.Millisecond

// knew reports whether the client can have had the refusal when it sent the call: over the same connection it
// has, and over one that was opened later. Over another one the call may have been on its way.
func (last *refusal) knew(c *Call) bool {
	if c.Seq <= last.seq {
		return false
	}
	opened, ok := listen.Opened(c.Request)
	return c.Request.RemoteAddr == last.remote || ok && opened.Elapsed() < last.out.Elapsed() || last.out.Elapsed() >= beside
}

// tooEarly reports whether the call is a retry of one that was told to come back later than now.
func (r *refusals) tooEarly(c *Call, v Vendor) bool {
	if c.Now.Unix() >= r.until.Load() {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	last, ok := r.last[c.hash(v)]
	if !ok || !last.knew(c) {
		return false
	}
	// A clock that was set back to before the refusal has opened the window.
	return !c.Now.Before(last.at) && c.Now.Before(last.opens)
}

// note remembers that the call was refused until opens. seq is the last request that has come yet.
func (r *refusals) note(c *Call, v Vendor, opens time.Time, seq uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.last == nil {
		r.last = make(map[uint64]refusal)
	}
	if len(r.last) >= maxRefusals {
		r.forget(c.Now)
	}
	r.last[c.hash(v)] = refusal{c.Now, opens, seq, c.Request.RemoteAddr, clock.Start()}
	r.until.Store(max(r.until.Load(), opens.Unix()+1))
}

// settle forgets that the call was refused: it has been let in now, so whoever sends it once more retries
// nothing.
func (r *refusals) settle(c *Call, v Vendor) {
	if c.Now.Unix() >= r.until.Load() {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.last, c.hash(v))
}

var callSeed = maphash.MakeSeed()

// hash is the same for calls that ask the same. The order of the query's parameters does not count.
func (c *Call) hash(v Vendor) uint64 {
	var h maphash.Hash
	h.SetSeed(callSeed)
	for _, text := range []string{c.Op.Name, c.User, c.Request.Method, c.Request.URL.Path} {
		_, _ = h.WriteString(text)
		_ = h.WriteByte(0)
	}
	_, _ = h.Write(c.Body)
	sum := h.Sum64()
	for _, p := range c.Query {
		if !v.Signs(p.Name) {
			sum += maphash.Comparable(callSeed, p)
		}
	}
	return sum
}

// forget makes room: the windows that are open go, or all, when every one is still closed.
func (r *refusals) forget(now time.Time) {
	for call, last := range r.last {
		if !now.Before(last.opens) {
			delete(r.last, call)
		}
	}
	if len(r.last) >= maxRefusals {
		clear(r.last)
	}
}

// reset forgets everybody.
func (r *refusals) reset() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last = nil
	r.until.Store(0)
}

// opensAt is when a refused client may come back: when the limit's window opens, else what the header
// Retry-After says, because a fault rule may answer with any status. The limit comes first: the header
// has whole seconds, and a client that goes by the window's end is right.
func (c *Call) opensAt(limit *LimitError) (opens time.Time, ok bool) {
	if limit != nil {
		return limit.State.OpensAt, true
	}
	if c.Reply.Status == http.StatusOK {
		return time.Time{}, false
	}
	for _, f := range c.Reply.Fields {
		if http.CanonicalHeaderKey(f.Key) != retryAfter {
			continue
		}
		if len(f.Values) == 0 {
			return c.Now.Add(time.Duration(f.number) * time.Second), true
		}
		if seconds, err := strconv.Atoi(f.Values[0]); err == nil && seconds >= 0 {
			return c.Now.Add(time.Duration(seconds) * time.Second), true
		}
		at, err := http.ParseTime(f.Values[0])
		return at, err == nil
	}
	return time.Time{}, false
}

const retryAfter = "Retry-After"

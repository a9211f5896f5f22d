package gateway

import (
	"hash/maphash"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// refusals remembers who was told to come back later, so that a retry that comes too early can be
// told from any other call. The zero value is ready. It is safe for concurrent use.
//
// The same client is: the same app, the same operation and the same user as the client wrote it. That
// is what a retry repeats; an address or a connection is not, because a client behind a pool has
// many, and a header is not, because a client need not send one. So two clients that ask the same of
// the same user are one, and one that retries for another user is not seen.
type refusals struct {
	until atomic.Int64 // Unix second by which all windows are open, so that a call costs one load where nobody was refused
	mu    sync.Mutex
	last  map[client]refusal
}

// maxRefusals bounds how many clients are remembered.
const maxRefusals = 1000

// client stands for one that calls. The user is a hash: what a client wrote may be long.
type client struct {
	operation string
	user      uint64
}

var userSeed = maphash.MakeSeed()

func clientOf(c *Call) client {
	return client{c.Op.Name, maphash.String(userSeed, c.User)}
}

// refusal says when a client may come back.
type refusal struct {
	at, opens time.Time
	seq       uint64 // requests up to this one had come before the refusal was out
}

// tooEarly reports whether the call comes from a client that was told to come back later than now.
func (r *refusals) tooEarly(c *Call) bool {
	if c.Now.Unix() >= r.until.Load() {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	last, ok := r.last[clientOf(c)]
	// A clock that was set back to before the refusal has opened the window.
	return ok && c.Seq > last.seq && !c.Now.Before(last.at) && c.Now.Before(last.opens)
}

// note remembers that the call was refused until opens. seq is the last request that has come yet.
func (r *refusals) note(c *Call, opens time.Time, seq uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.last == nil {
		r.last = make(map[client]refusal)
	}
	if len(r.last) >= maxRefusals {
		r.forget(c.Now)
	}
	r.last[clientOf(c)] = refusal{c.Now, opens, seq}
	r.until.Store(max(r.until.Load(), opens.Unix()+1))
}

// forget makes room: the windows that are open go, or all, when every one is still closed.
func (r *refusals) forget(now time.Time) {
	for who, last := range r.last {
		if !now.Before(last.opens) {
			delete(r.last, who)
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

// Package journal remembers the last requests and what was answered.
package journal

import (
	"sync"
	"sync/atomic"
	"time"
)

// DefaultSize is how many requests a journal keeps unless told otherwise.
const DefaultSize = 1000

// TextLimit is how many bytes of a URL, a user or all headers together are kept.
const TextLimit = 16 << 10

// BodyLimit is how many bytes of a request's or reply's body are kept. The full length always is.
const BodyLimit = 4096

// ByteLimit is how many bytes the entries of one journal hold together, however many they are. The
// oldest go first. Buffers that wait to be used again may take about as much beside them.
const ByteLimit = 8 << 20

// entrySize is about what an entry takes beside its texts, headerSize what each header does.
const (
	entrySize  = 512
	headerSize = 48
)

// Entry is one request and its answer, as the client saw them, or one try to deliver an event. It holds
// what came over the wire, secrets included: whoever shows it masks it first.
type Entry struct {
	Number    uint64 // grows from request to request over the whole server
	ID        string // the request id, as in the X-Chatdouble-Request-Id header
	Time      time.Time
	Vendor    string
	App       string // empty when no application was found
	Operation string // empty when the request matched none
	User      string // the user that the call acts for or on, as the client wrote it

	Delivery      int    // for an event that the server sent: which try it is, from 1; else 0
	DeliveryState string // where that try stands, in the words of the package webhook; else empty

	Method string
	URL    string
	Host   string // what the client called this server; a short one
	Header map[string][]string
	Body   []byte // the first BodyLimit bytes
	Length int    // of the whole body

	Status      int
	Code        string // the vendor's code; empty or "0" when the call succeeded
	Stage       Stage  // where on its way the request ended
	Reason      string // why it was refused, in one line
	Cut         string // how a fault rule cut the answer, which Reason says too; empty when none did
	Uncut       string // what Reason would be without that
	Acted       bool   // the operation did its work, whatever became of the answer
	FaultID     string // the fault rule that hit, if one did; of several the one that made the answer
	FaultKind   string // what it did: code, status, delay, transport or rate_limited
	OnPurpose   bool   // the rule names the request's path or action, so that nobody need have an operation for it
	TooEarly    bool   // a retry that came before the window opened
	Completed   bool   // the answer is out; of an event, the receiver has taken it
	Nearest     string // the operation that an unmatched request may have meant, for a person
	Reply       []byte // the first BodyLimit bytes
	ReplyLength int    // of the whole reply
}

// Journal keeps the last entries. It is safe for concurrent use. Its memory grows with its use, up to
// its size, ByteLimit, or the total of its group, whichever is met first; from then on a new entry goes
// where the oldest one was, its buffers included.
type Journal struct {
	size  int
	group *Group

	newest atomic.Uint64 // the greatest number that an entry had
	listed atomic.Bool   // whether it stands in group.all
	number int           // at which place; guarded by the group

	mu      sync.Mutex
	ring    []*slot // the entries are the count slots from first on, the oldest first
	first   int
	count   int
	free    []*slot // slots without an entry, kept for their buffers
	bytes   int     // that the entries hold
	bodies  int     // of these, in buffers
	buffers int     // bytes of all buffers, used or not
	clears  int     // how often everything was forgotten
	closed  bool

	forgotten atomic.Int64 // entries that were dropped since it was cleared; changed under mu
	lost      time.Time    // the latest time of one of them

	watches   watches
	accounted int64 // bytes that the group knows of
	place     int   // in its class there; guarded by the group
}

// slot is a place for an entry. The entry's Body and Reply are the slot's own buffers.
type slot struct {
	Entry
	header int // bytes of headers
	size   int // bytes of the entry
	bodies int // of these, those of Body and Reply
}

// New returns a journal of the last size requests, DefaultSize when size is 0, in the group; nil is a group
// of its own, without a bound.
func New(size int, group *Group) *Journal {
	if size == 0 {
		size = DefaultSize
	}
	if group == nil {
		group = NewGroup(0)
	}
	return &Journal{size: size, group: group}
}

// Size is how many entries it keeps at most.
func (j *Journal) Size() int { return j.size }

// Newest is the greatest number that an entry had, 0 when there was none.
func (j *Journal) Newest() uint64 { return j.newest.Load() }

// Add keeps a copy of an entry. Body and Reply are copied too, cut to BodyLimit; URL, User and Header
// are cut to TextLimit; the rest is kept as it is. It returns where the entry stands. A journal that is closed
// keeps nothing.
func (j *Journal) Add(e *Entry) Place {
	header, length := cutHeader(e.Header)
	url, user := cutText(e.URL), cutText(e.User)
	if !j.listed.Load() {
		j.group.list(j)
	}
	j.mu.Lock()
	if j.closed {
		j.mu.Unlock()
		return Place{}
	}
	s := j.put()
	body, reply := s.Body, s.Reply
	s.Entry, s.header, s.size, s.bodies = *e, length, 0, 0
	s.URL, s.User, s.Header = url, user, header
	s.Body, s.Reply = j.keep(body, e.Body), j.keep(reply, e.Reply)
	if e.Number > j.newest.Load() {
		j.newest.Store(e.Number)
	}
	j.tell(&s.Entry, 1)
	j.measure(s)
	p := Place{s, e.Number, j.clears}
	j.mu.Unlock()
	j.group.trim()
	return p
}

// Update lets change have the entry with that number, if it is still there. The number and the headers
// stay what they were, whatever change does to them; the rest is copied and cut as Add does. change must
// not call the journal, and must not keep the entry.
func (j *Journal) Update(number uint64, change func(*Entry)) {
	j.mu.Lock()
	if s := j.find(number); s != nil {
		j.update(s, change)
	}
	j.mu.Unlock()
	j.group.trim()
}

func (j *Journal) update(s *slot, change func(*Entry)) {
	j.tell(&s.Entry, -1)
	number, body, reply, header := s.Number, s.Body, s.Reply, s.Header
	change(&s.Entry)
	s.Number, s.Header = number, header
	s.URL, s.User = cutText(s.URL), cutText(s.User)
	s.Body, s.Reply = j.keep(body, s.Body), j.keep(reply, s.Reply)
	j.tell(&s.Entry, 1)
	j.measure(s)
}

// Lost says of the entry with that number, if it is still there, that the answer did not get out whole.
func (j *Journal) Lost(number uint64, err error) {
	j.Update(number, func(e *Entry) {
		e.Completed = false
		if e.Reason != "" {
			e.Reason += "; "
		}
		e.Reason += "the client went away before it had the whole answer: " + err.Error()
	})
}

// Complete says of the entry with that number, if it is still there, that the answer is out, or about to
// be: [Journal.Lost] takes it back.
func (j *Journal) Complete(number uint64) {
	j.mu.Lock()
	if s := j.find(number); s != nil {
		s.Completed = true // nobody waits for that
	}
	j.mu.Unlock()
}

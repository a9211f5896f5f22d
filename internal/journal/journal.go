// Package journal remembers the last requests and what was answered.
package journal

import (
	"maps"
	"slices"
	"strings"
	"sync"
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
	Reason      string // why it was refused, in one line
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
// its size or ByteLimit, whichever is met first; from then on a new entry goes where the oldest one
// was, its buffers included.
type Journal struct {
	size int
	bell *Bell

	mu     sync.Mutex
	ring   []*slot // the entries are the count slots from first on, the oldest first
	first  int
	count  int
	free   []*slot // slots without an entry, kept for their buffers
	bytes  int     // that the entries hold
	held   int     // bytes of all buffers, used or not
	clears int     // how often everything was forgotten
}

// slot is a place for an entry. The entry's Body and Reply are the slot's own buffers.
type slot struct {
	Entry
	header int // bytes of headers
	size   int // bytes of the entry
}

// New returns a journal of the last size requests, DefaultSize when size is 0. It rings the bell at
// each change, if there is one.
func New(size int, bell *Bell) *Journal {
	if size == 0 {
		size = DefaultSize
	}
	return &Journal{size: size, bell: bell}
}

// Add keeps a copy of an entry. Body and Reply are copied too, cut to BodyLimit; URL, User and Header
// are cut to TextLimit; the rest is kept as it is. It returns where the entry stands.
func (j *Journal) Add(e *Entry) Place {
	header, length := cutHeader(e.Header)
	url, user := cutText(e.URL), cutText(e.User)
	j.mu.Lock()
	s := j.place()
	body, reply := s.Body, s.Reply
	s.Entry, s.header, s.size = *e, length, 0
	s.URL, s.User, s.Header = url, user, header
	s.Body, s.Reply = j.keep(body, e.Body), j.keep(reply, e.Reply)
	j.bell.ring(&s.Entry)
	j.measure(s)
	p := Place{s, e.Number, j.clears}
	j.mu.Unlock()
	return p
}

// Update lets change have the entry with that number, if it is still there. The number and the headers
// stay what they were, whatever change does to them; the rest is copied and cut as Add does. change must
// not call the journal, and must not keep the entry.
func (j *Journal) Update(number uint64, change func(*Entry)) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if s := j.find(number); s != nil {
		j.update(s, change)
	}
}

func (j *Journal) update(s *slot, change func(*Entry)) {
	number, body, reply, header := s.Number, s.Body, s.Reply, s.Header
	change(&s.Entry)
	s.Number, s.Header = number, header
	s.URL, s.User = cutText(s.URL), cutText(s.User)
	s.Body, s.Reply = j.keep(body, s.Body), j.keep(reply, s.Reply)
	j.bell.ring(&s.Entry)
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
		s.Completed = true
		j.bell.ring(&s.Entry)
	}
	j.mu.Unlock()
}

// place returns the slot for the newest entry.
func (j *Journal) place() (s *slot) {
	switch free := len(j.free); {
	case j.count == j.size:
		s = j.dropOldest()
	case free > 0:
		s, j.free = j.free[free-1], j.free[:free-1]
	default:
		s = new(slot)
	}
	if j.count == len(j.ring) {
		wider := make([]*slot, min(j.size, max(16, 2*j.count)))
		copy(wider, j.ring[j.first:])
		copy(wider[len(j.ring)-j.first:], j.ring[:j.first])
		j.ring, j.first = wider, 0
	}
	j.ring[(j.first+j.count)%len(j.ring)] = s
	j.count++
	return s
}

// dropOldest forgets the oldest entry and returns its slot.
func (j *Journal) dropOldest() *slot {
	s := j.ring[j.first]
	j.ring[j.first] = nil
	j.first, j.count = (j.first+1)%len(j.ring), j.count-1
	j.bytes -= s.size
	return s
}

// measure counts the bytes of an entry that has changed, and makes the oldest ones go when there are
// too many.
func (j *Journal) measure(s *slot) {
	j.bytes -= s.size
	s.size = s.Entry.size(s.header)
	j.bytes += s.size
	for j.bytes > ByteLimit && j.count > 1 {
		free := j.dropOldest()
		free.Entry = Entry{Body: free.Body, Reply: free.Reply} // the texts can go
		j.free = append(j.free, free)
	}
}

// size is how many bytes an entry counts for, with headers of that length.
func (e *Entry) size(header int) int {
	return entrySize + len(e.Header)*headerSize + header +
		len(e.Method) + len(e.URL) + len(e.User) + len(e.Body) + len(e.Code) + len(e.Reason) + len(e.Nearest) + len(e.Reply)
}

// keep copies what is kept of a body into a slot's buffer, unless it is there already.
func (j *Journal) keep(buffer, body []byte) []byte {
	body = body[:min(len(body), BodyLimit)]
	if len(buffer) > 0 && len(body) > 0 && &buffer[0] == &body[0] {
		return body
	}
	if len(body) <= cap(buffer) && j.held <= 2*ByteLimit {
		return append(buffer[:0], body...)
	}
	j.held -= cap(buffer)
	buffer = append([]byte(nil), body...)
	j.held += cap(buffer)
	return buffer
}

// find looks for an entry from the newest one back: an entry changes soon after it was made, or never.
func (j *Journal) find(number uint64) *slot {
	for i := j.count - 1; i >= 0; i-- {
		if s := j.at(i); s.Number == number {
			return s
		}
	}
	return nil
}

// at is the slot of an entry, counted from the oldest.
func (j *Journal) at(i int) *slot { return j.ring[(j.first+i)%len(j.ring)] }

// Entries returns copies of all that is kept, the oldest first.
func (j *Journal) Entries() []Entry { return j.Find(nil) }

// Find returns copies of the entries that the filter means, the oldest first. No filter means all.
func (j *Journal) Find(f *Filter) []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	var found []Entry
	for i := range j.count {
		if e := &j.at(i).Entry; f.Match(e) {
			found = append(found, *e)
			last := &found[len(found)-1]
			last.Body, last.Reply = slices.Clone(e.Body), slices.Clone(e.Reply)
		}
	}
	return found
}

// Count is how many entries the filter means. It copies nothing, so it may be asked often.
func (j *Journal) Count(f *Filter) (n int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for i := range j.count {
		if f.Match(&j.at(i).Entry) {
			n++
		}
	}
	return n
}

// Len is how many entries are kept.
func (j *Journal) Len() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.count
}

// Clear forgets everything, buffers as well, and returns how many entries there were.
func (j *Journal) Clear() int {
	j.mu.Lock()
	n := j.count
	j.clears++
	j.ring, j.free, j.first, j.count, j.bytes, j.held = nil, nil, 0, 0, 0, 0
	j.mu.Unlock()
	j.bell.ring(nil)
	return n
}

// cutText copies what it keeps of a text that is too long, so that the rest can go.
func cutText(s string) string {
	if len(s) <= TextLimit {
		return s
	}
	return strings.Clone(s[:TextLimit]) + cutSign
}

const cutSign = "..."

// cutHeader leaves headers out, the last ones by name first, when there is too much of them, and says
// how many bytes those that stay have.
func cutHeader(header map[string][]string) (kept map[string][]string, length int) {
	for key, values := range header {
		length += headerLength(key, values)
	}
	if length <= TextLimit {
		return header, length
	}
	kept, length = make(map[string][]string), 0
	for _, key := range slices.Sorted(maps.Keys(header)) {
		n := headerLength(key, header[key])
		if length+n > TextLimit {
			break
		}
		length += n
		kept[strings.Clone(key)] = slices.Clone(header[key])
	}
	return kept, length
}

func headerLength(key string, values []string) int {
	length := len(key)
	for _, value := range values {
		length += len(value)
	}
	return length
}

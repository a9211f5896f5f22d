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

// Entry is one request and its answer, as the client saw them, or one try to deliver an event. It holds what came over the wire,
// secrets included: whoever shows it masks it first.
type Entry struct {
	Number    uint64 // grows from request to request over the whole server
	ID        string // the request id, as in the X-Mockserver-Request-Id header
	Time      time.Time
	Vendor    string
	App       string // empty when no application was found
	Operation string // empty when the request matched none
	User      string // the user that the call acts for or on, as the client wrote it

	Delivery int // for an event that the server sent: which try it is, from 1; else 0

	Method string
	URL    string
	Host   string // what the client called this server; a short one
	Header map[string][]string
	Body   []byte // the first BodyLimit bytes
	Length int    // of the whole body

	Status      int
	Code        string // the vendor's code; empty or "0" when the call succeeded
	Reason      string // why it was refused, in one line
	Fault       bool   // a fault rule made this answer
	Reply       []byte // the first BodyLimit bytes
	ReplyLength int    // of the whole reply
}

// Journal is a ring of entries. It is safe for concurrent use. Its memory grows with its use, up
// to its size; from then on a new entry takes the oldest one's place, its buffers included.
type Journal struct {
	mu      sync.Mutex
	size    int
	entries []Entry
	next    int // where the next entry goes once the ring is full
}

// New returns a journal of the last size requests, DefaultSize when size is 0.
func New(size int) *Journal {
	if size == 0 {
		size = DefaultSize
	}
	return &Journal{size: size}
}

// Add keeps an entry. Body and Reply are copied, cut to BodyLimit; URL, User and Header are cut to
// TextLimit; the rest is kept as it is.
func (j *Journal) Add(e Entry) {
	e.URL, e.User, e.Header = cutText(e.URL), cutText(e.User), cutHeader(e.Header)
	j.mu.Lock()
	defer j.mu.Unlock()
	slot := j.slot()
	body, reply := slot.Body[:0], slot.Reply[:0]
	body = append(body, e.Body[:min(len(e.Body), BodyLimit)]...)
	reply = append(reply, e.Reply[:min(len(e.Reply), BodyLimit)]...)
	*slot = e
	slot.Body, slot.Reply = body, reply
}

func (j *Journal) slot() *Entry {
	if len(j.entries) < j.size {
		j.entries = append(j.entries, Entry{})
		return &j.entries[len(j.entries)-1]
	}
	slot := &j.entries[j.next]
	j.next = (j.next + 1) % j.size
	return slot
}

// cutText copies what it keeps of a text that is too long, so that the rest can go.
func cutText(s string) string {
	if len(s) <= TextLimit {
		return s
	}
	return strings.Clone(s[:TextLimit]) + cutSign
}

const cutSign = "..."

// cutHeader leaves headers out, the last ones by name first, when there is too much of them.
func cutHeader(header map[string][]string) map[string][]string {
	length := 0
	for key, values := range header {
		length += headerLength(key, values)
	}
	if length <= TextLimit {
		return header
	}
	kept, length := make(map[string][]string), 0
	for _, key := range slices.Sorted(maps.Keys(header)) {
		if length += headerLength(key, header[key]); length > TextLimit {
			break
		}
		kept[strings.Clone(key)] = slices.Clone(header[key])
	}
	return kept
}

func headerLength(key string, values []string) int {
	length := len(key)
	for _, value := range values {
		length += len(value)
	}
	return length
}

// Entries returns copies of what is kept, the oldest first.
func (j *Journal) Entries() []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	all := slices.Concat(j.entries[j.next:], j.entries[:j.next])
	for i := range all {
		all[i].Body = slices.Clone(all[i].Body)
		all[i].Reply = slices.Clone(all[i].Reply)
	}
	return all
}

// Clear forgets everything.
func (j *Journal) Clear() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries, j.next = nil, 0
}

package journal

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// model is the journal as one would write it without a thought for speed.
type model struct {
	size    int
	entries []Entry
	byBytes bool // the limit of bytes was met
}

func (m *model) add(e Entry) {
	m.entries = append(m.entries, e)
	m.trim()
}

func (m *model) trim() {
	total := 0
	for i := range m.entries {
		total += bytesOf(&m.entries[i])
	}
	for len(m.entries) > m.size || total > ByteLimit && len(m.entries) > 1 {
		m.byBytes = m.byBytes || len(m.entries) <= m.size
		total -= bytesOf(&m.entries[0])
		m.entries = m.entries[1:]
	}
}

// bytesOf counts anew what the journal keeps a sum of.
func bytesOf(e *Entry) int {
	n := entrySize + len(e.Method) + len(e.URL) + len(e.User) + len(e.Body) + len(e.Code) + len(e.Reason) + len(e.Nearest) + len(e.Reply)
	for key, values := range e.Header {
		n += headerSize + len(key)
		for _, value := range values {
			n += len(value)
		}
	}
	return n
}

// Whatever comes in whatever sizes, the journal holds what the model holds.
func TestJournalIsBoundedByCountAndBytes(t *testing.T) {
	for _, size := range []int{1, 17, 600, 3000} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewPCG(uint64(size), 8))
			j, m := New(size, nil), &model{size: size}
			text := func(limit int) string { return strings.Repeat(string(rune('a'+rnd.IntN(26))), rnd.IntN(limit)) }
			for number := range uint64(1700) {
				large := TextLimit
				if number/650%2 == 1 { // times of large and of small ones
					large = 100
				}
				if number == 1500 {
					if n := j.Clear(); n != len(m.entries) {
						t.Fatalf("Clear says %d, want %d", n, len(m.entries))
					}
					m.entries = nil
				}
				e := Entry{
					Number: number, URL: "/" + text(large), Reason: text(100),
					Header: map[string][]string{"X-Some": {text(large/2 + 1), "b"}},
					Body:   []byte(text(min(large, BodyLimit))), Reply: []byte(text(BodyLimit)),
				}
				m.add(e)
				j.Add(&e)
				if rnd.IntN(4) == 0 {
					at := number - uint64(rnd.IntN(int(number)+1)) // often pushed out already
					reply, reason := []byte(text(2*BodyLimit)), text(200)
					change := func(e *Entry) { e.Reply, e.Reason, e.Completed = reply, reason, true }
					j.Update(at, change)
					if i := slices.IndexFunc(m.entries, func(e Entry) bool { return e.Number == at }); i >= 0 {
						change(&m.entries[i])
						m.entries[i].Reply = m.entries[i].Reply[:min(len(reply), BodyLimit)]
						m.trim()
					}
				}
				if number%97 == 0 || number > 1697 {
					wantSame(t, j, m.entries)
				}
				if t.Failed() {
					return
				}
			}
			if want := size >= 600; m.byBytes != want {
				t.Errorf("the limit of bytes was met: %v, want %v; the test has lost its sense", m.byBytes, want)
			}
		})
	}
}

func wantSame(t *testing.T, j *Journal, want []Entry) {
	t.Helper()
	got := j.Entries()
	if len(got) != len(want) || j.Len() != len(want) {
		t.Fatalf("%d entries and Len %d, want %d", len(got), j.Len(), len(want))
	}
	total, buffers := 0, 0
	for i, e := range got {
		w := want[i]
		if e.Number != w.Number || e.URL != w.URL || e.Reason != w.Reason || e.Completed != w.Completed ||
			!bytes.Equal(e.Body, w.Body) || !bytes.Equal(e.Reply, w.Reply) {
			t.Fatalf("entry %d is\n%+v, want\n%+v", i, e, w)
		}
		total += bytesOf(&e)
	}
	for _, s := range slices.Concat(j.ring, j.free) {
		if s != nil {
			buffers += cap(s.Body) + cap(s.Reply)
		}
	}
	if j.bytes != total || total > ByteLimit && len(got) > 1 {
		t.Errorf("the journal counts %d bytes; the entries hold %d, of at most %d", j.bytes, total, ByteLimit)
	}
	if j.buffers != buffers || buffers > 2*ByteLimit+2*BodyLimit {
		t.Errorf("the journal counts %d bytes of buffers; they have %d, of at most %d", j.buffers, buffers, 2*ByteLimit)
	}
	audit(t, j.group, []*Journal{j})
}

// An app that keeps its size makes no garbage, whichever bound it meets.
func TestBuffersAreUsedAgain(t *testing.T) {
	for _, tt := range []struct {
		name       string
		size, body int
	}{
		{"count", 50, 1000},
		{"bytes", 100_000, BodyLimit},
	} {
		t.Run(tt.name, func(t *testing.T) {
			j, e := New(tt.size, NewGroup(0)), Entry{Body: make([]byte, tt.body), Reply: make([]byte, tt.body)}
			add := func() {
				e.Number++
				j.Add(&e)
				j.Update(e.Number, func(e *Entry) { e.Completed = true })
			}
			for range 5000 {
				add()
			}
			if n := testing.AllocsPerRun(2000, add); n > 0 {
				t.Errorf("%v allocations for each entry, want none", n)
			}
		})
	}
}

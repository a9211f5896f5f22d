package journal

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
)

func TestBodiesAreCopiedAndCut(t *testing.T) {
	t.Parallel()
	j := New(2, nil)
	long := bytes.Repeat([]byte("x"), BodyLimit+1)
	j.Add(&Entry{Body: long, Length: len(long), Reply: long, ReplyLength: len(long)})
	long[0] = 'y'
	e := j.Entries()[0]
	for name, got := range map[string][]byte{"body": e.Body, "reply": e.Reply} {
		if len(got) != BodyLimit || got[0] != 'x' {
			t.Errorf("%s: %d bytes, first %q; want %d bytes, first 'x'", name, len(got), got[0], BodyLimit)
		}
	}
	if e.Length != BodyLimit+1 || e.ReplyLength != BodyLimit+1 {
		t.Errorf("lengths %d and %d, want the full %d", e.Length, e.ReplyLength, BodyLimit+1)
	}

	// What was handed out must not change when its place is used again.
	for range 2 {
		j.Add(&Entry{Body: []byte("later"), Reply: []byte("later")})
	}
	if e.Body[0] != 'x' {
		t.Error("a copy changed when its place in the ring was used again")
	}
}

func TestLongTextIsCut(t *testing.T) {
	t.Parallel()
	j := New(1, nil)
	header := map[string][]string{"A": {"kept"}}
	for i := range 10_000 {
		header[fmt.Sprint("X-", i)] = []string{"value"}
	}
	j.Add(&Entry{URL: "/" + strings.Repeat("u", TextLimit), User: "me", Header: header})
	e := j.Entries()[0]
	if len(e.URL) != TextLimit+3 || e.User != "me" {
		t.Errorf("URL has %d bytes, user is %q", len(e.URL), e.User)
	}
	length := 0
	for key, values := range e.Header {
		length += len(key) + len(values[0])
	}
	if length > TextLimit || length < TextLimit/2 || e.Header["A"][0] != "kept" {
		t.Errorf("headers of %d bytes are kept, want at most %d and among them A", length, TextLimit)
	}
	if len(header) != 10_001 {
		t.Error("the request's own headers were changed")
	}
}

// What becomes of an answer is said of its entry as long as that is there.
func TestLostAndCompleted(t *testing.T) {
	t.Parallel()
	j := New(2, nil)
	for n := range uint64(3) {
		j.Add(&Entry{Number: n + 1, Reason: []string{"", "", "late"}[n]})
	}
	for n := range uint64(5) {
		j.Complete(n)
	}
	for _, n := range []uint64{1, 3} {
		j.Lost(n, io.ErrClosedPipe)
		j.Lost(n, io.ErrUnexpectedEOF)
	}
	const gone = "the client went away before it had the whole answer: "
	kept, lost := j.Entries()[0], j.Entries()[1]
	if want := "late; " + gone + "io: read/write on closed pipe; " + gone + "unexpected EOF"; lost.Completed || lost.Reason != want {
		t.Errorf("the answer that was lost: completed %v, %q, want %q", lost.Completed, lost.Reason, want)
	}
	if !kept.Completed || kept.Reason != "" || j.Newest() != 3 || j.Size() != 2 || New(0, nil).Size() != DefaultSize {
		t.Errorf("the other one is %+v, the newest of %d is %d", kept, j.Size(), j.Newest())
	}
}

func BenchmarkAdd(b *testing.B) {
	j := New(DefaultSize, nil)
	reply := bytes.Repeat([]byte("x"), 46_000)
	b.ReportAllocs()
	for b.Loop() {
		j.Add(&Entry{Reply: reply, ReplyLength: len(reply)})
	}
}

// What the journal costs a call: the entry, and that the answer is out.
func BenchmarkAddAndComplete(b *testing.B) {
	j := New(DefaultSize, NewGroup(64<<20))
	reply, number := bytes.Repeat([]byte("x"), 500), uint64(0)
	header := map[string][]string{"Host": {"localhost:8080"}, "Accept": {"*/*"}, "User-Agent": {"test"}}
	b.ReportAllocs()
	for b.Loop() {
		number++
		j.Add(&Entry{Number: number, Header: header, Reply: reply, ReplyLength: len(reply)})
		j.Complete(number)
	}
}

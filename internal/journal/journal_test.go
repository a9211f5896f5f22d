package journal

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

func TestJournalKeepsTheLastOnes(t *testing.T) {
	t.Parallel()
	for _, count := range []int{0, 1, 4, 5, 6, 14, 15, 23} {
		t.Run(fmt.Sprint(count), func(t *testing.T) {
			j := New(5, nil)
			for i := range count {
				j.Add(&Entry{Number: uint64(i), Body: []byte(fmt.Sprint("body ", i))})
			}
			entries := j.Entries()
			if want := min(count, 5); len(entries) != want {
				t.Fatalf("%d entries, want %d", len(entries), want)
			}
			for i, e := range entries {
				want := max(0, count-5) + i
				if e.Number != uint64(want) || string(e.Body) != fmt.Sprint("body ", want) {
					t.Errorf("entry %d = number %d, %q; want number %d", i, e.Number, e.Body, want)
				}
			}
		})
	}
}

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

func TestClear(t *testing.T) {
	t.Parallel()
	j := New(0, nil)
	j.Add(&Entry{})
	j.Clear()
	if n := len(j.Entries()); n != 0 {
		t.Errorf("%d entries after Clear", n)
	}
	j.Add(&Entry{ID: "after"})
	if e := j.Entries(); len(e) != 1 || e[0].ID != "after" {
		t.Errorf("entries after Clear and Add = %v", e)
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

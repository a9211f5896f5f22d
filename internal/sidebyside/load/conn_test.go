package load

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"
)

// exchange asks a handler over a real connection.
func exchange(t *testing.T, h http.HandlerFunc) (*Conn, error) {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	c, err := Dial(strings.TrimPrefix(server.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	_ = c.SetDeadline(time.Now().Add(20 * time.Second))
	return c, c.Exchange([]byte("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))
}

// What one server said, a server of what was kept says too: the same bytes, headers spelled alike.
func TestReplyIsGivenAgain(t *testing.T) {
	for _, size := range []int{0, 400, 300_000} {
		body := bytes.Repeat([]byte("x"), size)
		first, err := exchange(t, Reply{[]Field{
			{"Content-Type", []string{"application/json"}},
			{"cache-control", []string{"no-cache"}},
		}, body}.withLength().ServeHTTP)
		if err != nil {
			t.Fatalf("%d bytes: %v", size, err)
		}
		kept := first.Reply()
		if !bytes.Equal(kept.Body, body) || !strings.Contains(string(first.Head()), "\r\ncache-control: no-cache\r\n") {
			t.Errorf("%d bytes: the reply has %d and the head %q", size, len(kept.Body), first.Head())
		}
		second, err := exchange(t, kept.ServeHTTP)
		if err != nil {
			t.Fatalf("%d bytes, given again: %v", size, err)
		}
		if again := second.Reply(); !reflect.DeepEqual(again, kept) {
			t.Errorf("%d bytes: the first server says %v, the second %v", size, kept.Fields, again.Fields)
		}
	}
}

// withLength is the reply with the header that an exchange wants.
func (r Reply) withLength() Reply {
	r.Fields = append(r.Fields, Field{"Content-Length", []string{strconv.Itoa(len(r.Body))}})
	return r
}

func TestExchangeRefuses(t *testing.T) {
	for name, tt := range map[string]struct {
		handler http.HandlerFunc
		says    string
	}{
		"another status": {func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "too many", http.StatusTooManyRequests)
		}, "429 Too Many Requests"},
		"no length": {func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write(make([]byte, 10_000)) // chunked
		}, "no 200 with a Content-Length"},
		"a reply cut off": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "10000")
			_, _ = w.Write(make([]byte, 9_999))
		}, "EOF"},
		"more than the length":  {hijacked("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc"), "1 bytes came behind"},
		"a length that is none": {hijacked("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nabc"), `Content-Length is "x"`},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := exchange(t, tt.handler); err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error = %v, want one that says %q", err, tt.says)
			}
		})
	}
}

// hijacked sends bytes that no handler could.
func hijacked(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		c, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		_, _ = c.Write([]byte(text))
		_ = c.Close()
	}
}

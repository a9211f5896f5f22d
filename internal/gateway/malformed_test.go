package gateway_test

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/gateway"
)

func TestMalformedIsAWholeAnswerOfTheVendor(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, head     string
		status         int
		method, target string
	}{
		{"broken escape", "GET /a%zz?b=c HTTP/1.1\r\nHost: x\r\n", 400, "GET", "/a%zz?b=c"},
		{"a space in the target", "GET /a b c HTTP/1.1\r\n", 400, "GET", "/a b c"},
		{"no version", "GET /a\r\n", 400, "GET", "/a"},
		{"one word", "rubbish\r\n", 400, "rubbish", ""},
		{"nothing", "", 400, "", ""},
		{"cut off", "GET /" + strings.Repeat("x", 251), 431, "GET", "/" + strings.Repeat("x", 251)},
		{"binary", "\x16\x03\x01\x02\xff \xfe\r\n", 400, "\x16\x03\x01\x02?", "?"},
		{"other version", "GET /a HTTP/7.0\r\n", 505, "GET", "/a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			b.steps["failure"] = func(c *gateway.Call) error {
				c.Reply.SetHeader("Content-Type", "text/toy")
				c.Reply.SetHeader("Connection", "keep-alive") // overruled: the connection ends
				return nil
			}
			raw := b.Malformed([]byte(tt.head), tt.status, "")
			reader := bufio.NewReader(bytes.NewReader(raw))
			resp, err := http.ReadResponse(reader, nil)
			if err != nil {
				t.Fatalf("the answer is not HTTP: %v\n%s", err, raw)
			}
			body, _ := io.ReadAll(resp.Body)
			if rest, _ := io.ReadAll(reader); len(rest) > 0 {
				t.Errorf("%q is left over behind the answer", rest)
			}
			const want = "refused: *gateway.MalformedError"
			if resp.StatusCode != http.StatusTeapot || string(body) != want || resp.ContentLength != int64(len(want)) {
				t.Errorf("answer = %d %q of length %d, want %d %q", resp.StatusCode, body, resp.ContentLength, http.StatusTeapot, want)
			}
			for key, want := range map[string]string{
				"Content-Type": "text/toy",
				"Date":         noon.Format(http.TimeFormat),
			} {
				if got := resp.Header.Get(key); got != want {
					t.Errorf("%s = %q, want %q", key, got, want)
				}
			}
			if !resp.Close {
				t.Errorf("the answer does not end the connection: %v", resp.Header)
			}
			if got := resp.Header.Get("X-Chatdouble-Reason"); !strings.Contains(got, strconv.Itoa(tt.status)+" "+http.StatusText(tt.status)) {
				t.Errorf("reason = %q, want it to name %d", got, tt.status)
			}
			if e := only(t, b.Journal); e.Method != tt.method || e.URL != tt.target || e.Status != http.StatusTeapot || e.App != "" ||
				e.ID != resp.Header.Get("X-Chatdouble-Request-Id") || !e.Time.Equal(noon) {
				t.Errorf("entry = %+v, want %q %q with the answer's id", e, tt.method, tt.target)
			}
		})
	}
}

func TestUnmatchedRequestsAreInTheServersJournal(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r, _ := http.NewRequest(http.MethodDelete, "/nowhere", nil)
	r.RequestURI = "/nowhere?x=y"
	r.Header.Set("X-Sent", "yes")
	w := b.stray(r)
	wantReply(t, w, http.StatusNotFound, "404 page not found\n")
	id := w.Header().Get("X-Chatdouble-Request-Id")
	if w.Header().Get("X-Chatdouble-Reason") != "no such path" || w.Header().Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("headers = %v", w.Header())
	}
	e := only(t, b.Journal)
	if e.ID != id || e.Method != http.MethodDelete || e.URL != "/nowhere?x=y" || e.Status != http.StatusNotFound || e.Vendor != "" ||
		e.Reason != "no such path" || string(e.Reply) != "404 page not found\n" || e.ReplyLength != 19 || !e.Unmatched() || !e.Time.Equal(noon) {
		t.Errorf("entry = %+v", e)
	}
	if got := b.get("/").Header().Get("X-Chatdouble-Request-Id"); got == id {
		t.Error("the next request has the same id")
	}
	if next := b.app.Journal.Entries()[0]; next.Number <= e.Number {
		t.Errorf("numbers %d, then %d: they must grow over the whole server", e.Number, next.Number)
	}
}

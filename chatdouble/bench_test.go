package chatdouble_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/sidebyside/load"
)

// A page of a block list over the whole handler, with authentication, limits and journal on,
// beside a bare handler that writes the same headers and bytes. "handler" calls the two handlers,
// "loopback" asks them over connections that stay open.
//
// The metric x-bare is how many times as long chatdouble takes. Under "handler" it is a figure for
// one's own changes only, because the bare handler does next to nothing. What a client sees stands
// under "loopback"; go run ./internal/sidebyside measures that well.
func BenchmarkPage(b *testing.B) {
	server := chatdouble.Start(b, chatdouble.WithFixtureYAML("load.yaml", load.Fixture()))
	for _, vendor := range []string{load.ZIM, load.CometChat} {
		for _, people := range []int{2, 20, 100} {
			page := load.Page{Vendor: vendor, People: people}
			reply := replyOf(b, server.URL, page)
			bare := httptest.NewServer(reply)
			b.Cleanup(bare.Close)

			name := fmt.Sprintf("%s/%d", vendor, people)
			var alone float64
			b.Run("handler/"+name+"/bare", func(b *testing.B) { alone = handle(b, reply, page) })
			b.Run("handler/"+name+"/chatdouble", func(b *testing.B) {
				compare(b, handle(b, server, page), alone, "x-bare")
			})
			alone = 0
			b.Run("loopback/"+name+"/bare", func(b *testing.B) { alone = ask(b, bare.URL, page) })
			b.Run("loopback/"+name+"/chatdouble", func(b *testing.B) {
				compare(b, ask(b, server.URL, page), alone, "x-bare")
			})
		}
	}
}

// A page of 100 people at three depths of a list of a million. The metric x-first is how many times
// as long it takes as the first page.
func BenchmarkDepth(b *testing.B) {
	const size, people = 1_000_000, 100
	for _, vendor := range []string{load.ZIM, load.CometChat} {
		b.Run(vendor, func(b *testing.B) {
			server, err := chatdouble.New(chatdouble.WithFixtureYAML("long.yaml", longList(vendor, size)))
			if err != nil {
				b.Fatal(err)
			}
			var first float64
			for _, depth := range []int{0, 1000, 900_000} {
				page := load.Page{Vendor: vendor, People: people, Number: 1 + depth/people}
				if vendor == load.ZIM {
					page.Next = nextAt(b, server, depth)
				}
				b.Run(fmt.Sprint(depth), func(b *testing.B) {
					took := handle(b, server, page)
					if depth == 0 {
						first = took
					}
					compare(b, took, first, "x-first")
				})
			}
		})
	}
}

// From nothing to the first answer of readyz, with the fixture that comes with the program.
func BenchmarkStart(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		server, err := chatdouble.New()
		if err != nil {
			b.Fatal(err)
		}
		w := httptest.NewRecorder()
		server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/__admin/readyz", nil))
		if w.Code != http.StatusOK {
			b.Fatalf("readyz answers %d", w.Code)
		}
	}
}

// What a test asks of its app, in this process and over a connection.
func BenchmarkControl(b *testing.B) {
	server := chatdouble.Start(b)
	for name, control := range map[string]*chatdouble.Control{"direct": server.Control, "connected": chatdouble.Connect(b, server.URL)} {
		app := control.ZIM(b)
		crowd := make([]chatdouble.User, 1000)
		for i := range crowd {
			crowd[i] = chatdouble.User{ID: fmt.Sprint("user", i)}
		}
		app.AddUsers(crowd...)
		for what, do := range map[string]func(i int){
			"Block and Unblock": func(i int) {
				app.Block("user0", crowd[1+i%999].ID)
				app.Unblock("user0", crowd[1+i%999].ID)
			},
			"AddUsers":         func(i int) { app.AddUsers(crowd[i%1000]) },
			"AddUsers of 1000": func(int) { app.AddUsers(crowd...) },
			"Clock":            func(int) { app.Clock().Advance(time.Millisecond) },
			"Count":            func(int) { app.Count(chatdouble.Operation("QueryBlacklist")) },
			"an app":           func(int) { t := &exampleT{}; control.ZIM(t); t.end() },
		} {
			b.Run(name+"/"+what, func(b *testing.B) {
				b.ReportAllocs()
				i := 0
				for b.Loop() {
					do(i)
					i++
				}
			})
		}
	}
}

// longList is a fixture in which one user blocks so many generated ones.
func longList(vendor string, size int) string {
	const text = `
%s
    limits: {%s}
    users: [{%s: %s}]
    generate: {users: %[5]d, %[6]s: {of: %[4]s, count: %[5]d}}
`
	if vendor == load.ZIM {
		app := "zim:\n  - appId: " + load.ZIMAppID + "\n    serverSecret: " + load.ServerSecret
		return fmt.Sprintf(text, app, fmt.Sprintf("perSecond: 1000000000, blacklist: %d", size), "userId", load.Crowded, size, "blacklist")
	}
	app := "cometchat:\n  - appId: " + load.CometChatAppID + "\n    apiKeys: [{key: " + load.APIKey + ", scope: fullAccess}]"
	return fmt.Sprintf(text, app, "standard: 1000000000, app: 1000000000", "uid", load.Crowded, size, "blocks")
}

// nextAt walks down a ZIM list, as a client must: there is no other way to a Next.
func nextAt(b *testing.B, server http.Handler, depth int) int64 {
	b.Helper()
	var answer struct{ Next int64 }
	for at := 0; at < depth; at += 100 {
		w := httptest.NewRecorder()
		server.ServeHTTP(w, received(b, load.Page{Vendor: load.ZIM, People: 100, Next: answer.Next}))
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || answer.Next == 0 {
			b.Fatalf("walking down the list, at row %d: Next is %d, error %v", at, answer.Next, err)
		}
	}
	return answer.Next
}

// received is the request for a page as a server's handler gets it.
func received(b testing.TB, page load.Page) *http.Request {
	b.Helper()
	r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(page.Request(time.Now()))))
	if err != nil {
		b.Fatal(err)
	}
	return r.WithContext(context.WithValue(b.Context(), http.ServerContextKey, &http.Server{}))
}

// compare reports how many times as long one thing takes as another, when both were measured.
func compare(b *testing.B, took, other float64, unit string) {
	if other > 0 {
		b.ReportMetric(took/other, unit)
	}
}

// handle measures a handler and returns the nanoseconds of one call.
func handle(b *testing.B, h http.Handler, page load.Page) float64 {
	b.Helper()
	r, w := received(b, page), &sink{header: http.Header{}}
	h.ServeHTTP(w, r) // people are encoded when they are first shown
	b.ReportAllocs()
	for b.Loop() {
		clear(w.header)
		h.ServeHTTP(w, r)
	}
	if w.status != http.StatusOK || fmt.Sprint(w.written) != w.header.Get("Content-Length") {
		b.Fatalf("the last answer was %d with %d bytes and the headers %v", w.status, w.written, w.header)
	}
	return float64(b.Elapsed()) / float64(b.N)
}

// sink is a ResponseWriter that lets everything go.
type sink struct {
	header  http.Header
	status  int
	written int // bytes of the last answer
}

func (s *sink) Header() http.Header { return s.header }

func (s *sink) WriteHeader(status int) { s.status, s.written = status, 0 }

func (s *sink) Write(p []byte) (int, error) {
	s.written += len(p)
	return len(p), nil
}

// ask measures a server over connections that stay open and returns the nanoseconds of one call.
func ask(b *testing.B, url string, page load.Page) float64 {
	b.Helper()
	request := page.Request(time.Now())
	b.ReportAllocs()
	b.SetParallelism(16)
	b.RunParallel(func(pb *testing.PB) {
		c, err := load.Dial(strings.TrimPrefix(url, "http://"))
		if err != nil {
			b.Error(err)
			return
		}
		defer c.Close()
		for pb.Next() {
			if err := c.Exchange(request); err != nil {
				b.Error(err)
				return
			}
		}
	})
	return float64(b.Elapsed()) / float64(b.N)
}

// replyOf is what the server answers to the request for a page.
func replyOf(b *testing.B, url string, page load.Page) load.Reply {
	b.Helper()
	c, err := load.Dial(strings.TrimPrefix(url, "http://"))
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	if err := c.Exchange(page.Request(time.Now())); err != nil {
		b.Fatal(err)
	}
	return c.Reply()
}

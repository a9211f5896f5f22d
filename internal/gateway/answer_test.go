package gateway_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/gateway"
)

// The journal says of a reply that was handed over that the client has gone, although the handler had
// returned when that was seen.
func TestClientThatGoesAwayFromAWholeReply(t *testing.T) {
	t.Parallel()
	b := newStand(t, false, nil)
	b.op.Do = func(c *gateway.Call) error {
		c.Reply.SetHeader("Content-Type", "text/toy")
		c.Reply.Body = append(c.Reply.Body, strings.Repeat("x", 32<<20)...) // more than any socket takes
		return nil
	}
	conn, err := net.Dial("tcp", b.address)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	_, _ = io.ReadFull(conn, make([]byte, 1)) // the handler has returned
	_ = conn.(*net.TCPConn).SetLinger(0)
	_ = conn.Close()
	eventually(t, "the entry says that the client has gone", func() bool {
		e := b.app.Journal.Entries()[0]
		return strings.Contains(e.Reason, "the client went away before it had the whole answer") && !e.Completed
	})
}

// A reply that is handed to the connection says what it says by way of net/http, whatever it holds and
// whatever was asked.
func TestBothWaysOfAReplySayTheSame(t *testing.T) {
	t.Parallel()
	b := newStand(t, false, nil)
	b.app.Quotas["few"] = 1 << 30
	other := httptest.NewServer(b)
	defer other.Close()

	client := &http.Client{Transport: &http.Transport{DisableCompression: true}, Timeout: 20 * time.Second}
	defer client.CloseIdleConnections()
	ask := func(url, method string, body int) string {
		r, err := http.NewRequest(method, url, strings.NewReader(strings.Repeat("b", body)))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := client.Do(r)
		if err != nil {
			return fmt.Sprint("no reply: ", reflect.TypeOf(err))
		}
		defer resp.Body.Close()
		text, err := io.ReadAll(resp.Body)
		resp.Header.Del("X-Chatdouble-Request-Id") // no two are the same
		return fmt.Sprintf("%s, length %d, close %v, %v, %d bytes %.100q, %v", resp.Status, resp.ContentLength, resp.Close, resp.Header, len(text), text, err)
	}

	statuses := []int{200, 200, 201, 204, 304, 400, 404, 417, 429, 500, 503, 599, 999}
	methods := []string{"GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"}
	lengths := []int{0, 1, 100, 5000, 20_000}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		status, method, length, sent := statuses[rng.IntN(len(statuses))], methods[rng.IntN(len(methods))], lengths[rng.IntN(len(lengths))], lengths[rng.IntN(3)]
		fields, refused, faulty := rng.IntN(64), rng.IntN(4) == 0, rng.IntN(8)
		b.op.Do = func(c *gateway.Call) error {
			c.Reply.Body = append(c.Reply.Body, strings.Repeat("x", length)...)
			return nil
		}
		b.steps["result"] = func(c *gateway.Call) error {
			c.Reply.Status = status
			for i, set := range []func(){
				func() { c.Reply.SetHeader("Content-Type", "text/toy") },
				func() { c.Reply.SetHeader("Connection", "keep-alive") },
				func() { c.Reply.SetNumber("X-Number", -5) },
				func() { c.Reply.Fields = append(c.Reply.Fields, gateway.ContentLength) },
				func() { c.Reply.SetHeader("x-odd", "  two words, one comma ") },
				func() { c.Reply.SetHeader("X-Empty", "") },
			} {
				if fields>>i&1 == 1 {
					set()
				}
			}
			return nil
		}
		delete(b.steps, "authenticate")
		if refused {
			b.steps["authenticate"] = func(c *gateway.Call) error {
				c.Explain("it was \"refused\"")
				return io.ErrUnexpectedEOF
			}
		}
		b.app.Faults.Clear()
		switch faulty {
		case 0:
			b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Transport: faults.TruncatedBody, AfterBytes: new(50)}})
		case 1:
			b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Status: 503, Body: "of a rule"}})
		}
		direct, viaNetHTTP := ask("http://"+b.address, method, sent), ask(other.URL, method, sent)
		if direct != viaNetHTTP {
			t.Fatalf("%s with %d bytes, status %d, %d bytes, fields %b, refused %v, fault %d:\n%s\nand by way of net/http\n%s",
				method, sent, status, length, fields, refused, faulty, direct, viaNetHTTP)
		}
	}
}

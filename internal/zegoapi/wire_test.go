package zegoapi_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/vendortest"
)

// dial sends bytes as they are, then tells the server that no more will come, and returns what it
// answers. A server that never answers fails the test after half a minute.
func (f *front) dial(t testing.TB, method, text string) *http.Response {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(f.server.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	late := time.AfterFunc(30*time.Second, func() { _ = conn.Close() })
	defer late.Stop()
	go func() { // an answer may come before everything is sent
		_, _ = conn.Write([]byte(text))
		_ = conn.(*net.TCPConn).CloseWrite()
	}()
	for answers := bufio.NewReader(conn); ; {
		response, err := http.ReadResponse(answers, &http.Request{Method: method})
		if err != nil {
			t.Fatalf("%.100q was not answered: %v", text, err)
		}
		if response.StatusCode != http.StatusContinue {
			return response
		}
	}
}

// wire is dial for an answer that must be an envelope.
func (f *front) wire(t testing.TB, method, text string) reply {
	t.Helper()
	response := f.dial(t, method, text)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatalf("reading the answer: %v", err)
	}
	return read(t, "QueryBlacklist", vendortest.Reply{Status: response.StatusCode, Header: response.Header, Body: string(body)})
}

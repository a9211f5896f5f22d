package zegoapi_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/vendortest"
)

// Page "Accessing Server APIs": GET and POST are answered; other methods are undocumented and get 405, here in the
// envelope.
func TestMethods(t *testing.T) {
	t.Parallel()
	f := crowd(t, 3)
	for _, method := range []string{"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get", "X"} {
		for _, query := range []string{f.signed("FromUserId=owner"), "", "Action=X"} {
			a := f.wire(t, method, method+" /?"+query+" HTTP/1.1\r\nHost: x\r\n\r\n")
			a.refused(t, 100000007, "GET and POST", method)
			if a.Status != http.StatusMethodNotAllowed || a.Header.Get("Allow") != "GET, POST" {
				t.Errorf("%s: HTTP %d, Allow %q", method, a.Status, a.Header.Get("Allow"))
			}
		}
	}
}

// HEAD is refused as the others are; HTTP lets its answer have no body.
func TestHead(t *testing.T) {
	t.Parallel()
	f := crowd(t, 3)
	response := f.dial(t, "HEAD", "HEAD /?"+f.signed("FromUserId=owner")+" HTTP/1.1\r\nHost: x\r\n\r\n")
	body, err := io.ReadAll(response.Body)
	if err != nil || len(body) != 0 || response.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("HTTP %d with the body %q, %v", response.StatusCode, body, err)
	}
	if got := response.Header.Get("Content-Type"); got != "application/json; charset=utf-8" {
		t.Errorf("Content-Type = %q", got)
	}
}

// Page "Accessing Server APIs": one path, "/" or none. A request line without a slash is possible only with the
// whole URL in it.
func TestPathIsSlashOrNone(t *testing.T) {
	t.Parallel()
	f := crowd(t, 3)
	query := f.signed("FromUserId=owner")
	for _, target := range []string{"/?" + query, "http://x?" + query, "http://x/?" + query, "/?" + query + "&"} {
		a := f.wire(t, "GET", "GET "+target+" HTTP/1.1\r\nHost: x\r\n\r\n")
		if a.Code != 0 || len(a.Blacklist) != 3 {
			t.Errorf("GET %.20s...: Code %d (%s), %d rows", target, a.Code, a.Reason(), len(a.Blacklist))
		}
	}
	a := f.wire(t, "GET", "GET / HTTP/1.0\r\n\r\n")
	a.refused(t, 100000006)
}

// Page "Accessing Server APIs": other paths are undocumented: 404 in plain text. They are in the journal.
func TestOtherPaths(t *testing.T) {
	t.Parallel()
	f := crowd(t, 3)
	query := "?" + f.signed("FromUserId=owner")
	for _, path := range []string{
		"GET /index.html" + query, "GET //" + query, "GET /." + query, "GET /QueryBlacklist" + query, "GET /%2f" + query,
		"GET /%00" + query, "GET /;" + query, "POST /zim/" + query, "GET /V3/users", "OPTIONS *",
	} {
		response := f.dial(t, "GET", path+" HTTP/1.1\r\nHost: x\r\n\r\n")
		body, err := io.ReadAll(response.Body)
		if err != nil || response.StatusCode != 404 || !strings.HasPrefix(response.Header.Get("Content-Type"), "text/plain") || len(body) == 0 {
			t.Errorf("%s: HTTP %d, %s %q, %v", path, response.StatusCode, response.Header.Get("Content-Type"), body, err)
		}
		if response.Header.Get("X-Chatdouble-Reason") == "" {
			t.Errorf("%s: no reason", path)
		}
		if e := vendortest.Entry(t, f.server, vendortest.Reply{Header: response.Header}); e.Status != 404 {
			t.Errorf("%s: the journal has %v", path, e)
		}
	}
}

// What net/http refuses by itself gets the envelope too, whatever is wrong: never an empty or a
// plain-text answer.
func TestRequestsThatAreNotHTTP(t *testing.T) {
	t.Parallel()
	f := crowd(t, 3)
	good := "GET /?" + f.signed("FromUserId=owner") + " HTTP/1.1\r\n"
	for _, tt := range []struct{ name, text string }{
		{"no slash", "GET ?" + f.signed("FromUserId=owner") + " HTTP/1.1\r\nHost: x\r\n\r\n"},
		{"broken escape in the path", "GET /%zz?" + f.signed() + " HTTP/1.1\r\nHost: x\r\n\r\n"},
		{"space in the URL", "GET /?" + f.signed() + "&FromUserId=a b HTTP/1.1\r\nHost: x\r\n\r\n"},
		{"control character in the URL", "GET /?" + f.signed() + "&FromUserId=a\x01b HTTP/1.1\r\nHost: x\r\n\r\n"},
		{"header without a colon", good + "Host: x\r\nNonsense\r\n\r\n"},
		{"space before the colon", good + "Host: x\r\nNonsense : 1\r\n\r\n"},
		{"control character in a header", good + "Host: x\r\nA: \x01\r\n\r\n"},
		{"no host", good + "\r\n"},
		{"two hosts", good + "Host: x\r\nHost: y\r\n\r\n"},
		{"bad host", good + "Host: a b\r\n\r\n"},
		{"two lengths", good + "Host: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx"},
		{"negative length", good + "Host: x\r\nContent-Length: -1\r\n\r\n"},
		{"length of letters", good + "Host: x\r\nContent-Length: abc\r\n\r\n"},
		{"unknown transfer encoding", good + "Host: x\r\nTransfer-Encoding: rot13\r\n\r\n"},
		{"unknown version", "GET / HTTP/9.9\r\nHost: x\r\n\r\n"},
		{"not a version", "GET / HTTZ/1.1\r\nHost: x\r\n\r\n"},
		{"no version", "GET /\r\n\r\n"},
		{"bad method", "G(T / HTTP/1.1\r\nHost: x\r\n\r\n"},
		{"headers over the limit", good + "Host: x\r\nA: " + strings.Repeat("a", 2<<20) + "\r\n\r\n"},
		{"URL over the limit", "GET /?" + strings.Repeat("a", 2<<20) + " HTTP/1.1\r\nHost: x\r\n\r\n"},
		{"cut off in a header", good + "Host: x\r\nA: b"},
		{"cut off behind a header", good + "Host: x\r\n"},
		{"unknown expectation", good + "Host: x\r\nExpect: nonsense\r\n\r\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := f.wire(t, "GET", tt.text)
			if a.Code == 0 || a.Status < 400 {
				t.Errorf("HTTP %d, Code %d", a.Status, a.Code)
			}
			vendortest.Entry(t, f.server, a.Reply)
		})
	}
}

// Page "Return codes": a body that cannot be read to its end is 100000012.
func TestHalfSentBodies(t *testing.T) {
	t.Parallel()
	f := crowd(t, 3)
	post := "POST /?" + f.signed("FromUserId=owner") + " HTTP/1.1\r\nHost: x\r\n"
	for _, tt := range []struct{ name, text string }{
		{"shorter than said", post + "Content-Length: 100\r\n\r\n{\"Limit\":1"},
		{"none of it", post + "Content-Length: 100\r\n\r\n"},
		{"chunk cut off", post + "Transfer-Encoding: chunked\r\n\r\n10\r\n{\"Limit\":1"},
		{"last chunk missing", post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"},
		{"chunk length of letters", post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := f.wire(t, "POST", tt.text)
			a.refused(t, 100000012, "body")
			if a.Status != 200 {
				t.Errorf("HTTP %d, want 200", a.Status)
			}
		})
	}
	a := f.wire(t, "POST", post+"Transfer-Encoding: chunked\r\n\r\nB\r\n{\"Limit\":1}\r\n0\r\n\r\n")
	if a.Code != 0 || len(a.Blacklist) != 1 {
		t.Errorf("a whole chunked body: Code %d (%s), %d rows", a.Code, a.Reason(), len(a.Blacklist))
	}
}

// A client that waits for "100 Continue" gets it, also when its body is over the limit.
func TestExpectContinue(t *testing.T) {
	t.Parallel()
	f := open(t, chatdouble.WithMaxBody(20), chatdouble.WithLimits(false))
	f.AddUsers(chatdouble.User{ID: "owner"})
	post := "POST /?" + f.signed() + " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
	if a := f.wire(t, "POST", post+"Content-Length: 18\r\n\r\n{\"FromUserId\":\"a\"}"); a.Code != 660500002 {
		t.Errorf("Code %d (%s), want 660500002", a.Code, a.Reason())
	}
	f.wire(t, "POST", post+"Content-Length: 21\r\n\r\n"+strings.Repeat("x", 21)).refused(t, 100000012)
}

// Assumed: a body that is far too large gets the envelope as well.
func TestHugeBody(t *testing.T) {
	t.Parallel()
	f := crowd(t, 3)
	a := f.wire(t, "POST", fmt.Sprintf("POST /?%s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s",
		f.signed("FromUserId=owner"), 8<<20, strings.Repeat("x", 8<<20)))
	a.refused(t, 100000012, "larger than 1048576 bytes")
	body := `{"FromUserId":"owner"}`
	if a := f.ask(t, "POST", f.signed(), body+strings.Repeat(" ", 1<<20-len(body))); a.Code != 0 {
		t.Errorf("a body of exactly the limit: Code %d (%s)", a.Code, a.Reason())
	}
	f.ask(t, "POST", f.signed(), body+strings.Repeat(" ", 1<<20-len(body)+1)).refused(t, 100000012)
}

// Any number of headers and parameters is answered as usual.
func TestManyHeadersAndParameters(t *testing.T) {
	t.Parallel()
	f := crowd(t, 3)
	var headers, parameters strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&headers, "X-H-%d: %d\r\n", i, i)
		fmt.Fprintf(&parameters, "p%d=%d&", i, i)
	}
	a := f.wire(t, "GET", "GET /?"+parameters.String()+f.signed("FromUserId=owner")+" HTTP/1.1\r\nHost: x\r\n"+headers.String()+"\r\n")
	if a.Code != 0 || len(a.Blacklist) != 3 {
		t.Errorf("Code %d (%s), %d rows", a.Code, a.Reason(), len(a.Blacklist))
	}
}

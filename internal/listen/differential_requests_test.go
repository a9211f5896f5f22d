package listen_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestRequestsAreAnsweredAsByNetHTTP(t *testing.T) {
	t.Parallel()
	compare(t, append(mutilated(), requests...))
}

const user = `{"uid":"cat","name":"Cat"}`

// sized is a POST with a body and its length.
func sized(body string) string {
	return fmt.Sprintf("%sContent-Length: %d\r\n\r\n%s", post, len(body), body)
}

const end = "\r\n"

var chunked = post + "Transfer-Encoding: chunked\r\n\r\n"

var requests = []exchange{
	// Good ones, one after the other and together.
	{name: "each surface", raw: chat + end + zim + end + own + end + "GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n"},
	{name: "twenty at once", raw: strings.Repeat(chat+end+zim+end, 10)},
	{name: "bodies between", raw: sized(user) + chat + end + sized(user) + zim + end, methods: "POST,GET,POST,GET"},
	{name: "HEAD between", raw: "HEAD" + chat[3:] + end + chat + end + "HEAD" + zim[3:] + end, methods: "HEAD,GET,HEAD"},
	{name: "two bytes at a time", raw: chat + end + zim + end, piece: 2},
	{name: "a byte at a time, with a body", raw: sized(user) + chat + end, methods: "POST,GET", piece: 1},
	{name: "OPTIONS", raw: "OPTIONS" + chat[3:] + end + "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", methods: "OPTIONS,OPTIONS"},
	{name: "a preflight", raw: "OPTIONS" + chat[3:] + "Origin: http://y\r\nAccess-Control-Request-Method: GET\r\n\r\n" + chat + end, methods: "OPTIONS,GET"},
	{name: "DELETE with a body", raw: "DELETE" + chat[3:] + "Content-Type: application/json\r\nContent-Length: 23\r\n\r\n" + `{"blockedUids":["ben"]}` + chat + end, methods: "DELETE,GET"},
	{name: "a method of no vendor", raw: "BREW" + chat[3:] + end + chat + end, methods: "BREW,GET"},
	{name: "GET with a body", raw: chat + "Content-Length: 5\r\n\r\nhello" + chat + end},
	{name: "a body that nobody reads", raw: "POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello" + chat + end, methods: "POST,GET"},
	{name: "a long body that nobody reads", raw: "POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n" + strings.Repeat("b", 300_000) + chat + end, methods: "POST,GET"},
	{name: "an empty line before a request", raw: sized(user) + "\r\n" + chat + end, methods: "POST,GET"},

	// What is said of the connection.
	{name: "close", raw: chat + "Connection: close\r\n\r\n" + chat + end},
	{name: "close and keep-alive", raw: chat + "Connection: keep-alive, close\r\n\r\n" + chat + end},
	{name: "keep-alive", raw: chat + "Connection: keep-alive\r\n\r\n" + chat + end},
	{name: "an upgrade to HTTP/2", raw: chat + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n" + chat + end},
	{name: "an upgrade to a web socket", raw: chat + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n" + chat + end},
	{name: "a trailer", raw: post + "Trailer: A\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nA: b\r\n\r\n" + chat + end, methods: "POST,GET"},
	{name: "TE", raw: chat + "TE: trailers\r\n\r\n"},

	// HTTP/1.0 and other versions.
	{name: "HTTP/1.0", raw: "GET /v3/users/ann HTTP/1.0\r\n" + keys + end},
	{name: "HTTP/1.0, keep-alive", raw: strings.Replace(chat, "1.1", "1.0", 1) + "Connection: keep-alive\r\n\r\n" + strings.Replace(zim, "1.1", "1.0", 1) + end},
	{name: "HTTP/1.0, HEAD", raw: "HEAD /v3/users/ann HTTP/1.0\r\n" + keys + end, methods: "HEAD"},
	{name: "HTTP/1.0, body", raw: strings.Replace(sized(user), "1.1", "1.0", 1), methods: "POST"},
	{name: "HTTP/1.0, own API", raw: "GET /__admin/livez HTTP/1.0\r\nHost: localhost\r\n\r\n"},
	{name: "HTTP/1.2", raw: "GET /v3/users/ann HTTP/1.2\r\nHost: x\r\n" + keys + end},
	{name: "HTTP/2.0", raw: "GET /v3/users/ann HTTP/2.0\r\nHost: x\r\n\r\n"},
	{name: "the preface of HTTP/2", raw: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00"},
	{name: "HTTP/0.9", raw: "GET /\r\n\r\n"},
	{name: "small letters", raw: "get /v3/users/ann http/1.1\r\nHost: x\r\n\r\n"},

	// Where it goes.
	{name: "absolute form", raw: "GET http://x/v3/users/ann HTTP/1.1\r\nHost: y\r\n" + keys + end + chat + end},
	{name: "absolute form of another scheme", raw: "GET ftp://x/v3/users/ann HTTP/1.1\r\nHost: y\r\n" + keys + end},
	{name: "absolute form, broken", raw: "GET http://%zz/ HTTP/1.1\r\nHost: y\r\n\r\n"},
	{name: "CONNECT", raw: "CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\n\r\n" + chat + end, methods: "CONNECT,GET"},
	{name: "CONNECT without a host", raw: "CONNECT x:443 HTTP/1.1\r\n\r\n", methods: "CONNECT"},
	{name: "CONNECT to a path", raw: "CONNECT /v3/users HTTP/1.1\r\nHost: x\r\n\r\n", methods: "CONNECT"},
	{name: "TRACE", raw: "TRACE" + chat[3:] + end + chat + end, methods: "TRACE,GET"},
	{name: "no host", raw: "GET / HTTP/1.1\r\n\r\n" + chat + end},
	{name: "an empty host", raw: "GET / HTTP/1.1\r\nHost:\r\n\r\n" + chat + end},
	{name: "two hosts", raw: chat + "Host: y\r\n\r\n"},
	{name: "a host with a space", raw: "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"},
	{name: "a host with a path", raw: "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"},
	{name: "a host of an app", raw: "GET /v3/users/ann HTTP/1.1\r\nHost: one.api-us.cometchat.io\r\napiKey: " + key + end + end},
	{name: "a host of two lines", raw: "GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n"},
	{name: "an escaped line end in the path", raw: "GET /v3/users/a%0d%0aX-Odd:%20b HTTP/1.1\r\nHost: x\r\n" + keys + end},
	{name: "an escaped line end in the query", raw: "GET /?Action=A%0d%0aX-Odd:b HTTP/1.1\r\nHost: x\r\n\r\n"},
	{name: "a NUL in the path", raw: "GET /v3/users/a%00b HTTP/1.1\r\nHost: x\r\n" + keys + end},
	{name: "no path", raw: "GET ?a=b HTTP/1.1\r\nHost: x\r\n\r\n"},
	{name: "a broken escape of each surface", raw: "GET /v3/users/%zz HTTP/1.1\r\nHost: x\r\n\r\n"},
	{name: "a broken escape behind a good one", raw: chat + end + "GET /__admin/%zz HTTP/1.1\r\nHost: x\r\n\r\n" + chat + end},

	// How long a body is.
	{name: "two lengths that differ", raw: post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} "},
	{name: "two lengths that agree", raw: post + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}" + chat + end, methods: "POST,GET"},
	{name: "a list of lengths", raw: post + "Content-Length: 2, 2\r\n\r\n{}"},
	{name: "a signed length", raw: post + "Content-Length: +2\r\n\r\n{}"},
	{name: "a negative length", raw: post + "Content-Length: -2\r\n\r\n{}"},
	{name: "no number of a length", raw: post + "Content-Length: two\r\n\r\n{}"},
	{name: "an empty length", raw: post + "Content-Length:\r\n\r\n{}"},
	{name: "a length of 20 digits", raw: post + "Content-Length: 99999999999999999999\r\n\r\n{}"},
	{name: "a body that is too short", raw: post + "Content-Length: 20\r\n\r\n{}"},
	{name: "a body that is too long for the server", raw: sized(strings.Repeat("b", 1001)) + chat + end, methods: "POST,GET"},
	{name: "a body that is far too long for the server", raw: sized(strings.Repeat("b", 1_000_000)) + chat + end, methods: "POST,GET"},
	{name: "length and chunks", raw: post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n" + chat + end, methods: "POST,GET"},
	{name: "chunks and length", raw: post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n2\r\n{}\r\n0\r\n\r\n" + chat + end, methods: "POST,GET"},
	{name: "chunks and length in HTTP/1.0", raw: strings.Replace(post, "1.1", "1.0", 1) + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}", methods: "POST"},
	{name: "chunked twice", raw: post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
	{name: "chunked in a list", raw: post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"},
	{name: "chunked in capitals", raw: post + "Transfer-Encoding: CHUNKED\r\n\r\n2\r\n{}\r\n0\r\n\r\n" + chat + end, methods: "POST,GET"},
	{name: "chunked behind a tab", raw: post + "Transfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n" + chat + end, methods: "POST,GET"},
	{name: "identity", raw: post + "Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\n{}"},
	{name: "gzip", raw: post + "Transfer-Encoding: gzip\r\n\r\n"},
	{name: "good chunks", raw: chunked + "a\r\n{\"uid\":\"ca\r\n3;x=y\r\nt\"}\r\n0\r\n\r\n" + chat + end, methods: "POST,GET"},
	{name: "chunks of odd lengths", raw: chunked + "0x2\r\n{}\r\n0\r\n\r\n" + chat + end, methods: "POST,GET"},
	{name: "chunks that are too long", raw: chunked + "2\r\n{}}\r\n0\r\n\r\n" + chat + end, methods: "POST,GET"},
	{name: "chunks of 20 digits", raw: chunked + "fffffffffffffffffff\r\n{}\r\n"},
	{name: "endless chunks", raw: chunked + strings.Repeat("10\r\n0123456789abcdef\r\n", 100_000), methods: "POST"},
	{name: "chunks without an end", raw: chunked + "2\r\n{}\r\n", methods: "POST"},
	{name: "chunks of lines without CR", raw: chunked + "2\n{}\n0\n\n" + chat + end, methods: "POST,GET"},

	// What a client expects.
	{name: "100-continue", raw: post + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}" + chat + end, methods: "POST,GET"},
	{name: "100-continue with chunks", raw: post + "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n" + chat + end, methods: "POST,GET"},
	{name: "100-continue without a body", raw: chat + "Expect: 100-continue\r\n\r\n" + chat + end},
	{name: "100-continue in HTTP/1.0", raw: strings.Replace(post, "1.1", "1.0", 1) + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}", methods: "POST"},
	{name: "100-continue for nobody", raw: "POST /nowhere HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}" + chat + end, methods: "POST,GET"},
	{name: "100-continue with too much", raw: post + "Expect: 100-continue\r\nContent-Length: 5000000\r\n\r\n" + chat + end, methods: "POST,GET"},
	{name: "100-continue with too much for the own API", raw: "POST /__admin/reset HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 5000000\r\n\r\n" + chat + end, methods: "POST,GET"},
	{name: "another expectation", raw: post + "Expect: a-miracle\r\nContent-Length: 2\r\n\r\n{}" + chat + end, methods: "POST,GET"},
	{name: "another expectation in HTTP/1.0", raw: strings.Replace(post, "1.1", "1.0", 1) + "Expect: a-miracle\r\nContent-Length: 2\r\n\r\n{}", methods: "POST"},
	{name: "another expectation behind a good one", raw: zim + end + own + "Expect: a-miracle\r\n\r\n"},
}

// mutilated are good requests with a header, or a line of one, that is not as it should be.
func mutilated() (all []exchange) {
	for name, header := range map[string]string{
		"no colon":                    "no colon\r\n",
		"a space before the colon":    "A : b\r\n",
		"a space before the name":     " A: b\r\n",
		"no name":                     ": b\r\n",
		"a line that is continued":    "A: b\r\n c\r\n",
		"a tab that continues":        "A: b\r\n\tc\r\n",
		"a NUL in a value":            "A: b\x00c\r\n",
		"a NUL in a name":             "A\x00: b\r\n",
		"a bare CR":                   "A: b\rc\r\n",
		"a bare CR as a line's end":   "A: b\rB: c\r\n",
		"a bare LF as a line's end":   "A: b\nB: c\r\n",
		"high bytes in a value":       "A: \xff\xfe\r\n",
		"high bytes in a name":        "\xc3\xa4: b\r\n",
		"a parenthesis in a name":     "A(b): c\r\n",
		"10,000 headers":              strings.Repeat("A: b\r\n", 10_000),
		"a header of 100,000 bytes":   "A: " + strings.Repeat("b", 100_000) + "\r\n",
		"a header of 1,200,000 bytes": "A: " + strings.Repeat("b", 1_200_000) + "\r\n",
		"headers of 1,200,000 bytes":  strings.Repeat("A: "+strings.Repeat("b", 96)+"\r\n", 12_000),
	} {
		all = append(
			all,
			exchange{name: name, raw: chat + header + "\r\n" + zim + "\r\n"},
			exchange{name: name + " behind a good one", raw: sized(user) + zim + header + "\r\n" + chat + "\r\n", methods: "POST,GET"},
		)
	}
	return append(
		all,
		exchange{name: "lines without CR", raw: strings.ReplaceAll(chat+"\r\n"+zim+"\r\n", "\r\n", "\n")},
		exchange{name: "a line of 1,200,000 bytes", raw: "GET /v3/users/" + strings.Repeat("b", 1_200_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"},
		exchange{name: "an end within the first line", raw: "GET /v3/us"},
		exchange{name: "an end within a header", raw: chat + "A: b"},
		exchange{name: "an end before the empty line", raw: chat},
		exchange{name: "three spaces", raw: "GET   /v3/users HTTP/1.1\r\nHost: x\r\n\r\n"},
		exchange{name: "binary", raw: "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"},
	)
}

package listen_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

func TestFaultsAreAnsweredAsByNetHTTP(t *testing.T) {
	t.Parallel()
	var all []exchange
	bodies := []string{"", "asked for", strings.Repeat("x", 20_000), "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"}
	for i, status := range []int{200, 201, 202, 203, 204, 205, 206, 299, 300, 301, 304, 307, 399, 400, 401, 404, 405, 408, 413, 417, 418, 421, 426, 429, 431, 451, 499, 500, 501, 502, 503, 504, 505, 511, 599} {
		for j, shape := range shapes() {
			body := bodies[(i+j)%len(bodies)]
			if status == 204 || status == 304 {
				body = ""
			}
			shape.fault = &chatdouble.Fault{Status: status, Body: body}
			shape.name = fmt.Sprintf("%d with %d bytes, %s", status, len(body), shape.name)
			all = append(all, shape)
		}
	}
	for name, fault := range map[string]chatdouble.Fault{
		"a code of the vendor":  {Code: "ERR_UID_NOT_FOUND"},
		"a code of the other":   {Code: "660500002"},
		"a limit":               {RateLimited: true},
		"after the call":        {Status: 500, Body: "lost", After: true},
		"cut":                   {Transport: chatdouble.TruncatedBody, AfterBytes: 10},
		"cut at once":           {Transport: chatdouble.TruncatedBody},
		"cut, with a status":    {Transport: chatdouble.TruncatedBody, AfterBytes: 3, Status: 503, Body: "asked for"},
		"no answer":             {Transport: chatdouble.EmptyResponse},
		"a reset":               {Transport: chatdouble.ConnectionReset},
		"a chunk that is none":  {Transport: chatdouble.MalformedChunk},
		"the second call alone": {Status: 599, Body: "second", Nth: 2},
	} {
		for _, shape := range shapes() {
			shape.fault, shape.name = &fault, name+", "+shape.name
			all = append(all, shape)
		}
	}
	compare(t, all)
}

// shapes are the ways to ask of which each fault must be right.
func shapes() []exchange {
	return []exchange{
		{name: "pipelined", raw: chat + "\r\n" + "HEAD" + chat[3:] + "\r\n" + chat + "\r\n", methods: "GET,HEAD,GET"},
		{name: "POST and GET", raw: sized(user) + chat + "\r\n", methods: "POST,GET"},
		{name: "HTTP/1.0", raw: strings.Replace(chat, "1.1", "1.0", 1) + "\r\n"},
		{name: "ZIM", raw: zim + "\r\n" + zim + "Connection: close\r\n\r\n"},
	}
}

package cometchatapi_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// FuzzBlockedQuery sends any path segment, query and headers to the handler. Property: the status is
// one that a list may have, the body is a page or the envelope of errors with its members in order, and
// the same request gets the same body again.
func FuzzBlockedQuery(f *testing.F) {
	for _, seed := range []struct{ uid, query, host, appID, key string }{
		{"me", "", "localhost", "", fullKey},
		{"me", "perPage=5&page=5", "app.api-us.cometchat.io", "", fullKey},
		{"ME", "per_page=2&page=1&direction=both&searchKey=a", "api-us.cometchat.io:80", "app", fullKey},
		{"me", "perPage=abc&page=1e3&direction=up", "app.apiclient-us.localhost", "x", fullKey},
		{"me", "perPage=-1&page=99999999999999999999", "", "app", fullKey},
		{"me", "page=9223372036854775807&perPage=1000&searchKey=%25", "", "", fullKey},
		{"me", "perPage=%zz&perPage=+5+&&=&direction=hasBlockedMe", "", "", fullKey},
		{"me", "searchKey=%ff%00%f0%9f%98%80\xff", "", "", fullKey},
		{"%20", "x", "[::1]:8080", "", fullKey},
		{"%00%2F..%2f\xff", "", "nobody.api-us.x", "a/b", authKey},
		{"me/blockedusers", "%", "a.api-.b", "\xff", "wrong\xffkey é 123456"},
		{"%zz", "?", ".api-us", "app", "k"},
	} {
		f.Add(seed.uid, seed.query, seed.host, seed.appID, seed.key)
	}
	srv, err := chatdouble.New(app(crowd, ""), chatdouble.WithLimits(false), chatdouble.WithJournalSize(1))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, uid, query, host, appID, key string) {
		target := "/v3/users/" + uid + "/blockedusers?" + query
		u, err := url.ParseRequestURI(target)
		if err != nil {
			checkRefusal(t, srv.Refuse([]byte("GET "+target+" HTTP/1.1\r\n"), http.StatusBadRequest, ""))
			return
		}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL, r.RequestURI, r.Host = u, target, host
		r.Header["Appid"], r.Header["Apikey"] = []string{appID}, []string{key}
		first, again := httptest.NewRecorder(), httptest.NewRecorder()
		srv.ServeHTTP(first, r)
		srv.ServeHTTP(again, r)
		if first.Code != again.Code || !bytes.Equal(first.Body.Bytes(), again.Body.Bytes()) {
			t.Errorf("%s: %d %s, then %d %s", target, first.Code, first.Body, again.Code, again.Body)
		}
		checkAnswer(t, first.Code, first.Body.Bytes())
	})
}

// codes are what a request for a list can be answered with here, by status.
var codes = map[int][]string{
	200: {""},
	400: {"ERR_BAD_REQUEST"},
	401: {"AUTH_ERR_INVALID_APPID", "AUTH_ERR_EMPTY_APIKEY", "AUTH_ERR_APIKEY_NOT_FOUND"},
	403: {"AUTH_ERR_NO_ACCESS"},
	404: {"ERR_UID_NOT_FOUND", "ERR_API_NOT_FOUND"},
}

func checkAnswer(t *testing.T, status int, body []byte) {
	code, err := codeOf(status, body)
	if err != nil || !slices.Contains(codes[status], code) {
		t.Errorf("%d %s %v: %s", status, code, err, body)
	}
	if bytes.ContainsFunc(body, func(r rune) bool { return r < ' ' || r > '~' && r != 0x7f }) {
		t.Errorf("not plain ASCII: %q", body)
	}
	if status != 200 {
		return
	}
	var p blockedPage
	if err := json.Unmarshal(body, &p); err != nil {
		t.Error(err)
	}
	m := p.Meta.Pagination
	wantPages := m.CurrentPage
	if m.Count == m.PerPage {
		wantPages++
	}
	if m.Total != 0 || m.Count != len(p.Data) || m.Count > m.PerPage || m.PerPage < 1 || m.PerPage > 1000 ||
		m.CurrentPage < 1 || m.TotalPages != wantPages || (p.Meta.Cursor == nil) != (m.Count == 0) {
		t.Errorf("%d rows: %s", len(p.Data), body)
	}
}

// checkRefusal reads the answer to a request that no handler sees.
func checkRefusal(t *testing.T, raw []byte) {
	response, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(raw)), nil)
	if err != nil {
		t.Fatalf("%v: %q", err, raw)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	checkAnswer(t, response.StatusCode, body)
}

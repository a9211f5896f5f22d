package admin_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// What the server has signed it takes, whichever app signs and whatever its clock says, and each
// signature has another nonce.
func TestSignedURLIsTaken(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	sign := func(body string) string {
		t.Helper()
		w := send(srv, http.MethodPost, "/__admin/sign", body)
		var signed struct{ URL string }
		if err := json.Unmarshal(w.Body.Bytes(), &signed); err != nil || w.Code != http.StatusOK {
			t.Fatalf("POST /__admin/sign %s = %d %s", body, w.Code, w.Body)
		}
		return signed.URL
	}
	makeApp(t, srv, `{"vendor":"zim","fixture":{"appId":77,"users":[{"userId":"ann"}]}}`)
	mustDo(t, srv, "PUT", "/apps/zim:77/clock", `{"now":"2031-01-01T00:00:00Z","frozen":true}`)
	const call = "http://127.0.0.1:8080/?Action=QueryBlacklist&FromUserId=ann&Limit=100&Next=0"
	var urls []string
	for body, app := range map[string]string{
		`{"url":"` + call + `"}`:                                "AppId=12345&",
		`{"url":"` + call + `","app":"zim:77"}`:                 "AppId=77&",
		`{"url":"` + call + `&AppId=77"}`:                       "AppId=77&",
		`{"url":"` + call + `&AppId=77","app":"zim:77"}`:        "AppId=77&",
		`{"url":"` + call + `&Signature=old"}`:                  "AppId=12345&",
		`{"url":"` + strings.Replace(call, "/?", "?", 1) + `"}`: "AppId=12345&",
	} {
		signed := sign(body)
		if w := send(srv, http.MethodGet, signed, ""); !strings.Contains(w.Body.String(), `"Code":0,`) || !strings.Contains(signed, app) {
			t.Errorf("%s is signed as %s and answered %s", body, signed, w.Body)
		}
		urls = append(urls, signed)
	}
	slices.Sort(urls)
	if len(slices.Compact(urls)) < 6 {
		t.Errorf("some are signed alike: %q", urls)
	}
	none, err := chatdouble.New(chatdouble.WithFixtureYAML("none.yaml", "cometchat: [{appId: a}]"))
	if err != nil {
		t.Fatal(err)
	}
	if w := send(none, http.MethodPost, "/__admin/sign", `{"url":"`+call+`"}`); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "no ZIM app") {
		t.Errorf("without a ZIM app = %d %s", w.Code, w.Body)
	}
}

// A person wants the names, which are those of the long list.
func TestShortOperations(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	var long, short struct {
		Operations []struct{ Vendor, Name string }
		Names      []string
	}
	for vendor, least := range map[string]int{"zim": 10, "cometchat": 30, "": 40} {
		if err := json.Unmarshal(call(srv, http.MethodGet, "/__admin/operations?vendor="+vendor).Body.Bytes(), &long); err != nil {
			t.Fatal(err)
		}
		w := call(srv, http.MethodGet, "/__admin/operations?short=true&vendor="+vendor)
		if err := json.Unmarshal(w.Body.Bytes(), &short); err != nil || w.Body.Len() > 8000 || len(short.Operations) > 0 {
			t.Fatalf("the short list of %q: %v, %d bytes", vendor, err, w.Body.Len())
		}
		var names []string
		for _, o := range long.Operations {
			if vendor != "" && o.Vendor != vendor {
				t.Errorf("an operation of %s is among those of %s", o.Vendor, vendor)
			}
			if !slices.Contains(names, o.Name) {
				names = append(names, o.Name)
			}
		}
		if !slices.Equal(names, short.Names) || len(names) < least {
			t.Errorf("the short list of %q is %q, want %q", vendor, short.Names, names)
		}
		long.Operations = nil
	}
}

package zegoapi_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// handler is a server without a listener, so that any bytes reach the decoders.
func handler(f *testing.F) *front {
	f.Helper()
	server, err := chatdouble.New(chatdouble.WithLimits(false), chatdouble.WithJournalSize(10), chatdouble.WithMaxBody(1<<16))
	if err != nil {
		f.Fatal(err)
	}
	app := another(f, server)
	app.AddUsers(chatdouble.User{ID: "alice"}, chatdouble.User{ID: "a"}, chatdouble.User{ID: "b"}, chatdouble.User{ID: "c"})
	app.Block("alice", "a")
	app.Block("alice", "b")
	app.Block("alice", "c")
	return app
}

// serve asks the handler and checks that the answer is an envelope and the app still stands: a
// panic would become 100000015.
func serve(t *testing.T, app *front, method, query string, body []byte) reply {
	t.Helper()
	a := app.ask(t, method, query, string(body))
	if a.Status != http.StatusOK || a.Code == 100000015 {
		t.Fatalf("%s /?%s with body %.200q: HTTP %d, Code %d (%s)", method, query, body, a.Status, a.Code, a.Reason())
	}
	return a
}

var (
	userID = regexp.MustCompile(`^[0-9A-Za-z!#$%&()+\-:;<=.>?@\[\]^_{}|~ ]{1,32}$`) // page "UserRegister"
	digits = regexp.MustCompile(`^[0-9]*$`)
)

// expected is the code for values of the business parameters, read anew from the pages.
func expected(from, limit, next string) int {
	switch {
	case !userID.MatchString(from) || !digits.MatchString(limit) || !digits.MatchString(next):
		return 660000002
	case from != "alice" && from != "a" && from != "b" && from != "c":
		return 660500002
	}
	return 0
}

// Whatever stands in a query, signed or not, the answer is an envelope; where net/url can read the
// query too, the code follows from the values.
func FuzzQuery(f *testing.F) {
	app := handler(f)
	for _, raw := range []string{
		"", "&", "=", "%", "%%", "a=b", "FromUserId=alice", "FromUserId=alice&Limit=1", "FromUserId=alice&Limit=1&Next=0",
		"FromUserId=alice&Limit=-1", "FromUserId=alice&Limit=1e3", "FromUserId=alice&Next=99999999999999999999",
		"FromUserId=%61lice", "FromUserId=%zz", "FromUserId=%", "FromUserId=%4", "FromUserId=a+b", "FromUserId=%00", "FromUserId=\xff",
		"FromUserId=nobody", "FromUserId=alice&FromUserId=nobody", "FromUserId[]=alice", "fromuserid=alice",
		"Action=QueryBlacklist", "Action=QueryBlacklist&AppId=abc", "Action=QueryBlacklist&AppId=1&SignatureVersion=2.0",
		"Action=QueryBlacklist&AppId=1&SignatureVersion=2.0&SignatureNonce=x&Timestamp=1&Signature=x",
		"Action=QueryBlacklist&AppId=" + app.appID + "&SignatureVersion=2.0&SignatureNonce=x&Timestamp=9223372036854775807&Signature=x",
		"Action=QueryBlacklist&AppId=" + app.appID + "&SignatureVersion=2.0&SignatureNonce=%ff&Timestamp=%31&Signature=%00;",
		app.signed("FromUserId=alice"), strings.Repeat("FromUserId=alice&", 1000), ";", "FromUserId=alice;Limit=1", "a\r\nb", "\x00",
	} {
		f.Add(raw, true)
		f.Add(raw, false)
	}
	f.Fuzz(func(t *testing.T, raw string, sign bool) {
		query := raw
		if sign {
			query = app.signed(raw) // the first of repeated parameters counts, so raw does not undo it
		}
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			a := serve(t, app, method, query, nil)
			if !sign {
				if !strings.Contains(raw, "Signature") && (a.Code < 100000001 || a.Code > 100000014) {
					t.Fatalf("%s /?%s: Code %d without a signature", method, query, a.Code)
				}
				continue
			}
			values, err := url.ParseQuery(raw)
			if err != nil {
				continue
			}
			if want := expected(values.Get("FromUserId"), values.Get("Limit"), values.Get("Next")); a.Code != want {
				t.Fatalf("%s /?%s: Code %d (%s), want %d", method, query, a.Code, a.Reason(), want)
			}
		}
	})
}

// Whatever stands in a body, the answer is an envelope, and its code is what encoding/json's own
// reading of the body into a struct leads to.
func FuzzBody(f *testing.F) {
	app := handler(f)
	for _, body := range badBodies {
		if len(body) < 1000 {
			f.Add([]byte(body))
		}
	}
	for _, body := range []string{
		"", " ", "{}", `{"FromUserId":"alice"}`, `{"FromUserId":"alice","Limit":1,"Next":0}`, `{"FromUserId":"alice","Limit":"1","Next":""}`,
		`{"fromUSERid":"alice","limit":null}`, `{"FromUserId":null}`, `{"FromUserId":"nobody"}`, `{"FromUserId":"alice","FromUserId":5}`,
		`{"FromUserId":5,"fromuserid":"alice"}`, `{"FromUserId":"\u0061lice","Limit":1e3}`, `{"FromUserId":"alice","Limit":-0}`,
		`{"FromUserId":"alice","Next":99999999999999999999}`, `{"FromUserId":"alice","x":{"Limit":-1}}`, `{"FromUserId":"alice","Limit":[1]}`,
		`{"FromUserId":"` + "\xff" + `"}`, `{"FromUserId":"\ud83d\ude00"}`, `{"":"","FromUserId":"alice"}`, `{"FromUserId":"alice","Limit":"\n"}`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			a := serve(t, app, method, app.signed(), body)
			want, ok := expectedOf(body)
			if len(body) > 1<<16 {
				want = 100000012
			}
			if ok && a.Code != want {
				t.Fatalf("%s with %q: Code %d (%s), want %d", method, body, a.Code, a.Reason(), want)
			}
		}
	})
}

// expectedOf is expected for a body. It reports false for names that encoding/json takes for equal
// to ours by rules of Unicode.
func expectedOf(body []byte) (code int, ok bool) {
	var given struct{ FromUserId, Limit, Next json.RawMessage } //nolint:revive // the vendor's spelling
	if bytes.Contains(body, []byte("ſ")) || bytes.Contains(bytes.ToLower(body), []byte(`\u017f`)) {
		return 0, false
	}
	if len(bytes.TrimSpace(body)) == 0 || json.Unmarshal(body, &given) != nil {
		return 660000002, true // FromUserId at least is missing
	}
	var from string
	if json.Unmarshal(given.FromUserId, &from) != nil {
		return 660000002, true
	}
	return expected(from, number(given.Limit), number(given.Next)), true
}

// number is the text of a JSON number or numeric string; "x" for anything else.
func number(raw json.RawMessage) string {
	var text string
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return ""
	case raw[0] != '"':
		return string(raw)
	case json.Unmarshal(raw, &text) != nil:
		return "x"
	}
	return text
}

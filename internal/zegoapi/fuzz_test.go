package zegoapi_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
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
	for _, id := range registered {
		app.AddUsers(chatdouble.User{ID: id})
	}
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

// registered are the users of that app: ids as odd as the vendor allows, and such that some of them are what a broken or
// repeated decoding of another would be.
var registered = []string{
	"alice", "a", "b", "c", "7", " ", "a b", "%", "%4", "%41", "a%zz", strings.Repeat("a", 32), "!#$%&()+-:;<=.>?@[]^_{}|~ ",
}

// Texts that are right or wrong as a number, and as an id.
var (
	numbers = []string{
		"", "0", "00", "1", "2", "007", "99", "100", "101", "2147483648", "9223372036854775807", "9223372036854775808", "99999999999999999999",
		"-1", "-0", "-99999999999999999999", "+5", " 5", "5 ", "1e3", "1.5", "5.0", ".5", "1_0", "0x10", "abc", "NaN", "null", "true",
		"５", "5\x00", "\xff", "%d", // the first has a full-width digit
	}
	ids = append([]string{
		"Alice", "alice ", strings.Repeat("b", 32), "", strings.Repeat("a", 33), strings.Repeat("a", 100_000), `"`, "'", "*", ",", "/", `\`, "`",
		"alice\x00", "\x00", "a\nb", "a\tb", "\x7f", "Zoë", "王", "😀", "\u00a0", "\xff", "alice\xc3", "\xed\xa0\x80",
	}, registered...)
)

var (
	userID = regexp.MustCompile(`^[0-9A-Za-z!#$%&()+\-:;<=.>?@\[\]^_{}|~ ]{1,32}$`) // page "UserRegister"
	digits = regexp.MustCompile(`^[0-9]*$`)
)

// expected is an answer.
type expected struct {
	code int
	word string // of the reason
	rows int
}

// follows is the answer to values of the business parameters, read anew from the pages: no Limit, 0 and one above 100
// count as 100.
func follows(from, limit, next string) expected {
	switch {
	case !userID.MatchString(from):
		return expected{660000002, "FromUserId", 0}
	case !digits.MatchString(limit):
		return expected{660000002, "Limit", 0}
	case !digits.MatchString(next):
		return expected{660000002, "Next", 0}
	case !slices.Contains(registered, from):
		return expected{660500002, "", 0}
	case from != "alice", strings.Trim(next, "0") != "": // a number that was given out is not to be guessed
		return expected{}
	}
	if n, err := strconv.Atoi(limit); err == nil && n > 0 {
		return expected{rows: min(n, 3)}
	}
	return expected{rows: 3}
}

// is fails the test unless the answer is as expected.
func (want expected) is(t *testing.T, a reply, asked string) {
	t.Helper()
	if a.Code != want.code || !strings.Contains(a.Reason(), want.word) || len(a.Blacklist) != want.rows {
		t.Fatalf("%s: Code %d (%s), %d rows; want %+v", asked, a.Code, a.Reason(), len(a.Blacklist), want)
	}
}

// Whatever stands in a query, signed or not, the answer is an envelope; where net/url can read the
// query too, it follows from the values.
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
	for _, text := range numbers {
		f.Add(query("FromUserId", "alice", "Limit", text), true)
		f.Add(query("FromUserId", "alice", "Next", text), true)
	}
	for _, id := range ids {
		f.Add(query("FromUserId", id), true)
	}
	for _, raw := range []string{"a%zz", "%", "%4", "a+b", "a%20b", "%25", "%252", "%zz%", "%e4%b8", "%c0%80", "%u738b", "%2541"} {
		f.Add("FromUserId="+raw, true) // escapes that are not whole stand for themselves
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
			want := follows(values.Get("FromUserId"), values.Get("Limit"), values.Get("Next"))
			want.is(t, a, fmt.Sprintf("%s /?%.500s", method, query))
		}
	})
}

// Whatever stands in a body, the answer is an envelope, and what encoding/json's own reading of the
// body into a struct leads to.
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
		`{"FromUserId":5}`, `{"FromUserId":true}`, `{"FromUserId":["owner"]}`, `{"FromUserId":{"id":"owner"}}`,
		`{"FromUserId":1e999}`, `{"FromUserId":""}`, `{"FromUserId":"\ud800"}`, `{"FromUserId":"own\u0000er"}`,
	} {
		f.Add([]byte(body))
	}
	for _, text := range []string{
		`null`, `""`, `0`, `"0"`, `2`, `"2"`, `"\u0032"`, `100`, `101`, `"101"`, `99999999999999999999`, `"99999999999999999999"`,
		`-1`, `"-1"`, `1e3`, `"1e3"`, `1.5`, `1e400`, `"abc"`, `" 5"`, `true`, `false`, `[]`, `[5]`, `{}`, `{"Limit":5}`,
	} {
		f.Add([]byte(`{"FromUserId":"alice","Limit":` + text + `}`))
		f.Add([]byte(`{"FromUserId":"alice","Next":` + text + `}`))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			a := serve(t, app, method, app.signed(), body)
			want, ok := followsOf(body)
			if len(body) > 1<<16 {
				want = expected{code: 100000012}
			}
			if ok {
				want.is(t, a, fmt.Sprintf("%s with %.500q", method, body))
			}
		}
	})
}

// followsOf is follows for a body. It reports false for names that encoding/json takes for equal to ours by rules of
// Unicode.
func followsOf(body []byte) (want expected, ok bool) {
	var given struct{ FromUserId, Limit, Next json.RawMessage } //nolint:revive // the vendor's spelling
	if bytes.Contains(body, []byte("ſ")) || bytes.Contains(bytes.ToLower(body), []byte(`\u017f`)) {
		return expected{}, false
	}
	if len(bytes.TrimSpace(body)) == 0 || json.Unmarshal(body, &given) != nil || given.FromUserId == nil {
		return expected{code: 660000002}, true
	}
	var from string
	if json.Unmarshal(given.FromUserId, &from) != nil {
		return expected{code: 660000002, word: "FromUserId"}, true
	}
	return follows(from, number(given.Limit), number(given.Next)), true
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

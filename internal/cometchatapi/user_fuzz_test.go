package cometchatapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// FuzzUserBody sends any bytes as the body of each call that changes users. Property: 200 with data, or
// a refusal in the vendor's shape that left everybody as they were; what was answered is what a later
// GET shows; plain ASCII on the wire.
func FuzzUserBody(f *testing.F) {
	for _, seed := range []string{
		``, `{}`, `[]`, `null`, `"`, `{`, "\xff\xfe", `{"uid":"bob","name":"Bob"}`,
		`{"uid":"BOB","name":"\ud800","tags":["a","\u0000"],"withAuthToken":true}`,
		`{"uid":"bob","name":"b","metadata":{"a":[1e400,"\/",{"":null}]},"link":"https://é.x/\u2028"}`,
		`{"uid":"bob","name":"b","metadata":"{\"a\":1}","avatar":"http://[::1"}`,
		`{"uid":"bob","name":"b","unset":["avatar","metadata"],"role":"default","statusMessage":"x","permanent":true}`,
		`{"uid":{"uid":[]},"name":1e9,"tags":{"0":"a"},"metadata":true,"withAuthToken":"2"}`,
		`{"uid":"bob","uid":"carl","name":"a","name":"b","users":{"x":{"uid":"x","name":"n","createdAt":"1673421419"},"X":1,"":{}}}`,
		`{"uidsToDeactivate":["ALICE","nobody",""],"uidsToActivate":["alice"]}`,
		`uid=bob&name=b&tags[]=x&tags[]=y&metadata={"a":1}&withAuthToken=1&unset[0]=avatar&users[x][uid]=x`,
		`%zz&=&[]=&uid[=x&uid]=y&name[][]=z`,
		`{"uid":"` + strings.Repeat("u", 200) + `","name":"` + strings.Repeat("é", 101) + `"}`,
		`{"uid":"bob","name":"b","metadata":` + strings.Repeat(`{"a":`, 9_990) + `1` + strings.Repeat(`}`, 9_990) + `}`,
		`{"uid":"bob","name":"b","metadata":{"a":"\xff"}}`,
	} {
		f.Add([]byte(seed), false)
		f.Add([]byte(seed), true)
	}
	srv, err := chatdouble.New(app("\n      - {uid: alice, name: A, avatar: 'https://a.b/c', tags: [x]}\n", ""), chatdouble.WithLimits(false), chatdouble.WithJournalSize(1))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte, form bool) {
		for _, op := range []struct{ method, target string }{
			{"POST", "/v3/users"},
			{"PUT", "/v3/users/alice"},
			{"DELETE", "/v3/users"},
			{"PUT", "/v3/users"},
			{"POST", "/v3/data_import/users"},
			{"DELETE", "/v3/users/alice"},
		} {
			q := request{method: op.method, target: op.target, key: fullKey, body: string(body), header: map[string]string{}}
			if form {
				q.header["Content-Type"] = urlencoded
			}
			// An earlier call may have deactivated her.
			r := anything(t, srv, q, "400 ERR_BAD_REQUEST", "400 ERR_IMPORT_INVALID_USER_FORMAT", "400 ERR_UID_ALREADY_EXISTS", "404 ERR_UID_NOT_FOUND")
			if r.Status == 200 && (op.method == "POST" && op.target == "/v3/users" || op.target == "/v3/users/alice" && op.method == "PUT") {
				checkShown(t, srv, r.Body)
			}
		}
		if err := srv.Reset("cometchat:app"); err != nil {
			t.Fatal(err)
		}
	})
}

// anything makes any call. Its answer is in the vendor's shape, good or one of some refusals, and a refusal changes nothing.
func anything(t *testing.T, srv *chatdouble.Server, q request, refusals ...string) reply {
	t.Helper()
	app := srv.App(t, "cometchat:app")
	before := app.State()
	r := send(srv, q)
	if err := inShape(r); err != nil {
		t.Errorf("%v: %s", err, r.Body)
	}
	if r.Status == http.StatusOK {
		return r
	}
	if code, _ := codeOf(r.Status, []byte(r.Body)); !slices.Contains(refusals, fmt.Sprint(r.Status, " ", code)) {
		t.Errorf("%s %s: %d %s", q.method, q.target, r.Status, r.Body)
	}
	if after := app.State(); after != before {
		t.Errorf("%s %s: %d, and the state is\n%s\nwas\n%s", q.method, q.target, r.Status, after, before)
	}
	return r
}

// checkShown checks that a user is shown as the answer to the change said, without the token.
func checkShown(t *testing.T, srv *chatdouble.Server, answer string) {
	var made struct {
		Data struct{ UID, AuthToken string }
	}
	if err := json.Unmarshal([]byte(answer), &made); err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(answer, `,"authToken":"`+made.Data.AuthToken+`"`, "", 1)
	if shown := get(srv, "/v3/users/"+made.Data.UID); shown.Body != want {
		t.Errorf("shown as %s, answered was %s", shown.Body, answer)
	}
}

package cometchatapi_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// bodyCalls are the calls that read a body into tokens, roles, keys and the own profile.
var bodyCalls = []string{
	"POST /v3/users/alice/auth_tokens", "PUT /v3/users/alice/auth_tokens/TOKEN",
	"POST /v3/roles", "PUT /v3/roles/manager", "POST /v3/apikeys", "PUT /v3/apikeys/KEY",
	"PUT /v3.0/me", "POST /v3.0/me/jwt", "POST /v3.0/user_sessions",
}

// FuzzTokenRoleKeyBodies sends any body to the calls that read one. Property: the answer is good or
// a refusal in the vendor's envelope, plain ASCII and compact JSON; what is refused changes nothing;
// what is shown afterwards are lists within their bounds.
func FuzzTokenRoleKeyBodies(f *testing.F) {
	for _, body := range []string{
		"", "[]", "{}", "null", `"`, `{"force":true}`, `{"force":"1","platform":"WEB","deviceId":"x","appInfo":{"version":"v4.2.0"}}`,
		`{"appInfo":"{\"a\":1}"}`, `{"appInfo":"no object","userAgent":"\ud800"}`, `{"platform":"\u0000é/😀","appInfo":{"\ud83d":"\xff"}}`,
		managerBody, `{"role":"A","name":"n","settings":{"listUsers":null}}`, `{"role":"k","name":" ","metadata":"text"}`,
		`{"name":"n","unset":["settings","x"]}`, `{"unset":"description","description":"d"}`,
		`{"name":"key","scope":"fullAccess"}`, `{"name":"key","scope":"authOnly","scope":1}`, `{"name":{"a":[1,{"b":null}]}}`,
		`{"sessionId":"s","data":{"meta":[[[[]]]]}}`, `{"avatar":"https://e.com/a?b=c","tags":["t"],"unset":["link"]}`,
		"force=1&appInfo=%7B%7D", "role=x&name=y&name=z&settings[listUsers]=all", "unset[]=settings&unset[1]=metadata&%zz",
	} {
		for i := range bodyCalls {
			f.Add(uint8(i), strings.Contains(body, "=") && !strings.HasPrefix(body, "{"), body)
		}
	}
	srv, err := chatdouble.New(app(pair, ""), chatdouble.WithLimits(false), chatdouble.WithJournalSize(1))
	if err != nil {
		f.Fatal(err)
	}
	call := func(call, contentType, key, token, body string) (int, []byte) {
		method, target, _ := strings.Cut(call, " ")
		q := request{method: method, target: target, body: body, header: map[string]string{"Content-Type": contentType}}
		if token != "" {
			q.header["authToken"] = token
		} else {
			q.key = key
		}
		r := send(srv, q)
		return r.Status, []byte(r.Body)
	}
	var (
		tokenShape = regexp.MustCompile(`alice_[0-9]{10}[0-9a-f]{30}`)
		lists      = []string{"GET /v3/users/alice/auth_tokens?perPage=1000", "GET /v3/roles", "GET /v3/apikeys", "GET /v3/users/alice"}
	)
	state := func() (all []byte) {
		for _, list := range lists {
			_, body := call(list, "", fullKey, "", "")
			all = append(all, body...)
		}
		return all
	}
	f.Fuzz(func(t *testing.T, which uint8, asForm bool, body string) {
		call("POST /v3/roles", "application/json", fullKey, "", managerBody)
		_, answer := call("POST /v3/users/alice/auth_tokens", "application/json", fullKey, "", `{"force":true}`)
		token := string(tokenShape.Find(answer))
		call("PUT /v3/apikeys/"+authKey, "application/json", fullKey, "", `{"name":"auth","scope":"authOnly"}`)

		contentType := "application/json"
		if asForm {
			contentType = "application/x-www-form-urlencoded"
		}
		what := strings.NewReplacer("TOKEN", token, "KEY", authKey).Replace(bodyCalls[int(which)%len(bodyCalls)])
		if !strings.Contains(what, " /v3.0/") {
			token = "" // the server API
		}
		before := state()
		status, answer := call(what, contentType, fullKey, token, body)
		checkFree(t, what, status, answer)
		if after := state(); status != http.StatusOK && !bytes.Equal(before, after) {
			t.Errorf("%s was refused and changed something:\n%s\n%s", what, before, after)
		}
		for _, list := range lists[:3] {
			_, answer := call(list, "", fullKey, "", "")
			checkList(t, list, answer)
		}
		tidy(call)
	})
}

// checkFree checks an answer that is not a list.
func checkFree(t *testing.T, what string, status int, body []byte) {
	t.Helper()
	if bytes.ContainsFunc(body, func(r rune) bool { return r < ' ' || r > '~' && r != 0x7f }) {
		t.Errorf("%s: not plain ASCII: %q", what, body)
	}
	if status == http.StatusOK {
		var compact bytes.Buffer
		if err := json.Compact(&compact, body); err != nil || compact.Len() != len(body) || !bytes.HasPrefix(body, []byte(`{"data":{`)) {
			t.Errorf("%s: %v: %s", what, err, body)
		}
		return
	}
	code, err := codeOf(status, body)
	if want := []string{"ERR_BAD_REQUEST", "ERR_ROLE_ALREADY_EXISTS"}; status != http.StatusBadRequest || err != nil || !slices.Contains(want, code) {
		t.Errorf("%s: %d %s %v: %s", what, status, code, err, body)
	}
}

func checkList(t *testing.T, what string, body []byte) {
	t.Helper()
	var list struct {
		Data []json.RawMessage
		Meta struct {
			Pagination struct{ Total, Count int }
		}
	}
	if err := json.Unmarshal(body, &list); err != nil {
		t.Errorf("%s: %v: %s", what, err, body)
	}
	most := 25
	if strings.Contains(what, "auth_tokens") {
		most = 100
	}
	if m := list.Meta.Pagination; m.Total != len(list.Data) || m.Count != m.Total || m.Total < 1 || m.Total > most {
		t.Errorf("%s: %+v with %d items", what, m, len(list.Data))
	}
}

// tidy deletes what a round has made, so that rounds do not run into the bounds.
func tidy(call func(call, contentType, key, token, body string) (int, []byte)) {
	var list struct {
		Data []struct{ Role, APIKey string }
	}
	for _, path := range []string{"/v3/roles", "/v3/apikeys"} {
		_, body := call("GET "+path, "", fullKey, "", "")
		list.Data = nil
		_ = json.Unmarshal(body, &list)
		for _, item := range list.Data {
			if id := item.Role + item.APIKey; id != "default" && id != fullKey && id != authKey {
				call("DELETE "+path+"/"+id, "", fullKey, "", "")
			}
		}
	}
}

package cometchatapi_test

import (
	"encoding/json"
	"regexp"
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

// managerBody is the sample of a role in the vendor's OpenAPI file.
const managerBody = `{"role":"manager","name":"manager","description":"This role gives an update access",` +
	`"metadata":{"email":"managers@gmail.com"},"settings":{"listUsers":"all","sendMessagesTo":"friendsOnly"}}`

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
	tokenShape := regexp.MustCompile(`alice_[0-9]{10}[0-9a-f]{30}`)
	f.Fuzz(func(t *testing.T, which uint8, asForm bool, body string) {
		act(srv, "POST /v3/roles", managerBody)
		token := tokenShape.FindString(act(srv, "POST /v3/users/alice/auth_tokens", `{"force":true}`).Body)
		act(srv, "PUT /v3/apikeys/"+authKey, `{"name":"auth","scope":"authOnly"}`)

		method, target, _ := strings.Cut(strings.NewReplacer("TOKEN", token, "KEY", authKey).Replace(bodyCalls[int(which)%len(bodyCalls)]), " ")
		q := request{method: method, target: target, body: body, header: map[string]string{"Content-Type": "application/json"}}
		if asForm {
			q.header["Content-Type"] = urlencoded
		}
		if strings.HasPrefix(target, "/v3.0/") {
			q.header["authToken"] = token
		} else {
			q.key = fullKey
		}
		anything(t, srv, q, "400 ERR_BAD_REQUEST", "400 ERR_ROLE_ALREADY_EXISTS")
		for _, list := range []string{"/v3/users/alice/auth_tokens?perPage=1000", "/v3/roles", "/v3/apikeys"} {
			checkList(t, list, get(srv, list).Body)
		}
		tidy(srv)
	})
}

func checkList(t *testing.T, what, body string) {
	t.Helper()
	var list struct {
		Data []json.RawMessage
		Meta struct {
			Pagination struct{ Total, Count int }
		}
	}
	if err := json.Unmarshal([]byte(body), &list); err != nil {
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
func tidy(srv *chatdouble.Server) {
	for _, path := range []string{"/v3/roles", "/v3/apikeys"} {
		var list struct {
			Data []struct{ Role, APIKey string }
		}
		_ = json.Unmarshal([]byte(get(srv, path).Body), &list)
		for _, item := range list.Data {
			if id := item.Role + item.APIKey; id != "default" && id != fullKey && id != authKey {
				act(srv, "DELETE "+path+"/"+id, "")
			}
		}
	}
}

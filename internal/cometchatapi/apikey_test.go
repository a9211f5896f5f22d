package cometchatapi_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/golden"
)

var keyDigits = regexp.MustCompile(`[0-9a-f]{40}`)

// makeKey makes an API key and returns it.
func makeKey(t *testing.T, srv *chatdouble.Server, name, scope string) string {
	t.Helper()
	r := act(srv, "POST /v3/apikeys", fmt.Sprintf(`{"name":%q,"scope":%q}`, name, scope))
	var answer struct{ Data struct{ APIKey string } }
	if err := json.Unmarshal([]byte(r.Body), &answer); err != nil || !keyDigits.MatchString(answer.Data.APIKey) || len(answer.Data.APIKey) != 40 {
		t.Fatalf("no key %s: %d %s", name, r.Status, r.Body)
	}
	return answer.Data.APIKey
}

// Page "API Keys": its samples, with their keys in the place of this server's.
func TestDocumentedAPIKeys(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	clockOf(t, srv).Freeze(time.Unix(1625206799, 0))
	r := act(srv, "POST /v3/apikeys", `{"name":"John's apiKey"}`)
	key := keyDigits.FindString(r.Body)
	golden.Bytes(t, "CreateAPIKey/documented.json", []byte(strings.ReplaceAll(r.Body, key, "f1915e328e249ffaaafd97fb46a57ba55d233fbf")))
	wantBody(t, act(srv, "GET /v3/apikeys/"+key, ""), r.Body)
	r = act(srv, "DELETE /v3/apikeys/"+key, "")
	golden.Bytes(t, "DeleteAPIKey/documented.json", []byte(strings.ReplaceAll(r.Body, key, "fcf32d085482db7ef10e971967d70a91cdb6677a")))
	for _, method := range []string{"GET", "PUT", "DELETE"} { // a second delete too
		r := act(srv, method+" /v3/apikeys/"+key, `{"name":" "}`)
		wantCode(t, r, 404, "ERR_APIKEY_NOT_FOUND")
		if strings.Count(r.Body, "The key "+key+" does not exist. Please use correct apiKey.") != 2 {
			t.Error(r.Body)
		}
	}
}

// Page "Error Guide": ERR_APIKEY_NO_SELF_ACTION. Assumed: its status and text.
func TestAPIKeyCannotActOnItself(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	before := act(srv, "GET /v3/apikeys/"+fullKey, "")
	wantCode(t, before, 200, "")
	for _, call := range []string{"PUT", "DELETE"} {
		r := act(srv, call+" /v3/apikeys/"+fullKey, `{"name":" "}`)
		wantCode(t, r, 403, "ERR_APIKEY_NO_SELF_ACTION")
		if strings.Contains(r.Body, fullKey) || strings.Contains(r.Header.Get("X-Chatdouble-Reason"), fullKey) {
			t.Errorf("the answer shows the key: %s", r.Body)
		}
	}
	wantBody(t, act(srv, "GET /v3/apikeys/"+fullKey, ""), before.Body)
	key := makeKey(t, srv, "second", "fullAccess")
	r := send(srv, request{method: "DELETE", target: "/v3/apikeys/" + fullKey, key: key})
	wantBody(t, r, `{"data":{"success":true,"message":"The Api Key `+fullKey+` has been deleted successfully."}}`)
	wantCode(t, act(srv, "GET /v3/apikeys", ""), 401, "AUTH_ERR_APIKEY_NOT_FOUND")
}

// Page "API Keys": at most 25 keys.
func TestTwentyFiveAPIKeys(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	seen := map[string]bool{}
	for i := range 23 {
		seen[makeKey(t, srv, fmt.Sprint("key ", i), "authOnly")] = true
	}
	if len(seen) != 23 {
		t.Errorf("%d different keys of 23", len(seen))
	}
	r := act(srv, "POST /v3/apikeys", `{"name":"more"}`)
	if r.Status != 400 || r.Body != badRequest(`"name":["The app may not have more than 25 API keys."]`) {
		t.Errorf("%d %s", r.Status, r.Body)
	}
	for key := range seen {
		wantCode(t, act(srv, "DELETE /v3/apikeys/"+key, ""), 200, "")
		break
	}
	wantCode(t, act(srv, "POST /v3/apikeys", `{"name":"more"}`), 200, "")
}

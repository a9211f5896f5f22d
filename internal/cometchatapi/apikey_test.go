package cometchatapi_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/golden"
)

var keyDigits = regexp.MustCompile(`[0-9a-f]{40}`)

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

package cometchatapi_test

import (
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/golden"
)

// refusal is a request that is refused, and how. The golden file has the code's name.
type refusal struct {
	request
	status int
	code   string
	rates  string // after two good calls; see the function rates
}

// refusals are the errors that a request for a list can cause by itself, each in its simplest form. The
// bodies are the recorded ones or assumed.
var refusals = []refusal{
	// Recorded: message/get_message. No X-RateLimit headers.
	{request{target: "/v3/users/alice/blockeduserss", key: fullKey}, 404, "ERR_API_NOT_FOUND", "none"},
	{request{target: "/v3/userss", key: fullKey}, 404, "ERR_API_NOT_FOUND", "none"},
	{request{target: "/v3", key: fullKey}, 404, "ERR_API_NOT_FOUND", "none"},
	{request{method: "DELETE", target: "/v3/userss/alice", key: fullKey}, 404, "ERR_API_NOT_FOUND", "none"},
	{request{method: "POST", target: "/v3/messages/356", key: fullKey, body: "{}"}, 404, "ERR_API_NOT_FOUND", "none"},
	// A known path with a method that the vendor does not have there; there is no 405.
	{request{method: "PATCH", target: "/v3/users/alice/blockedusers", key: fullKey, body: "{}"}, 404, "ERR_API_NOT_FOUND", "none"},
	{request{method: "OPTIONS", target: "/v3/users/alice/blockedusers", key: fullKey}, 404, "ERR_API_NOT_FOUND", "none"},
	{request{method: "BREW", target: "/v3/users/alice/blockedusers", key: fullKey}, 404, "ERR_API_NOT_FOUND", "none"},
	// Assumed but for the code (page "Error Guide").
	{request{target: "/v9/users/alice/blockedusers", key: fullKey}, 404, "ERR_INVALID_API_VERSION", "none"},
	{request{target: "/v2/users/alice/blockedusers", key: fullKey}, 404, "ERR_INVALID_API_VERSION", "none"},
	{request{target: "/v3.1/users/alice/blockedusers", key: fullKey}, 404, "ERR_INVALID_API_VERSION", "none"},
	{request{target: "/v33", key: fullKey}, 404, "ERR_INVALID_API_VERSION", "none"},
	// Assumed but for the codes (page "Error Guide").
	{request{target: "/v3/users/alice/blockedusers", key: fullKey, header: map[string]string{"appId": "nobody"}}, 401, "AUTH_ERR_INVALID_APPID", "none"},
	{request{target: "/v3/users/alice/blockedusers"}, 401, "AUTH_ERR_EMPTY_APIKEY", "none"},
	{request{target: "/v3/users/alice/blockedusers", header: map[string]string{"apikey": ""}}, 401, "AUTH_ERR_EMPTY_APIKEY", "none"},
	{request{target: "/v3/users/alice/blockedusers", header: map[string]string{"authToken": fullKey}}, 401, "AUTH_ERR_EMPTY_APIKEY", "none"},
	// Recorded: "Forensic Integrity Audit Report", a key of 32 characters.
	{request{target: "/v3/users/alice/blockedusers", key: "11111" + strings.Repeat("a", 22) + "11111"}, 401, "AUTH_ERR_APIKEY_NOT_FOUND", "none"},
	// Recorded: error_invalidApiKey_403. Assumed: X-RateLimit headers.
	{request{target: "/v3/users/alice/blockedusers", key: authKey}, 403, "AUTH_ERR_NO_ACCESS", "10/7 20/17"},
	// Recorded: user/delete_user_fail.
	{request{target: "/v3/users/user_000/blockedusers", key: fullKey}, 404, "ERR_UID_NOT_FOUND", "10/7 20/17"},
	{request{target: "/v3/users/USER_000/blockedusers", key: fullKey}, 404, "ERR_UID_NOT_FOUND", "10/7 20/17"},
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, tt := range refusals {
		t.Run(strings.TrimSpace(tt.code+" "+tt.method+" "+tt.target), func(t *testing.T) {
			srv := chatdouble.Start(t, app(pair, "standard: 10, app: 20"))
			clockOf(t, srv)
			get(srv, "/v3/users/alice/blockedusers")
			get(srv, "/v3/users/alice/blockedusers")
			state := srv.App(t, "cometchat:app").State
			before := state()
			r := send(srv, tt.request)
			if r.Status != tt.status {
				t.Errorf("status %d, want %d", r.Status, tt.status)
			}
			golden.Bytes(t, "Errors/"+tt.code+".json", []byte(r.Body))
			if got := rates(r); got != tt.rates {
				t.Errorf("X-RateLimit headers %s, want %s", got, tt.rates)
			}
			if got := r.Header.Get("Content-Type"); got != "application/json" {
				t.Errorf("Content-Type %q", got)
			}
			if r.Header.Get("X-Chatdouble-Reason") == "" {
				t.Error("no X-Chatdouble-Reason")
			}
			if after := state(); after != before {
				t.Errorf("it changed the state to\n%s\nfrom\n%s", after, before)
			}
			// What has no headers was not counted. Recorded: an unknown endpoint. Assumed: an unknown app, an unknown key.
			next := map[bool]string{true: "10/7 20/17", false: "10/6 20/16"}[tt.rates == "none"]
			if got := rates(get(srv, "/v3/users/alice/blockedusers")); got != next {
				t.Errorf("X-RateLimit headers of the next call %s, want %s", got, next)
			}
		})
	}
}

// badRequest is the recorded validation error with other details.
func badRequest(details string) string {
	const text = "Failed to validate the data sent with the request."
	return `{"error":{"message":"` + text + `","devMessage":"` + text + `","source":"chat-api","details":{` + details + `},"code":"ERR_BAD_REQUEST"}}`
}

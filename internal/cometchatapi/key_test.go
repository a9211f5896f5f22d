package cometchatapi_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Recorded, with the key of 32 characters among the refusals: the first and last five characters stay,
// each one between becomes a star. Assumed: keys of up to ten characters stay whole.
func TestMaskedKey(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	for key, shown := range map[string]string{
		"x":                     "x",
		"abcdefghij":            "abcdefghij",
		"abcdefghijk":           "abcde*ghijk",
		strings.Repeat("f", 40): "fffff******************************fffff",
		`ab/d"0123/hi\k`:        `ab\/d\"****\/hi\\k`,
	} {
		r := send(srv, request{target: "/v3/users/alice/blockedusers", key: key})
		want := `{"error":{"message":"The key ` + shown + ` does not exist. Please use correct apiKey.",` +
			`"devMessage":"The ` + shown + ` key doesn't work. Please use correct apiKey.","source":"chat-api","code":"AUTH_ERR_APIKEY_NOT_FOUND"}}`
		if r.Status != 401 || r.Body != want {
			t.Errorf("key %s: status %d\n got: %s\nwant: %s", key, r.Status, r.Body, want)
		}
		if len(key) > 10 && strings.Contains(r.Header.Get("X-Chatdouble-Reason"), key) {
			t.Errorf("the reason shows the key: %s", r.Header.Get("X-Chatdouble-Reason"))
		}
	}
}

// Assumed: long keys are masked here too. The key of the recorded 403 has ten characters.
func TestMaskedKeyWithoutAccess(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	app := srv.CometChat(t)
	r := send(srv, request{target: "/v3/users/alice/blockedusers", key: app.AuthKey, header: map[string]string{"appId": app.AppID}})
	shown := app.AuthKey[:5] + strings.Repeat("*", 30) + app.AuthKey[35:]
	want := `{"error":{"message":"The key ` + shown + ` cannot be used to perform this operation. Please use API key with a correct scope to perform the operation.",` +
		`"devMessage":"The ` + shown + ` key does not have enough clearance. To perform the operation, please use the API key with the correct scope.",` +
		`"source":"chat-api","code":"AUTH_ERR_NO_ACCESS"}}`
	if r.Status != 403 || r.Body != want {
		t.Errorf("status %d\n got: %s\nwant: %s", r.Status, r.Body, want)
	}
}

func TestSpellingOfTheKeyHeader(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(pair, ""))
	for _, name := range []string{"apikey", "apiKey", "APIKEY", "ApiKey"} {
		if r := send(srv, request{target: "/v3/users/alice/blockedusers", header: map[string]string{name: fullKey}}); r.Status != 200 {
			t.Errorf("%s: status %d: %s", name, r.Status, r.Body)
		}
	}
}

// GET /apikeys/{apiKey} is a call of the vendor, so a path may hold a key. Neither the reason beside
// the answer nor the log shows it.
func TestKeyInAPathIsNotShown(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	srv, err := chatdouble.New(app(pair, ""), chatdouble.WithLogger(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))))
	if err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{"/v3/keys/" + fullKey, "/v3/users/" + fullKey + "/blockedusers", "/v9/" + fullKey} {
		if reason := get(srv, target).Reason(); reason == "" || strings.Contains(reason, fullKey) {
			t.Errorf("%s: X-Chatdouble-Reason %q", target, reason)
		}
	}
	if log.Len() == 0 || strings.Contains(log.String(), fullKey) {
		t.Errorf("log: %s", log.String())
	}
}

package chatdouble_test

import (
	"bytes"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/sigverify"
)

// lines collects a log.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// warnings are the lines at the level of warnings, from their message on.
func (l *lines) warnings() (all []string) {
	for line := range strings.Lines(l.String()) {
		if _, rest, ok := strings.Cut(line, "level=WARN "); ok {
			all = append(all, rest)
		}
	}
	return all
}

// secretsOf is what must not be seen, by its name.
type secretsOf map[string]string

// wantNone checks that a text holds none of the secrets, nor half of one.
func (s secretsOf) wantNone(t *testing.T, where, text string) {
	t.Helper()
	for name, secret := range s {
		for _, part := range []string{secret, secret[:len(secret)/2], secret[len(secret)/2:]} {
			if strings.Contains(text, part) {
				t.Errorf("%s holds %s (%d of %d characters):\n%.500s", where, name, len(part), len(secret), text)
				break
			}
		}
	}
}

// A whole session with right and wrong credentials, in the right places and in wrong ones. What
// the server says beside its replies' bodies must not let anybody in: the bodies are the vendors'.
func TestNoSecretIsTold(t *testing.T) {
	t.Parallel()
	for name, handler := range map[string]func(io.Writer, *slog.HandlerOptions) slog.Handler{
		"text": func(w io.Writer, o *slog.HandlerOptions) slog.Handler { return slog.NewTextHandler(w, o) },
		"json": func(w io.Writer, o *slog.HandlerOptions) slog.Handler { return slog.NewJSONHandler(w, o) },
	} {
		t.Run(name, func(t *testing.T) {
			log := &lines{}
			s := &spy{name: t.Name(), failed: true} // a failed test logs its last requests
			srv := chatdouble.Start(s, chatdouble.WithSeed(5),
				chatdouble.WithLogger(slog.New(handler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))))
			chat, zim := srv.CometChat(s), srv.ZIM(s)
			chat.AddUsers(chatdouble.User{ID: "alice"})
			zim.AddUsers(chatdouble.User{ID: "alice"})
			chat.Fail(chatdouble.Fault{User: "faulty", Code: "ERR_EXCEPTION"})

			now := strconv.FormatInt(zim.Clock().Now().Unix(), 10)
			appID := strconv.FormatUint(uint64(zim.AppID), 10)
			old := strconv.FormatInt(zim.Clock().Now().Add(-time.Hour).Unix(), 10)
			secrets := secretsOf{
				"the API key": chat.APIKey, "the auth key": chat.AuthKey, "the server secret": zim.ServerSecret,
				"the signature":     sigverify.Sign(appID, "nonce", zim.ServerSecret, now),
				"the old signature": sigverify.Sign(appID, "nonce", zim.ServerSecret, old),
			}
			requests := append(chatSession(t, chat), zimSession(t, zim, appID, now, old, secrets)...)
			for _, r := range requests {
				a, err := do(r)
				if err != nil {
					t.Fatalf("%s %s: %v", r.Method, r.URL, err)
				}
				for key, values := range a.Header {
					secrets.wantNone(t, "a header of the reply to "+r.Method+" "+r.URL.String(), key+": "+strings.Join(values, " "))
				}
			}
			for _, raw := range malformedSession(chat, zim, secrets) {
				conn, err := net.Dial("tcp", strings.TrimPrefix(srv.URL, "http://"))
				if err != nil {
					t.Fatal(err)
				}
				_, _ = io.WriteString(conn, raw)
				reply, _ := io.ReadAll(conn)
				_ = conn.Close()
				head, _, _ := strings.Cut(string(reply), "\r\n\r\n")
				secrets.wantNone(t, "the head of the reply to "+raw, head)
			}

			for _, line := range strings.Split(log.String(), "\n") {
				secrets.wantNone(t, "a log line", line)
			}
			if strings.Count(log.String(), "answered") < len(requests) {
				t.Errorf("the log has fewer lines than there were requests:\n%s", log)
			}
			shown := srv.Requests()
			if len(shown) < len(requests) {
				t.Errorf("the journal has %d requests, want at least %d", len(shown), len(requests))
			}
			for _, r := range shown {
				where := "the journal's entry of " + r.Method + " (" + r.Reason + ")"
				secrets.wantNone(t, where, r.String()+r.Method+r.URL+r.User+r.Reason+r.Body)
				secrets.wantNone(t, where+", reply", r.Reply)
				for key, values := range r.Header {
					secrets.wantNone(t, where+", header", key+": "+strings.Join(values, " "))
				}
			}
			a, err := do(request(t, http.MethodGet, srv.URL+"/__admin/requests", nil))
			if err != nil || a.Status != http.StatusOK {
				t.Fatalf("GET requests = %d, %v", a.Status, err)
			}
			for _, entry := range strings.Split(a.Body, `"id":`) {
				secrets.wantNone(t, "an entry of the admin API", entry)
			}
			s.end()
			for _, line := range s.logged {
				secrets.wantNone(t, "the log of a failed test", line)
			}
			if len(s.logged) == 0 {
				t.Error("the failed test has logged nothing")
			}
		})
	}
}

// request makes a request with headers in pairs.
func request(t *testing.T, method, target string, body io.Reader, headers ...string) *http.Request {
	t.Helper()
	r, err := http.NewRequest(method, target, body)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
	}
	return r
}

func chatSession(t *testing.T, app *chatdouble.CometChat) (all []*http.Request) {
	get := func(path string, headers ...string) {
		all = append(all, request(t, http.MethodGet, app.BaseURL+path, nil, headers...))
	}
	const alice = "/users/alice/blockedusers"
	key, upper := app.APIKey, strings.ToUpper(app.APIKey)
	get(alice, "apiKey", key)
	get(alice, "apiKey", app.AuthKey)
	get(alice, "apiKey", upper)
	get(alice, "apiKey", key+"x")
	get(alice, "apiKey", " ", "Authorization", "Bearer "+key)
	get(alice, "Cookie", "apikey="+key)
	get(alice, "authToken", key, "X-Api-Key", key, "Accept", key)
	get(alice+"?apikey="+key+"&apiKey="+app.AuthKey, "onBehalfOf", key)
	get(alice, "apiKey", key, "appId", key)
	get(alice, "apiKey", key, "Host", key+".api-us.localhost")
	get(alice, "apiKey", key, "Host", app.AppID+".api-"+key+".localhost")
	get("/users/"+key+"/blockedusers", "apiKey", key)
	get("/users/"+upper+"/blockedusers", "apiKey", key)
	get("/users/faulty/blockedusers?key="+key, "apiKey", key)
	get("/users/alice/"+key, "apiKey", key)
	get("/"+key, "apiKey", key)
	get("x"+key+alice, "apiKey", key) // an unknown version
	get(alice+"?perPage="+key+"&direction="+key+"&searchKey="+key, "apiKey", key)
	get(alice+"?"+key, "apiKey", key)
	all = append(
		all,
		request(t, http.MethodGet, app.BaseURL+alice, strings.NewReader(`{"apiKey":"`+key+`"}`), "apiKey", "wrong"),
		request(t, http.MethodPost, app.BaseURL+alice, strings.NewReader("apiKey="+key), "apiKey", key),
		request(t, http.MethodGet, strings.TrimSuffix(app.BaseURL, "/v3")+"/"+key, nil),
		request(t, http.MethodGet, strings.TrimSuffix(app.BaseURL, "/v3")+"/__admin/"+key, nil, "Authorization", "Bearer "+key),
	)
	return all
}

func zimSession(t *testing.T, app *chatdouble.ZIM, appID, now, old string, secrets secretsOf) (all []*http.Request) {
	secret, right := app.ServerSecret, secrets["the signature"]
	query := func(change ...string) string {
		q := url.Values{
			"Action": {"QueryBlacklist"}, "AppId": {appID}, "SignatureVersion": {"2.0"}, "SignatureNonce": {"nonce"},
			"Timestamp": {now}, "FromUserId": {"alice"}, "Signature": {right},
		}
		for i := 0; i < len(change); i += 2 {
			q.Set(change[i], change[i+1])
			if change[i+1] == "" {
				q.Del(change[i])
			}
		}
		return app.BaseURL + "/?" + q.Encode()
	}
	send := func(method, target, body string, headers ...string) {
		all = append(all, request(t, method, target, strings.NewReader(body), headers...))
	}
	get := func(change ...string) { send(http.MethodGet, query(change...), "") }
	get()
	get("Timestamp", old, "Signature", secrets["the old signature"])
	get("Signature", strings.ToUpper(right))
	get("Signature", right[:31])
	get("Signature", right+"0")
	get("Signature", sigverify.Sign(appID, "nonce", "anothersecret", now))
	get("Signature", sigverify.Sign(secret, "nonce", appID, now)) // in the wrong order
	for _, name := range []string{"Action", "AppId", "SignatureVersion", "SignatureNonce", "Timestamp", "FromUserId", "Signature", "Limit", "Next", "ServerSecret"} {
		get(name, secret)
	}
	get("Signature", "", "signature", right)
	get("Signature", "", "sign", secret)
	send(http.MethodGet, query("FromUserId", ""), `{"FromUserId":"`+secret+`"}`)
	send(http.MethodPost, query("FromUserId", ""), `{"FromUserId":"alice","ServerSecret":"`+secret+`"}`)
	send(http.MethodPost, query("Signature", ""), `{"Signature":"`+right+`"}`)
	send(http.MethodPost, query("Signature", ""), "SignatureVersion=2.0&Signature="+right, "Content-Type", "application/x-www-form-urlencoded")
	send(http.MethodGet, query("Signature", ""), "", "Signature", right)
	send(http.MethodGet, query("Signature", ""), "", "X-Server-Secret", secret, "Authorization", secret)
	send(http.MethodDelete, query("Secret", secret), secret)
	return all
}

// Requests that are not HTTP as it should be: net/http refuses them, the vendors answer.
func malformedSession(chat *chatdouble.CometChat, zim *chatdouble.ZIM, secrets secretsOf) []string {
	return []string{
		"GET /v3/users/" + chat.APIKey + "%zz HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /?ServerSecret=" + zim.ServerSecret + "&x=a b HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /%zz?Signature=" + secrets["the signature"] + " HTTP/1.1\r\nHost: x\r\n\r\n",
		"apiKey:" + chat.APIKey + "\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: x\r\n" + chat.APIKey + "\r\n\r\n",
		chat.APIKey + " / HTTP/9.9\r\nHost: x\r\n\r\n",
	}
}

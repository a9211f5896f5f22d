package chatdouble_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/sigverify"
)

// Secrets of all kinds are put into right and wrong places of random calls, whole and nearly right, while keys
// are replaced and deleted, tokens made and ended, webhooks changed, apps reset, restored and deleted. Then
// nothing that the server says beside the vendors' bodies holds any of them, whether it is still one or not.
func TestNoSecretIsToldWhateverHappens(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			v := newVault(t, seed)
			for step := range 240 {
				v.step()
				if step%40 == 39 {
					v.look()
				}
			}
			if v.entries < 150 || v.deliveries < 3 {
				t.Errorf("%d entries were looked at, %d deliveries; the test has lost its sense", v.entries, v.deliveries)
			}
		})
	}
}

// adminToken is a secret like the others.
const adminToken = "admin-b7d1f0c98e2a4f56"

// vault is a server, all that ever was a secret there, and all that it said.
type vault struct {
	t       *testing.T
	rnd     *rand.Rand
	server  *chatdouble.Server
	hook    string // an address that is told of events
	log     *lines
	secrets secretsOf // by what they are
	chats   []madeApp
	zims    []madeApp
	said    []string // headers of replies, and whole replies of the admin API
	ids     []string // of requests

	entries, deliveries int // that were looked at
}

type madeApp struct {
	App    string `json:"app"`
	ID     string `json:"app_id"`
	Key    string `json:"api_key"`
	Secret string `json:"server_secret"`
}

func newVault(t *testing.T, seed uint64) *vault {
	v := &vault{t: t, rnd: rand.New(rand.NewPCG(seed, 3)), log: &lines{}, secrets: secretsOf{"the admin token": adminToken}}
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusTeapot)
		_, _ = io.WriteString(w, "no: "+r.URL.RawQuery)
	}))
	t.Cleanup(receiver.Close)
	v.hook = strings.TrimPrefix(receiver.URL, "http://")
	server, err := chatdouble.New(chatdouble.WithSeed(int64(seed)), chatdouble.WithAdminToken(adminToken),
		chatdouble.WithLogger(slog.New(slog.NewTextHandler(v.log, &slog.HandlerOptions{Level: slog.LevelDebug}))))
	if err != nil {
		t.Fatal(err)
	}
	v.server = server
	t.Cleanup(server.Close)
	for range 2 {
		v.makeApp("cometchat")
		v.makeApp("zim")
	}
	return v
}

// secret invents one of a kind and remembers it.
func (v *vault) secret(kind string, digits int) string {
	value := ""
	for len(value) < digits {
		value += fmt.Sprintf("%016x", v.rnd.Uint64())
	}
	value = value[:digits]
	v.secrets[fmt.Sprintf("%s %d", kind, len(v.secrets))] = value
	return value
}

// webhook is the part of a fixture that names one, with a password of one letter now and then.
func (v *vault) webhook() string {
	password := "a"
	if v.rnd.IntN(3) > 0 {
		password = v.secret("password", 20)
	}
	return fmt.Sprintf(`"webhooks":[{"id":"w","url":"http://me:%s@%s/hook?key=%s&x=1","username":"me","password":%q}]`,
		v.secret("password in a URL", 20), pick(v, []string{v.hook, v.hook, "127.0.0.1:1"}), v.secret("key in a URL", 24), password)
}

func (v *vault) makeApp(vendor string) {
	var fixture string
	if vendor == "cometchat" {
		fixture = fmt.Sprintf(`{"users":[{"uid":"alice"},{"uid":"bob"}],"apiKeys":[{"key":%q,"scope":"fullAccess"}],%s}`, v.secret("API key", 40), v.webhook())
	} else {
		fixture = fmt.Sprintf(`{"serverSecret":%q,"users":[{"userId":"alice"},{"userId":"bob"}]}`, v.secret("server secret", 32))
	}
	var app madeApp
	reply := v.admin(http.MethodPost, "/apps", fmt.Sprintf(`{"vendor":%q,"name":"app","fixture":%s}`, vendor, fixture))
	if err := json.Unmarshal([]byte(reply), &app); err != nil || app.App == "" {
		v.t.Fatalf("making an app: %s", reply)
	}
	if vendor == "zim" {
		v.zims = append(v.zims, app)
	} else {
		v.chats = append(v.chats, app)
	}
}

func pick[T any](v *vault, from []T) T { return from[v.rnd.IntN(len(from))] }

// any is a secret, or one that is nearly right.
func (v *vault) any() string {
	all := slices.Sorted(func(yield func(string) bool) {
		for name, s := range v.secrets { // a signature is hidden in its own places alone
			if !strings.HasPrefix(name, "signature") && !yield(s) {
				return
			}
		}
	})
	s := pick(v, all[max(0, len(all)-200):])
	switch v.rnd.IntN(8) {
	case 0:
		return s + "x"
	case 1:
		return "x" + s
	case 2:
		return s[1:]
	case 3:
		return s[:len(s)-1]
	case 4:
		return strings.ToUpper(s)
	}
	return s
}

func (v *vault) step() {
	chat, zim := pick(v, v.chats), pick(v, v.zims)
	switch n := v.rnd.IntN(30); {
	case n < 12:
		v.chatCall(chat)
	case n < 19:
		v.zimCall(zim)
	case n < 20:
		v.makeApp(pick(v, []string{"cometchat", "zim"}))
	case n < 21 && len(v.chats) > 1:
		v.admin(http.MethodDelete, "/apps/"+chat.App, "")
		v.chats = slices.DeleteFunc(v.chats, func(a madeApp) bool { return a.App == chat.App })
	case n < 22 && len(v.zims) > 1:
		v.admin(http.MethodDelete, "/apps/"+zim.App, "")
		v.zims = slices.DeleteFunc(v.zims, func(a madeApp) bool { return a.App == zim.App })
	case n < 24:
		v.replaceKeys(chat, zim)
	case n < 25:
		v.do(http.MethodPatch, "/apps/"+chat.App+"/state", "{"+v.webhook()+"}")
	case n < 26:
		v.admin(http.MethodPost, "/apps/"+pick(v, append(slices.Clone(v.chats), zim)).App+"/snapshots/s"+pick(v, []string{"", "/restore"}), "")
	case n < 27:
		v.admin(http.MethodPost, "/apps/"+chat.App+"/reset", "")
	case n < 28: // in the wrong place of an admin call
		s := v.any()
		v.said = append(v.said, v.admin(http.MethodPost, "/apps/"+chat.App+"/faults", fmt.Sprintf(`{"match":{"operation":%q,"user":%q},"fault":{"code":%q},%q:1}`, s, s, s, s)))
		v.said = append(v.said, v.admin(http.MethodPost, "/requests/count", fmt.Sprintf(`{"operation":%q}`, s)), v.admin(http.MethodGet, "/apps/"+url.PathEscape(s), ""), v.admin(http.MethodGet, "/"+s+"?"+s+"="+s, ""))
	default: // keys and tokens by the vendor's API
		v.chatKeys(chat)
	}
}

// replaceKeys gives an app other keys by its state: those of before let nobody in any more.
func (v *vault) replaceKeys(chat, zim madeApp) {
	v.do(http.MethodPut, "/apps/"+chat.App+"/state", fmt.Sprintf(`{"users":[{"uid":"alice","authTokens":[{"authToken":"alice_%s"}]},{"uid":"bob"}],"apiKeys":[{"key":%q,"scope":"fullAccess"}]}`,
		v.secret("token of a fixture", 30), v.secret("API key", 40)))
	v.do(http.MethodPut, "/apps/"+zim.App+"/state", fmt.Sprintf(`{"users":[{"userId":"alice"},{"userId":"bob"}],"serverSecret":%q}`, v.secret("server secret", 32)))
}

// now is what an app has.
func (v *vault) now(app madeApp) (now madeApp) {
	if err := json.Unmarshal([]byte(v.admin(http.MethodGet, "/apps/"+app.App, "")), &now); err != nil {
		v.t.Fatal(err)
	}
	return now
}

// chatKeys makes a token or a key, or ends one.
func (v *vault) chatKeys(chat madeApp) {
	key := v.now(chat).Key
	var made struct {
		Data struct{ AuthToken, APIKey string }
	}
	body := v.chat(chat, http.MethodPost, "/users/alice/auth_tokens", `{"force":true}`, "apikey", key)
	if json.Unmarshal([]byte(body), &made) == nil && made.Data.AuthToken != "" {
		v.secrets[fmt.Sprint("auth token ", len(v.secrets))] = strings.TrimPrefix(made.Data.AuthToken, "alice_")
		if v.rnd.IntN(2) == 0 {
			v.chat(chat, http.MethodDelete, "/users/alice/auth_tokens/"+made.Data.AuthToken, "", "apikey", key)
		}
	}
	body = v.chat(chat, http.MethodPost, "/apikeys", `{"name":"another","scope":"authOnly"}`, "apikey", key)
	if json.Unmarshal([]byte(body), &made) == nil && made.Data.APIKey != "" {
		v.secrets[fmt.Sprint("made key ", len(v.secrets))] = made.Data.APIKey
		v.chat(chat, http.MethodDelete, "/apikeys/"+made.Data.APIKey, "", "apikey", key)
		v.chat(chat, http.MethodGet, "/users?searchKey="+made.Data.APIKey, "", "apikey", made.Data.APIKey)
	}
	v.chat(chat, http.MethodPost, "/users/alice/blockedusers", `{"blockedUids":["bob"]}`, "apikey", key) // tells the webhook
}

// chatCall sends secrets anywhere.
func (v *vault) chatCall(chat madeApp) {
	s, key := v.any(), v.now(chat).Key
	if v.rnd.IntN(3) == 0 {
		key = v.any()
	}
	target := pick(v, []string{"/users/" + url.PathEscape(s), "/users/alice/blockedusers", "/users?searchKey=" + s + "&apikey=" + s, "/" + s, "/users/alice/auth_tokens/" + s, "/apikeys/" + s, "/users?" + s, "/users/%61lice/" + s, "/users/" + escaped(s) + "?searchKey=" + escaped(s)})
	headers := []string{"apikey", key}
	switch v.rnd.IntN(6) {
	case 0:
		headers = append(headers, pick(v, []string{"authToken", "Authorization", "Cookie", "X-Api-Key", "X-Other", "onBehalfOf", "appId", "Accept"}), s)
	case 1:
		headers = append(headers, "X-"+strings.ReplaceAll(s, "@", ""), "1")
	case 2:
		headers = append(headers, "Host", s+".api-us.localhost")
	}
	body := pick(v, []string{"", `{"apiKey":"` + s + `"}`, `{"uid":"` + strings.ToLower(s) + `","name":"` + s + `"}`, "apikey=" + s, s})
	v.chat(chat, pick(v, []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete, s}), target, body, headers...)
}

// escaped is a text with every byte escaped, as nobody would.
func escaped(text string) (out string) {
	for _, b := range []byte(text) {
		out += fmt.Sprintf("%%%02x", b)
	}
	return out
}

func (v *vault) chat(chat madeApp, method, target, body string, headers ...string) (reply string) {
	base := "/__apps/" + chat.ID + "/v3"
	if v.rnd.IntN(10) == 0 {
		base = "/v3"
	}
	return v.send(method, base+target, body, headers...)
}

func (v *vault) zimCall(zim madeApp) {
	s, secret := v.any(), v.now(zim).Secret
	if v.rnd.IntN(3) == 0 {
		secret = v.any()
	}
	stamp := strconv.FormatInt(v.server.Now().Unix(), 10)
	query := url.Values{
		"Action": {"QueryBlacklist"}, "AppId": {zim.ID}, "SignatureVersion": {"2.0"}, "SignatureNonce": {"n"}, "Timestamp": {stamp},
		"FromUserId": {"alice"}, "Signature": {sigverify.Sign(zim.ID, "n", secret, stamp)},
	}
	if v.rnd.IntN(2) == 0 {
		query.Set(pick(v, []string{"Action", "AppId", "SignatureVersion", "SignatureNonce", "Timestamp", "FromUserId", "Signature", "ServerSecret", "Limit", s}), s)
	}
	v.secrets[fmt.Sprint("signature ", len(v.secrets))] = sigverify.Sign(zim.ID, "n", v.now(zim).Secret, stamp)
	v.send(pick(v, []string{http.MethodGet, http.MethodPost}), "/?"+query.Encode(), pick(v, []string{"", `{"FromUserId":"` + s + `"}`, "Signature=" + s, s}))
}

func (v *vault) admin(method, path, body string) (reply string) {
	return v.send(method, "/__admin"+path, body, "Authorization", "Bearer "+adminToken)
}

// do is an admin call that changes what an app has.
func (v *vault) do(method, path, body string) {
	if reply := v.admin(method, path, body); !strings.Contains(reply, `"users"`) {
		v.t.Fatalf("%s %s %s: %s", method, path, body, reply)
	}
}

func (v *vault) send(method, target, body string, headers ...string) (reply string) {
	v.t.Helper()
	r, err := http.NewRequest(method, "http://localhost"+target, strings.NewReader(body))
	if err != nil {
		return ""
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
	}
	r.RequestURI = target
	w := httptest.NewRecorder()
	v.server.ServeHTTP(w, r)
	for name, values := range w.Header() {
		v.said = append(v.said, name+": "+strings.Join(values, " "))
	}
	if id := w.Header().Get("X-Chatdouble-Request-Id"); id != "" {
		v.ids = append(v.ids, id)
	}
	return w.Body.String()
}

// look looks through all that the server has said, and what it says now.
func (v *vault) look() {
	for _, path := range []string{"/requests/unmatched", "/metrics", "/health", "/operations"} {
		v.said = append(v.said, v.admin(http.MethodGet, path, ""))
	}
	journal := v.admin(http.MethodGet, "/requests", "")
	entries := strings.Split(journal, "\n    {\n")
	v.entries, v.deliveries = v.entries+len(entries), v.deliveries+strings.Count(journal, `"delivery"`)
	for _, id := range v.ids[max(0, len(v.ids)-50):] {
		v.said = append(v.said, v.admin(http.MethodGet, "/requests/"+id+"/explain", ""))
	}
	plain := func(text string) string { // what is escaped is told, too
		return regexp.MustCompile(`%[0-9a-fA-F]{2}`).ReplaceAllStringFunc(text, func(hex string) string {
			b, _ := strconv.ParseUint(hex[1:], 16, 8)
			return string([]byte{byte(b)})
		})
	}
	said := plain(strings.ToLower(strings.Join(slices.Concat(v.said, entries), "\n\n") + v.log.String()))
	for name, secret := range v.secrets {
		for _, half := range []string{secret[:len(secret)/2], secret[len(secret)/2:]} {
			if at := strings.Index(said, strings.ToLower(half)); at >= 0 {
				v.t.Fatalf("half of %s %s is told: %s", name, secret, said[max(0, at-500):min(len(said), at+100)])
			}
		}
	}
	v.said = nil
}

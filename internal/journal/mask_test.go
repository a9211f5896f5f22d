package journal

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/chatdouble/mockserver/internal/secrets"
)

const (
	longKey  = "0123456789abcdef0123456789abcdef01234567"
	zimKey   = "fedcba9876543210fedcba9876543210"
	shortKey = "pa$$/w\"rd"
)

var keys = known(longKey, zimKey, shortKey, "")

// known is a registry of the secrets.
func known(all ...string) *secrets.Registry {
	r := secrets.New(nil)
	owner := r.Owner("app", func(string) bool { return true })
	for _, secret := range all {
		owner.Add(secret, "")
	}
	return r
}

func TestMask(t *testing.T) {
	t.Parallel()
	const signature = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
	rest := Entry{
		Number: 7, ID: "123", Vendor: "zim", App: "1", Operation: "Op", Status: 200, Code: "5", FaultID: "f1", FaultKind: "code", TooEarly: true, Completed: true,
		Length: 9000, ReplyLength: 8000, Header: map[string][]string{"A": {"b"}}, Body: []byte{}, Reply: []byte{},
	}
	for _, tt := range []struct {
		name     string
		in, want Entry
	}{
		{
			name: "nothing to hide", in: Entry{Method: "GET", URL: "/v3/users?a=b", Body: []byte("body"), Reply: []byte("reply"), Reason: "why", User: "alice"},
			want: Entry{Method: "GET", URL: "/v3/users?a=b", Body: []byte("body"), Reply: []byte("reply"), Reason: "why", User: "alice"},
		},

		// Headers that let a client in are hidden whatever they hold.
		{name: "right key", in: header("Apikey", longKey), want: header("Apikey", "0123***")},
		{name: "wrong key", in: header("Apikey", "ffffffffffffffffffffffffffffffffffffffff"), want: header("Apikey", "ffff***")},
		{name: "short wrong key", in: header("Apikey", "wrong"), want: header("Apikey", "***")},
		{name: "empty key", in: header("Apikey", ""), want: header("Apikey", "***")},
		{name: "two keys", in: header("Apikey", "wrong", longKey), want: header("Apikey", "***", "0123***")},
		{name: "auth token", in: header("Authtoken", "cometchat-uid-1_1700000000abcdef"), want: header("Authtoken", "come***")},
		{name: "authorization", in: header("Authorization", "Bearer x"), want: header("Authorization", "***")},
		{name: "proxy authorization", in: header("Proxy-Authorization", "Basic x"), want: header("Proxy-Authorization", "***")},
		{name: "cookie", in: header("Cookie", "session=1; user=me"), want: header("Cookie", "***")},
		{name: "key in the vendor's spelling", in: header("apiKey", "wrong"), want: header("apiKey", "***")},
		{name: "other header", in: header("X-Other", "shown"), want: header("X-Other", "shown")},

		// Known secrets are hidden wherever they turn up.
		{name: "secret in another header", in: header("X-Other", "key="+longKey+";"), want: header("X-Other", "key=0123***;")},
		{name: "secret in the path", in: Entry{URL: "/v3/" + longKey + "/users"}, want: Entry{URL: "/v3/0123***/users"}},
		{name: "secret in the query", in: Entry{URL: "/?q=" + longKey + "&x=" + zimKey}, want: Entry{URL: "/?q=0123***&x=fedc***"}},
		{name: "escaped secret in the query", in: Entry{URL: "/?apikey=" + url.QueryEscape(shortKey)}, want: Entry{URL: "/?apikey=***"}},
		{name: "secret in the body", in: Entry{Body: []byte(`{"k":"` + zimKey + `"}`)}, want: Entry{Body: []byte(`{"k":"fedc***"}`)}},
		{name: "escaped secret in the body", in: Entry{Body: []byte(`{"k":"pa$$/w\"rd"}`)}, want: Entry{Body: []byte(`{"k":"***"}`)}},
		{name: "secret as CometChat escapes it", in: Entry{Reply: []byte(`{"message":"The appId pa$$\/w\"rd is invalid"}`)}, want: Entry{Reply: []byte(`{"message":"The appId *** is invalid"}`)}},
		{name: "secret in the reply", in: Entry{Reply: []byte("no app " + longKey)}, want: Entry{Reply: []byte("no app 0123***")}},
		{name: "secret in the reason", in: Entry{Reason: "no app " + longKey}, want: Entry{Reason: "no app 0123***"}},
		{name: "secret as user", in: Entry{User: zimKey}, want: Entry{User: "fedc***"}},
		{name: "secret as method", in: Entry{Method: longKey}, want: Entry{Method: "0123***"}},
		{name: "secret twice", in: Entry{URL: "/" + zimKey + zimKey}, want: Entry{URL: "/fedc***"}},
		{name: "short secret", in: Entry{Reason: "the key " + shortKey}, want: Entry{Reason: "the key ***"}},

		// A good signature is as good as a secret for ten minutes.
		{name: "signature", in: Entry{URL: "/?Action=A&Signature=" + signature + "&AppId=1"}, want: Entry{URL: "/?Action=A&Signature=***&AppId=1"}},
		{name: "signature first", in: Entry{URL: "/?Signature=" + signature}, want: Entry{URL: "/?Signature=***"}},
		{name: "signature in lower case", in: Entry{URL: "/?signature=" + signature}, want: Entry{URL: "/?signature=***"}},
		{name: "signature with an escaped name", in: Entry{URL: "/?%53ig%6eature=" + signature}, want: Entry{URL: "/?%53ig%6eature=***"}},
		{name: "signature twice", in: Entry{URL: "/?Signature=" + signature + "&Signature=x"}, want: Entry{URL: "/?Signature=***&Signature=***"}},
		{name: "signature with = inside", in: Entry{URL: "/?Signature=a=b=c"}, want: Entry{URL: "/?Signature=***"}},
		{name: "signature without a value", in: Entry{URL: "/?Signature&a=b"}, want: Entry{URL: "/?Signature&a=b"}},
		{name: "nonce and version are shown", in: Entry{URL: "/?SignatureNonce=abc&SignatureVersion=2.0"}, want: Entry{URL: "/?SignatureNonce=abc&SignatureVersion=2.0"}},
		{name: "broken escape beside it", in: Entry{URL: "/?%zz=1&Signature=" + signature + "&b=%"}, want: Entry{URL: "/?%zz=1&Signature=***&b=%"}},
		{name: "signature in a JSON body", in: Entry{Body: []byte(`{"signature" : "` + signature + `","a":1}`)}, want: Entry{Body: []byte(`{"signature" : "***","a":1}`)}},
		{name: "signature in a JSON body that was cut", in: Entry{Body: []byte(`{"Signature":"0a1b2c`)}, want: Entry{Body: []byte(`{"Signature":"***`)}},
		{name: "signature in a form", in: Entry{Body: []byte("Action=A&Signature=" + signature + "&AppId=1")}, want: Entry{Body: []byte("Action=A&Signature=***&AppId=1")}},
		{name: "token in an answer", in: Entry{Reply: []byte(`{"data":{"uid":"a","authToken":"a_1694668129d2eca40a65"}}`)}, want: Entry{Reply: []byte(`{"data":{"uid":"a","authToken":"***"}}`)}},
		{name: "key in an answer", in: Entry{Reply: []byte(`{"data":{"apiKey":"f1915e328e249ffa","name":"n"}}`)}, want: Entry{Reply: []byte(`{"data":{"apiKey":"***","name":"n"}}`)}},
		{name: "token in the path", in: Entry{URL: "/v3/users/a/auth_tokens/a_1694668129d2eca40a65?x=1"}, want: Entry{URL: "/v3/users/a/auth_tokens/***?x=1"}},
		{name: "token in an escaped path", in: Entry{URL: "/v3/users/a/auth%5Ftokens/a_1694668129d2eca40a65"}, want: Entry{URL: "/v3/users/a/auth%5Ftokens/***"}},
		{name: "token in a path that is nearly right", in: Entry{URL: "/v3/users/a/authTokens/a_1694668129d2eca40a65"}, want: Entry{URL: "/v3/users/a/authTokens/***"}},
		{name: "token and key in the query", in: Entry{URL: "/v3/users?authToken=a_16&uid=a&api%4Bey=b&signature"}, want: Entry{URL: "/v3/users?authToken=***&uid=a&api%4Bey=***&signature"}},
		{name: "key in the path", in: Entry{URL: "/v3/apikeys/f1915e328e249ffa"}, want: Entry{URL: "/v3/apikeys/***"}},
		{name: "list of tokens", in: Entry{URL: "/v3/users/a/auth_tokens?page=2"}, want: Entry{URL: "/v3/users/a/auth_tokens?page=2"}},
		{name: "secret in a name that is escaped", in: Entry{URL: "/?pa%24%24%2Fw%22rd=1&x"}, want: Entry{URL: "/?***&x"}},
		{name: "key as what a client calls the server", in: Entry{Host: zimKey + ".example"}, want: Entry{Host: "fedc***.example"}},
		{name: "all else", in: rest, want: rest},
		{name: "signature as a header", in: header("Signature", signature), want: header("Signature", "0a1b***")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := clone(tt.in)
			got := Mask(tt.in, keys)
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("shown\n got %s\nwant %s", text(got), text(tt.want))
			}
			if !reflect.DeepEqual(tt.in, before) {
				t.Errorf("the entry itself has changed\n got %+v\nwant %+v", tt.in, before)
			}
		})
	}
}

func header(key string, values ...string) Entry {
	return Entry{Header: map[string][]string{key: values}}
}

// clone is a copy that shares nothing.
func clone(e Entry) Entry {
	e.Header = http.Header(e.Header).Clone()
	if e.Body != nil {
		e.Body = append([]byte{}, e.Body...)
	}
	if e.Reply != nil {
		e.Reply = append([]byte{}, e.Reply...)
	}
	return e
}

// text is all that an entry shows.
func text(e Entry) string {
	return fmt.Sprintf("%s %s host %q user %q reason %q headers %q body %q reply %q code %q", e.Method, e.URL, e.Host, e.User, e.Reason, e.Header, e.Body, e.Reply, e.Code)
}

// Many may mask at once, while secrets come and go.
func TestMaskIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	r := secrets.New(nil)
	owner := r.Owner("app", func(string) bool { return true })
	owner.Add(longKey, "")
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for n := range 100 {
				owner.Add(fmt.Sprintf("another secret %d of %d", n, i), "")
				if got := Mask(Entry{URL: "/" + longKey, Nearest: "did you mean " + longKey + "?"}, r); got.URL != "/0123***" || got.Nearest != "did you mean 0123***?" {
					t.Errorf("shown: %q, %q", got.URL, got.Nearest)
				}
			}
		})
	}
	wg.Wait()
	if got := Mask(Entry{URL: "/" + longKey}, nil).URL; got != "/"+longKey {
		t.Errorf("without secrets: %q", got)
	}
}

// The address of a webhook is shown without what may let somebody in, however it is written.
func TestHideInURL(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"http://backend:9000/hook":                       "http://backend:9000/hook",
		"http://me:p@backend/hook":                       "http://***@backend/hook",
		"http://me@backend":                              "http://***@backend",
		"https://me:p@ss@backend/a@b?token=x&y=&z&a=b=c": "https://***@backend/a@b?token=***&y=&z&a=***",
		"http://backend?key=1":                           "http://backend?key=***",
		"http://me:%zz@backend/%zz?%zz=%zz":              "http://***@backend/%zz?%zz=***",
		"no address?x=1":                                 "no address?x=***",
		"":                                               "",
	} {
		if got := Mask(Entry{URL: address, Delivery: 1}, nil).URL; got != want {
			t.Errorf("%q is shown as %q, want %q", address, got, want)
		}
	}
}

// A body is cut at BodyLimit. A secret that lies over the cut is shown only in part.
func TestSecretAtTheCutIsNotShown(t *testing.T) {
	t.Parallel()
	for missing := 1; missing <= len(longKey)-5; missing++ {
		j := New(1, nil)
		body := strings.Repeat("x", BodyLimit-len(longKey)+missing) + longKey
		j.Add(&Entry{Body: []byte(body), Reply: []byte(body)})
		e := Mask(j.Entries()[0], keys)
		// Most of a key is as good as the key: 8 hex digits are soon guessed. Fewer than 5 tell nothing.
		part := longKey[:len(longKey)-missing]
		if strings.Contains(string(e.Body), part) || strings.Contains(string(e.Reply), part) {
			t.Errorf("%d of %d characters of the key are shown at the end of the body", len(part), len(longKey))
		}
	}
}

// Where secrets may turn up, from a stranger's hand.
var places = []func(e *Entry, secret string){
	func(e *Entry, s string) { e.URL += "/" + s },
	func(e *Entry, s string) { e.URL += "?apikey=" + s + "&Signature=" + s },
	func(e *Entry, s string) { e.User += s },
	func(e *Entry, s string) { e.Reason += "no " + s + "!" },
	func(e *Entry, s string) { e.Body = append(e.Body, s...) },
	func(e *Entry, s string) { e.Reply = append(e.Reply, s...) },
	func(e *Entry, s string) { e.Header["X-Some"] = append(e.Header["X-Some"], "a "+s) },
	func(e *Entry, s string) { e.Header["Apikey"] = append(e.Header["Apikey"], s) },
	func(e *Entry, s string) { e.Header["Cookie"] = append(e.Header["Cookie"], "k="+s) },
}

func TestNoSecretSurvives(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(5, 6))
	const alphabet = "abcdef0123456789ABCDEF-_/+=.:$ "
	for round := range 3000 {
		all := make([]string, 1+rnd.IntN(6))
		for i := range all {
			// Also short ones: they are parts of longer ones, and of the text around.
			b := make([]byte, secrets.Shortest+rnd.IntN(40))
			for k := range b {
				b[k] = alphabet[rnd.IntN(len(alphabet))]
			}
			all[i] = string(b)
			if i > 0 && rnd.IntN(3) == 0 { // one begins with another
				all[i] = all[i-1] + all[i]
			}
		}
		rnd.Shuffle(len(all), func(i, k int) { all[i], all[k] = all[k], all[i] })
		e := Entry{Method: "GET", Header: map[string][]string{}}
		for range 1 + rnd.IntN(12) {
			places[rnd.IntN(len(places))](&e, all[rnd.IntN(len(all))])
		}
		wantNoSecret(t, Mask(e, known(all...)), all)
		if t.Failed() {
			t.Fatalf("round %d: %s", round, text(e))
		}
	}
}

func wantNoSecret(t *testing.T, e Entry, all []string) {
	t.Helper()
	for _, s := range all {
		for name, shown := range map[string]string{"url": e.URL, "user": e.User, "reason": e.Reason, "nearest": e.Nearest, "body": string(e.Body), "reply": string(e.Reply)} {
			if strings.Contains(shown, s) {
				t.Errorf("the secret %q survives in the %s: %q", s, name, shown)
			}
		}
		for key, values := range e.Header {
			for _, value := range append(values, key) {
				if strings.Contains(value, s) {
					t.Errorf("the secret %q survives in the header %s: %q", s, key, value)
				}
			}
		}
	}
}

func FuzzMask(f *testing.F) {
	f.Add("/v3/users?apikey="+longKey, `{"Signature":"x","k":"`+zimKey+`"}`, longKey, zimKey)
	f.Add("/?Signature=a&%53ignature=b", "Signature=c", "secret", "secrets")
	f.Add("?%zz&&=&", "\xff\x00", "aaaaaaaa", "aaaa")
	f.Add("/", `"signature":"`, "", "key")
	f.Fuzz(func(t *testing.T, target, body, one, two string) {
		in := Entry{URL: target + one, Nearest: target + two, Body: []byte(body + two), Header: map[string][]string{"X": {body, one + two}}}
		before := clone(in)
		both := known(one, two)
		got := Mask(in, both)
		if again := Mask(in, both); !reflect.DeepEqual(got, again) {
			t.Errorf("masked twice in two ways: %+v and %+v", got, again)
		}
		// Cut bodies take another way; nothing to claim but that it ends well.
		Mask(Entry{Body: []byte(strings.Repeat("x", BodyLimit) + body + one)[len(body)+len(one):], URL: target + cutSign}, both)
		if !reflect.DeepEqual(in, before) {
			t.Errorf("the entry itself has changed")
		}
		if utf8.ValidString(body) && json.Valid([]byte(body)) && one == "" && two == "" && !json.Valid(got.Body) {
			t.Errorf("masking made %q of the JSON %q", got.Body, body)
		}
		for _, secret := range []string{one, two} {
			// What stands in for a secret has stars and the first four characters of it; a
			// "secret" of such stuff cannot be told from its mask.
			if len(secret) < secrets.Shortest || strings.Contains(secret, "*") {
				continue
			}
			wantNoSecret(t, got, []string{secret})
		}
	})
}

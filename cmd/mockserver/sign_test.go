package main

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/sigverify"
)

func TestSign(t *testing.T) {
	const (
		// The vendor's own sample, page "Accessing Server APIs".
		vendor = "--app-id 12345 --server-secret 9193cc662a4c0ec135ec71fb57194b38"
		sample = "SignatureNonce=4fd24687296dd9f3&Timestamp=1615186943"
		rest   = "&SignatureVersion=2.0&Signature=43e5cfcca828314675f91b001390566a"
	)
	for _, tt := range []struct {
		name, flags, url, want string
	}{
		{"vendor", vendor, "https://zim-api.zego.im/?Action=A&" + sample, "https://zim-api.zego.im/?Action=A&" + sample + "&AppId=12345" + rest},
		{"app in the URL", "--server-secret 9193cc662a4c0ec135ec71fb57194b38", "http://h/?AppId=12345&" + sample, "http://h/?AppId=12345&" + sample + rest},
		{"time from the flag", vendor + " --time 2021-03-08T08:02:23+01:00", "http://h/?SignatureNonce=4fd24687296dd9f3", "http://h/?SignatureNonce=4fd24687296dd9f3&AppId=12345&Timestamp=1615186943" + rest},
		{"the URL's time wins", vendor + " --time 2001-01-01T00:00:00Z", "http://h/?" + sample, "http://h/?" + sample + "&AppId=12345" + rest},
		{"byte for byte", vendor, "http://h:1/?a=%zz&b=%2f+x&&c&UserId[]=x%5B%5D&" + sample + "#end", "http://h:1/?a=%zz&b=%2f+x&&c&UserId[]=x%5B%5D&" + sample + "&AppId=12345" + rest + "#end"},
		{"signature replaced", vendor, "?Signature=old&" + sample + "&Signature=older", "?" + sample + "&AppId=12345" + rest},
		{"version kept", vendor, "?SignatureVersion=2.0&" + sample, "?SignatureVersion=2.0&" + sample + "&AppId=12345&Signature=43e5cfcca828314675f91b001390566a"},
		{"empty ones replaced", vendor, "?AppId=&SignatureVersion=&x=1&" + sample, "?x=1&" + sample + "&AppId=12345" + rest},
		{"ends in &", vendor, "http://h/?" + sample + "&", "http://h/?" + sample + "&AppId=12345" + rest},
		{"escaped names and values", vendor, "?%53ignatureNonce=4fd24687296dd9f3&Timestamp=%31615186943", "?%53ignatureNonce=4fd24687296dd9f3&Timestamp=%31615186943&AppId=12345" + rest},
		{"same app twice", vendor, "?AppId=12345&" + sample, "?AppId=12345&" + sample + rest},
	} {
		got := call(nil, "", append(strings.Fields(tt.flags), "sign", tt.url)...)
		if want := (result{exitDone, tt.want + "\n", ""}); got != want {
			t.Errorf("%s\n got %+v\nwant %+v", tt.name, got, want)
		}
	}
	// What follows the URL is read as well, and the environment.
	env := []string{"CHATDOUBLE_SERVER_SECRET=9193cc662a4c0ec135ec71fb57194b38", "CHATDOUBLE_TIME=2021-03-08T07:02:23Z"}
	got := call(env, "", "sign", "?SignatureNonce=4fd24687296dd9f3", "--app-id", "12345")
	if want := "?SignatureNonce=4fd24687296dd9f3&AppId=12345&Timestamp=1615186943" + rest + "\n"; got.out != want {
		t.Errorf("got %+v, want %s", got, want)
	}
}

func TestSignFromFixtures(t *testing.T) {
	const two = "zim: [{appId: 7, serverSecret: seven}, {appId: 8, serverSecret: eight}]"
	file := []string{"--fixtures", write(t, "two.yaml", two)}
	for _, tt := range []struct {
		name, stdin, url string
		env, flags       []string
		app, secret      string
	}{
		{"default", "", "/?Action=A", nil, nil, "1234567890", defaultSecret},
		{"first app", "", "/?Action=A", nil, file, "7", "seven"},
		{"the URL's app", "", "/?AppId=8", nil, file, "8", "eight"},
		{"the flag's app", "", "/", nil, append(file, "--app-id", "8"), "8", "eight"},
		{"stdin", two, "/", nil, []string{"--fixtures", "-"}, "7", "seven"},
		{"inline", "", "/", []string{"CHATDOUBLE_FIXTURES_YAML=" + two, "CHATDOUBLE_APP_ID=8"}, nil, "8", "eight"},
		{"another secret", "", "/", nil, append(file, "--server-secret", "own"), "7", "own"},
	} {
		got := call(tt.env, tt.stdin, append(tt.flags, "sign", tt.url)...)
		u, err := url.Parse(strings.TrimSuffix(got.out, "\n"))
		if got.code != exitDone || err != nil {
			t.Errorf("%s: %+v, %v", tt.name, got, err)
			continue
		}
		q := u.Query()
		if want := sigverify.Sign(tt.app, q.Get("SignatureNonce"), tt.secret, q.Get("Timestamp")); q.Get("AppId") != tt.app || q.Get("Signature") != want {
			t.Errorf("%s: %s; want app %s, signature %s", tt.name, u, tt.app, want)
		}
	}
}

func TestSignNonce(t *testing.T) {
	nonce := regexp.MustCompile(`SignatureNonce=([0-9a-f]{16})&`)
	seen := make(map[string]bool)
	for range 100 {
		got := call(nil, "", "sign", "/?Action=A")
		m := nonce.FindStringSubmatch(got.out)
		if m == nil || seen[m[1]] {
			t.Fatalf("no nonce of its own in %s", got.out)
		}
		seen[m[1]] = true
	}
}

func TestSignFails(t *testing.T) {
	file := write(t, "two.yaml", "zim: [{appId: 7, serverSecret: seven}, {appId: 8, serverSecret: eight}]")
	bad := write(t, "bad.yaml", "zim:\n  - {appId: 1, serverSecret: s, a: 1}\n  - {appId: 2}\n")
	none := write(t, "none.yaml", "cometchat: [{appId: a}]")
	for _, tt := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"sign", ""}, exitWrong, "sign takes a URL; it was given an empty one"},
		{[]string{"sign", "/?AppId=7", "--app-id", "8"}, exitWrong, `--app-id is "8", but the URL has AppId=7; leave out one of them`},
		{[]string{"sign", "/?AppId=9", "--fixtures", file}, exitFailed, `the fixtures have no ZIM app "9", only 7, 8; give --server-secret to sign for another one`},
		{[]string{"sign", "/", "--fixtures", none}, exitFailed, "the fixtures have no ZIM app; give --app-id and --server-secret"},
		{[]string{"sign", "/", "--fixtures", file + "x"}, exitFailed, "reading fixtures: stat " + file + "x: no such file or directory"},
	} {
		got := call(nil, "", tt.args...)
		if want := (result{tt.code, "", "chatdouble: " + tt.want + "\n"}); got != want {
			t.Errorf("%q\n got %+v\nwant %+v", tt.args, got, want)
		}
	}
	got := call(nil, "", "sign", "/", "--fixtures", bad)
	if !strings.HasPrefix(got.stderr, "chatdouble: "+bad+":2: ") ||
		!strings.HasSuffix(got.stderr, "; and 1 more problem: the command \"fixtures check\" lists them all\n") {
		t.Errorf("of two problems it says %+v", got)
	}
}

// FuzzSign: whatever the URL, what was there stays in its order, and the server's own reading of
// the result finds a signature that is right.
func FuzzSign(f *testing.F) {
	for _, u := range []string{
		"http://127.0.0.1:8080/?Action=QueryBlacklist&FromUserId=alice", "", "?", "??", "#", "/#a?b", "?&&", "?=", "?AppId", "?AppId=1&AppId=2",
		"?Signature", "?%53ignature=x", "?Timestamp=%zz&SignatureNonce=+", "?a=b#Signature=1", "?AppId=%00",
	} {
		f.Add(u)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := signer{appID: "12345", secret: "secret", nonce: func() string { return "4fd24687296dd9f3" }, now: 1615186943}
		signed := s.sign(splitURL(text))
		u := splitURL(signed)
		given := sigverify.Request{
			AppID: u.first("AppId"), Nonce: u.first("SignatureNonce"), Timestamp: u.first("Timestamp"), Signature: u.first("Signature"),
		}
		if !sigverify.Match(given, "secret") || u.first("SignatureVersion") == "" {
			t.Fatalf("%q is signed as %q, which does not match", text, signed)
		}
		if again := s.sign(splitURL(signed)); again != signed {
			t.Fatalf("signed once %q, twice %q", signed, again)
		}
		if before := splitURL(text); u.before != before.before || u.fragment != before.fragment {
			t.Fatalf("%q is signed as %q", text, signed)
		}
	})
}

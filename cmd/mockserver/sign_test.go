package main

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/sigverify"
)

func TestSign(t *testing.T) {
	t.Parallel()
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
		{"app in the URL", "--server-secret 9193cc662a4c0ec135ec71fb57194b38", "http://h/?Action=A&AppId=12345&" + sample, "http://h/?Action=A&AppId=12345&" + sample + rest},
		{"time from the flag", vendor + " --time 2021-03-08T08:02:23+01:00", "http://h/?Action=A&SignatureNonce=4fd24687296dd9f3", "http://h/?Action=A&SignatureNonce=4fd24687296dd9f3&AppId=12345&Timestamp=1615186943" + rest},
		{"the URL's time wins", vendor + " --time 2001-01-01T00:00:00Z", "http://h/?Action=A&" + sample, "http://h/?Action=A&" + sample + "&AppId=12345" + rest},
		{"byte for byte", vendor, "http://h:1/?Action=A&a=%zz&b=%2f+x&&c&UserId[]=x%5B%5D&" + sample + "#end", "http://h:1/?Action=A&a=%zz&b=%2f+x&&c&UserId[]=x%5B%5D&" + sample + "&AppId=12345" + rest + "#end"},
		{"signature replaced", vendor, "?Action=A&Signature=old&" + sample + "&Signature=older", "?Action=A&" + sample + "&AppId=12345" + rest},
		{"version kept", vendor, "?Action=A&SignatureVersion=2.0&" + sample, "?Action=A&SignatureVersion=2.0&" + sample + "&AppId=12345&Signature=43e5cfcca828314675f91b001390566a"},
		{"empty ones replaced", vendor, "?Action=A&AppId=&SignatureVersion=&x=1&" + sample, "?Action=A&x=1&" + sample + "&AppId=12345" + rest},
		{"ends in &", vendor, "http://h/?Action=A&" + sample + "&", "http://h/?Action=A&" + sample + "&AppId=12345" + rest},
		{"escaped names and values", vendor, "?Action=A&%53ignatureNonce=4fd24687296dd9f3&Timestamp=%31615186943", "?Action=A&%53ignatureNonce=4fd24687296dd9f3&Timestamp=%31615186943&AppId=12345" + rest},
		{"same app twice", vendor, "?Action=A&AppId=12345&" + sample, "?Action=A&AppId=12345&" + sample + rest},
	} {
		got := call(nil, "", append(strings.Fields(tt.flags), "sign", tt.url)...)
		if want := (result{exitDone, tt.want + "\n", ""}); got != want {
			t.Errorf("%s\n got %+v\nwant %+v", tt.name, got, want)
		}
	}
	// What follows the URL is read as well, and the environment.
	env := []string{"CHATDOUBLE_SERVER_SECRET=9193cc662a4c0ec135ec71fb57194b38", "CHATDOUBLE_TIME=2021-03-08T07:02:23Z"}
	got := call(env, "", "sign", "?Action=A&SignatureNonce=4fd24687296dd9f3", "--app-id", "12345")
	if want := "?Action=A&SignatureNonce=4fd24687296dd9f3&AppId=12345&Timestamp=1615186943" + rest + "\n"; got.out != want {
		t.Errorf("got %+v, want %s", got, want)
	}
}

func TestSignFromFixtures(t *testing.T) {
	t.Parallel()
	const two = "zim: [{appId: 7, serverSecret: seven}, {appId: 8, serverSecret: eight}]"
	file := []string{"--fixtures", write(t, "two.yaml", two)}
	for _, tt := range []struct {
		name, stdin, url string
		env, flags       []string
		app, secret      string
	}{
		{"default", "", "/?Action=A", nil, nil, "1234567890", defaultSecret},
		{"first app", "", "/?Action=A", nil, file, "7", "seven"},
		{"the URL's app", "", "/?Action=A&AppId=8", nil, file, "8", "eight"},
		{"the flag's app", "", "/?Action=A", nil, append(file, "--app-id", "8"), "8", "eight"},
		{"stdin", two, "/?Action=A", nil, []string{"--fixtures", "-"}, "7", "seven"},
		{"inline", "", "/?Action=A", []string{"CHATDOUBLE_FIXTURES_YAML=" + two, "CHATDOUBLE_APP_ID=8"}, nil, "8", "eight"},
		{"another secret", "", "/?Action=A", nil, append(file, "--server-secret", "own"), "7", "own"},
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
	t.Parallel()
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
	t.Parallel()
	file := write(t, "two.yaml", "zim: [{appId: 7, serverSecret: seven}, {appId: 8, serverSecret: eight}]")
	bad := write(t, "bad.yaml", "zim:\n  - {appId: 1, serverSecret: s, a: 1}\n  - {appId: 2}\n")
	none := write(t, "none.yaml", "cometchat: [{appId: a}]")
	for _, tt := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"sign", ""}, exitWrong, "sign takes a URL; it was given an empty one"},
		{[]string{"sign", "foo"}, exitWrong, "this cannot be signed: the URL has no Action: a ZIM call is like http://localhost:8080/?Action=QueryBlacklist"},
		{[]string{"sign", "http://h/v3/users"}, exitWrong, "this cannot be signed: the URL has a path, and a ZIM call has none: it is like http://localhost:8080/?Action=QueryBlacklist"},
		{[]string{"sign", "/?Action=A&AppId=7", "--app-id", "8"}, exitWrong, `--app-id is "8", but the URL has AppId=7; leave out one of them`},
		{[]string{"sign", "/?Action=A&AppId=9", "--fixtures", file}, exitFailed, `the fixtures have no ZIM app "9", only 7, 8; give --server-secret to sign for another one`},
		{[]string{"sign", "/?Action=A", "--fixtures", none}, exitFailed, "the fixtures have no ZIM app; give --app-id and --server-secret"},
		{[]string{"sign", "/?Action=A", "--fixtures", file + "x"}, exitFailed, "reading fixtures: stat " + file + "x: no such file or directory"},
	} {
		got := call(nil, "", tt.args...)
		if want := (result{tt.code, "", "chatdouble: " + tt.want + "\n"}); got != want {
			t.Errorf("%q\n got %+v\nwant %+v", tt.args, got, want)
		}
	}
	got := call(nil, "", "sign", "/?Action=A", "--fixtures", bad)
	if !strings.HasPrefix(got.stderr, "chatdouble: "+bad+":2: ") ||
		!strings.HasSuffix(got.stderr, "; and 1 more problem: the command \"fixtures check\" lists them all\n") {
		t.Errorf("of two problems it says %+v", got)
	}
}

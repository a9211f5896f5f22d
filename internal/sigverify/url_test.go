package sigverify

import (
	"strings"
	"testing"
)

func TestParseURL(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ url, wrong string }{
		{"http://127.0.0.1:8080/?Action=QueryBlacklist", ""},
		{"HTTPS://zim-api.zego.im?Action=QueryBlacklist#x", ""},
		{"localhost:8080/?a=b&%41ction=x", ""},
		{"/?Action=A", ""},
		{"?Action=A", ""},
		{"", "no Action"},
		{"foo", "no Action"},
		{"http://h/?action=A", "no Action"},
		{"http://h/?Action=", "no Action"},
		{"http://h/#?Action=A", "no Action"},
		{"http://h/v3/users?Action=A", "has a path"},
		{"/v3?Action=A", "has a path"},
		{"//?Action=A", "has a path"},
		{"ftp://h/?Action=A", "another scheme"},
		{"file:///?Action=A", "another scheme"},
		{"http://h/?Action=A&FromUserId=a b", "a space or a control character at byte 31"},
		{"http://h/?Action=A\n", "at byte 18"},
	} {
		u, err := ParseURL(tt.url)
		switch {
		case tt.wrong == "" && (err != nil || u.String() != tt.url):
			t.Errorf("%q is read as %v, %v", tt.url, u, err)
		case tt.wrong != "" && (err == nil || !strings.Contains(err.Error(), tt.wrong)):
			t.Errorf("%q: %v, want %s", tt.url, err, tt.wrong)
		}
	}
}

// FuzzSignURL: whatever the URL, what was there stays in its order, and the server's own reading of
// the result finds a signature that is right.
func FuzzSignURL(f *testing.F) {
	for _, u := range []string{
		"http://127.0.0.1:8080/?Action=QueryBlacklist&FromUserId=alice", "", "?", "??", "#", "/#a?b", "?&&", "?=", "?AppId", "?AppId=1&AppId=2",
		"?Signature", "?%53ignature=x", "?Timestamp=%zz&SignatureNonce=+", "?a=b#Signature=1", "?AppId=%00",
	} {
		f.Add(u)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := Signer{AppID: "12345", Secret: "secret", Nonce: func() string { return "4fd24687296dd9f3" }, Now: 1615186943}
		sign := func(text string) *URL {
			u := splitURL(text)
			s.Sign(u)
			return splitURL(u.String())
		}
		u := sign(text)
		given := Request{
			AppID: u.First("AppId"), Nonce: u.First("SignatureNonce"), Timestamp: u.First("Timestamp"), Signature: u.First("Signature"),
		}
		if !Match(given, "secret") || u.First("SignatureVersion") == "" {
			t.Fatalf("%q is signed as %q, which does not match", text, u)
		}
		if again := sign(u.String()).String(); again != u.String() {
			t.Fatalf("signed once %q, twice %q", u, again)
		}
		if before := splitURL(text); u.before != before.before || u.fragment != before.fragment {
			t.Fatalf("%q is signed as %q", text, u)
		}
		if parsed, err := ParseURL(text); err == nil && parsed.String() != text {
			t.Fatalf("%q is read as %q", text, parsed)
		}
	})
}

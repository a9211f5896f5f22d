package sigverify

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// URL is the URL of a ZIM call, taken apart just enough to sign it and leave the rest alone, byte for byte.
type URL struct {
	before   string   // up to the question mark
	params   []string // name=value as written
	fragment string   // with its #
}

// ParseURL reads a URL with an Action and the path / or none. As with curl, http:// may be left out, and
// the host too.
//
// The error is one line of printable ASCII and does not quote the URL, as with ParseAppID.
func ParseURL(text string) (*URL, error) {
	u := splitURL(text)
	rest := u.before
	if scheme, after, ok := strings.Cut(u.before, "://"); ok {
		if !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") {
			return nil, errors.New("the URL begins with another scheme than http:// and https://")
		}
		rest = after
	}
	_, path, _ := strings.Cut(rest, "/")
	space := strings.IndexFunc(text, func(r rune) bool { return r <= ' ' || r == 0x7f })
	switch {
	case space >= 0:
		return nil, fmt.Errorf("the URL has a space or a control character at byte %d: write it percent-encoded, a space as %%20", space)
	case path != "":
		return nil, errors.New("the URL has a path, and a ZIM call has none: it is like http://localhost:8080/?Action=QueryBlacklist")
	case u.First("Action") == "":
		return nil, errors.New("the URL has no Action: a ZIM call is like http://localhost:8080/?Action=QueryBlacklist")
	}
	return u, nil
}

func splitURL(text string) *URL {
	u := &URL{}
	if i := strings.IndexByte(text, '#'); i >= 0 {
		text, u.fragment = text[:i], text[i:]
	}
	before, query, _ := strings.Cut(text, "?")
	u.before = before
	if query != "" {
		u.params = strings.Split(query, "&")
	}
	return u
}

// String is the URL as it stands.
func (u *URL) String() string {
	return u.before + "?" + strings.Join(u.params, "&") + u.fragment
}

// First is the value of the first parameter with that name, which is the one that counts; empty when there
// is none.
func (u *URL) First(name string) string {
	for _, param := range u.params {
		if n, value, _ := strings.Cut(param, "="); unescape(n) == name {
			return unescape(value)
		}
	}
	return ""
}

// Signer is who signs URLs, and when.
type Signer struct {
	AppID, Secret string
	Nonce         func() string
	Now           int64 // Unix seconds
}

// Sign adds what a URL lacks to be a signed call. What is there stays as it is, byte for byte, but for a
// signature. No argument is checked.
func (s *Signer) Sign(u *URL) {
	appID := u.keep("AppId", func() string { return s.AppID })
	nonce := u.keep("SignatureNonce", s.Nonce)
	timestamp := u.keep("Timestamp", func() string { return strconv.FormatInt(s.Now, 10) })
	u.keep("SignatureVersion", func() string { return "2.0" })
	u.remove("Signature")
	u.add("Signature", Sign(appID, nonce, s.Secret, timestamp))
}

// keep returns the value of a parameter; when it has none it gets one at the end.
func (u *URL) keep(name string, otherwise func() string) string {
	value := u.First(name)
	if value == "" {
		value = otherwise()
		u.remove(name)
		u.add(name, value)
	}
	return value
}

func (u *URL) add(name, value string) {
	if n := len(u.params); n > 0 && u.params[n-1] == "" {
		u.params = u.params[:n-1] // the URL ended in &
	}
	u.params = append(u.params, name+"="+url.QueryEscape(value))
}

func (u *URL) remove(name string) {
	var kept []string
	for _, param := range u.params {
		if n, _, _ := strings.Cut(param, "="); unescape(n) != name {
			kept = append(kept, param)
		}
	}
	u.params = kept
}

// unescape leaves alone what is not an escape, as the server does.
func unescape(text string) string {
	if clear, err := url.QueryUnescape(text); err == nil {
		return clear
	}
	return text
}

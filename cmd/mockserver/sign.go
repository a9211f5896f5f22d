package main

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/url"
	"strconv"
	"strings"

	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/sigverify"
)

// sign prints a URL with what a ZIM call has to carry: app, nonce, time and signature.
func (w *world) sign(s *settings, _ *slog.Logger, args []string) error {
	if args[0] == "" {
		return wrong("sign takes a URL; it was given an empty one")
	}
	signer := signer{appID: s.appID, secret: s.serverSecret, nonce: newNonce, now: s.time.Unix()}
	if s.time.IsZero() {
		signer.now = clock.System().Now().Unix()
	}
	u := splitURL(args[0])
	inURL := u.first("AppId")
	if s.appID != "" && inURL != "" && inURL != s.appID {
		return wrong("%s is %q, but the URL has AppId=%s; leave out one of them", s.source("app-id"), s.appID, inURL)
	}
	if signer.appID == "" {
		signer.appID = inURL
	}
	if signer.appID == "" || signer.secret == "" {
		if err := w.findSigner(s, &signer); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w.stdout, signer.sign(u))
	return err
}

// findSigner takes what is not given from the fixtures: the named app's secret, or the first app.
func (w *world) findSigner(s *settings, to *signer) error {
	file, err := w.origin(s).load()
	if err != nil {
		return err
	}
	if len(file.ZIM) == 0 {
		return fmt.Errorf("the fixtures have no ZIM app; give --app-id and --server-secret")
	}
	var ids []string
	for i := range file.ZIM {
		id := appID(&file.ZIM[i])
		if to.appID == "" || to.appID == id {
			to.appID = id
			if to.secret == "" {
				to.secret = file.ZIM[i].ServerSecret
			}
			return nil
		}
		ids = append(ids, id)
	}
	return fmt.Errorf("the fixtures have no ZIM app %q, only %s; give --server-secret to sign for another one", to.appID, strings.Join(ids, ", "))
}

func appID(app *fixture.ZIMApp) string { return strconv.FormatUint(uint64(app.AppID), 10) }

// newNonce is 16 hex digits, as the vendor's samples have it. This is the one place that takes
// them from the machine and not from the seed: a nonce has to be another one for every call, also
// across two runs of the program.
func newNonce() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

type signer struct {
	appID, secret string
	nonce         func() string
	now           int64 // Unix seconds
}

// sign adds what is missing. What is there stays as it is, byte for byte, but for a signature.
func (s *signer) sign(u *signedURL) string {
	appID := u.keep("AppId", func() string { return s.appID })
	nonce := u.keep("SignatureNonce", s.nonce)
	timestamp := u.keep("Timestamp", func() string { return strconv.FormatInt(s.now, 10) })
	u.keep("SignatureVersion", func() string { return "2.0" })
	u.remove("Signature")
	u.add("Signature", sigverify.Sign(appID, nonce, s.secret, timestamp))
	return u.String()
}

// signedURL is a URL taken apart just enough to change its parameters and leave the rest alone.
type signedURL struct {
	before   string   // up to the question mark
	params   []string // name=value as written
	fragment string   // with its #
}

func splitURL(text string) *signedURL {
	u := &signedURL{}
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

func (u *signedURL) String() string {
	return u.before + "?" + strings.Join(u.params, "&") + u.fragment
}

// first is the value of the first parameter with that name, which is the one that counts.
func (u *signedURL) first(name string) string {
	for _, param := range u.params {
		if n, value, _ := strings.Cut(param, "="); unescape(n) == name {
			return unescape(value)
		}
	}
	return ""
}

// keep returns the value of a parameter; when it has none it gets one at the end.
func (u *signedURL) keep(name string, otherwise func() string) string {
	value := u.first(name)
	if value == "" {
		value = otherwise()
		u.remove(name)
		u.add(name, value)
	}
	return value
}

func (u *signedURL) add(name, value string) {
	if n := len(u.params); n > 0 && u.params[n-1] == "" {
		u.params = u.params[:n-1] // the URL ended in &
	}
	u.params = append(u.params, name+"="+url.QueryEscape(value))
}

func (u *signedURL) remove(name string) {
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

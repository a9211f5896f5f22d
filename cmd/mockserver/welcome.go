package main

import (
	"bytes"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/cometchatapi"
	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/server"
	"github.com/chatdouble/mockserver/internal/sigverify"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// welcome is what is printed once the server listens: a line for each vendor, then a line for each
// that can be pasted into a shell and gives data. It shows keys and secrets; it is for the person who
// started the server with them, and goes to stdout, not into the log.
type welcome struct {
	urls
	program  string // what a person types to start this program; empty when a person cannot
	settings *settings
	file     *server.File
	identity *identity
}

func (t *welcome) appendTo(dst []byte) []byte {
	text := bytes.NewBuffer(dst)
	table := tabwriter.NewWriter(text, 0, 0, 2, ' ', 0)
	var try []string
	if chat := t.file.CometChat; len(chat) == 0 {
		fmt.Fprintf(table, "CometChat\t%s/v3\tno app\n", t.base)
	} else {
		fmt.Fprintf(table, "CometChat\t%s/v3\tappId=%s%s%s\n", t.base, chat[0].AppID, showKey(&chat[0]), more(len(chat)))
		try = append(try, t.tryCometChat(&chat[0], len(chat)))
	}
	if zim := t.file.ZIM; len(zim) == 0 {
		fmt.Fprintf(table, "ZIM\t%s\tno app\n", t.base)
	} else {
		fmt.Fprintf(table, "ZIM\t%s\tAppId=%d  ServerSecret=%s%s\n", t.base, zim[0].AppID, zim[0].ServerSecret, more(len(zim)))
		try = append(try, t.tryZIM(&zim[0]))
	}
	if t.tls != "" {
		fmt.Fprintf(table, "TLS\t%s\t%s\n", t.tls, t.trust())
	}
	if t.admin != "" {
		fmt.Fprintf(table, "Admin\t%s/__admin\ta page for browsers; docs/admin.md has its calls\n", t.admin)
	}
	_ = table.Flush() // a buffer takes everything
	for _, line := range try {
		if line != "" {
			fmt.Fprintf(text, "try: %s\n", line)
		}
	}
	return text.Bytes()
}

// trust says how a client comes to trust the server.
func (t *welcome) trust() string {
	const with = "  trust it with: curl --cacert, NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, REQUESTS_CA_BUNDLE"
	switch id := t.identity; {
	case id.own != nil:
		return "certificate=" + quote(t.settings.tlsCert)
	case id.caPath != "":
		return "CA=" + quote(id.caPath) + with
	case t.admin != "":
		return "CA=" + t.admin + "/__admin/certs/ca.pem" + with
	}
	return "nobody can trust its CA, which is a new one with every start; --tls-ca-dir keeps one"
}

func more(apps int) string {
	if apps == 1 {
		return ""
	}
	return "  and " + count(apps-1, "more app")
}

// keyOf is the key to show: the first that may do everything, else the first.
func keyOf(app *cometchatapi.FixtureApp) (cometchatapi.FixtureKey, bool) {
	full := slices.IndexFunc(app.APIKeys, func(k cometchatapi.FixtureKey) bool { return k.Scope == "fullAccess" })
	if len(app.APIKeys) == 0 {
		return cometchatapi.FixtureKey{}, false
	}
	return app.APIKeys[max(full, 0)], full >= 0
}

func showKey(app *cometchatapi.FixtureApp) string {
	key, _ := keyOf(app)
	if key.Key == "" {
		return "  no apikey"
	}
	return fmt.Sprintf("  apikey=%s (%s)", key.Key, key.Scope)
}

// tryCometChat is the call for a block list, empty when the app has no key for it or nobody in it.
func (t *welcome) tryCometChat(app *cometchatapi.FixtureApp, apps int) string {
	key, ok := keyOf(app)
	var listed []person
	for _, u := range app.Users {
		listed = append(listed, person{u.UID, len(u.Blocks) > 0})
	}
	uid := blocker(listed, app.Generate.Users, app.Generate.Blocks)
	if !ok || uid == "" {
		return ""
	}
	line := "curl -H " + alwaysQuote("apikey: "+key.Key)
	if apps > 1 {
		line += " -H " + alwaysQuote("appId: "+app.AppID)
	}
	return line + " " + alwaysQuote(t.base+"/v3/users/"+uid+"/blockedusers")
}

// tryZIM is the same for ZIM.
func (t *welcome) tryZIM(app *zegoapi.FixtureApp) string {
	var listed []person
	for _, u := range app.Users {
		listed = append(listed, person{u.UserID, len(u.Blacklist) > 0})
	}
	id := blocker(listed, app.Generate.Users, app.Generate.Blacklist)
	if id == "" {
		return ""
	}
	call := t.base + "/?Action=QueryBlacklist&FromUserId=" + url.QueryEscape(id) + "&Limit=100&Next=0"
	if t.program == "" {
		return "curl " + alwaysQuote(t.signed(app, call)) +
			"\nnote: that was signed at the start and is good for 10 minutes; POST /__admin/sign signs another URL"
	}
	line := fmt.Sprintf(`curl "$(%s sign%s %s)"`, t.program, t.signFlags(app), alwaysQuote(call))
	if !t.settings.freeze && !t.settings.time.IsZero() {
		line += "\nnote: that signature has the time of the start, and the server's clock runs on; it is good for 10 minutes"
	}
	return line
}

// signed is the call with a signature of now, for a reader who has no program that signs.
func (t *welcome) signed(app *zegoapi.FixtureApp, call string) string {
	u, err := sigverify.ParseURL(call)
	if err != nil {
		return call // it was made here
	}
	now := t.settings.time
	if now.IsZero() {
		now = clock.System().Now()
	}
	signer := sigverify.Signer{AppID: appID(app), Secret: app.ServerSecret, Nonce: newNonce, Now: now.Unix()}
	signer.Sign(u)
	return u.String()
}

// signFlags are the flags that sign needs beside the environment to know what this server knows.
func (t *welcome) signFlags(app *zegoapi.FixtureApp) string {
	s, flags := t.settings, ""
	switch {
	case slices.Contains(s.fixtures, stdinPath): // nobody else can read it
		flags += " --app-id " + strconv.FormatUint(uint64(app.AppID), 10) + " --server-secret " + quote(app.ServerSecret)
	case s.source("fixtures") == "--fixtures":
		for _, path := range s.fixtures {
			flags += " --fixtures " + quote(path)
		}
	}
	if !s.time.IsZero() && (!s.given("time") || s.source("time") == "--time") {
		flags += " --time " + s.time.Format(time.RFC3339Nano)
	}
	return flags
}

// person is somebody listed in a fixture.
type person struct {
	id     string
	blocks bool
}

// blocker is the first in the order of the fixture who blocks somebody, else the first of all,
// empty when there is nobody. It does not fill a store: a fixture can stand for millions of people.
func blocker(listed []person, generated int, blocks fixture.GenerateBlocks) string {
	for _, p := range listed {
		if p.blocks || p.id == blocks.Of && blocks.Count > 0 {
			return p.id
		}
	}
	if len(listed) > 0 && (generated == 0 || blocks.Each == 0) {
		return listed[0].id
	}
	if generated == 0 {
		return ""
	}
	// The generated ones are user-0001 and so on, without those that are listed.
	for n := 1; ; n++ {
		id := fmt.Sprintf("user-%04d", n)
		if !slices.ContainsFunc(listed, func(p person) bool { return p.id == id }) {
			return id
		}
	}
}

// reachable is an address by which the own machine reaches what listens on host and port.
func reachable(host, port string) string {
	switch host {
	case "", "0.0.0.0":
		host = "127.0.0.1"
	case "::":
		host = "::1"
	}
	return net.JoinHostPort(host, port)
}

// quote writes a word for a shell.
func quote(word string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_./:@%+=,-", r)
	}
	if word != "" && !strings.ContainsFunc(word, func(r rune) bool { return !plain(r) }) {
		return word
	}
	return alwaysQuote(word)
}

func alwaysQuote(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }

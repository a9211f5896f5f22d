package main

import (
	"bytes"
	"fmt"
	"net"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/server"
	"github.com/chatdouble/mockserver/internal/sigverify"
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
	for _, in := range t.file.Introductions() {
		base := t.base + in.Vendor.Base
		if in.Apps == 0 {
			fmt.Fprintf(table, "%s\t%s\tno app\n", in.Vendor.Title, base)
			continue
		}
		fmt.Fprintf(table, "%s\t%s\t%s%s\n", in.Vendor.Title, base, in.Access, more(in.Apps))
		if in.Try != nil {
			try = append(try, t.try(base, &in))
		}
	}
	if t.tls != "" {
		fmt.Fprintf(table, "TLS\t%s\t%s\n", t.tls, t.trust())
	}
	if t.admin != "" {
		fmt.Fprintf(table, "Admin\t%s/__admin\ta page for browsers; docs/admin.md has its calls\n", t.admin)
	}
	_ = table.Flush() // a buffer takes everything
	for _, line := range try {
		fmt.Fprintf(text, "try: %s\n", line)
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

// try is a line for a shell that makes the call.
func (t *welcome) try(base string, in *server.Introduction) string {
	call := base + in.Try.Target
	if in.Try.Secret != "" {
		return t.trySigned(call, in)
	}
	line := "curl"
	for _, header := range in.Try.Headers {
		line += " -H " + alwaysQuote(header)
	}
	return line + " " + alwaysQuote(call)
}

func (t *welcome) trySigned(call string, in *server.Introduction) string {
	if t.program == "" {
		return "curl " + alwaysQuote(t.signed(call, in)) +
			"\nnote: that was signed at the start and is good for 10 minutes; POST /__admin/sign signs another URL"
	}
	line := fmt.Sprintf(`curl "$(%s sign%s %s)"`, t.program, t.signFlags(in), alwaysQuote(call))
	if !t.settings.freeze && !t.settings.time.IsZero() {
		line += "\nnote: that signature has the time of the start, and the server's clock runs on; it is good for 10 minutes"
	}
	return line
}

// signed is the call with a signature of now, for a reader who has no program that signs.
func (t *welcome) signed(call string, in *server.Introduction) string {
	u, err := sigverify.ParseURL(call)
	if err != nil {
		return call // it was made here
	}
	now := t.settings.time
	if now.IsZero() {
		now = clock.System().Now()
	}
	signer := sigverify.Signer{AppID: in.Try.AppID, Secret: in.Try.Secret, Nonce: newNonce, Now: now.Unix()}
	signer.Sign(u)
	return u.String()
}

// signFlags are the flags that sign needs beside the environment to know what this server knows.
func (t *welcome) signFlags(in *server.Introduction) string {
	s, flags := t.settings, ""
	switch {
	case slices.Contains(s.fixtures, stdinPath): // nobody else can read it
		flags += " --app-id " + in.Try.AppID + " --server-secret " + quote(in.Try.Secret)
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

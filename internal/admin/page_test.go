package admin_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

const (
	// What browsers send with an address that a person has typed, Java's HttpURLConnection with everything,
	// and others.
	chromeAccept = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
	safariAccept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
	javaAccept   = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"
)

func TestBrowsersAreLedToThePage(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	for _, accept := range []string{chromeAccept, safariAccept, "TEXT/HTML, Application/XHTML+XML"} {
		for _, target := range []string{"/", "/__admin", "/__admin/"} {
			w := call(srv, http.MethodGet, "http://localhost:8080"+target, "Accept", accept, "User-Agent", browser)
			if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/__admin/ui" || w.Header().Get("Vary") != "Accept" {
				t.Errorf("GET %s with Accept: %s = %d %v", target, accept, w.Code, w.Header())
			}
		}
	}
	if w := call(srv, http.MethodGet, "/__admin/requests"); !strings.Contains(w.Body.String(), `"requests": []`) {
		t.Errorf("who looks for the page stands in the journal: %s", w.Body)
	}
	own := newServer(t, chatdouble.WithAdmin(false)).Admin()
	if w := call(own, http.MethodGet, "/", "Accept", chromeAccept); w.Code != http.StatusSeeOther {
		t.Errorf("GET / of the admin listener = %d %s", w.Code, w.Body)
	}
}

// Everything that is not a browser at the door gets what it would have got without the page.
func TestProgramsAreNotLedToThePage(t *testing.T) {
	t.Parallel()
	srv, without := newServer(t), newServer(t, chatdouble.WithAdmin(false))
	for _, tt := range []struct{ method, target, accept string }{
		{"GET", "/", javaAccept},
		{"GET", "/", "*/*"},
		{"GET", "/", ""},
		{"GET", "/", "text/html"},
		{"GET", "/", "application/xhtml+xml"},
		{"GET", "/", "application/json, text/plain, */*"},
		{"HEAD", "/", chromeAccept},
		{"POST", "/", chromeAccept},
		{"GET", "/?Action=QueryBlacklist", chromeAccept},
		{"GET", "/?", javaAccept},
		{"GET", "/v3/users", chromeAccept},
		{"GET", "/favicon.ico", chromeAccept},
	} {
		w, want := call(srv, tt.method, tt.target, "Accept", tt.accept), call(without, tt.method, tt.target, "Accept", tt.accept)
		if w.Code != want.Code || w.Body.String() != want.Body.String() || w.Code == http.StatusSeeOther {
			t.Errorf("%s %s with Accept: %s = %d %s, want %d %s", tt.method, tt.target, tt.accept, w.Code, w.Body, want.Code, want.Body)
		}
	}
	if w := call(without, http.MethodGet, "/", "Accept", chromeAccept); w.Code != http.StatusOK {
		t.Errorf("GET / without the admin API = %d %s, want ZIM's answer", w.Code, w.Body)
	}
	for _, accept := range []string{javaAccept, "*/*"} {
		w := call(srv, http.MethodGet, "/__admin", "Accept", accept)
		if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "a page for people is at /__admin/ui") {
			t.Errorf("GET /__admin with Accept: %s = %d %s", accept, w.Code, w.Body)
		}
	}
}

// The page holds no data, so it is open to everybody, also from a link on another site; it cannot be
// framed and takes in nothing of others.
func TestPageHoldsNoData(t *testing.T) {
	t.Parallel()
	one := newServer(t, chatdouble.WithAdminToken("sesame"))
	ask(t, one)
	other, err := chatdouble.New()
	if err != nil {
		t.Fatal(err)
	}
	fromALink := &sender{local: loopback, host: "localhost:8080", headers: []string{
		"User-Agent", browser, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document", "Accept", chromeAccept,
	}}
	if w := fromALink.send(one, http.MethodGet, "/__admin", ""); w.Code != http.StatusSeeOther {
		t.Errorf("a link to /__admin = %d %s", w.Code, w.Body)
	}
	for _, target := range []string{"/__admin/requests", "/__admin/apps", "/__admin/uid", "/__admin/docsx"} {
		if w := fromALink.send(one, http.MethodGet, target, ""); w.Code != http.StatusForbidden {
			t.Errorf("a link to %s = %d %s", target, w.Code, w.Body)
		}
	}
	page := fromALink.send(one, http.MethodGet, "/__admin/ui", "")
	files := regexp.MustCompile(`"(/__admin/ui/[^"]+)"`).FindAllStringSubmatch(page.Body.String(), -1)
	if len(files) != 2 {
		t.Fatalf("the page has the files %q", files)
	}
	for _, target := range []string{"/__admin/ui", files[0][1], files[1][1]} {
		w := call(one, http.MethodGet, target)
		if w.Code != http.StatusOK || w.Body.String() != call(other, http.MethodGet, target).Body.String() {
			t.Errorf("%s = %d, and is not the same on every server", target, w.Code)
		}
		policy := w.Header().Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s has the policy %q, want %s in it", target, policy, want)
			}
		}
	}
	if w := call(one, http.MethodPost, "/__admin/ui"); w.Code != http.StatusUnauthorized {
		t.Errorf("POST /__admin/ui = %d %s", w.Code, w.Body)
	}
	for _, inline := range []string{"<script>", "onclick", "style=", "javascript:"} {
		if strings.Contains(page.Body.String(), inline) {
			t.Errorf("the page has %s in it, which its policy forbids", inline)
		}
	}
}

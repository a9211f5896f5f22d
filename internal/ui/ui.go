// Package ui is the page for people who open the server in a browser: its apps, their last calls, and
// links. The page itself holds no data; its script asks the admin API for it, as any client would.
package ui

import (
	"embed"
	"net/http"
	"strings"
)

// Path is where the page is.
const Path = "/__admin/ui"

//go:embed page.html page.css page.js
var files embed.FS

// served are the files by their paths.
var served = map[string]struct{ file, mediaType string }{
	Path:               {"page.html", "text/html; charset=utf-8"},
	Path + "/page.css": {"page.css", "text/css; charset=utf-8"},
	Path + "/page.js":  {"page.js", "text/javascript; charset=utf-8"},
}

// policy lets nothing in that is not the page's own, and lets nobody frame it. The icon is an empty one:
// else a browser asks the vendors for /favicon.ico.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; " +
	"frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

// Serve answers with the page or a file of it, and reports whether the request was for one.
func Serve(w http.ResponseWriter, r *http.Request) bool {
	f, ok := served[r.URL.Path]
	if !ok || r.Method != http.MethodGet && r.Method != http.MethodHead {
		return false
	}
	h := w.Header()
	h.Set("Content-Type", f.mediaType)
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cache-Control", "no-cache")
	text, _ := files.ReadFile(f.file) // the compiler has seen it
	_, _ = w.Write(text)              // a client that has gone away is not our error
	return true
}

// Lead sends a person with a browser to the page, and reports whether it was one. Java's
// HttpURLConnection takes text/html too, but only browsers take application/xhtml+xml.
func Lead(w http.ResponseWriter, r *http.Request) bool {
	if r.Method != http.MethodGet || r.URL.RawQuery != "" {
		return false
	}
	accept := strings.ToLower(strings.Join(r.Header["Accept"], ","))
	if !strings.Contains(accept, "text/html") || !strings.Contains(accept, "application/xhtml+xml") {
		return false
	}
	w.Header().Set("Vary", "Accept")
	http.Redirect(w, r, Path, http.StatusSeeOther)
	return true
}

package server

import (
	"bytes"
	"fmt"
	"net/http"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// serveFile answers who asks for a file that a client of an app has sent. It is no call: no journal has it, no rule
// spoils it, no limit counts it.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "files are read by GET and HEAD", http.StatusMethodNotAllowed)
		return
	}
	vendor, id, file, _ := gateway.CutFile(r.URL.Path)
	var app *gateway.App
	apps, ok := s.apps[vendor]
	if ok {
		app, ok = apps.Find(id)
	}
	if of := s.ofHost(r.Host); !ok || of != nil && of.Vendor != vendor {
		http.Error(w, fmt.Sprintf("no such file: no app %.100q is here", vendor+":"+id), http.StatusNotFound)
		return
	}
	f, ok := app.File(file)
	if !ok {
		http.Error(w, fmt.Sprintf("no such file in app %.100q: it was never sent, has made room for newer ones, or went with an older state", app.Name()), http.StatusNotFound)
		return
	}
	h.Set("Date", app.Clock.Now().UTC().Format(http.TimeFormat))
	h.Set("Content-Type", f.Type)
	h.Set("ETag", `"`+f.ID+`"`)
	h.Set("Cache-Control", "no-cache") // it may be gone the next time
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "sandbox") // a page of a stranger's must not run as one of this server's
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.Bytes))
}

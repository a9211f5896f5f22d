package server

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// serveFile answers who asks for a file that a client of an app has sent. It is no call: no journal has it, no rule
// spoils it, no limit counts it.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost:
	case http.MethodOptions: // a browser asks when a page looks how far its upload is
		h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST")
		h.Set("Access-Control-Allow-Headers", "*")
		w.WriteHeader(http.StatusNoContent)
		return
	default:
		h.Set("Allow", "GET, HEAD, POST")
		http.Error(w, "files are read by GET and HEAD, and sent by POST where a call has given an address for that", http.StatusMethodNotAllowed)
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
	h.Set("Date", app.Clock.Now().UTC().Format(http.TimeFormat))
	if r.Method == http.MethodPost {
		s.takeFile(w, r, app, file)
		return
	}
	f, ok := app.File(file)
	if !ok || !f.Until.IsZero() {
		http.Error(w, fmt.Sprintf("no such file in app %.100q: it was never sent, has made room for newer ones, or went with an older state", app.Name()), http.StatusNotFound)
		return
	}
	h.Set("Content-Type", f.Type)
	h.Set("ETag", `"`+f.ID+`"`)
	h.Set("Cache-Control", "no-cache") // it may be gone the next time
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "sandbox") // a page of a stranger's must not run as one of this server's
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.Bytes))
}

// takeFile takes the bytes of a file that a call was given an address for: the part file of a multipart form, as S3 and
// what is like it take them. So are the refusals.
func (s *Server) takeFile(w http.ResponseWriter, r *http.Request, app *gateway.App, id string) {
	refuse := func(status int, code, message string) {
		w.Header().Set("Content-Type", "application/xml")
		w.WriteHeader(status)
		fmt.Fprintf(w, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>%s</Code><Message>%s</Message></Error>", code, message)
	}
	most := min(s.core.MaxBody, store.MostFileBytes)
	r.Body = http.MaxBytesReader(w, r.Body, most)
	content, err := filePart(r)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		refuse(http.StatusBadRequest, "EntityTooLarge", fmt.Sprintf("The upload has more than %d bytes.", most))
		return
	case err != nil:
		refuse(http.StatusBadRequest, "MalformedPOSTRequest", "The body is no multipart/form-data with a part file.")
		return
	}
	taken := false
	_ = app.Store.Update(app.Now(), func(tx *store.Tx) error { // it has no error
		taken = tx.FillFile(id, content)
		return nil
	})
	if !taken {
		refuse(http.StatusForbidden, "ExpiredToken", "Nobody waits for this file, or not any more.")
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

var errNoFile = errors.New("no part is called file")

// filePart reads the part file of a form.
func filePart(r *http.Request) ([]byte, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, err
	}
	for {
		part, err := parts.NextRawPart()
		switch {
		case err == io.EOF:
			return nil, errNoFile
		case err != nil:
			return nil, err
		case part.FormName() == "file":
			return io.ReadAll(part)
		}
	}
}

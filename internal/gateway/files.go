package gateway

import (
	"cmp"
	"net/url"
	"strings"

	"github.com/chatdouble/mockserver/internal/store"
)

// FilesPrefix begins the address of a file that a client has sent, on every host: no path of a vendor begins so. Behind it
// stand the vendor, the app, the file's id and its name, which is there for people.
const FilesPrefix = "/__files/"

// FilePlace is where files of an app are served: on the host that a request came to.
type FilePlace struct {
	TLS               bool
	Host, Vendor, App string
}

// URL is the address of one of them.
func (p *FilePlace) URL(id, name string) string {
	scheme := "http://"
	if p.TLS {
		scheme = "https://"
	}
	path := []string{p.Vendor, p.App, id, name}
	for i := range path {
		path[i] = url.PathEscape(path[i])
	}
	return scheme + cmp.Or(p.Host, "localhost") + FilesPrefix + strings.Join(path, "/")
}

// CutFile reads the path of a file: whose it is and which.
func CutFile(path string) (vendor, app, id string, ok bool) {
	rest, ok := strings.CutPrefix(path, FilesPrefix)
	parts := strings.SplitN(rest, "/", 4)
	if !ok || len(parts) < 3 {
		return "", "", "", false
	}
	return parts[0], parts[1], parts[2], true
}

// File is the file of an app with that id, as it is at the moment.
func (a *App) File(id string) (f store.File, ok bool) {
	var tx store.Tx
	a.Store.Begin(&tx, a.Now())
	defer tx.End()
	return tx.File(id)
}

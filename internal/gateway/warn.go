package gateway

import (
	"strings"

	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/oncelog"
)

// warn says in the log that a call was refused or matches no operation, when this kind comes first for its app
// and operation: who looks at a client that fails sees why without asking for the journal.
func (g *Core) warn(e *journal.Entry) {
	msg, path := "refused", g.shownPath(e.URL)
	kind := []string{e.Vendor, e.App, e.Operation, e.Code, e.FaultID}
	if e.Unmatched() {
		msg, kind = "no such operation", append(kind, e.Method, oncelog.PathKind(path))
		if path == "/" {
			kind = append(kind, e.Reason) // the action stands there
		}
	}
	app := e.App
	if app != "" {
		app = e.Vendor + ":" + app
	}
	g.Once.Warn(strings.Join(kind, "\x00"), msg, "app", app, "operation", e.Operation,
		"method", g.Secrets.Hide(e.Method), "path", path, "status", e.Status, "code", e.Code, "reason", e.Reason, "request", e.ID)
}

// shownPath is a URL's path as a log may have it.
func (g *Core) shownPath(target string) string {
	path, _, _ := strings.Cut(target, "?")
	return g.Secrets.Hide(journal.HideInPath(path))
}

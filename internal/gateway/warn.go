package gateway

import (
	"strings"

	"github.com/chatdouble/mockserver/internal/journal"
)

// warn says in the log that a call was refused or matches no operation, when this kind comes first for its app
// and operation: who looks at a client that fails sees why without asking for the journal.
func (g *Core) warn(e *journal.Entry) {
	msg, path := "refused", g.shownPath(e.URL)
	kind := []string{e.Vendor, e.App, e.Operation, e.Code, e.FaultID}
	if e.Unmatched() {
		msg, kind = "no such operation", append(kind, e.Method, pathShape(path))
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

// pathShape is a path without what are ids in it, most likely: /v3/groups/hikers/members and all other groups' are
// one kind.
func pathShape(path string) string {
	parts := strings.Split(path, "/")
	for i := 3; i < len(parts); i += 2 {
		parts[i] = "*"
	}
	return strings.Join(parts, "/")
}

// shownPath is a URL's path as a log may have it.
func (g *Core) shownPath(target string) string {
	path, _, _ := strings.Cut(target, "?")
	return g.Secrets.Hide(journal.HideInPath(path))
}

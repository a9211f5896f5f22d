package zegoapi

import (
	"net/http"

	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/gateway"
)

// allowOrigin lets a page of any origin read an answer.
var allowOrigin = gateway.Field{Key: "Access-Control-Allow-Origin", Values: []string{"*"}}

// allowPages lets a web page read the answer when the app's variant says that it may.
func allowPages(c *gateway.Call) {
	if cors.Of(c.App) == "on" {
		c.Reply.Fields = append(c.Reply.Fields, allowOrigin)
	}
}

// Preflight answers for an app whose variant lets pages call. Which methods and headers the vendor names is assumed:
// those that a call can have.
func (a *API) Preflight(w http.ResponseWriter, r *http.Request, _ *clock.Clock) bool {
	app, _ := a.apps.Find(r.URL.Query().Get("AppId"))
	if cors.Of(app) != "on" {
		return false
	}
	h := w.Header()
	h.Set("Date", app.Clock.Now().Format(http.TimeFormat))
	h[allowOrigin.Key] = allowOrigin.Values
	h.Set("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
	h.Set("Access-Control-Allow-Headers", "*")
	w.WriteHeader(http.StatusNoContent)
	return true
}

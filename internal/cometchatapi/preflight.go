package cometchatapi

import (
	"net/http"

	"github.com/chatdouble/mockserver/internal/clock"
)

// Preflight answers the question that a browser asks before a page's call: may a page send such a
// request? It carries neither app nor key, so it comes before both. Preflight reports whether the
// request was one, for any path under a known version; it has not touched w when it was not. The answer's
// date is the time on the clock.
//
// The headers are those of every answer (recca0120/comet-chat, all fixtures). The status 200 and
// the empty body are assumed.
func Preflight(w http.ResponseWriter, r *http.Request, on *clock.Clock) bool {
	if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" {
		return false
	}
	if version, _ := splitVersion(r.URL.Path); version != "v3" && version != "v3.0" {
		return false
	}
	for _, field := range corsHeaders {
		w.Header()[field.Key] = field.Values
	}
	w.Header().Set("Date", on.Now().Format(http.TimeFormat))
	w.Header().Set("Content-Length", "0")
	w.WriteHeader(http.StatusOK)
	return true
}

package cometchatapi

import (
	"net/http"

	"github.com/chatdouble/mockserver/internal/clock"
)

// Preflight answers for any path under a known version. A browser's question carries neither app nor key, so the
// answer's date is the server's time.
//
// The headers are those of every answer (recca0120/comet-chat, all fixtures). The status 200 and
// the empty body are assumed.
func (a *API) Preflight(w http.ResponseWriter, r *http.Request, on *clock.Clock) bool {
	if r.Header.Get("Access-Control-Request-Method") == "" {
		return false
	}
	if version, _ := splitVersion(r.URL.Path); !isKnown(version) {
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

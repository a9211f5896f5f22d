package chatdouble

import (
	"maps"
	"net/http"
)

// Actor is an end user of an app, who does what only the user's own app can do: a method is an act of the admin API.
// What it cannot do ends the test by Fatalf, as for [App].
type Actor struct {
	app  *App
	user string
}

// As is the end user of that id.
func (a *App) As(userID string) *Actor { return &Actor{a, userID} }

// act posts an act with the members that it has beside the user, and returns what the answer has beside it.
func act[Out any](a *Actor, name string, members map[string]any) (out Out) {
	a.app.t.Helper()
	body := map[string]any{"act": name, "user": a.user}
	maps.Copy(body, members)
	a.app.ask(question{method: http.MethodPost, path: a.app.path("/acts"), body: body}, &out, "%s as %q", name, a.user)
	return out
}

// done is the answer of an act that has nothing to answer.
type done struct{}

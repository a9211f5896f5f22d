package chatdouble

import (
	"net/http"
)

// State is all that the app holds, as a fixture in YAML with this one app. SetState with it makes
// the same state again, and WithFixtureYAML a server that begins with it.
func (a *App) State() string {
	a.t.Helper()
	var text plainText
	a.ask(question{method: http.MethodGet, path: a.path("/state")}, &text, "reading the state")
	return string(text)
}

// SetState replaces all that the app holds. The fixture is YAML or JSON: a whole one with one app, or
// that app alone ("users: [...]"). The app keeps its id and limits, and its keys and webhooks when the
// fixture has none. Fault rules are no part of a state. When something is
// wrong with the fixture, nothing changes.
func (a *App) SetState(fixture string) {
	a.t.Helper()
	a.ask(question{method: http.MethodPut, path: a.path("/state"), body: fixtureText(fixture)}, nil, "replacing the state")
}

// MergeState adds a fixture to what the app holds: a person who is there already gets the members that
// are given, such as a new name; blocks, friends and the like are added to those that are there. The
// fixture is written as for SetState. When something is wrong with it, nothing changes.
func (a *App) MergeState(fixture string) {
	a.t.Helper()
	a.ask(question{method: http.MethodPatch, path: a.path("/state"), body: fixtureText(fixture)}, nil, "merging into the state")
}

// Snapshot keeps the state under a name, in the place of an older snapshot of that name. A name is 1 to
// 100 letters, digits, dots, underscores and hyphens. Faults, the clock, limits and requests are no
// part of a snapshot. It costs next to nothing, however much the app holds.
func (a *App) Snapshot(name string) {
	a.t.Helper()
	a.ask(question{method: http.MethodPost, path: a.path("/snapshots/" + segment(name))}, nil, "keeping the snapshot %q", name)
}

// Restore goes back to a snapshot, any number of times. When there is none of that name, the test ends.
func (a *App) Restore(name string) {
	a.t.Helper()
	a.ask(question{method: http.MethodPost, path: a.path("/snapshots/" + segment(name) + "/restore")}, nil, "going back to the snapshot %q", name)
}

// DeleteSnapshot forgets a snapshot.
func (a *App) DeleteSnapshot(name string) {
	a.t.Helper()
	a.ask(question{method: http.MethodDelete, path: a.path("/snapshots/" + segment(name))}, nil, "deleting the snapshot %q", name)
}

// Snapshots are the names of the app's snapshots.
func (a *App) Snapshots() []string {
	a.t.Helper()
	var app shownApp
	a.ask(question{method: http.MethodGet, path: a.path("")}, &app, "listing the snapshots")
	return app.Snapshots
}

package admin

import (
	"bytes"
	"strings"
)

const yamlType = "application/yaml"

// fixture is an app of a fixture or a whole one, in the document: see [Server.FixtureSchema].
type fixture map[string]any

type stateChanged struct {
	App   string `json:"app"`
	Users int    `json:"users" doc:"how many it has now"`
}

func (a *api) showState(r *in) (text, error) {
	if wantsYAML(r.Header.Get("Accept")) {
		return text{yamlType, a.Keeper.State(r.app, true)}, nil
	}
	return text{"application/json", a.Keeper.State(r.app, false)}, nil
}

// wantsYAML reports whether YAML stands before JSON among what a client takes.
func wantsYAML(accept string) bool {
	for _, part := range strings.Split(accept, ",") {
		mediaType, _, _ := strings.Cut(part, ";")
		switch strings.ToLower(strings.TrimSpace(mediaType)) {
		case yamlType, "application/x-yaml", "text/yaml", "text/x-yaml":
			return true
		case "application/json", "*/*":
			return false
		}
	}
	return false
}

func (a *api) replaceState(r *in) (stateChanged, error) {
	if len(bytes.TrimSpace(r.body)) == 0 {
		return stateChanged{}, emptyState()
	}
	users, err := a.Keeper.ReplaceState(r.app, r.body)
	return stateChanged{r.app.Name(), users}, err
}

func (a *api) mergeState(r *in) (stateChanged, error) {
	if len(bytes.TrimSpace(r.body)) == 0 {
		return stateChanged{}, emptyState()
	}
	users, err := a.Keeper.MergeState(r.app, r.body)
	return stateChanged{r.app.Name(), users}, err
}

func emptyState() error {
	return badRequest(`the body is empty; it must be a fixture in JSON or YAML: an app such as {"users": []}, or a whole fixture with one app`)
}

package admin

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// App is an app with all that a client needs to call it.
type App struct {
	App       string            `json:"app" doc:"the name by which this API calls it, {apps}"`
	Vendor    string            `json:"vendor" schema:"VendorName"`
	AppID     string            `json:"app_id"`
	Region    string            `json:"region,omitempty" doc:"{regions} only"`
	BaseURL   string            `json:"base_url" doc:"what a client puts before {called}"`
	Access    map[string]string `json:"-"` // what lets a client in, by the vendor's [gateway.Access]; members like the others
	MadeBy    string            `json:"made_by" rule:"enum=fixture|request"`
	Snapshots []string          `json:"snapshots" doc:"the names of its snapshots"`
}

// MarshalJSON writes what lets a client in behind the base URL.
func (a App) MarshalJSON() ([]byte, error) {
	type plain App // without this method
	const next = `,"made_by":`
	before, behind, _ := bytes.Cut(compact(plain(a)), []byte(next))
	var access []byte
	if len(a.Access) > 0 {
		access = compact(a.Access)
		access[0] = ',' // the brace
		access = access[:len(access)-1]
	}
	return slices.Concat(before, access, []byte(next), behind), nil
}

// NewApp says which app to make.
type NewApp struct {
	Vendor  string          `json:"vendor" schema:"VendorName"`
	Name    string          `json:"name,omitempty" rule:"maxlen=200" doc:"ids and keys follow from the seed, this name and how often it has come; a counter without it"`
	Fixture json.RawMessage `json:"fixture,omitempty" schema:"FixtureOrYAML" doc:"with whom the app begins: an app of a fixture, or a whole fixture with one; as JSON, or a text that holds it as YAML. The app id and keys may be left out"`
}

type apps struct {
	Apps []App `json:"apps" doc:"those of the fixtures first, then in the order in which they were made"`
}

func (a *api) listApps(r *in) (apps, error) {
	all := a.Vendors.Apps()
	list := apps{make([]App, len(all))}
	for i, app := range all {
		list.Apps[i] = a.describe(r, app)
	}
	return list, nil
}

func (a *api) makeApp(r *in, asked NewApp) (App, error) {
	app, err := a.Keeper.Make(asked)
	if err != nil {
		return App{}, err
	}
	return a.describe(r, app), nil
}

func (a *api) showApp(r *in) (App, error) { return a.describe(r, r.app), nil }

// describe says of an app what the client of this request needs to call it.
func (a *api) describe(r *in, app *gateway.App) App {
	shown := a.Vendors.Describe(app)
	shown.BaseURL = baseURL(r.Request) + shown.BaseURL
	return shown
}

type deletedApp struct {
	Deleted string `json:"deleted" doc:"the app's name"`
}

func (a *api) deleteApp(r *in) (deletedApp, error) {
	if !r.app.OnDemand {
		return deletedApp{}, &Refusal{
			Status: http.StatusConflict,
			Detail: "app " + r.app.Name() + " comes from the fixtures and stays; POST " + Prefix + "/apps/" + r.app.Name() + "/reset brings it back to its beginning",
		}
	}
	a.Keeper.Remove(r.app)
	return deletedApp{r.app.Name()}, nil
}

type reset struct {
	Reset string `json:"reset" doc:"the app's name, or all"`
}

func (a *api) resetAll(*in) (reset, error) { return reset{"all"}, a.Keeper.Reset("") }

func (a *api) resetApp(r *in) (reset, error) {
	return reset{r.app.Name()}, a.Keeper.Reset(r.app.Name())
}

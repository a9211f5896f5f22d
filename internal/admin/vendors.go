package admin

import (
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/shape"
)

// Vendor is one of those whom the server stands in for.
type Vendor struct {
	*gateway.Catalogue
	Apps    *gateway.Apps
	Gateway *gateway.Gateway
}

// Vendors are all of them, in the order in which they are listed.
type Vendors []Vendor

// Of finds a vendor by its name.
func (v Vendors) Of(name string) (Vendor, bool) {
	for _, vendor := range v {
		if vendor.Vendor == name {
			return vendor, true
		}
	}
	return Vendor{}, false
}

// words are those that members take one of: the names of all vendors, and the stages.
func (v Vendors) words() shape.Words {
	stages := make([]string, len(journal.Stages))
	for i, stage := range journal.Stages {
		stages[i] = string(stage)
	}
	return shape.Words{faults.VendorName: v.each(""), "Stage": stages}
}

// each are the names of all vendors with something behind each.
func (v Vendors) each(behind string) []string {
	all := make([]string, len(v))
	for i, vendor := range v {
		all[i] = vendor.Vendor + behind
	}
	return all
}

// AppNames says how apps are named.
func (v Vendors) AppNames() string { return strings.Join(v.each(":{appId}"), " or ") }

// documents are the names of the documents of what is emulated.
func (v Vendors) documents() []string { return v.each(".json") }

// docs puts what is true of these vendors into the texts of the API's document.
func (v Vendors) docs() *strings.Replacer {
	var regions, called []string
	for _, vendor := range v {
		if vendor.Regions {
			regions = append(regions, vendor.Title)
		}
		how := "a path"
		if vendor.Actions {
			how = "a query"
		}
		called = append(called, how+" ("+vendor.Title+")")
	}
	const or = " or "
	return strings.NewReplacer("{apps}", v.AppNames(), "{documents}", strings.Join(v.documents(), or),
		"{regions}", strings.Join(regions, or), "{called}", strings.Join(called, or))
}

// Apps are those of all vendors, each vendor's in the order in which they came.
func (v Vendors) Apps() (all []*gateway.App) {
	for _, vendor := range v {
		all = append(all, vendor.Apps.All()...)
	}
	return all
}

// Find finds an app by its name.
func (v Vendors) Find(name string) (*gateway.App, bool) {
	vendor, id, _ := strings.Cut(name, ":")
	if of, ok := v.Of(vendor); ok {
		return of.Apps.Find(id)
	}
	return nil, false
}

// catchUp lets all happen by itself that an app's clock has passed.
func (v Vendors) catchUp(app *gateway.App) {
	of, _ := v.Of(app.Vendor)
	of.Gateway.CatchUp(app)
}

// Describe says what a client needs to call an app. The base URL is only a path.
func (v Vendors) Describe(app *gateway.App) App {
	of, _ := v.Of(app.Vendor)
	shown := App{
		App: app.Name(), Vendor: app.Vendor, AppID: app.ID, Region: app.Region, BaseURL: of.Base,
		Access: of.AccessTo(app), MadeBy: "fixture", Snapshots: app.Snapshots.Names(),
	}
	if only, _ := of.Apps.Configured(); only != app && !of.NamesApp {
		shown.BaseURL = gateway.AppsPrefix + app.ID + of.Base
	}
	if app.OnDemand {
		shown.MadeBy = "request"
	}
	return shown
}

// access is what the vendors' apps have of it.
func (v Vendors) access() (all []gateway.Access) {
	for _, vendor := range v {
		all = append(all, vendor.Access...)
	}
	return all
}

func (v Vendors) gateways() (all []*gateway.Gateway) {
	for _, vendor := range v {
		all = append(all, vendor.Gateway)
	}
	return all
}

// Explain says what was looked at before a request was answered. It takes an entry before it is masked,
// and says nothing that must be.
func (v Vendors) Explain(e journal.Entry) []gateway.Check {
	return gateway.ExplainAny(e, v.gateways()...)
}

// Nearest says which operation a request may have meant. It takes and says what Explain does.
func (v Vendors) Nearest(e journal.Entry) string { return gateway.NearestAny(e, v.gateways()...) }

// events are those of all vendors.
func (v Vendors) events() (all []string) {
	for _, vendor := range v {
		all = append(all, vendor.Events...)
	}
	return all
}

// known is what rules can name of the vendors, and inJournal what filters can: events stand in the journal
// like operations.
func (v Vendors) known() (inRules, inJournal []faults.Known) {
	for _, vendor := range v {
		known := vendor.Known()
		inRules = append(inRules, known)
		known.Operations = slices.Concat(known.Operations, vendor.Events)
		inJournal = append(inJournal, known)
	}
	return inRules, inJournal
}

package admin

import (
	"errors"
	"net/http"
	"strings"

	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/nearest"
	"github.com/chatdouble/mockserver/internal/shape"
)

// checkNames refuses a filter with a name that nothing in the journal can have. app is the one whose
// requests are meant, nil when all are.
func (a *api) checkNames(f *filter, app *gateway.App) error {
	named := faults.Rule{Match: faults.Match{Vendor: f.Vendor, Operation: f.Operation}, Fault: faults.Fault{Code: f.Code}}
	if f.Code == succeeded {
		named.Code = ""
	}
	_, known := a.known()
	var wrong []shape.MemberError
	for _, p := range named.Check(vendorOf(app), known) {
		detail := strings.ReplaceAll(p.Detail, "this rule", "this filter")
		wrong = append(wrong, shape.MemberError{Detail: detail, Pointer: "#" + p.Pointer[strings.LastIndexByte(p.Pointer, '/'):]})
	}
	if f.Fault != "" && !a.gave(f.Fault, app) {
		wrong = append(wrong, shape.MemberError{Detail: "is " + quote(f.Fault) + ", which no fault rule here ever had as its id" + a.newestRule(app), Pointer: "#/fault"})
	}
	if wrong == nil {
		return nil
	}
	return Refuse(http.StatusBadRequest, wrong...)
}

// succeeded is what a filter has as the code of calls that went well.
const succeeded = "0"

// gave reports whether a fault rule had the id: one of the app, or of any when it is nil, or one for all.
func (a *api) gave(id string, app *gateway.App) bool {
	if id == faults.HeaderID || a.Faults.Gave(id) {
		return true
	}
	if app != nil {
		return app.Faults.Gave(id)
	}
	for _, app := range a.Vendors.Apps() {
		if app.Faults.Gave(id) {
			return true
		}
	}
	return false
}

// newestRule says which ids there are, for the end of a sentence.
func (a *api) newestRule(app *gateway.App) string {
	var ids []string
	if app != nil && app.Faults.Newest() != "" {
		ids = append(ids, app.Faults.Newest())
	}
	if all := a.Faults.Newest(); all != "" {
		ids = append(ids, all)
	}
	if ids == nil {
		return "; POST " + Prefix + "/faults and POST " + Prefix + "/apps/{app}/faults answer with it"
	}
	return "; the newest is " + strings.Join(ids, ", for all apps ")
}

// inQuery is a refusal because of members, for a call that takes them as parameters.
func inQuery(err error) error {
	var refused *Refusal
	if !errors.As(err, &refused) || len(refused.Errors) == 0 {
		return err
	}
	wrong := refused.Errors[0]
	return badRequest("the query parameter %s %s", strings.TrimPrefix(wrong.Pointer, "#/"), wrong.Detail)
}

// noApp says that there is no app of that name. Who has few apps is told which one may be meant.
func (a *api) noApp(name string) string {
	const few = 200
	text := "no app " + name
	if apps := a.Vendors.Apps(); len(apps) <= few {
		names := make([]string, len(apps))
		for i, app := range apps {
			names[i] = app.Name()
		}
		if near := nearest.Similar(name, names); near != "" {
			text += "; did you mean " + near + "?"
		}
	}
	return text + "; apps are named " + a.Vendors.AppNames() + ", GET " + Prefix + "/apps lists them"
}

package main

import (
	"cmp"
	"strings"

	"github.com/chatdouble/mockserver/internal/admin"
	"github.com/chatdouble/mockserver/internal/server"
)

// handedNames are the variables of a command of exec that look like settings of this program. It may
// run this program too.
var handedNames = []string{"CHATDOUBLE_ADMIN_URL", "CHATDOUBLE_TLS_URL", "CHATDOUBLE_CA_FILE"}

// handing says in the help what handed does.
func handing() (rows [][2]string) {
	for _, v := range server.Vendors {
		base, id, access := handedOf(v.Vendor, v.Access[0].Name)
		rows = append(rows, [2]string{base + ", " + id + ", " + access, "the first " + v.Title + " app of the fixtures, if there is one"})
	}
	return append(rows,
		[2]string{"CHATDOUBLE_ADMIN_URL, CHATDOUBLE_ADMIN_TOKEN", "where /__admin is, and what it asks for; as far as the settings have it"},
		[2]string{"CHATDOUBLE_TLS_URL, CHATDOUBLE_CA_FILE", "with --tls-addr, and with --tls-ca-dir"})
}

// handedOf are the names of the variables for an app of a vendor. access is the first of what lets a client in.
func handedOf(vendor, access string) (base, id, accessName string) {
	prefix := strings.ToUpper(vendor) + "_"
	return prefix + "BASE_URL", prefix + "APP_ID", prefix + strings.ToUpper(access)
}

// handed is what a command of exec finds in its environment: for each vendor the first app of the
// fixtures, and where the server can be told what to do.
func (v *service) handed() []string {
	u := v.urls()
	var all []string
	set := func(name, value string) { all = append(all, name+"="+value) }
	apps := v.server.Apps()
	for _, vendor := range server.Vendors {
		app, ok := firstOf(vendor.Vendor, apps)
		if !ok {
			continue
		}
		base, id, access := handedOf(vendor.Vendor, vendor.Access[0].Name)
		set(base, u.base+app.BaseURL)
		set(id, app.AppID)
		key := ""
		for _, a := range vendor.Access {
			key = cmp.Or(key, app.Access[a.Name])
		}
		set(access, key)
	}
	if u.admin != "" {
		set("CHATDOUBLE_ADMIN_URL", u.admin)
	}
	if v.settings.adminToken != "" {
		set("CHATDOUBLE_ADMIN_TOKEN", v.settings.adminToken)
	}
	if u.tls != "" {
		set("CHATDOUBLE_TLS_URL", u.tls)
	}
	if v.identity.caPath != "" {
		set("CHATDOUBLE_CA_FILE", v.identity.caPath)
	}
	return all
}

func firstOf(vendor string, apps []admin.App) (admin.App, bool) {
	for _, app := range apps {
		if app.Vendor == vendor {
			return app, true
		}
	}
	return admin.App{}, false
}

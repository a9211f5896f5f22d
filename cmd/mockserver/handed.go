package main

import (
	"cmp"

	"github.com/chatdouble/mockserver/internal/admin"
)

// handedNames are the variables of a command of exec that look like settings of this program. It may
// run this program too.
var handedNames = []string{"CHATDOUBLE_ADMIN_URL", "CHATDOUBLE_TLS_URL", "CHATDOUBLE_CA_FILE"}

// handing says in the help what handed does.
var handing = []struct{ names, meaning string }{
	{"COMETCHAT_BASE_URL, COMETCHAT_APP_ID, COMETCHAT_API_KEY", "the first CometChat app of the fixtures, if there is one"},
	{"ZIM_BASE_URL, ZIM_APP_ID, ZIM_SERVER_SECRET", "the first ZIM app of the fixtures, if there is one"},
	{"CHATDOUBLE_ADMIN_URL, CHATDOUBLE_ADMIN_TOKEN", "where /__admin is, and what it asks for; as far as the settings have it"},
	{"CHATDOUBLE_TLS_URL, CHATDOUBLE_CA_FILE", "with --tls-addr, and with --tls-ca-dir"},
}

// handed is what a command of exec finds in its environment: for each vendor the first app of the
// fixtures, and where the server can be told what to do.
func (v *service) handed() []string {
	u := v.urls()
	var all []string
	set := func(name, value string) { all = append(all, name+"="+value) }
	apps := v.server.Apps()
	if app, ok := firstOf("cometchat", apps); ok {
		set("COMETCHAT_BASE_URL", u.base+app.BaseURL)
		set("COMETCHAT_APP_ID", app.AppID)
		set("COMETCHAT_API_KEY", cmp.Or(app.Access["api_key"], app.Access["auth_key"]))
	}
	if app, ok := firstOf("zim", apps); ok {
		set("ZIM_BASE_URL", u.base+app.BaseURL)
		set("ZIM_APP_ID", app.AppID)
		set("ZIM_SERVER_SECRET", app.Access["server_secret"])
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

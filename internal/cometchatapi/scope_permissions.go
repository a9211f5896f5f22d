package cometchatapi

import (
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var scopePathNotes = notes{
	documented("groups in the path are compared in lower case", "Groups"),
	assumed("another scope than admin, moderator and participant: 400 ERR_BAD_REQUEST"),
}

var listScopePermissions = list[paging, permissionView]{
	Name: "ListScopePermissions", Route: "GET /groups/{guid}/scopes/{scope}/permissions", Page: "RBAC",
	First: groupThere,
	Check: func(_ *store.Tx, who caller, _ paging) []detail { return knownScope(who) },
	Run: func(tx *store.Tx, who caller, q paging) (counted[permissionView], error) {
		return scopeHolder(tx, who).list(q), nil
	},
	Codes: codes{gateway.Assumed: {errGUIDNotFound, errBadRequest}},
	Notes: slices.Concat(permissionListNotes, scopePathNotes),
}

var setScopePermissions = op[permissionsToSet, permissionsSet]{
	Name: "SetScopePermissions", Route: "PUT /groups/{guid}/scopes/{scope}/permissions", Page: "RBAC",
	First: groupThere,
	Check: func(_ *store.Tx, who caller, _ permissionsToSet) []detail { return knownScope(who) },
	Run: func(tx *store.Tx, who caller, q permissionsToSet) (permissionsSet, error) {
		return scopeHolder(tx, who).set(tx, q), nil
	},
	Show:  showPermissionsSet,
	Codes: codes{gateway.Assumed: {errGUIDNotFound, errBadRequest}},
	Notes: slices.Concat(permissionNotes, scopePathNotes),
}

var unsetScopePermission = op[struct{}, permissionsSet]{
	Name: "UnsetScopePermissions", Route: "DELETE /groups/{guid}/scopes/{scope}/permissions/{permission}", Page: "RBAC",
	First: groupThere,
	Check: func(_ *store.Tx, who caller, _ struct{}) []detail {
		return append(knownScope(who), knownPermission(who, scopePermissions)...)
	},
	Run: func(tx *store.Tx, who caller, _ struct{}) (permissionsSet, error) {
		return scopeHolder(tx, who).unset(tx, who), nil
	},
	Show:  showPermissionsSet,
	Codes: codes{gateway.Assumed: {errGUIDNotFound, errBadRequest}},
	Notes: slices.Concat(unsetNotes, scopePathNotes),
}

package cometchatapi

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

// permissionView is a permission as it is listed: what it may be, and not what it is.
type permissionView struct {
	ID              string          `json:"id"`
	Type            string          `json:"type"`
	Title           string          `json:"title"`
	Description     string          `json:"description"`
	DataType        string          `json:"dataType"`
	AvailableValues []string        `json:"availableValues,omitempty"`
	DefaultValue    json.RawMessage `json:"defaultValue"`
	CreatedAt       time.Time       `json:"createdAt" wire:"seconds"`
	UpdatedAt       time.Time       `json:"updatedAt" wire:"seconds"`
}

// permissionsSince is when the vendor made its permissions (page "RBAC", the samples).
var permissionsSince = time.Unix(1765962204, 0).UTC()

// holder is who permissions are set for: all who have a role, or all members of a scope in a group.
type holder struct {
	kind      string // in the vendor's words
	group, of string
	known     []permission
}

// roleHolder and scopeHolder are those that the path names.
func roleHolder(tx *store.Tx, who caller) holder {
	role, _ := findRole(tx, who)
	return holder{"role", "", role.ID, rolePermissions}
}

func scopeHolder(tx *store.Tx, who caller) holder {
	g, _ := groupInPath(tx, who)
	return holder{"scope", g.ID, strings.ToLower(who.path("scope")), scopePermissions}
}

// knownScope refuses a scope in the path that there is not.
func knownScope(who caller) []detail {
	if scopeOf(strings.ToLower(who.path("scope"))) <= 0 {
		return []detail{{"scope", "The selected scope is invalid."}}
	}
	return nil
}

func (h holder) list(q paging) counted[permissionView] {
	return cutPage(h.known, q, func(p permission) permissionView {
		v := permissionView{
			ID: p.id, Type: h.kind, Title: p.does, Description: p.does, DataType: p.dataType, AvailableValues: p.values,
			DefaultValue: []byte("[]"), CreatedAt: permissionsSince, UpdatedAt: permissionsSince,
		}
		switch {
		case slices.Contains(notGiven[h.of], p.id) && h.kind == "scope":
			v.DefaultValue = []byte(denied)
		case p.standard != "":
			v.DefaultValue = marshal(p.standard)
		}
		return v
	})
}

type permissionsToSet struct {
	Permissions json.RawMessage `json:"permissions" rule:"required" check:"permissions"` // an object: ids and values
}

// readPermissions reads an object that is not empty.
func readPermissions(f *form, m *shape.Field, into reflect.Value) {
	raw := f.object(m)
	if raw == nil {
		return
	}
	switch values, isObject := parseJSON(raw).(object); {
	case !isObject && string(raw) != "[]":
		f.fail(m.Name, "The %s must be an array.", m.Name)
	case len(values) == 0:
		f.fail(m.Name, "The %s field is required.", m.Name)
	default:
		into.SetBytes(raw)
	}
}

// permissionsSet are what became of permissions, and all that are set now.
type permissionsSet struct {
	entries []entry
	now     json.RawMessage
}

// set sets permissions, each for itself.
func (h holder) set(tx *store.Tx, q permissionsToSet) permissionsSet {
	var out permissionsSet
	sent, _ := orderedMembers(q.Permissions, func(id string) string { return id })
	for _, s := range sent {
		what := h.put(tx, s.name, s.value)
		if what != "" {
			out.entries = append(out.entries, entry{UID: s.name, Err: errBadRequest.with([]detail{{"permissions." + s.name, what}})})
			continue
		}
		out.entries = append(out.entries, entry{
			UID: s.name, Message: "Permission with id " + s.name + " have been mapped successfully to " + h.kind + " " + h.of + ".",
		})
	}
	out.now = h.now(tx)
	return out
}

// put sets one permission, or says why it cannot be.
func (h holder) put(tx *store.Tx, id string, value json.RawMessage) (wrong string) {
	p := permissionNamed(h.known, id)
	if p == nil {
		return "The selected permissions." + id + " is invalid."
	}
	kept := p.read(value)
	if kept == nil {
		return "The permissions." + id + " must be " + p.wants() + "."
	}
	tx.PutSetting(store.Setting{Group: h.group, Of: h.of, Name: id, Value: kept})
	return ""
}

// now are all permissions that are set, in the order of the vendor's table.
func (h holder) now(tx *store.Tx) json.RawMessage {
	dst := []byte{'{'}
	for _, p := range h.known {
		s, is := tx.Setting(h.group, h.of, p.id)
		if !is {
			continue
		}
		if len(dst) > 1 {
			dst = append(dst, ',')
		}
		dst = append(append(append(dst, marshal(p.id)...), ':'), s.Value...)
	}
	return append(dst, '}')
}

func showPermissionsSet(dst []byte, out permissionsSet) []byte {
	dst = append(dst, `{"data":{`...)
	for i := range out.entries {
		dst = append(out.entries[i].appendTo(dst), ',')
	}
	dst = appendJSON(append(dst, `"permissions":`...), parseJSON(out.now))
	return append(dst, "}}"...)
}

// unset removes the setting of the permission in the path.
func (h holder) unset(tx *store.Tx, who caller) permissionsSet {
	tx.DeleteSetting(h.group, h.of, who.path("permission"))
	return permissionsSet{now: h.now(tx)}
}

// knownPermission refuses a permission in the path that there is not.
func knownPermission(who caller, known []permission) []detail {
	if permissionNamed(known, who.path("permission")) == nil {
		return []detail{{"permission", "The selected permission is invalid."}}
	}
	return nil
}

var listRolePermissions = list[paging, permissionView]{
	Name: "ListRolePermissions", Route: "GET /roles/{role}/permissions", Page: "RBAC",
	First: roleThere,
	Run: func(tx *store.Tx, who caller, q paging) (counted[permissionView], error) {
		return roleHolder(tx, who).list(q), nil
	},
	Codes: codes{gateway.Documented: {errRoleNotFound}, gateway.Assumed: {errBadRequest}},
	Notes: permissionListNotes,
}

var permissionListNotes = notes{
	documented("members and their order, real totals, no cursor; ids, data types, values and defaults are those of the page"),
	assumed("ids of its older samples are there, too; title and description are alike; availableValues is left out where there are none; the times are those of the samples"),
	assumed("values that are set are not shown here, as in the samples; a public program reads data.permissions of this answer instead"),
}

var permissionNotes = notes{
	documented("data has an entry for each permission, in the order of the request, and permissions last, with all that are set"),
	assumed("text of an entry but for sendMessage of a role; permissions stand in the order of the page"),
	documented("values are allow or deny, all or friends, or lists of texts; null is a list without texts"),
	assumed("an unknown id, or a value that it does not take, fails its entry with ERR_BAD_REQUEST and details; at most 100 texts of 100 bytes; roles in them need not be there"),
	documented("what is denied is refused with 403 ERR_PERMISSION_DENIED"),
	recorded("with an API key too, when onBehalfOf says who acts", "a public program's live tests of sendMessage.mode"),
	assumed("allow and deny have an effect where an operation says so; what comes behind a point, allow for a scope, and the permissions of what is not emulated are kept and have none"),
}

var setRolePermissions = op[permissionsToSet, permissionsSet]{
	Name: "SetRolePermissions", Route: "PUT /roles/{role}/permissions", Page: "RBAC",
	First: roleThere,
	Run: func(tx *store.Tx, who caller, q permissionsToSet) (permissionsSet, error) {
		return roleHolder(tx, who).set(tx, q), nil
	},
	Show:  showPermissionsSet,
	Codes: codes{gateway.Documented: {errRoleNotFound}, gateway.Assumed: {errBadRequest}},
	Notes: permissionNotes,
}

var unsetRolePermission = op[struct{}, permissionsSet]{
	Name: "UnsetRolePermissions", Route: "DELETE /roles/{role}/permissions/{permission}", Page: "RBAC",
	First: roleThere,
	Check: func(_ *store.Tx, who caller, _ struct{}) []detail { return knownPermission(who, rolePermissions) },
	Run: func(tx *store.Tx, who caller, _ struct{}) (permissionsSet, error) {
		return roleHolder(tx, who).unset(tx, who), nil
	},
	Show:  showPermissionsSet,
	Codes: codes{gateway.Documented: {errRoleNotFound}, gateway.Assumed: {errBadRequest}},
	Notes: unsetNotes,
}

var unsetNotes = notes{
	documented("data.permissions has those that are still set"),
	assumed("one that is not set: 200 all the same; an unknown id: 400 ERR_BAD_REQUEST"),
}

package cometchatapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

var roleOperations = []declaration{
	createRole, listRoles, getRole, updateRole, deleteRole, restrictFeatures, listRestrictedFeatures, allowFeatures,
	listRolePermissions, setRolePermissions, unsetRolePermission, listScopePermissions, setScopePermissions, unsetScopePermission,
}

// Bounds of roles (page "Properties and Constraints"). That of the name is assumed: it is that of users.
const (
	defaultRole = "default"
	maxRoles    = 25
)

// The codes are the vendor's (page "Error Guide"), the texts come from a re-implementation of its
// API and are assumed.
var (
	errRoleNotFound = newCode(
		http.StatusNotFound, "ERR_ROLE_NOT_FOUND", "an unknown role",
		"The role {1} does not exist. Please use correct role or use create role API.",
	)
	errRoleExists = newCode(
		http.StatusBadRequest, "ERR_ROLE_ALREADY_EXISTS", "a role that is there",
		"The role {1} already exists. Please use another role or try after permanently deleting the role.",
	)
	errRoleDeleteDenied = newCode(http.StatusForbidden, "ERR_ROLE_DELETE_DENIED", "the role default", "The role "+defaultRole+" cannot be deleted.")
)

// roleView is a role as it is answered.
type roleView struct {
	Role        string          `json:"role"`
	Name        string          `json:"name"`
	Description string          `json:"description,omitempty"`
	Metadata    json.RawMessage `json:"metadata,omitempty"`
	Settings    json.RawMessage `json:"settings,omitempty"`
	CreatedAt   time.Time       `json:"createdAt" wire:"seconds"`
	UpdatedAt   time.Time       `json:"updatedAt,omitzero" wire:"seconds"`
}

func viewOfRole(r store.Role) roleView {
	return roleView{r.ID, r.Name, r.Description, r.Metadata, r.Settings, r.CreatedAt, r.UpdatedAt}
}

// roleMembers are what a new role and an update have in common.
type roleMembers struct {
	Description string          `json:"description" rule:"maxlen=255"`
	Metadata    json.RawMessage `json:"metadata"`
	Settings    json.RawMessage `json:"settings" check:"settings"`
}

// readSettings reads what people of a role may do.
func readSettings(f *form, m *shape.Field, into reflect.Value) {
	settings := filled(f.object(m))
	if settings == nil {
		return
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(settings, &members) != nil {
		f.fail(m.Name, "The %s must be an array.", m.Name)
		return
	}
	for _, name := range []string{"listUsers", "sendMessagesTo"} {
		value, ok := members[name]
		if ok && string(value) != `"all"` && string(value) != `"friendsOnly"` {
			f.fail(m.Name+"."+name, "The selected %s.%s is invalid.", m.Name, name)
		}
	}
	into.SetBytes(settings)
}

type newRole struct {
	Role string `json:"role" rule:"required,maxlen=100" check:"uid"`
	Name string `json:"name" rule:"required,maxlen=100" how:"assumed"`
	roleMembers
}

var createRole = op[newRole, roleView]{
	Name: "CreateRole", Route: "POST /roles", Page: "Roles", Seen: rolesSeen,
	Run: func(tx *store.Tx, _ caller, q newRole) (roleView, error) {
		if role, taken := tx.Role(q.Role); taken {
			return roleView{}, errRoleExists.of(q.Role).because("the role %s is there since %s, named %.100q", role.ID, moment(role.CreatedAt), role.Name)
		}
		if len(slices.Collect(tx.Roles())) >= maxRoles {
			return roleView{}, errBadRequest.with([]detail{{"role", "The app may not have more than " + strconv.Itoa(maxRoles) + " roles."}})
		}
		r := store.Role{
			ID: q.Role, Name: q.Name, Description: q.Description, Metadata: q.Metadata, Settings: q.Settings,
			CreatedAt: thisSecond(tx),
		}
		tx.PutRole(r)
		return viewOfRole(r), nil
	},
	Codes: codes{gateway.Assumed: {errBadRequest, errRoleExists}},
	Notes: notes{
		documented("members and their order; role has the rules of a uid"),
		documented("settings.listUsers and settings.sendMessagesTo are all or friendsOnly"),
		assumed("another value there: 400 ERR_BAD_REQUEST; other members of settings are kept"),
		assumed("the settings are kept and have no effect on lists and messages"),
		recorded("a role that is there: 400"),
		assumed("its text"),
		documented("at most 25 roles", "Properties and Constraints"),
		assumed("the role default counts; one more role: 400 ERR_BAD_REQUEST"),
		assumed("an empty metadata or settings counts as none"),
	},
}

var listRoles = list[paging, roleView]{
	Name: "ListRoles", Route: "GET /roles", Page: "Roles", Seen: rolesSeen,
	Run: func(tx *store.Tx, _ caller, q paging) (counted[roleView], error) {
		all := newestFirst(slices.Collect(tx.Roles()), func(r store.Role) time.Time { return r.CreatedAt })
		return cutPage(all, q, viewOfRole), nil
	},
	Codes: codes{gateway.Assumed: {errBadRequest}},
	Notes: notes{
		recorded("the newest first"),
		documented("real totals, no cursor; a fresh app has the role default, \"Default Role\""),
	},
}

var getRole = op[struct{}, roleView]{
	Name: "GetRole", Route: "GET /roles/{role}", Page: "Roles",
	Run: func(tx *store.Tx, who caller, _ struct{}) (roleView, error) {
		r, err := findRole(tx, who)
		return viewOfRole(r), err
	},
	Codes: codes{gateway.Documented: {errRoleNotFound}},
	Notes: notes{
		documented("members and their order"),
		assumed("its text; the role in the path is lower-cased"),
	},
}

// findRole is the role in the path.
func findRole(tx *store.Tx, who caller) (store.Role, error) {
	id := strings.ToLower(who.path("role"))
	r, ok := tx.Role(id)
	if !ok {
		return r, errRoleNotFound.of(id).because("no role has the id %.100q; %s", id, whichRoles(tx))
	}
	return r, nil
}

// whichRoles says which roles there are, or where to look when they are many.
func whichRoles(tx *store.Tx) string {
	const few = 5
	var ids []string
	for r := range tx.Roles() {
		ids = append(ids, r.ID)
	}
	if len(ids) > few {
		return fmt.Sprintf("GET /v3/roles lists the %d that there are", len(ids))
	}
	return "there are " + strings.Join(ids, ", ")
}

func roleThere(tx *store.Tx, who caller) error {
	_, err := findRole(tx, who)
	return err
}

type roleChange struct {
	Name string `json:"name" rule:"minlen=1,maxlen=100" how:"assumed"`
	roleMembers
	Unset []string `json:"unset" rule:"enum=settings|description|metadata"`
}

var updateRole = op[roleChange, roleView]{
	Name: "UpdateRole", Route: "PUT /roles/{role}", Page: "Roles",
	First: roleThere,
	Run: func(tx *store.Tx, who caller, q roleChange) (roleView, error) {
		r, _ := findRole(tx, who)
		set(&r.Name, q.Name)
		set(&r.Description, q.Description)
		setValue(&r.Metadata, q.Metadata)
		setValue(&r.Settings, q.Settings)
		for _, name := range q.Unset {
			switch name {
			case "settings":
				r.Settings = nil
			case "description":
				r.Description = ""
			case "metadata":
				r.Metadata = nil
			}
		}
		r.UpdatedAt = thisSecond(tx)
		tx.PutRole(r)
		return viewOfRole(r), nil
	},
	Codes: codes{gateway.Documented: {errRoleNotFound}, gateway.Assumed: {errBadRequest}},
	Notes: notes{
		documented("members that are not sent stay; unset takes settings, description and metadata; updatedAt behind createdAt"),
		assumed("every update sets updatedAt; a member both sent and unset is gone; a blank description stays as it was"),
		assumed("the role default may be updated"),
	},
}

var deleteRole = op[struct{}, success]{
	Name: "DeleteRole", Route: "DELETE /roles/{role}", Page: "Roles",
	Run: func(tx *store.Tx, who caller, _ struct{}) (success, error) {
		r, err := findRole(tx, who)
		switch {
		case err != nil:
			return success{}, err
		case r.ID == defaultRole:
			return success{}, errRoleDeleteDenied.because("every app has the role %s: people whose own role is deleted get it", defaultRole)
		}
		tx.DeleteRole(r.ID)
		dropRole(tx, r.ID)
		return done("Role " + r.ID + " has been deleted successfully."), nil
	},
	Codes: codes{gateway.Documented: {errRoleNotFound, errRoleDeleteDenied}},
	Notes: notes{
		documented("the answer's text"),
		assumed("the status and the text of the refusal to delete the role default"),
		assumed("people who had the role get the role default; their updatedAt stays"),
	},
}

// dropRole gives everybody who had a role the default one, so that nobody has a role that is not there, and forgets what
// was said of the role.
func dropRole(tx *store.Tx, id string) {
	for _, s := range slices.Collect(tx.Settings("", id)) {
		tx.DeleteSetting("", id, s.Name)
	}
	var had []*store.User
	for u := range tx.Users() {
		if u.Role == id {
			had = append(had, u)
		}
	}
	for _, u := range had {
		changed := *u
		changed.Role = defaultRole
		tx.PutUser(changed)
	}
}

package cometchatapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
)

// Bounds of roles (page "Properties and Constraints").
const (
	defaultRole        = "default"
	maxRoles           = 25
	maxRoleName        = 100 // assumed: that of users
	maxRoleDescription = 255
)

var roleOperations = []gateway.Op{
	{
		Name: "CreateRole", Method: http.MethodPost, Path: "/roles",
		Credential: apiKey, Limits: standardLimits,
		Parameters: body(gateway.Applied, "role", "name", "description", "metadata", "settings"),
		Do:         gateway.Write(gateway.StepsOf(decodeRoleCreate, createRole, encodeData(appendRole))),
		Facts:      createRoleFacts,
	},
	{
		Name: "ListRoles", Method: http.MethodGet, Path: "/roles",
		Credential: apiKey, Limits: standardLimits,
		Parameters: pageParameters,
		Do:         gateway.Read(gateway.StepsOf(decodeRoleList, listRoles, encodeCounted(appendRole))),
		Facts:      listRolesFacts,
	},
	{
		Name: "GetRole", Method: http.MethodGet, Path: "/roles/{role}",
		Credential: apiKey, Limits: standardLimits,
		Do:    gateway.Read(gateway.StepsOf(decodeRoleID, findRole, encodeData(appendRole))),
		Facts: getRoleFacts,
	},
	{
		Name: "UpdateRole", Method: http.MethodPut, Path: "/roles/{role}",
		Credential: apiKey, Limits: standardLimits,
		Parameters: body(gateway.Applied, "name", "description", "metadata", "settings", "unset"),
		Do:         gateway.Write(gateway.StepsOf(decodeRoleUpdate, updateRole, encodeData(appendRole))),
		Facts:      updateRoleFacts,
	},
	{
		Name: "DeleteRole", Method: http.MethodDelete, Path: "/roles/{role}",
		Credential: apiKey, Limits: standardLimits,
		Do:    gateway.Write(gateway.StepsOf(decodeRoleID, deleteRole, encodeSuccess)),
		Facts: deleteRoleFacts,
	},
}

// The codes are the vendor's (page "Error Guide"), the texts come from a re-implementation of its
// API and are assumed.
func errRoleNotFound(role string) *codeError {
	return same(http.StatusNotFound, "ERR_ROLE_NOT_FOUND",
		fmt.Sprintf("The role %s does not exist. Please use correct role or use create role API.", role))
}

func errRoleExists(role string) *codeError {
	return same(http.StatusBadRequest, "ERR_ROLE_ALREADY_EXISTS",
		fmt.Sprintf("The role %s already exists. Please use another role or try after permanently deleting the role.", role))
}

var errRoleDeleteDenied = same(http.StatusForbidden, "ERR_ROLE_DELETE_DENIED", "The role "+defaultRole+" cannot be deleted.")

var roleCodes = map[string]*codeError{
	"ERR_ROLE_NOT_FOUND":      errRoleNotFound("unknown"),
	"ERR_ROLE_ALREADY_EXISTS": errRoleExists("unknown"),
	"ERR_ROLE_DELETE_DENIED":  errRoleDeleteDenied,
}

// roleCreate is a role to make.
type roleCreate struct {
	Role store.Role
	form *form
}

func decodeRoleCreate(c *gateway.Call) (roleCreate, error) {
	f := readForm(c)
	q := roleCreate{form: f}
	sent, _ := f.text("role", bounds{required: true, most: longestUID})
	q.Role.ID = strings.ToLower(sent)
	// A letter that is not ASCII may have one in lower case that is.
	if !plainUID(q.Role.ID) || len(q.Role.ID) != len(sent) {
		f.fail("role", "The role may only contain letters, numbers, dashes and underscores.")
	}
	q.Role.Name, _ = f.text("name", bounds{required: true, most: maxRoleName})
	q.Role.Description, _ = f.text("description", bounds{most: maxRoleDescription})
	q.Role.Metadata = filled(f.object("metadata", 0))
	q.Role.Settings = filled(readRoleSettings(f))
	return q, nil
}

// readRoleSettings reads what people of a role may do.
func readRoleSettings(f *form) []byte {
	settings := f.object("settings", 0)
	if filled(settings) == nil {
		return nil
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(settings, &members) != nil {
		f.fail("settings", "The settings must be an array.")
		return nil
	}
	for _, name := range []string{"listUsers", "sendMessagesTo"} {
		value, ok := members[name]
		if ok && string(value) != `"all"` && string(value) != `"friendsOnly"` {
			f.fail("settings."+name, "The selected settings.%s is invalid.", name)
		}
	}
	return settings
}

func createRole(tx *store.Tx, q roleCreate) (store.Role, error) {
	if err := q.form.err(); err != nil {
		return store.Role{}, err
	}
	if role, taken := tx.Role(q.Role.ID); taken {
		return store.Role{}, errRoleExists(q.Role.ID).because("the role %s is there since %s, named %.100q", role.ID, moment(role.CreatedAt), role.Name)
	}
	if len(slices.Collect(tx.Roles())) >= maxRoles {
		return store.Role{}, errBadRequest(detail{"role", "The app may not have more than " + strconv.Itoa(maxRoles) + " roles."})
	}
	q.Role.CreatedAt = thisSecond(tx)
	tx.PutRole(q.Role)
	return q.Role, nil
}

// pageQuery asks for a page of a list that belongs to the whole app.
type pageQuery struct {
	Page  page
	wrong []detail
}

func decodeRoleList(c *gateway.Call) (q pageQuery, _ error) {
	q.Page, q.wrong = decodePage(c.Query)
	return q, nil
}

func listRoles(tx *store.Tx, q pageQuery) (counted[store.Role], error) {
	if len(q.wrong) > 0 {
		return counted[store.Role]{}, errBadRequest(q.wrong...)
	}
	all := newestFirst(slices.Collect(tx.Roles()), func(r store.Role) time.Time { return r.CreatedAt })
	return cutPage(all, q.Page), nil
}

func decodeRoleID(c *gateway.Call) (string, error) { return strings.ToLower(c.PathParam("role")), nil }

func findRole(tx *store.Tx, id string) (store.Role, error) {
	r, ok := tx.Role(id)
	if !ok {
		return r, errRoleNotFound(id).because("no role has the id %.100q; %s", id, whichRoles(tx))
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

// roleUpdate is what to change of a role: the members that the form has.
type roleUpdate struct {
	Role  store.Role
	Unset []string
	form  *form
}

func decodeRoleUpdate(c *gateway.Call) (roleUpdate, error) {
	f := readForm(c)
	q := roleUpdate{form: f}
	q.Role.ID = strings.ToLower(c.PathParam("role"))
	q.Role.Name, _ = f.text("name", bounds{filled: true, most: maxRoleName})
	q.Role.Description, _ = f.text("description", bounds{most: maxRoleDescription})
	q.Role.Metadata = filled(f.object("metadata", 0))
	q.Role.Settings = filled(readRoleSettings(f))
	q.Unset = f.texts("unset", false, 0)
	for i, name := range q.Unset {
		if name != "settings" && name != "description" && name != "metadata" {
			f.fail("unset."+strconv.Itoa(i), "The selected unset.%d is invalid.", i)
		}
	}
	return q, nil
}

func updateRole(tx *store.Tx, q roleUpdate) (store.Role, error) {
	r, err := findRole(tx, q.Role.ID)
	if err != nil {
		return r, err
	}
	if err := q.form.err(); err != nil {
		return r, err
	}
	if q.Role.Name != "" {
		r.Name = q.Role.Name
	}
	if q.Role.Description != "" {
		r.Description = q.Role.Description
	}
	if q.Role.Metadata != nil {
		r.Metadata = q.Role.Metadata
	}
	if q.Role.Settings != nil {
		r.Settings = q.Role.Settings
	}
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
	return r, nil
}

func deleteRole(tx *store.Tx, id string) (text string, err error) {
	if _, err := findRole(tx, id); err != nil {
		return "", err
	}
	if id == defaultRole {
		return "", errRoleDeleteDenied.because("every app has the role %s: people whose own role is deleted get it", defaultRole)
	}
	tx.DeleteRole(id)
	dropRole(tx, id)
	return "Role " + id + " has been deleted successfully.", nil
}

// dropRole gives everybody who had a role the default one, so that nobody has a role that is not there.
func dropRole(tx *store.Tx, id string) {
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

func appendRole(dst []byte, r store.Role) []byte {
	dst = append(dst, `{"role":`...)
	dst = jsontext.AppendPHP(dst, r.ID)
	dst = appendMember(dst, "name", r.Name)
	dst = appendOptional(dst, "description", r.Description)
	dst = appendOptionalValue(dst, "metadata", r.Metadata)
	dst = appendOptionalValue(dst, "settings", r.Settings)
	return append(appendTimes(dst, r.CreatedAt, r.UpdatedAt), '}')
}

func appendTimes(dst []byte, created, updated time.Time) []byte {
	dst = append(dst, `,"createdAt":`...)
	dst = strconv.AppendInt(dst, created.Unix(), 10)
	if !updated.IsZero() {
		dst = append(dst, `,"updatedAt":`...)
		dst = strconv.AppendInt(dst, updated.Unix(), 10)
	}
	return dst
}

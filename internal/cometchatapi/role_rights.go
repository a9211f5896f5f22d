package cometchatapi

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// right is what somebody who acts needs for an operation: a feature that the role can be kept from, and permissions that
// the role, and the scope in a group, can be denied.
type right[In any] struct {
	Feature    string                   // the key of one of features; empty: the operation needs nothing
	Permission string                   // the id of one of rolePermissions; empty: none
	InScope    string                   // the id of one of scopePermissions; empty: none
	Group      func(caller, *In) string // in which; nil: the one of the path
}

// The text with a role is documented (page "Pin message"), that with a scope assumed.
var (
	errPermissionDenied = newCode(
		http.StatusForbidden, "ERR_PERMISSION_DENIED", "", "Permission denied for action {1} with role {2} as per RBAC policy.",
	)
	errScopeDenied = newCode(
		http.StatusForbidden, errPermissionDenied.Code, "", "Permission denied for action {1} with scope {2} as per SBAC policy.",
	)
)

// denied is the value of a permission that is not given.
const denied = `"deny"`

// refuse refuses somebody who lacks the right. Nobody is the app itself, which may do everything.
func (r *right[In]) refuse(tx *store.Tx, who caller, q *In) error {
	if r.Feature == "" || who.Me == "" || !tx.HasSettings() {
		return nil
	}
	u, ok := tx.User(who.Me)
	if !ok {
		return nil
	}
	if _, kept := tx.Setting("", u.Role, featurePrefix+r.Feature); kept && who.EndUser {
		return errPermissionDenied.of(r.Feature, u.Role).because("the role %s of %s is kept from the feature %s%s", u.Role, u.ID, featurePrefix, r.Feature)
	}
	if r.Permission != "" && isDenied(tx, "", u.Role, r.Permission) {
		return errPermissionDenied.of(r.Permission, u.Role).because("the role %s of %s is denied %s", u.Role, u.ID, r.Permission)
	}
	if r.InScope == "" {
		return nil
	}
	guid := who.path("guid")
	if r.Group != nil {
		guid = r.Group(who, q)
	}
	m, is := tx.Member(strings.ToLower(guid), u.ID)
	if is && isDenied(tx, m.Group.ID, scopes[m.Role], r.InScope) {
		scope := scopes[m.Role]
		return errScopeDenied.of(r.InScope, scope).because("the scope %s of %s in the group %s is denied %s", scope, u.ID, m.Group.ID, r.InScope)
	}
	return nil
}

func isDenied(tx *store.Tx, group, of, permission string) bool {
	s, _ := tx.Setting(group, of, permission)
	return string(s.Value) == denied
}

// on is what the operation has on a surface because of the right: nothing, where nobody acts. A right to what the vendor
// has not is a mistake in the program and panics.
func (r *right[In]) on(credential string, onBehalfOf bool) (codes []gateway.CodeFact, facts notes) {
	how := gateway.Assumed
	if r.Permission != "" || r.InScope != "" {
		how = gateway.Documented
	}
	endUser := credential == authToken
	if r.Feature == "" || !endUser && (!onBehalfOf || how == gateway.Assumed) {
		return nil, nil
	}
	if _, known := featureNamed(r.Feature); !known || r.Permission != "" && permissionNamed(rolePermissions, r.Permission) == nil ||
		r.InScope != "" && permissionNamed(scopePermissions, r.InScope) == nil {
		panic(fmt.Sprintf("cometchatapi: no such right: %q, %q, %q", r.Feature, r.Permission, r.InScope))
	}
	refused := ": 403 " + errPermissionDenied.Code
	if r.Permission != "" {
		facts = append(facts, documented("the permission "+r.Permission+" is denied to the role of who acts"+refused, "RBAC"))
	}
	if r.InScope != "" {
		facts = append(facts, documented("the permission "+r.InScope+" is denied to the scope of who acts in the group"+refused, "RBAC"))
	}
	if endUser {
		facts = append(facts, assumed("the role is kept from the feature "+featurePrefix+r.Feature+refused))
	}
	facts = append(facts, assumed("that comes behind who and what is not there, and before the parameters"))
	return []gateway.CodeFact{{Code: errPermissionDenied.Code, Provenance: how}}, facts
}

// groupOfMessage is the group that a message is for; empty: it is for a user.
func groupOfMessage(_ caller, q *newMessage) string {
	if q.ReceiverType == toGroup {
		return q.Receiver
	}
	return ""
}

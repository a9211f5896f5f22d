package cometchatapi

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// right is what somebody who acts needs for an operation: a feature that the role can be kept from, and permissions that
// the role, and the scope in a group, can be denied.
type right[In any] struct {
	Feature    string                              // the key of one of features; empty: none
	Permission string                              // the id of one of rolePermissions; empty: none
	InScope    string                              // the id of one of scopePermissions; empty: none
	OfReply    string                              // takes the place of both, where the message of the path is a reply; empty: they stay
	Group      func(*store.Tx, caller, *In) string // in which; nil: the one of the path
	InPath     bool                                // it is the user of the path who acts
}

// none reports whether an operation needs nothing.
func (r *right[In]) none() bool { return r.Feature == "" && r.Permission == "" && r.InScope == "" }

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
	if r.InPath {
		who.Me = who.UID
	}
	if r.none() || who.Me == "" || !tx.HasSettings() {
		return nil
	}
	u, ok := tx.User(who.Me)
	if !ok {
		return nil
	}
	if _, kept := tx.Setting("", u.Role, featurePrefix+r.Feature); kept && r.Feature != "" && who.EndUser {
		return errPermissionDenied.of(r.Feature, u.Role).because("the role %s of %s is kept from the feature %s%s", u.Role, u.ID, featurePrefix, r.Feature)
	}
	ofRole, ofScope := r.Permission, r.InScope
	if r.OfReply != "" && messageInPath(tx, who).Extra().Parent != 0 {
		ofRole, ofScope = r.OfReply, r.OfReply
	}
	if ofRole != "" && isDenied(tx, "", u.Role, ofRole) {
		return errPermissionDenied.of(ofRole, u.Role).because("the role %s of %s is denied %s", u.Role, u.ID, ofRole)
	}
	if ofScope == "" {
		return nil
	}
	guid := who.path("guid")
	if r.Group != nil {
		guid = r.Group(tx, who, q)
	}
	m, is := tx.Member(strings.ToLower(guid), u.ID)
	if is && isDenied(tx, m.Group.ID, scopes[m.Role], ofScope) {
		scope := scopes[m.Role]
		return errScopeDenied.of(ofScope, scope).because("the scope %s of %s in the group %s is denied %s", scope, u.ID, m.Group.ID, ofScope)
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
	if r.none() || !endUser && (!onBehalfOf && !r.InPath || how == gateway.Assumed) {
		return nil, nil
	}
	r.mustBeKnown()
	refused := ": 403 " + errPermissionDenied.Code
	if r.Permission != "" {
		facts = append(facts, documented("the permission "+r.Permission+" is denied to the role of who acts"+refused, "RBAC"))
	}
	if r.InScope != "" {
		facts = append(facts, documented("the permission "+r.InScope+" is denied to the scope of who acts in the group"+refused, "RBAC"))
	}
	if r.OfReply != "" {
		facts = append(facts, assumed("of a reply in a thread it is the permission "+r.OfReply))
	}
	if endUser && r.Feature != "" {
		facts = append(facts, assumed("the role is kept from the feature "+featurePrefix+r.Feature+refused))
	}
	facts = append(facts, assumed("that comes behind users and groups that are not there, and before messages and parameters"))
	return []gateway.CodeFact{{Code: errPermissionDenied.Code, Provenance: how}}, facts
}

func (r *right[In]) mustBeKnown() {
	_, known := featureNamed(r.Feature)
	known = known || r.Feature == ""
	for _, id := range [2]string{r.Permission, r.OfReply} {
		known = known && (id == "" || permissionNamed(rolePermissions, id) != nil)
	}
	if !known || r.InScope != "" && permissionNamed(scopePermissions, r.InScope) == nil {
		panic(fmt.Sprintf("cometchatapi: no such right: %q, %q, %q, %q", r.Feature, r.Permission, r.InScope, r.OfReply))
	}
}

// messageInPath is the message of the path, an empty one where there is none: the operation says so later.
func messageInPath(tx *store.Tx, who caller) *store.Message {
	id, _ := strconv.ParseUint(who.path("id"), 10, 64)
	if m, there := tx.Message(id); there {
		return m
	}
	return &store.Message{}
}

// groupOfPath is the group that the message of the path is in; empty: it is between users.
func groupOfPath[In any](tx *store.Tx, who caller, _ *In) string {
	guid, _ := store.GroupOfTalk(messageInPath(tx, who).Conversation)
	return guid
}

// groupOfMessage is the group that a message is for; empty: it is for a user.
func groupOfMessage(_ *store.Tx, _ caller, q *newMessage) string {
	if q.ReceiverType == toGroup {
		return q.Receiver
	}
	return ""
}

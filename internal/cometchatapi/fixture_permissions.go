package cometchatapi

import (
	"encoding/json"
	"slices"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/store"
)

// each gives the permissions of the scopes.
func (s *FixtureScopes) each(yield func(scope string, of *json.RawMessage) bool) {
	_ = yield(scopes[admin], &s.Admin) && yield(scopes[moderator], &s.Moderator) && yield(scopes[participant], &s.Participant)
}

// permissionsIn puts in what roles and scopes may do. What is not named stays.
func (a *FixtureApp) permissionsIn(tx *store.Tx, p *fixture.Plan) error {
	for i := range a.Roles {
		r := &a.Roles[i]
		for _, f := range r.RestrictedFeatures {
			known, _ := featureNamed(f.Key)
			at := p.Epoch()
			if before, is := tx.Setting("", r.Role, known.name()); is {
				at = before.At
			}
			tx.PutSetting(store.Setting{Of: r.Role, Name: known.name(), At: fixture.Either(f.At, at)})
		}
		holder{"role", "", r.Role, rolePermissions}.putAll(tx, r.Permissions)
	}
	for i := range a.Groups {
		g := &a.Groups[i]
		for scope, of := range g.Scopes.each {
			holder{"scope", g.GUID, scope, scopePermissions}.putAll(tx, *of)
		}
	}
	return nil
}

// putAll sets all permissions of a mapping, of which nothing is wrong.
func (h holder) putAll(tx *store.Tx, all json.RawMessage) {
	named, _ := orderedMembers(all, func(id string) string { return id })
	for _, one := range named {
		h.put(tx, one.name, one.value)
	}
}

func (a *FixtureApp) permissionsOut(tx *store.Tx) {
	for i := range a.Roles {
		r := &a.Roles[i]
		for _, f := range slices.Backward(restrictions(tx, r.Role)) {
			r.RestrictedFeatures = append(r.RestrictedFeatures, FixtureRestriction{Key: f.name(), At: f.since})
		}
		r.Permissions = filled(holder{"role", "", r.Role, rolePermissions}.now(tx))
	}
	for i := range a.Groups {
		g := &a.Groups[i]
		for scope, of := range g.Scopes.each {
			*of = filled(holder{"scope", g.GUID, scope, scopePermissions}.now(tx))
		}
	}
}

// checkPermissions tells what is wrong with features and permissions.
func (a *FixtureApp) checkPermissions(c *fixture.Checker) {
	for i := range a.Roles {
		r := &a.Roles[i]
		for j := range r.RestrictedFeatures {
			f := &r.RestrictedFeatures[j]
			if _, known := featureNamed(f.Key); !known && f.Key != "" {
				c.Wrong(f.Placed.At("key"), "key", "%q is not a feature of the page Restrict Features", f.Key)
			}
		}
		checkSettings(c, &r.Placed, "permissions", r.Permissions, rolePermissions)
	}
	for i := range a.Groups {
		s := &a.Groups[i].Scopes
		for scope, of := range s.each {
			checkSettings(c, &s.Placed, scope, *of, scopePermissions)
		}
	}
}

func checkSettings(c *fixture.Checker, at *fixture.Placed, member string, all json.RawMessage, known []permission) {
	named, isObject := orderedMembers(all, func(id string) string { return id })
	if all != nil && !isObject {
		c.Wrong(at.At(member), member, "must be a mapping of permissions to their values")
	}
	for _, one := range named {
		switch p := permissionNamed(known, one.name); {
		case p == nil:
			c.Wrong(at.At(member), member, "%.60q is not a permission of the page RBAC", one.name)
		case p.read(one.value) == nil:
			c.Wrong(at.At(member), member, "%s must be %s, found %.60s", one.name, p.wants(), one.value)
		}
	}
}

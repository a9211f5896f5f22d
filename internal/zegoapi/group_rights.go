package zegoapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// right is what somebody must be in a group to do something there. The table of the page "Set group member roles" says
// who may do what; it is headed as one of clients, so calls of the server API are held against it only where the variant
// groupPermissions is on.
type right int

const (
	anybody right = iota // who is registered
	ofMember
	ofStaff // the owner or an administrator
	ofOwner
)

// has reports whether a member with that role has the right.
func (r right) has(role int64) bool {
	switch r {
	case ofStaff:
		return role == roleOwner || role == roleAdministrator
	case ofOwner:
		return role == roleOwner
	}
	return true
}

func (r right) String() string {
	if r == ofOwner {
		return "the owner (role 1)"
	}
	return "the owner (role 1) or an administrator (role 2)"
}

// groupRights is how an app looks at the rights of FromUserId.
type groupRights struct{ strict bool }

func rightsIn(app *gateway.App) groupRights { return groupRights{groupPermissions.Of(app) == "on"} }

// check refuses a call on a group whose FromUserId has not the right that it needs. In an app that is not strict
// everybody has every right.
func (r groupRights) check(tx *store.Tx, group, from string, need right) error {
	if !r.strict || need == anybody {
		return nil
	}
	m, ok := tx.Member(group, from)
	switch {
	case !ok:
		return r.outside(group, from)
	case !need.has(m.Role):
		return notEntitled(m, need)
	}
	return nil
}

// over refuses what a member of a group does to another one: the owner may do it to all, an administrator to those
// who are neither, everybody to themselves.
func (r groupRights) over(tx *store.Tx, group, from, other string) error {
	if !r.strict || from == other {
		return nil
	}
	m, ok := tx.Member(group, from)
	if !ok {
		return r.outside(group, from)
	}
	if o, ok := tx.Member(group, other); ok && !outranks(m.Role, o.Role) {
		return errNotAllowed.because("%q has the role %d in the group, and %q the role %d", from, m.Role, other, o.Role)
	}
	return nil
}

// outranks reports whether a member with one role may act on one with another.
func outranks(role, other int64) bool {
	return role == roleOwner || role == roleAdministrator && !ofStaff.has(other)
}

// muter is whoever mutes in a group: the page wants a role of a member, also where others may do everything (release
// note of 30 June 2025: FromUserId need not be a member). It is 1 for those who are none.
func (r groupRights) muter(tx *store.Tx, group, from string) (role int64, err error) {
	m, ok := tx.Member(group, from)
	switch {
	case !ok && r.strict:
		return 0, r.outside(group, from)
	case !ok:
		return roleOwner, nil
	case !ofStaff.has(m.Role):
		return 0, notEntitled(m, ofStaff)
	}
	return m.Role, nil
}

func (groupRights) outside(group, from string) error {
	return errNotInGroup.because("FromUserId %q is not a member of the group %q, and this app says variants: {groupPermissions: on}", from, group)
}

func notEntitled(m store.Member, need right) error {
	return errNotAllowed.because("FromUserId %q has the role %d in the group %q; only %s may do this", m.User.ID, m.Role, m.Group.ID, need)
}

// strictly notes what the variant groupPermissions changes for an action.
func strictly(need string) gateway.Fact {
	return assumed("variant groupPermissions on: FromUserId must be " + need + ", else 660600024 or 660600032; off: whoever is registered may do it")
}

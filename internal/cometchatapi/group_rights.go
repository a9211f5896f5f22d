package cometchatapi

import "github.com/chatdouble/mockserver/internal/store"

// acting is who acts in a group: a member, or the app itself, which may do everything.
type acting struct {
	me    string // empty: the app
	group *store.Group
	role  int64
}

// actingIn is who acts in the group of the path. Whoever is named must be a member.
func actingIn(tx *store.Tx, who caller) (acting, error) {
	g, err := groupInPath(tx, who)
	if err != nil || who.Me == "" {
		return acting{group: g}, err
	}
	if err := mustBeIn(tx, g, who.Me); err != nil {
		return acting{}, err
	}
	m, _ := tx.Member(g.ID, who.Me)
	return acting{who.Me, g, m.Role}, nil
}

// mustBeIn refuses somebody who is banned from a group, or no member.
func mustBeIn(tx *store.Tx, g *store.Group, me string) error {
	if err := bannedFrom(tx, g, me); err != nil {
		return err
	}
	if _, is := tx.Member(g.ID, me); !is {
		return errNotJoined.of(me, g.ID).because("%s is not a member of the group %s, and acts in it", me, g.ID)
	}
	return nil
}

// bannedFrom refuses somebody who is banned.
func bannedFrom(tx *store.Tx, g *store.Group, uid string) error {
	b, is := tx.Banned(g.ID, uid)
	if !is {
		return nil
	}
	return errBannedMember.of(uid, g.ID).because("%s is banned from the group %s since %s", uid, g.ID, moment(b.At))
}

// needs refuses somebody whose scope is below one.
func (a acting) needs(scope int64) error {
	switch {
	case a.role <= scope:
		return nil
	case scope == admin:
		return a.refused(errNoAdmin)
	}
	return a.refused(errNoModerator)
}

// refused is a refusal for what who acts is.
func (a acting) refused(k *code) error {
	return k.of(a.me, a.group.ID).because("%s has the scope %s in the group %s, whose owner is %s", a.me, scopes[a.role], a.group.ID, a.group.Owner)
}

// on is the member that who acts acts on, who must not be the same.
func (a acting) on(tx *store.Tx, uid string) (store.Member, error) {
	if uid == a.me {
		return store.Member{}, errNoSelfAction.of(uid, a.group.ID).because("%s acts on itself", uid)
	}
	if err := bannedFrom(tx, a.group, uid); err != nil {
		return store.Member{}, err
	}
	return memberOf(tx, a.group, uid)
}

func memberOf(tx *store.Tx, g *store.Group, uid string) (store.Member, error) {
	m, is := tx.Member(g.ID, uid)
	if !is {
		return m, errNotAMember.of(uid, g.ID).because("%s is not among the %d members of the group %s", uid, tx.Members(g.ID).Len(), g.ID)
	}
	return m, nil
}

// mayRemove refuses the kick or the ban of a member. Nobody may remove the owner.
func (a acting) mayRemove(m store.Member) error {
	switch {
	case m.User.ID == a.group.Owner:
		return errNoClearance.of(m.User.ID, a.group.ID).because("%s is the owner of the group %s", m.User.ID, a.group.ID)
	case m.Role == participant:
		return a.needs(moderator)
	case a.role > admin:
		return a.refused(errNoClearance)
	}
	return nil
}

// mayChange refuses to give a member another scope, or the same.
func (a acting) mayChange(m store.Member, to int64) error {
	owns := a.me == "" || a.me == a.group.Owner
	switch {
	case m.User.ID == a.group.Owner && to != admin:
		return errOwnerDemote.of(m.User.ID, a.group.ID).because("%s is the owner of the group %s", m.User.ID, a.group.ID)
	case a.role == participant,
		a.role == moderator && (m.Role != participant || to == admin),
		m.Role == admin && to != admin && !owns:
		return a.refused(errNoScopeClearance)
	case m.Role == to:
		return errSameScope.of(m.User.ID, a.group.ID).because("%s has the scope %s already", m.User.ID, scopes[to])
	}
	return nil
}

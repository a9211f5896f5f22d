package cometchatapi_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func (m *groupsModel) actor(chance *rand.Rand) string {
	if chance.IntN(3) == 0 {
		return ""
	}
	return m.somebody(chance)
}

func (m *groupsModel) now() int64 { return m.clock.Now().Unix() }

func (m *groupsModel) join(guid, uid, scope string) {
	m.joined++
	m.groups[guid].members[uid] = modelMember{scope, m.now(), m.joined}
}

func (m *groupsModel) create(t testing.TB, chance *rand.Rand) string {
	actor, guid, kind := m.actor(chance), m.guid(chance), []string{"public", "private", "password"}[chance.IntN(3)]
	code := ""
	switch {
	case actor != "" && !m.active(actor):
		code = "ERR_UID_NOT_FOUND"
	case m.groups[guid] != nil:
		code = "ERR_GUID_ALREADY_EXISTS"
	default:
		m.groups[guid] = &modelGroup{cmp.Or(actor, "app_system"), kind, map[string]modelMember{}, map[string]*modelMember{}}
		if actor != "" {
			m.join(guid, actor, "admin")
		}
	}
	return m.call(t, actor, fmt.Sprintf(`POST /v3/groups {"guid":%q,"name":"n","type":%q,"password":"p"}`, guid, kind), code)
}

func (m *groupsModel) drop(t testing.TB, chance *rand.Rand) string {
	actor, guid := m.actor(chance), m.guid(chance)
	code := m.mayAct(actor, guid, "")
	if code == "" && m.rank(actor, guid) < 3 {
		code = "ERR_GROUP_NO_ADMIN_SCOPE"
	}
	if code == "" {
		delete(m.groups, guid)
	}
	return m.call(t, actor, "DELETE /v3/groups/"+guid, code)
}

func (m *groupsModel) retype(t testing.TB, chance *rand.Rand) string {
	actor, guid, kind := m.actor(chance), m.guid(chance), []string{"public", "private", "password"}[chance.IntN(3)]
	code := m.mayAct(actor, guid, "")
	if code == "" && m.rank(actor, guid) < 2 {
		code = "ERR_GROUP_NO_MODERATOR_SCOPE"
	}
	if code == "" {
		m.groups[guid].kind = kind
	}
	return m.call(t, actor, fmt.Sprintf(`PUT /v3/groups/%s {"type":%q,"password":"p"}`, guid, kind), code)
}

func (m *groupsModel) transfer(t testing.TB, chance *rand.Rand) string {
	guid, to := m.guid(chance), m.somebody(chance)
	code := m.mayAct("", guid, "")
	if code == "" && to != m.groups[guid].owner {
		member, is := m.groups[guid].members[to]
		switch {
		case !m.active(to):
			code = "ERR_UID_NOT_FOUND"
		case !is:
			code = "ERR_NOT_A_MEMBER"
		default:
			m.groups[guid].owner = to
			member.scope = "admin"
			m.groups[guid].members[to] = member
		}
	}
	return m.call(t, "", fmt.Sprintf(`PUT /v3/groups/%s {"owner":%q}`, guid, to), code)
}

func (m *groupsModel) kick(t testing.TB, chance *rand.Rand) string {
	actor, guid, uid := m.actor(chance), m.guid(chance), m.somebody(chance)
	code := m.onMember(actor, guid, uid)
	if code == "" {
		code = m.mayRemove(actor, guid, uid)
	}
	if code == "" {
		delete(m.groups[guid].members, uid)
	}
	return m.call(t, actor, "DELETE /v3/groups/"+guid+"/members/"+uid, code)
}

func (m *groupsModel) mayRemove(actor, guid, uid string) string {
	switch rank, theirs := m.rank(actor, guid), ranks[m.groups[guid].members[uid].scope]; {
	case uid == m.groups[guid].owner, rank < 3 && theirs > 1:
		return "ERR_GROUP_NO_CLEARANCE"
	case rank < 2:
		return "ERR_GROUP_NO_MODERATOR_SCOPE"
	}
	return ""
}

func (m *groupsModel) ban(t testing.TB, chance *rand.Rand) string {
	actor, guid, uid := m.actor(chance), m.guid(chance), m.somebody(chance)
	code := m.onMember(actor, guid, uid)
	if code == "ERR_BANNED_GROUPMEMBER" && m.mayAct(actor, guid, uid) == "" {
		code = "ERR_ALREADY_BANNED"
	}
	if code == "" {
		code = m.mayRemove(actor, guid, uid)
	}
	if code == "" {
		delete(m.groups[guid].members, uid)
		m.groups[guid].bans[uid] = nil
	}
	return m.call(t, actor, "POST /v3/groups/"+guid+"/bannedusers/"+uid, code)
}

func (m *groupsModel) unban(t testing.TB, chance *rand.Rand) string {
	actor, guid, uid := m.actor(chance), m.guid(chance), m.somebody(chance)
	code := m.mayAct(actor, guid, uid)
	if code == "" && m.rank(actor, guid) < 2 {
		code = "ERR_GROUP_NO_MODERATOR_SCOPE"
	}
	if code == "" {
		if _, banned := m.groups[guid].bans[uid]; !banned {
			code = "ERR_NOT_A_BANNED_USER"
		}
		delete(m.groups[guid].bans, uid)
	}
	return m.call(t, actor, "DELETE /v3/groups/"+guid+"/bannedusers/"+uid, code)
}

func (m *groupsModel) rescope(t testing.TB, chance *rand.Rand) string {
	actor, guid, uid := m.actor(chance), m.guid(chance), m.somebody(chance)
	scope := []string{"admin", "moderator", "participant"}[chance.IntN(3)]
	code := m.onMember(actor, guid, uid)
	if code == "" {
		code = m.setScope(actor, guid, uid, scope)
	}
	return m.call(t, actor, fmt.Sprintf(`PUT /v3/groups/%s/members/%s {"scope":%q}`, guid, uid, scope), code)
}

func (m *groupsModel) setScope(actor, guid, uid, scope string) string {
	g := m.groups[guid]
	member, rank := g.members[uid], m.rank(actor, guid)
	switch {
	case uid == g.owner && scope != "admin":
		return "ERR_GROUP_OWNER_DEMOTE_FORBIDDEN"
	case rank == 1, rank == 2 && (member.scope != "participant" || scope == "admin"),
		rank == 3 && member.scope == "admin" && scope != "admin" && actor != g.owner:
		return "ERR_GROUP_NO_SCOPE_CLEARANCE"
	case member.scope == scope:
		return "ERR_SAME_SCOPE"
	}
	member.scope = scope
	g.members[uid] = member
	return ""
}

// add adds one user, in a scope, or bans one.
func (m *groupsModel) add(t testing.TB, chance *rand.Rand) string {
	actor, guid, uid := m.actor(chance), m.guid(chance), m.somebody(chance)
	list := []string{"admins", "moderators", "participants", "usersToBan"}[chance.IntN(4)]
	code := m.mayAct(actor, guid, "")
	if code == "" && m.rank(actor, guid) < 3 {
		code = "ERR_GROUP_NO_ADMIN_SCOPE"
	}
	call := fmt.Sprintf(`POST /v3/groups/%s/members {%q:[%q]}`, guid, list, uid)
	if code != "" {
		return m.call(t, actor, call, code)
	}
	g, failed := m.groups[guid], ""
	member, is := g.members[uid]
	_, banned := g.bans[uid]
	switch {
	case !m.active(uid):
		failed = "ERR_UID_NOT_FOUND"
	case list == "usersToBan" && uid == actor:
		failed = "ERR_GROUP_NO_SELF_ACTION"
	case list == "usersToBan" && uid == g.owner:
		failed = "ERR_GROUP_NO_CLEARANCE"
	case list == "usersToBan" && banned:
		failed = "ERR_ALREADY_BANNED"
	case list == "usersToBan":
		if g.bans[uid] = nil; is {
			g.bans[uid] = &member
		}
		delete(g.members, uid)
	case is:
		failed = m.setScope(actor, guid, uid, strings.TrimSuffix(list, "s"))
	default:
		delete(g.bans, uid)
		m.join(guid, uid, strings.TrimSuffix(list, "s"))
	}
	_, rest, _ := strings.Cut(call, " ")
	target, body, _ := strings.Cut(rest, " ")
	status, answer := m.ask("POST", target, body, "onBehalfOf", actor)
	if status != 200 || failed == "" && !strings.Contains(answer, `"success":true`) || !strings.Contains(answer, failed) {
		t.Errorf("%s by %q: %d %s, want %q", call, actor, status, answer, failed)
	}
	return fmt.Sprintf("%s by %q", call, actor)
}

func (m *groupsModel) joins(t testing.TB, chance *rand.Rand) string {
	guid, uid, password := m.guid(chance), m.somebody(chance), []string{"p", "q"}[chance.IntN(2)]
	if !m.active(uid) {
		return "nothing"
	}
	code := m.mayAct(uid, guid, "")
	switch {
	case code == "":
		code = "ERR_ALREADY_JOINED"
	case code != "ERR_GROUP_NOT_JOINED":
	case m.groups[guid].kind == "private":
		code = "ERR_GROUP_JOIN_NOT_ALLOWED"
	case m.groups[guid].kind == "password" && password != "p":
		code = "ERR_WRONG_GROUP_PASS"
	default:
		code = ""
		m.join(guid, uid, "participant")
	}
	return m.byToken(t, uid, "POST", "/v3/groups/"+guid+"/members", `{"password":"`+password+`"}`, code)
}

func (m *groupsModel) leaves(t testing.TB, chance *rand.Rand) string {
	guid, uid := m.guid(chance), m.somebody(chance)
	if !m.active(uid) {
		return "nothing"
	}
	code := m.mayAct(uid, guid, "")
	switch {
	case code != "":
	case uid == m.groups[guid].owner:
		code = "ERR_OWNER_EXIT_FORBIDDEN"
	default:
		delete(m.groups[guid].members, uid)
	}
	return m.byToken(t, uid, "DELETE", "/v3/groups/"+guid+"/members", "", code)
}

func (m *groupsModel) byToken(t testing.TB, uid, method, target, body, want string) string {
	t.Helper()
	r := send(m.srv, request{
		method: method, target: target, body: body, header: map[string]string{"authToken": makeToken(t, m.srv, uid), "Content-Type": "application/json"},
	})
	if got := codeIn(r.Status, r.Body); got != want {
		t.Errorf("%s %s %s of %s: %d %s, want %q", method, target, body, uid, r.Status, r.Body, want)
	}
	return method + " " + target + " " + body + " of " + uid
}

// person deactivates somebody, deletes, or brings back.
func (m *groupsModel) person(t testing.TB, chance *rand.Rand) string {
	uid := m.prefix + []string{"a", "b", "c", "d", "e"}[chance.IntN(5)]
	active := m.people[uid]
	switch {
	case active == nil:
		m.revive(uid)
		return "reviving " + uid
	case !*active:
		*active = true
		m.must("PUT", "/v3/users", fmt.Sprintf(`{"uidsToActivate":[%q]}`, uid))
		return "activating " + uid
	case chance.IntN(2) == 0:
		*active = false
		return m.call(t, "", "DELETE /v3/users/"+uid, "")
	}
	delete(m.people, uid)
	for _, g := range m.groups {
		delete(g.members, uid)
		delete(g.bans, uid)
		if g.owner == uid {
			g.owner = "app_system"
		}
	}
	return m.call(t, "", "DELETE /v3/users/"+uid+` {"permanent":true}`, "")
}

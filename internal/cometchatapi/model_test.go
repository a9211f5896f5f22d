package cometchatapi_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// model is what the server should know, in maps. It answers each write with the outcome that the server's answer should
// have; flows hold the texts.
type model struct {
	people   map[string]*person
	blocks   map[[2]string]int64 // since when, in UNIX seconds
	friends  map[[2]string]int64 // both ways
	messages []modelMessage
	sent     int // messages ever
	roles    map[string]modelRole
	keys     map[string]string // values by name
}

type person struct {
	active               bool
	name, role           string
	createdAt, updatedAt int64
	tokens               []string // the newest first
}

type modelRole struct {
	name                 string
	createdAt, updatedAt int64
}

type modelMessage struct {
	from, to, text string
	withheld       bool
}

func newModel() *model {
	return &model{
		people: map[string]*person{}, blocks: map[[2]string]int64{}, friends: map[[2]string]int64{},
		roles: map[string]modelRole{}, keys: map[string]string{},
	}
}

// The outcomes of a call that goes well, and of one for somebody who is not there.
const (
	fine   = "200"
	noUser = "404 ERR_UID_NOT_FOUND"
)

// outcome is what matters of an answer: the code, whom of several it is for, and lists of uids.
func outcome(status int, body string) string {
	if status != 200 {
		code, err := codeOf(status, []byte(body))
		if err != nil {
			code = err.Error()
		}
		return fmt.Sprint(status, " ", code)
	}
	_, top, _ := members([]byte(body))
	names, entries, _ := members(top["data"])
	if len(names) == 1 && names[0] == "accepted" {
		names, entries, _ = members(entries["accepted"])
	}
	all := []string{fine}
	for _, name := range names {
		var entry struct {
			Success *bool
			Error   struct{ Code string }
		}
		if _ = json.Unmarshal(entries[name], &entry); entry.Success != nil {
			all = append(all, name+":"+entry.Error.Code)
		} else if entries[name][0] == '[' {
			all = append(all, name+string(entries[name]))
		}
	}
	return strings.Join(all, " ")
}

func (m *model) active(uid string) bool { return m.people[uid] != nil && m.people[uid].active }

// each makes the outcome of a call of me for several uids, of which each may fail alone.
func (m *model) each(me string, sent []string, one func(uid string) (code string)) string {
	if !m.active(me) {
		return noUser
	}
	all, seen := []string{fine}, map[string]bool{}
	for _, name := range sent {
		uid := strings.ToLower(name)
		if seen[uid] {
			continue
		}
		seen[uid] = true
		if m.people[uid] != nil { // it is named as it is stored
			name = uid
		}
		all = append(all, name+":"+one(uid))
	}
	return strings.Join(all, " ")
}

func (m *model) block(me string, sent []string, now int64) string {
	return m.each(me, sent, func(uid string) string {
		switch pair := [2]string{me, uid}; {
		case !m.active(uid):
			return "ERR_UID_NOT_FOUND"
		case uid == me:
			return "ERR_CANNOT_BLOCK_SELF"
		default:
			m.blocks[pair] = cmp.Or(m.blocks[pair], now)
			return ""
		}
	})
}

func (m *model) unblock(me string, sent []string) string {
	return m.each(me, sent, func(uid string) string {
		delete(m.blocks, [2]string{me, uid})
		return ""
	})
}

func (m *model) befriend(me string, sent []string, now int64) string {
	return m.each(me, sent, func(uid string) string {
		switch since := cmp.Or(m.friends[[2]string{me, uid}], now); {
		case !m.active(uid):
			return "ERR_UID_NOT_FOUND"
		case uid == me:
			return "ERR_CANNOT_FORM_SELF_RELATION"
		default:
			m.friends[[2]string{me, uid}], m.friends[[2]string{uid, me}] = since, since
			return ""
		}
	})
}

func (m *model) unfriend(me string, sent []string) string {
	if !m.active(me) {
		return noUser
	}
	for _, s := range sent {
		uid := strings.ToLower(s)
		delete(m.friends, [2]string{me, uid})
		delete(m.friends, [2]string{uid, me})
	}
	return fine
}

func (m *model) create(uid string, now int64) string {
	if m.people[uid] != nil {
		return "400 ERR_UID_ALREADY_EXISTS"
	}
	m.people[uid] = &person{active: true, name: uid, role: "default", createdAt: now}
	return fine
}

// shown is a person as the server shows one.
func (m *model) shown(uid string) string {
	p := m.people[uid]
	return fmt.Sprintf(`{"data":{"uid":%q,"name":%q,"status":"offline","role":%q,%s}}`, uid, p.name, p.role, times(p.createdAt, p.updatedAt))
}

func times(created, updated int64) string {
	if updated == 0 {
		return fmt.Sprintf(`"createdAt":%d`, created)
	}
	return fmt.Sprintf(`"createdAt":%d,"updatedAt":%d`, created, updated)
}

// update changes a name and, unless it is empty, a role.
func (m *model) update(uid, name, role string, now int64) string {
	switch {
	case !m.active(uid):
		return noUser
	case role != "" && m.roles[role].name == "":
		return "400 ERR_BAD_REQUEST"
	}
	p := m.people[uid]
	p.name, p.role, p.updatedAt = name, cmp.Or(role, p.role), now
	return fine
}

// bring imports people who are not there.
func (m *model) bring(sent []string, now int64) string {
	all := []string{fine}
	for _, uid := range sent {
		_, code, _ := strings.Cut(m.create(uid, now), " ")
		all = append(all, uid+":"+code)
	}
	return strings.Join(all, " ")
}

func (m *model) makeRole(role string, now int64) string {
	if m.roles[role].name != "" {
		return "400 ERR_ROLE_ALREADY_EXISTS"
	}
	m.roles[role] = modelRole{name: "Role", createdAt: now}
	return fine
}

// knownRole is the outcome of a call that any role that is there is good for.
func (m *model) knownRole(role string) string {
	if m.roles[role].name == "" {
		return "404 ERR_ROLE_NOT_FOUND"
	}
	return fine
}

func (m *model) renameRole(role, name string, now int64) string {
	if r := m.roles[role]; r.name != "" {
		m.roles[role] = modelRole{name, r.createdAt, now}
	}
	return m.knownRole(role)
}

// dropRole deletes a role. Who had it has the default one again.
func (m *model) dropRole(role string) string {
	was := m.knownRole(role)
	delete(m.roles, role)
	for _, p := range m.people {
		if p.role == role {
			p.role = "default"
		}
	}
	return was
}

func (m *model) flush(uid string) string {
	if !m.active(uid) {
		return noUser
	}
	m.people[uid].tokens = nil
	return fine
}

// dropToken deletes the newest token of a person, or one that nobody has.
func (m *model) dropToken(uid string) (token, outcome string) {
	if !m.active(uid) {
		return "none", noUser
	}
	p := m.people[uid]
	if len(p.tokens) == 0 {
		return "none", "404 ERR_AUTH_TOKEN_NOT_FOUND"
	}
	token, p.tokens = p.tokens[0], p.tokens[1:]
	return token, fine
}

func (m *model) delete(uid string) string {
	if m.people[uid] == nil {
		return noUser
	}
	delete(m.people, uid)
	names := func(pair [2]string, _ int64) bool { return pair[0] == uid || pair[1] == uid }
	maps.DeleteFunc(m.blocks, names)
	maps.DeleteFunc(m.friends, names)
	m.messages = slices.DeleteFunc(m.messages, func(s modelMessage) bool { return s.from == uid || s.to == uid })
	return fine
}

// setActive deactivates or reactivates. Assumed: the order of the three lists.
func (m *model) setActive(uids []string, active bool, changed, unchanged string) string {
	lists := map[string][]string{}
	for _, uid := range uids {
		name := changed
		switch p := m.people[uid]; {
		case p == nil:
			name = "notFound"
		case p.active == active:
			name = unchanged
		default:
			p.active = active
		}
		lists[name] = append(lists[name], uid)
	}
	all := []string{fine}
	for _, name := range []string{changed, unchanged, "notFound"} {
		if list, _ := json.Marshal(lists[name]); lists[name] != nil {
			all = append(all, name+string(list))
		}
	}
	return strings.Join(all, " ")
}

func (m *model) send(from, to, words string) string {
	switch {
	case !m.active(from) || !m.active(to):
		return noUser
	case m.blocks[[2]string{from, to}] != 0:
		return "403 ERR_BLOCKED_RECEIVER"
	}
	m.sent++
	m.messages = append(m.messages, modelMessage{from, to, words, m.blocks[[2]string{to, from}] != 0})
	return fine
}

// row is what a list of people shows of one.
type row struct {
	UID            string `json:"uid"`
	BlockedByMeAt  int64  `json:"blockedByMeAt"`
	HasBlockedMeAt int64  `json:"hasBlockedMeAt"`
	BlockedAt      int64  `json:"blockedAt"`
	ConversationID string `json:"conversationId"`

	since int64 // of the friendship
}

// list is a block list or the friends of a person.
func (m *model) list(me, kind string) []row {
	rows := []row{}
	for uid := range m.people {
		if !m.active(uid) || uid == me {
			continue
		}
		r := row{
			UID: uid, BlockedByMeAt: m.blocks[[2]string{me, uid}], HasBlockedMeAt: m.blocks[[2]string{uid, me}],
			ConversationID: min(me, uid) + "_user_" + max(me, uid), since: m.friends[[2]string{me, uid}],
		}
		r.BlockedAt = cmp.Or(r.BlockedByMeAt, r.HasBlockedMeAt)
		wanted := map[string]int64{"blockedByMe": r.BlockedByMeAt, "hasBlockedMe": r.HasBlockedMeAt, "both": r.BlockedAt, "friends": r.since}
		if wanted[kind] != 0 {
			rows = append(rows, r)
		}
	}
	slices.SortFunc(rows, func(a, b row) int {
		if kind == "friends" {
			return cmp.Or(cmp.Compare(a.since, b.since), strings.Compare(a.UID, b.UID))
		}
		return cmp.Or(cmp.Compare(a.BlockedAt, b.BlockedAt), strings.Compare(a.UID, b.UID))
	})
	for i := range rows {
		rows[i].since = 0
	}
	return rows
}

// conversation is what me sees of another one, in order.
func (m *model) conversation(me, other string) string {
	var all []string
	for _, s := range m.messages {
		if s.from == me && s.to == other || s.from == other && s.to == me && !s.withheld {
			all = append(all, s.text)
		}
	}
	return strings.Join(all, " ")
}

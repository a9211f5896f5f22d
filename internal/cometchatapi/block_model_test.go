package cometchatapi_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// model is what the server should know, in maps. It answers each write with the whole body that
// the server should answer with.
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

func (m *model) active(uid string) bool { return m.people[uid] != nil && m.people[uid].active }

// named is how an answer names a uid.
func (m *model) named(sent string) string {
	if uid := strings.ToLower(sent); m.people[uid] != nil {
		return uid
	}
	return sent
}

func unknownUser(uid string) string {
	whole := fmt.Sprintf(unknownText, uid)
	return strings.TrimPrefix(whole, `{"success":false,`)
}

// notThere is the answer to a call whose path names nobody.
func notThere(uid string) (int, string) { return 404, "{" + unknownUser(uid) }

// each makes the answer of a call for several uids.
func each(sent []string, one func(uid, sent string) (name, text string)) string {
	var pairs []string
	seen := map[string]bool{}
	for _, s := range sent {
		if uid := strings.ToLower(s); !seen[uid] {
			seen[uid] = true
			name, text := one(uid, s)
			pairs = append(pairs, name, text)
		}
	}
	return entriesOf(pairs...)
}

func success(format string, args ...any) string {
	return `{"success":true,"message":"` + fmt.Sprintf(format, args...) + `"}`
}

func (m *model) block(me string, sent []string, now int64) (int, string) {
	if !m.active(me) {
		return notThere(me)
	}
	return 200, each(sent, func(uid, sent string) (string, string) {
		pair := [2]string{me, uid}
		switch {
		case !m.active(uid):
			return m.named(sent), unknownText
		case uid == me:
			return uid, selfText
		case m.blocks[pair] != 0:
			return uid, success("The user with UID %s has already blocked user with UID %s.", me, uid)
		}
		m.blocks[pair] = now
		return uid, success("The user with UID %s has blocked user with UID %s successfully.", me, uid)
	})
}

func (m *model) unblock(me string, sent []string) (int, string) {
	if !m.active(me) {
		return notThere(me)
	}
	return 200, each(sent, func(uid, sent string) (string, string) {
		pair := [2]string{me, uid}
		if m.blocks[pair] == 0 {
			return m.named(sent), success("The user with UID %s has not blocked the user with UID %s.", me, m.named(sent))
		}
		delete(m.blocks, pair)
		return uid, success("The user with UID %s has unblocked user with UID %s successfully.", me, uid)
	})
}

func (m *model) befriend(me string, sent []string, now int64) (int, string) {
	if !m.active(me) {
		return notThere(me)
	}
	entries := each(sent, func(uid, sent string) (string, string) {
		switch {
		case !m.active(uid):
			return m.named(sent), unknownText
		case uid == me:
			return uid, selfFriendText
		case m.friends[[2]string{me, uid}] != 0:
			return uid, updatedText
		}
		m.friends[[2]string{me, uid}], m.friends[[2]string{uid, me}] = now, now
		return uid, createdText
	})
	return 200, acceptedOutside + strings.TrimPrefix(entries, `{"data":`) + "}"
}

func (m *model) unfriend(me string, sent []string) (int, string) {
	if !m.active(me) {
		return notThere(me)
	}
	for _, s := range sent {
		uid := strings.ToLower(s)
		delete(m.friends, [2]string{me, uid})
		delete(m.friends, [2]string{uid, me})
	}
	return 200, `{"data":{"success":true,"message":"Deleted the friend relations succussfully"}}`
}

func (m *model) create(uid string, now int64) (int, string) {
	if m.people[uid] != nil {
		const body = `{"error":{"message":"The uid %[1]s already exists. Please use another uid or try after permanently deleting the user.",` +
			`"devMessage":"The uid %[1]s already exists. Please use another uid or try recreating after permanently deleting the user.","source":"chat-api","code":"ERR_UID_ALREADY_EXISTS"}}`
		return 400, fmt.Sprintf(body, uid)
	}
	m.people[uid] = &person{active: true, name: uid, role: "default", createdAt: now}
	return 200, `{"data":` + m.shown(uid) + `}`
}

// shown is a person as the server shows one.
func (m *model) shown(uid string) string {
	p := m.people[uid]
	updated := ""
	if p.updatedAt != 0 {
		updated = fmt.Sprintf(`,"updatedAt":%d`, p.updatedAt)
	}
	return fmt.Sprintf(`{"uid":%q,"name":%q,"status":"offline","role":%q,"createdAt":%d%s}`, uid, p.name, p.role, p.createdAt, updated)
}

// update changes a name and, unless it is empty, a role.
func (m *model) update(uid, name, role string, now int64) (int, string) {
	switch {
	case !m.active(uid):
		return notThere(uid)
	case role != "" && m.roles[role].name == "":
		return 400, badRequest(`"role":["The selected role is invalid."]`)
	}
	p := m.people[uid]
	p.name, p.role, p.updatedAt = name, cmp.Or(role, p.role), now
	return 200, `{"data":` + m.shown(uid) + `}`
}

// bring imports people who are not there.
func (m *model) bring(sent []string, now int64) (int, string) {
	var entries []string
	for _, uid := range sent {
		status, body := m.create(uid, now)
		inner := strings.TrimPrefix(body, "{") // the data, or the error
		entries = append(entries, fmt.Sprintf(`%q:{"success":%t,%s`, uid, status == 200, inner))
	}
	return 200, `{"data":{` + strings.Join(entries, ",") + `}}`
}

func (m *model) makeRole(role string, now int64) (int, string) {
	if m.roles[role].name != "" {
		text := "The role " + role + " already exists. Please use another role or try after permanently deleting the role."
		return 400, fmt.Sprintf(`{"error":{"message":%q,"devMessage":%q,"source":"chat-api","code":"ERR_ROLE_ALREADY_EXISTS"}}`, text, text)
	}
	m.roles[role] = modelRole{name: "Role", createdAt: now}
	return m.showRole(role)
}

func noRole(role string) (int, string) {
	text := "The role " + role + " does not exist. Please use correct role or use create role API."
	return 404, fmt.Sprintf(`{"error":{"message":%q,"devMessage":%q,"source":"chat-api","code":"ERR_ROLE_NOT_FOUND"}}`, text, text)
}

func (m *model) showRole(role string) (int, string) {
	r := m.roles[role]
	if r.name == "" {
		return noRole(role)
	}
	updated := ""
	if r.updatedAt != 0 {
		updated = fmt.Sprintf(`,"updatedAt":%d`, r.updatedAt)
	}
	return 200, fmt.Sprintf(`{"data":{"role":%q,"name":%q,"createdAt":%d%s}}`, role, r.name, r.createdAt, updated)
}

func (m *model) renameRole(role, name string, now int64) (int, string) {
	if r := m.roles[role]; r.name != "" {
		m.roles[role] = modelRole{name, r.createdAt, now}
	}
	return m.showRole(role)
}

// dropRole deletes a role. Who had it has the default one again.
func (m *model) dropRole(role string) (int, string) {
	if m.roles[role].name == "" {
		return noRole(role)
	}
	delete(m.roles, role)
	for _, p := range m.people {
		if p.role == role {
			p.role = "default"
		}
	}
	return 200, `{"data":{"success":true,"message":"Role ` + role + ` has been deleted successfully."}}`
}

func (m *model) flush(uid string) (int, string) {
	if !m.active(uid) {
		return notThere(uid)
	}
	m.people[uid].tokens = nil
	return 200, `{"data":{"success":true,"message":"Cleared Auth Tokens successfully for uid ` + uid + `."}}`
}

// dropToken deletes the newest token of a person, or one that nobody has.
func (m *model) dropToken(uid string) (token string, status int, body string) {
	if !m.active(uid) {
		status, body = notThere(uid)
		return "none", status, body
	}
	p := m.people[uid]
	if len(p.tokens) == 0 {
		const text = "Auth token does not exist."
		return "none", 404, fmt.Sprintf(`{"error":{"message":%q,"devMessage":%q,"source":"chat-api","code":"ERR_AUTH_TOKEN_NOT_FOUND"}}`, text, text)
	}
	token, p.tokens = p.tokens[0], p.tokens[1:]
	return token, 200, `{"data":{"success":true,"message":"The Auth Token ` + token + ` has been deleted successfully."}}`
}

func (m *model) delete(uid string) (int, string) {
	if m.people[uid] == nil {
		return notThere(uid)
	}
	delete(m.people, uid)
	names := func(pair [2]string, _ int64) bool { return pair[0] == uid || pair[1] == uid }
	maps.DeleteFunc(m.blocks, names)
	maps.DeleteFunc(m.friends, names)
	m.messages = slices.DeleteFunc(m.messages, func(s modelMessage) bool { return s.from == uid || s.to == uid })
	return 200, `{"data":{"success":true,"message":"User with UID ` + uid + ` has been deleted successfully."}}`
}

// setActive deactivates or reactivates. Assumed: the order of the three lists.
func (m *model) setActive(uids []string, active bool, changed, unchanged string) (int, string) {
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
	var all []string
	for _, name := range []string{changed, unchanged, "notFound"} {
		if lists[name] != nil {
			all = append(all, `"`+name+`":["`+strings.Join(lists[name], `","`)+`"]`)
		}
	}
	return 200, `{"data":{` + strings.Join(all, ",") + `}}`
}

// send answers with the status alone.
func (m *model) send(from, to, words string) int {
	switch {
	case !m.active(from) || !m.active(to):
		return 404
	case m.blocks[[2]string{from, to}] != 0:
		return 403
	}
	m.sent++
	m.messages = append(m.messages, modelMessage{from, to, words, m.blocks[[2]string{to, from}] != 0})
	return 200
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

// listTarget is where the server shows a list of the model.
func listTarget(me, kind string) string {
	if kind == "friends" {
		return "/v3/users/" + me + "/friends"
	}
	return "/v3/users/" + me + "/blockedusers?direction=" + kind
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

// player makes random calls for its own people and compares every answer with the model's.
type player struct {
	*model
	w       *world
	rng     *rand.Rand
	pool    []string // uids that come and go
	others  []string // people who are always there and may only be blocked
	history []string
}

// some picks up to three uids, some of them twice, unknown or in capitals.
func (p *player) some(from []string) []string {
	picked := make([]string, 1+p.rng.IntN(3))
	for i := range picked {
		picked[i] = from[p.rng.IntN(len(from))]
		if p.rng.IntN(4) == 0 {
			picked[i] = strings.ToUpper(picked[i])
		}
	}
	return picked
}

// distinct picks one or two different uids of the pool.
func (p *player) distinct() []string {
	order := p.rng.Perm(len(p.pool))
	picked := []string{p.pool[order[0]]}
	if p.rng.IntN(2) == 0 {
		picked = append(picked, p.pool[order[1]])
	}
	return picked
}

// step makes one call and reports whether the answer is the model's.
func (p *player) step() bool {
	now := p.w.clock.Now().Unix()
	one := p.pool[p.rng.IntN(len(p.pool))]
	two := p.pool[p.rng.IntN(len(p.pool))]
	self := "/v3/users/" + one
	switch p.rng.IntN(28) {
	case 0, 1, 2:
		sent := p.some(slices.Concat(p.pool, p.others))
		status, want := p.block(one, sent, now)
		return p.callOrAs(one, "POST", "/blockedusers", uids("blockedUids", sent...), status, want)
	case 3, 4:
		sent := p.some(slices.Concat(p.pool, p.others))
		status, want := p.unblock(one, sent)
		return p.callOrAs(one, "DELETE", "/blockedusers", uids("blockedUids", sent...), status, want)
	case 5, 6:
		sent := p.some(p.pool)
		status, want := p.befriend(one, sent, now)
		return p.call("POST", self+"/friends", uids("accepted", sent...), status, want)
	case 7:
		sent := p.some(p.pool)
		status, want := p.unfriend(one, sent)
		return p.call("DELETE", self+"/friends", uids("friends", sent...), status, want)
	case 8, 9:
		status, want := p.create(one, now)
		return p.call("POST", "/v3/users", fmt.Sprintf(`{"uid":%q,"name":%q}`, strings.ToUpper(one), one), status, want)
	case 10:
		status, want := p.delete(one)
		return p.call("DELETE", self, `{"permanent":true}`, status, want)
	case 11:
		sent := p.distinct()
		status, want := p.setActive(sent, false, "deactivatedUids", "alreadyDeactivatedUids")
		return p.call("DELETE", "/v3/users", uids("uidsToDeactivate", sent...), status, want)
	case 12:
		sent := p.distinct()
		status, want := p.setActive(sent, true, "reactivatedUids", "nonDeactivatedUids")
		return p.call("PUT", "/v3/users", uids("uidsToActivate", sent...), status, want)
	case 13:
		if p.people[one] == nil {
			status, want := notThere(one)
			return p.call("DELETE", self, "", status, want)
		}
		status, want := p.setActive([]string{one}, false, "deactivatedUids", "alreadyDeactivatedUids")
		return p.call("DELETE", self, "", status, want)
	case 14:
		sent := p.distinct()
		status, want := p.bring(sent, now)
		var people []string
		for _, uid := range sent {
			people = append(people, fmt.Sprintf(`%q:{"uid":%q,"name":%q}`, uid, uid, uid))
		}
		return p.call("POST", "/v3/data_import/users", `{"users":{`+strings.Join(people, ",")+`}}`, status, want)
	case 15, 16, 17, 18:
		return p.say(one, two)
	case 19, 20:
		return p.token(one)
	}
	return p.manage(one, now)
}

// manage makes a call for roles, keys or a person's own members.
func (p *player) manage(one string, now int64) bool {
	role := fmt.Sprintf("%s-role", p.pool[0])
	switch p.rng.IntN(8) {
	case 6:
		name := fmt.Sprintf("Role %d", p.rng.IntN(100))
		status, want := p.renameRole(role, name, now)
		return p.call("PUT", "/v3/roles/"+role, fmt.Sprintf(`{"name":%q}`, name), status, want)
	case 7:
		status, want := p.showRole(role)
		return p.call("GET", "/v3/roles/"+role, "", status, want)
	case 0:
		status, want := p.makeRole(role, now)
		return p.call("POST", "/v3/roles", fmt.Sprintf(`{"role":%q,"name":"Role"}`, role), status, want)
	case 1:
		status, want := p.dropRole(role)
		return p.call("DELETE", "/v3/roles/"+role, "", status, want)
	case 2:
		return p.key()
	}
	name := fmt.Sprintf("Name %d", p.rng.IntN(100))
	if p.rng.IntN(2) == 0 {
		role = ""
	}
	status, want := p.update(one, name, role, now)
	return p.call("PUT", "/v3/users/"+one, fmt.Sprintf(`{"name":%q,"role":%q}`, name, role), status, want)
}

// key makes the player's API key and uses it, or deletes it.
func (p *player) key() bool {
	name := p.pool[0] + " key"
	if value := p.keys[name]; value != "" {
		if p.rng.IntN(2) == 0 {
			return p.narrow(value)
		}
		delete(p.keys, name)
		return p.call("DELETE", "/v3/apikeys/"+value, "", 200, `{"data":{"success":true,"message":"The Api Key `+value+` has been deleted successfully."}}`) &&
			p.refusedKey(value)
	}
	p.note("make a key")
	var made struct {
		Data struct {
			Value string `json:"apiKey"`
		}
	}
	status, body := p.w.ask("POST", "/v3/apikeys", fmt.Sprintf(`{"name":%q,"scope":"fullAccess"}`, name))
	if err := json.Unmarshal([]byte(body), &made); err != nil || status != 200 {
		p.fail("a key: %d %s", status, body)
		return false
	}
	p.keys[name] = made.Data.Value
	if status, body := p.w.ask("GET", "/v3/roles/default", "", "apikey", made.Data.Value); status != 200 {
		p.fail("a call with the new key: %d %s", status, body)
		return false
	}
	return true
}

// narrow takes most rights from a key and gives them back.
func (p *player) narrow(value string) bool {
	for i, scope := range []string{"authOnly", "fullAccess"} {
		want := []int{403, 200}[i]
		p.note("scope %s", scope)
		if status, body := p.w.ask("PUT", "/v3/apikeys/"+value, fmt.Sprintf(`{"scope":%q}`, scope)); status != 200 {
			p.fail("scope %s: %d %s", scope, status, body)
			return false
		}
		if status, body := p.w.ask("GET", "/v3/roles/default", "", "apikey", value); status != want {
			p.fail("a call with a key of scope %s: %d, want %d: %s", scope, status, want, body)
			return false
		}
	}
	return true
}

func (p *player) refusedKey(value string) bool {
	if status, body := p.w.ask("GET", "/v3/roles/default", "", "apikey", value); status != 401 {
		p.fail("a call with a deleted key: %d %s", status, body)
		return false
	}
	return true
}

// token makes auth tokens, or takes them away.
func (p *player) token(uid string) bool {
	path := "/v3/users/" + uid + "/auth_tokens"
	switch p.rng.IntN(5) {
	case 2:
		return p.markToken(uid)
	case 0:
		status, want := p.flush(uid)
		return p.call("DELETE", path, "", status, want)
	case 1:
		value, status, want := p.dropToken(uid)
		return p.call("DELETE", path+"/"+value, "", status, want)
	}
	force := p.rng.IntN(2) == 0
	body := fmt.Sprintf(`{"force":%t}`, force)
	if !p.active(uid) {
		status, want := notThere(uid)
		return p.call("POST", path, body, status, want)
	}
	p.note("POST %s %s", path, body)
	status, answer := p.w.ask("POST", path, body)
	var made struct{ Data struct{ AuthToken string } }
	if err := json.Unmarshal([]byte(answer), &made); err != nil || status != 200 {
		p.fail("a token: %d %s", status, answer)
		return false
	}
	had := p.people[uid].tokens
	isNew := !slices.Contains(had, made.Data.AuthToken)
	if want := force || len(had) == 0; isNew != want || !isNew && had[0] != made.Data.AuthToken {
		p.fail("token %s is new: %t, want %t; there were %q", made.Data.AuthToken, isNew, want, had)
		return false
	}
	if isNew {
		p.people[uid].tokens = slices.Insert(had, 0, made.Data.AuthToken)
	}
	return true
}

// markToken changes what is known of a person's newest token. It opens the same as before, and stays
// where it is in the list.
func (p *player) markToken(uid string) bool {
	if !p.active(uid) || len(p.people[uid].tokens) == 0 {
		return true
	}
	value := p.people[uid].tokens[0]
	platform := fmt.Sprintf("platform %d", p.rng.IntN(100))
	target := "/v3/users/" + uid + "/auth_tokens/" + value
	p.note("PUT %s", target)
	status, updated := p.w.ask("PUT", target, fmt.Sprintf(`{"platform":%q}`, platform))
	_, shown := p.w.ask("GET", target, "")
	if status != 200 || updated != shown || !strings.Contains(shown, fmt.Sprintf(`"platform":%q`, platform)) {
		p.fail("platform %q: %d %s, then %s", platform, status, updated, shown)
		return false
	}
	return true
}

// callOrAs makes a call for a person: by the API key or, every other time when there is one, by the
// person's own token. The answer is the same.
func (p *player) callOrAs(uid, method, path, body string, wantStatus int, want string) bool {
	if !p.active(uid) || len(p.people[uid].tokens) == 0 || p.rng.IntN(2) == 0 {
		return p.call(method, "/v3/users/"+uid+path, body, wantStatus, want)
	}
	p.note("as %s: %s %s %s", uid, method, path, body)
	status, got := p.w.ask(method, "/v3.0"+path, body, "apikey", "", "authToken", p.people[uid].tokens[0])
	if status != wantStatus || got != want {
		p.fail("as %s: status %d, want %d\n got: %s\nwant: %s", uid, status, wantStatus, got, want)
		return false
	}
	return true
}

// sameSelf compares a person's own members and tokens, and what a token opens.
func (p *player) sameSelf(uid string) bool {
	status, body := p.w.ask("GET", "/v3/users/"+uid, "")
	if !p.active(uid) {
		if wantStatus, want := notThere(uid); status != wantStatus || body != want {
			p.fail("%s is not there: %d %s", uid, status, body)
			return false
		}
		return p.sessionIs(uid, 401)
	}
	if want := `{"data":` + p.shown(uid) + `}`; status != 200 || body != want {
		p.fail("%s\n got: %d %s\nwant: %s", uid, status, body, want)
		return false
	}
	var list struct{ Data []struct{ AuthToken string } }
	_, body = p.w.ask("GET", "/v3/users/"+uid+"/auth_tokens", "")
	if err := json.Unmarshal([]byte(body), &list); err != nil {
		p.fail("tokens of %s: %s", uid, body)
		return false
	}
	var tokens []string
	for _, t := range list.Data {
		tokens = append(tokens, t.AuthToken)
	}
	if !slices.Equal(tokens, p.people[uid].tokens) {
		p.fail("tokens of %s %q, want %q", uid, tokens, p.people[uid].tokens)
		return false
	}
	return p.sessionIs(uid, 200)
}

// sessionIs checks how a call with a person's newest token is answered, when there is one.
func (p *player) sessionIs(uid string, want int) bool {
	if p.people[uid] == nil || len(p.people[uid].tokens) == 0 {
		return true
	}
	if status, body := p.w.ask("GET", "/v3.0/me", "", "apikey", "", "authToken", p.people[uid].tokens[0]); status != want {
		p.fail("a call with the token of %s: %d, want %d: %s", uid, status, want, body)
		return false
	}
	return true
}

// say sends a message.
func (p *player) say(one, two string) bool {
	if one == two {
		return true
	}
	words := fmt.Sprintf("m%d", p.sent)
	p.note("send %s to %s: %s", one, two, words)
	want := p.send(one, two, words)
	if status, body := p.w.ask("POST", "/v3/messages", text(two, words), "onBehalfOf", one); status != want {
		p.fail("status %d, want %d: %s", status, want, body)
		return false
	}
	return true
}

func (p *player) note(format string, args ...any) {
	p.history = append(p.history, fmt.Sprintf(format, args...))
}

// fail reports a difference with the calls that led to it.
func (p *player) fail(format string, args ...any) {
	p.w.t.Helper()
	last := p.history[max(0, len(p.history)-40):]
	p.w.t.Errorf("after %d calls, the last of which are\n  %s\n%s", len(p.history), strings.Join(last, "\n  "), fmt.Sprintf(format, args...))
}

func (p *player) call(method, target, body string, wantStatus int, want string) bool {
	p.note("%s %s %s", method, target, body)
	status, got := p.w.ask(method, target, body)
	if status != wantStatus || got != want {
		p.fail("status %d, want %d\n got: %s\nwant: %s", status, wantStatus, got, want)
		return false
	}
	return true
}

// same compares a list of the server with the model's. What others than the player's own people
// have blocked is not the player's to know.
func (p *player) same(me, kind string) bool {
	want := p.list(me, kind)
	status, body := p.w.ask("GET", listTarget(me, kind), "")
	if !p.active(me) {
		if status == 404 {
			return true
		}
		p.fail("%s of %s, who is not there: %d %s", kind, me, status, body)
		return false
	}
	var page struct{ Data []row }
	if err := json.Unmarshal([]byte(body), &page); err != nil || status != 200 {
		p.fail("%s of %s: %d %s", kind, me, status, body)
		return false
	}
	if !slices.Equal(page.Data, want) {
		p.fail("%s of %s\n got: %v\nwant: %v", kind, me, page.Data, want)
		return false
	}
	return true
}

// sameLists compares all lists and conversations of a person.
func (p *player) sameLists(me string) bool {
	if !p.sameSelf(me) {
		return false
	}
	for _, kind := range []string{"blockedByMe", "hasBlockedMe", "both", "friends"} {
		if !p.same(me, kind) {
			return false
		}
	}
	for _, other := range p.pool {
		if !p.active(me) || !p.active(other) || me == other {
			continue
		}
		got := p.w.read("/v3/users/"+other+"/messages?limit=1000", "onBehalfOf", me).texts()
		if want := p.conversation(me, other); got != want {
			p.fail("%s sees of %s %q, want %q", me, other, got, want)
			return false
		}
	}
	return true
}

// Random calls of the whole family from one client: every answer is the model's, byte for byte,
// and so is every list, after each call.
func TestModelFromOneClient(t *testing.T) {
	t.Parallel()
	const runs, calls = 20, 120
	for seed := range uint64(runs) {
		w := newWorld(t, "      - {uid: bystander}\n")
		p := &player{model: newModel(), w: w, rng: rand.New(rand.NewPCG(seed, 11))}
		for i := range 6 {
			p.pool = append(p.pool, fmt.Sprintf("p%d", i))
		}
		for range calls {
			// Many things happen within one second.
			w.clock.Advance(time.Duration(p.rng.IntN(900)) * time.Millisecond)
			if !p.step() {
				break
			}
			for _, uid := range p.pool {
				if !p.sameLists(uid) {
					break
				}
			}
			if t.Failed() {
				break
			}
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// The same from eight clients at once. Each has people of its own, who come and go, and one actor
// who stays; the actors also block each other. What a client did itself it sees at once; at the
// end the server knows what all of them together did.
func TestModelFromEightClients(t *testing.T) {
	t.Parallel()
	const clients, calls = 8, 250
	var actors []string
	for i := range clients {
		actors = append(actors, fmt.Sprintf("actor%d", i))
	}
	for seed := range uint64(3) {
		w := newWorld(t, "      - {uid: "+strings.Join(actors, "}\n      - {uid: ")+"}\n")
		players := make([]*player, clients)
		var done sync.WaitGroup
		for i := range players {
			p := &player{model: newModel(), w: w, rng: rand.New(rand.NewPCG(seed, uint64(i)))}
			for k := range 4 {
				p.pool = append(p.pool, fmt.Sprintf("c%d-%d", i, k))
			}
			for _, actor := range actors {
				p.people[actor] = &person{active: true}
			}
			p.others = actors
			players[i] = p
			done.Go(func() { p.play(actors[i], calls) })
		}
		done.Wait()
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}

		// All people and ties together. Their times are all the same, as the clock stood still.
		whole := &player{model: newModel(), w: w}
		for _, p := range players {
			maps.Copy(whole.people, p.people)
			maps.Copy(whole.blocks, p.blocks)
			maps.Copy(whole.friends, p.friends)
		}
		for uid := range whole.people {
			for _, kind := range []string{"blockedByMe", "hasBlockedMe", "both", "friends"} {
				if !whole.same(uid, kind) {
					t.Fatalf("seed %d", seed)
				}
			}
		}
	}
}

// play makes a client's calls. The actor's edges are this client's alone, so the client knows
// whom the actor has blocked, and that the others' lists show the actor or do not.
func (p *player) play(me string, calls int) {
	for range calls {
		if p.rng.IntN(3) > 0 {
			if !p.step() {
				return
			}
			for _, uid := range p.pool {
				if !p.sameSelf(uid) || !p.same(uid, "blockedByMe") || !p.same(uid, "friends") {
					return
				}
			}
			continue
		}
		other := p.others[p.rng.IntN(len(p.others))]
		method, status, want := "POST", 0, ""
		if p.rng.IntN(2) == 0 {
			status, want = p.block(me, []string{other}, noon.Unix())
		} else {
			method = "DELETE"
			status, want = p.unblock(me, []string{other})
		}
		if !p.call(method, "/v3/users/"+me+"/blockedusers", uids("blockedUids", other), status, want) {
			return
		}
		blockedNow := p.blocks[[2]string{me, other}] != 0
		for target, uid := range map[string]string{listTarget(me, "blockedByMe"): other, listTarget(other, "hasBlockedMe"): me} {
			if shown := p.shows(target, uid); shown != blockedNow {
				p.fail("%s shows %s: %t, want %t", target, uid, shown, blockedNow)
				return
			}
		}
	}
}

// shows reports whether a list has a person, and checks what holds for any list at any moment:
// ascending, nobody twice.
func (p *player) shows(target, uid string) bool {
	_, body := p.w.ask("GET", target, "")
	var page struct{ Data []row }
	if err := json.Unmarshal([]byte(body), &page); err != nil {
		p.fail("%s: %v: %s", target, err, body)
	}
	found := false
	for i, r := range page.Data {
		found = found || r.UID == uid
		if i > 0 && cmp.Or(cmp.Compare(page.Data[i-1].BlockedAt, r.BlockedAt), strings.Compare(page.Data[i-1].UID, r.UID)) >= 0 {
			p.fail("%s is not ascending: %v", target, page.Data)
		}
	}
	return found
}

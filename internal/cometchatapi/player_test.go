package cometchatapi_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/vendortest"
)

// player makes random calls for its own people and compares every answer with the model's.
type player struct {
	*model
	w       *world
	rng     *rand.Rand
	me      string   // who is always there, among other players' alike; empty for who plays alone
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

// deed is something that a player does to one of its people, as often as its weight says. It reports whether the answer
// is the model's.
type deed struct {
	weight int
	do     func(p *player, uid string, now int64) bool
}

var deeds = []deed{
	{3, func(p *player, uid string, now int64) bool {
		sent := p.some(slices.Concat(p.pool, p.others))
		return p.callOrAs(uid, "POST", uids("blockedUids", sent...), p.block(uid, sent, now))
	}},
	{2, func(p *player, uid string, _ int64) bool {
		sent := p.some(slices.Concat(p.pool, p.others))
		return p.callOrAs(uid, "DELETE", uids("blockedUids", sent...), p.unblock(uid, sent))
	}},
	{2, func(p *player, uid string, now int64) bool {
		sent := p.some(p.pool)
		return p.call("POST", "/v3/users/"+uid+"/friends", uids("accepted", sent...), p.befriend(uid, sent, now))
	}},
	{1, func(p *player, uid string, _ int64) bool {
		sent := p.some(p.pool)
		return p.call("DELETE", "/v3/users/"+uid+"/friends", uids("friends", sent...), p.unfriend(uid, sent))
	}},
	{2, func(p *player, uid string, now int64) bool {
		return p.call("POST", "/v3/users", fmt.Sprintf(`{"uid":%q,"name":%q}`, strings.ToUpper(uid), uid), p.create(uid, now))
	}},
	{1, func(p *player, uid string, _ int64) bool {
		return p.call("DELETE", "/v3/users/"+uid, `{"permanent":true}`, p.delete(uid))
	}},
	{1, func(p *player, _ string, _ int64) bool {
		sent := p.distinct()
		want := p.setActive(sent, false, "deactivatedUids", "alreadyDeactivatedUids")
		return p.call("DELETE", "/v3/users", uids("uidsToDeactivate", sent...), want)
	}},
	{1, func(p *player, _ string, _ int64) bool {
		sent := p.distinct()
		want := p.setActive(sent, true, "reactivatedUids", "nonDeactivatedUids")
		return p.call("PUT", "/v3/users", uids("uidsToActivate", sent...), want)
	}},
	{1, func(p *player, uid string, _ int64) bool {
		want := noUser
		if p.people[uid] != nil {
			want = p.setActive([]string{uid}, false, "deactivatedUids", "alreadyDeactivatedUids")
		}
		return p.call("DELETE", "/v3/users/"+uid, "", want)
	}},
	{1, func(p *player, _ string, now int64) bool {
		sent := p.distinct()
		var people []string
		for _, uid := range sent {
			people = append(people, fmt.Sprintf(`%q:{"uid":%q,"name":%q}`, uid, uid, uid))
		}
		return p.call("POST", "/v3/data_import/users", `{"users":{`+strings.Join(people, ",")+`}}`, p.bring(sent, now))
	}},
	{4, func(p *player, uid string, _ int64) bool {
		to, words := p.pool[p.rng.IntN(len(p.pool))], fmt.Sprintf("m%d", p.sent)
		return to == uid || p.call("POST", "/v3/messages", text(to, words), p.send(uid, to, words), "onBehalfOf", uid)
	}},
	{2, func(p *player, uid string, _ int64) bool { return p.token(uid) }},
	{4, func(p *player, uid string, now int64) bool {
		name, role := fmt.Sprintf("Name %d", p.rng.IntN(100)), p.role()
		if p.rng.IntN(2) == 0 {
			role = ""
		}
		return p.call("PUT", "/v3/users/"+uid, fmt.Sprintf(`{"name":%q,"role":%q}`, name, role), p.update(uid, name, role, now))
	}},
	{1, func(p *player, _ string, now int64) bool {
		return p.call("POST", "/v3/roles", fmt.Sprintf(`{"role":%q,"name":"Role"}`, p.role()), p.makeRole(p.role(), now))
	}},
	{1, func(p *player, _ string, now int64) bool {
		name := fmt.Sprintf("Role %d", p.rng.IntN(100))
		return p.call("PUT", "/v3/roles/"+p.role(), fmt.Sprintf(`{"name":%q}`, name), p.renameRole(p.role(), name, now))
	}},
	{1, func(p *player, _ string, _ int64) bool {
		return p.call("DELETE", "/v3/roles/"+p.role(), "", p.dropRole(p.role()))
	}},
	{1, func(p *player, _ string, _ int64) bool { return p.key() }},
	{12, func(p *player, _ string, now int64) bool {
		return p.me == "" || p.edge(p.others[p.rng.IntN(len(p.others))], now)
	}},
}

// moves are the deeds as the engine plays them.
func moves() (all []vendortest.Move[*player]) {
	for _, d := range deeds {
		move := func(_ testing.TB, p *player, chance *rand.Rand) string {
			p.rng = chance
			if p.me == "" { // many things happen within one second
				p.w.clock.Advance(time.Duration(chance.IntN(900)) * time.Millisecond)
			}
			d.do(p, p.pool[chance.IntN(len(p.pool))], p.w.clock.Now().Unix())
			return strings.Join(p.history[max(0, len(p.history)-1):], "")
		}
		for range d.weight {
			all = append(all, move)
		}
	}
	return all
}

// role is the one that the player makes and deletes.
func (p *player) role() string { return p.pool[0] + "-role" }

// key makes the player's API key, takes most rights from it and gives them back, or deletes it.
func (p *player) key() bool {
	name := p.pool[0] + " key"
	value := p.keys[name]
	uses := func(want string) bool { return p.call("GET", "/v3/roles/default", "", want, "apikey", value) }
	scope := func(scope string) bool {
		return p.call("PUT", "/v3/apikeys/"+value, fmt.Sprintf(`{"scope":%q}`, scope), fine)
	}
	switch {
	case value == "":
		var made struct{ Data struct{ APIKey string } }
		if !p.read("POST", "/v3/apikeys", fmt.Sprintf(`{"name":%q,"scope":"fullAccess"}`, name), &made) {
			return false
		}
		value = made.Data.APIKey
		p.keys[name] = value
		return uses(fine)
	case p.rng.IntN(2) == 0:
		return scope("authOnly") && uses("403 AUTH_ERR_NO_ACCESS") && scope("fullAccess") && uses(fine)
	}
	delete(p.keys, name)
	return p.call("DELETE", "/v3/apikeys/"+value, "", fine) && uses("401 AUTH_ERR_APIKEY_NOT_FOUND")
}

// token makes auth tokens, marks the newest, or takes them away.
func (p *player) token(uid string) bool {
	path := "/v3/users/" + uid + "/auth_tokens"
	switch p.rng.IntN(5) {
	case 0:
		return p.call("DELETE", path, "", p.flush(uid))
	case 1:
		value, want := p.dropToken(uid)
		return p.call("DELETE", path+"/"+value, "", want)
	case 2:
		return p.markToken(uid)
	}
	force := p.rng.IntN(2) == 0
	body := fmt.Sprintf(`{"force":%t}`, force)
	if !p.active(uid) {
		return p.call("POST", path, body, noUser)
	}
	var made struct{ Data struct{ AuthToken string } }
	if !p.read("POST", path, body, &made) {
		return false
	}
	had := p.people[uid].tokens
	isNew := !slices.Contains(had, made.Data.AuthToken)
	if want := force || len(had) == 0; isNew != want || !isNew && had[0] != made.Data.AuthToken {
		return p.fail("token %s is new: %t, want %t; there were %q", made.Data.AuthToken, isNew, want, had)
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
	platform, target := fmt.Sprintf("platform %d", p.rng.IntN(100)), "/v3/users/"+uid+"/auth_tokens/"+p.people[uid].tokens[0]
	var updated, shown struct{ Data struct{ Platform string } }
	if !p.read("PUT", target, fmt.Sprintf(`{"platform":%q}`, platform), &updated) || !p.read("GET", target, "", &shown) {
		return false
	}
	return updated == shown && shown.Data.Platform == platform || p.fail("platform %q: %v, then %v", platform, updated, shown)
}

// callOrAs blocks or unblocks for a person: by the API key or, every other time when there is one, by the
// person's own token. The answer is the same.
func (p *player) callOrAs(uid, method, body, want string) bool {
	if !p.active(uid) || len(p.people[uid].tokens) == 0 || p.rng.IntN(2) == 0 {
		return p.call(method, "/v3/users/"+uid+"/blockedusers", body, want)
	}
	return p.call(method, "/v3.0/blockedusers", body, want, "apikey", "", "authToken", p.people[uid].tokens[0])
}

// fail reports a difference with the calls that led to it.
func (p *player) fail(format string, args ...any) bool {
	p.w.t.Helper()
	last := p.history[max(0, len(p.history)-40):]
	p.w.t.Errorf("after %d calls, the last of which are\n  %s\n%s", len(p.history), strings.Join(last, "\n  "), fmt.Sprintf(format, args...))
	return false
}

// note keeps a call that may change something.
func (p *player) note(method, target, body string, header []string) {
	if method != "GET" {
		p.history = append(p.history, fmt.Sprint(method, " ", target, " ", body, " ", header))
	}
}

func (p *player) call(method, target, body, want string, header ...string) bool {
	p.w.t.Helper()
	p.note(method, target, body, header)
	status, answer := p.w.ask(method, target, body, header...)
	if got := outcome(status, answer); got != want {
		return p.fail("outcome %s, want %s: %s", got, want, answer)
	}
	return true
}

// read makes a call that goes well and reads its answer.
func (p *player) read(method, target, body string, into any) bool {
	p.w.t.Helper()
	p.note(method, target, body, nil)
	status, answer := p.w.ask(method, target, body)
	if err := json.Unmarshal([]byte(answer), into); err != nil || status != 200 {
		return p.fail("%d %v: %s", status, err, answer)
	}
	return true
}

// shows wants a GET to be answered with a body.
func (p *player) shows(target, want string) bool {
	p.w.t.Helper()
	if status, body := p.w.ask("GET", target, ""); status != 200 || body != want {
		return p.fail("%s: %d\n got: %s\nwant: %s", target, status, body, want)
	}
	return true
}

// same compares a list of the server with the model's. What others than the player's own people
// have blocked is not the player's to know.
func (p *player) same(me, kind string) bool {
	p.w.t.Helper()
	target := "/v3/users/" + me + "/blockedusers?direction=" + kind
	if kind == "friends" {
		target = "/v3/users/" + me + "/friends"
	}
	if !p.active(me) {
		return p.call("GET", target, "", noUser)
	}
	var page struct{ Data []row }
	want := p.list(me, kind)
	return p.read("GET", target, "", &page) && (slices.Equal(page.Data, want) || p.fail("%s\n got: %v\nwant: %v", target, page.Data, want))
}

// sameSelf compares a person's own members and tokens, and what a token opens.
func (p *player) sameSelf(uid string) bool {
	p.w.t.Helper()
	opens := func(want string) bool {
		return p.people[uid] == nil || len(p.people[uid].tokens) == 0 ||
			p.call("GET", "/v3.0/me", "", want, "apikey", "", "authToken", p.people[uid].tokens[0])
	}
	if !p.active(uid) {
		return p.call("GET", "/v3/users/"+uid, "", noUser) && opens("401 AUTH_ERR_AUTH_TOKEN_NOT_FOUND")
	}
	target := "/v3/users/" + uid + "/auth_tokens"
	tokens, _ := column(p.w.t, p.w.must("GET", target, ""), "authToken")
	if !slices.Equal(tokens, p.people[uid].tokens) {
		return p.fail("%s: %q, want %q", target, tokens, p.people[uid].tokens)
	}
	return p.shows("/v3/users/"+uid, p.shown(uid)) && opens(fine)
}

// sameRole compares the player's role.
func (p *player) sameRole() bool {
	p.w.t.Helper()
	r, target := p.roles[p.role()], "/v3/roles/"+p.role()
	if r.name == "" {
		return p.call("GET", target, "", "404 ERR_ROLE_NOT_FOUND")
	}
	return p.shows(target, fmt.Sprintf(`{"data":{"role":%q,"name":%q,%s}}`, p.role(), r.name, times(r.createdAt, r.updatedAt)))
}

// sameLists compares all lists and conversations of a person.
func (p *player) sameLists(me string) bool {
	p.w.t.Helper()
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
			return p.fail("%s sees of %s %q, want %q", me, other, got, want)
		}
	}
	return true
}

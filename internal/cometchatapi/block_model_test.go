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
}

type person struct {
	active    bool
	createdAt int64
}

type modelMessage struct {
	from, to, text string
	withheld       bool
}

func newModel() *model {
	return &model{people: map[string]*person{}, blocks: map[[2]string]int64{}, friends: map[[2]string]int64{}}
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
	m.people[uid] = &person{true, now}
	return 200, fmt.Sprintf(`{"data":{"uid":"%[1]s","name":"%[1]s","status":"offline","role":"default","createdAt":%[2]d}}`, uid, now)
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

// setActive deactivates or reactivates. The three lists are in the order of section 7.7.
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
	switch p.rng.IntN(16) {
	case 0, 1, 2:
		sent := p.some(slices.Concat(p.pool, p.others))
		status, want := p.block(one, sent, now)
		return p.call("POST", self+"/blockedusers", uids("blockedUids", sent...), status, want)
	case 3, 4:
		sent := p.some(slices.Concat(p.pool, p.others))
		status, want := p.unblock(one, sent)
		return p.call("DELETE", self+"/blockedusers", uids("blockedUids", sent...), status, want)
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
	}
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
	runs, calls := uint64(20), 120
	if testing.Short() {
		runs = 5
	}
	for seed := range runs {
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
				if !p.same(uid, "blockedByMe") || !p.same(uid, "friends") {
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

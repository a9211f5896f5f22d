package zegoapi_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/vendortest"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// The bounds of the app that the model plays with: small, so that they are met.
const (
	modelBatch     = 6
	modelBlacklist = 3
	modelNow       = 1_700_000_000_000 // milliseconds
)

// chat is what an app must be: a second telling of the pages, in maps.
type chat struct {
	f        *front
	seen     map[string]bool // actions, and "action code", of what has been answered
	ids      []string        // of those who may be registered
	users    map[string]*person
	blocks   map[string][]string // in order
	removed  map[[2]string]bool  // blocked once, not now
	friends  map[string][]friendRow
	sent     map[[2]string]int // messages between two, the smaller id first
	messages map[string]bool   // the ids of all
	readers  []string          // whose lists are read: who has acted, and anyone
}

type person struct{ name, avatar, extra, status string }

// Random calls of every action: each answer, and all that can be read after it, is what the model says, whatever was
// refused on the way.
func TestAgainstTheModel(t *testing.T) {
	t.Parallel()
	model := vendortest.Model[*chat]{
		Open: openChats, Compare: compareChats,
		Moves: slices.Concat(userMoves, blockMoves, friendMoves, messageMoves),
	}
	ends := model.Run(t, 5, 700)
	met := func(what string) bool {
		return slices.ContainsFunc(ends, func(end *chat) bool { return end.seen[what] })
	}
	for _, op := range zegoapi.Operations() { // what random calls never meet would not be tested here
		if !met(op.Name) {
			continue // it has no move
		}
		for _, c := range append(op.Codes, gateway.CodeFact{Code: "0"}) {
			if !c.RuleOnly && !strings.Contains(neverMet, c.Code) && !met(op.Name+" "+c.Code) {
				t.Errorf("no random %s was answered with %s", op.Name, c.Code)
			}
		}
	}
}

// neverMet are the codes of limits, and of lists and texts that would have to be longer, and what only messages in base64 have.
const neverMet = "660300005 660700001 660800028 660000011 660400001 660000025"

// openChats is an app with small bounds and some people for each caller, of whom most are registered.
func openChats(t testing.TB, callers int) []*chat {
	t.Helper()
	f := openFixture(t, fmt.Sprintf(`
zim:
  - {appId: %s, serverSecret: %s, limits: {blacklist: %d, batch: %d}}
`, sampleID, sampleSecret, modelBlacklist, modelBatch), sampleID, sampleSecret, chatdouble.WithLimits(false))
	f.Clock().Freeze(time.UnixMilli(modelNow))
	chats := make([]*chat, callers)
	for i := range chats {
		m := &chat{
			f: f, seen: map[string]bool{}, users: map[string]*person{}, blocks: map[string][]string{}, removed: map[[2]string]bool{},
			friends: map[string][]friendRow{}, sent: map[[2]string]int{}, messages: map[string]bool{},
		}
		for n := range 7 {
			id := fmt.Sprintf("g%d-%d", i, n)
			if m.ids = append(m.ids, id); n < 5 {
				f.AddUsers(chatdouble.User{ID: id})
				m.users[id] = &person{}
			}
		}
		chats[i] = m
	}
	return chats
}

// step is a call and what it must be answered with.
type step struct {
	action   string
	body     map[string]any
	code     int
	failures []string // "id:SubCode" each
	answer   []string // those for whom it went well, with the number that is told of each
}

// ask makes the call of a step.
func (m *chat) ask(t testing.TB, s step) (asked string) {
	t.Helper()
	body := toJSON(t, s.body)
	from, _ := s.body["FromUserId"].(string)
	m.readers = []string{from, m.ids[len(body)%len(m.ids)]}
	r := m.f.do(t, s.action, body)
	r.want(t, s.code, s.failures...)
	if got := r.answers(); !slices.Equal(got, s.answer) {
		t.Errorf("%s answers %v, want %v", s.action, got, s.answer)
	}
	m.seen[s.action], m.seen[fmt.Sprint(s.action, " ", r.Code)] = true, true
	for _, failure := range r.failures() {
		m.seen[fmt.Sprint(s.action, " ", failure.SubCode)] = true
	}
	for _, receipt := range r.SuccList {
		if m.messages[receipt.MsgID] {
			t.Errorf("MsgId %s came twice", receipt.MsgID)
		}
		m.messages[receipt.MsgID] = true
	}
	return s.action + " " + body
}

// answers are the items of those for whom the call went well, in the form of any action.
func (r reply) answers() (all []string) {
	for _, c := range slices.Concat(r.Succ, r.Successes) {
		all = append(all, fmt.Sprint(c.UserID, " ", c.Result+c.Relation))
	}
	for _, u := range r.Result {
		all = append(all, u["UserId"]+" 0")
	}
	for _, s := range r.SuccList {
		all = append(all, fmt.Sprint(s.UserID, " ", s.MsgSeq))
	}
	return all
}

// several is an action on several people, as its page has it.
type several struct {
	action string
	list   string                                       // the member with the items
	over   int                                          // the code of too many items
	nobody bool                                         // nobody does it: there is no FromUserId
	makes  bool                                         // users: no other state may know them
	once   bool                                         // equal ids count once
	self   int                                          // the code for FromUserId among the items; 0: that is no mistake
	asked  func(d dice, body map[string]any)            // further members
	item   func(d dice, id string) map[string]any       // nil: the items are ids
	bad    func(from string, ids []string, b body) bool // what else is an input error of the whole call
	refuse func(m *chat, from string) int               // what else is against the whole call
	each   func(m *chat, o one) (code int)              // does it for one
	all    func(codes []int) int                        // the Code when all have failed; nil: the first SubCode
}

type body = map[string]any

// one is an item.
type one struct {
	from, id string
	again    bool // one before it has the same id
	body     body // of the whole call
	item     body
	tell     func(n int) // that it went well, with the number that the answer has
}

// move is a random call of the action.
func (a several) move(t testing.TB, m *chat, chance *rand.Rand) string {
	t.Helper()
	d := dice{chance, m.ids}
	from := d.owner()
	ids := d.several(from)
	if a.makes {
		ids = slices.DeleteFunc(ids, func(id string) bool { return userID.MatchString(id) && !slices.Contains(m.ids, id) })
	}
	s := step{action: a.action, body: body{a.list: ids}}
	if !a.nobody {
		s.body["FromUserId"] = from
	}
	if a.asked != nil {
		a.asked(d, s.body)
	}
	items := make([]body, len(ids))
	if a.item != nil {
		for i, id := range ids {
			items[i] = a.item(d, id)
			items[i]["UserId"] = id
		}
		s.body[a.list] = items
	}
	if s.code = a.refusal(m, from, ids, s.body); s.code == 0 {
		a.do(m, &s, from, ids, items)
	}
	return m.ask(t, s)
}

// refusal is the code of a call that is refused as a whole; 0 when it goes on.
func (a several) refusal(m *chat, from string, ids []string, b body) int {
	switch {
	case len(ids) == 0, !a.nobody && !userID.MatchString(from), a.bad != nil && a.bad(from, ids, b):
		return 660000002
	case a.over != 0 && len(ids) > modelBatch:
		return a.over
	case !a.nobody && m.users[from] == nil:
		return 660500002
	case a.self != 0 && slices.Contains(ids, from):
		return a.self
	case a.refuse != nil:
		return a.refuse(m, from)
	}
	return 0
}

// do works on the items one by one.
func (a several) do(m *chat, s *step, from string, ids []string, items []body) {
	var codes []int
	count := 0
	for i, id := range ids {
		o := one{from: from, id: id, again: slices.Contains(ids[:i], id), body: s.body, item: items[i]}
		o.tell = func(n int) { s.answer = append(s.answer, fmt.Sprint(id, " ", n)) }
		if a.once && o.again {
			continue
		}
		count++
		if code := a.each(m, o); code != 0 {
			codes = append(codes, code)
			s.failures = append(s.failures, id+":"+strconv.Itoa(code))
		}
	}
	switch {
	case len(codes) < count:
	case a.all != nil:
		s.code = a.all(codes)
	default:
		s.code = codes[0]
	}
}

// dice make calls on people.
type dice struct {
	*rand.Rand
	people []string
}

func (d dice) pick(of ...string) string { return of[d.IntN(len(of))] }

// someone is mostly one of the people, at times somebody who is none.
func (d dice) someone() string {
	if d.IntN(4) == 0 {
		return d.pick("ghost", "ghost", "ghost", "gh/ost", "", "x\ny", strings.Repeat("g", 32), strings.Repeat("g", 33), strings.Repeat("g", 64), strings.Repeat("g", 65))
	}
	return d.pick(d.people...)
}

func (d dice) owner() string {
	if d.IntN(12) == 0 {
		return d.pick("ghost", "gh/ost", "")
	}
	return d.pick(d.people...)
}

func (d dice) several(owner string) []string {
	ids := make([]string, d.IntN(4))
	if d.IntN(10) == 0 {
		ids = make([]string, 4+d.IntN(5))
	}
	for i := range ids {
		for ids[i] = d.someone(); ids[i] == owner; {
			ids[i] = d.pick(d.people...)
		}
		if d.IntN(16) == 0 {
			ids[i] = owner
		}
	}
	return ids
}

// compareChats reads what the actions tell of the people.
func compareChats(t testing.TB, m *chat) {
	t.Helper()
	var infos, states, unknown, lost []string
	for _, id := range m.ids {
		u := m.users[id]
		switch {
		case u == nil:
			unknown = append(unknown, id+":660700015")
		default:
			infos = append(infos, strings.Join([]string{id, u.name, u.avatar, u.extra}, ":"))
			if slices.Contains(m.readers, id) {
				m.compareLists(t, id)
			}
		}
		if u == nil || u.status == "" {
			lost = append(lost, id+":660200001")
		} else {
			states = append(states, id+":"+u.status)
		}
	}
	r := m.f.do(t, "QueryUserInfos", toJSON(t, body{"UserIds": m.ids}))
	r.is(t, 0, strings.Join(unknown, " "))
	if got := r.results("UserName", "UserAvatar", "Extra"); got != strings.Join(infos, " ") {
		t.Errorf("users %q, want %q", got, infos)
	}
	code := 0
	if len(states) == 0 {
		code = 660200001
	}
	r = m.f.fetch(t, "QueryUserOnlineState", "UserId[]="+strings.Join(m.ids, "&UserId[]="))
	r.is(t, code, strings.Join(lost, " "))
	if got := r.results("Status"); got != strings.Join(states, " ") {
		t.Errorf("states %q, want %q", got, states)
	}
}

// compareLists reads both lists of a user. They show the profiles of now.
func (m *chat) compareLists(t testing.TB, owner string) {
	t.Helper()
	var blocked []row
	for _, id := range m.blocks[owner] {
		blocked = append(blocked, row{id, m.users[id].name, m.users[id].avatar, modelNow})
	}
	r := m.f.fetch(t, "QueryBlacklist", "FromUserId="+owner)
	if !slices.Equal(r.Blacklist, blocked) || r.TotalCount != len(blocked) {
		t.Errorf("%s blocks %v, %d in all, want %v", owner, r.Blacklist, r.TotalCount, blocked)
	}
	friends := slices.Clone(m.friends[owner])
	for i := range friends {
		u := m.users[friends[i].UserID]
		friends[i].UserName, friends[i].Avatar = u.name, u.avatar
	}
	r = m.f.fetch(t, "QueryFriendList", "FromUserId="+owner)
	if same := len(r.FriendInfos)+len(friends) == 0 || reflect.DeepEqual(r.FriendInfos, friends); !same || r.TotalCount != len(friends) {
		t.Errorf("%s has the friends %+v, %d in all, want %+v", owner, r.FriendInfos, r.TotalCount, friends)
	}
}

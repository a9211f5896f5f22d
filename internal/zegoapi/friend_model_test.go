package zegoapi_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/gateway"
)

// The bounds of the app that the model plays with: small, so that they are met.
const (
	modelBatch     = 6
	modelBlacklist = 5
	modelNow       = 1_700_000_000_000 // milliseconds
)

// twin is what an app must be: a second telling of the pages, in maps.
type twin struct {
	seen    map[string]bool     // "action code" of what has been answered
	users   []string            // all that are registered
	blocks  map[string][]string // in order
	removed map[[2]string]bool  // blocked once, not now
	friends map[string][]friendRow
}

func newTwin(users []string) *twin {
	return &twin{seen: map[string]bool{}, users: users, blocks: map[string][]string{}, removed: map[[2]string]bool{}, friends: map[string][]friendRow{}}
}

// A step is a call and what it must be answered with.
type step struct {
	action   string
	body     map[string]any
	code     int
	failures []string
	answer   []checked // of an action that only looks
}

func (m *twin) known(id string) bool { return slices.Contains(m.users, id) }

func (m *twin) friend(from, to string) *friendRow {
	for i := range m.friends[from] {
		if m.friends[from][i].UserID == to {
			return &m.friends[from][i]
		}
	}
	return nil
}

// dice make calls.
type dice struct {
	*rand.Rand
	from    []string // who may act
	targets []string // on whom
}

func (d dice) pick(of []string) string { return of[d.IntN(len(of))] }

// someone is mostly a target, at times somebody who is none.
func (d dice) someone() string {
	if d.IntN(6) == 0 {
		return d.pick([]string{"ghost", "gh/ost", "", "x\ny", strings.Repeat("g", 32), strings.Repeat("g", 33)})
	}
	return d.pick(d.targets)
}

func (d dice) owner() string {
	if d.IntN(12) == 0 {
		return d.pick([]string{"ghost", "gh/ost", ""})
	}
	return d.pick(d.from)
}

func (d dice) ids(owner string) []string {
	ids := make([]string, d.IntN(4))
	if d.IntN(20) == 0 {
		ids = make([]string, 4+d.IntN(5))
	}
	for i := range ids {
		ids[i] = d.someone()
		if d.IntN(30) == 0 {
			ids[i] = owner
		}
	}
	return ids
}

func (d dice) words() string {
	return d.pick([]string{"", "hello", "王", strings.Repeat("w", 256), strings.Repeat("é", 257)})
}

func (d dice) attributes() []pair {
	list := make([]pair, d.IntN(4))
	if d.IntN(12) == 0 {
		list = make([]pair, 5+d.IntN(2))
	}
	for i := range list {
		list[i] = pair{d.pick([]string{"k0", "k1", "k2", "k3", "k4", "k0", "k1", "k2", "k3", "k4", "k5"}), strings.Repeat("é", d.IntN(140))}
	}
	if len(list) > 0 && d.IntN(8) == 0 {
		list[0].Value = strings.Repeat("v", 1000+d.IntN(50))
	}
	return list
}

var goodID = userID // of the pages, as the old fuzz test has it

// refusal is the code for what all batches have in common; 0 when the call goes on.
func (m *twin) refusal(from string, count, many int) int {
	switch {
	case !goodID.MatchString(from) || count == 0:
		return 660000002
	case count > modelBatch:
		return many
	case !m.known(from):
		return 660500002
	}
	return 0
}

// settle gives a step the code that its failures lead to.
func (s *step) settle(items, all int) {
	if len(s.failures) < items {
		return
	}
	if s.code = all; all == 0 {
		_, _ = fmt.Sscan(s.failures[0][strings.LastIndex(s.failures[0], ":")+1:], &s.code)
	}
}

func (s *step) fail(id string, code int) {
	s.failures = append(s.failures, fmt.Sprintf("%s:%d", id, code))
}

// distinct are the ids without the later ones of equal ids.
func distinct(ids []string) (left []string) {
	for _, id := range ids {
		if !slices.Contains(left, id) {
			left = append(left, id)
		}
	}
	return left
}

func (m *twin) block(d dice) (s step) {
	from := d.owner()
	ids := d.ids(from)
	s = step{action: "AddUsersToBlacklist", body: map[string]any{"FromUserId": from, "UserIds": ids}}
	if s.code = m.refusal(from, len(ids), 660800039); s.code != 0 {
		return s
	}
	if slices.Contains(ids, from) {
		s.code = 660800038
		return s
	}
	if len(m.blocks[from]) == modelBlacklist {
		s.code = 660800040
		return s
	}
	for _, id := range distinct(ids) {
		switch {
		case !goodID.MatchString(id):
			s.fail(id, 660000002)
		case !m.known(id):
			s.fail(id, 660700015)
		case slices.Contains(m.blocks[from], id):
			s.fail(id, 660800037)
		case len(m.blocks[from]) == modelBlacklist:
			s.fail(id, 660800040)
		default:
			m.blocks[from] = append(m.blocks[from], id)
			delete(m.removed, [2]string{from, id})
		}
	}
	s.settle(len(distinct(ids)), 660800041)
	return s
}

func (m *twin) unblock(d dice) (s step) {
	from := d.owner()
	ids := d.ids(from)
	s = step{action: "RemoveUsersFromBlacklist", body: map[string]any{"FromUserId": from, "UserIds": ids}}
	if s.code = m.refusal(from, len(ids), 660800039); s.code != 0 {
		return s
	}
	if slices.Contains(ids, from) {
		s.code = 660800038
		return s
	}
	for _, id := range distinct(ids) {
		i := slices.Index(m.blocks[from], id)
		switch {
		case !goodID.MatchString(id):
			s.fail(id, 660000002)
		case i >= 0:
			m.blocks[from] = slices.Delete(m.blocks[from], i, i+1)
			m.removed[[2]string{from, id}] = true
		case m.removed[[2]string{from, id}]:
			s.fail(id, 660800043)
		default:
			s.fail(id, 660800044)
		}
	}
	s.settle(len(distinct(ids)), 660800042)
	return s
}

func (m *twin) check(d dice) (s step) {
	from := d.owner()
	ids := d.ids(from)
	s = step{action: "CheckUsersIsInBlacklist", body: map[string]any{"FromUserId": from, "UserIds": ids}}
	if s.code = m.refusal(from, len(ids), 660800039); s.code != 0 {
		return s
	}
	for _, id := range distinct(ids) {
		switch {
		case !goodID.MatchString(id):
			s.fail(id, 660000002)
		case !m.known(id):
			s.fail(id, 660700015)
		case slices.Contains(m.blocks[from], id):
			s.answer = append(s.answer, checked{UserID: id, Result: 1})
		default:
			s.answer = append(s.answer, checked{UserID: id})
		}
	}
	s.settle(len(distinct(ids)), 0)
	return s
}

func (m *twin) befriend(d dice) (s step) {
	s.action = d.pick([]string{"AddFriends", "AddFriends", "SendFriendApplication"})
	from := d.owner()
	ids := d.ids(from)
	items := make([]map[string]any, len(ids))
	for i, id := range ids {
		items[i] = map[string]any{"UserId": id, "Wording": d.words(), "FriendAlias": d.words(), "Attributes": d.attributes()}
		for _, when := range []string{"FriendTime", "CreateTime", "UpdateTime"} {
			items[i][when] = []int64{0, 0, 1, modelNow, modelNow - d.Int64N(1000), modelNow + 1}[d.IntN(6)]
		}
	}
	s.body = map[string]any{"FromUserId": from, "FriendInfos": items}
	if s.code = m.refusal(from, len(ids), 660800019); s.code != 0 {
		return s
	}
	if slices.Contains(ids, from) {
		s.code = 660800020
		return s
	}
	strangers := 0 // of distinct ids
	for i, id := range ids {
		item := items[i]
		attributes := item["Attributes"].([]pair)
		late := item["FriendTime"].(int64) > modelNow
		if s.action == "SendFriendApplication" {
			late = max(item["CreateTime"].(int64), item["UpdateTime"].(int64)) > modelNow
		}
		switch {
		case !goodID.MatchString(id):
			s.fail(id, 660000002)
		case slices.Contains(ids[:i], id):
			s.fail(id, 660800022)
		case utf8.RuneCountInString(item["Wording"].(string)) > 256 || utf8.RuneCountInString(item["FriendAlias"].(string)) > 256:
			s.fail(id, 660800021)
		case badAttributes(attributes) != 0:
			s.fail(id, badAttributes(attributes))
		case late:
			s.fail(id, 660800046)
		case !m.known(id):
			s.fail(id, 660700015)
			strangers++
		case m.friend(from, id) != nil:
			s.fail(id, 660800027)
		case s.action == "AddFriends":
			at := item["FriendTime"].(int64)
			if at == 0 {
				at = modelNow
			}
			m.add(from, friendRow{id, "", "", item["Wording"].(string), item["FriendAlias"].(string), at, attributes})
			if m.friend(id, from) == nil {
				m.add(id, friendRow{UserID: from, CreateTime: at, Attributes: []pair{}})
			}
		case m.friend(id, from) != nil:
			m.add(from, friendRow{id, "", "", item["Wording"].(string), item["FriendAlias"].(string), modelNow, attributes})
		}
	}
	all := 0
	if strangers == len(distinct(ids)) {
		all = 660800025
	}
	s.settle(len(ids), all)
	return s
}

func (m *twin) add(owner string, row friendRow) { m.friends[owner] = append(m.friends[owner], row) }

func badAttributes(list []pair) int {
	if len(list) > 5 {
		return 660800026
	}
	size, repeated := 0, false
	for i, a := range list {
		if a.Key == "k5" {
			return 660800023
		}
		size += len(a.Key) + len(a.Value)
		repeated = repeated || slices.ContainsFunc(list[:i], func(b pair) bool { return a.Key == b.Key })
	}
	switch {
	case repeated:
		return 660800032
	case size > 1024:
		return 660800024
	}
	return 0
}

func (m *twin) drop(from, to string) {
	m.friends[from] = slices.DeleteFunc(m.friends[from], func(r friendRow) bool { return r.UserID == to })
}

func (m *twin) unfriend(d dice) (s step) {
	from := d.owner()
	ids := d.ids(from)
	kind := d.IntN(3)
	s = step{action: "DeleteFriends", body: map[string]any{"FromUserId": from, "UserIds": ids, "DeleteType": kind}}
	if kind == 2 {
		s.code = 660000002
		return s
	}
	if s.code = m.refusal(from, len(ids), 660800019); s.code != 0 {
		return s
	}
	if slices.Contains(ids, from) {
		s.code = 660800033
		return s
	}
	for i, id := range ids {
		switch {
		case !goodID.MatchString(id):
			s.fail(id, 660000002)
		case slices.Contains(ids[:i], id):
			s.fail(id, 660800022)
		case m.friend(from, id) == nil:
			s.fail(id, 660800034)
		default:
			if m.drop(from, id); kind == 0 {
				m.drop(id, from)
			}
		}
	}
	s.settle(len(ids), 0)
	return s
}

func (m *twin) unfriendAll(d dice) (s step) {
	from := d.owner()
	kind := d.IntN(3)
	s = step{action: "DeleteAllFriends", body: map[string]any{"FromUserId": from, "DeleteType": kind}}
	if s.code = m.refusal(from, 1, 0); s.code != 0 || kind == 2 {
		if kind == 2 {
			s.code = 660000002
		}
		return s
	}
	if kind == 0 {
		for _, row := range m.friends[from] {
			m.drop(row.UserID, from)
		}
	}
	m.friends[from] = nil
	return s
}

func (m *twin) relate(d dice) (s step) {
	from := d.owner()
	ids := d.ids(from)
	kind := d.IntN(2)
	s = step{action: "CheckFriendsRelation", body: map[string]any{"FromUserId": from, "UserIds": ids, "CheckType": kind}}
	if s.code = m.refusal(from, len(ids), 660800019); s.code != 0 {
		return s
	}
	for _, id := range distinct(ids) {
		mine, theirs := m.friend(from, id) != nil, m.friend(id, from) != nil
		switch {
		case !goodID.MatchString(id):
			s.fail(id, 660000002)
		case !m.known(id):
			s.fail(id, 660700015)
		default:
			table := map[[3]bool]int{
				{true, false, false}: 1, {true, false, true}: 1, {true, true, false}: 2, {true, true, true}: 2,
				{false, false, false}: 3, {false, true, false}: 4, {false, false, true}: 5, {false, true, true}: 6,
			}
			s.answer = append(s.answer, checked{UserID: id, Relation: table[[3]bool{kind == 1, mine, theirs}]})
		}
	}
	s.settle(len(distinct(ids)), 0)
	return s
}

func (m *twin) rename(d dice) (s step) {
	from := d.owner()
	ids := d.ids(from)
	items := make([]map[string]any, len(ids))
	for i, id := range ids {
		items[i] = map[string]any{"UserId": id, "FriendAlias": d.words()}
	}
	s = step{action: "UpdateFriendsAlias", body: map[string]any{"FromUserId": from, "UserIds": items}}
	if s.code = m.refusal(from, len(ids), 660800019); s.code != 0 {
		return s
	}
	for i, id := range ids {
		alias := items[i]["FriendAlias"].(string)
		switch {
		case !goodID.MatchString(id):
			s.fail(id, 660000002)
		case utf8.RuneCountInString(alias) > 256:
			s.fail(id, 660800021)
		case m.friend(from, id) == nil:
			s.fail(id, 660800034)
		default:
			m.friend(from, id).FriendAlias = alias
		}
	}
	s.settle(len(ids), 0)
	return s
}

func (m *twin) attribute(d dice) (s step) {
	from, to, list := d.owner(), d.someone(), d.attributes()
	s = step{action: "UpdateFriendAttributes", body: map[string]any{"FromUserId": from, "UserId": to, "Attributes": list}}
	size := 0
	for _, a := range list {
		size += len(a.Key) + len(a.Value)
	}
	switch {
	case !goodID.MatchString(from) || !goodID.MatchString(to) || len(list) == 0 || len(list) > 5:
		s.code = 660000002
	case size > 1024:
		s.code = 660800024
	case !m.known(from):
		s.code = 660500002
	case m.friend(from, to) == nil:
		s.code = 660800034
	}
	if s.code != 0 {
		return s
	}
	row := m.friend(from, to)
	for i, a := range list {
		after := slices.Clone(row.Attributes)
		if at := slices.IndexFunc(after, func(b pair) bool { return a.Key == b.Key }); at >= 0 {
			after[at] = a
		} else {
			after = append(after, a)
		}
		size := 0
		for _, b := range after {
			size += len(b.Key) + len(b.Value)
		}
		switch {
		case a.Key == "k5":
			s.fail(a.Key, 660800023)
		case slices.ContainsFunc(list[:i], func(b pair) bool { return a.Key == b.Key }):
			s.fail(a.Key, 660800032)
		case size > 1024:
			s.fail(a.Key, 660800024)
		default:
			row.Attributes = after
		}
	}
	s.settle(len(list), 0)
	return s
}

// play makes so many random calls, each answered as the model says, and reads the lists after each.
func (m *twin) play(t *testing.T, f *front, d dice, calls int) {
	moves := []func(dice) step{
		m.block, m.block, m.unblock, m.check, m.befriend, m.befriend, m.befriend, m.unfriend, m.unfriendAll, m.relate, m.rename, m.attribute, m.attribute,
	}
	for n := range calls {
		s := moves[d.IntN(len(moves))](d)
		body, err := json.Marshal(s.body)
		if err != nil {
			t.Error(err)
			return
		}
		r := f.do(t, s.action, string(body))
		r.want(t, s.code, s.failures...)
		m.seen[fmt.Sprint(s.action, " ", r.Code)] = true
		for _, failure := range r.failures() {
			m.seen[fmt.Sprint(s.action, " ", failure.SubCode)] = true
		}
		if got := slices.Concat(r.Succ, r.Successes); !slices.Equal(got, s.answer) {
			t.Errorf("%s answers %v, want %v", s.action, got, s.answer)
		}
		readers := []string{d.pick(d.from), d.pick(d.targets)}
		if from := s.body["FromUserId"].(string); m.known(from) {
			readers = append(readers, from)
		}
		for _, id := range readers {
			m.compare(t, f, id)
		}
		if t.Failed() {
			t.Errorf("call %d was %s %s", n, s.action, body)
			return
		}
	}
	for _, id := range d.from {
		m.compare(t, f, id)
	}
}

func (m *twin) compare(t *testing.T, f *front, id string) {
	blocked := f.fetch(t, "QueryBlacklist", "FromUserId="+id)
	var ids []string
	for _, r := range blocked.Blacklist {
		ids = append(ids, r.UserID)
	}
	if !slices.Equal(ids, m.blocks[id]) || blocked.TotalCount != len(ids) {
		t.Errorf("%s blocks %v, want %v", id, ids, m.blocks[id])
	}
	got, want := f.fetch(t, "QueryFriendList", "FromUserId="+id), m.friends[id]
	if len(got.FriendInfos) != len(want) || len(want) > 0 && !reflect.DeepEqual(got.FriendInfos, want) || got.TotalCount != len(want) {
		t.Errorf("%s has the friends %+v, want %+v", id, got.FriendInfos, want)
	}
}

// modelApp is an app with small bounds, and so many groups of people in it.
func modelApp(t *testing.T, groups int) (*front, [][]string) {
	t.Helper()
	const secret = "9193cc662a4c0ec135ec71fb57194b38"
	f := openFixture(t, fmt.Sprintf(`
zim:
  - {appId: 12345, serverSecret: %s, limits: {blacklist: %d, batch: %d}}
`, secret, modelBlacklist, modelBatch), "12345", secret, chatdouble.WithLimits(false))
	f.Clock().Freeze(time.UnixMilli(modelNow))
	people := make([][]string, groups)
	for g := range people {
		for i := range 9 {
			id := fmt.Sprintf("g%d-%d", g, i)
			people[g] = append(people[g], id)
			f.AddUsers(chatdouble.User{ID: id})
		}
	}
	return f, people
}

// Random calls of every action, by one caller: each answer and each list after it is what the model
// says, whatever was refused on the way.
func TestFriendsAndBlocksAgainstTheModel(t *testing.T) {
	t.Parallel()
	seen := make(map[string]bool)
	for seed := range uint64(6) {
		f, people := modelApp(t, 1)
		d := dice{rand.New(rand.NewPCG(seed, 21)), people[0], people[0]}
		m := newTwin(people[0])
		m.play(t, f, d, 800)
		maps.Copy(seen, m.seen)
	}
	// What random calls never meet would not be tested here.
	for _, action := range fuzzActions {
		if action == "QueryFriendList" { // which is asked for after each of the others
			continue
		}
		for _, c := range append(known[action].Codes, gateway.CodeFact{Code: "0"}) {
			off := c.RuleOnly || c.Code == "660300005" || c.Code == "660800028"
			if !off && !seen[action+" "+c.Code] {
				t.Errorf("no random %s was answered with %s", action, c.Code)
			}
		}
	}
}

// The same by eight callers at once, each with people of its own.
func TestFriendsAndBlocksAgainstTheModelAtOnce(t *testing.T) {
	t.Parallel()
	f, people := modelApp(t, 8)
	var wait sync.WaitGroup
	for g := range people {
		wait.Go(func() {
			d := dice{rand.New(rand.NewPCG(uint64(g), 22)), people[g], people[g]}
			newTwin(people[g]).play(t, f, d, 200)
		})
	}
	wait.Wait()
}

package cometchatapi_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/vendortest"
)

// groupsModel is what a server should know of groups, in maps.
type groupsModel struct {
	*world
	prefix string           // of the ids of this state's people and groups
	people map[string]*bool // false: deactivated
	groups map[string]*modelGroup
	joined int  // memberships ever
	alone  bool // nobody else reads the clock
}

type modelGroup struct {
	owner, kind string
	members     map[string]modelMember
	bans        map[string]*modelMember // nil: not listed
}

type modelMember struct {
	scope    string
	joinedAt int64
	place    int
}

// TestGroupsAgainstAModel plays random calls on groups against maps, with people who are deactivated and deleted.
func TestGroupsAgainstAModel(t *testing.T) {
	t.Parallel()
	m := vendortest.Model[*groupsModel]{
		Open:    openGroups,
		Moves:   groupMoves(),
		Compare: func(t testing.TB, m *groupsModel) { m.compare(t) },
	}
	m.Run(t, 3, 250)
}

func groupMoves() (moves []vendortest.Move[*groupsModel]) {
	for _, move := range []func(*groupsModel, testing.TB, *rand.Rand) string{
		(*groupsModel).create, (*groupsModel).add, (*groupsModel).add, (*groupsModel).add, (*groupsModel).joins, (*groupsModel).leaves,
		(*groupsModel).kick, (*groupsModel).ban, (*groupsModel).unban, (*groupsModel).rescope, (*groupsModel).rescope, (*groupsModel).drop,
		(*groupsModel).transfer, (*groupsModel).retype, (*groupsModel).person,
	} {
		moves = append(moves, func(t testing.TB, m *groupsModel, chance *rand.Rand) string { return move(m, t, chance) })
	}
	return moves
}

func openGroups(t testing.TB, callers int) (all []*groupsModel) {
	w := newWorld(t, "\n")
	for n := range callers {
		m := &groupsModel{w, fmt.Sprintf("c%d-", n), map[string]*bool{}, map[string]*modelGroup{}, 0, callers == 1}
		for _, name := range []string{"a", "b", "c", "d", "e"} {
			m.revive(m.prefix + name)
		}
		all = append(all, m)
	}
	return all
}

func (m *groupsModel) revive(uid string) {
	m.must("POST", "/v3/users", fmt.Sprintf(`{"uid":%q,"name":"x"}`, uid))
	active := true
	m.people[uid] = &active
}

func (m *groupsModel) active(uid string) bool { return m.people[uid] != nil && *m.people[uid] }

func (m *groupsModel) somebody(chance *rand.Rand) string {
	return m.prefix + []string{"a", "b", "c", "d", "e", "ghost"}[min(chance.IntN(18), 17)%6]
}

func (m *groupsModel) guid(chance *rand.Rand) string {
	return m.prefix + []string{"g", "h"}[chance.IntN(2)]
}

// call makes a call and looks whether it is answered with the code, "" when it goes well.
func (m *groupsModel) call(t testing.TB, actor, call, want string) string {
	t.Helper()
	method, rest, _ := strings.Cut(call, " ")
	target, body, _ := strings.Cut(rest, " ")
	status, answer := m.ask(method, target, body, "onBehalfOf", actor)
	if got := codeIn(status, answer); got != want {
		t.Errorf("%s by %q: %d %s, want %q", call, actor, status, answer, want)
	}
	return fmt.Sprintf("%s by %q", call, actor)
}

func codeIn(status int, answer string) string {
	if status == 200 {
		return ""
	}
	code, _ := codeOf(status, []byte(answer))
	return code
}

var ranks = map[string]int{"admin": 3, "moderator": 2, "participant": 1}

// mayAct is the code that keeps somebody from acting in a group on somebody, before the scopes count.
func (m *groupsModel) mayAct(actor, guid, target string) string {
	g := m.groups[guid]
	switch {
	case actor != "" && !m.active(actor):
		return "ERR_UID_NOT_FOUND"
	case g == nil:
		return "ERR_GUID_NOT_FOUND"
	case target != "" && !m.active(target):
		return "ERR_UID_NOT_FOUND"
	case actor == "":
		return ""
	}
	_, banned := g.bans[actor]
	_, is := g.members[actor]
	switch {
	case banned:
		return "ERR_BANNED_GROUPMEMBER"
	case !is:
		return "ERR_GROUP_NOT_JOINED"
	}
	return ""
}

// rank is how much somebody may do; the app may do all.
func (m *groupsModel) rank(actor, guid string) int {
	if actor == "" {
		return 4
	}
	return ranks[m.groups[guid].members[actor].scope]
}

// onMember is mayAct for what is done to a member.
func (m *groupsModel) onMember(actor, guid, target string) string {
	if code := m.mayAct(actor, guid, target); code != "" {
		return code
	}
	_, banned := m.groups[guid].bans[target]
	_, is := m.groups[guid].members[target]
	switch {
	case actor == target:
		return "ERR_GROUP_NO_SELF_ACTION"
	case banned:
		return "ERR_BANNED_GROUPMEMBER"
	case !is:
		return "ERR_NOT_A_MEMBER"
	}
	return ""
}

func (m *groupsModel) compare(t testing.TB) {
	if m.alone {
		m.clock.Advance(time.Second)
	}
	for guid, g := range m.groups {
		want := fmt.Sprintf("%s %s %d", g.owner, g.kind, len(g.members))
		var one struct {
			Data struct {
				Owner, Type  string
				MembersCount int
			}
		}
		_ = json.Unmarshal([]byte(m.must("GET", "/v3/groups/"+guid, "")), &one)
		if got := fmt.Sprintf("%s %s %d", one.Data.Owner, one.Data.Type, one.Data.MembersCount); got != want {
			t.Errorf("%s is %s, want %s", guid, got, want)
		}
		if got, want := m.list(guid+"/members"), m.wantedMembers(g); got != want {
			t.Errorf("the members of %s are %s, want %s", guid, got, want)
		}
		var banned []string
		for uid := range g.bans {
			if m.active(uid) {
				banned = append(banned, uid+"::0")
			}
		}
		slices.Sort(banned)
		got := strings.Fields(m.list(guid + "/bannedusers"))
		if slices.Sort(got); !slices.Equal(got, banned) {
			t.Errorf("banned from %s are %s, want %s", guid, got, banned)
		}
	}
}

// list is the people of a list with their scopes and times.
func (m *groupsModel) list(path string) string {
	var page struct {
		Data []struct {
			UID, Scope string
			JoinedAt   int64
		}
	}
	_ = json.Unmarshal([]byte(m.must("GET", "/v3/groups/"+path, "")), &page)
	var all []string
	for _, u := range page.Data {
		all = append(all, fmt.Sprintf("%s:%s:%d", u.UID, u.Scope, u.JoinedAt))
	}
	return strings.Join(all, " ")
}

func (m *groupsModel) wantedMembers(g *modelGroup) string {
	listed := map[string]modelMember{}
	for uid, member := range g.members {
		listed[uid] = member
	}
	for uid, member := range g.bans {
		if member != nil {
			listed[uid] = *member
		}
	}
	var uids, all []string
	for uid := range listed {
		if m.active(uid) {
			uids = append(uids, uid)
		}
	}
	slices.SortFunc(uids, func(a, b string) int {
		if a == g.owner || b == g.owner {
			return map[bool]int{true: 1, false: -1}[a == g.owner]
		}
		return cmp.Or(cmp.Compare(listed[b].joinedAt, listed[a].joinedAt), cmp.Compare(listed[a].place, listed[b].place))
	})
	for _, uid := range uids {
		all = append(all, fmt.Sprintf("%s:%s:%d", uid, listed[uid].scope, listed[uid].joinedAt))
	}
	return strings.Join(all, " ")
}

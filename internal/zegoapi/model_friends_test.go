package zegoapi_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/chatdouble/mockserver/internal/vendortest"
)

// The pages of the actions on friends.
var friendMoves = []vendortest.Move[*chat]{
	befriend("AddFriends").move, befriend("AddFriends").move, befriend("SendFriendApplication").move, befriend("SendFriendApplication").move,
	unfriend.move, unfriendAll, relate.move, rename.move, noteFriend, noteFriend,
}

func (m *chat) friend(from, to string) *friendRow {
	i := slices.IndexFunc(m.friends[from], func(r friendRow) bool { return r.UserID == to })
	if i < 0 {
		return nil
	}
	return &m.friends[from][i]
}

func (m *chat) drop(from, to string) {
	m.friends[from] = slices.DeleteFunc(m.friends[from], func(r friendRow) bool { return r.UserID == to })
}

func (d dice) words() string {
	return d.pick("", "hello", "王", strings.Repeat("w", 256), strings.Repeat("é", 257))
}

// attributes are at times one too many, and their bytes on either side of the 1024 that they may have.
func (d dice) attributes() []pair {
	list := make([]pair, d.IntN(4))
	if d.IntN(12) == 0 {
		list = make([]pair, 5+d.IntN(2))
	}
	for i := range list {
		list[i] = pair{d.pick("k0", "k1", "k2", "k3", "k4", "k0", "k1", "k2", "k3", "k4", "k5"), strings.Repeat("é", d.IntN(140))}
	}
	if len(list) > 0 && d.IntN(8) == 0 {
		list[0].Value = ""
		list[0].Value = strings.Repeat("v", max(0, 1023-bytesOf(list)+d.IntN(4)))
	}
	return list
}

func bytesOf(list []pair) (n int) {
	for _, a := range list {
		n += len(a.Key) + len(a.Value)
	}
	return n
}

// badAttributes is what the attributes of a new friend are refused with.
func badAttributes(list []pair) int {
	has := func(i int) bool {
		return slices.ContainsFunc(list[:i], func(b pair) bool { return b.Key == list[i].Key })
	}
	repeated := false
	for i := range list {
		repeated = repeated || has(i)
	}
	switch {
	case len(list) > 5:
		return 660800026
	case slices.ContainsFunc(list, func(a pair) bool { return a.Key == "k5" }):
		return 660800023
	case repeated:
		return 660800032
	case bytesOf(list) > 1024:
		return 660800024
	}
	return 0
}

// befriend is one of the actions that make friends: AddFriends on both sides and at once, SendFriendApplication on the
// one side that is missing.
func befriend(action string) several {
	return several{
		action: action, list: "FriendInfos", over: 660800019, self: 660800020, all: allUnknown,
		item: func(d dice, _ string) body {
			item := body{"Wording": d.words(), "FriendAlias": d.words(), "Attributes": d.attributes()}
			for _, when := range []string{"FriendTime", "CreateTime", "UpdateTime"} {
				item[when] = []int64{0, 0, 1, modelNow, modelNow - d.Int64N(1000), modelNow + 1}[d.IntN(6)]
			}
			return item
		},
		each: func(m *chat, o one) int {
			late := o.item["FriendTime"].(int64) > modelNow
			if action == "SendFriendApplication" {
				late = max(o.item["CreateTime"].(int64), o.item["UpdateTime"].(int64)) > modelNow
			}
			if code := m.noFriend(o, late); code != 0 {
				return code
			}
			row := friendRow{UserID: o.id, Wording: o.item["Wording"].(string), FriendAlias: o.item["FriendAlias"].(string), CreateTime: modelNow, Attributes: o.item["Attributes"].([]pair)}
			back := m.friend(o.id, o.from)
			if action == "AddFriends" {
				if at := o.item["FriendTime"].(int64); at != 0 {
					row.CreateTime = at
				}
				if back == nil {
					m.friends[o.id] = append(m.friends[o.id], friendRow{UserID: o.from, CreateTime: row.CreateTime, Attributes: []pair{}})
				}
			} else if back == nil {
				return 0 // nobody can read what was applied for
			}
			m.friends[o.from] = append(m.friends[o.from], row)
			return 0
		},
	}
}

// noFriend is why somebody cannot become a friend.
func (m *chat) noFriend(o one, late bool) int {
	attributes := o.item["Attributes"].([]pair)
	switch {
	case !userID.MatchString(o.id):
		return 660000002
	case o.again:
		return 660800022
	case tooLong(o.item["Wording"]) || tooLong(o.item["FriendAlias"]):
		return 660800021
	case badAttributes(attributes) != 0:
		return badAttributes(attributes)
	case late:
		return 660800046
	case m.users[o.id] == nil:
		return 660700015
	case m.friend(o.from, o.id) != nil:
		return 660800027
	}
	return 0
}

func tooLong(words any) bool { return utf8.RuneCountInString(words.(string)) > 256 }

// allUnknown is the Code when nobody is registered. Of equal ids the first has told.
func allUnknown(codes []int) int {
	if slices.ContainsFunc(codes, func(c int) bool { return c != 660700015 && c != 660800022 }) {
		return codes[0]
	}
	return 660800025
}

func kindOfDeletion(d dice, b body) { b["DeleteType"] = d.IntN(3) }

var unfriend = several{
	action: "DeleteFriends", list: "UserIds", over: 660800019, self: 660800033, asked: kindOfDeletion,
	bad: func(_ string, _ []string, b body) bool { return b["DeleteType"] == 2 },
	each: func(m *chat, o one) int {
		switch {
		case !userID.MatchString(o.id):
			return 660000002
		case o.again:
			return 660800022
		case m.friend(o.from, o.id) == nil:
			return 660800034
		}
		if m.drop(o.from, o.id); o.body["DeleteType"] == 0 {
			m.drop(o.id, o.from)
		}
		return 0
	},
}

func unfriendAll(t testing.TB, m *chat, chance *rand.Rand) string {
	d := dice{chance, m.ids}
	from := d.owner()
	s := step{action: "DeleteAllFriends", body: body{"FromUserId": from}}
	kindOfDeletion(d, s.body)
	switch {
	case !userID.MatchString(from) || s.body["DeleteType"] == 2:
		s.code = 660000002
	case m.users[from] == nil:
		s.code = 660500002
	default:
		if s.body["DeleteType"] == 0 {
			for _, row := range m.friends[from] {
				m.drop(row.UserID, from)
			}
		}
		m.friends[from] = nil
	}
	return m.ask(t, s)
}

var relate = several{
	action: "CheckFriendsRelation", list: "UserIds", over: 660800019, once: true,
	asked: func(d dice, b body) { b["CheckType"] = d.IntN(2) },
	each: func(m *chat, o one) int {
		switch {
		case !userID.MatchString(o.id):
			return 660000002
		case m.users[o.id] == nil:
			return 660700015
		}
		oneWay, mine, theirs := o.body["CheckType"] == 1, m.friend(o.from, o.id) != nil, m.friend(o.id, o.from) != nil
		o.tell(map[[3]bool]int{
			{true, false, false}: 1, {true, false, true}: 1, {true, true, false}: 2, {true, true, true}: 2,
			{false, false, false}: 3, {false, true, false}: 4, {false, false, true}: 5, {false, true, true}: 6,
		}[[3]bool{oneWay, mine, theirs}])
		return 0
	},
}

var rename = several{
	action: "UpdateFriendsAlias", list: "UserIds", over: 660800019,
	item: func(d dice, _ string) body { return body{"FriendAlias": d.words()} },
	each: func(m *chat, o one) int {
		row := m.friend(o.from, o.id)
		switch {
		case !userID.MatchString(o.id):
			return 660000002
		case tooLong(o.item["FriendAlias"]):
			return 660800021
		case row == nil:
			return 660800034
		}
		row.FriendAlias = o.item["FriendAlias"].(string)
		return 0
	},
}

// noteFriend is UpdateFriendAttributes, whose items are keys.
func noteFriend(t testing.TB, m *chat, chance *rand.Rand) string {
	d := dice{chance, m.ids}
	from, to, list := d.owner(), d.someone(), d.attributes()
	s := step{action: "UpdateFriendAttributes", body: body{"FromUserId": from, "UserId": to, "Attributes": list}}
	row := m.friend(from, to)
	switch {
	case !userID.MatchString(from) || !userID.MatchString(to) || len(list) == 0 || len(list) > 5:
		s.code = 660000002
	case bytesOf(list) > 1024:
		s.code = 660800024
	case m.users[from] == nil:
		s.code = 660500002
	case row == nil:
		s.code = 660800034
	default:
		noted := several{each: func(_ *chat, o one) int { return row.note(o) }}
		keys, values := make([]string, len(list)), make([]body, len(list))
		for i, a := range list {
			keys[i], values[i] = a.Key, body{"Value": a.Value}
		}
		noted.do(m, &s, from, keys, values)
	}
	return m.ask(t, s)
}

// note sets one attribute.
func (r *friendRow) note(o one) int {
	after := slices.Clone(r.Attributes)
	set := pair{o.id, o.item["Value"].(string)}
	if at := slices.IndexFunc(after, func(b pair) bool { return b.Key == o.id }); at >= 0 {
		after[at] = set
	} else {
		after = append(after, set)
	}
	switch {
	case o.id == "k5":
		return 660800023
	case o.again:
		return 660800032
	case bytesOf(after) > 1024:
		return 660800024
	}
	r.Attributes = after
	return 0
}

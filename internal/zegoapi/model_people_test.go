package zegoapi_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/vendortest"
)

// Pages "Batch register users" and "Modify user information", and what an end user's connection does.
var userMoves = []vendortest.Move[*chat]{
	several{
		action: "UserRegister", list: "UserInfo", nobody: true, makes: true, item: profileOf,
		each: func(m *chat, o one) int {
			if code := badProfile(o); code != 0 {
				return code
			}
			if m.users[o.id] != nil {
				return 660700002
			}
			m.users[o.id] = &person{}
			m.users[o.id].put(o.item)
			m.users[o.id].extra = "" // which this action does not look at
			return 0
		},
	}.move,
	several{
		action: "ModifyUserInfo", list: "UserInfo", nobody: true, item: profileOf,
		each: func(m *chat, o one) int {
			if code := badProfile(o); code != 0 {
				return code
			}
			if m.users[o.id] == nil {
				return 660700012
			}
			m.users[o.id].put(o.item)
			return 0
		},
	}.move,
	find("QueryUserInfos", "UserIds", 660700015, func(u *person) bool { return u != nil }).move,
	find("QueryUserOnlineState", "UserId", 660200001, func(u *person) bool { return u != nil && u.status != "" }).move,
	connect,
}

// find is a query of several users, whose ids have up to 64 bytes.
func find(action, list string, unknown int, has func(*person) bool) several {
	return several{
		action: action, list: list, nobody: true, once: true,
		each: func(m *chat, o one) int {
			switch {
			case has(m.users[o.id]):
				o.tell(0)
				return 0
			case m.users[o.id] == nil && (!userID.MatchString(o.id[:min(32, len(o.id))]) || len(o.id) > 64):
				return 660000002
			}
			return unknown
		},
	}
}

func (p *person) put(item body) {
	for name, member := range map[string]*string{"UserName": &p.name, "UserAvatar": &p.avatar, "Extra": &p.extra} {
		if text, given := item[name].(string); given {
			*member = text
		}
	}
}

// profileOf gives some of the texts, at times longer than they may be.
func profileOf(d dice, _ string) body {
	item := body{}
	some := func(name string, most int) {
		switch d.IntN(12) {
		case 0, 1, 2, 3:
			item[name] = d.pick("", "a", "王", strings.Repeat("é", most/2))
		case 4:
			item[name] = strings.Repeat("é", most/2) + "x"
		case 5:
			item[name] = nil
		}
	}
	some("UserName", 256)
	some("UserAvatar", 500)
	if d.IntN(3) == 0 {
		item["Extra"] = d.pick("", "e", strings.Repeat("é", 1024))
	}
	return item
}

func badProfile(o one) int {
	name, _ := o.item["UserName"].(string)
	avatar, _ := o.item["UserAvatar"].(string)
	switch {
	case len(o.id) > 32:
		return 660000012
	case !userID.MatchString(o.id):
		return 660000002
	case len(name) > 256:
		return 660700006
	case len(avatar) > 500:
		return 660700007
	}
	return 0
}

// connect logs somebody in, who is there from then on, or lets the connection go.
func connect(_ testing.TB, m *chat, chance *rand.Rand) string {
	id := m.ids[chance.IntN(len(m.ids))]
	if m.users[id] == nil {
		m.users[id] = &person{}
		m.f.SetOnlineState(id, "loggedIn")
		m.users[id].status = "Online"
		return "login of " + id
	}
	mark := []string{"loggedIn", "online", "offline", "loggedOut"}[chance.IntN(4)]
	m.f.SetOnlineState(id, mark)
	m.users[id].status = map[string]string{"loggedIn": "Online", "online": "Online", "offline": "Offline", "loggedOut": ""}[mark]
	return mark + " of " + id
}

// Pages "AddUsersToBlacklist", "RemoveUsersFromBlacklist" and "CheckUsersIsInBlacklist".
var blockMoves = []vendortest.Move[*chat]{block.move, block.move, unblock.move, checkBlocked.move}

var block = several{
	action: "AddUsersToBlacklist", list: "UserIds", over: 660800039, once: true, self: 660800038, all: always(660800041),
	refuse: func(m *chat, from string) int {
		if len(m.blocks[from]) == modelBlacklist {
			return 660800040
		}
		return 0
	},
	each: func(m *chat, o one) int {
		switch {
		case !userID.MatchString(o.id):
			return 660000002
		case m.users[o.id] == nil:
			return 660700015
		case slices.Contains(m.blocks[o.from], o.id):
			return 660800037
		case len(m.blocks[o.from]) == modelBlacklist:
			return 660800040
		}
		m.blocks[o.from] = append(m.blocks[o.from], o.id)
		delete(m.removed, [2]string{o.from, o.id})
		return 0
	},
}

var unblock = several{
	action: "RemoveUsersFromBlacklist", list: "UserIds", over: 660800039, once: true, self: 660800038, all: always(660800042),
	each: func(m *chat, o one) int {
		i := slices.Index(m.blocks[o.from], o.id)
		switch {
		case !userID.MatchString(o.id):
			return 660000002
		case i >= 0:
			m.blocks[o.from] = slices.Delete(m.blocks[o.from], i, i+1)
			m.removed[[2]string{o.from, o.id}] = true
			return 0
		case m.removed[[2]string{o.from, o.id}]:
			return 660800043
		}
		return 660800044
	},
}

var checkBlocked = several{
	action: "CheckUsersIsInBlacklist", list: "UserIds", over: 660800039, once: true,
	each: func(m *chat, o one) int {
		switch {
		case !userID.MatchString(o.id):
			return 660000002
		case m.users[o.id] == nil:
			return 660700015
		case slices.Contains(m.blocks[o.from], o.id):
			o.tell(1)
		default:
			o.tell(0)
		}
		return 0
	},
}

func always(code int) func([]int) int { return func([]int) int { return code } }

// Page "Send a one-to-one message". Guide "Blacklist management": whom the receiver has blocked cannot write to the
// receiver; whom the sender has blocked still gets what the sender writes. MsgSeq counts in both directions together;
// a signaling message has none.
var messageMoves = []vendortest.Move[*chat]{sendPeer.move, sendPeer.move}

const signaling = 2

var sendPeer = several{
	action: "SendPeerMessage", list: "ToUserId", once: true,
	asked: func(d dice, b body) {
		b["MessageType"], b["Priority"], b["MessageBody"] = 1+d.IntN(signaling), 1+d.IntN(3), body{"Message": fmt.Sprint("m", d.IntN(9))}
	},
	bad: func(from string, ids []string, _ body) bool { return slices.Contains(ids, from) },
	each: func(m *chat, o one) int {
		switch {
		case !userID.MatchString(o.id):
			return 660000002
		case m.users[o.id] == nil:
			return 660700015
		case slices.Contains(m.blocks[o.id], o.from):
			return 660800045
		case o.body["MessageType"] == signaling:
			o.tell(0)
			return 0
		}
		both := [2]string{min(o.from, o.id), max(o.from, o.id)}
		m.sent[both]++
		o.tell(m.sent[both])
		return 0
	},
}

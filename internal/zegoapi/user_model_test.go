package zegoapi_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// modelUser is a user as the pages describe one.
type modelUser struct{ name, avatar, extra, status string }

// modelTalk is who has blocked whom, and how many messages a conversation has had.
type modelTalk struct {
	people  map[string]*modelUser
	blocked map[[2]string]bool
	sent    map[[2]string]int // by the two ids, the smaller first
	ids     map[string]bool   // of all messages
}

// send sends a message to several people, and checks what becomes of it for each.
func (m *modelTalk) send(t *testing.T, f *front, from string, to []string) {
	t.Helper()
	r := f.do(t, "SendPeerMessage", toJSON(t, message(from, to...)))
	switch {
	case slices.Contains(to, from):
		r.is(t, 660000002, "")
		return
	case m.people[from] == nil:
		r.is(t, 660500002, "")
		return
	}
	code, failures, got := 0, []string{}, []string{}
	for _, id := range distinct(to) {
		why := 0
		switch pair := [2]string{min(from, id), max(from, id)}; {
		case m.people[id] == nil:
			why = 660700015
		case m.blocked[[2]string{id, from}]:
			why = 660800045
		default:
			m.sent[pair]++
			got = append(got, fmt.Sprint(id, " ", m.sent[pair]))
			continue
		}
		failures = append(failures, fmt.Sprint(id, ":", why))
		if code == 0 {
			code = why
		}
	}
	if len(got) > 0 {
		code = 0
	}
	r.is(t, code, strings.Join(failures, " "))
	var receipts []string
	for _, receipt := range r.SuccList {
		receipts = append(receipts, fmt.Sprint(receipt.UserID, " ", receipt.MsgSeq))
		if m.ids[receipt.MsgID] {
			t.Errorf("MsgId %s came twice", receipt.MsgID)
		}
		m.ids[receipt.MsgID] = true
	}
	if !slices.Equal(receipts, got) {
		t.Errorf("%s to %v: receipts %q, want %q", from, to, receipts, got)
	}
}

// Random sequences of all writes on users and of messages, with blocks between them, against a small
// model; both queries are compared with it after each.
func TestUsersModel(t *testing.T) {
	t.Parallel()
	const runs, steps = 20, 80
	f := unlimited(t)
	for run := range uint64(runs) {
		f.Reset()
		chance := rand.New(rand.NewPCG(11, run))
		people := make(map[string]*modelUser)
		talk := &modelTalk{people, make(map[[2]string]bool), make(map[[2]string]int), make(map[string]bool)}
		ids := []string{"a", "b", "c", "d", "e"}
		for range steps {
			id := ids[chance.IntN(len(ids))]
			user, there := people[id]
			switch chance.IntN(10) {
			case 0, 1:
				var items, failures []string
				for range 1 + chance.IntN(3) {
					id, name := ids[chance.IntN(len(ids))], fmt.Sprint("n", chance.IntN(100))
					items = append(items, fmt.Sprintf(`{"UserId":%q,"UserName":%q}`, id, name))
					if people[id] != nil {
						failures = append(failures, id+":660700002")
						continue
					}
					people[id] = &modelUser{name: name}
				}
				code := 0
				if len(failures) == len(items) {
					code = 660700002
				}
				f.do(t, "UserRegister", `{"UserInfo":[`+strings.Join(items, ",")+`]}`).is(t, code, strings.Join(failures, " "))
			case 2, 3:
				avatar, extra := fmt.Sprint("a", chance.IntN(100)), fmt.Sprint("e", chance.IntN(100))
				item := fmt.Sprintf(`{"UserId":%q,"UserAvatar":%q}`, id, avatar)
				if chance.IntN(2) == 0 {
					item = fmt.Sprintf(`{"UserId":%q,"UserAvatar":%q,"Extra":%q}`, id, avatar, extra)
				} else {
					extra = ""
				}
				r := f.do(t, "ModifyUserInfo", `{"UserInfo":[`+item+`]}`)
				if !there {
					r.is(t, 660700012, id+":660700012")
					break
				}
				r.is(t, 0, "")
				user.avatar = avatar
				if extra != "" {
					user.extra = extra
				}
			case 4:
				f.SetOnlineState(id, "loggedIn")
				if !there {
					user = &modelUser{}
					people[id] = user
				}
				user.status = "Online"
			case 5:
				if there {
					f.SetOnlineState(id, "offline")
					if user.status = "Offline"; chance.IntN(2) == 0 {
						f.SetOnlineState(id, "loggedOut")
						user.status = ""
					}
				}
			case 6, 7:
				if other := ids[chance.IntN(len(ids))]; there && people[other] != nil && other != id {
					pair := [2]string{id, other}
					if talk.blocked[pair] = !talk.blocked[pair]; talk.blocked[pair] {
						f.Block(id, other)
					} else {
						f.Unblock(id, other)
					}
				}
			case 8, 9:
				to := make([]string, 1+chance.IntN(3))
				for i := range to {
					to[i] = ids[chance.IntN(len(ids))]
				}
				talk.send(t, f, id, to)
			}
			compareUsers(t, f, ids, people)
			if t.Failed() {
				t.Fatalf("run %d", run)
			}
		}
	}
}

func compareUsers(t *testing.T, f *front, ids []string, people map[string]*modelUser) {
	t.Helper()
	var infos, states, unknown, lost []string
	for _, id := range ids {
		user := people[id]
		if user == nil {
			unknown = append(unknown, id+":660700015")
		} else {
			infos = append(infos, strings.Join([]string{id, user.name, user.avatar, user.extra}, ":"))
		}
		if user == nil || user.status == "" {
			lost = append(lost, id+":660200001")
		} else {
			states = append(states, id+":"+user.status)
		}
	}
	code := func(all []string, code int) int {
		if len(all) < len(ids) {
			return 0
		}
		return code
	}
	r := f.do(t, "QueryUserInfos", toJSON(t, map[string]any{"UserIds": ids}))
	r.is(t, code(unknown, 660700015), strings.Join(unknown, " "))
	if got := r.results("UserName", "UserAvatar", "Extra"); got != strings.Join(infos, " ") {
		t.Errorf("users %q, want %q", got, infos)
	}
	r = f.call(t, "GET", "QueryUserOnlineState", "UserId[]="+strings.Join(ids, "&UserId[]="), "")
	r.is(t, code(lost, 660200001), strings.Join(lost, " "))
	if got := r.results("Status"); got != strings.Join(states, " ") {
		t.Errorf("states %q, want %q", got, states)
	}
}

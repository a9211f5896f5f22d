package zegoapi_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// modelUser is a user as the pages describe one.
type modelUser struct{ name, avatar, extra, status string }

// Random sequences of all writes on users against a small model; both queries are compared with it
// after each.
func TestUsersModel(t *testing.T) {
	const runs, steps = 20, 40
	f := openUsers(t)
	for run := range uint64(runs) {
		f.Reset()
		chance := rand.New(rand.NewPCG(11, run))
		people := make(map[string]*modelUser)
		ids := []string{"a", "b", "c", "d", "e"}
		for range steps {
			id := ids[chance.IntN(len(ids))]
			user, there := people[id]
			switch chance.IntN(6) {
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
				f.post(t, "UserRegister", `{"UserInfo":[`+strings.Join(items, ",")+`]}`).is(t, code, strings.Join(failures, " "))
			case 2, 3:
				avatar, extra := fmt.Sprint("a", chance.IntN(100)), fmt.Sprint("e", chance.IntN(100))
				item := fmt.Sprintf(`{"UserId":%q,"UserAvatar":%q}`, id, avatar)
				if chance.IntN(2) == 0 {
					item = fmt.Sprintf(`{"UserId":%q,"UserAvatar":%q,"Extra":%q}`, id, avatar, extra)
				} else {
					extra = ""
				}
				r := f.post(t, "ModifyUserInfo", `{"UserInfo":[`+item+`]}`)
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
			}
			compareUsers(t, f, ids, people)
			if t.Failed() {
				t.Fatalf("run %d", run)
			}
		}
	}
}

func compareUsers(t *testing.T, f users, ids []string, people map[string]*modelUser) {
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
	r := f.post(t, "QueryUserInfos", toJSON(t, map[string]any{"UserIds": ids}))
	r.is(t, code(unknown, 660700015), strings.Join(unknown, " "))
	if got := r.results("UserName", "UserAvatar", "Extra"); got != strings.Join(infos, " ") {
		t.Errorf("users %q, want %q", got, infos)
	}
	r = f.act(t, "GET", "QueryUserOnlineState", "UserId[]="+strings.Join(ids, "&UserId[]="), "")
	r.is(t, code(lost, 660200001), strings.Join(lost, " "))
	if got := r.results("Status"); got != strings.Join(states, " ") {
		t.Errorf("states %q, want %q", got, states)
	}
}

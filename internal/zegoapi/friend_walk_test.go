package zegoapi_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chatmock/mockserver/chatmock"
)

// friendWalk is what a list of friends must be: the rows in the order in which they were added. Each
// friendship has a time of its own, so one that was ended and made again is another row.
type friendWalk struct {
	f     *front
	owner string
	rows  []row // UpdateTime stands for CreateTime
	idle  []string
	clock int64
}

// add makes friends of so many idle people, 20 in a call.
func (w *friendWalk) add(t testing.TB, chance *rand.Rand, count int) {
	t.Helper()
	for count > 0 && len(w.idle) > 0 {
		var items []string
		for ; count > 0 && len(w.idle) > 0 && len(items) < 20; count-- {
			i := chance.IntN(len(w.idle))
			w.clock++
			items = append(items, fmt.Sprintf(`{"UserId":%q,"FriendTime":%d}`, w.idle[i], w.clock))
			w.rows = append(w.rows, row{UserID: w.idle[i], UpdateTime: w.clock})
			w.idle = slices.Delete(w.idle, i, i+1)
		}
		w.f.do(t, "AddFriends", strings.Replace(infos(items...), "owner", w.owner, 1)).want(t, 0)
	}
}

func (w *friendWalk) remove(t testing.TB, i, kind int) {
	t.Helper()
	w.f.do(t, "DeleteFriends", fmt.Sprintf(`{"FromUserId":%q,"UserIds":[%q],"DeleteType":%d}`, w.owner, w.rows[i].UserID, kind)).want(t, 0)
	w.idle = append(w.idle, w.rows[i].UserID)
	w.rows = slices.Delete(w.rows, i, i+1)
}

func (w *friendWalk) behind(last int64) []row {
	i := slices.IndexFunc(w.rows, func(r row) bool { return r.UpdateTime > last })
	if i < 0 {
		return nil
	}
	return w.rows[i:]
}

func rowsOf(infos []friendRow) []row {
	rows := []row{}
	for _, r := range infos {
		rows = append(rows, row{UserID: r.UserID, UserName: r.UserName, Avatar: r.Avatar, UpdateTime: r.CreateTime})
	}
	return rows
}

// Page "QueryFriendList", over lists from 0 to 300 and any Limit from 1 to 100, with friends added
// and deleted between the calls: every page is what the model says, so no row comes twice and none
// that stayed is left out; Next is 0 exactly at the end, and TotalCount is the size at the call.
func TestFriendWalk(t *testing.T) {
	const rounds = 40
	chance := rand.New(rand.NewPCG(11, 12))
	f := unlimited(t)
	f.Clock().Freeze(time.Unix(1_700_000_000, 0))
	everybody := people(f, 320)
	for round := range rounds {
		w := &friendWalk{f: f, owner: fmt.Sprintf("owner %d", round), idle: slices.Clone(everybody)}
		f.AddUsers(chatmock.User{ID: w.owner})
		size := chance.IntN(301)
		switch round { // the ends of the range
		case 0:
			size = 0
		case 1:
			size = 300
		}
		w.add(t, chance, size)
		for i := 0; i < len(w.rows)/4; i++ {
			w.remove(t, chance.IntN(len(w.rows)), i%2)
		}
		w.walk(t, chance, 1+chance.IntN(100), chance.IntN(6))
	}
}

func (w *friendWalk) walk(t *testing.T, chance *rand.Rand, limit, changes int) {
	t.Helper()
	stayed := slices.Clone(w.rows)
	var given []row
	var next, last int64
	for call := 1; ; call++ {
		r := w.f.fetch(t, "QueryFriendList", "FromUserId="+url.QueryEscape(w.owner), fmt.Sprintf("Limit=%d", limit), fmt.Sprintf("Next=%d", next))
		rest := w.behind(last)
		want := rest[:min(limit, len(rest))]
		got := rowsOf(r.FriendInfos)
		if r.Code != 0 || !slices.Equal(got, want) || r.TotalCount != len(w.rows) {
			t.Fatalf("%s, call %d, Limit %d: Code %d, TotalCount %d, rows %v, want %d, %v", w.owner, call, limit, r.Code, r.TotalCount, got, len(w.rows), want)
		}
		if end := len(rest) <= limit; end != (r.Next == 0) {
			t.Fatalf("%s, call %d: Next %d with %d rows left", w.owner, call, r.Next, len(rest)-len(want))
		}
		given = append(given, got...)
		if r.Next == 0 {
			break
		}
		next, last = r.Next, given[len(given)-1].UpdateTime
		for range changes {
			if chance.IntN(2) == 0 && call < 50 { // later none, so that the walk ends
				w.add(t, chance, 1)
			} else if len(w.rows) > 0 {
				i := chance.IntN(len(w.rows))
				stayed = slices.DeleteFunc(stayed, func(r row) bool { return r == w.rows[i] })
				w.remove(t, i, chance.IntN(2))
			}
		}
	}
	count := make(map[row]int)
	for _, r := range given {
		if count[r]++; count[r] > 1 {
			t.Fatalf("%s: %v was given twice", w.owner, r)
		}
	}
	for _, r := range stayed {
		if count[r] != 1 {
			t.Fatalf("%s: %v stayed and was given %d times", w.owner, r, count[r])
		}
	}
}

// The same while the changes are made by others at any moment: who stayed is seen exactly once.
func TestFriendWalkWhileTheListChanges(t *testing.T) {
	f := unlimited(t)
	f.Clock().Freeze(time.Unix(1_700_000_000, 0))
	f.AddUsers(chatmock.User{ID: "owner"})
	w := &friendWalk{f: f, owner: "owner", idle: people(f, 200)}
	everybody := slices.Clone(w.idle)
	w.add(t, rand.New(rand.NewPCG(13, 14)), 200)
	var wait sync.WaitGroup
	done := make(chan struct{})
	for worker := range 2 {
		wait.Go(func() { // deletes and adds every second person, again and again
			for i := worker*2 + 1; ; i = (i + 4) % len(everybody) {
				select {
				case <-done:
					return
				default:
					f.do(t, "DeleteFriends", fmt.Sprintf(`{"FromUserId":"owner","UserIds":[%q],"DeleteType":0}`, everybody[i])).want(t, 0)
					f.do(t, "AddFriends", infos(fmt.Sprintf(`{"UserId":%q}`, everybody[i]))).want(t, 0)
				}
			}
		})
	}
	for limit := 1; limit <= 100; limit += 24 {
		seen := make(map[string]int)
		var next int64
		for calls := 1; len(seen) < 200 && calls < 1000; calls++ {
			r := f.fetch(t, "QueryFriendList", "FromUserId=owner", fmt.Sprintf("Limit=%d", limit), fmt.Sprintf("Next=%d", next))
			if r.Code != 0 || len(r.FriendInfos) > limit || r.TotalCount < 198 || r.TotalCount > 200 {
				t.Errorf("Limit %d: Code %d, %d rows of %d", limit, r.Code, len(r.FriendInfos), r.TotalCount)
			}
			for _, info := range r.FriendInfos {
				seen[info.UserID]++
			}
			if next = r.Next; next == 0 {
				break
			}
		}
		for i := 0; i < len(everybody); i += 2 {
			if seen[everybody[i]] != 1 {
				t.Errorf("Limit %d: %s stayed and was seen %d times", limit, everybody[i], seen[everybody[i]])
			}
		}
	}
	close(done)
	wait.Wait()
}

// Page "QueryFriendList": the sample's bytes without its white space. RequestId and a Next that is
// not 0 are different in every answer, so the sample's stand in their place.
func TestGoldenFriendList(t *testing.T) {
	f := batchFront(t, "zego", "nobody", "other")
	f.AddUsers(
		chatmock.User{ID: "UserA", Name: "UserNameA", Avatar: "Avatar1"}, chatmock.User{ID: "UserB", Name: "UserNameB", Avatar: "Avatar2"},
		chatmock.User{ID: "wang", Name: "王小明 \"x\" \\/\n", Avatar: "https://example.com/头像.png?a=1&b=<2>"},
	)
	f.do(t, "AddFriends", `{"FromUserId":"zego","FriendInfos":[
		{"UserId":"UserA","Wording":"Wording1","FriendAlias":"FriendAlias1","FriendTime":1698310534000,"Attributes":[{"Key":"k1","Value":"Value"},{"Key":"k0","Value":"Value1"}]},
		{"UserId":"UserB","Wording":"Wording1","FriendAlias":"FriendAlias2","FriendTime":1698310534000,"Attributes":[{"Key":"k3","Value":"Value"},{"Key":"k4","Value":"Value1"}]}]}`).want(t, 0)
	f.do(t, "AddFriends", `{"FromUserId":"other","FriendInfos":[{"UserId":"wang","Wording":"\u2028\u0007 <>&","FriendAlias":"😀","FriendTime":1,"Attributes":[{"Key":"k0","Value":"\"\\/"}]}]}`).want(t, 0)
	w := &friendWalk{f: f, owner: "zego", idle: people(f, 498), clock: 1_698_310_534_000}
	w.add(t, rand.New(rand.NewPCG(15, 16)), 498)
	for _, tt := range []struct{ name, query string }{
		{"sample", "FromUserId=zego&Limit=2&Next=0"},
		{"empty", "FromUserId=nobody&Limit=100&Next=0"},
		{"any-text", "FromUserId=other"},
	} {
		goldenNext(t, "QueryFriendList/"+tt.name+".json", f.fetch(t, "QueryFriendList", tt.query))
	}
}

// The Next of a list of friends belongs to it alone: to the user's block list it is past the end,
// and the other way round.
func TestNextOfTheOtherKindOfList(t *testing.T) {
	f := batchFront(t, "owner", "a", "b", "c")
	f.do(t, "AddFriends", infos(`{"UserId":"a"}`, `{"UserId":"b"}`, `{"UserId":"c"}`)).want(t, 0)
	f.do(t, "AddUsersToBlacklist", `{"FromUserId":"owner","UserIds":["a","b","c"]}`).want(t, 0)
	next := map[string]int64{}
	for _, action := range []string{"QueryFriendList", "QueryBlacklist"} {
		next[action] = f.fetch(t, action, "FromUserId=owner&Limit=1").Next
	}
	for action, other := range map[string]string{"QueryFriendList": "QueryBlacklist", "QueryBlacklist": "QueryFriendList"} {
		r := f.fetch(t, action, fmt.Sprintf("FromUserId=owner&Next=%d", next[other]))
		if r.Code != 0 || r.TotalCount != 3 || r.Next != 0 || len(r.FriendInfos)+len(r.Blacklist) != 0 {
			t.Errorf("%s with the Next of %s: %s", action, other, r.body)
		}
		r = f.fetch(t, action, fmt.Sprintf("FromUserId=owner&Next=%d", next[action]))
		if len(r.FriendInfos)+len(r.Blacklist) != 2 {
			t.Errorf("%s with its own Next: %s", action, r.body)
		}
	}
}

// Page "QueryFriendList": Limit missing, empty, 0 or above 100 counts as 100; the profile is that of
// the moment.
func TestFriendListLimitAndProfile(t *testing.T) {
	f := unlimited(t)
	f.AddUsers(chatmock.User{ID: "owner"})
	f.Clock().Freeze(time.Unix(1_700_000_000, 0))
	w := &friendWalk{f: f, owner: "owner", idle: people(f, 130)}
	w.add(t, rand.New(rand.NewPCG(17, 18)), 130)
	for limit, want := range map[string]int{"": 100, "0": 100, "1": 1, "99": 99, "100": 100, "101": 100, "99999999999999999999": 100} {
		if r := f.fetch(t, "QueryFriendList", "FromUserId=owner&Limit="+limit); len(r.FriendInfos) != want || r.TotalCount != 130 || r.Next == 0 {
			t.Errorf("Limit %q: %d rows of %d, Next %d", limit, len(r.FriendInfos), r.TotalCount, r.Next)
		}
	}
	for _, raw := range []string{"Limit=1e3", "Limit=%2B5", "Limit=x", "Next=-1", "Next=+5", "Next=x"} {
		f.fetch(t, "QueryFriendList", "FromUserId=owner", raw).want(t, 660000002)
	}
	first := w.rows[0].UserID
	f.AddUsers(chatmock.User{ID: first, Name: "new name", Avatar: "new avatar"})
	if r := f.fetch(t, "QueryFriendList", "FromUserId=owner&Limit=1"); r.FriendInfos[0].UserName != "new name" || r.FriendInfos[0].Avatar != "new avatar" {
		t.Errorf("the profile is an old one: %s", r.body)
	}
}

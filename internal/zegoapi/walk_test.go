package zegoapi_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// pagedList is a list that is read page by page.
type pagedList struct {
	action      string // that reads it
	add, remove func(t testing.TB, f *front, owner, id string)
}

var pagedLists = []pagedList{
	{
		"QueryBlacklist",
		func(_ testing.TB, f *front, owner, id string) { f.Block(owner, id) },
		func(_ testing.TB, f *front, owner, id string) { f.Unblock(owner, id) },
	},
	{"QueryFriendList", addFriend, deleteFriend},
}

func addFriend(t testing.TB, f *front, owner, id string) {
	t.Helper()
	f.do(t, "AddFriends", fmt.Sprintf(`{"FromUserId":%q,"FriendInfos":[{"UserId":%q}]}`, owner, id)).want(t, 0)
}

// deleteFriend deletes one half of the people on both sides, the other on one.
func deleteFriend(t testing.TB, f *front, owner, id string) {
	t.Helper()
	f.do(t, "DeleteFriends", fmt.Sprintf(`{"FromUserId":%q,"UserIds":[%q],"DeleteType":%d}`, owner, id, id[len(id)-1]/2%2)).want(t, 0)
}

// page is an answer's page of either list; the CreateTime of a friend stands as UpdateTime.
func (r reply) page() []row {
	rows := slices.Clone(r.Blacklist)
	for _, friend := range r.FriendInfos {
		rows = append(rows, row{friend.UserID, friend.UserName, friend.Avatar, friend.CreateTime})
	}
	return rows
}

// model is what a list must be: the rows in the order in which they were made. Each has a time of
// its own, so a row that was ended and made again is another row.
type model struct {
	pagedList
	f     *front
	owner string
	rows  []row
	idle  []string // who is not in the list
}

func newModel(list pagedList, f *front, owner string, people []string) *model {
	f.AddUsers(chatdouble.User{ID: owner})
	return &model{pagedList: list, f: f, owner: owner, idle: slices.Clone(people)}
}

func (m *model) put(t *testing.T, i int) {
	t.Helper()
	m.f.Clock().Advance(time.Millisecond)
	m.add(t, m.f, m.owner, m.idle[i])
	m.rows = append(m.rows, row{UserID: m.idle[i], UpdateTime: m.f.Clock().Now().UnixMilli()})
	m.idle = slices.Delete(m.idle, i, i+1)
}

func (m *model) drop(t *testing.T, i int) {
	t.Helper()
	m.remove(t, m.f, m.owner, m.rows[i].UserID)
	m.idle = append(m.idle, m.rows[i].UserID)
	m.rows = slices.Delete(m.rows, i, i+1)
}

// behind are the rows made after the last one that was given.
func (m *model) behind(last int64) []row {
	i := slices.IndexFunc(m.rows, func(r row) bool { return r.UpdateTime > last })
	if i < 0 {
		return nil
	}
	return m.rows[i:]
}

func people(f *front, count int) []string {
	ids := make([]string, count)
	for i := range ids {
		ids[i] = fmt.Sprintf("p%03d", i)
		f.AddUsers(chatdouble.User{ID: ids[i]})
	}
	return ids
}

// Pages "QueryBlacklist" and "QueryFriendList", over any list from 0 to 300 and any Limit from 1 to
// 100, with rows made and ended between the calls: every page is what the model says, so no row
// comes twice and none that stayed is left out; Next is 0 exactly at the end, below 2^53, and
// TotalCount is the size at the call.
func TestWalk(t *testing.T) {
	t.Parallel()
	const rounds = 25
	for _, list := range pagedLists {
		t.Run(list.action, func(t *testing.T) {
			chance := rand.New(rand.NewPCG(1, 2))
			f := unlimited(t)
			f.Clock().Freeze(time.Unix(1_700_000_000, 0))
			everybody := people(f, 400)
			for round := range rounds {
				m := newModel(list, f, fmt.Sprintf("owner %d", round), everybody)
				size, limit, changes := chance.IntN(301), 1+chance.IntN(100), chance.IntN(12)
				if round < len(fullPages) {
					size, limit, changes = fullPages[round][0], fullPages[round][1], 0
				}
				for range size {
					m.put(t, chance.IntN(len(m.idle)))
				}
				m.walk(t, chance, limit, changes)
			}
		})
	}
}

// fullPages are lists and limits: none, such whose last page is exactly full or has one row, and limits that count as 100.
var fullPages = [][2]int{{0, 100}, {1, 1}, {300, 100}, {200, 100}, {100, 100}, {99, 100}, {101, 100}, {6, 3}, {7, 3}, {130, 101}, {130, 0}}

// walk reads the list to its end, with so many changes between two calls.
func (m *model) walk(t *testing.T, chance *rand.Rand, limit, changes int) {
	t.Helper()
	stayed, most := slices.Clone(m.rows), cmp.Or(min(limit, 100), 100)
	var given []row
	var next, last int64
	for call := 1; ; call++ {
		r := m.f.fetch(t, m.action, "FromUserId="+url.QueryEscape(m.owner), fmt.Sprintf("Limit=%d", limit), fmt.Sprintf("Next=%d", next))
		rest := m.behind(last)
		want := rest[:min(most, len(rest))]
		if r.Code != 0 || !slices.Equal(r.page(), want) {
			t.Fatalf("%s, call %d, Limit %d: Code %d, rows %v, want %v", m.owner, call, limit, r.Code, r.page(), want)
		}
		if r.TotalCount != len(m.rows) {
			t.Fatalf("%s, call %d: TotalCount %d, want %d", m.owner, call, r.TotalCount, len(m.rows))
		}
		if end := len(rest) <= most; end != (r.Next == 0) || r.Next < 0 || r.Next >= 1<<53 {
			t.Fatalf("%s, call %d: Next %d with %d rows left", m.owner, call, r.Next, len(rest)-len(want))
		}
		given = append(given, want...)
		if r.Next == 0 {
			break
		}
		next, last = r.Next, given[len(given)-1].UpdateTime
		for range changes {
			if len(m.idle) > 0 && chance.IntN(2) == 0 && call < 50 { // later none, so that the walk ends
				m.put(t, chance.IntN(len(m.idle)))
			} else if len(m.rows) > 0 {
				i := chance.IntN(len(m.rows))
				stayed = slices.DeleteFunc(stayed, func(r row) bool { return r == m.rows[i] })
				m.drop(t, i)
			}
		}
	}
	count := make(map[row]int)
	for _, r := range given {
		if count[r]++; count[r] > 1 {
			t.Fatalf("%s: %v was given twice", m.owner, r)
		}
	}
	for _, r := range stayed {
		if count[r] != 1 {
			t.Fatalf("%s: %v stayed and was given %d times", m.owner, r, count[r])
		}
	}
}

// The same while the changes are made by others at any moment: who stayed is seen exactly once.
func TestWalkWhileTheListChanges(t *testing.T) {
	t.Parallel()
	const size = 300
	for _, list := range pagedLists {
		t.Run(list.action, func(t *testing.T) {
			f := unlimited(t)
			f.AddUsers(chatdouble.User{ID: "owner"})
			everybody := people(f, size)
			for _, id := range everybody {
				list.add(t, f, "owner", id)
			}
			var wait sync.WaitGroup
			done := make(chan struct{})
			for worker := range 2 {
				wait.Go(func() { // ends and makes the row of every second person, again and again
					for i := worker*2 + 1; ; i = (i + 4) % len(everybody) {
						select {
						case <-done:
							return
						default:
							list.remove(t, f, "owner", everybody[i])
							list.add(t, f, "owner", everybody[i])
						}
					}
				})
			}
			for limit := 1; limit <= 100; limit += 9 {
				seen := make(map[string]int)
				var next int64
				for calls := 1; len(seen) < size && calls < 1000; calls++ {
					r := f.fetch(t, list.action, "FromUserId=owner", fmt.Sprintf("Limit=%d", limit), fmt.Sprintf("Next=%d", next))
					if r.Code != 0 || len(r.page()) > limit || r.TotalCount < size-2 || r.TotalCount > size {
						t.Errorf("Limit %d: Code %d, %d rows of %d", limit, r.Code, len(r.page()), r.TotalCount)
					}
					for _, given := range r.page() {
						seen[given.UserID]++
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
		})
	}
}

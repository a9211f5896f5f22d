package zegoapi_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chatmock/mockserver/chatmock"
)

// model is what a block list must be: the rows in the order in which the blocks were made. Each
// block has a time of its own, so a row that was ended and made again is another row.
type model struct {
	f     *front
	owner string
	rows  []row
	idle  []string // who is not blocked
}

func newModel(f *front, owner string, people []string) *model {
	f.AddUsers(chatmock.User{ID: owner})
	return &model{f: f, owner: owner, idle: slices.Clone(people)}
}

func (m *model) block(i int) {
	m.f.Clock().Advance(time.Millisecond)
	m.f.Block(m.owner, m.idle[i])
	m.rows = append(m.rows, row{UserID: m.idle[i], UpdateTime: m.f.Clock().Now().UnixMilli()})
	m.idle = slices.Delete(m.idle, i, i+1)
}

func (m *model) unblock(i int) {
	m.f.Unblock(m.owner, m.rows[i].UserID)
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
		f.AddUsers(chatmock.User{ID: ids[i]})
	}
	return ids
}

// the ZIM reference 4.1, over any list from 0 to 300 and any Limit from 1 to 100, with blocks made and ended
// between the calls: every page is what the model says, so no row comes twice and none that stayed
// is left out; Next is 0 exactly at the end, below 2^53, and TotalCount is the size at the call.
func TestWalk(t *testing.T) {
	const rounds = 60
	chance := rand.New(rand.NewPCG(1, 2))
	f := unlimited(t)
	f.Clock().Freeze(time.Unix(1_700_000_000, 0))
	everybody := people(f, 400)
	for round := range rounds {
		m := newModel(f, fmt.Sprintf("owner %d", round), everybody)
		for range chance.IntN(301) {
			m.block(chance.IntN(len(m.idle)))
		}
		switch round { // the ends of the range
		case 0:
			m = newModel(f, "nobody blocked", everybody)
		case 1:
			for len(m.rows) < 300 {
				m.block(0)
			}
		}
		limit := 1 + chance.IntN(100)
		changes := chance.IntN(12) // between two calls
		walk(t, chance, m, limit, changes)
	}
}

func walk(t *testing.T, chance *rand.Rand, m *model, limit, changes int) {
	t.Helper()
	stayed := slices.Clone(m.rows)
	var given []row
	var next, last int64
	for call := 1; ; call++ {
		a := m.f.list(t, "FromUserId="+url.QueryEscape(m.owner), fmt.Sprintf("Limit=%d", limit), fmt.Sprintf("Next=%d", next))
		rest := m.behind(last)
		want := rest[:min(limit, len(rest))]
		if a.Code != 0 || !slices.Equal(a.Blacklist, want) {
			t.Fatalf("%s, call %d, Limit %d: Code %d, rows %v, want %v", m.owner, call, limit, a.Code, a.Blacklist, want)
		}
		if a.TotalCount != len(m.rows) {
			t.Fatalf("%s, call %d: TotalCount %d, want %d", m.owner, call, a.TotalCount, len(m.rows))
		}
		if end := len(rest) <= limit; end != (a.Next == 0) || a.Next < 0 || a.Next >= 1<<53 {
			t.Fatalf("%s, call %d: Next %d with %d rows left", m.owner, call, a.Next, len(rest)-len(want))
		}
		given = append(given, a.Blacklist...)
		if a.Next == 0 {
			break
		}
		next, last = a.Next, given[len(given)-1].UpdateTime
		for range changes {
			if len(m.idle) > 0 && chance.IntN(2) == 0 && call < 50 { // later none, so that the walk ends
				m.block(chance.IntN(len(m.idle)))
			} else if len(m.rows) > 0 {
				i := chance.IntN(len(m.rows))
				stayed = slices.DeleteFunc(stayed, func(r row) bool { return r == m.rows[i] })
				m.unblock(i)
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
	f := unlimited(t)
	f.AddUsers(chatmock.User{ID: "owner"})
	everybody := people(f, 300)
	for _, id := range everybody {
		f.Block("owner", id)
	}
	var wait sync.WaitGroup
	done := make(chan struct{})
	for worker := range 2 {
		wait.Go(func() { // unblocks and blocks every second person, again and again
			for i := worker*2 + 1; ; i = (i + 4) % len(everybody) {
				select {
				case <-done:
					return
				default:
					f.Unblock("owner", everybody[i])
					f.Block("owner", everybody[i])
				}
			}
		})
	}
	for limit := 1; limit <= 100; limit += 9 {
		seen := make(map[string]int)
		var next int64
		for calls := 1; len(seen) < 300 && calls < 1000; calls++ {
			a := f.list(t, "FromUserId=owner", fmt.Sprintf("Limit=%d", limit), fmt.Sprintf("Next=%d", next))
			if a.Code != 0 || len(a.Blacklist) > limit || a.TotalCount < 298 || a.TotalCount > 300 {
				t.Fatalf("Limit %d: Code %d, %d rows of %d", limit, a.Code, len(a.Blacklist), a.TotalCount)
			}
			for _, id := range a.ids() {
				seen[id]++
			}
			if next = a.Next; next == 0 {
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

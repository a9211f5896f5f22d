package cometchatapi_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// member is what the model knows of a person.
type member struct {
	uid, name string
	status    string
	created   int64 // in order of coming, so two are never the same
	changed   int64
}

// Property: whatever the people, the search and the size of a page, the pages one after the other are
// the list that sorting everybody gives (newest first, with real totals; as somebody sees it by status
// and name, without those whom she hides), and the cursor is the newest change of all who are found.
func TestUserListsAgainstAModel(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(7, 7))
	name := func() string { // many begin alike, whatever the case; some names are equal
		return []string{"a", "A", "aB", "Ä", "ä", "b"}[rng.IntN(6)] + fmt.Sprint(rng.IntN(30))
	}
	var people []*member
	var listed strings.Builder // only a fixture can say that somebody is available
	for n := range int64(40) {
		m := &member{uid: fmt.Sprintf("%c%d", "ab"[n%2], n), name: name(), status: "available", created: 1700000000 + n, changed: 1700000000 + n}
		fmt.Fprintf(&listed, "\n      - {uid: %s, name: %s, status: available, createdAt: %s}", m.uid, m.name, at(int(m.created)))
		people = append(people, m)
	}
	srv := chatdouble.Start(t, app(listed.String(), ""))
	clock := clockOf(t, srv)
	now := clock.Now().Unix()
	call := func(call, body string) { t.Helper(); wantCode(t, act(srv, call, body), 200, "") }
	for range 600 {
		clock.Advance(time.Second)
		now++
		switch n := len(people); {
		case n < 100 || rng.IntN(3) > 0:
			m := &member{uid: fmt.Sprintf("%c%d", "aab"[rng.IntN(3)], now), name: name(), status: "offline", created: now, changed: now}
			call("POST /v3/users", `{"uid":"`+m.uid+`","name":"`+m.name+`"}`)
			people = append(people, m)
		case rng.IntN(2) == 0:
			m := people[rng.IntN(n)]
			m.name, m.changed = name(), now
			call("PUT /v3/users/"+m.uid, `{"name":"`+m.name+`"}`)
		default:
			i := rng.IntN(n)
			call("DELETE /v3/users/"+people[i].uid, `{"permanent":true}`)
			people = slices.Delete(people, i, i+1)
		}
	}
	blocks := map[[2]string]bool{}
	for range 150 {
		a, b := people[rng.IntN(20)].uid, people[rng.IntN(len(people))].uid
		if a != b {
			call("POST /v3/users/"+a+"/blockedusers", uids("blockedUids", b))
			blocks[[2]string{a, b}] = true
		}
	}
	for range 500 {
		query := "perPage=" + fmt.Sprint(1+rng.IntN(90))
		key := []string{"", "a", "A", "ab1", "ä", "b", "a1714", "b2", "zz", people[rng.IntN(len(people))].name}[rng.IntN(10)]
		in := []string{"uid", "name", "uid,name"}[rng.IntN(3)]
		me := ""
		if rng.IntN(2) == 0 {
			me = people[rng.IntN(len(people))].uid
		}
		hide := rng.IntN(3) == 0
		if hide {
			me = people[rng.IntN(20)].uid
			query += "&hideBlockedUsers=1"
		}
		sorted := rng.IntN(4) == 0
		if sorted {
			query += "&sortBy=name"
		}
		query += "&searchKey=" + strings.NewReplacer("Ä", "%C3%84", "ä", "%C3%A4").Replace(key) + "&searchIn=" + in

		var want []*member
		var newest int64
		for _, m := range people {
			lower := strings.ToLower(key)
			if !(strings.Contains(in, "uid") && strings.HasPrefix(m.uid, lower) || strings.Contains(in, "name") && strings.HasPrefix(strings.ToLower(m.name), lower)) {
				continue
			}
			if hide && blocks[[2]string{me, m.uid}] {
				continue
			}
			newest = max(newest, m.changed)
			if m.uid != me {
				want = append(want, m)
			}
		}
		slices.SortFunc(want, func(a, b *member) int {
			if me == "" {
				return cmp.Compare(b.created, a.created)
			}
			return cmp.Or(strings.Compare(a.status, b.status), strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name)), strings.Compare(a.uid, b.uid))
		})
		if sorted { // those with the same name stay as they were
			slices.SortStableFunc(want, func(a, b *member) int { return strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name)) })
		}
		var listed, wantUIDs []string
		for _, m := range want {
			wantUIDs = append(wantUIDs, m.uid)
		}
		for number := 1; ; number++ {
			r := send(srv, request{target: fmt.Sprintf("/v3/users?%s&page=%d", query, number), key: fullKey, header: map[string]string{"onBehalfOf": me}})
			page := readPage(t, r.Body)
			listed = append(listed, strings.Fields(page.uids())...)
			if c := page.Meta.Cursor; c != nil && c.UpdatedAt != newest {
				t.Fatalf("%s as %q: cursor %+v, want %d", query, me, c, newest)
			}
			m := page.Meta.Pagination
			if me == "" && (m.Total != len(want) || m.TotalPages != max(1, (len(want)+m.PerPage-1)/m.PerPage)) {
				t.Fatalf("%s: meta %+v of %d people", query, m, len(want))
			}
			if m.Count < m.PerPage {
				break
			}
		}
		if !slices.Equal(listed, wantUIDs) {
			t.Fatalf("%s as %q\n got: %q\nwant: %q", query, me, listed, wantUIDs)
		}
	}
}

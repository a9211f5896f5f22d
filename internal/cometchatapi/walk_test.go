package cometchatapi_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// walk pages through a list by current_page < total_pages, as total is no help, and returns the uids in
// the order seen and the sizes of the pages. between runs after each page.
func walk(t *testing.T, srv *chatdouble.Server, app *chatdouble.CometChat, query string, perPage int, between func()) (uids []string, sizes []int) {
	t.Helper()
	for number := 1; ; number++ {
		if number > 500 {
			t.Fatalf("the walk does not end: %d pages of %d", number, perPage)
		}
		r := send(srv, request{
			target: fmt.Sprintf("/v3/users/me/blockedusers?perPage=%d&page=%d%s", perPage, number, query),
			key:    app.APIKey, header: map[string]string{"appId": app.AppID},
		})
		if r.Status != 200 {
			t.Fatalf("page %d of %d: status %d: %s", number, perPage, r.Status, r.Body)
		}
		p := readPage(t, r.Body)
		meta := p.Meta.Pagination
		if meta.Total != 0 || meta.Count != len(p.Data) || meta.Count > perPage || meta.PerPage != perPage || meta.CurrentPage != number {
			t.Fatalf("page %d of %d has %d rows and says %+v", number, perPage, len(p.Data), meta)
		}
		if (p.Meta.Cursor == nil) != (len(p.Data) == 0) {
			t.Fatalf("page %d of %d: %d rows, cursor %v", number, perPage, len(p.Data), p.Meta.Cursor)
		}
		for _, row := range p.Data {
			uids = append(uids, row.UID)
		}
		sizes = append(sizes, meta.Count)
		if meta.CurrentPage >= meta.TotalPages {
			return uids, sizes
		}
		if between != nil {
			between()
		}
	}
}

// list is an app with "me" and so many strangers, some of whom me has blocked in a random order.
type list struct {
	*chatdouble.CometChat
	blocked   []string // in the order of the blocks
	strangers []string
}

func newList(t *testing.T, srv *chatdouble.Server, rng *rand.Rand, length, strangers int) *list {
	l := &list{CometChat: srv.CometChat(t)}
	l.Clock().Freeze(time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC))
	l.AddUsers(chatdouble.User{ID: "me"})
	for n := range length + strangers {
		l.strangers = append(l.strangers, fmt.Sprintf("u%03d", n))
		l.AddUsers(chatdouble.User{ID: l.strangers[n]})
	}
	rng.Shuffle(len(l.strangers), func(i, j int) { l.strangers[i], l.strangers[j] = l.strangers[j], l.strangers[i] })
	for range length {
		l.blockNext()
	}
	return l
}

// blockNext lets me block the next stranger, a second after everybody else.
func (l *list) blockNext() {
	if len(l.strangers) == 0 {
		return
	}
	l.Clock().Advance(time.Second)
	l.CometChat.Block("me", l.strangers[0])
	l.blocked, l.strangers = append(l.blocked, l.strangers[0]), l.strangers[1:]
}

// Assumed: there is more behind every full page. Nothing changes, so the walk sees the list exactly,
// and an exact multiple of the page size ends in an empty page.
func TestWalkOfAnyList(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	rng := rand.New(rand.NewPCG(1, 2))
	for length := range 61 {
		l := newList(t, srv, rng, length, 2)
		for _, perPage := range []int{3, 20, max(1, length), length + 1, 1000, 1 + rng.IntN(70)} {
			uids, pages := walk(t, srv, l.CometChat, "", perPage, nil)
			if !slices.Equal(uids, l.blocked) {
				t.Fatalf("%d blocks, pages of %d: saw %v, want %v", length, perPage, uids, l.blocked)
			}
			if len(pages) != length/perPage+1 || pages[len(pages)-1] != length%perPage {
				t.Errorf("%d blocks, pages of %d: pages %v", length, perPage, pages)
			}
		}
	}
}

// Both directions and a search are walked in the same way: every row exactly once.
func TestWalkOfFilteredLists(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 3))
		l := newList(t, srv, rng, rng.IntN(30), rng.IntN(30))
		both := slices.Clone(l.blocked)
		var hasBlockedMe []string
		for _, uid := range append(slices.Clone(l.blocked), l.strangers...) {
			if rng.IntN(2) == 0 {
				continue
			}
			l.Clock().Advance(time.Second)
			l.CometChat.Block(uid, "me")
			hasBlockedMe = append(hasBlockedMe, uid)
			if !slices.Contains(l.blocked, uid) {
				both = append(both, uid)
			}
		}
		var search []string
		for _, uid := range l.blocked {
			if uid[:3] == "u01" {
				search = append(search, uid)
			}
		}
		perPage := 1 + rng.IntN(12)
		for query, want := range map[string][]string{
			"&direction=both": both, "&direction=hasBlockedMe": hasBlockedMe, "&direction=blockedByMe": l.blocked, "&searchKey=u01": search,
		} {
			uids, pages := walk(t, srv, l.CometChat, query, perPage, nil)
			if query != "&direction=hasBlockedMe" && !slices.Equal(uids, want) || !sameMembers(uids, want) {
				t.Fatalf("seed %d %s, pages of %d: saw %v, want %v", seed, query, perPage, uids, want)
			}
			if len(pages) != len(want)/perPage+1 {
				t.Errorf("seed %d %s, pages of %d: pages %v", seed, query, perPage, pages)
			}
		}
	}
}

// Assumed: ascending blockedAt. Blocks that are added come at the end, so whoever was in the list is
// seen exactly once, and nobody twice. (Pages are numbered, so a removal moves later rows forward and
// may hide one; that is the vendor's way too, and nothing is claimed.)
func TestWalkWhileBlocksAreAdded(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 4))
		l := newList(t, srv, rng, rng.IntN(61), 30)
		before := slices.Clone(l.blocked)
		uids, _ := walk(t, srv, l.CometChat, []string{"", "&direction=both"}[seed%2], 1+rng.IntN(20), func() {
			for range rng.IntN(4) {
				l.blockNext()
			}
		})
		if len(uids) < len(before) || !slices.Equal(uids[:len(before)], before) {
			t.Fatalf("seed %d: saw %v, want first %v", seed, uids, before)
		}
		if !slices.Equal(uids, l.blocked[:len(uids)]) {
			t.Fatalf("seed %d: saw %v, of %v", seed, uids, l.blocked)
		}
	}
}

// The same with the blocks made by another goroutine at any moment.
func TestWalkBesideAWriter(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	for seed := range uint64(8) {
		rng := rand.New(rand.NewPCG(seed, 5))
		l := newList(t, srv, rng, 60, 200)
		before := slices.Clone(l.blocked)
		done := make(chan struct{})
		go func() {
			defer close(done)
			for range 200 {
				l.blockNext()
			}
		}()
		uids, _ := walk(t, srv, l.CometChat, "", 1+rng.IntN(10), nil)
		<-done
		if len(uids) < len(before) || !slices.Equal(uids[:len(before)], before) || !slices.Equal(uids, l.blocked[:len(uids)]) {
			t.Fatalf("seed %d: saw %v, of %v", seed, uids, l.blocked)
		}
	}
}

func sameMembers(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

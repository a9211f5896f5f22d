package cometchatapi_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/vendortest"
)

// Random calls of the whole family: every outcome is the model's, and so is every list, after each call. Of eight players
// at once each has people of its own, who come and go, and one who stays; those also block each other. What a player did
// it sees at once; at the end the server knows what all of them together did.
func TestModel(t *testing.T) {
	t.Parallel()
	var together []*player
	open := func(t testing.TB, count int) []*player {
		together = openPlayers(t, count)
		return together
	}
	m := &vendortest.Model[*player]{Open: open, Moves: moves(), Compare: compare}
	m.Run(t, 20, 120)
	m.Run(t, 0, 400) // more at once

	// All people and ties together. Their times are all the same, as the clock stood still.
	whole := &player{model: newModel(), w: together[0].w}
	for _, p := range together {
		maps.Copy(whole.people, p.people)
		maps.Copy(whole.blocks, p.blocks)
		maps.Copy(whole.friends, p.friends)
	}
	for uid := range whole.people {
		for _, kind := range []string{"blockedByMe", "hasBlockedMe", "both", "friends"} {
			if t.Failed() || !whole.same(uid, kind) {
				return
			}
		}
	}
}

func openPlayers(t testing.TB, count int) (all []*player) {
	var staying []string
	for i := range count {
		staying = append(staying, fmt.Sprintf("actor%d", i))
	}
	w := newWorld(t, "      - {uid: "+strings.Join(staying, "}\n      - {uid: ")+"}\n")
	for i, me := range staying {
		p := &player{model: newModel(), w: w}
		for k := range 4 {
			p.pool = append(p.pool, fmt.Sprintf("c%d-%d", i, k))
		}
		if count > 1 {
			p.me, p.others = me, staying
		}
		for _, uid := range p.others {
			p.people[uid] = &person{active: true}
		}
		all = append(all, p)
	}
	return all
}

func compare(_ testing.TB, p *player) {
	good := p.sameRole()
	for _, uid := range p.pool {
		good = good && p.sameSelf(uid) && p.sameLists(uid)
	}
}

// edge blocks or unblocks another player's.
func (p *player) edge(other string, now int64) bool {
	me, method, want := p.me, "POST", ""
	if p.rng.IntN(2) == 0 {
		want = p.block(me, []string{other}, now)
	} else {
		method, want = "DELETE", p.unblock(me, []string{other})
	}
	if !p.call(method, "/v3/users/"+me+"/blockedusers", uids("blockedUids", other), want) {
		return false
	}
	blocked := p.blocks[[2]string{me, other}] != 0
	return p.lists("/v3/users/"+me+"/blockedusers", other, blocked) &&
		p.lists("/v3/users/"+other+"/blockedusers?direction=hasBlockedMe", me, blocked)
}

// lists wants a list to have a person or not, and what holds for any list at any moment: ascending, nobody twice.
func (p *player) lists(target, uid string, want bool) bool {
	var page struct{ Data []row }
	if !p.read("GET", target, "", &page) {
		return false
	}
	for i, r := range page.Data {
		if i > 0 && cmp.Or(cmp.Compare(page.Data[i-1].BlockedAt, r.BlockedAt), strings.Compare(page.Data[i-1].UID, r.UID)) >= 0 {
			return p.fail("%s is not ascending: %v", target, page.Data)
		}
	}
	if got := slices.ContainsFunc(page.Data, func(r row) bool { return r.UID == uid }); got != want {
		return p.fail("%s shows %s: %t, want %t", target, uid, got, want)
	}
	return true
}

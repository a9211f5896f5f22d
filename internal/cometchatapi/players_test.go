package cometchatapi_test

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Random calls of the whole family from one client: every outcome is the model's,
// and so is every list, after each call.
func TestModelFromOneClient(t *testing.T) {
	t.Parallel()
	const runs, calls = 20, 120
	for seed := range uint64(runs) {
		w := newWorld(t, "      - {uid: bystander}\n")
		p := &player{model: newModel(), w: w, rng: rand.New(rand.NewPCG(seed, 11))}
		for i := range 6 {
			p.pool = append(p.pool, fmt.Sprintf("p%d", i))
		}
		good := true
		for n := 0; n < calls && good; n++ {
			// Many things happen within one second.
			w.clock.Advance(time.Duration(p.rng.IntN(900)) * time.Millisecond)
			good = p.step() && p.sameRole()
			for _, uid := range p.pool {
				good = good && p.sameSelf(uid) && p.sameLists(uid)
			}
		}
		if !good {
			t.Fatalf("seed %d", seed)
		}
	}
}

// The same from eight clients at once. Each has people of its own, who come and go, and one actor
// who stays; the actors also block each other. What a client did itself it sees at once; at the
// end the server knows what all of them together did.
func TestModelFromEightClients(t *testing.T) {
	t.Parallel()
	const clients, calls = 8, 250
	var actors []string
	for i := range clients {
		actors = append(actors, fmt.Sprintf("actor%d", i))
	}
	for seed := range uint64(3) {
		w := newWorld(t, "      - {uid: "+strings.Join(actors, "}\n      - {uid: ")+"}\n")
		players := make([]*player, clients)
		var done sync.WaitGroup
		for i := range players {
			p := &player{model: newModel(), w: w, rng: rand.New(rand.NewPCG(seed, uint64(i))), others: actors}
			for k := range 4 {
				p.pool = append(p.pool, fmt.Sprintf("c%d-%d", i, k))
			}
			for _, actor := range actors {
				p.people[actor] = &person{active: true}
			}
			players[i] = p
			done.Go(func() { p.play(actors[i], calls) })
		}
		done.Wait()

		// All people and ties together. Their times are all the same, as the clock stood still.
		whole := &player{model: newModel(), w: w}
		for _, p := range players {
			maps.Copy(whole.people, p.people)
			maps.Copy(whole.blocks, p.blocks)
			maps.Copy(whole.friends, p.friends)
		}
		for uid := range whole.people {
			for _, kind := range []string{"blockedByMe", "hasBlockedMe", "both", "friends"} {
				if t.Failed() || !whole.same(uid, kind) {
					t.Fatalf("seed %d", seed)
				}
			}
		}
	}
}

// play makes a client's calls. The actor's edges are this client's alone, so the client knows
// whom the actor has blocked, and that the others' lists show the actor or do not.
func (p *player) play(me string, calls int) {
	good := true
	for n := 0; n < calls && good; n++ {
		if p.rng.IntN(3) == 0 {
			good = p.edge(me, p.others[p.rng.IntN(len(p.others))])
			continue
		}
		good = p.step()
		for _, uid := range p.pool {
			good = good && p.sameSelf(uid) && p.same(uid, "blockedByMe") && p.same(uid, "friends")
		}
	}
}

// edge blocks or unblocks another actor.
func (p *player) edge(me, other string) bool {
	method, want := "POST", ""
	if p.rng.IntN(2) == 0 {
		want = p.block(me, []string{other}, noon.Unix())
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

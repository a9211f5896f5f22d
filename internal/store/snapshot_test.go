package store

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"
)

// Whatever is done to two stores, a snapshot of either holds what it held when it was taken, and a
// store holds what a new store holds to which the same was done without any snapshot. That is so in
// small states, where all is on one page, and in those of many pages, shards and pieces.
func TestSnapshotsHoldWhatTheyHeld(t *testing.T) {
	t.Parallel()
	for _, size := range []struct {
		people, steps int
		seeds         uint64
	}{{12, 1500, 5}, {40, 1500, 5}, {1100, 800, 2}} {
		for seed := range size.seeds {
			for _, order := range []Order{ByTime, ByInsertion} {
				p := newPlay(t, order, size.people, rand.New(rand.NewPCG(seed, uint64(size.people))))
				for step := range size.steps {
					p.step()
					if step%(20+size.people/4) == 0 {
						p.check()
					}
				}
				p.check()
				p.replay()
				if t.Failed() {
					t.Fatalf("people %d, seed %d, order %d", size.people, seed, order)
				}
			}
		}
	}
}

// play is two stores, what has been done to each, and the snapshots taken of them.
type play struct {
	t      *testing.T
	rng    *rand.Rand
	order  Order
	people int
	stores [2]*Store
	done   [2][]change // since the store was new
	kept   map[string]keeping
	counts Counts // of both stores
}

type change func(tx *Tx)

type keeping struct {
	snap *Snapshot
	held []byte
	done []change
}

func newPlay(t *testing.T, order Order, people int, rng *rand.Rand) *play {
	p := &play{t: t, rng: rng, order: order, people: people, kept: map[string]keeping{}}
	for i := range p.stores {
		p.stores[i] = New(order)
		p.stores[i].CountIn(&p.counts)
		if people < 100 {
			continue
		}
		// A crowd, so that arrays have pages, maps have shards and u0's lists have pieces.
		p.change(i, func(tx *Tx) {
			for n := range people {
				tx.PutUser(User{ID: fmt.Sprint("u", n), Name: fmt.Sprint("N", n%7), CreatedAt: epoch.Add(time.Duration(n%50) * time.Second)})
			}
			for n := 1; n < people; n++ {
				_, _ = tx.Block("u0", fmt.Sprint("u", n), epoch.Add(time.Duration(n%90)*time.Second))
				if n%2 == 0 {
					_, _ = tx.Block(fmt.Sprint("u", n), "u0", epoch)
				}
				if n%3 == 0 {
					_, _ = tx.Befriend("u1", fmt.Sprint("u", n), epoch)
					tx.SetFriendInfo("u1", fmt.Sprint("u", n), FriendInfo{Alias: fmt.Sprint(n)})
				}
				tx.PutToken(Token{Value: fmt.Sprint("t", n), UserID: fmt.Sprint("u", n%40)})
				tx.AddMessage(Message{Sender: "u2", Receiver: fmt.Sprint("u", n%600)})
			}
			for n := 1; n < people; n += 5 {
				tx.Unblock("u0", fmt.Sprint("u", n))
			}
		})
	}
	return p
}

func (p *play) id() string {
	if p.people > 100 && p.rng.IntN(3) == 0 {
		return fmt.Sprint("u", p.rng.IntN(4)) // those with long lists
	}
	return fmt.Sprint("u", p.rng.IntN(p.people))
}

func (p *play) change(i int, c change) {
	p.done[i] = append(slices.Clip(p.done[i]), c)
	_ = p.stores[i].Update(epoch, func(tx *Tx) error {
		c(tx)
		return nil
	})
}

func (p *play) step() {
	i, name := p.rng.IntN(2), fmt.Sprint("s", p.rng.IntN(4))
	switch n := p.rng.IntN(30); n {
	case 0:
		held := dump(p.stores[i].state)
		p.kept[name] = keeping{p.stores[i].Snapshot(), held, p.done[i]}
	case 1, 2:
		k, ok := p.kept[name]
		if !ok {
			return
		}
		p.stores[i].Restore(k.snap)
		p.done[i] = k.done
	case 3:
		if p.rng.IntN(4) == 0 {
			p.stores[i].Take(p.stores[1-i])
			p.done[i], p.done[1-i] = p.done[1-i], nil
		}
	case 4, 5, 6, 7, 8, 9:
		_ = p.stores[i].View(epoch, func(tx *Tx) error {
			p.read(tx)
			return nil
		})
	default:
		p.change(i, p.write())
	}
}

// read makes what is made when it is first read.
func (p *play) read(tx *Tx) {
	id := p.id()
	switch p.rng.IntN(8) {
	case 0:
		tx.Search("n", InUID|InName).Newest()
	case 1:
		tx.FriendRows(id).Newest()
	default:
		tx.Blocks(id, BlockedByMe).Newest()
		tx.Blocks(id, HasBlockedMe).Newest()
		tx.Blocks(id, Both).Newest()
	}
}

// write invents a change. All that is random is decided before, so that it can be done again.
func (p *play) write() change {
	a, b := p.id(), p.id()
	at := epoch.Add(time.Duration(p.rng.IntN(100)) * time.Second)
	few := fmt.Sprint(p.rng.IntN(5))
	u := User{ID: a, Name: "N" + few, CreatedAt: epoch.Add(time.Minute), Status: few, Tags: []string{few}}
	switch n := p.rng.IntN(26); n {
	case 0, 1, 2:
		return func(tx *Tx) { tx.PutUser(u) }
	case 3, 4:
		u.UpdatedAt = at
		return func(tx *Tx) { tx.PutUser(u) }
	case 5:
		u.DeactivatedAt = at
		return func(tx *Tx) { tx.PutUser(u) }
	case 6:
		if p.rng.IntN(3) > 0 {
			return func(*Tx) {}
		}
		return func(tx *Tx) { tx.DeleteUser(a) }
	case 7, 8, 9, 10, 11:
		return func(tx *Tx) { _, _ = tx.Block(a, b, at) }
	case 12, 13:
		if a, b := p.rng.IntN(p.people), p.rng.IntN(2); p.people > 100 { // those of the crowd who are tied
			return func(tx *Tx) { tx.Unblock(fmt.Sprint("u", a*b), fmt.Sprint("u", a*(1-b))) }
		}
		return func(tx *Tx) { tx.Unblock(a, b) }
	case 14:
		return func(tx *Tx) { _, _ = tx.Befriend(a, b, at) }
	case 15:
		return func(tx *Tx) { tx.Unfriend(a, b) }
	case 16:
		return func(tx *Tx) { _, _ = tx.AddFriend(a, b, at) }
	case 17:
		return func(tx *Tx) { tx.RemoveFriend(a, b) }
	case 18, 19:
		return func(tx *Tx) { tx.SetFriendInfo(a, b, FriendInfo{Alias: few}) }
	case 20:
		return func(tx *Tx) { tx.PutRole(Role{ID: few, Name: a}); tx.DeleteRole(fmt.Sprint(at.Second() % 5)) }
	case 21:
		return func(tx *Tx) { tx.PutKey(Key{Value: few, Name: a}); tx.DeleteKey(fmt.Sprint(at.Second() % 5)) }
	case 22, 23:
		value := fmt.Sprint("t", p.rng.IntN(40))
		return func(tx *Tx) { tx.PutToken(Token{Value: value, UserID: "u" + few[:1], CreatedAt: at}) }
	case 24:
		value := fmt.Sprint("t", p.rng.IntN(40))
		return func(tx *Tx) {
			if tx.DeleteToken(value); few == "0" {
				tx.DeleteTokens(b)
			}
		}
	default:
		return func(tx *Tx) { tx.AddMessage(Message{Sender: "u" + few, Receiver: b, Muid: few, SentAt: at}) }
	}
}

func (p *play) check() {
	p.t.Helper()
	for name, k := range p.kept {
		if now := dump(k.snap.state); !bytes.Equal(now, k.held) {
			p.t.Errorf("snapshot %s has changed: %s", name, difference(k.held, now))
		}
		checkMade(p.t, k.snap.state)
	}
	for _, s := range p.stores {
		checkMade(p.t, s.state)
	}
	checkCounts(p.t, &p.counts, p.stores[:])
	if p.t.Failed() {
		p.t.FailNow()
	}
}

// checkCounts compares what was counted with what a look at everything finds.
func checkCounts(t *testing.T, c *Counts, stores []*Store) {
	t.Helper()
	var users, ties, messages int64
	for _, s := range stores {
		_ = s.View(epoch, func(tx *Tx) error {
			for u := range tx.Users() {
				users++
				for range tx.AllBlocks(u.ID) {
					ties++
				}
				for range tx.AllFriends(u.ID) {
					ties++
				}
			}
			for range tx.messages.byID.all() {
				messages++
			}
			return nil
		})
	}
	have, want := [3]int64{c.Users.Load(), c.Ties.Load(), c.Messages.Load()}, [3]int64{users, ties, messages}
	if have != want {
		t.Errorf("counted %v users, ties and messages, there are %v", have, want)
	}
}

// replay does to new stores what was done to each store, and to those whose snapshots were taken.
func (p *play) replay() {
	p.t.Helper()
	compare := func(what string, done []change, have []byte) {
		p.t.Helper()
		s := New(p.order)
		_ = s.Update(epoch, func(tx *Tx) error {
			for _, c := range done {
				c(tx)
			}
			return nil
		})
		if want := dump(s.state); !bytes.Equal(want, have) {
			p.t.Errorf("%s is not what its changes make of a new store: %s", what, difference(want, have))
		}
	}
	for i, s := range p.stores {
		compare(fmt.Sprint("store ", i), p.done[i], dump(s.state))
	}
	for name, k := range p.kept {
		compare("snapshot "+name, k.done, dump(k.snap.state))
	}
}

// dump writes all that a state holds, and nothing that is made when it is first read.
func dump(s *state) []byte {
	var d bytes.Buffer
	p := &s.people
	fmt.Fprintln(&d, "people", p.seq, p.users.length, "order", slices.Collect(p.order.from(0)), "free", slices.Collect(p.free.from(0)))
	for n := range uint32(p.users.length) {
		if u := p.user(n); u != nil {
			fmt.Fprintln(&d, n, u.ID, u.Name, u.Status, u.Tags, u.CreatedAt.Unix(), u.UpdatedAt.Unix(), u.DeactivatedAt.Unix(), u.seq)
		}
	}
	dumpDict(&d, "numbers", &p.number, cmp.Compare[string])
	for _, r := range []*relation{&s.blocks, &s.friends} {
		fmt.Fprintln(&d, "edges", r.order, r.edges.free, r.edges.seq, r.remembers)
		for id := range uint32(r.edges.length) {
			fmt.Fprintln(&d, id, *r.edges.get(id))
		}
		for n := range uint32(r.nodes.length) {
			node := r.nodes.get(n)
			fmt.Fprintln(&d, "node", n, node.in)
			if out := node.out; out != nil {
				fmt.Fprintln(&d, "out", slices.Collect(out.from(0)), "hidden", out.hidden)
				if out.byOther != nil {
					dumpDict(&d, "by other", out.byOther, cmp.Compare[uint32])
				}
			}
		}
		dumpDict(&d, "ended", &r.ended, comparePairs[uint32])
	}
	dumpDict(&d, "ties", &s.ties.dict, comparePairs[uint32])
	fmt.Fprintln(&d, "roles", slices.Collect(s.roles.all()), "keys", slices.Collect(s.keys.all()))
	dumpDict(&d, "tokens", &s.tokens.values, cmp.Compare[string])
	dumpDict(&d, "tokens of", &s.tokens.byUser.dict, cmp.Compare[string])
	fmt.Fprintln(&d, "messages", s.messages.last)
	for _, id := range slices.Sorted(maps.Keys(maps.Collect(s.messages.byID.all()))) {
		m, _ := s.messages.byID.get(id)
		fmt.Fprintln(&d, id, m.Sender, m.Receiver, m.Muid, m.SentAt.Unix())
	}
	dumpDict(&d, "between", &s.messages.between.dict, comparePairs[string])
	dumpDict(&d, "pairs", &s.messages.pairs.dict, cmp.Compare[string])
	return d.Bytes()
}

func dumpDict[K comparable, V any](d *bytes.Buffer, name string, m *dict[K, V], compare func(a, b K) int) {
	all := maps.Collect(m.all())
	fmt.Fprintln(d, name, m.length, len(all))
	for _, key := range slices.SortedFunc(maps.Keys(all), compare) {
		if found, ok := m.get(key); !ok || fmt.Sprint(found) != fmt.Sprint(all[key]) {
			fmt.Fprintln(d, "not found", key)
		}
		fmt.Fprintln(d, key, all[key])
	}
}

func comparePairs[T cmp.Ordered](a, b [2]T) int {
	return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
}

func difference(want, have []byte) string {
	a, b := bytes.Split(want, []byte("\n")), bytes.Split(have, []byte("\n"))
	for i := range min(len(a), len(b)) {
		if !bytes.Equal(a[i], b[i]) {
			return fmt.Sprintf("line %d is\n%.300s\nwant\n%.300s", i, b[i], a[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(b), len(a))
}

// checkMade compares what was made when it was first read with what a look at everything finds.
func checkMade(t *testing.T, s *state) {
	t.Helper()
	for _, r := range []*relation{&s.blocks, &s.friends} {
		in := make([][]uint32, r.nodes.length)
		for n := range uint32(r.nodes.length) {
			out := r.nodes.get(n).out
			if out == nil {
				continue
			}
			for id := range out.all() {
				in[r.edges.get(id).to] = append(in[r.edges.get(id).to], id)
			}
			var want []uint32
			for id := range out.all() {
				if !s.people.hidden(r.edges.get(id).to) {
					want = append(want, id)
				}
			}
			checkOrdered(t, r, "out", n, &out.ordered, want)
		}
		for n := range uint32(r.nodes.length) {
			node := r.nodes.get(n)
			rows := node.rows.Load()
			if rows == nil {
				continue
			}
			var hasMe, both []uint32
			if node.out != nil {
				both = slices.Collect(node.out.from(0))
			}
			for _, id := range in[n] {
				e := r.edges.get(id)
				switch {
				case s.people.hidden(e.from):
				case e.twin != 0:
					hasMe = append(hasMe, e.twin)
				default:
					hasMe, both = append(hasMe, id), append(both, id)
				}
			}
			checkOrdered(t, r, "hasMe", n, &rows.hasMe, hasMe)
			checkOrdered(t, r, "both", n, &rows.both, both)
		}
	}
	checkRoster(t, &s.people)
}

func checkOrdered(t *testing.T, r *relation, name string, self uint32, o *ordered, want []uint32) {
	t.Helper()
	slices.SortFunc(want, func(a, b uint32) int { return r.compare(self, a, b) })
	if have := slices.Collect(o.from(0)); !slices.Equal(have, want) || o.length != len(want) {
		t.Errorf("%s of %d holds %v, want %v", name, self, have, want)
		return
	}
	if o.stale.Load() || len(want) == 0 {
		return
	}
	newest, holders := int64(0), 0
	for _, id := range want {
		switch stamp := r.stampOf(self, id); {
		case holders == 0 || stamp > newest:
			newest, holders = stamp, 1
		case stamp == newest:
			holders++
		}
	}
	if o.newest != newest || o.holders != holders {
		t.Errorf("%s of %d: %d have the newest change %d, want %d with %d", name, self, o.holders, o.newest, holders, newest)
	}
}

func checkRoster(t *testing.T, p *people) {
	t.Helper()
	have := p.roster.Load()
	if have == nil {
		return
	}
	var active []uint32
	for n := range p.order.from(0) {
		if !p.hidden(n) {
			active = append(active, n)
		}
	}
	for i, l := range have.lists() {
		slices.SortFunc(active, func(a, b uint32) int { return rosterOrders[i](p.user(a), p.user(b)) })
		if have := slices.Collect(l.from(0)); !slices.Equal(have, active) {
			t.Errorf("list %d of the roster holds %v, want %v", i, have, active)
		}
		for c, chunk := range l.chunks {
			newest := p.stampOf(chunk[0])
			for _, n := range chunk {
				newest = max(newest, p.stampOf(n))
			}
			if l.marks[c] != newest {
				t.Errorf("list %d of the roster has mark %d at piece %d, want %d", i, l.marks[c], c, newest)
			}
		}
	}
}

// What is made in a store when it is first read says nothing to a snapshot of what the store alone
// knows, whichever change that is: the lists of somebody whose own page was not written to are made
// after the change.
func TestListsMadeAfterAChangeAreNotThoseOfTheSnapshot(t *testing.T) {
	t.Parallel()
	const people = 3 * pageSize
	name := func(n int) string { return fmt.Sprint("u", n) }
	x, p, q := name(0), name(pageSize), name(2*pageSize) // on pages of their own
	put := func(u User) change { return func(tx *Tx) { u.CreatedAt = epoch; tx.PutUser(u) } }
	later := epoch.Add(time.Hour)
	for _, tt := range []struct {
		name          string
		before, after change
	}{
		{"hidden", put(User{ID: p}), put(User{ID: p, DeactivatedAt: later})},
		{"shown", put(User{ID: p, DeactivatedAt: later}), put(User{ID: p})},
		{"changed", put(User{ID: p}), put(User{ID: p, UpdatedAt: later})},
		{"deleted", put(User{ID: p}), func(tx *Tx) { tx.DeleteUser(p) }},
		{"blocked", put(User{ID: p}), func(tx *Tx) { _, _ = tx.Block(p, q, epoch); _, _ = tx.Block(q, p, epoch) }},
		{"unblocked", put(User{ID: p}), func(tx *Tx) { tx.Unblock(p, x); tx.Unblock(q, x) }},
		{"befriended", put(User{ID: p}), func(tx *Tx) { _, _ = tx.Befriend(p, x, epoch) }},
	} {
		for _, ties := range [][][2]string{{{p, x}}, {{x, p}}, {{p, x}, {x, p}}, {{q, x}, {p, x}}, {{x, q}, {x, p}}} {
			t.Run(fmt.Sprint(tt.name, ties), func(t *testing.T) {
				s := New(ByTime)
				update := func(c change) { _ = s.Update(epoch, func(tx *Tx) error { c(tx); return nil }) }
				read := func() {
					_ = s.View(epoch, func(tx *Tx) error {
						for _, id := range []string{x, p, q} {
							for d := range Both + 1 {
								tx.Blocks(id, d).Newest()
							}
						}
						tx.Search("u", InUID).Newest()
						return nil
					})
				}
				update(func(tx *Tx) {
					for n := range people {
						put(User{ID: name(n)})(tx)
					}
					for _, tie := range ties {
						_, _ = tx.Block(tie[0], tie[1], epoch)
					}
					_, _ = tx.Block(name(people-1), name(people-2), epoch) // so that there are nodes for all
					tt.before(tx)
				})
				snap := s.Snapshot()
				held := dump(snap.state)
				update(tt.after)
				read()
				checkMade(t, s.state)
				checkMade(t, snap.state)

				s.Restore(snap)
				read()
				checkMade(t, s.state)
				checkMade(t, snap.state)
				if now := dump(s.state); !bytes.Equal(held, now) {
					t.Errorf("restored, it holds something else: %s", difference(held, now))
				}
			})
		}
	}
}

// Two stores that share a snapshot's pages are read and changed side by side, while it is restored
// into them again and again. The race detector sees who writes what others read.
func TestStoresThatShareASnapshotRunSideBySide(t *testing.T) {
	t.Parallel()
	const people = 700
	first := New(ByTime)
	_ = first.Update(epoch, func(tx *Tx) error {
		for n := range people {
			tx.PutUser(User{ID: fmt.Sprint("u", n), CreatedAt: epoch.Add(time.Duration(n) * time.Second)})
		}
		for n := 1; n < people; n++ {
			_, _ = tx.Block("u0", fmt.Sprint("u", n), epoch)
			_, _ = tx.Block(fmt.Sprint("u", n), fmt.Sprint("u", n/2), epoch)
		}
		tx.Unblock("u0", fmt.Sprint("u", people-1)) // the newest of a shared list is to be found anew
		return nil
	})
	snap := first.Snapshot()
	held := dump(snap.state)
	stores := []*Store{first, New(ByTime)}
	stores[1].Restore(snap)

	var wg sync.WaitGroup
	for i, s := range stores {
		for reader := range 3 {
			wg.Go(func() {
				rng := rand.New(rand.NewPCG(uint64(i), uint64(reader)))
				for range 200 {
					id := fmt.Sprint("u", rng.IntN(people))
					_ = s.View(epoch, func(tx *Tx) error {
						for _, d := range []Direction{BlockedByMe, HasBlockedMe, Both} {
							for _, id := range []string{"u0", id} {
								rows, n := tx.Blocks(id, d), 0
								for range rows.From(0) {
									n++
								}
								if rows.Newest(); n != rows.Len() {
									t.Errorf("a list of %d has %d rows", rows.Len(), n)
								}
							}
						}
						tx.Search("u1", InUID).Newest()
						return nil
					})
				}
			})
		}
		wg.Go(func() {
			rng := rand.New(rand.NewPCG(uint64(i), 9))
			for step := range 200 {
				a, b := fmt.Sprint("u", rng.IntN(people)), fmt.Sprint("u", rng.IntN(people))
				_ = s.Update(epoch, func(tx *Tx) error {
					u := User{ID: a, UpdatedAt: epoch.Add(time.Duration(step) * time.Hour)}
					switch rng.IntN(5) {
					case 0:
						u.DeactivatedAt = epoch
						tx.PutUser(u)
					case 1:
						tx.PutUser(u)
					case 2:
						tx.DeleteUser(a)
					case 3:
						_, _ = tx.Block(a, b, epoch)
					case 4:
						tx.Unblock("u0", b)
					}
					return nil
				})
				switch rng.IntN(20) {
				case 0:
					s.Restore(snap)
				case 1:
					s.Restore(s.Snapshot())
				}
			}
		})
	}
	wg.Wait()
	for i, s := range stores {
		checkMade(t, s.state)
		if now := dump(snap.state); !bytes.Equal(now, held) {
			t.Fatalf("the snapshot has changed: %s", difference(held, now))
		}
		if s.Restore(snap); !bytes.Equal(dump(s.state), held) {
			t.Errorf("store %d, restored, holds something else: %s", i, difference(held, dump(s.state)))
		}
	}
	checkMade(t, snap.state)
}

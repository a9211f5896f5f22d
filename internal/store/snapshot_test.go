package store

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"
)

// Whatever is done to two stores, a snapshot of either holds what it held when it was taken, and a
// store holds what a new store holds to which the same was done without any snapshot. That is so in
// small states, where a tree is one node, and in those of many. An update that fails leaves nothing behind.
func TestSnapshotsHoldWhatTheyHeld(t *testing.T) {
	t.Parallel()
	for _, size := range []struct {
		people, steps int
		seeds         uint64
	}{{12, 1500, 3}, {40, 1500, 3}, {1100, 400, 1}} {
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
		// A crowd, so that trees have several levels.
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

// fail makes a change and takes it back: by an error, or by a panic.
func (p *play) fail(i int, c change) {
	panics := p.rng.IntN(2) == 0
	defer func() {
		if r := recover(); (r != nil) != panics {
			p.t.Errorf("recovered %v, want a panic: %v", r, panics)
		}
	}()
	err := p.stores[i].Update(epoch, func(tx *Tx) error {
		c(tx)
		c(tx)
		if panics {
			panic("on purpose")
		}
		return errOnPurpose
	})
	if !errors.Is(err, errOnPurpose) {
		p.t.Errorf("Update = %v, want the error of the function", err)
	}
}

var errOnPurpose = errors.New("on purpose")

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
		held := dump(p.t, p.stores[i].state.Load())
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
	case 4, 5:
		p.fail(i, p.write())
	case 6, 7, 8, 9:
		_ = p.stores[i].View(epoch, func(tx *Tx) error {
			p.read(tx)
			return nil
		})
	default:
		p.change(i, p.write())
	}
}

// read remembers what is remembered when it is first read.
func (p *play) read(tx *Tx) {
	id := p.id()
	switch p.rng.IntN(8) {
	case 0:
		tx.ActiveUsers().Newest()
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
		if now := dump(p.t, k.snap.state); !bytes.Equal(now, k.held) {
			p.t.Errorf("snapshot %s has changed: %s", name, difference(k.held, now))
		}
	}
	for _, s := range p.stores {
		checkState(p.t, s.state.Load())
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
			for range tx.AllMessages() {
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
		if want := dump(p.t, s.state.Load()); !bytes.Equal(want, have) {
			p.t.Errorf("%s is not what its changes make of a new store: %s", what, difference(want, have))
		}
	}
	for i, s := range p.stores {
		compare(fmt.Sprint("store ", i), p.done[i], dump(p.t, s.state.Load()))
	}
	for name, k := range p.kept {
		compare("snapshot "+name, k.done, dump(p.t, k.snap.state))
	}
}

// dump writes all that a state shows, and fails when what it holds does not agree with itself.
func dump(t *testing.T, s *state) []byte {
	t.Helper()
	checkState(t, s)
	var d bytes.Buffer
	tx := &Tx{state: s}
	for u := range tx.Users() {
		fmt.Fprintln(&d, u.ID, u.end.n, u.Name, u.Status, u.Tags, u.CreatedAt.Unix(), u.UpdatedAt.Unix(), u.DeactivatedAt.Unix())
		for tie := range tx.AllBlocks(u.ID) {
			fmt.Fprintln(&d, "blocks", tie.To.ID, tie.At.Unix(), tie.Seq)
		}
		for tie := range tx.AllFriends(u.ID) {
			fmt.Fprintln(&d, "friend", tie.To.ID, tie.At.Unix(), tie.Seq, tx.FriendInfo(u.ID, tie.To.ID))
		}
		for direction := range Both + 1 {
			dumpRows(&d, tx.Blocks(u.ID, direction))
		}
		dumpRows(&d, tx.FriendRows(u.ID))
	}
	for u := range tx.ActiveUsers().From(0) {
		fmt.Fprintln(&d, "active", u.ID)
	}
	for from, to := range tx.EndedBlocks() {
		fmt.Fprintln(&d, "ended", from.ID, to.ID)
	}
	fmt.Fprintln(&d, slices.Collect(tx.Roles()), slices.Collect(tx.Keys()), tx.LastMessage())
	for token := range tokens.of(s).by(0).all() {
		fmt.Fprintln(&d, *token)
	}
	for m := range tx.AllMessages() {
		fmt.Fprintln(&d, *m)
	}
	for p := range tx.Participants() {
		fmt.Fprintln(&d, *p)
	}
	for t := range tx.Talks() {
		fmt.Fprintln(&d, *t)
	}
	return d.Bytes()
}

func dumpRows(d *bytes.Buffer, rows Rows) {
	fmt.Fprintln(d, rows.Len(), rows.Newest().Unix())
	for row := range rows.From(0) {
		fmt.Fprintln(d, row.User.ID, row.Seq, row.mine, row.theirs)
	}
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

// checkState compares every order of a state with what a look at everything finds.
func checkState(t *testing.T, s *state) {
	t.Helper()
	p := users.of(s)
	checkCollection(t, "users", &p.collection)
	checkCollection(t, "roles", roles.of(s))
	checkCollection(t, "keys", keys.of(s))
	checkCollection(t, "tokens", &tokens.of(s).collection)
	checkMessages(t, messages.of(s))
	checkCollection(t, "ended blocks", &endedBlocks.of(s).collection)
	checkCollection(t, "friends' infos", &friendInfos.of(s).collection)
	byNumber := slices.SortedFunc(p.all(), func(a, b *User) int { return cmp.Compare(a.end.n, b.end.n) })
	if have := slices.Collect(p.byNumber.all()); !slices.Equal(have, byNumber) {
		t.Errorf("the slots hold %d people, want %d", len(have), len(byNumber))
	}
	known := ends.of(s)
	for e := range known.hidden.all() {
		if u := p.at(e); u == nil || !u.hidden() {
			t.Errorf("%s is hidden, and not as a person", e.id)
		}
	}
	for _, part := range s.parts {
		r, ok := part.(*relation)
		if !ok {
			continue
		}
		want := newRelation(r.order)
		want.oneWay = r.oneWay
		each := want.inOrder(known) // from here on every tie goes into the lists by itself
		want.pairs = r.pairs
		for _, t := range r.pairs.Values() {
			want.list(each, known, t)
		}
		for way, l := range map[string]*listed{"followed": r.inOrder(known), "sorted": r.sorted(known)} {
			for name, trees := range map[string][2]tree[tie]{
				"out": {l.out, each.out}, "mutual": {l.mutual, each.mutual}, "hidden": {l.hidden, each.hidden}, "back": {l.back, each.back},
			} {
				if have, want := slices.Collect(trees[0].all()), slices.Collect(trees[1].all()); !slices.Equal(have, want) {
					t.Errorf("%s, %s has %d ties, want %d, or others", way, name, len(have), len(want))
				}
			}
		}
	}
}

// checkMessages compares the orders of messages with their numbers. A conversation is held by time whole or not at all.
func checkMessages(t *testing.T, l *messageList) {
	t.Helper()
	ofTalk, byTime := newTree(l.ofTalk.sorted.Less), newTree(l.byTime.sorted.Less)
	newest, n := map[string]time.Time{}, 0
	for m := range l.all() {
		n++
		ofTalk.set(m)
		if l.mixed(m) {
			byTime.set(m)
		} else if m.SentAt.Before(newest[m.Conversation]) {
			t.Errorf("message %d is older than one before it, and its conversation is not held by time", m.ID)
		}
		newest[m.Conversation] = m.SentAt
	}
	for name, trees := range map[string][2]tree[Message]{"ofTalk": {l.ofTalk, ofTalk}, "byTime": {l.byTime, byTime}} {
		if have, want := slices.Collect(trees[0].all()), slices.Collect(trees[1].all()); n != l.length || !slices.Equal(have, want) {
			t.Errorf("%s has %d of %d messages, want %d of %d, or others", name, len(have), l.length, len(want), n)
		}
	}
}

func checkCollection[K cmp.Ordered, T any](t *testing.T, name string, c *collection[K, T]) {
	t.Helper()
	for i, o := range c.orders {
		want := newTree(o.sorted.Less)
		for value := range c.all() {
			if o.only == nil || o.only(value) {
				want.set(value)
			}
		}
		if have, want := slices.Collect(o.all()), slices.Collect(want.all()); !slices.Equal(have, want) {
			t.Errorf("order %d of the %s has %d values, want %d, or others", i, name, len(have), len(want))
		}
	}
}

// Two stores that share a snapshot's trees are read and changed side by side, while it is restored
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
	held := dump(t, snap.state)
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
						tx.ActiveUsers().Newest()
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
		if now := dump(t, snap.state); !bytes.Equal(now, held) {
			t.Fatalf("the snapshot has changed: %s", difference(held, now))
		}
		if s.Restore(snap); !bytes.Equal(dump(t, s.state.Load()), held) {
			t.Errorf("store %d, restored, holds something else: %s", i, difference(held, dump(t, s.state.Load())))
		}
	}
}

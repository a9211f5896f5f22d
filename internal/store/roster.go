package store

import (
	"cmp"
	"container/heap"
	"iter"
	"math"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"
	"unicode/utf8"
)

// roster lists the active people in the orders in which they are looked for. It is made when
// somebody first asks and kept up to date from then on, because most apps are never asked.
type roster struct {
	created marked // ascending time of creation, then order of coming
	scoped  marked // by status, name and id, as a person's own list of users is
	uid     marked // by id
	name    marked // by name, whatever the case
	// shared is by what id and name begin with alike. It tells how many people a prefix finds by
	// both, so that the number of people found is known without looking at them.
	shared marked
}

func (r *roster) lists() []*marked {
	return []*marked{&r.created, &r.scoped, &r.uid, &r.name, &r.shared}
}

var rosterOrders = []func(a, b *User) int{byCreation, byScope, byUID, byName, byShared}

func byCreation(a, b *User) int {
	return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.seq, b.seq))
}

func byScope(a, b *User) int {
	return cmp.Or(strings.Compare(a.Status, b.Status), compareFold(a.Name, b.Name), strings.Compare(a.ID, b.ID))
}

func byUID(a, b *User) int  { return strings.Compare(a.ID, b.ID) }
func byName(a, b *User) int { return cmp.Or(compareFold(a.Name, b.Name), cmp.Compare(a.seq, b.seq)) }

func byShared(a, b *User) int {
	return cmp.Or(strings.Compare(shared(a), shared(b)), cmp.Compare(a.seq, b.seq))
}

// shared is the longest beginning of the id that the name begins with too, whatever its case.
func shared(u *User) string {
	n := 0
	for n < len(u.ID) && n < len(u.Name) && lower(u.Name[n]) == u.ID[n] && u.ID[n] < utf8.RuneSelf {
		n++
	}
	return u.ID[:n]
}

func lower(b byte) byte {
	if b >= 'A' && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

// compareFold compares two texts in lower case.
func compareFold(a, b string) int {
	for a != "" && b != "" {
		ra, na := utf8.DecodeRuneInString(a)
		rb, nb := utf8.DecodeRuneInString(b)
		if ra != rb {
			if c := cmp.Compare(unicode.ToLower(ra), unicode.ToLower(rb)); c != 0 {
				return c
			}
		}
		a, b = a[na:], b[nb:]
	}
	return cmp.Compare(len(a), len(b))
}

// rosterSlot holds the roster once somebody has asked for it. States with the same people have the
// same slot, so that a roster made in one of them serves all.
type rosterSlot struct {
	atomic.Pointer[roster]
	making sync.Mutex // held while the roster is made under the read lock
}

// ownRoster returns the roster to be written to, nil when nobody has asked for it. Every change of
// a person begins with it, even then: what is put into a slot later must be true of all who have it.
func (p *people) ownRoster() *roster {
	if p.rosterShared {
		slot := &rosterSlot{}
		if r := p.roster.Load(); r != nil {
			slot.Store(r.fork())
		}
		p.roster, p.rosterShared = slot, false
	}
	return p.roster.Load()
}

func (r *roster) fork() *roster {
	return &roster{
		created: r.created.fork(), scoped: r.scoped.fork(), uid: r.uid.fork(), name: r.name.fork(), shared: r.shared.fork(),
	}
}

// rosterOf returns the roster, made now if nobody asked before. It runs under the read lock too.
func (p *people) rosterOf() *roster {
	if r := p.roster.Load(); r != nil {
		return r
	}
	p.roster.making.Lock()
	defer p.roster.making.Unlock()
	if r := p.roster.Load(); r != nil {
		return r
	}
	active := make([]uint32, 0, p.order.length)
	for n := range p.order.from(0) {
		if !p.hidden(n) {
			active = append(active, n)
		}
	}
	r := &roster{}
	for i, l := range r.lists() {
		slices.SortFunc(active, func(a, b uint32) int { return rosterOrders[i](p.user(a), p.user(b)) })
		for pos, n := range active {
			l.insert(pos, n, p.stampOf)
		}
	}
	p.roster.Store(r)
	return r
}

func (r *roster) insert(p *people, n uint32) {
	if r == nil || p.hidden(n) {
		return
	}
	for i, l := range r.lists() {
		l.insert(r.position(p, l, rosterOrders[i], n), n, p.stampOf)
	}
}

func (r *roster) remove(p *people, n uint32) {
	if r == nil || p.hidden(n) {
		return
	}
	for i, l := range r.lists() {
		l.remove(r.position(p, l, rosterOrders[i], n), p.stampOf)
	}
}

func (r *roster) position(p *people, l *marked, order func(a, b *User) int, n uint32) int {
	return l.search(func(other uint32) bool { return order(p.user(other), p.user(n)) >= 0 })
}

// In says what a prefix is looked for in.
type In int

const (
	InUID In = 1 << iota
	InName
)

// Found is the active people that a search finds, the newest first.
type Found struct {
	people *people
	roster *roster
	prefix string
	in     In
	length int
}

// Search finds the active people whose id or name begins with prefix, whatever the case. An empty
// prefix finds everybody.
func (tx *Tx) Search(prefix string, in In) Found {
	p := &tx.people
	f := Found{people: p, roster: p.rosterOf(), prefix: strings.ToLower(prefix), in: in}
	if prefix == "" {
		f.length = f.roster.created.length
		return f
	}
	if in&InUID != 0 {
		from, to := f.rangeOf(&f.roster.uid, uidOf)
		f.length += to - from
	}
	if in&InName != 0 {
		from, to := f.rangeOf(&f.roster.name, nameOf)
		f.length += to - from
	}
	if in == InUID|InName {
		from, to := f.rangeOf(&f.roster.shared, shared)
		f.length -= to - from
	}
	return f
}

func uidOf(u *User) string  { return u.ID }
func nameOf(u *User) string { return u.Name }

// rangeOf is where the texts that begin with the prefix stand in a list ordered by them.
func (f *Found) rangeOf(l *marked, text func(*User) string) (from, to int) {
	from = l.search(func(n uint32) bool { return comparePrefix(text(f.people.user(n)), f.prefix) >= 0 })
	to = l.search(func(n uint32) bool { return comparePrefix(text(f.people.user(n)), f.prefix) > 0 })
	return from, to
}

// comparePrefix compares the beginning of a text, in lower case, with a prefix in lower case.
func comparePrefix(text, prefix string) int {
	for prefix != "" {
		if text == "" {
			return -1
		}
		rt, nt := utf8.DecodeRuneInString(text)
		rp, np := utf8.DecodeRuneInString(prefix)
		if c := cmp.Compare(unicode.ToLower(rt), rp); c != 0 {
			return c
		}
		text, prefix = text[nt:], prefix[np:]
	}
	return 0
}

func (f *Found) matches(u *User) bool {
	return f.prefix == "" ||
		f.in&InUID != 0 && comparePrefix(u.ID, f.prefix) == 0 ||
		f.in&InName != 0 && comparePrefix(u.Name, f.prefix) == 0
}

// Len is how many people were found.
func (f Found) Len() int { return f.length }

// Newest is the latest change among all of them, zero when there are none.
func (f Found) Newest() time.Time {
	if f.length == 0 {
		return time.Time{}
	}
	newest := int64(math.MinInt64)
	add := func(l *marked, from, to int) {
		if from < to {
			newest = max(newest, l.newest(from, to, f.people.stampOf))
		}
	}
	if f.prefix == "" {
		add(&f.roster.created, 0, f.roster.created.length)
	}
	if f.prefix != "" && f.in&InUID != 0 {
		from, to := f.rangeOf(&f.roster.uid, uidOf)
		add(&f.roster.uid, from, to)
	}
	if f.prefix != "" && f.in&InName != 0 {
		from, to := f.rangeOf(&f.roster.name, nameOf)
		add(&f.roster.name, from, to)
	}
	return time.UnixMilli(newest).UTC()
}

// All lists the people found in no order.
func (f Found) All() iter.Seq[*User] {
	if f.prefix == "" {
		return f.From(0)
	}
	return func(yield func(*User) bool) {
		for _, u := range f.gather() {
			if !yield(u) {
				return
			}
		}
	}
}

// From lists the people found from a position on, the newest first. Few of many are gathered by
// the indexes and put in order; many of many are met soon enough by walking through everybody.
func (f Found) From(pos int) iter.Seq[*User] {
	all := &f.roster.created
	return func(yield func(*User) bool) {
		if pos >= f.length {
			return
		}
		switch {
		case f.prefix == "":
			for n := range all.backFrom(all.length - 1 - pos) {
				if !yield(f.people.user(n)) {
					return
				}
			}
		case f.length < all.length/f.length*8: // measured with a million people
			found := f.gather()
			for heap.Init(&found); len(found) > 0; pos-- { // a page needs no more than its own order
				if u := heap.Pop(&found).(*User); pos <= 0 && !yield(u) {
					return
				}
			}
		default:
			for n := range all.backFrom(all.length - 1) {
				u := f.people.user(n)
				if !f.matches(u) {
					continue
				}
				if pos > 0 {
					pos--
				} else if !yield(u) {
					return
				}
			}
		}
	}
}

// newestFirst is a heap of people.
type newestFirst []*User

func (h newestFirst) Len() int           { return len(h) }
func (h newestFirst) Less(i, j int) bool { return byCreation(h[i], h[j]) > 0 }
func (h newestFirst) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *newestFirst) Push(u any)        { *h = append(*h, u.(*User)) }

func (h *newestFirst) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// gather collects the people found, in no order.
func (f *Found) gather() newestFirst {
	found := make(newestFirst, 0, f.length)
	if f.in&InUID != 0 {
		from, to := f.rangeOf(&f.roster.uid, uidOf)
		for n := range f.roster.uid.from(from) {
			if from == to {
				break
			}
			from++
			found = append(found, f.people.user(n))
		}
	}
	if f.in&InName != 0 {
		from, to := f.rangeOf(&f.roster.name, nameOf)
		for n := range f.roster.name.from(from) {
			if from == to {
				break
			}
			from++
			u := f.people.user(n)
			if f.in&InUID == 0 || comparePrefix(u.ID, f.prefix) != 0 {
				found = append(found, u)
			}
		}
	}
	return found
}

// Scoped lists the active people by status, name and id from a position on, as a person's own list
// of users is ordered.
func (tx *Tx) Scoped(pos int) iter.Seq[*User] {
	return func(yield func(*User) bool) {
		for n := range tx.people.rosterOf().scoped.from(pos) {
			if !yield(tx.people.user(n)) {
				return
			}
		}
	}
}

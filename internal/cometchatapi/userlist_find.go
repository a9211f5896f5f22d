package cometchatapi

import (
	"iter"
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/store"
)

// listPage is the answer to a listQuery.
type listPage struct {
	Page   paging
	View   view
	Rows   iter.Seq[store.Row] // as many as the page holds, or more
	Total  int                 // how many people the whole list has; only where nobody looks
	Newest time.Time           // the newest change in the whole list
}

func (q *listQuery) page(tx *store.Tx) listPage {
	p := listPage{Page: q.Page, View: view{me: q.Me, tags: q.WithTags}}
	people := tx.ActiveUsers()
	switch {
	case q.filtered():
		found := q.find(tx, &p)
		p.Rows = rowsFor(tx, q.Me, slices.Values(found[min(q.Page.offset(), len(found)):]))
		return p
	case q.Me == "":
		p.Rows = rowsFor(tx, "", people.From(q.Page.offset()))
	default:
		p.Rows = rowsFor(tx, q.Me, q.others(people.ByName()))
	}
	p.Total, p.Newest = people.Len(), people.Newest()
	return p
}

// others lists people who are in order, without me, from the page's first on.
func (q *listQuery) others(people []*store.User) iter.Seq[*store.User] {
	return func(yield func(*store.User) bool) {
		first := q.Page.offset()
		if slices.ContainsFunc(people[:min(first, len(people))], q.isMe) {
			first++
		}
		for _, u := range people[min(first, len(people)):] {
			if !q.isMe(u) && !yield(u) {
				return
			}
		}
	}
}

func (q *listQuery) isMe(u *store.User) bool { return u.ID == q.Me }

// rowsFor adds to people what I and they have blocked.
func rowsFor(tx *store.Tx, me string, people iter.Seq[*store.User]) iter.Seq[store.Row] {
	return func(yield func(store.Row) bool) {
		for u := range people {
			row := store.Row{User: u}
			if me != "" {
				row = tx.Between(me, u.ID)
			}
			if !yield(row) {
				return
			}
		}
	}
}

// find looks at everybody and returns those in the list, in its order. The newest change may be mine, though I do
// not stand in my own list.
func (q *listQuery) find(tx *store.Tx, p *listPage) []*store.User {
	if q.HideBlocked {
		q.blocked = make(map[*store.User]bool)
		for row := range tx.Blocks(q.Me, store.BlockedByMe).From(0) {
			q.blocked[row.User] = true
		}
	}
	var found []*store.User
	for u := range q.candidates(tx) {
		if !q.matches(tx, u) {
			continue
		}
		if changed := u.Changed(); changed.After(p.Newest) {
			p.Newest = changed
		}
		if !q.isMe(u) {
			found = append(found, u)
		}
	}
	p.Total = len(found)
	q.sortBy(found)
	return found
}

// candidates lists people among whom are all that match, in the order of the list: as somebody sees people, or the
// newest first.
func (q *listQuery) candidates(tx *store.Tx) iter.Seq[*store.User] {
	active := tx.ActiveUsers()
	switch {
	case q.Deactivated == withoutDeactivated && q.Me == "":
		return active.From(0)
	case q.Deactivated == withoutDeactivated:
		return slices.Values(active.ByName())
	}
	all := slices.Collect(tx.Users())
	if q.Me != "" {
		slices.SortFunc(all, compareSeen)
		return slices.Values(all)
	}
	slices.Reverse(all) // of two with the same time the one who came later is newer
	slices.SortStableFunc(all, func(a, b *store.User) int { return b.CreatedAt.Compare(a.CreatedAt) })
	return slices.Values(all)
}

// sortBy puts people who are in the order of the list into the order that the client asks for.
func (q *listQuery) sortBy(people []*store.User) {
	compare := compareNames
	switch q.SortBy {
	case "":
		return
	case "status":
		compare = compareStatuses
	}
	slices.SortStableFunc(people, func(a, b *store.User) int {
		if q.Descending {
			return compare(b, a)
		}
		return compare(a, b)
	})
}

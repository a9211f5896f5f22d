package cometchatapi

import (
	"iter"
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/store"
)

// listPage is the answer to a listQuery.
type listPage struct {
	Page   page
	View   view
	Rows   iter.Seq[store.Row] // as many as the page holds, or more
	Total  int                 // how many people the whole list has; only where nobody looks
	Newest time.Time           // the newest change in the whole list
}

func listUsers(tx *store.Tx, q listQuery) (listPage, error) {
	if q.Me != "" {
		if err := userExists(tx, q.Me); err != nil {
			return listPage{}, err
		}
	}
	if len(q.wrong) > 0 {
		return listPage{}, errBadRequest(q.wrong...)
	}
	p := listPage{Page: q.Page, View: view{me: q.Me, tags: q.WithTags}}
	if q.onlyHides() && q.hideFew(tx, &p) {
		return p, nil
	}
	if q.filtered() {
		p.Rows = rowsFor(tx, q.Me, q.lookThrough(tx, &p))
		return p, nil
	}
	found := tx.Search(q.SearchKey, q.SearchIn)
	p.Total, p.Newest = found.Len(), found.Newest()
	if q.Me == "" {
		p.Rows = rowsFor(tx, "", found.From(q.Page.offset()))
	} else {
		p.Rows = rowsFor(tx, q.Me, q.others(tx, found))
	}
	return p, nil
}

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

// others lists those who are found, without me, in the order in which somebody sees people, from
// the page's first on.
func (q *listQuery) others(tx *store.Tx, found store.Found) iter.Seq[*store.User] {
	first := q.Page.offset()
	if q.SearchKey != "" {
		return q.without(q.seen(tx, found), first)
	}
	if q.standsBefore(tx, first) {
		first++
	}
	return q.without(tx.Scoped(first), 0)
}

// onlyHides reports whether no filter is asked for but that of the people whom I have blocked.
func (q *listQuery) onlyHides() bool {
	hides := q.HideBlocked
	without := *q
	without.HideBlocked = false
	return hides && !without.filtered()
}

// hideFew finds the page without looking at everybody. It reports false when it cannot tell the
// newest change, because one of those who are hidden has it, or shares it.
func (q *listQuery) hideFew(tx *store.Tx, p *listPage) bool {
	found := tx.Search(q.SearchKey, q.SearchIn)
	newest := found.Newest()
	blocked := make(map[*store.User]bool)
	for row := range tx.Blocks(q.Me, store.BlockedByMe).From(0) {
		if q.finds(row.User) && !row.User.Changed().Before(newest) {
			return false
		}
		blocked[row.User] = true
	}
	q.blocked, p.Newest = blocked, newest
	people := tx.Scoped(0)
	if q.SearchKey != "" {
		people = q.seen(tx, found)
	}
	p.Rows = rowsFor(tx, q.Me, q.without(people, q.Page.offset()))
	return true
}

// standsBefore reports whether I stand at the position or before it.
func (q *listQuery) standsBefore(tx *store.Tx, pos int) bool {
	me, _ := tx.User(q.Me)
	for u := range tx.Scoped(pos) {
		return compareSeen(me, u) <= 0
	}
	return false
}

// without lists the people whom the search finds, without me and without the first few.
func (q *listQuery) without(people iter.Seq[*store.User], skip int) iter.Seq[*store.User] {
	return func(yield func(*store.User) bool) {
		for u := range people {
			switch {
			case u.ID == q.Me || q.blocked[u] || !q.finds(u):
			case skip > 0:
				skip--
			case !yield(u):
				return
			}
		}
	}
}

// lookThrough looks at everybody who may be in the list and returns those on the page.
func (q *listQuery) lookThrough(tx *store.Tx, p *listPage) iter.Seq[*store.User] {
	candidates, inOrder := q.candidates(tx)
	if q.HideBlocked {
		q.blocked = make(map[*store.User]bool)
		for row := range tx.Blocks(q.Me, store.BlockedByMe).From(0) {
			q.blocked[row.User] = true
		}
	}
	sorting := !inOrder || q.SortBy != ""
	first := q.Page.offset()
	var found []*store.User
	for u := range candidates {
		if !q.matches(tx, u) {
			continue
		}
		if changed := u.Changed(); changed.After(p.Newest) {
			p.Newest = changed
		}
		if u.ID == q.Me {
			continue
		}
		p.Total++
		// Without an order to make, only those on the page need to be kept.
		if sorting || p.Total > first && len(found) < q.Page.Size {
			found = append(found, u)
		}
	}
	if !sorting {
		return slices.Values(found)
	}
	if !inOrder {
		q.order(found)
	}
	q.sortBy(found)
	return slices.Values(found[min(first, len(found)):])
}

// candidates lists people among whom are all that match, and tells whether they come in the order
// of the list. Where they do not and nobody looks, they come as they joined.
func (q *listQuery) candidates(tx *store.Tx) (people iter.Seq[*store.User], inOrder bool) {
	switch {
	case q.Deactivated != withoutDeactivated:
		return tx.Users(), false
	case q.Me == "":
		return tx.Search(q.SearchKey, q.SearchIn).From(0), true
	case q.UIDs != nil:
		return q.named(tx), false
	case q.FriendsOnly:
		return friendsOf(tx, q.Me), false
	}
	if found := tx.Search(q.SearchKey, q.SearchIn); found.Len() < tx.UserCount()/16 {
		return found.All(), false // fewer to put in order than to look at
	}
	return tx.Scoped(0), true
}

// named lists the people whom the query names, in no order.
func (q *listQuery) named(tx *store.Tx) iter.Seq[*store.User] {
	return func(yield func(*store.User) bool) {
		for uid := range q.UIDs {
			if u, ok := tx.User(uid); ok && !yield(u) {
				return
			}
		}
	}
}

func friendsOf(tx *store.Tx, me string) iter.Seq[*store.User] {
	return func(yield func(*store.User) bool) {
		for u := range tx.Friends(me) {
			if !yield(u) {
				return
			}
		}
	}
}

// order puts people into the order of the list: the newest first, or as somebody sees them.
func (q *listQuery) order(people []*store.User) {
	if q.Me != "" {
		slices.SortFunc(people, compareSeen)
		return
	}
	slices.Reverse(people) // of two with the same time the one who came later is newer
	slices.SortStableFunc(people, func(a, b *store.User) int { return b.CreatedAt.Compare(a.CreatedAt) })
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

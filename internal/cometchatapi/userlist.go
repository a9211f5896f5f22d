package cometchatapi

import (
	"cmp"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/store"
)

// listQuery asks for a page of the users, as nobody or as one of them sees them.
type listQuery struct {
	Me   string // who looks; empty: nobody
	Page paging

	SearchKey string // in lower case
	SearchIn  searchIn

	Status      string
	Roles       []string
	Tags        []string
	UIDs        map[string]bool // nil: anybody
	Deactivated deactivated
	HideBlocked bool // those whom I have blocked
	FriendsOnly bool

	SortBy     string
	Descending bool
	WithTags   bool

	blocked map[*store.User]bool // active people whom I have blocked, where they are hidden
}

// searchIn says what a key is looked for in.
type searchIn int

const (
	inUID searchIn = 1 << iota
	inName
)

// deactivated says what a list shows of people who are deactivated.
type deactivated int

const (
	withoutDeactivated deactivated = iota
	withDeactivated
	onlyDeactivated
)

// filtered reports whether the list is another one than that of all active people.
func (q *listQuery) filtered() bool {
	return q.SearchKey != "" || q.Status != "" || len(q.Roles) > 0 || len(q.Tags) > 0 || q.UIDs != nil ||
		q.Deactivated != withoutDeactivated || q.HideBlocked || q.FriendsOnly || q.SortBy != ""
}

// matches reports whether a person is among those asked for. I may be, though I do not stand in my
// own list.
func (q *listQuery) matches(tx *store.Tx, u *store.User) bool {
	switch isDeactivated := !u.DeactivatedAt.IsZero(); {
	case q.Deactivated == withoutDeactivated && isDeactivated,
		q.Deactivated == onlyDeactivated && !isDeactivated,
		q.UIDs != nil && !q.UIDs[u.ID],
		q.Status != "" && statusOf(u) != q.Status,
		len(q.Roles) > 0 && !slices.Contains(q.Roles, cmp.Or(u.Role, defaultRole)),
		len(q.Tags) > 0 && !slices.ContainsFunc(u.Tags, func(tag string) bool { return slices.Contains(q.Tags, tag) }),
		!q.finds(u),
		q.blocked[u] || q.HideBlocked && isDeactivated && tx.HasBlocked(q.Me, u.ID),
		q.FriendsOnly && !tx.AreFriends(q.Me, u.ID):
		return false
	}
	return true
}

// finds reports whether the search finds a person: uid or name begins with the key, whatever the
// case.
func (q *listQuery) finds(u *store.User) bool {
	return q.SearchKey == "" ||
		q.SearchIn&inUID != 0 && strings.HasPrefix(u.ID, q.SearchKey) ||
		q.SearchIn&inName != 0 && nameBegins(u.Name, q.SearchKey)
}

// statusOf is the status that a person is shown with.
func statusOf(u *store.User) string { return cmp.Or(u.Status, "offline") }

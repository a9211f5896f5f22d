package cometchatapi

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// listQuery asks for a page of the users, as nobody or as one of them sees them.
type listQuery struct {
	Me   string // who looks; empty: nobody
	Page page

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

	wrong []detail // reported only when Me exists

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

func decodeUserList(c *gateway.Call) (listQuery, error) {
	return readListQuery(c.Query, onBehalfOf(c)), nil
}

// decodeMyUserList reads the call of an end user.
func decodeMyUserList(c *gateway.Call) (listQuery, error) {
	return readListQuery(c.Query, c.User), nil
}

func readListQuery(params gateway.Query, me string) listQuery {
	q := listQuery{Me: me}
	q.Page, q.wrong = decodePage(params)
	key, _ := given(params, "searchKey")
	q.SearchKey = strings.ToLower(key)
	q.readSearchIn(params)
	q.Status = q.choice(params, "status", "available", "offline")
	q.Roles = slices.Concat(commaList(params, "role"), commaList(params, "roles"))
	q.Tags = commaList(params, "tags")
	q.readUIDs(params)
	switch {
	case truth(params, "onlyDeactivated"):
		q.Deactivated = onlyDeactivated
	case truth(params, "withDeactivated"):
		q.Deactivated = withDeactivated
	}
	q.HideBlocked = me != "" && truth(params, "hideBlockedUsers")
	q.FriendsOnly = me != "" && truth(params, "friendsOnly")
	q.SortBy = q.choice(params, "sortBy", "name", "status")
	q.Descending = q.choice(params, "sortOrder", "asc", "desc") == "desc"
	q.WithTags = truth(params, "withTags")
	return q
}

// choice reads a parameter that has a few values, empty when it is not given.
func (q *listQuery) choice(params gateway.Query, name string, values ...string) string {
	text, ok := given(params, name)
	if ok && !slices.Contains(values, text) {
		q.wrong = append(q.wrong, detail{name, "The selected " + words(name) + " is invalid."})
	}
	return text
}

func (q *listQuery) readSearchIn(params gateway.Query) {
	for _, text := range commaList(params, "searchIn") {
		switch text {
		case "uid":
			q.SearchIn |= inUID
		case "name":
			q.SearchIn |= inName
		default:
			q.wrong = append(q.wrong, detail{"searchIn", "The selected search in is invalid."})
			return
		}
	}
	q.SearchIn = cmp.Or(q.SearchIn, inUID|inName)
}

func (q *listQuery) readUIDs(params gateway.Query) {
	uids := commaList(params, "uids")
	if len(uids) == 0 {
		return
	}
	if len(uids) > mostUIDs {
		q.wrong = append(q.wrong, detail{"uids", fmt.Sprintf("The uids may not have more than %d items.", mostUIDs)})
		return
	}
	q.UIDs = make(map[string]bool, len(uids))
	for _, uid := range uids {
		q.UIDs[strings.ToLower(uid)] = true
	}
}

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

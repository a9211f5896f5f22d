package cometchatapi

import (
	"cmp"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// usersQuery asks for a page of the users.
type usersQuery struct {
	paging
	SearchKey       string   `json:"searchKey"`
	SearchIn        []string `json:"searchIn" rule:"enum=uid|name"`
	Status          string   `json:"status" rule:"enum=available|offline"`
	Roles           []string `json:"role" also:"roles"`
	Tags            []string `json:"tags"`
	UIDs            []string `json:"uids" rule:"maxitems=25"`
	OnlyDeactivated bool     `json:"onlyDeactivated"`
	WithDeactivated bool     `json:"withDeactivated"`
	HideBlocked     bool     `json:"hideBlockedUsers"`
	FriendsOnly     bool     `json:"friendsOnly"`
	SortBy          string   `json:"sortBy" rule:"enum=name|status"`
	SortOrder       string   `json:"sortOrder" rule:"enum=asc|desc"`
	WithTags        bool     `json:"withTags"`
	Count           bool     `json:"count" rule:"notemulated"`
}

// as is the query of one who looks, or of nobody.
func (q *usersQuery) as(me string) listQuery {
	l := listQuery{
		Me: me, Page: q.paging, SearchKey: strings.ToLower(q.SearchKey), Status: q.Status, Roles: q.Roles, Tags: q.Tags,
		HideBlocked: me != "" && q.HideBlocked, FriendsOnly: me != "" && q.FriendsOnly,
		SortBy: q.SortBy, Descending: q.SortOrder == "desc", WithTags: q.WithTags,
	}
	if slices.Contains(q.SearchIn, "uid") {
		l.SearchIn |= inUID
	}
	if slices.Contains(q.SearchIn, "name") {
		l.SearchIn |= inName
	}
	l.SearchIn = cmp.Or(l.SearchIn, inUID|inName)
	switch {
	case q.OnlyDeactivated:
		l.Deactivated = onlyDeactivated
	case q.WithDeactivated:
		l.Deactivated = withDeactivated
	}
	if len(q.UIDs) > 0 {
		l.UIDs = make(map[string]bool, len(q.UIDs))
	}
	for _, uid := range q.UIDs {
		l.UIDs[strings.ToLower(uid)] = true
	}
	return l
}

var listUsers = op[usersQuery, listPage]{
	Name: "ListUsers", Route: "GET /users", Page: "Users", Seen: usersSeen,
	Right:      right[usersQuery]{Feature: "listUsers", Permission: "listUsers"},
	OnBehalfOf: true,
	Run: func(tx *store.Tx, who caller, q usersQuery) (listPage, error) {
		l := q.as(who.Me)
		return l.page(tx), nil
	},
	Show:  showUsers,
	Looks: people,
	Codes: codes{gateway.Assumed: {errUIDNotFound, errBadRequest}},
	Notes: append(notes{
		recorded("the newest first; total and total_pages are real; meta.cursor inside meta, affix prepend"),
		assumed("two with the same createdAt: the one who came later first"),
		assumed("nobody there: total_pages 1"),
		recorded("app_system is not listed and does not count"),
		documented("with onBehalfOf: conversationId and block members relative to that user, total is always 0, total_pages is current_page + 1 after a full page"),
		assumed("that onBehalfOf works on this host at all"),
		assumed("hideBlockedUsers and friendsOnly without onBehalfOf are ignored"),
	}, userListNotes...),
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {errBadRequest}},
		Notes: append(notes{
			documented("as the list of the server API with onBehalfOf: total is always 0, total_pages is current_page + 1 after a full page"),
		}, userListNotes...),
	},
}

// userListNotes are those of both lists of users.
var userListNotes = notes{
	documented("per_page is accepted too"),
	documented("somebody's own view is in the order of status, name, uid"),
	assumed("I do not stand in my own list; names are ordered whatever their case"),
	documented("searchKey is a prefix of uid or name; searchIn narrows it to one of them"),
	assumed("the case does not matter to a search"),
	assumed("a user with any of the tags matches; role and roles together are one list; a role that nobody has finds nobody"),
	documented("tags are shown with withTags only"),
	assumed("onlyDeactivated wins over withDeactivated"),
	documented("a deactivated user carries deactivatedAt"),
	documented("hideBlockedUsers hides those whom I have blocked; friendsOnly shows my friends"),
	assumed("those who have blocked me stay in the list"),
	assumed("sortOrder is asc unless given and means nothing without sortBy; equal ones stay in the list's order"),
	assumed("count changes nothing"),
	assumed("booleans are true or 1; anything else is false; lists are separated by commas or repeated"),
	assumed("meta.cursor.updatedAt is the newest change of a person in the whole filtered list, I included; no cursor beside an empty data"),
}

package cometchatapi

import (
	"slices"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var blockOperations = []declaration{listBlockedUsers, blockUsers, unblockUsers}

// peopleQuery asks for a page of the people around one person.
type peopleQuery struct {
	paging
	SearchKey string `json:"searchKey"`
}

// blockedQuery has the values of the direction that the vendor's SDKs send (BlockedUsersRequestBuilder).
type blockedQuery struct {
	paging
	Direction string `json:"direction" rule:"enum=blockedByMe|hasBlockedMe|both"`
	SearchKey string `json:"searchKey"`
}

// direction is that of the list. End users see both unless they ask for one (page "Block Users" of the SDKs).
func (q *blockedQuery) direction(who caller) store.Direction {
	switch {
	case q.Direction == "hasBlockedMe":
		return store.HasBlockedMe
	case q.Direction == "both", q.Direction == "" && who.EndUser:
		return store.Both
	}
	return store.BlockedByMe
}

var listBlockedUsers = op[blockedQuery, peoplePage]{
	Name: "ListBlockedUsers", Route: "GET /users/{uid}/blockedusers", Page: "List blocked users", Seen: blocksSeen,
	Right: right[blockedQuery]{Feature: "getBlockedUsers", Permission: "listBlockedUser"},
	Run: func(tx *store.Tx, who caller, q blockedQuery) (peoplePage, error) {
		me := who.owner()
		return pageOf(me, tx.Blocks(me, q.direction(who)), q.paging, q.SearchKey), nil
	},
	Show:  showPeople,
	Looks: people,
	Codes: codes{gateway.Recorded: {errUIDNotFound}, gateway.Assumed: {errBadRequest}},
	Notes: notes{
		recorded("item members, their order and which are left out"),
		assumed("places of statusMessage, lastActiveAt, hasBlockedMe and hasBlockedMeAt among the members"),
		assumed("a row in which only the other one has blocked: blockedAt is the time of that block"),
		recorded("meta.pagination: total is always 0 and total_pages is current_page + 1 while there is more"),
		assumed("there is more when the page is full, so a list of exactly full pages ends in an empty one"),
		recorded("meta.cursor inside meta, updatedAt the same on all pages, affix prepend"),
		assumed("meta.cursor.updatedAt is the newest change of a person in the whole filtered list"),
		assumed("no cursor beside an empty data; a page after the end is 200 and empty"),
		documented("per_page is accepted too"),
		assumed("perPage wins over per_page"),
		assumed("page is 1 or more"),
		documented("direction blockedByMe, hasBlockedMe, both; a pair that blocks each other is one row"),
		assumed("direction not given means blockedByMe on this host"),
		assumed("searchKey is a prefix of uid or name, whatever the case"),
		assumed("order: ascending blockedAt, then uid"),
		recorded("a user who blocks nobody: 200 with an empty data"),
		assumed("an unknown uid is refused before bad parameters"),
		assumed("the header onBehalfOf is ignored"),
	},
	AsMe: &asMe{
		Route: "GET /blockedusers",
		Codes: codes{gateway.Assumed: {errBadRequest}},
		Notes: notes{
			documented("path, parameters per_page, page, direction and searchKey; the answer is that of ListBlockedUsers"),
			documented("direction not given means both on this host", "Block Users, of the SDKs"),
		},
	},
}

// peoplePage is a page of the people around one person: the rows of a list from a position on, as many as the page
// holds, or those that were chosen. It has no sequence of them, because ranging over a list allocates nothing.
type peoplePage struct {
	UID    string
	Page   paging
	Newest time.Time // over the whole list, not the page

	Rows   store.Rows
	From   int
	Chosen []store.Row
}

// pageOf is a page of a list, or of those in it whom a search finds.
func pageOf(uid string, rows store.Rows, page paging, searchKey string) peoplePage {
	p := peoplePage{UID: uid, Page: page}
	if searchKey == "" {
		p.Newest, p.Rows, p.From = rows.Newest(), rows, page.offset()
		return p
	}
	p.search(rows, strings.ToLower(searchKey))
	return p
}

// search looks through the whole list: uid or name begins with the key, whatever the case, as the list of users
// searches.
func (p *peoplePage) search(rows store.Rows, key string) {
	skip := p.Page.offset()
	for row := range rows.From(0) {
		if !strings.HasPrefix(row.User.ID, key) && !strings.HasPrefix(strings.ToLower(row.User.Name), key) {
			continue
		}
		if changed := row.User.Changed(); changed.After(p.Newest) {
			p.Newest = changed
		}
		if skip > 0 {
			skip--
		} else if len(p.Chosen) < p.Page.Size {
			p.Chosen = append(p.Chosen, row)
		}
	}
}

// showPeople writes a page over encoded pieces, because it is asked for so often.
func showPeople(dst []byte, p peoplePage) []byte {
	dst = append(dst, `{"data":[`...)
	count := 0
	add := func(row store.Row) bool {
		if count == p.Page.Size {
			return false
		}
		if count > 0 {
			dst = append(dst, ',')
		}
		dst = appendPerson(dst, p.UID, row)
		count++
		return true
	}
	p.Rows.From(p.From)(add)
	slices.Values(p.Chosen)(add)
	shown := p.Page.around(count)
	return shown.appendTo(dst, p.Newest)
}

package cometchatapi

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var blockedOperations = []gateway.Op{
	{
		Name:       "ListBlockedUsers",
		Method:     http.MethodGet,
		Path:       "/users/{uid}/blockedusers",
		Credential: apiKey,
		Limits:     standardLimits,
		Parameters: blockedParameters,
		Do:         gateway.Read(gateway.StepsOf(decodeBlockedQuery, blockedUsers, encodeBlockedPage)),
		Facts:      listBlockedFacts,
	},
}

// blockedParameters are those of the page and the two that the SDKs send more.
var blockedParameters = slices.Concat(pageParameters, query(gateway.Applied, "direction", "searchKey"))

// blockedQuery asks for a page of the people around one person.
type blockedQuery struct {
	UID       string
	Page      page
	Direction store.Direction
	SearchKey string

	wrong []detail // reported only when the person exists
}

// blockedPage is the answer: the rows of a list from a position on, as many as the page holds, or those
// that were chosen. It has no sequence of them, because ranging over a list allocates nothing.
type blockedPage struct {
	UID    string
	Page   page
	Newest time.Time // over the whole list, not the page

	Rows   store.Rows
	From   int
	Chosen []store.Row
}

// directions are the values that the vendor's SDKs send (BlockedUsersRequestBuilder).
var directions = map[string]store.Direction{
	"blockedByMe":  store.BlockedByMe,
	"hasBlockedMe": store.HasBlockedMe,
	"both":         store.Both,
}

func decodeBlockedQuery(c *gateway.Call) (blockedQuery, error) {
	q := blockedQuery{UID: c.User}
	q.Page, q.wrong = decodePage(c.Query)
	if text, ok := given(c.Query, "direction"); ok {
		if q.Direction, ok = directions[text]; !ok {
			q.wrong = append(q.wrong, detail{"direction", "The selected direction is invalid."})
		}
	}
	q.SearchKey, _ = given(c.Query, "searchKey")
	return q, nil
}

func blockedUsers(tx *store.Tx, q blockedQuery) (blockedPage, error) {
	if err := userExists(tx, q.UID); err != nil {
		return blockedPage{}, err
	}
	if len(q.wrong) > 0 {
		return blockedPage{}, errBadRequest(q.wrong...)
	}
	rows := tx.Blocks(q.UID, q.Direction)
	if q.SearchKey != "" {
		return searchBlocked(rows, q), nil
	}
	return blockedPage{UID: q.UID, Page: q.Page, Newest: rows.Newest(), Rows: rows, From: q.Page.offset()}, nil
}

// searchBlocked looks through the whole list: uid or name begins with the key, whatever the case,
// as the list of users searches.
func searchBlocked(rows store.Rows, q blockedQuery) blockedPage {
	p := blockedPage{UID: q.UID, Page: q.Page}
	key, skip := strings.ToLower(q.SearchKey), q.Page.offset()
	for row := range rows.From(0) {
		if !strings.HasPrefix(row.User.ID, key) && !strings.HasPrefix(strings.ToLower(row.User.Name), key) {
			continue
		}
		if changed := row.User.Changed(); changed.After(p.Newest) {
			p.Newest = changed
		}
		if skip > 0 {
			skip--
		} else if len(p.Chosen) < q.Page.Size {
			p.Chosen = append(p.Chosen, row)
		}
	}
	return p
}

func encodeBlockedPage(dst []byte, _ *gateway.Call, p blockedPage) []byte {
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
	dst = append(dst, "],"...)
	dst = appendRelationMeta(dst, p.Page, count, p.Newest)
	return append(dst, '}')
}

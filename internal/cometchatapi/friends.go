package cometchatapi

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// Bounds of the pages "Friends" and "Properties and Constraints".
const (
	maxFriendsAtOnce = 25
	maxFriends       = 1000
)

var friendOperations = []gateway.Op{
	{
		Name:       "AddFriends",
		Method:     http.MethodPost,
		Path:       "/users/{uid}/friends",
		Credential: apiKey,
		Limits:     standardLimits,
		Parameters: body(gateway.Applied, "accepted"),
		Do:         gateway.Write(gateway.StepsOf(decodeAddFriends, addFriends, encodeAddedFriends)),
		Facts: []gateway.Fact{
			{Behaviour: "body accepted, at most 25 uids; data.accepted holds one entry per uid in the order of the request", Provenance: gateway.Documented},
			{Behaviour: "a new friend: success and \"Created relationship with status accepted.\"; friendship is two-way", Provenance: gateway.Documented},
			{Behaviour: "a friend already: success and \"Updated relationship with status accepted.\"; since when stays", Provenance: gateway.Assumed},
			{Behaviour: "the own uid: the entry fails with ERR_CANNOT_FORM_SELF_RELATION; unknown or deactivated: with ERR_UID_NOT_FOUND", Provenance: gateway.Assumed},
			{Behaviour: "at most 1,000 friends", Provenance: gateway.Documented},
			{Behaviour: "one more than 1,000, on either side: the entry fails with ERR_FAILED_TO_ADD_FRIEND", Provenance: gateway.Assumed},
			{Behaviour: "accepted missing, empty, no list, too long, a blank element: 400 ERR_BAD_REQUEST, nothing is done", Provenance: gateway.Assumed},
			{Behaviour: "names, case and repetition of uids as in BlockUsers; the header onBehalfOf is ignored", Provenance: gateway.Assumed},
		},
	},
	{
		Name:       "ListFriends",
		Method:     http.MethodGet,
		Path:       "/users/{uid}/friends",
		Credential: apiKey,
		Limits:     standardLimits,
		Parameters: slices.Concat(pageParameters, query(gateway.Applied, "searchKey")),
		Do:         gateway.Read(gateway.StepsOf(decodeFriendsQuery, friends, encodeBlockedPage)),
		Facts: []gateway.Fact{
			{Behaviour: "searchKey, perPage (100, at most 1,000) and page; rows with block members and conversationId; total is 0; the cursor", Provenance: gateway.Documented},
			{Behaviour: "who is blocked stays in the list", Provenance: gateway.Documented},
			{Behaviour: "order: since when they are friends, then uid", Provenance: gateway.Assumed},
			{Behaviour: "searchKey, edges of pages and refusals as in ListBlockedUsers; deactivated friends are hidden", Provenance: gateway.Assumed},
			{Behaviour: "unknown uid: 404 ERR_UID_NOT_FOUND", Provenance: gateway.Assumed},
		},
	},
	{
		Name:       "RemoveFriends",
		Method:     http.MethodDelete,
		Path:       "/users/{uid}/friends",
		Credential: apiKey,
		Limits:     standardLimits,
		Parameters: body(gateway.Applied, "friends"),
		Do:         gateway.Write(gateway.StepsOf(decodeRemoveFriends, removeFriends, encodeRemovedFriends)),
		Facts: []gateway.Fact{
			{Behaviour: "body friends; one answer for all, \"Deleted the friend relations succussfully\", spelled so", Provenance: gateway.Documented},
			{Behaviour: "unknown uids and people who are no friends are passed over; any number of uids", Provenance: gateway.Assumed},
			{Behaviour: "unknown uid in the path: 404 ERR_UID_NOT_FOUND", Provenance: gateway.Assumed},
			{Behaviour: "friends missing, empty, no list, a blank element: 400 ERR_BAD_REQUEST, nothing is done", Provenance: gateway.Assumed},
		},
	},
}

// friendCodes are the codes of this file's operations, for fault rules. Those that no request
// causes here stand in the error guide without a text.
var friendCodes = map[string]*codeError{
	"ERR_CANNOT_FORM_SELF_RELATION": errSelfRelation,
	"ERR_FAILED_TO_ADD_FRIEND":      errFailedToAddFriend,
	"ERR_ALREADY_FRIEND":            unpublished(http.StatusExpectationFailed, "ERR_ALREADY_FRIEND"),
	"ERR_NOT_A_FRIEND":              unpublished(http.StatusExpectationFailed, "ERR_NOT_A_FRIEND"),
}

var (
	errSelfRelation      = same(http.StatusForbidden, "ERR_CANNOT_FORM_SELF_RELATION", "Self friend relationship cannot be formed.")
	errFailedToAddFriend = same(http.StatusExpectationFailed, "ERR_FAILED_TO_ADD_FRIEND", "A user can have at most 1000 friends.")
)

// befriending is a call that makes or ends friendships of one person.
type befriending struct {
	UID    string
	Others []string // as sent
	form   *form
}

func decodeAddFriends(c *gateway.Call) (befriending, error) {
	f := readForm(c)
	return befriending{c.User, f.texts("accepted", true, maxFriendsAtOnce), f}, nil
}

func decodeRemoveFriends(c *gateway.Call) (befriending, error) {
	f := readForm(c)
	return befriending{c.User, f.texts("friends", true, 0), f}, nil
}

// check refuses the whole call.
func (b *befriending) check(tx *store.Tx) error {
	if err := userExists(tx, b.UID); err != nil {
		return err
	}
	return b.form.err()
}

func addFriends(tx *store.Tx, b befriending) ([]entry, error) {
	if err := b.check(tx); err != nil {
		return nil, err
	}
	now := tx.Now().Truncate(time.Second)
	return eachOnce(b.Others, func(sent, uid string) entry {
		_, ok := activeUser(tx, uid)
		switch {
		case !ok:
			return unknownEntry(tx, sent, uid)
		case uid == b.UID:
			return entry{UID: uid, Err: errSelfRelation}
		case tx.AreFriends(b.UID, uid):
			return entry{UID: uid, Message: "Updated relationship with status accepted."}
		case tx.FriendRows(b.UID).Len() >= maxFriends || tx.FriendRows(uid).Len() >= maxFriends:
			return entry{UID: uid, Err: errFailedToAddFriend}
		}
		_, _ = tx.Befriend(b.UID, uid, now) // cannot fail: both are there and differ
		return entry{UID: uid, Message: "Created relationship with status accepted."}
	}), nil
}

func encodeAddedFriends(dst []byte, _ *gateway.Call, entries []entry) []byte {
	dst = appendEntries(append(dst, `{"data":{"accepted":`...), entries)
	return append(dst, "}}"...)
}

func removeFriends(tx *store.Tx, b befriending) (struct{}, error) {
	if err := b.check(tx); err != nil {
		return struct{}{}, err
	}
	for _, sent := range b.Others {
		tx.Unfriend(b.UID, strings.ToLower(sent))
	}
	return struct{}{}, nil
}

// encodeRemovedFriends answers with the text of the page "Remove Friends", misspelled as it is.
func encodeRemovedFriends(dst []byte, _ *gateway.Call, _ struct{}) []byte {
	return append(dst, `{"data":{"success":true,"message":"Deleted the friend relations succussfully"}}`...)
}

// decodeFriendsQuery reads the parameters of a list of friends: those of a block list, without a
// direction.
func decodeFriendsQuery(c *gateway.Call) (blockedQuery, error) {
	q := blockedQuery{UID: c.User}
	q.Page, q.wrong = decodePage(c.Query)
	q.SearchKey, _ = given(c.Query, "searchKey")
	return q, nil
}

func friends(tx *store.Tx, q blockedQuery) (blockedPage, error) {
	if err := userExists(tx, q.UID); err != nil {
		return blockedPage{}, err
	}
	if len(q.wrong) > 0 {
		return blockedPage{}, errBadRequest(q.wrong...)
	}
	rows := tx.FriendRows(q.UID)
	p := blockedPage{UID: q.UID, Page: q.Page, Newest: rows.Newest()}
	if q.SearchKey != "" {
		p = searchBlocked(rows, q)
	} else {
		for row := range rows.From(q.Page.offset()) {
			if len(p.Chosen) == q.Page.Size {
				break
			}
			p.Chosen = append(p.Chosen, row)
		}
	}
	for i, friend := range p.Chosen { // the same people with the blocks between them and the owner of the list
		p.Chosen[i] = tx.Between(q.UID, friend.User.ID)
	}
	return p, nil
}

package cometchatapi

import (
	"net/http"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var friendOperations = []declaration{addFriends, listFriends, removeFriends}

// maxFriends is how many one person may have (page "Properties and Constraints").
const maxFriends = 1000

// Those that no request causes here stand in the error guide without a text.
var (
	errSelfRelation      = newCode(http.StatusForbidden, "ERR_CANNOT_FORM_SELF_RELATION", "the own uid", "Self friend relationship cannot be formed.")
	errFailedToAddFriend = newCode(http.StatusExpectationFailed, "ERR_FAILED_TO_ADD_FRIEND", "one friend more than 1,000, on either side", "A user can have at most 1000 friends.")
	errAlreadyFriend     = unpublished(http.StatusExpectationFailed, "ERR_ALREADY_FRIEND")
	errNotAFriend        = unpublished(http.StatusExpectationFailed, "ERR_NOT_A_FRIEND")
)

type friendsToAdd struct {
	Accepted []string `json:"accepted" rule:"required,maxitems=25"`
}

var addFriends = bulk[friendsToAdd]{
	Name: "AddFriends", Route: "POST /users/{uid}/friends", Page: "Add friends",
	Run: func(tx *store.Tx, who caller, q friendsToAdd) (entries, error) {
		return entries{Within: "accepted", List: eachOnce(q.Accepted, func(sent, uid string) entry {
			_, ok := activeUser(tx, uid)
			switch {
			case !ok:
				return unknownEntry(tx, sent, uid)
			case uid == who.UID:
				return entry{UID: uid, Err: errSelfRelation.of()}
			case tx.AreFriends(who.UID, uid):
				return entry{UID: uid, Message: "Updated relationship with status accepted."}
			case tx.FriendRows(who.UID).Len() >= maxFriends || tx.FriendRows(uid).Len() >= maxFriends:
				return entry{UID: uid, Err: errFailedToAddFriend.of()}
			}
			_, _ = tx.Befriend(who.UID, uid, thisSecond(tx)) // cannot fail: both are there and differ
			return entry{UID: uid, Message: "Created relationship with status accepted."}
		})}, nil
	},
	Show:   showEntries,
	Codes:  codes{gateway.Assumed: {errUIDNotFound, errSelfRelation, errFailedToAddFriend, errBadRequest}},
	ByRule: []*code{errAlreadyFriend},
	Notes: notes{
		documented("data.accepted holds one entry per uid in the order of the request"),
		documented("a new friend: success and \"Created relationship with status accepted.\"; friendship is two-way"),
		assumed("a friend already: success and \"Updated relationship with status accepted.\"; since when stays"),
		assumed("the own uid, an unknown one, one friend too many: the entry fails, the call is 200"),
		documented("at most 1,000 friends"),
		assumed("when accepted is not as it should be nothing is done"),
		assumed("names, case and repetition of uids as in BlockUsers; the header onBehalfOf is ignored"),
	},
}

var listFriends = op[peopleQuery, peoplePage]{
	Name: "ListFriends", Route: "GET /users/{uid}/friends", Page: "List friends",
	Run: func(tx *store.Tx, who caller, q peopleQuery) (peoplePage, error) {
		p := pageOf(who.UID, tx.FriendRows(who.UID), q.paging, q.SearchKey)
		if q.SearchKey == "" {
			for row := range p.Rows.From(p.From) {
				if len(p.Chosen) == q.Size {
					break
				}
				p.Chosen = append(p.Chosen, row)
			}
			p.Rows = store.Rows{}
		}
		for i, friend := range p.Chosen { // the same people with the blocks between them and the owner of the list
			p.Chosen[i] = tx.Between(who.UID, friend.User.ID)
		}
		return p, nil
	},
	Show:  showPeople,
	Looks: people,
	Codes: codes{gateway.Assumed: {errUIDNotFound, errBadRequest}},
	Notes: notes{
		documented("rows with block members and conversationId; total is 0; the cursor"),
		documented("who is blocked stays in the list"),
		assumed("order: since when they are friends, then uid"),
		assumed("searchKey, edges of pages and refusals as in ListBlockedUsers; deactivated friends are hidden"),
	},
}

type friendsToRemove struct {
	Friends []string `json:"friends" rule:"required"`
}

var removeFriends = op[friendsToRemove, success]{
	Name: "RemoveFriends", Route: "DELETE /users/{uid}/friends", Page: "Remove friends",
	Run: func(tx *store.Tx, who caller, q friendsToRemove) (success, error) {
		for _, sent := range q.Friends {
			tx.Unfriend(who.UID, strings.ToLower(sent))
		}
		return done("Deleted the friend relations succussfully"), nil // misspelled as in the page
	},
	Codes:  codes{gateway.Assumed: {errUIDNotFound, errBadRequest}},
	ByRule: []*code{errNotAFriend},
	Notes: notes{
		documented("one answer for all, \"Deleted the friend relations succussfully\", spelled so"),
		assumed("unknown uids and people who are no friends are passed over; any number of uids"),
		assumed("when friends is not as it should be nothing is done"),
	},
}

package cometchatapi

import (
	"fmt"
	"net/http"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// errCannotBlockSelf has a code of the error guide; its text is assumed.
var errCannotBlockSelf = newCode(http.StatusForbidden, "ERR_CANNOT_BLOCK_SELF", "the own uid", "The UID {1} cannot block UID {1}.")

// blockedUIDs name the people whom somebody blocks or unblocks.
type blockedUIDs struct {
	UIDs []string `json:"blockedUids" rule:"required"`
}

var blockUsers = bulk[blockedUIDs]{
	Name: "BlockUsers", Route: "POST /users/{uid}/blockedusers", Page: "Block users", Seen: blocksSeen,
	Right: right[blockedUIDs]{Feature: "blockUser", Permission: "blockUser"},
	Run: func(tx *store.Tx, who caller, q blockedUIDs) (out entries, _ error) {
		me := who.owner()
		out.By, _ = tx.User(me)
		out.List = eachOnce(q.UIDs, func(sent, uid string) entry {
			other, ok := activeUser(tx, uid)
			if !ok {
				return unknownEntry(tx, sent, uid)
			}
			made, err := tx.Block(me, uid, thisSecond(tx))
			switch {
			case err != nil: // both are there, so it is the same person twice
				return entry{UID: uid, Err: errCannotBlockSelf.of(uid)}
			case !made:
				return entry{UID: uid, Message: fmt.Sprintf("The user with UID %s has already blocked user with UID %s.", me, uid)}
			}
			out.Changed = append(out.Changed, other)
			return entry{UID: uid, Message: fmt.Sprintf("The user with UID %s has blocked user with UID %s successfully.", me, uid)}
		})
		return out, nil
	},
	Show:  showEntries,
	Tell:  func(c *gateway.Call, out entries) { tellOfBlocks(c, userBlocked, out.By, out.Changed) },
	Codes: codes{gateway.Recorded: {errBadRequest}, gateway.Assumed: {errUIDNotFound, errCannotBlockSelf}},
	Notes: notes{
		documented("data holds one entry per uid, named by the uid, in the order of the request"),
		documented("a new block: success and \"... has blocked user with UID ... successfully.\""),
		recorded("blocked already: success and \"... has already blocked user with UID ...\""),
		assumed("blocking again does not change blockedByMeAt; blocking does not touch friendship"),
		recorded("an unknown uid in the body: 200, the entry has success false"),
		assumed("a failed entry is {\"success\":false,\"error\":{...}}; a deactivated uid fails as an unknown one"),
		assumed("the own uid: the entry fails, the call is 200"),
		assumed("uids are compared in lower case; an entry is named as stored, an unknown uid as sent; a repeated uid is one entry"),
		recorded("a blank element: 400 ERR_BAD_REQUEST"),
		assumed("when blockedUids is not as it should be nothing is done"),
		assumed("any number of uids in one call"),
		assumed("the uid in the path is looked at before the body"),
		documented("the app's webhooks are told of new blocks with user_blocked: its members and their order, people without times and tags"),
		documented("a webhook must answer 200 within 2 s; one with retryOnFailure is tried again after 10 s and, when that fails too, after 30 s; then the event is lost"),
		recorded("the event's Content-Type is spelt Application/json"),
		assumed("retryOnFailure is off unless the webhook has it; another 2xx than 200 is a failure; the 30 s begin when the second try has failed; each try has the same body"),
		assumed("events go to a webhook one at a time, in the order in which they happened; an event that waits for its next try does not hold up later ones"),
		assumed("a uid that was blocked already is in no event; the answer never waits for a delivery"),
		assumed("a form with blockedUids[] is accepted like JSON; the header onBehalfOf is ignored"),
	},
	AsMe: &asMe{
		Route: "POST /blockedusers",
		Codes: codes{gateway.Assumed: {errBadRequest, errUIDNotFound, errCannotBlockSelf}},
		Notes: notes{documented("body and answer are those of BlockUsers")},
	},
}

var unblockUsers = bulk[blockedUIDs]{
	Name: "UnblockUsers", Route: "DELETE /users/{uid}/blockedusers", Page: "Unblock users", Seen: blocksSeen,
	Right: right[blockedUIDs]{Feature: "unblockUser", Permission: "unblockedUser"},
	Run: func(tx *store.Tx, who caller, q blockedUIDs) (out entries, _ error) {
		me := who.owner()
		out.By, _ = tx.User(me)
		out.List = eachOnce(q.UIDs, func(sent, uid string) entry {
			if !tx.Unblock(me, uid) {
				name := entryName(tx, sent, uid)
				return entry{UID: name, Message: fmt.Sprintf("The user with UID %s has not blocked the user with UID %s.", me, name)}
			}
			other, _ := tx.User(uid)
			out.Changed = append(out.Changed, other)
			return entry{UID: uid, Message: fmt.Sprintf("The user with UID %s has unblocked user with UID %s successfully.", me, uid)}
		})
		return out, nil
	},
	Show:  showEntries,
	Tell:  func(c *gateway.Call, out entries) { tellOfBlocks(c, userUnblocked, out.By, out.Changed) },
	Codes: codes{gateway.Recorded: {errUIDNotFound}, gateway.Assumed: {errBadRequest}},
	Notes: notes{
		recorded("the body and the entries are as in BlockUsers; \"... has unblocked user with UID ... successfully.\""),
		recorded("who was not blocked: 200"),
		assumed("who was not blocked, an unknown uid, the own uid: success and \"... has not blocked the user with UID ...\""),
		assumed("a deactivated uid can be unblocked"),
		documented("the app's webhooks are told with user_unblocked, as of blocks"),
		assumed("there is no path with one uid behind blockedusers: 404 ERR_API_NOT_FOUND"),
	},
	AsMe: &asMe{
		Route: "DELETE /blockedusers",
		Codes: codes{gateway.Assumed: {errBadRequest}},
		Notes: notes{documented("body and answer are those of UnblockUsers")},
	},
}

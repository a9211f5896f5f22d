package cometchatapi

import (
	"fmt"
	"net/http"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var blockingOperations = []gateway.Op{
	{
		Name:       "BlockUsers",
		Method:     http.MethodPost,
		Path:       "/users/{uid}/blockedusers",
		Credential: apiKey,
		Limits:     standardLimits,
		Parameters: body(gateway.Applied, "blockedUids"),
		Do:         gateway.Write(gateway.StepsOf(decodeBlocking, blockUsers, encodeBlocking).Telling(tellOfBlocking)),
		Facts:      blockFacts,
	},
	{
		Name:       "UnblockUsers",
		Method:     http.MethodDelete,
		Path:       "/users/{uid}/blockedusers",
		Credential: apiKey,
		Limits:     standardLimits,
		Parameters: body(gateway.Applied, "blockedUids"),
		Do:         gateway.Write(gateway.StepsOf(decodeBlocking, unblockUsers, encodeBlocking).Telling(tellOfUnblocking)),
		Facts:      unblockFacts,
	},
}

// clientBlockedOperations are the same three for an end user, who is "me".
var clientBlockedOperations = []gateway.Op{
	{
		Name:       "ListBlockedUsersAsMe",
		Method:     http.MethodGet,
		Path:       "/blockedusers",
		Credential: authToken,
		Limits:     standardLimits,
		Parameters: blockedParameters,
		Do:         gateway.Read(gateway.StepsOf(decodeMyBlockedQuery, blockedUsers, encodeBlockedPage)),
		Facts: []gateway.Fact{
			{Behaviour: "path, parameters per_page, page, direction and searchKey; the answer is that of ListBlockedUsers", Provenance: gateway.Documented},
			{Behaviour: "direction not given means both on this host", Provenance: gateway.Documented},
		},
	},
	{
		Name:       "BlockUsersAsMe",
		Method:     http.MethodPost,
		Path:       "/blockedusers",
		Credential: authToken,
		Limits:     standardLimits,
		Parameters: body(gateway.Applied, "blockedUids"),
		Do:         gateway.Write(gateway.StepsOf(decodeBlocking, blockUsers, encodeBlocking).Telling(tellOfBlocking)),
		Facts:      []gateway.Fact{{Behaviour: "body and answer are those of BlockUsers", Provenance: gateway.Documented}},
	},
	{
		Name:       "UnblockUsersAsMe",
		Method:     http.MethodDelete,
		Path:       "/blockedusers",
		Credential: authToken,
		Limits:     standardLimits,
		Parameters: body(gateway.Applied, "blockedUids"),
		Do:         gateway.Write(gateway.StepsOf(decodeBlocking, unblockUsers, encodeBlocking).Telling(tellOfUnblocking)),
		Facts:      []gateway.Fact{{Behaviour: "body and answer are those of UnblockUsers", Provenance: gateway.Documented}},
	},
}

var blockFacts = []gateway.Fact{
	{Behaviour: "data holds one entry per uid, named by the uid, in the order of the request", Provenance: gateway.Documented},
	{Behaviour: "a new block: success and \"... has blocked user with UID ... successfully.\"", Provenance: gateway.Documented},
	{Behaviour: "blocked already: success and \"... has already blocked user with UID ...\"", Provenance: gateway.Recorded},
	{Behaviour: "blocking again does not change blockedByMeAt; blocking does not touch friendship", Provenance: gateway.Assumed},
	{Behaviour: "an unknown uid in the body: 200, the entry has success false", Provenance: gateway.Recorded},
	{Behaviour: "a failed entry is {\"success\":false,\"error\":{...}}; a deactivated uid fails as an unknown one", Provenance: gateway.Assumed},
	{Behaviour: "the own uid: the entry fails with ERR_CANNOT_BLOCK_SELF, the call is 200", Provenance: gateway.Assumed},
	{Behaviour: "uids are compared in lower case; an entry is named as stored, an unknown uid as sent; a repeated uid is one entry", Provenance: gateway.Assumed},
	{Behaviour: "a blank element: 400 ERR_BAD_REQUEST", Provenance: gateway.Recorded},
	{Behaviour: "blockedUids missing, empty or no list: 400 ERR_BAD_REQUEST with details.blockedUids; nothing is done", Provenance: gateway.Assumed},
	{Behaviour: "any number of uids in one call", Provenance: gateway.Assumed},
	{Behaviour: "unknown or deactivated uid in the path: 404 ERR_UID_NOT_FOUND, before the body is checked", Provenance: gateway.Assumed},
	{Behaviour: "the app's webhooks are told of new blocks with user_blocked: its members and their order, people without times and tags", Provenance: gateway.Documented},
	{Behaviour: "a webhook must answer 200 within 2 s; one with retryOnFailure is tried again after 10 s and, when that fails too, after 30 s; then the event is lost", Provenance: gateway.Documented},
	{Behaviour: "the event's Content-Type is spelt Application/json", Provenance: gateway.Recorded},
	{Behaviour: "retryOnFailure is off unless the webhook has it; another 2xx than 200 is a failure; the 30 s begin when the second try has failed; each try has the same body", Provenance: gateway.Assumed},
	{Behaviour: "events go to a webhook one at a time, in the order in which they happened; an event that waits for its next try does not hold up later ones", Provenance: gateway.Assumed},
	{Behaviour: "a uid that was blocked already is in no event; the answer never waits for a delivery", Provenance: gateway.Assumed},
	{Behaviour: "a form with blockedUids[] is accepted like JSON; the header onBehalfOf is ignored", Provenance: gateway.Assumed},
}

var unblockFacts = []gateway.Fact{
	{Behaviour: "the body and the entries are as in BlockUsers; \"... has unblocked user with UID ... successfully.\"", Provenance: gateway.Recorded},
	{Behaviour: "who was not blocked: 200", Provenance: gateway.Recorded},
	{Behaviour: "who was not blocked, an unknown uid, the own uid: success and \"... has not blocked the user with UID ...\"", Provenance: gateway.Assumed},
	{Behaviour: "a deactivated uid can be unblocked", Provenance: gateway.Assumed},
	{Behaviour: "the app's webhooks are told with user_unblocked, as of blocks", Provenance: gateway.Documented},
	{Behaviour: "there is no path with one uid behind blockedusers: 404 ERR_API_NOT_FOUND", Provenance: gateway.Assumed},
	{Behaviour: "unknown uid in the path: 404 ERR_UID_NOT_FOUND", Provenance: gateway.Recorded},
}

// blockCodes are the codes of this file's operations, for fault rules.
var blockCodes = map[string]*codeError{
	"ERR_CANNOT_BLOCK_SELF": errCannotBlockSelf("unknown"),
}

// errCannotBlockSelf has a code of the error guide; its text is assumed.
func errCannotBlockSelf(uid string) *codeError {
	return same(http.StatusForbidden, "ERR_CANNOT_BLOCK_SELF", fmt.Sprintf("The UID %s cannot block UID %s.", uid, uid))
}

// blocking is a call in which a person blocks or unblocks others.
type blocking struct {
	UID    string
	Others []string // as sent
	form   *form
}

// blocked is what came of it.
type blocked struct {
	By      *store.User
	Entries []entry
	Changed []*store.User // whom the call blocked or unblocked, without those who were so before
}

func decodeBlocking(c *gateway.Call) (blocking, error) {
	f := readForm(c)
	return blocking{UID: c.User, Others: f.texts("blockedUids", true, 0), form: f}, nil
}

// check refuses the whole call.
func (b *blocking) check(tx *store.Tx) error {
	if err := userExists(tx, b.UID); err != nil {
		return err
	}
	return b.form.err()
}

func blockUsers(tx *store.Tx, b blocking) (out blocked, err error) {
	if err := b.check(tx); err != nil {
		return out, err
	}
	now := tx.Now().Truncate(time.Second)
	out.By, _ = tx.User(b.UID)
	out.Entries = eachOnce(b.Others, func(sent, uid string) entry {
		other, ok := activeUser(tx, uid)
		if !ok {
			return unknownEntry(tx, sent, uid)
		}
		made, err := tx.Block(b.UID, uid, now)
		switch {
		case err != nil: // both are there, so it is the same person twice
			return entry{UID: uid, Err: errCannotBlockSelf(uid)}
		case !made:
			return entry{UID: uid, Message: fmt.Sprintf("The user with UID %s has already blocked user with UID %s.", b.UID, uid)}
		}
		out.Changed = append(out.Changed, other)
		return entry{UID: uid, Message: fmt.Sprintf("The user with UID %s has blocked user with UID %s successfully.", b.UID, uid)}
	})
	return out, nil
}

func unblockUsers(tx *store.Tx, b blocking) (out blocked, err error) {
	if err := b.check(tx); err != nil {
		return out, err
	}
	out.By, _ = tx.User(b.UID)
	out.Entries = eachOnce(b.Others, func(sent, uid string) entry {
		if !tx.Unblock(b.UID, uid) {
			name := entryName(tx, sent, uid)
			return entry{UID: name, Message: fmt.Sprintf("The user with UID %s has not blocked the user with UID %s.", b.UID, name)}
		}
		other, _ := tx.User(uid)
		out.Changed = append(out.Changed, other)
		return entry{UID: uid, Message: fmt.Sprintf("The user with UID %s has unblocked user with UID %s successfully.", b.UID, uid)}
	})
	return out, nil
}

func encodeBlocking(dst []byte, _ *gateway.Call, out blocked) []byte {
	return appendEntryData(dst, out.Entries)
}

func tellOfBlocking(c *gateway.Call, out blocked) { tellOfBlocks(c, userBlocked, out.By, out.Changed) }

func tellOfUnblocking(c *gateway.Call, out blocked) {
	tellOfBlocks(c, userUnblocked, out.By, out.Changed)
}

func appendEntryData(dst []byte, entries []entry) []byte {
	dst = appendEntries(append(dst, `{"data":`...), entries)
	return append(dst, '}')
}

// decodeMyBlockedQuery is for the SDKs, whose page "Block Users" says that both directions are
// listed unless one is asked for.
func decodeMyBlockedQuery(c *gateway.Call) (blockedQuery, error) {
	q, err := decodeBlockedQuery(c)
	if _, ok := given(c.Query, "direction"); !ok {
		q.Direction = store.Both
	}
	return q, err
}

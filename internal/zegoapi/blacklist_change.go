package zegoapi

import (
	"net/http"
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/store"
)

// Codes of the pages "AddUsersToBlacklist" and "RemoveUsersFromBlacklist".
const (
	subBlocked       = 660800037
	subBlacklistFull = 660800040
	subUnblocked     = 660800043
	subNotBlocked    = 660800044

	codeNoneBlocked   = 660800041
	codeNoneUnblocked = 660800042
)

var (
	errSelfBlock     = known(660800038)
	errManyBlocks    = known(660800039).at(journal.Parameters)
	errBlacklistFull = known(subBlacklistFull)
)

// blacklistOperations change and check block lists.
var blacklistOperations = []gateway.Op{
	{
		Name:       "AddUsersToBlacklist",
		Method:     http.MethodPost,
		Path:       "/",
		Credential: "Signature",
		Limits:     perAction("AddUsersToBlacklist"),
		Parameters: posted("FromUserId", "UserIds"),
		Do:         gateway.Write(gateway.StepsOf(decodeBlock, block, encodeOutcome("ErrList")).Judging(outcome.verdict)),
		Facts: slices.Concat(blacklistBatchFacts, []gateway.Fact{
			{Behaviour: "ErrList holds UserId and SubCode of each user who could not be blocked; Code is 0 when one could", Provenance: gateway.Documented},
			{Behaviour: "nobody could be blocked: 660800041", Provenance: gateway.Documented},
			{Behaviour: "a target who is blocked already: SubCode 660800037", Provenance: gateway.Documented},
			{Behaviour: "a target who is not registered: SubCode 660700015 (this page prints 6607000015, every other one 660700015)", Provenance: gateway.Assumed},
			{Behaviour: "a bad id among UserIds: SubCode 660000002", Provenance: gateway.Documented},
			{Behaviour: "each user can block 1000 others, then 660800040", Provenance: gateway.Documented},
			{Behaviour: "660800040 is the Code when the list is full before the call, else the SubCode of those who did not fit", Provenance: gateway.Assumed},
			{Behaviour: "order of the checks: parameters, number of ids, FromUserId registered, FromUserId among the ids, list full; then of each id: form, registered, blocked already, list full", Provenance: gateway.Assumed},
			{Behaviour: "the block's time is that of the call; those of one call are in the order of UserIds", Provenance: gateway.Assumed},
			{Behaviour: "no callback tells of a change of a block list", Provenance: gateway.Documented},
		}),
	},
	{
		Name:       "RemoveUsersFromBlacklist",
		Method:     http.MethodPost,
		Path:       "/",
		Credential: "Signature",
		Limits:     perAction("RemoveUsersFromBlacklist"),
		Parameters: posted("FromUserId", "UserIds"),
		Do:         gateway.Write(gateway.StepsOf(decodeBatch, unblock, encodeOutcome("ErrList")).Judging(outcome.verdict)),
		Facts: slices.Concat(blacklistBatchFacts, []gateway.Fact{
			{Behaviour: "ErrList holds UserId and SubCode of each user who could not be removed; Code is 0 when one could", Provenance: gateway.Documented},
			{Behaviour: "nobody could be removed: 660800042", Provenance: gateway.Documented},
			{Behaviour: "SubCode 660800043: the user was in the list once and has been removed; 660800044: never was", Provenance: gateway.Assumed},
			{Behaviour: "a target who is not registered: SubCode 660800044", Provenance: gateway.Assumed},
			{Behaviour: "a bad id among UserIds: SubCode 660000002", Provenance: gateway.Documented},
			{Behaviour: "order of the checks: parameters, number of ids, FromUserId registered, FromUserId among the ids; then each id", Provenance: gateway.Assumed},
		}),
	},
	checkBlacklistOperation,
}

var blacklistBatchFacts = []gateway.Fact{
	{Behaviour: "1 to 20 UserIds in a call, more: 660800039", Provenance: gateway.Documented},
	{Behaviour: "FromUserId among UserIds: 660800038", Provenance: gateway.Documented},
	{Behaviour: "660800038 refuses the whole call, nobody is blocked or removed", Provenance: gateway.Assumed},
	{Behaviour: "an id that comes twice counts once", Provenance: gateway.Assumed},
	{Behaviour: "FromUserId missing, longer than 32 bytes or with other characters, UserIds missing, empty or not strings: 660000002", Provenance: gateway.Assumed},
	{Behaviour: "FromUserId not registered: 660500002 (the page also lists 660800001)", Provenance: gateway.Assumed},
	{Behaviour: "above 20 calls a second: 660300005", Provenance: gateway.Documented},
}

// blocking asks to put people on a block list that may hold so many.
type blocking struct {
	batch
	Longest int
}

func decodeBlock(c *gateway.Call) (blocking, error) {
	b, err := decodeBatch(c)
	return blocking{b, c.App.Quotas["blacklist"]}, err
}

func block(tx *store.Tx, b blocking) (outcome, error) {
	if err := checkBlacklistBatch(tx, b.batch); err != nil {
		return outcome{}, err
	}
	full := func() bool { return tx.Blocks(b.FromUserID, store.BlockedByMe).Len() >= b.Longest }
	if full() {
		return outcome{}, errBlacklistFull.because("%q blocks %d people already, which is all that this app allows (limits.blacklist)", b.FromUserID, b.Longest)
	}
	ids := once(b.UserIDs)
	var failures []failure
	for _, id := range ids {
		if code := blockOne(tx, b.FromUserID, id, full); code != 0 {
			failures = append(failures, failure{UserID: id, SubCode: code})
		}
	}
	return outcomeOf(len(ids), failures, codeNoneBlocked), nil
}

// blockOne blocks one user and returns 0, or the SubCode.
func blockOne(tx *store.Tx, from, to string, full func() bool) int {
	if code := target(tx, to); code != 0 {
		return code
	}
	if tx.HasBlocked(from, to) {
		return subBlocked
	}
	if full() {
		return subBlacklistFull
	}
	_, _ = tx.Block(from, to, tx.Now()) // two people, both registered: it cannot fail
	return 0
}

func unblock(tx *store.Tx, b batch) (outcome, error) {
	if err := checkBlacklistBatch(tx, b); err != nil {
		return outcome{}, err
	}
	ids := once(b.UserIDs)
	var failures []failure
	for _, id := range ids {
		if code := unblockOne(tx, b.FromUserID, id); code != 0 {
			failures = append(failures, failure{UserID: id, SubCode: code})
		}
	}
	return outcomeOf(len(ids), failures, codeNoneUnblocked), nil
}

// unblockOne removes one user and returns 0, or the SubCode.
func unblockOne(tx *store.Tx, from, to string) int {
	switch {
	case !ValidUserID(to):
		return subBadID
	case tx.HadBlocked(from, to):
		return subUnblocked
	case !tx.Unblock(from, to):
		return subNotBlocked
	}
	return 0
}

// checkBlacklistBatch refuses what a change of a block list may not be asked with.
func checkBlacklistBatch(tx *store.Tx, b batch) error {
	if err := tooMany(errManyBlocks, "UserIds", len(b.UserIDs), b.Limit); err != nil {
		return err
	}
	if err := mustBeRegistered(tx, b.FromUserID); err != nil {
		return err
	}
	if slices.Contains(b.UserIDs, b.FromUserID) {
		return errSelfBlock.because("FromUserId %q is among UserIds", b.FromUserID)
	}
	return nil
}

package zegoapi

import (
	"net/http"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
)

var checkBlacklistOperation = gateway.Op{
	Name:       "CheckUsersIsInBlacklist",
	Method:     http.MethodPost,
	Path:       "/",
	Credential: "Signature",
	Limits:     perAction("CheckUsersIsInBlacklist"),
	Parameters: posted("FromUserId", "UserIds"),
	Do:         gateway.Read(gateway.StepsOf(decodeBatch, checkBlacklist, encodeBlacklistCheck).Judging(blacklistCheck.verdict)),
	Facts: []gateway.Fact{
		{Behaviour: "Succ holds UserId and Result, 1 when FromUserId has blocked the user, else 0; the other way round is not looked at", Provenance: gateway.Documented},
		{Behaviour: "ErrList holds UserId and SubCode of each user who could not be checked; Code is 0 when one could", Provenance: gateway.Documented},
		{Behaviour: "nobody could be checked: Code is the first SubCode and Succ is []", Provenance: gateway.Assumed},
		{Behaviour: "a target who is not registered: SubCode 660700015", Provenance: gateway.Documented},
		{Behaviour: "a bad id among UserIds: SubCode 660000002", Provenance: gateway.Documented},
		{Behaviour: "FromUserId among UserIds: Result 0", Provenance: gateway.Assumed},
		{Behaviour: "1 to 20 UserIds in a call, more: 660800039", Provenance: gateway.Documented},
		{Behaviour: "an id that comes twice is answered once", Provenance: gateway.Assumed},
		{Behaviour: "FromUserId missing, longer than 32 bytes or with other characters, UserIds missing, empty or not strings: 660000002", Provenance: gateway.Assumed},
		{Behaviour: "FromUserId not registered: 660500002 (the page also lists 660800001)", Provenance: gateway.Assumed},
		{Behaviour: "above 20 calls a second: 660300005", Provenance: gateway.Documented},
	},
}

// blacklistCheck says of each user whether FromUserId blocks them.
type blacklistCheck struct {
	outcome
	Succ []blacklistResult
}

type blacklistResult struct {
	UserID  string
	Blocked bool
}

func checkBlacklist(tx *store.Tx, b batch) (blacklistCheck, error) {
	if err := tooMany(errManyBlocks, "UserIds", len(b.UserIDs), b.Limit); err != nil {
		return blacklistCheck{}, err
	}
	if err := mustBeRegistered(tx, b.FromUserID); err != nil {
		return blacklistCheck{}, err
	}
	var (
		checked  blacklistCheck
		failures []failure
	)
	ids := once(b.UserIDs)
	for _, id := range ids {
		if code := target(tx, id); code != 0 {
			failures = append(failures, failure{UserID: id, SubCode: code})
			continue
		}
		checked.Succ = append(checked.Succ, blacklistResult{id, tx.HasBlocked(b.FromUserID, id)})
	}
	checked.outcome = outcomeOf(len(ids), failures, 0)
	return checked, nil
}

func encodeBlacklistCheck(dst []byte, c *gateway.Call, o blacklistCheck) []byte {
	dst = appendOutcome(dst, c, o.outcome)
	dst = appendList(dst, c, "Succ", o.Succ, func(dst []byte, r blacklistResult) []byte {
		dst = append(dst, `{"UserId":`...)
		dst = jsontext.AppendString(dst, r.UserID)
		if r.Blocked {
			return append(dst, `,"Result":1}`...)
		}
		return append(dst, `,"Result":0}`...)
	})
	return append(appendFailures(dst, c, "ErrList", o.Failures), '}')
}

package zegoapi

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
)

// failure is what an action on several people says of one on whom it failed.
type failure struct {
	UserID     string
	SubCode    int
	SubMessage string // only some actions have it; left out when empty
	why        string // for a person, in the reason alone; empty when the SubCode says it all
}

// appendFailures appends the list of failures, whose name differs from action to action, with the
// comma before it.
func appendFailures(dst []byte, c *gateway.Call, name string, list []failure) []byte {
	return appendFailuresOf(dst, c, name, "UserId", list)
}

// appendFailuresOf does it where the items are not people: member names what they are.
func appendFailuresOf(dst []byte, c *gateway.Call, name, member string, list []failure) []byte {
	return appendList(dst, c, name, list, func(dst []byte, f failure) []byte {
		dst = append(append(append(dst, `{"`...), member...), `":`...)
		dst = jsontext.AppendString(dst, f.UserID)
		dst = append(dst, `,"SubCode":`...)
		dst = strconv.AppendInt(dst, int64(f.SubCode), 10)
		if f.SubMessage != "" {
			dst = append(dst, `,"SubMessage":`...)
			dst = jsontext.AppendString(dst, f.SubMessage)
		}
		return append(dst, '}')
	})
}

// outcome is the result of an action on several people. The Code is 0 unless all of them failed,
// whoever has to look further finds the rest in the list.
type outcome struct {
	Code     int
	Failures []failure
}

// outcomeOf makes the outcome for so many items. code is what the action answers when all of them
// failed; 0 stands for the SubCode of the first, for actions that have no code of their own.
func outcomeOf(items int, failures []failure, code int) outcome {
	if len(failures) == 0 || len(failures) < items {
		return outcome{Failures: failures}
	}
	if code == 0 {
		code = failures[0].SubCode
	}
	return outcome{code, failures}
}

// verdict is the outcome's code and the reason when no item went well.
func (o outcome) verdict() (code, reason string) {
	if o.Code == 0 {
		return "", ""
	}
	return strconv.Itoa(o.Code), whyAllFailed(o.Failures)
}

// appendOutcome appends the envelope of an outcome.
func appendOutcome(dst []byte, c *gateway.Call, o outcome) []byte {
	if o.Code == 0 {
		return appendEnvelope(dst, c, 0, "success")
	}
	return appendEnvelope(dst, c, o.Code, messages[o.Code])
}

// whyAllFailed says how often which SubCode came, in the order of their first.
func whyAllFailed(failures []failure) string {
	var codes []int
	count := make(map[int]int)
	for _, f := range failures {
		if count[f.SubCode]++; count[f.SubCode] == 1 {
			codes = append(codes, f.SubCode)
		}
	}
	parts := make([]string, len(codes))
	for i, code := range codes {
		parts[i] = fmt.Sprintf("%d with %d %s", count[code], code, messages[code])
	}
	text := "every item failed: " + strings.Join(parts, ", ")
	for _, f := range failures {
		if why := whyItem(f); why != "" {
			return text + "; " + why
		}
	}
	return text
}

// encodeOutcome makes the encoder of an action whose answer is its list of failures.
func encodeOutcome(list string) func([]byte, *gateway.Call, outcome) []byte {
	return func(dst []byte, c *gateway.Call, o outcome) []byte {
		return append(appendFailures(appendOutcome(dst, c, o), c, list, o.Failures), '}')
	}
}

// failureLists are the names of the lists of failures. It is a trap that they differ.
var failureLists = map[string]string{
	"AddUsersToBlacklist": "ErrList", "RemoveUsersFromBlacklist": "ErrList", "CheckUsersIsInBlacklist": "ErrList",
	"UserRegister": "ErrorList", "QueryUserInfos": "ErrorList", "ModifyUserInfo": "ErrorList", "QueryUserOnlineState": "ErrorList",
	"AddFriends": "ErrorList", "SendFriendApplication": "ErrorList", "DeleteFriends": "ErrorList", "UpdateFriendsAlias": "ErrorList",
	"SendPeerMessage":      "ErrorList",
	"CheckFriendsRelation": "Fails", "UpdateFriendAttributes": "FailKey",
}

// appendNoFailures appends the empty list of failures that the refusal of a whole call has: Code is
// not 0 and the list is empty for an error of the parameters or of the limit (page "AddFriends").
// The gateway's own errors have none: they do not reach the action.
func appendNoFailures(dst []byte, c *gateway.Call, code int) []byte {
	const firstOfAction = 660_000_000
	if c.Op == nil || code < firstOfAction || failureLists[c.Op.Name] == "" {
		return dst
	}
	return appendEmptyList(dst, c, failureLists[c.Op.Name])
}

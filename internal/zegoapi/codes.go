package zegoapi

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"sync"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
)

// declared are the return codes of the page "Return codes" that this server can answer with, by their digits.
var declared = make(map[string]*codeError)

// code declares a return code. The texts are this server's own, in the style of the few that the vendor shows: short,
// lower case, no full stop.
func code(number int, text string) *codeError {
	e := &codeError{Code: number, Message: text}
	declared[strconv.Itoa(number)] = e
	return e
}

// Codes of the gateway.
var (
	errAppIDFormat          = code(100000001, "appid format error")
	errTimestampEmpty       = code(100000002, "timestamp is empty")
	errTimestampFormat      = code(100000003, "timestamp format error")
	errSignatureExpired     = code(100000004, "signature expired")
	errSignature            = code(100000005, "signature error")
	errActionEmpty          = code(100000006, "action is empty")
	errActionUnsupported    = code(100000007, "unsupported action")
	errNonceEmpty           = code(100000008, "signature nonce is empty")
	errSignatureEmpty       = code(100000009, "signature is empty")
	errServerSecret         = code(100000010, "get server secret failed")
	errReadBody             = code(100000012, "read body failed")
	errSignatureVersionNone = code(100000013, "signature version is empty")
	errSignatureVersion     = code(100000014, "unsupported signature version")
	errInternal             = code(100000015, "internal error")
	errNoService            = code(100000016, "app is not configured with a online environment") // the one text of an error that was seen in the field
)

// Codes that many actions share.
var (
	errGeneral       = code(660000001, "business error")
	errInput         = code(660000002, "input params error").at(journal.Parameters)
	errUserCount     = code(660000011, "user count exceeds limit")
	errRate          = code(660300005, "appid request frequency limit")
	errNotRegistered = code(660500002, "operator user not registered").at(journal.User)
	errUserUnknown   = code(660700015, "user not registered")
	errOperator      = code(660800001, "user not registered")
)

// Codes of users.
var (
	errUserIDLength   = code(660000012, "user length limit")
	errUserState      = code(660200001, "user unknown or logged out")
	errRegisterRate   = code(660700001, "request frequency limit")
	errUserExists     = code(660700002, "user already exists")
	errUserNameLength = code(660700006, "user name length limit")
	errAvatarLength   = code(660700007, "user avatar length limit")
	errUserInfo       = code(660700008, "get user info error")
	errUserMissing    = code(660700012, "user not exist")
	errUserQuery      = code(660700013, "query user info error")
	errUserSync       = code(660700016, "sync user info error")
	errUserUpdate     = code(660700017, "update user info error")
)

// Codes of messages.
var (
	errNotBase64       = code(660000025, "message is not base64")
	errMessageTooLarge = code(660400001, "message too large")
	errTextAudit       = code(660500004, "text audit error")
	errTextRejected    = code(660500005, "text rejected by audit")
	errImageAudit      = code(660500006, "image audit error")
	errImageRejected   = code(660500007, "image rejected by audit")
	errSentSilently    = code(660500009, "callback verdict: send silently")
	errNotSent         = code(660500010, "callback verdict: do not send")
	errMessageParams   = code(660600021, "message parameter error")
	errRedirect        = code(660600022, "get redirect address failed")
	errMessageTooLong  = code(660600023, "message too long")
	errBlocked         = code(660800045, "sender is in the blacklist of the receiver")
)

// Codes of friends.
var (
	errManyFriends      = code(660800019, "batch operation count exceeds limit")
	errSelfFriend       = code(660800020, "cannot add yourself as friend")
	errLongWords        = code(660800021, "friend alias or wording length limit")
	errRepeatedID       = code(660800022, "duplicate user id")
	errAttributeKey     = code(660800023, "friend attribute key error")
	errLongAttributes   = code(660800024, "friend attributes length limit")
	errNobodyRegistered = code(660800025, "all users not registered")
	errAttributes       = code(660800026, "friend attribute params error")
	errFriend           = code(660800027, "user is already a friend")
	errFriendsFull      = code(660800028, "friend count limit")
	errRepeatedKey      = code(660800032, "duplicate friend attribute key")
	errSelfUnfriend     = code(660800033, "cannot delete yourself from friends")
	errNoFriend         = code(660800034, "user is not a friend")
	errFuture           = code(660800046, "timestamp is in the future")
)

// Codes of block lists.
var (
	errAlreadyBlocked   = code(660800037, "user already blocked")
	errSelfBlock        = code(660800038, "cannot block or unblock yourself")
	errManyBlocks       = code(660800039, "user list exceeds limit")
	errBlacklistFull    = code(660800040, "blacklist is full")
	errNoneBlocked      = code(660800041, "block all users failed")
	errNoneUnblocked    = code(660800042, "unblock all users failed")
	errAlreadyUnblocked = code(660800043, "user already unblocked")
	errNotBlocked       = code(660800044, "user not in blacklist")
)

// Codes that belong to no action, for fault rules alone.
var (
	_        = code(1, "request failed")
	_        = code(2, "input parameter error")
	_        = code(3, "authentication failed")
	_        = code(7, "requests per second exceed the system setting")
	_        = code(50014, "user name too long")
	_        = code(51102, "user does not exist")
	_        = code(105001, "database request failed")
	_        = code(100000000, "host error")
	_        = code(100000011, "get app config failed")
	_        = code(100000017, "service not enabled")
	errLogic = code(660000003, "logic processing error")
)

// KnownCode reports whether ZIM has the return code and this server can answer with it.
func KnownCode(code string) bool { return declared[code] != nil }

// Codes lists all codes that this server can answer with, in the order of their numbers, with the actions that
// answer with each. The caller must not change it.
var Codes = sync.OnceValue(func() (codes []gateway.Code) {
	place := make(map[string]int)
	errs := slices.SortedFunc(maps.Values(declared), func(a, b *codeError) int { return a.Code - b.Code })
	for i, e := range errs {
		text := strconv.Itoa(e.Code)
		place[text] = i
		codes = append(codes, gateway.Code{Code: text, Status: http.StatusOK, Message: e.Message})
	}
	for _, op := range Operations() {
		for _, known := range append(sharedCodes(), op.Codes...) {
			at := &codes[place[known.Code]]
			at.Operations = append(at.Operations, op.Name)
		}
	}
	return codes
})

// sharedCodes are those that every action answers with.
func sharedCodes() (codes []gateway.CodeFact) {
	for _, check := range signing {
		codes = append(codes, gateway.CodeFact{Code: strconv.Itoa(check.code)})
	}
	return append(codes, gateway.CodeFact{Code: strconv.Itoa(errInternal.Code)})
}

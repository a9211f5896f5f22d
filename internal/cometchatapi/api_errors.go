package cometchatapi

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/jsontext"
)

// codeError is an error in CometChat's words.
type codeError struct {
	Status       int
	Code         string
	Message      string
	DevMessage   string
	Details      []detail // only for validation errors
	reason       string   // for a person: what is wrong with this request
	ofParameters bool     // it is about them, though it has no details
	user         string   // who is not there, for a uid that names nobody or somebody deactivated
}

// detail is what is wrong with one field.
type detail struct{ Field, Text string }

func (e *codeError) Error() string {
	if e.reason != "" {
		return e.reason
	}
	return e.Code + ": " + e.Message
}

// VendorCode is the code as a client gets it.
func (e *codeError) VendorCode() string { return e.Code }

// Stage tells what is wrong with the parameters, and with the user that the call is about, from what the state
// does not allow.
func (e *codeError) Stage(c *gateway.Call) journal.Stage {
	switch {
	case len(e.Details) > 0 || e.ofParameters || e.Code == errTooLarge.Code:
		return journal.Parameters
	case e.user != "" && e.user == c.User:
		return journal.User
	}
	return ""
}

// because is the same error with the reason for a person.
func (e *codeError) because(format string, args ...any) *codeError {
	explained := *e
	explained.reason = fmt.Sprintf(format, args...)
	return &explained
}

// Errors of the frame. The texts of ERR_API_NOT_FOUND, AUTH_ERR_APIKEY_NOT_FOUND, AUTH_ERR_NO_ACCESS, ERR_UID_NOT_FOUND
// and ERR_BAD_REQUEST are recorded (recca0120/comet-chat, fixtures message/get_message and user/delete_user_fail;
// "Forensic Integrity Audit Report: Milestone 2 (@kinesio/server)"; xdimedrolx/cometchat-php-sdk, fixtures
// error_invalidApiKey_403 and error_badRequest_400). Keys in them are masked; a token stands as it was sent, as in a
// recorded error of the older API (cometchat/chat-sdk-ionic, issue 1).
var (
	errAPINotFound = newCode(
		http.StatusNotFound, "ERR_API_NOT_FOUND", "",
		"The API endpoint is invalid. Please verify the API call.",
	).toDevelopers("The endpoint of the API is invalid. Please have the API call checked.")
	errInvalidAPIVersion = newCode(http.StatusNotFound, "ERR_INVALID_API_VERSION", "", "Invalid API version.")
	errEmptyAppID        = newCode(http.StatusUnauthorized, "AUTH_ERR_EMPTY_APPID", "", "The appId is missing in the headers.")
	errInvalidAppID      = newCode(
		http.StatusUnauthorized, "AUTH_ERR_INVALID_APPID", "",
		"The appId {1} is invalid or does not exist in this region.",
	)
	errEmptyAPIKey    = newCode(http.StatusUnauthorized, "AUTH_ERR_EMPTY_APIKEY", "", "The apiKey is missing in the headers.")
	errAPIKeyNotFound = newCode(
		http.StatusUnauthorized, "AUTH_ERR_APIKEY_NOT_FOUND", "",
		"The key {1} does not exist. Please use correct apiKey.",
	).toDevelopers("The {1} key doesn't work. Please use correct apiKey.")
	errNoAccess = newCode(
		http.StatusForbidden, "AUTH_ERR_NO_ACCESS", "",
		"The key {1} cannot be used to perform this operation. Please use API key with a correct scope to perform the operation.",
	).toDevelopers("The {1} key does not have enough clearance. To perform the operation, please use the API key with the correct scope.")
	errEmptyAuthToken   = newCode(http.StatusUnauthorized, "AUTH_ERR_EMPTY_AUTH_TOKEN", "", "The authToken is missing in the headers.")
	errAuthTokenUnknown = newCode(
		http.StatusUnauthorized, "AUTH_ERR_AUTH_TOKEN_NOT_FOUND", "",
		"The auth token {1} does not exist. Please make sure you are logged in and have a valid auth token or try login again.",
	)
	errTooManyRequests = newCode(
		http.StatusTooManyRequests, "ERR_TOO_MANY_REQUESTS", "",
		"Too many requests. You have exceeded the rate limit. Please retry after the specified time.",
	)
	errTooManyImports = newCode(
		http.StatusTooManyRequests, "ERR_TOO_MANY_REQUESTS", "",
		"Too many requests for data import API. 60 per minute is the maximum request allowed. Please retry for seconds after {1}.",
	)
	errUIDNotFound = newCode(
		http.StatusNotFound, "ERR_UID_NOT_FOUND", "an unknown or deactivated uid",
		"The UID {1} does not exist, please make sure you have created a user with UID {1}.",
	).toDevelopers("The UID {1} does not exist, so please make sure you have created a user with UID {1}.")
	errBadRequest = newCode(
		http.StatusBadRequest, "ERR_BAD_REQUEST", "a parameter that is missing, blank, of another type, out of bounds or with another value",
		"Failed to validate the data sent with the request.",
	)
	errTooLarge = newCode(http.StatusRequestEntityTooLarge, "ERR_BAD_REQUEST", "", "The request body is too large.")
	errInternal = newCode(
		http.StatusInternalServerError, "ERR_OPERATION_FAILED", "",
		"An error occured while performing this operation. Please try again.",
	)
)

// errPlanQuota has the text of recca0120/comet-chat, fixture user/exhausted_quota.
var errPlanQuota = newCode(
	http.StatusPaymentRequired, "ERR_PLAN_QUOTA_RESTRICTION", "a user more than the plan has, with the variant freePlanUsers",
	"You've exhausted the quota. The allowed limit of the feature Create User for your current plan free-2023-01 is 25. Please upgrade the plan to increase the limit.",
)

// Errors that no request causes here. Where the vendor publishes no text, the text names the code and nothing else;
// that of ERR_NOT_A_MEMBER, of groups, is that of a re-implementation of the API.
var (
	errPlanRestriction     = unpublished(http.StatusPaymentRequired, "ERR_PLAN_RESTRICTION")
	errSubscriptionExpired = unpublished(http.StatusPaymentRequired, "ERR_SUBSCRIPTION_EXPIRED")
	errMissionFailed       = unpublished(http.StatusInternalServerError, "ERR_MISSION_FAILED")
	errException           = unpublished(http.StatusInternalServerError, "ERR_EXCEPTION")
	errBadErrorResponse    = newCode(http.StatusExpectationFailed, "ERR_BAD_ERROR_RESPONSE", "", "This is a server side error. Please check with the developer@support.")
)

func unpublished(status int, text string) *code {
	return newCode(status, text, "", fmt.Sprintf("The request failed with %s.", text))
}

// maskKey hides the middle of a key: the first and the last five characters stay, each one
// between becomes a star. A key of up to ten characters stays whole.
func maskKey(key string) string {
	if len(key) <= 10 {
		return key
	}
	return key[:5] + strings.Repeat("*", len(key)-10) + key[len(key)-5:]
}

// toCodeError turns any error into one of CometChat's.
func toCodeError(err error, user string, now time.Time) *codeError {
	var (
		code  *codeError
		limit *gateway.LimitError
		body  *gateway.BodyError
		fault *gateway.FaultError
		bad   *gateway.MalformedError
	)
	switch {
	case errors.As(err, &code):
		return code
	case errors.As(err, &limit) && limit.Limit.Quota == importQuota:
		left := limit.State.OpensAt.Sub(now)
		return errTooManyImports.of(fmt.Sprint(int64((left + time.Second - 1) / time.Second)))
	case errors.As(err, &limit):
		return errTooManyRequests.of()
	case errors.As(err, &body) && body.TooLarge:
		return errTooLarge.of()
	case errors.As(err, &body):
		return errBadRequest.of()
	case errors.As(err, &bad):
		malformed := errBadRequest.of()
		malformed.Status = bad.Status
		return malformed
	case errors.As(err, &fault):
		if injected, ok := errorByCode(fault.Rule.Code, user); ok {
			return injected
		}
	}
	return errInternal.of()
}

// appendError appends the whole body of a refusal.
func appendError(dst []byte, e *codeError) []byte {
	dst = append(dst, `{"error":{"message":`...)
	dst = jsontext.AppendPHP(dst, e.Message)
	dst = append(dst, `,"devMessage":`...)
	dst = jsontext.AppendPHP(dst, e.DevMessage)
	dst = append(dst, `,"source":"chat-api"`...)
	for i, d := range e.Details {
		if i == 0 {
			dst = append(dst, `,"details":{`...)
		} else {
			dst = append(dst, ',')
		}
		dst = jsontext.AppendPHP(dst, d.Field)
		dst = append(dst, ":["...)
		dst = jsontext.AppendPHP(dst, d.Text)
		dst = append(dst, ']')
	}
	if len(e.Details) > 0 {
		dst = append(dst, '}')
	}
	dst = append(dst, `,"code":`...)
	dst = jsontext.AppendPHP(dst, e.Code)
	return append(dst, "}}"...)
}

// HasCode is KnownCode, for a fault rule.
func (*API) HasCode(code string) bool { return KnownCode(code) }

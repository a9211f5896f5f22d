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
	Status     int
	Code       string
	Message    string
	DevMessage string
	Details    []detail // only for validation errors
	reason     string   // for a person: what is wrong with this request
	user       string   // who is not there, for a uid that names nobody or somebody deactivated
}

// detail is what is wrong with one field.
type detail struct{ Field, Text string }

func (e *codeError) Error() string {
	switch {
	case e.reason != "":
		return e.reason
	case len(e.Details) > 0:
		return e.texts()
	}
	return e.Code + ": " + e.Message
}

// Stage tells what is wrong with the parameters, and with the user that the call is about, from what the state
// does not allow.
func (e *codeError) Stage(c *gateway.Call) journal.Stage {
	switch {
	case len(e.Details) > 0 || e.Code == errTooLarge.Code:
		return journal.Parameters
	case e.user != "" && e.user == c.User:
		return journal.User
	}
	return ""
}

// texts are those of all details, one behind the other.
func (e *codeError) texts() string {
	all := make([]string, len(e.Details))
	for i, d := range e.Details {
		all[i] = d.Text
	}
	return strings.Join(all, " ")
}

// because is the same error with the reason for a person.
func (e *codeError) because(format string, args ...any) *codeError {
	explained := *e
	explained.reason = fmt.Sprintf(format, args...)
	return &explained
}

// same makes an error whose two texts are alike.
func same(status int, code, text string) *codeError {
	return &codeError{Status: status, Code: code, Message: text, DevMessage: text}
}

// Errors with a fixed text. Those of ERR_API_NOT_FOUND and ERR_AUTH_TOKEN_NOT_FOUND are recorded
// (recca0120/comet-chat, fixtures message/get_message and auth_token/get_auth_token_not_exists).
var (
	errAPINotFound = &codeError{
		Status: http.StatusNotFound, Code: "ERR_API_NOT_FOUND",
		Message:    "The API endpoint is invalid. Please verify the API call.",
		DevMessage: "The endpoint of the API is invalid. Please have the API call checked.",
	}
	errInvalidAPIVersion = same(http.StatusNotFound, "ERR_INVALID_API_VERSION", "Invalid API version.")
	errEmptyAppID        = same(http.StatusUnauthorized, "AUTH_ERR_EMPTY_APPID", "The appId is missing in the headers.")
	errEmptyAPIKey       = same(http.StatusUnauthorized, "AUTH_ERR_EMPTY_APIKEY", "The apiKey is missing in the headers.")
	errEmptyAuthToken    = same(http.StatusUnauthorized, "AUTH_ERR_EMPTY_AUTH_TOKEN", "The authToken is missing in the headers.")
	errTooManyRequests   = same(http.StatusTooManyRequests, "ERR_TOO_MANY_REQUESTS",
		"Too many requests. You have exceeded the rate limit. Please retry after the specified time.")
	errTooLarge = same(http.StatusRequestEntityTooLarge, "ERR_BAD_REQUEST", "The request body is too large.")
	errInternal = same(http.StatusInternalServerError, "ERR_OPERATION_FAILED",
		"An error occured while performing this operation. Please try again.")
)

// importQuota is the limit of the data import API, which has a text of its own (page "Data Import").
const importQuota = "import"

func errTooManyImports(left time.Duration) *codeError {
	return same(http.StatusTooManyRequests, "ERR_TOO_MANY_REQUESTS", fmt.Sprintf(
		"Too many requests for data import API. 60 per minute is the maximum request allowed. Please retry for seconds after %d.",
		(left+time.Second-1)/time.Second))
}

func errInvalidAppID(appID string) *codeError {
	return same(http.StatusUnauthorized, "AUTH_ERR_INVALID_APPID",
		fmt.Sprintf("The appId %s is invalid or does not exist in this region.", appID))
}

// errAPIKeyNotFound is recorded ("Forensic Integrity Audit Report: Milestone 2 (@kinesio/server)").
func errAPIKeyNotFound(key string) *codeError {
	key = maskKey(key)
	return &codeError{
		Status: http.StatusUnauthorized, Code: "AUTH_ERR_APIKEY_NOT_FOUND",
		Message:    fmt.Sprintf("The key %s does not exist. Please use correct apiKey.", key),
		DevMessage: fmt.Sprintf("The %s key doesn't work. Please use correct apiKey.", key),
	}
}

// errNoAccess is recorded (xdimedrolx/cometchat-php-sdk, fixture error_invalidApiKey_403).
func errNoAccess(key string) *codeError {
	key = maskKey(key)
	return &codeError{
		Status: http.StatusForbidden, Code: "AUTH_ERR_NO_ACCESS",
		Message:    fmt.Sprintf("The key %s cannot be used to perform this operation. Please use API key with a correct scope to perform the operation.", key),
		DevMessage: fmt.Sprintf("The %s key does not have enough clearance. To perform the operation, please use the API key with the correct scope.", key),
	}
}

// errAuthTokenUnknown has the text of a recorded error of the older API, where the token stands as it
// was sent (cometchat/chat-sdk-ionic, issue 1).
func errAuthTokenUnknown(token string) *codeError {
	return same(http.StatusUnauthorized, "AUTH_ERR_AUTH_TOKEN_NOT_FOUND",
		fmt.Sprintf("The auth token %s does not exist. Please make sure you are logged in and have a valid auth token or try login again.", token))
}

// errUIDNotFound is recorded (recca0120/comet-chat, fixture user/delete_user_fail).
func errUIDNotFound(uid string) *codeError {
	return &codeError{
		Status: http.StatusNotFound, Code: "ERR_UID_NOT_FOUND",
		Message:    fmt.Sprintf("The UID %s does not exist, please make sure you have created a user with UID %s.", uid, uid),
		DevMessage: fmt.Sprintf("The UID %s does not exist, so please make sure you have created a user with UID %s.", uid, uid),
	}
}

// errBadRequest is recorded (xdimedrolx/cometchat-php-sdk, fixture error_badRequest_400).
func errBadRequest(details ...detail) *codeError {
	e := same(http.StatusBadRequest, "ERR_BAD_REQUEST", "Failed to validate the data sent with the request.")
	e.Details = details
	return e
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
		return errTooManyImports(limit.State.OpensAt.Sub(now))
	case errors.As(err, &limit):
		return errTooManyRequests
	case errors.As(err, &body) && body.TooLarge:
		return errTooLarge
	case errors.As(err, &body):
		return errBadRequest()
	case errors.As(err, &bad):
		malformed := errBadRequest()
		malformed.Status = bad.Status
		return malformed
	case errors.As(err, &fault):
		if injected, ok := errorByCode(fault.Rule.Code, user); ok {
			return injected
		}
	}
	return errInternal
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

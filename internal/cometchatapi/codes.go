package cometchatapi

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// otherCodes are codes that no request causes here, for fault rules. Where the vendor publishes
// no text, the text names the code and nothing else.
var otherCodes = map[string]*codeError{
	"ERR_PLAN_QUOTA_RESTRICTION": same(http.StatusPaymentRequired, "ERR_PLAN_QUOTA_RESTRICTION",
		"You've exhausted the quota. The allowed limit of the feature Create User for your current plan free-2023-01 is 25. Please upgrade the plan to increase the limit."),
	// Of groups, which are not emulated; the text is that of a re-implementation of the API.
	"ERR_NOT_A_MEMBER":         same(http.StatusNotFound, "ERR_NOT_A_MEMBER", "The user with uid unknown is not a member of group with guid unknown."),
	"ERR_PLAN_RESTRICTION":     unpublished(http.StatusPaymentRequired, "ERR_PLAN_RESTRICTION"),
	"ERR_SUBSCRIPTION_EXPIRED": unpublished(http.StatusPaymentRequired, "ERR_SUBSCRIPTION_EXPIRED"),
	"ERR_MISSION_FAILED":       unpublished(http.StatusInternalServerError, "ERR_MISSION_FAILED"),
	"ERR_EXCEPTION":            unpublished(http.StatusInternalServerError, "ERR_EXCEPTION"),
	"ERR_BAD_ERROR_RESPONSE":   same(http.StatusExpectationFailed, "ERR_BAD_ERROR_RESPONSE", "This is a server side error. Please check with the developer@support."),
}

func unpublished(status int, code string) *codeError {
	return same(status, code, fmt.Sprintf("The request failed with %s.", code))
}

// frameErrors are the errors that belong to no resource, with the user where a text names one.
func frameErrors(user string) []*codeError {
	return []*codeError{
		errInvalidAPIVersion, errAPINotFound, errEmptyAppID, errInvalidAppID("unknown"),
		errEmptyAPIKey, errAPIKeyNotFound("unknown"), errNoAccess("unknown"), errEmptyAuthToken, errAuthTokenUnknown("unknown"),
		errTooManyRequests, errBadRequest(), errUIDNotFound(user), errInternal,
	}
}

// resourceCodes are the codes that the resources' own files bring.
var resourceCodes = []map[string]*codeError{
	userCodes, tokenCodes, roleCodes, apiKeyCodes, blockCodes, friendCodes, messageCodes, otherCodes,
}

// errorByCode returns the error that has the code, with the user where its text names one.
func errorByCode(code, user string) (*codeError, bool) {
	for _, e := range frameErrors(user) {
		if e.Code == code {
			return e, true
		}
	}
	for _, codes := range resourceCodes {
		if e, ok := codes[code]; ok {
			return e, true
		}
	}
	return nil, false
}

// KnownCode reports whether CometChat has the error code and this server can answer with it.
func KnownCode(code string) bool {
	_, ok := errorByCode(code, "")
	return ok
}

// Codes lists all codes that this server can answer with, those that belong to no resource first. The
// caller must not change it.
var Codes = sync.OnceValue(func() (codes []gateway.Code) {
	add := func(e *codeError) {
		codes = append(codes, gateway.Code{Code: e.Code, Status: e.Status, Message: e.Message})
	}
	for _, e := range frameErrors("unknown") {
		add(e)
	}
	for _, more := range resourceCodes {
		for _, code := range slices.Sorted(maps.Keys(more)) {
			add(more[code])
		}
	}
	const routing = 2 // codes of calls that reach no operation come first
	gateway.FillOperations(codes[routing:], Operations(), sharedCodes)
	return codes
})

// sharedCodes are those that an operation answers with as others do.
func sharedCodes(op *gateway.Op) (codes []string) {
	for _, check := range checksOf(op) {
		codes = append(codes, check.codes...)
	}
	if authKeyOperations[op.Name] {
		codes = slices.DeleteFunc(codes, func(code string) bool { return code == "AUTH_ERR_NO_ACCESS" })
	}
	return append(codes, errTooManyRequests.Code, errTooLarge.Code, errInternal.Code)
}

package cometchatapi

import (
	"fmt"
	"net/http"
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

// errorByCode returns the error that has the code, with the user where its text names one.
func errorByCode(code, user string) (*codeError, bool) {
	switch code {
	case "AUTH_ERR_INVALID_APPID":
		return errInvalidAppID("unknown"), true
	case "AUTH_ERR_APIKEY_NOT_FOUND":
		return errAPIKeyNotFound("unknown"), true
	case "AUTH_ERR_NO_ACCESS":
		return errNoAccess("unknown"), true
	case "AUTH_ERR_AUTH_TOKEN_NOT_FOUND":
		return errAuthTokenUnknown("unknown"), true
	case "ERR_UID_NOT_FOUND":
		return errUIDNotFound(user), true
	case "ERR_BAD_REQUEST":
		return errBadRequest(), true
	}
	for _, e := range []*codeError{errAPINotFound, errInvalidAPIVersion, errEmptyAppID, errEmptyAPIKey, errEmptyAuthToken, errTooManyRequests, errInternal} {
		if e.Code == code {
			return e, true
		}
	}
	for _, codes := range resourceCodes {
		if e, ok := codes[code]; ok {
			return e, true
		}
	}
	e, ok := otherCodes[code]
	return e, ok
}

// resourceCodes are the codes that the resources' own files bring.
var resourceCodes = []map[string]*codeError{
	userCodes, tokenCodes, roleCodes, apiKeyCodes, blockCodes, friendCodes, messageCodes,
}

// KnownCode reports whether CometChat has the error code and this server can answer with it.
func KnownCode(code string) bool {
	_, ok := errorByCode(code, "")
	return ok
}

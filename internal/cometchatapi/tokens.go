package cometchatapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var tokenOperations = []declaration{createAuthToken, listAuthTokens, flushAuthTokens, getAuthToken, updateAuthToken, deleteAuthToken}

// maxTokens is how many auth tokens of one user are valid at a time (page "Auth Tokens").
const maxTokens = 100

// errAuthTokenNotFound is recorded (recca0120/comet-chat, fixture auth_token/get_auth_token_not_exists). The other has
// the code of the page "Error Guide"; its text is assumed.
var (
	errAuthTokenNotFound      = newCode(http.StatusNotFound, "ERR_AUTH_TOKEN_NOT_FOUND", "an unknown token", "Auth token does not exist.")
	errAuthTokenNotAccessible = newCode(http.StatusNotFound, "ERR_AUTHTOKEN_NOT_ACCESSIBLE", "the token of another user", "Auth token is not accessible.")
)

// newToken makes the auth token that a call gives a user: uid, the time in seconds, 30 hex digits
// (recca0120/comet-chat, fixture auth_token/create_auth_token).
func (who *caller) newToken(tx *store.Tx, uid string) string {
	return fmt.Sprintf("%s_%010d%s", uid, tx.Now().Unix(), who.hexDigits("token")[:30])
}

// device is what a client says about itself when it gets or changes a token.
type device struct {
	Platform  string          `json:"platform"`
	UserAgent string          `json:"userAgent"`
	AppInfo   json.RawMessage `json:"appInfo"`
	DeviceID  string          `json:"deviceId" rule:"notemulated"` // which device a token is for
}

// describe puts what the client said into its token and reports whether it said anything.
func (d device) describe(t *store.Token) bool {
	set(&t.Platform, d.Platform)
	set(&t.UserAgent, d.UserAgent)
	setValue(&t.AppInfo, d.AppInfo)
	return d.Platform != "" || d.UserAgent != "" || d.AppInfo != nil
}

// tokenView is a token as it is answered when it is made: without what the client said of itself.
type tokenView struct {
	UID       string    `json:"uid"`
	AuthToken string    `json:"authToken"`
	CreatedAt time.Time `json:"createdAt" wire:"seconds"`
}

// tokenRow is a token with everything that is known about it.
type tokenRow struct {
	tokenView
	Platform  string          `json:"platform,omitempty"`
	UserAgent string          `json:"userAgent,omitempty"`
	AppInfo   json.RawMessage `json:"appInfo,omitempty"`
}

func viewOfToken(t store.Token) tokenView { return tokenView{t.UserID, t.Value, t.CreatedAt} }

func rowOfToken(t store.Token) tokenRow {
	return tokenRow{viewOfToken(t), t.Platform, t.UserAgent, t.AppInfo}
}

type newToken struct {
	Force bool `json:"force"`
	device
}

var createAuthToken = op[newToken, tokenView]{
	Name: "CreateAuthToken", Route: "POST /users/{uid}/auth_tokens", Page: "Auth Tokens", Seen: tokensSeen,
	Key: AuthOnly,
	Run: func(tx *store.Tx, who caller, q newToken) (tokenView, error) {
		if !q.Force {
			for newest := range tx.Tokens(who.UID) {
				return viewOfToken(newest), nil
			}
		}
		t := store.Token{Value: who.newToken(tx, who.UID), UserID: who.UID, CreatedAt: thisSecond(tx)}
		q.describe(&t)
		tx.PutToken(t)
		if tx.TokenCount(who.UID) > maxTokens {
			tx.DeleteToken(oldestToken(tx, who.UID))
		}
		return viewOfToken(t), nil
	},
	Codes: codes{gateway.Recorded: {errUIDNotFound}, gateway.Assumed: {errBadRequest}},
	Notes: notes{
		recorded("members and their order; a call without a body is accepted"),
		recorded("a token is {uid}_, ten digits of the time in seconds, 30 hex digits"),
		recorded("force: true makes a new token, older ones stay valid"),
		assumed("force: false or not given: the newest token there is, else a new one"),
		documented("at most 100 tokens of a user are valid, the oldest goes when a call makes one more"),
		assumed("platform, userAgent and appInfo of the body are kept with a new token and not answered; deviceId is ignored"),
		recorded("counted as a standard call"),
		documented("the tokens of somebody deactivated are refused and work again when it is reactivated", "Reactivate users"),
	},
}

func oldestToken(tx *store.Tx, uid string) (value string) {
	for t := range tx.Tokens(uid) {
		value = t.Value
	}
	return value
}

var listAuthTokens = list[paging, tokenRow]{
	Name: "ListAuthTokens", Route: "GET /users/{uid}/auth_tokens", Page: "Auth Tokens", Seen: tokensSeen,
	Run: func(tx *store.Tx, who caller, q paging) (counted[tokenRow], error) {
		return cutPage(slices.Collect(tx.Tokens(who.UID)), q, rowOfToken), nil
	},
	Codes: codes{gateway.Recorded: {errUIDNotFound}, gateway.Assumed: {errBadRequest}},
	Notes: notes{
		recorded("the newest first, real totals, no cursor; what a fixture holds is listed whole, also beyond 100"),
		documented("platform, userAgent and appInfo behind createdAt, when set"),
		assumed("nothing there: total_pages is 1"),
	},
}

var flushAuthTokens = op[struct{}, success]{
	Name: "FlushAuthTokens", Route: "DELETE /users/{uid}/auth_tokens", Page: "Auth Tokens", Seen: tokensSeen,
	Run: func(tx *store.Tx, who caller, _ struct{}) (success, error) {
		tx.DeleteTokens(who.UID)
		return done("Cleared Auth Tokens successfully for uid " + who.UID + "."), nil
	},
	Codes: codes{gateway.Recorded: {errUIDNotFound}},
	Notes: notes{
		recorded("the answer's text; a body is ignored"),
		assumed("a user without tokens gets the same answer"),
	},
}

// findToken is the token in the path, of the user in the path.
func findToken(tx *store.Tx, who caller) (store.Token, error) {
	if err := userExists(tx, who.UID); err != nil {
		return store.Token{}, err
	}
	value := who.path("authToken")
	t, ok := tx.Token(value)
	switch {
	case !ok:
		return t, errAuthTokenNotFound.because("the app has no auth token %s", maskKey(value))
	case t.UserID != who.UID:
		return t, errAuthTokenNotAccessible.because("the auth token %s belongs to another user than %q", maskKey(value), who.UID)
	}
	return t, nil
}

func tokenThere(tx *store.Tx, who caller) error {
	_, err := findToken(tx, who)
	return err
}

var getAuthToken = op[struct{}, tokenRow]{
	Name: "GetAuthToken", Route: "GET /users/{uid}/auth_tokens/{authToken}", Page: "Auth Tokens", Seen: tokensSeen,
	Run: func(tx *store.Tx, who caller, _ struct{}) (tokenRow, error) {
		t, err := findToken(tx, who)
		return rowOfToken(t), err
	},
	Codes: codes{gateway.Recorded: {errAuthTokenNotFound}, gateway.Documented: {errAuthTokenNotAccessible}, gateway.Assumed: {errUIDNotFound}},
	Notes: notes{
		recorded("members and their order"),
		assumed("platform, userAgent and appInfo, when set, as in the list"),
		assumed("the uid is looked at first; text of the refusal of another user's token"),
	},
}

var updateAuthToken = op[device, tokenRow]{
	Name: "UpdateAuthToken", Route: "PUT /users/{uid}/auth_tokens/{authToken}", Page: "Auth Tokens", Seen: tokensSeen,
	First: tokenThere,
	Run: func(tx *store.Tx, who caller, q device) (tokenRow, error) {
		t, _ := findToken(tx, who)
		if q.describe(&t) {
			tx.PutToken(t)
		}
		return rowOfToken(t), nil
	},
	Codes: codes{gateway.Documented: {errAuthTokenNotAccessible}, gateway.Assumed: {errUIDNotFound, errAuthTokenNotFound, errBadRequest}},
	Notes: notes{
		recorded("an update with an empty body changes nothing"),
		documented("platform, userAgent and appInfo (an object) are what can be changed"),
		assumed("what is blank or empty stays as it was"),
		recorded("unknown uid, unknown token, token of another user: 404"),
	},
}

var deleteAuthToken = op[struct{}, success]{
	Name: "DeleteAuthToken", Route: "DELETE /users/{uid}/auth_tokens/{authToken}", Page: "Auth Tokens", Seen: tokensSeen,
	First: tokenThere,
	Run: func(tx *store.Tx, who caller, _ struct{}) (success, error) {
		value := who.path("authToken")
		tx.DeleteToken(value)
		return done("The Auth Token " + value + " has been deleted successfully."), nil
	},
	Codes: codes{gateway.Documented: {errAuthTokenNotAccessible}, gateway.Assumed: {errUIDNotFound, errAuthTokenNotFound}},
	Notes: notes{
		assumed("the answer's text"),
		recorded("unknown uid, unknown token, token of another user, deleted already: 404"),
		assumed("a session with the token is refused from then on"),
	},
}

package cometchatapi

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
)

// maxTokens is how many auth tokens of one user are valid at a time (page "Auth Tokens").
const maxTokens = 100

var tokenOperations = []gateway.Op{
	{
		Name: "CreateAuthToken", Method: http.MethodPost, Path: "/users/{uid}/auth_tokens",
		Credential: apiKey, Limits: standardLimits,
		Parameters: slices.Concat(body(gateway.Applied, "force"), deviceParameters),
		Do:         gateway.Write(gateway.StepsOf(decodeTokenCreate, createToken, encodeData(appendToken))),
		Facts:      createTokenFacts,
	},
	{
		Name: "ListAuthTokens", Method: http.MethodGet, Path: "/users/{uid}/auth_tokens",
		Credential: apiKey, Limits: standardLimits,
		Parameters: pageParameters,
		Do:         gateway.Read(gateway.StepsOf(decodeTokenList, listTokens, encodeCounted(appendTokenItem))),
		Facts:      listTokensFacts,
	},
	{
		Name: "FlushAuthTokens", Method: http.MethodDelete, Path: "/users/{uid}/auth_tokens",
		Credential: apiKey, Limits: standardLimits,
		Do:    gateway.Write(gateway.StepsOf(decodeTokenPath, flushTokens, encodeSuccess)),
		Facts: flushTokensFacts,
	},
	{
		Name: "GetAuthToken", Method: http.MethodGet, Path: "/users/{uid}/auth_tokens/{authToken}",
		Credential: apiKey, Limits: standardLimits,
		Do:    gateway.Read(gateway.StepsOf(decodeTokenPath, findToken, encodeData(appendTokenItem))),
		Facts: getTokenFacts,
	},
	{
		Name: "UpdateAuthToken", Method: http.MethodPut, Path: "/users/{uid}/auth_tokens/{authToken}",
		Credential: apiKey, Limits: standardLimits,
		Parameters: deviceParameters,
		Do:         gateway.Write(gateway.StepsOf(decodeTokenUpdate, updateToken, encodeData(appendTokenItem))),
		Facts:      updateTokenFacts,
	},
	{
		Name: "DeleteAuthToken", Method: http.MethodDelete, Path: "/users/{uid}/auth_tokens/{authToken}",
		Credential: apiKey, Limits: standardLimits,
		Do:    gateway.Write(gateway.StepsOf(decodeTokenPath, deleteToken, encodeSuccess)),
		Facts: deleteTokenFacts,
	},
}

// errAuthTokenNotFound is recorded (recca0120/comet-chat, fixture auth_token/get_auth_token_not_exists).
// The same is said of a token that belongs to somebody else.
var errAuthTokenNotFound = same(http.StatusNotFound, "ERR_AUTH_TOKEN_NOT_FOUND", "Auth token does not exist.")

var tokenCodes = map[string]*codeError{"ERR_AUTH_TOKEN_NOT_FOUND": errAuthTokenNotFound}

// newToken makes the auth token that a call gives a user: uid, the time in seconds, 30 hex digits
// (recca0120/comet-chat, fixture auth_token/create_auth_token).
func newToken(c *gateway.Call, uid string) string {
	return fmt.Sprintf("%s_%010d%s", uid, c.Now.Unix(), hexDigits(c, "token")[:30])
}

// hexDigits is 64 digits that look random and follow from the app's seed and the call. Calls never
// share an id, so no two get the same ones.
func hexDigits(c *gateway.Call, purpose string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s %d %s", c.App.Seed, c.App.ID, c.ID, purpose))
	return hex.EncodeToString(sum[:])
}

// deviceParameters are the members of a body that [readDevice] reads, and one that only says which device
// a token is for.
var deviceParameters = slices.Concat(
	body(gateway.Applied, "platform", "userAgent", "appInfo"), body(gateway.NotEmulated, "deviceId"),
)

// device is what a client says about itself when it gets or changes a token.
type device struct {
	Platform, UserAgent string
	AppInfo             []byte
}

func readDevice(f *form) (d device) {
	d.Platform, _ = f.text("platform", bounds{})
	d.UserAgent, _ = f.text("userAgent", bounds{})
	d.AppInfo = filled(f.object("appInfo", 0))
	return d
}

// describe puts what the client said into its token and reports whether it said anything.
func (d device) describe(t *store.Token) bool {
	if d.Platform != "" {
		t.Platform = d.Platform
	}
	if d.UserAgent != "" {
		t.UserAgent = d.UserAgent
	}
	if d.AppInfo != nil {
		t.AppInfo = d.AppInfo
	}
	return d.Platform != "" || d.UserAgent != "" || d.AppInfo != nil
}

// tokenPath names a user's token, or all of them when Value is empty.
type tokenPath struct{ UID, Value string }

func decodeTokenPath(c *gateway.Call) (tokenPath, error) {
	return tokenPath{c.User, c.PathParam("authToken")}, nil
}

// tokenCreate asks for a token of a user: a new one, or also one that is there already.
type tokenCreate struct {
	UID, New string
	Force    bool
	Device   device
	form     *form
}

func decodeTokenCreate(c *gateway.Call) (tokenCreate, error) {
	f := readForm(c)
	return tokenCreate{UID: c.User, New: newToken(c, c.User), Force: f.flag("force"), Device: readDevice(f), form: f}, nil
}

func createToken(tx *store.Tx, q tokenCreate) (store.Token, error) {
	if err := userExists(tx, q.UID); err != nil {
		return store.Token{}, err
	}
	if err := q.form.err(); err != nil {
		return store.Token{}, err
	}
	if !q.Force {
		for newest := range tx.Tokens(q.UID) {
			return newest, nil
		}
	}
	t := store.Token{Value: q.New, UserID: q.UID, CreatedAt: thisSecond(tx)}
	q.Device.describe(&t)
	tx.PutToken(t)
	if tx.TokenCount(q.UID) > maxTokens {
		tx.DeleteToken(oldestToken(tx, q.UID))
	}
	return t, nil
}

func oldestToken(tx *store.Tx, uid string) (value string) {
	for t := range tx.Tokens(uid) {
		value = t.Value
	}
	return value
}

// tokenList asks for a page of a user's tokens.
type tokenList struct {
	UID   string
	Page  page
	wrong []detail
}

func decodeTokenList(c *gateway.Call) (q tokenList, _ error) {
	q.UID = c.User
	q.Page, q.wrong = decodePage(c.Query)
	return q, nil
}

func listTokens(tx *store.Tx, q tokenList) (counted[store.Token], error) {
	if err := userExists(tx, q.UID); err != nil {
		return counted[store.Token]{}, err
	}
	if len(q.wrong) > 0 {
		return counted[store.Token]{}, errBadRequest(q.wrong...)
	}
	return cutPage(slices.Collect(tx.Tokens(q.UID)), q.Page), nil
}

func findToken(tx *store.Tx, q tokenPath) (store.Token, error) {
	if err := userExists(tx, q.UID); err != nil {
		return store.Token{}, err
	}
	t, ok := tx.Token(q.Value)
	switch {
	case !ok:
		return t, errAuthTokenNotFound.because("the app has no auth token %s", maskKey(q.Value))
	case t.UserID != q.UID:
		return t, errAuthTokenNotFound.because("the auth token %s belongs to another user than %q", maskKey(q.Value), q.UID)
	}
	return t, nil
}

// tokenUpdate changes what is known about the client that has a token.
type tokenUpdate struct {
	tokenPath
	Device device
	form   *form
}

func decodeTokenUpdate(c *gateway.Call) (tokenUpdate, error) {
	f := readForm(c)
	return tokenUpdate{tokenPath{c.User, c.PathParam("authToken")}, readDevice(f), f}, nil
}

func updateToken(tx *store.Tx, q tokenUpdate) (store.Token, error) {
	t, err := findToken(tx, q.tokenPath)
	if err != nil {
		return t, err
	}
	if err := q.form.err(); err != nil {
		return t, err
	}
	if q.Device.describe(&t) {
		tx.PutToken(t)
	}
	return t, nil
}

func deleteToken(tx *store.Tx, q tokenPath) (text string, err error) {
	if _, err := findToken(tx, q); err != nil {
		return "", err
	}
	tx.DeleteToken(q.Value)
	return "The Auth Token " + q.Value + " has been deleted successfully.", nil
}

func flushTokens(tx *store.Tx, q tokenPath) (text string, err error) {
	if err := userExists(tx, q.UID); err != nil {
		return "", err
	}
	tx.DeleteTokens(q.UID)
	return "Cleared Auth Tokens successfully for uid " + q.UID + ".", nil
}

// appendToken appends a token as it is answered when it is made: without what the client said of itself.
func appendToken(dst []byte, t store.Token) []byte {
	return append(appendTokenStart(dst, t), '}')
}

// appendTokenItem appends a token with everything that is known about it.
func appendTokenItem(dst []byte, t store.Token) []byte {
	dst = appendTokenStart(dst, t)
	dst = appendOptional(dst, "platform", t.Platform)
	dst = appendOptional(dst, "userAgent", t.UserAgent)
	dst = appendOptionalValue(dst, "appInfo", t.AppInfo)
	return append(dst, '}')
}

func appendTokenStart(dst []byte, t store.Token) []byte {
	dst = append(dst, `{"uid":`...)
	dst = jsontext.AppendPHP(dst, t.UserID)
	dst = appendMember(dst, "authToken", t.Value)
	dst = append(dst, `,"createdAt":`...)
	return strconv.AppendInt(dst, t.CreatedAt.Unix(), 10)
}

package cometchatapi

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

var sessionOperations = []declaration{getSettings, getMe, updateMe, deleteMe, createJWT, createUserSession}

// sdk is what is known of the calls of a session.
const sdk = "JavaScript SDK 4.2.0"

// session returns the token that an end user's client came with, and its user. Both were there when the call was
// let in; either may have gone since.
func (who *caller) session(tx *store.Tx) (store.Token, *store.User, error) {
	t, ok := tx.Token(who.Shown)
	if ok {
		if u, active := activeUser(tx, t.UserID); active {
			return t, u, nil
		}
	}
	return t, nil, errAuthTokenUnknown.of(who.Shown).because("the session ended while the call was on its way")
}

func sessionThere(tx *store.Tx, who caller) error {
	_, _, err := who.session(tx)
	return err
}

var getSettings = op[struct{}, settings]{
	Name: "GetSettings", Route: "GET /settings", Page: sdk, EndUsers: true,
	Right: right[struct{}]{Feature: "listSettings"},
	First: sessionThere,
	Run:   func(tx *store.Tx, who caller, _ struct{}) (settings, error) { return who.settings(tx), nil },
	Notes: notes{
		documented("names of the members that the SDK reads"),
		assumed("the hosts are that of the request, apiclient- turned into api- for calls with a key; APP_VERSION is 4"),
		assumed("analytics and polling are off, there are no extensions; settingsHash is the same for an app at all times"),
		assumed("there is no web socket behind CHAT_HOST"),
	},
}

// meView is the user of a session. The SDK takes the token and the settings out of it.
type meView struct {
	user     shownUser
	JWT      string   `json:"jwt"`
	Settings settings `json:"settings"`
}

// meLooks is what is written of it.
type meLooks struct {
	personView
	meView
}

var meMembers = wire.For[meView](wire.PHP)

func showMe(dst []byte, m meView) []byte {
	dst = append(dst, `{"data":`...)
	dst = appendUser(dst, m.user.Row, m.user.View)
	dst = meMembers.AppendMembers(dst[:len(dst)-1], &m)
	return append(dst, "}}"...)
}

func (who *caller) me(tx *store.Tx, u *store.User, t store.Token) meView {
	return meView{shownUser{store.Row{User: u}, view{tags: true, token: t.Value}}, who.newJWT(tx, u.ID), who.settings(tx)}
}

var getMe = op[struct{}, meView]{
	Name: "GetMe", Route: "GET /me", Page: sdk, EndUsers: true,
	Right: right[struct{}]{Feature: "getMyDetails"},
	First: sessionThere,
	Run: func(tx *store.Tx, who caller, _ struct{}) (meView, error) {
		t, u, _ := who.session(tx)
		return who.me(tx, u, t), nil
	},
	Show:  showMe,
	Looks: shape.For[data[meLooks]](),
	Notes: notes{
		documented("the user of the token with authToken, jwt and settings"),
		assumed("their places behind the user's own members; tags and metadata are shown"),
	},
}

// meUpdate is what a client sends when it logs in, about its device, and when its user changes the own profile.
type meUpdate struct {
	device
	Name string `json:"name" rule:"minlen=1,maxlen=100"`
	addresses
	particulars
	Unset []string `json:"unset" rule:"enum=avatar|link|metadata"`
	UID   string   `json:"uid" rule:"noeffect"`
	Role  string   `json:"role" rule:"noeffect"` // only the server API gives roles (page "User Management")
	sdkMembers
}

// change is what the body says of the user.
func (q *meUpdate) change() userChange {
	return userChange{q.Name, profile{addresses: q.addresses, particulars: q.particulars}, q.Unset}
}

var updateMe = op[meUpdate, meView]{
	Name: "UpdateMe", Route: "PUT /me", Page: sdk, EndUsers: true, Limit: coreCalls,
	Right: right[meUpdate]{Feature: "updateAuthToken"}, // a login needs the call, so that editProfile does not refuse it
	First: sessionThere,
	Run: func(tx *store.Tx, who caller, q meUpdate) (meView, error) {
		t, u, _ := who.session(tx)
		if q.describe(&t) {
			tx.PutToken(t)
		}
		if change := q.change(); !change.empty() { // a login changes nobody's updatedAt
			changed := change.apply(*u)
			changed.UpdatedAt = thisSecond(tx)
			u = tx.PutUser(changed)
		}
		return who.me(tx, u, t), nil
	},
	Show:  showMe,
	Looks: shape.For[data[meLooks]](),
	Codes: codes{gateway.Assumed: {errBadRequest}},
	Notes: notes{
		documented("this call is an SDK's login; it answers authToken, jwt and settings"),
		documented("only the user of the token is updated whatever the uid sent, and the role stays"),
		assumed("the other members are checked as by UpdateUser"),
		assumed("a login changes neither status nor lastActiveAt nor updatedAt, because there is no web socket"),
		assumed("platform, userAgent and appInfo are kept with the token; deviceId is ignored"),
		documented("logins are core calls"),
		assumed("this call is the login that counts, also when it changes a profile"),
	},
}

var deleteMe = op[struct{}, success]{
	Name: "DeleteMe", Route: "DELETE /me", Page: sdk, EndUsers: true,
	Right: right[struct{}]{Feature: "logout"},
	First: sessionThere,
	Run: func(tx *store.Tx, who caller, _ struct{}) (success, error) {
		tx.DeleteToken(who.Shown)
		return done("User logged out successfully."), nil
	},
	Notes: notes{
		assumed("the token is unknown afterwards, other tokens of the user stay"),
		assumed("the answer's text"),
	},
}

type jwtQuery struct {
	Passthrough string `json:"passthrough" rule:"notemulated"`
}

type jwtView struct {
	Token string `json:"token"`
}

var createJWT = op[jwtQuery, jwtView]{
	Name: "CreateJWT", Route: "POST /me/jwt", Page: sdk, EndUsers: true, ReadOnly: true,
	First: sessionThere,
	Run: func(tx *store.Tx, who caller, _ jwtQuery) (jwtView, error) {
		_, u, _ := who.session(tx)
		return jwtView{who.newJWT(tx, u.ID)}, nil
	},
	Notes: notes{
		documented("data.token is a text of three parts"),
		assumed("its content; the body is ignored"),
	},
}

// userSession is what a client tells of itself some seconds after a login, and the answer.
type userSession struct {
	ID          string `json:"sessionId,omitempty"`
	Data        string `json:"data,omitempty" rule:"noeffect"`
	GeneratedAt int    `json:"generatedAt,omitempty" rule:"noeffect"`
}

var createUserSession = op[userSession, userSession]{
	Name: "CreateUserSession", Route: "POST /user_sessions", Page: sdk, EndUsers: true, ReadOnly: true,
	First: sessionThere,
	Run:   func(_ *store.Tx, _ caller, q userSession) (userSession, error) { return q, nil },
	Codes: codes{gateway.Assumed: {errBadRequest}},
	Notes: notes{
		documented("data.sessionId is the one that was sent"),
		assumed("a call without one is accepted; nothing is kept"),
	},
}

// newJWT is a text in the form of a JSON Web Token. Nobody can check its signature, which follows
// from the app's seed.
func (who *caller) newJWT(tx *store.Tx, uid string) string {
	encode := base64.RawURLEncoding.EncodeToString
	token := encode([]byte(`{"typ":"JWT","alg":"HS256"}`)) + "." +
		encode(fmt.Appendf(nil, `{"iss":%q,"sub":%q,"iat":%d}`, who.App, uid, tx.Now().Unix()))
	signature := sha256.Sum256(fmt.Appendf(nil, "%d %s", who.Seed, token))
	return token + "." + encode(signature[:])
}

package cometchatapi

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
)

var clientSessionOperations = []gateway.Op{
	{
		Name: "GetSettings", Method: http.MethodGet, Path: "/settings",
		Credential: authToken, Limits: standardLimits,
		Do:    gateway.Read(gateway.StepsOf(decodeSession, sessionUser, encodeSettings)),
		Facts: settingsFacts,
	},
	{
		Name: "GetMe", Method: http.MethodGet, Path: "/me",
		Credential: authToken, Limits: standardLimits,
		Do:    gateway.Read(gateway.StepsOf(decodeSession, sessionUser, encodeMe)),
		Facts: getMeFacts,
	},
	{
		Name: "UpdateMe", Method: http.MethodPut, Path: "/me",
		Credential: authToken, Limits: core("UpdateMe"),
		Parameters: updateMeParameters,
		Do:         gateway.Write(gateway.StepsOf(decodeMeUpdate, updateMe, encodeMe)),
		Facts:      updateMeFacts,
	},
	{
		Name: "DeleteMe", Method: http.MethodDelete, Path: "/me",
		Credential: authToken, Limits: standardLimits,
		Do:    gateway.Write(gateway.StepsOf(decodeSession, endSession, encodeSuccess)),
		Facts: deleteMeFacts,
	},
	{
		Name: "CreateJWT", Method: http.MethodPost, Path: "/me/jwt",
		Credential: authToken, Limits: standardLimits,
		Parameters: body(gateway.NotEmulated, "passthrough"),
		Do:         gateway.Read(gateway.StepsOf(decodeSession, sessionUser, encodeJWT)),
		Facts:      createJWTFacts,
	},
	{
		Name: "CreateUserSession", Method: http.MethodPost, Path: "/user_sessions",
		Credential: authToken, Limits: standardLimits,
		Parameters: slices.Concat(body(gateway.Applied, "sessionId"), body(gateway.NoEffect, "data", "generatedAt")),
		Do:         gateway.Read(gateway.StepsOf(decodeUserSession, noteUserSession, encodeUserSession)),
		Facts:      createUserSessionFacts,
	},
}

var updateMeParameters = slices.Concat(
	body(gateway.Applied, "name", "avatar", "link", "statusMessage", "metadata", "tags", "unset"), deviceParameters,
	body(gateway.NoEffect, "uid", "role", "status", "deactivatedAt", "hasBlockedMe", "blockedByMe"),
)

// session is the token that an end user's client came with.
type session struct{ Token string }

func decodeSession(c *gateway.Call) (session, error) { return session{header(c, "Authtoken")}, nil }

// token returns the session's token and its user. Both were there when the call was let in; either
// may have gone since.
func (s session) token(tx *store.Tx) (store.Token, *store.User, error) {
	t, ok := tx.Token(s.Token)
	if ok {
		if u, active := activeUser(tx, t.UserID); active {
			return t, u, nil
		}
	}
	return t, nil, errAuthTokenUnknown(s.Token).because("the session ended while the call was on its way")
}

func sessionUser(tx *store.Tx, s session) (*store.User, error) {
	_, u, err := s.token(tx)
	return u, err
}

func endSession(tx *store.Tx, s session) (text string, err error) {
	if _, _, err := s.token(tx); err != nil {
		return "", err
	}
	tx.DeleteToken(s.Token)
	return "User logged out successfully.", nil
}

// meUpdate is what a client sends when it logs in, about its device, and when its user changes
// the own profile.
type meUpdate struct {
	session
	Device  device
	Profile userChange
}

func decodeMeUpdate(c *gateway.Call) (q meUpdate, err error) {
	f := readForm(c)
	q.session, err = decodeSession(c)
	q.Device = readDevice(f)
	delete(f.members, "role") // only the server API gives roles (page "User Management")
	q.Profile = readUserChange(f)
	return q, err
}

func updateMe(tx *store.Tx, q meUpdate) (*store.User, error) {
	t, u, err := q.token(tx)
	if err != nil {
		return nil, err
	}
	if err := q.Profile.check(tx); err != nil {
		return nil, err
	}
	if q.Device.describe(&t) {
		tx.PutToken(t)
	}
	if q.Profile.saysNothing() {
		return u, nil // a login changes nobody's updatedAt
	}
	changed := q.Profile.apply(*u)
	changed.UpdatedAt = thisSecond(tx)
	return tx.PutUser(changed), nil
}

// saysNothing reports whether a body names none of a user's own members.
func (ch *userChange) saysNothing() bool {
	return ch.name == "" && ch.avatar == "" && ch.link == "" && ch.statusMessage == "" &&
		ch.metadata == nil && !ch.hasTags && len(ch.unset) == 0
}

// userSession is what a client tells of itself some seconds after a login.
type userSession struct {
	session
	ID   string
	form *form
}

func decodeUserSession(c *gateway.Call) (userSession, error) {
	f := readForm(c)
	s, err := decodeSession(c)
	id, _ := f.text("sessionId", bounds{})
	return userSession{s, id, f}, err
}

func noteUserSession(tx *store.Tx, q userSession) (id string, err error) {
	if _, _, err := q.token(tx); err != nil {
		return "", err
	}
	return q.ID, q.form.err()
}

func encodeUserSession(dst []byte, _ *gateway.Call, id string) []byte {
	dst = append(dst, `{"data":{`...)
	if id != "" {
		dst = append(dst, `"sessionId":`...)
		dst = jsontext.AppendPHP(dst, id)
	}
	return append(dst, "}}"...)
}

// encodeMe writes the user of the session. The SDK takes the token and the settings out of it.
func encodeMe(dst []byte, c *gateway.Call, u *store.User) []byte {
	dst = append(dst, `{"data":`...)
	dst = appendUser(dst, store.Row{User: u}, view{tags: true, token: header(c, "Authtoken")})
	dst = dst[:len(dst)-1] // more members follow
	dst = appendMember(dst, "jwt", newJWT(c, u.ID))
	dst = append(dst, `,"settings":`...)
	dst = appendSettings(dst, c)
	return append(dst, "}}"...)
}

func encodeJWT(dst []byte, c *gateway.Call, u *store.User) []byte {
	dst = append(dst, `{"data":{"token":`...)
	dst = jsontext.AppendPHP(dst, newJWT(c, u.ID))
	return append(dst, "}}"...)
}

// newJWT is a text in the form of a JSON Web Token. Nobody can check its signature, which follows
// from the app's seed.
func newJWT(c *gateway.Call, uid string) string {
	encode := base64.RawURLEncoding.EncodeToString
	token := encode([]byte(`{"typ":"JWT","alg":"HS256"}`)) + "." +
		encode(fmt.Appendf(nil, `{"iss":%q,"sub":%q,"iat":%d}`, c.App.ID, uid, c.Now.Unix()))
	signature := sha256.Sum256(fmt.Appendf(nil, "%d %s", c.App.Seed, token))
	return token + "." + encode(signature[:])
}

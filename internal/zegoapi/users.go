package zegoapi

import (
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// userActions are those on users and their state.
var userActions = []operation{userRegister, queryUserInfos, modifyUserInfo, queryUserOnlineState, robotRegister}

// userRegister adds the users that are not there. One who is there stays as it is, whatever the profile says.
var userRegister = operation{
	Name: "UserRegister", Page: "User/batch-register-users", Rate: errRegisterRate, AddsUsers: true,
	Does: batch[registering, none]{
		Each: func(tx *store.Tx, q registering, at one) (none, error) {
			p := q.Profiles[at.At]
			if p.bad != nil {
				return none{}, p.bad
			}
			if _, ok := tx.User(p.UserID); ok {
				return none{}, errUserExists
			}
			u := store.User{ID: p.UserID, CreatedAt: tx.Now()}
			p.put(&u)
			tx.PutUser(u)
			return none{}, nil
		},
		Changes: true, Failures: "ErrorList", Entries: ofProfiles,
	},
	Listed: []*codeError{errGeneral, errInput, errUserIDLength, errRegisterRate, errUserExists, errUserNameLength, errAvatarLength},
	Checks: []*codeError{
		errRegisterRate, errInput, errUserCount, errUserIDLength, errUserNameLength, errAvatarLength,
		errUserExists,
	},
	Notes: []gateway.Fact{
		documented("a user who is there: SubCode 660700002"),
		assumed("its profile stays as it is; the second of equal ids in one request is there too; the checks of form come first"),
		assumed("texts of SubMessage other than user length limit and input params error"),
		assumed("Extra and other members are ignored; null is as missing"),
	},
}

type registering struct {
	Profiles []profile `json:"UserInfo" rule:"required,maxitems=100" many:"660000011"`
}

func (r registering) ids() []string {
	return idsOf(r.Profiles, func(p *profile) string { return p.UserID })
}

// profile is what a user can be registered with. A text that is nil was not given.
type profile struct {
	item
	UserID string  `json:"UserId" rule:"userid" long:"660000012"`
	Name   *string `json:"UserName" rule:"maxbytes=256" long:"660700006"`
	Avatar *string `json:"UserAvatar" rule:"maxbytes=500" long:"660700007"`
}

// put changes what the profile gives.
func (p *profile) put(u *store.User) {
	if p.Name != nil {
		u.Name = *p.Name
	}
	if p.Avatar != nil {
		u.Avatar = *p.Avatar
	}
}

// modifyUserInfo changes what the profiles give and leaves the rest alone.
var modifyUserInfo = operation{
	Name: "ModifyUserInfo", Page: "User/modify-user-information",
	Does: batch[modifying, none]{
		Each: func(tx *store.Tx, q modifying, at one) (none, error) {
			p := q.Profiles[at.At]
			if p.bad != nil {
				return none{}, p.bad
			}
			before, ok := tx.User(p.UserID)
			if !ok {
				return none{}, errUserMissing
			}
			u := *before
			p.put(&u)
			if p.Extra != nil {
				u.Extra = *p.Extra
			}
			u.UpdatedAt = tx.Now()
			tx.PutUser(u)
			return none{}, nil
		},
		Changes: true, Failures: "ErrorList", Entries: ofProfiles,
	},
	Listed: []*codeError{errInput, errUserIDLength, errRate, errUserMissing, errUserQuery, errUserSync, errUserUpdate}, // errUserIDLength in its sample
	Checks: []*codeError{
		errRate, errInput, errUserCount, errUserIDLength, errUserNameLength, errAvatarLength, errUserMissing,
	},
	Notes: []gateway.Fact{
		assumed("a text that is missing or null stays as it is, an empty one is set; of equal ids the last counts"),
		documented("not registered: SubCode 660700012"),
		assumed("the checks of form come first"),
	},
}

type modifying struct {
	Profiles []changedProfile `json:"UserInfo" rule:"required,maxitems=100" many:"660000011"`
}

func (m modifying) ids() []string {
	return idsOf(m.Profiles, func(p *changedProfile) string { return p.UserID })
}

type changedProfile struct {
	profile
	Extra *string `json:"Extra" rule:"maxbytes=2048"` // the vendor's support raises it to 32 KB
}

var queryUserInfos = operation{
	Name: "QueryUserInfos", Page: "User/query-user-information",
	Does: batch[infosQuery, userInfo]{
		Once: true,
		Each: func(tx *store.Tx, _ infosQuery, at one) (userInfo, error) {
			u, ok := tx.User(at.ID)
			switch {
			case ok:
				return userInfo{u.ID, u.Name, u.Avatar, u.Extra}, nil
			case !validQueriedID(at.ID):
				return userInfo{}, notQueried(at.ID)
			}
			return userInfo{}, unknownUser(errUserUnknown, at.ID)
		},
		Good: "Result", Failures: "ErrorList",
	},
	Listed: []*codeError{errGeneral, errInput, errRate, errUserInfo, errUserUnknown},
	Checks: []*codeError{errRate, errInput, errUserCount, errUserUnknown},
	Notes: []gateway.Fact{
		documented("an id has at most 64 bytes"),
		assumed("equal ids count for the number of ids"),
		assumed("a text that is not set is an empty string; both lists are in the order of the request"),
		assumed("not registered: SubCode 660700015 (the page also has 660000002 for it)"),
		assumed("an id that is empty, too long or has other characters: SubCode 660000002"),
	},
}

type infosQuery struct {
	UserIDs []string `json:"UserIds" rule:"required,maxitems=100" many:"660000011"`
}

func (q infosQuery) ids() []string { return q.UserIDs }

// userInfo is a user. Here the avatar is UserAvatar; in a block list it is Avatar.
type userInfo struct {
	UserID string `json:"UserId"`
	Name   string `json:"UserName"`
	Avatar string `json:"UserAvatar"`
	Extra  string `json:"Extra"`
}

var queryUserOnlineState = operation{
	Name: "QueryUserOnlineState", Page: "User/query-users-online-status", Method: get,
	Does: batch[stateQuery, foundState]{
		Once: true,
		Check: func(c *gateway.Call, q *stateQuery) error {
			q.lower = onlineStatus.Of(c.App) == "lower"
			return nil
		},
		Each: func(tx *store.Tx, q stateQuery, at one) (foundState, error) {
			u, ok := tx.User(at.ID)
			switch {
			case ok && u.Status != "" && q.lower:
				return foundState{u.ID, strings.ToLower(u.Status)}, nil
			case ok && u.Status != "":
				return foundState{u.ID, u.Status}, nil
			case ok:
				return foundState{}, errUserState.because("%s is registered and has not logged in", shownID(at.ID))
			case !validQueriedID(at.ID):
				return foundState{}, notQueried(at.ID)
			}
			return foundState{}, unknownUser(errUserState, at.ID)
		},
		Good: "Result", Failures: "ErrorList",
	},
	Listed: []*codeError{errUserCount, errUserState},
	Checks: []*codeError{errRate, errInput, errUserCount, errUserState},
	Notes: []gateway.Fact{
		documented("parameter UserId[]=a&UserId[]=b; an id has at most 64 bytes"),
		assumed("also escaped brackets, UserId=a&UserId=b, UserId[0]=a and an array in a JSON body"),
		documented("Status is Online or Offline; Offline when the heartbeat timed out"),
		documented("logged out, unknown, or registered by server and never logged in: ErrorList with SubCode 660200001"),
		assumed("an id that is empty, too long or has other characters: SubCode 660000002"),
		assumed("both lists are in the order of the request"),
		assumed("nobody connects to this server: the Go package and the server's own API say who logs in, goes offline and logs out"),
		documentedOn("Login and logout callback", "each of them is told by the callback user_action: appid, event, nonce, signature, timestamp, user_id, user_name, os, action 0 login, 1 logout, 2 offline, session_id, login_time, relogin, and logout_time and logout_reason or offline_time"),
		assumed("os is PC, logout_reason is logout; logout_time and logout_reason stand in a logout only, offline_time when offline only; relogin is 1 when the user has logged in before; back online is a login; a mark is told also when it changes nothing"),
	},
}

type stateQuery struct {
	UserIDs []string `json:"UserId" rule:"required,maxitems=100" many:"660000011"`
	lower   bool     // the Status, as a variant of the app has it
}

func (q stateQuery) ids() []string { return q.UserIDs }

type foundState struct {
	UserID string `json:"UserId"`
	Status string `json:"Status"`
}

// notQueried refuses an id that no query may ask for.
func notQueried(id string) error {
	return errInput.because("%s", whyNotIDOf(shownID(id), id, maxQueriedID))
}

// unknownUser is an error that says that nobody has the id.
func unknownUser(e *codeError, id string) error {
	return e.because("%s is not a user of this app", shownID(id))
}

// idsOf are the ids of items.
func idsOf[T any](items []T, id func(*T) string) []string {
	ids := make([]string, len(items))
	for i := range items {
		ids[i] = id(&items[i])
	}
	return ids
}

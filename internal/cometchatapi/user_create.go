package cometchatapi

import (
	"cmp"
	"strconv"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// newUser is a user to be made.
type newUser struct {
	UID  string `json:"uid" rule:"required,maxlen=100" check:"uid"`
	Name string `json:"name" rule:"required,maxlen=100"`
	profile
}

// user is what is stored: the members on top of what every fresh user has.
func (n *newUser) user(created time.Time) store.User {
	u := store.User{ID: n.UID, Name: n.Name, Status: "offline", CreatedAt: created}
	n.apply(&u)
	u.Role = cmp.Or(u.Role, defaultRole)
	return u
}

// planAllows refuses a user more than the app's plan has.
func planAllows(tx *store.Tx, most string) error {
	if n, _ := strconv.Atoi(most); n > 0 && tx.UserCount() >= n {
		return errPlanQuota.because("the app has %d users and its variant freePlanUsers is %d", tx.UserCount(), n)
	}
	return nil
}

type newUserCall struct {
	newUser
	WithAuthToken bool `json:"withAuthToken"`
	sdkMembers
}

var createUser = op[newUserCall, shownUser]{
	Name: "CreateUser", Route: "POST /users", Page: "Users", Seen: usersSeen,
	Key: AuthOnly, Limit: coreCalls, AddsUsers: true,
	Check: func(tx *store.Tx, _ caller, q newUserCall) []detail { return q.unknownRole(tx) },
	Run: func(tx *store.Tx, who caller, q newUserCall) (shownUser, error) {
		if taken := uidTaken(tx, q.UID); taken != nil {
			return shownUser{}, taken
		}
		if err := planAllows(tx, who.Choices.FreePlanUsers); err != nil {
			return shownUser{}, err
		}
		shown := shownUser{View: view{tags: true}}
		shown.Row.User = tx.PutUser(q.user(thisSecond(tx)))
		if q.WithAuthToken {
			shown.View.token = who.newToken(tx, q.UID)
			tx.PutToken(store.Token{Value: shown.View.token, UserID: q.UID, CreatedAt: thisSecond(tx)})
		}
		return shown, nil
	},
	Show:  showUser,
	Looks: onePerson,
	Codes: codes{gateway.Recorded: {errUIDAlreadyExists, errBadRequest, errPlanQuota}},
	Notes: notes{
		recorded("200 with the user; members and their order; no updatedAt; role default and status offline for a fresh user"),
		recorded("withAuthToken true: authToken, {uid}_ and ten digits of time and 30 hex digits, is last in the answer and can be used"),
		recorded("a core operation: 10,000 a minute, counted for itself"),
		documented("metadata and tags are in the answer, tags behind the times"),
		documented("uid is lower-cased; it has a-z, 0-9, - and _"),
		assumed("another character or more of them: 400 ERR_BAD_REQUEST with details.uid, not ERR_INVALID_UID"),
		assumed("the uid of a deactivated user and app_system count as existing; bad members are refused before an existing uid"),
		recorded("uid or name missing or blank, avatar no URL, a blank tag: 400 ERR_BAD_REQUEST with details"),
		documented("avatar and link are URLs, metadata is an object"),
		assumed("texts of these refusals; metadata counts as compact JSON, 5,120 bytes; an empty object counts as none"),
		documented("a role that does not exist: 400 ERR_BAD_REQUEST"),
		assumed("its details: the selected role is invalid; roles are compared in lower case"),
		recorded("unknown members are ignored, also deactivatedAt, hasBlockedMe and blockedByMe, which the vendor's SDK sends"),
		recorded("texts are trimmed; a blank text counts as missing"),
		assumed("a body that is no JSON object counts as empty; a form body with name[] for lists is accepted"),
		recorded("with the variant freePlanUsers 25 the 26th user is refused: 402 ERR_PLAN_QUOTA_RESTRICTION"),
		assumed("deactivated users count; bad members and an existing uid are refused before; ImportUsers is not held to it"),
	},
}

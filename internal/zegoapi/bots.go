package zegoapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// botPrefix is what the id of each bot begins with (page "Register bots").
const botPrefix = "@RBT#"

// errBotExists has the text of the page.
var errBotExists = &codeError{Code: errUserExists.Code, Message: "Bot already exists"}

// robotRegister adds the bots that are not there. One who is there stays as it is.
var robotRegister = operation{
	Name: "RobotRegister", Page: "Bot/register-bots", Rate: errRegisterRate, AddsUsers: true,
	Does: batch[registeringBots, none]{
		Each: func(tx *store.Tx, q registeringBots, at one) (none, error) {
			p := q.Profiles[at.At]
			if p.bad != nil {
				return none{}, p.bad
			}
			if !isBot(p.UserID) {
				return none{}, errInput.because("%s does not begin with %s", shownID(p.UserID), botPrefix)
			}
			if _, ok := tx.User(p.UserID); ok {
				return none{}, errBotExists
			}
			u := store.User{ID: p.UserID, CreatedAt: tx.Now()}
			p.put(&u)
			tx.PutUser(u)
			return none{}, nil
		},
		Changes: true, Failures: "ErrorList", Entries: ofProfiles,
	},
	Listed: []*codeError{
		errGeneral, errInput, errRate, errUserIDLength, errRegisterRate, errUserExists, errUserNameLength, errAvatarLength,
	},
	Checks: []*codeError{
		errRegisterRate, errInput, errUserCount, errUserIDLength, errUserNameLength, errAvatarLength,
		errUserExists,
	},
	Notes: []gateway.Fact{
		documented("an id begins with @RBT#"),
		assumed("one that does not: SubCode 660000002; the checks of form come first"),
		documented("a bot that is there: SubCode 660700002 with the SubMessage Bot already exists"),
		assumed("its profile stays as it is; the second of equal ids in one request is there too"),
		assumed("a bot is a user like others, who never logs in; UserRegister takes such an id too, which is a bot then"),
		documentedOn("Callback on message to a bot", "a message to a bot is told by the callback bot_msg; see SendPeerMessage"),
	},
}

type registeringBots struct {
	Profiles []profile `json:"UserInfo" rule:"required,maxitems=20" many:"660000011"`
}

func (r registeringBots) ids() []string {
	return idsOf(r.Profiles, func(p *profile) string { return p.UserID })
}

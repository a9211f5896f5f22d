package cometchatapi

import (
	"net/http"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// errBotNotFound is of the page "Error Guide"; status and text are assumed.
var errBotNotFound = newCode(
	http.StatusNotFound, "ERR_BOT_NOT_FOUND", "a bot that is nobody, or deactivated",
	"The bot with UID {1} does not exist.",
)

// sendBotMessage is SendMessage, from the user in the path.
var sendBotMessage = op[newMessage, sentMessages]{
	Name: "SendBotMessage", Route: "POST /bots/{uid}/messages", Page: "Messages", Limit: sendingCalls, Files: true,
	Right: right[newMessage]{Permission: "sendMessage", InScope: "sendMessage", Group: groupOfMessage, InPath: true},
	First: func(tx *store.Tx, who caller) error {
		if _, ok := activeUser(tx, who.UID); !ok {
			nobody := errBotNotFound.of(who.UID).because("%s", missingUser(tx, who.UID, who.UID).reason)
			nobody.user = who.UID
			return nobody
		}
		return nil
	},
	Check: tooLongMessage,
	Run: func(tx *store.Tx, who caller, q newMessage) (sentMessages, error) {
		who.Me = who.UID
		return runSend(tx, who, q)
	},
	Show: showSent, Looks: oneMessage, Tell: tellOfSent, InFlight: askOfSent,
	Codes: codes{
		gateway.Documented: append([]*code{errBotNotFound}, sendingCodes...),
		gateway.Assumed: {
			errBlockedReceiver, errBlockedSender, errBlockedByWebhook, errUIDNotFound, errGUIDNotFound, errNotJoined, errBannedMember,
			errBadRequest, errMessageNotFound, errMessageNoAccess,
		},
	},
	Notes: notes{
		documented("body and answer are those of SendMessage; the sender is {uid}"),
		assumed("any user may act as a bot, and is refused what the user would be; onBehalfOf is not looked at"),
	},
}

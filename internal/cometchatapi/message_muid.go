package cometchatapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// getMessageByMuid finds a message by the id that its sender's client gave it.
var getMessageByMuid = op[struct{}, messageView]{
	Name: "GetMessageByMuid", Route: "GET /user/messages/{muid}", Page: sdk, EndUsers: true,
	Right: right[struct{}]{Feature: "getMessage", Permission: "getMessageDetails"},
	Run: func(tx *store.Tx, who caller, _ struct{}) (messageView, error) {
		muid := who.path("muid")
		m, ok := tx.MessageByMuid(who.Me, muid)
		if !ok || !sees(tx, who.Me, m) {
			return messageView{}, errMessageNotFound.of(muid).because("%s has sent no message with the muid %.100q", who.Me, muid)
		}
		return viewOfMessage(tx, who.Me, m, m.Data.Bytes()), nil
	},
	Codes: codes{gateway.Assumed: {errMessageNotFound}},
	Notes: notes{
		assumed("the end user's own message, the last one where several have the muid; the answer is that of GetMessage"),
		assumed("the muid in the path is not percent-decoded, as uids are not"),
	},
}

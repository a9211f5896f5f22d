package zegoapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var clearPeerMessage = operation{
	Name: "ClearPeerMessage", Page: "Messaging/delete-all-messages-from-a-one-to-one-conversaiton-user",
	Does: action[peerClear, none]{
		Run: func(tx *store.Tx, q peerClear) (none, error) {
			if _, ok := tx.Talk(store.Dialog(q.From, q.To)); ok {
				tx.ClearTalk(q.From, q.To, false)
			}
			return none{}, nil
		},
		Changes: true,
	},
	Checks: []*codeError{errRate, errInput, errNotRegistered},
	Notes: append(clearFacts("ToUserId"),
		assumed("nothing there, or ToUserId not registered: Code 0"),
	),
}

type peerClear struct {
	From string `json:"FromUserId" rule:"required,userid"`
	To   string `json:"ToUserId" rule:"required,userid"`
}

func clearFacts(others string) []gateway.Fact {
	return []gateway.Fact{
		documented("all messages up to now are deleted for FromUserId, whoever wrote them; " + others + " keeps them"),
		assumed("later ones are there again; the conversation stays, with nothing unread"),
	}
}

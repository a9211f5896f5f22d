package zegoapi

import (
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var revokeGroupMessage = operation{
	Name: "RevokeGroupMessage", Page: "Messaging/recall-a-group-message",
	Does: action[groupRecall, done]{
		Check: func(c *gateway.Call, r *groupRecall) error {
			r.keep, r.rights = retentionOf(c.App), rightsIn(c.App)
			return nil
		},
		Run: func(tx *store.Tx, r groupRecall) (done, error) {
			if err := mayWriteTo(tx, r.Group, r.From, r.rights); err != nil {
				return done{}, err
			}
			return done{}, r.of(tx, store.GroupTalk(r.Group), r.From, viewOf(tx, r.From, r.Group, true, r.keep), recallWindow)
		},
		Changes: true,
	},
	Listed:   []*codeError{errInput, errNoMessage, errRecalled, errRecallWindow, errNotSender, errRate, errNoGroup},
	Unlisted: []*codeError{errNotRegistered, errNotInGroup},
	Notes: recallFacts(append(slices.Clip(windowFacts),
		documented("no such group: 660600001"),
		assumed("owners and administrators recall their own messages alone, too; FromUserId need not be a member"),
		strictly("a member"),
	)...),
}

type groupRecall struct {
	From  string `json:"FromUserId" rule:"required,userid"`
	Group string `json:"GroupId" rule:"required,userid"`
	recall
	Push offlinePush `json:"OfflinePush" rule:"notemulated"`

	rights groupRights
}

package zegoapi

import (
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var revokeGroupMessage = operation{
	Name: "RevokeGroupMessage", Page: "Messaging/recall-a-group-message",
	Does: action[groupRecall, none]{
		Check: func(c *gateway.Call, r *groupRecall) error {
			r.keep = retentionOf(c.App)
			return withRights(c, r)
		},
		Run: onGroup(ofMember, func(tx *store.Tx, r groupRecall, g *store.Group) (none, error) {
			from := r.FromUserID
			return none{}, r.of(tx, store.GroupTalk(g.ID), from, viewOf(tx, from, g.ID, true, r.keep), recallWindow)
		}),
		Changes: true,
	},
	Listed: []*codeError{errInput, errNoMessage, errRecalled, errRecallWindow, errNotSender, errRate, errNoGroup},
	Checks: []*codeError{
		errRate, errInput, errNotRegistered, errNoGroup, errNotInGroup, errNoMessage, errRecalled, errNotSender,
		errRecallWindow,
	},
	Notes: recallFacts(append(slices.Clip(windowFacts),
		documented("no such group: 660600001"),
		assumed("owners and administrators recall their own messages alone, too; FromUserId need not be a member"),
		strictly("a member"),
	)...),
}

type groupRecall struct {
	groupCall
	recall
	Push offlinePush `json:"OfflinePush" rule:"notemulated"`
}

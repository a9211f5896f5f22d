package zegoapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var clearMemberGroupMessage = operation{
	Name: "ClearMemberGroupMessage", Page: "Messaging/delete-all-messages-from-a-group-member",
	Does: action[groupClear, done]{
		Check: func(c *gateway.Call, q *groupClear) error {
			q.rights = rightsIn(c.App)
			return nil
		},
		Run: func(tx *store.Tx, q groupClear) (done, error) {
			if err := mayWriteTo(tx, q.Group, q.From, q.rights); err != nil {
				return done{}, err
			}
			if _, has := tx.Conversation(q.From, q.Group, true); has {
				tx.ClearTalk(q.From, q.Group, true)
			}
			return done{}, nil
		},
		Changes: true,
	},
	Unlisted: []*codeError{errInput, errRate, errNotRegistered, errNoGroup, errNotInGroup},
	Notes: append(clearFacts("the group"),
		assumed("no such group: 660600001; QueryGroupMsg, which is nobody's view, stays as it is"),
		assumed("FromUserId has no conversation with the group: Code 0, and nothing is deleted"),
		strictly("a member"),
	),
}

type groupClear struct {
	From  string `json:"FromUserId" rule:"required,userid"`
	Group string `json:"GroupId" rule:"required,userid"`

	rights groupRights
}

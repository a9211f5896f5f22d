package zegoapi

import (
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var queryGroupMsg = operation{
	Name: "QueryGroupMsg", Page: "Conversation/query-the-message-list-of-group-chats",
	Does: action[groupHistory, history]{
		Check: func(c *gateway.Call, q *groupHistory) error { return q.check(c, store.GroupTalk(q.Group)) },
		Run: func(tx *store.Tx, q groupHistory) (page history, err error) {
			if _, err = groupOf(tx, q.Group); err != nil {
				return page, err
			}
			return q.of(tx, store.GroupTalk(q.Group), view{keep: q.keep, now: tx.Now()}), nil
		},
	},
	Listed: []*codeError{errInput, errRate, errNotRegistered, errNoGroup, errGroup},
	Checks: []*codeError{errRate, errInput, errNoGroup},
	Notes: shownFacts(append(slices.Clip(historyFacts),
		documented("no such group, or a disbanded one: 660600001"),
		assumed("as the group has the conversation: what a member has cleared is there, and what is for some members alone"),
	)...),
}

type groupHistory struct {
	Group string `json:"GroupId" rule:"required,userid"`
	historyPage
}

package zegoapi

import "github.com/chatdouble/mockserver/internal/store"

var clearMemberGroupMessage = operation{
	Name: "ClearMemberGroupMessage", Page: "Messaging/delete-all-messages-from-a-group-member",
	Does: action[groupCall, none]{
		Check: withRights[groupCall],
		Run: onGroup(ofMember, func(tx *store.Tx, q groupCall, g *store.Group) (none, error) {
			if _, has := tx.Conversation(q.FromUserID, g.ID, true); has {
				tx.ClearTalk(q.FromUserID, g.ID, true)
			}
			return none{}, nil
		}),
		Changes: true,
	},
	Checks: []*codeError{errRate, errInput, errNotRegistered, errNoGroup, errNotInGroup},
	Notes: append(clearFacts("the group"),
		assumed("no such group: 660600001; QueryGroupMsg, which is nobody's view, stays as it is"),
		assumed("FromUserId has no conversation with the group: Code 0, and nothing is deleted"),
		strictly("a member"),
	),
}

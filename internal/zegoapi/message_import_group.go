package zegoapi

import (
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var importGroupMsg = operation{
	Name: "ImportGroupMsg", Page: "Messaging/import-group-messages",
	Does: action[groupImport, importedGroup]{
		Check: func(c *gateway.Call, m *groupImport) error { return m.check(c) },
		Run: func(tx *store.Tx, m groupImport) (done importedGroup, err error) {
			if _, err = groupOf(tx, m.Group); err != nil {
				return done, err
			}
			message := m.message(tx, m.From)
			message.Conversation = store.GroupTalk(m.Group)
			return importedGroup{tx.AddMessage(message).Seq}, nil
		},
		Changes: true,
	},
	Listed: []*codeError{errMessageTooLarge, errNotRegistered, errNoGroup, errInput},
	Checks: []*codeError{errRate, errInput, errMessageTooLarge, errNotRegistered, errNoGroup},
	Notes: bodyFacts(append(slices.Clip(importFacts),
		assumed("FromUserId need not be a member; all see it; times before the group's creation are accepted"),
		documented("MsgSeq without MsgId"),
	)...),
}

type groupImport struct {
	From  string `json:"FromUserId" rule:"required,userid"`
	Group string `json:"GroupId" rule:"required,userid"`
	importing
}

type importedGroup struct {
	MsgSeq int64 `json:"MsgSeq"`
}

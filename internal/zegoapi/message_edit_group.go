package zegoapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var editGroupMsgBody = operation{
	Name: "EditGroupMsgBody", Page: "Messaging/edit-a-message",
	Does: action[groupEdit, edited]{
		Check: func(c *gateway.Call, e *groupEdit) error { return e.check(c) },
		Run: func(tx *store.Tx, e groupEdit) (edited, error) {
			if _, err := groupOf(tx, e.Conv); err != nil {
				return edited{}, err
			}
			if _, in := tx.Member(e.Conv, e.From); !in {
				return edited{}, errNotInGroup.because("FromUserId %q is not a member of the group %q; only members edit its messages", e.From, e.Conv)
			}
			m, done, err := e.of(tx, store.GroupTalk(e.Conv), e.Sender, viewOf(tx, e.From, e.Conv, true, e.keep))
			if err == nil {
				done.tell(messageEventOf(m, withGroup, e.Conv).sent())
			}
			return done, err
		},
		Changes: true,
	},
	Listed: []*codeError{errInput, errEditWindow, errEdit},
	Checks: []*codeError{
		errRate, errInput, errNotRegistered, errNoGroup, errNotInGroup, errNoMessage, errRecalled, errEdit,
		errEditWindow, errMessageTooLarge,
	},
	Notes: editFacts(
		documented("SenderId may be missing, as the page's text says; FromUserId must be a member"),
		assumed("no such group: 660600001; no member: 660600024; any member may edit; a message for some of the group alone: 661000005"),
	),
}

type groupEdit struct {
	From   string `json:"FromUserId" rule:"required,userid"`
	Sender string `json:"SenderId" rule:"maxbytes=32"` // empty: nobody says
	edit
}

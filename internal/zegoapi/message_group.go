package zegoapi

import (
	"encoding/json"
	"strconv"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var sendGroupMessage = operation{
	Name: "SendGroupMessage", Page: "Messaging/send-group-messages", Rates: []rate{{Quota: "messagesPerSecond"}},
	Does: action[groupMessage, sentGroupMessage]{
		Check: func(c *gateway.Call, m *groupMessage) error {
			m.ids, m.idAsText = idsOfCall(c), groupMessageID.Of(c.App) == "string"
			if err := m.Options.Targets.check(m.FromUserID); err != nil {
				return err
			}
			if err := m.Body.check(m.Type); err != nil {
				return err
			}
			return withRights(c, m)
		},
		Run: onGroup(ofMember, func(tx *store.Tx, m groupMessage, g *store.Group) (sent sentGroupMessage, err error) {
			id := m.ids.text(0)
			if sent.MsgID = json.RawMessage(id); m.idAsText {
				sent.MsgID = json.RawMessage(strconv.Quote(id))
			}
			if !isKept(m.Type) {
				return sent, nil
			}
			message := m.message(tx, m.FromUserID, m.Type)
			message.Conversation, message.MsgID, message.Uncounted = store.GroupTalk(g.ID), id, m.Options.NoUnread
			if targets := m.Options.Targets.targets(m.FromUserID); targets != nil {
				more := message.Extra()
				more.Targets = targets
				message = message.With(more)
				message.Uncounted = true
			}
			stored := tx.AddMessage(message)
			sent.MsgSeq = stored.Seq
			sent.tell(messageEventOf(stored, withGroup, g.ID).sent())
			return sent, nil
		}),
		Changes: true,
	},
	Listed: []*codeError{
		errNotBase64, errMessageTooLarge, errNotRegistered, errNoGroup, errTextAudit, errTextRejected, errImageAudit,
		errImageRejected, errMessageParams, errRedirect, errMessageTooLong,
	},
	Checks: []*codeError{
		errRate, errInput, errNotBase64, errMessageTooLarge, errNotRegistered, errNoGroup, errNotInGroup,
	},
	Notes: bodyFacts(
		documented("MessageType is 1, 2, 10-14 or 200, Priority 1-3"),
		documented("no such group, or a disbanded one: 660600001"),
		assumed("FromUserId need not be a member"),
		strictly("a member"),
		assumed("mutes and blacklists do not stop the server API"),
		documented("MsgSeq, the group's next one, MsgId, a number (variant groupMessageId), AuditInfos"),
		assumed("type 2 has no MsgSeq"),
		documented("NoUnread: the message does not count as unread"),
		documented("TargetOption: with Inclusive true only ReceiverUserIds see the message, else all but those; it does not count as unread"),
		assumed("the sender sees it always; FromUserId among ReceiverUserIds: 660000002; an empty ReceiverUserIds without Inclusive is as if it were not there; their ids need not be members"),
		documentedOn("MessageBody introduction", "type 2 is not kept and not told of"),
		documentedOn("Callback on message sent", "callback send_msg with conv_type 2, conv_id GroupId, msg_id, msg_seq and source 1"),
		assumed("without user_list; msg_body is Message as it was passed"),
	),
}

// groupMessage is a message to a group.
type groupMessage struct {
	groupCall
	Type     int64 `json:"MessageType" rule:"required,enum=1|2|10|11|12|13|14|200"`
	Priority int64 `json:"Priority" rule:"required,enum=1|2|3,noeffect"`
	contents
	Options groupOptions `json:"SendMsgOptions"`

	ids      messageIDs
	idAsText bool
}

type groupOptions struct {
	sendOptions
	Targets targetOption `json:"TargetOption"`
}

type targetOption struct {
	Users     []string `json:"ReceiverUserIds"`
	Inclusive bool     `json:"Inclusive"`
}

// check refuses a sender among those who are to see a message, or not.
func (t *targetOption) check(from string) error {
	for _, id := range t.Users {
		switch {
		case !ValidUserID(id):
			return errInput.because("%s", whyNotID("ReceiverUserIds "+shownID(id), id))
		case id == from:
			return errInput.because("ReceiverUserIds has FromUserId %q in it; the sender always sees the message", id)
		}
	}
	return nil
}

// targets are those who see a message; nil: all do.
func (t *targetOption) targets(from string) *store.Targets {
	if len(t.Users) == 0 && !t.Inclusive {
		return nil
	}
	if len(t.Users) == 0 {
		return &store.Targets{Users: []string{from}} // nobody else sees it
	}
	return &store.Targets{Users: once(t.Users), Except: !t.Inclusive}
}

// sentGroupMessage is the answer.
type sentGroupMessage struct {
	told

	MsgSeq int64           `json:"MsgSeq,omitempty"` // 0: the kind of message has none
	MsgID  json.RawMessage `json:"MsgId" rule:"any"` // a number, or a text of one
	Audits []none          `json:"AuditInfos" wire:"vary"`
}

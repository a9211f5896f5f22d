package zegoapi

import (
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// importing is a message from elsewhere: nobody is told of it, and it counts as unread for nobody.
type importing struct {
	Type     int64 `json:"MessageType" rule:"required,enum=1|10|11|12|13|14|200"`
	Priority int64 `json:"Priority" rule:"required,enum=1|2|3,noeffect"`
	SentAt   int64 `json:"SendMessageTime"` // in ms; 0: now
	SubType  int64 `json:"SubMsgType" rule:"max=200" only:"MessageType=200"`

	Searched string       `json:"SearchedContent" rule:"maxbytes=64" long:"660400001,assumed" only:"MessageType=200"`
	Body     importedBody `json:"MessageBody" rule:"required"`

	ids messageIDs
}

type importedBody struct {
	Message    string      `json:"Message" rule:"required"`
	Extended   string      `json:"ExtendedData" rule:"maxbytes=1024" long:"660400001,assumed"`
	Push       offlinePush `json:"OfflinePush" rule:"notemulated"`
	HasReceipt int64       `json:"HasReceipt" rule:"enum=0|1,noeffect"`
}

// check is the last to see the request.
func (m *importing) check(c *gateway.Call) error {
	m.ids = idsOfCall(c)
	at, keep := time.UnixMilli(m.SentAt), retentionOf(c.App)
	switch {
	case m.SentAt == 0:
		m.SentAt = c.Now.UnixMilli()
	case at.After(c.Now):
		return errInput.because("SendMessageTime %d is %v from now; nothing can have been sent in the future", m.SentAt, at.Sub(c.Now))
	case keep > 0 && c.Now.Sub(at) > keep:
		return errInput.because("SendMessageTime %d is %v ago; this app keeps messages for %d days (limits.retentionDays)", m.SentAt, c.Now.Sub(at), keep/(24*time.Hour))
	}
	return fits(len(m.Body.Message), m.Type)
}

// message is what the store keeps of it.
func (m *importing) message(tx *store.Tx, from string) store.Message {
	says := contents{m.SubType, m.Searched, messageBody{Message: m.Body.Message, Extended: m.Body.Extended}}
	message := says.message(tx, from, m.Type)
	message.SentAt = time.UnixMilli(m.SentAt).UTC()
	message.UpdatedAt, message.MsgID, message.Uncounted = message.SentAt, m.ids.text(0), true
	return message
}

var importFacts = []gateway.Fact{
	documented("MessageType is 1, 10-14 or 200"),
	documented("MsgTime is SendMessageTime; 0 or missing: now; not later than now and not older than messages are kept"),
	assumed("another one: 660000002; out of order is accepted, lists sort by time; MsgSeq is the conversation's next number"),
	documented("no push, no callback, no unread; HasReceipt and OfflinePush are ignored"),
	assumed("the conversation is as new as the message, or as it was when that is newer"),
}

var importPeerMsg = operation{
	Name: "ImportPeerMsg", Page: "Messaging/import-one-to-one-messages",
	Does: action[peerImport, importedPeer]{
		Check: func(c *gateway.Call, m *peerImport) error {
			switch {
			case m.From == m.To:
				return errInput.because("FromUserId and ToUserId are both %q", m.From)
			case m.For != m.From && m.For != m.To:
				return errInput.because("ImportedUserId %q is neither FromUserId nor ToUserId", m.For)
			}
			return m.check(c)
		},
		Run: func(tx *store.Tx, m peerImport) (done importedPeer, err error) {
			if err = target(tx, m.To); err != nil {
				return done, err
			}
			message := m.message(tx, m.From)
			more := message.Extra()
			message.Receiver, more.OnlyFor = m.To, m.For
			stored := tx.AddMessage(message.With(more))
			return importedPeer{stored.MsgID, stored.Seq}, nil
		},
		Changes: true,
	},
	Listed: []*codeError{errMessageTooLarge, errInput},
	Checks: []*codeError{errRate, errInput, errMessageTooLarge, errNotRegistered, errUserUnknown},
	Notes: bodyFacts(append(slices.Clip(importFacts),
		documented("into the list of ImportedUserId alone, who is FromUserId or ToUserId"),
		assumed("two calls for both sides give two messages; ToUserId not registered: 660700015; blacklists are not looked at"),
		documented("MsgId, a text, and MsgSeq"),
	)...),
}

type peerImport struct {
	From string `json:"FromUserId" rule:"required,userid"`
	To   string `json:"ToUserId" rule:"required,userid"`
	For  string `json:"ImportedUserId" rule:"required,userid"`
	importing
}

type importedPeer struct {
	MsgID  string `json:"MsgId"`
	MsgSeq int64  `json:"MsgSeq"`
}

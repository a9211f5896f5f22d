package zegoapi

import (
	"cmp"
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/store"
)

// FixtureMessage is a message that a ZIM app keeps (pages "SendPeerMessage", "SendGroupMessage" and "SendRoomMessage").
type FixtureMessage struct {
	fixture.Placed `schema:"ZIMMessage" is:"a message" doc:"A message to a user, a group or a room."`

	ID           int              `json:"id,omitzero" rule:"min=1,max=9007199254740991" doc:"Its number in the app, one more than that of the message before when left out. Numbers ascend."`
	From         string           `json:"from" rule:"required" doc:"The id of a listed or generated user."`
	To           string           `json:"to,omitzero" doc:"The id of a listed or generated user. A message has this, toGroup or toRoom."`
	ToGroup      string           `json:"toGroup,omitzero" doc:"The id of a listed group."`
	ToRoom       string           `json:"toRoom,omitzero" doc:"The id of a listed room."`
	Text         string           `json:"text" rule:"required" doc:"What it says: the member Message of its MessageBody."`
	Type         string           `json:"type,omitzero" rule:"digits,minlen=1,maxlen=3,default=1" doc:"The number of its type, 1 for a text."`
	SubType      int              `json:"subType,omitzero" rule:"min=0,max=200" doc:"Its SubMsgType. 0 when left out."`
	Searched     string           `json:"searchedContent,omitzero" doc:"What a search looks at. Empty when left out."`
	ExtendedData string           `json:"extendedData,omitzero" doc:"What the sender's backend sends along with the text."`
	MsgID        string           `json:"msgId,omitzero" rule:"digits,maxlen=18" doc:"The number that names it. It follows from id when left out."`
	MsgSeq       int              `json:"msgSeq,omitzero" rule:"min=1,max=2147483647" doc:"Its number in the conversation, one more than that of the message before when left out. Numbers ascend."`
	SentAt       time.Time        `json:"sentAt,omitzero" doc:"The epoch plus the message's number in seconds when left out."`
	UpdatedAt    time.Time        `json:"updatedAt,omitzero" doc:"The time of sending when left out."`
	EditedAt     time.Time        `json:"editedAt,omitzero" doc:"When it was edited last. Never when left out."`
	NoUnread     bool             `json:"noUnread,omitzero" doc:"It does not count as unread."`
	HasReceipt   bool             `json:"hasReceipt,omitzero" doc:"Who gets it can confirm it."`
	OnlyFor      string           `json:"onlyFor,omitzero" doc:"The one of the two who sees it, as one that was imported. Both when left out."`
	OnlyTo       []string         `json:"onlyTo,omitzero" rule:"zimid" doc:"Those of the group who see it, beside the sender. All when left out."`
	NotTo        []string         `json:"notTo,omitzero" rule:"zimid" doc:"Those of the group who do not see it."`
	Recalled     FixtureRecall    `json:"recalled,omitzero" doc:"That the sender took it back."`
	Receipts     []FixtureReceipt `json:"receipts,omitzero" doc:"What came of it with those who have got it."`
}

// FixtureRecall says that a message was taken back (page "RevokePeerMessage").
type FixtureRecall struct {
	fixture.Placed `schema:"ZIMRecall" is:"a recall" doc:"That a message was taken back."`

	By      string    `json:"by,omitzero" doc:"Who took it back, the sender when left out."`
	At      time.Time `json:"at" rule:"required" doc:"When."`
	Payload string    `json:"payload,omitzero" doc:"What was said with it. Empty when left out."`
}

// FixtureReceipt says what somebody has done with a message (pages "C2cReadReceipt" and "C2cDeliveryReceipt").
type FixtureReceipt struct {
	fixture.Placed `schema:"ZIMReceipt" is:"a receipt" doc:"What somebody has done with a message."`

	UserID      string    `json:"userId" rule:"required" doc:"Who."`
	DeliveredAt time.Time `json:"deliveredAt,omitzero" doc:"Since when the user has it. Not confirmed when left out."`
	ReadAt      time.Time `json:"readAt,omitzero" doc:"When the user read it. Not confirmed when left out."`
}

func (a *FixtureApp) messagesIn(tx *store.Tx, p *fixture.Plan) error {
	for i := range a.Messages {
		fixture.PutMessage(tx, a.Messages[i].stored(), p)
	}
	return nil
}

// inventedMessagesIn puts the messages that are generated behind the listed ones.
func (a *FixtureApp) inventedMessagesIn(tx *store.Tx, p *fixture.Plan) error {
	for m := range p.InventedMessages {
		fixture.PutMessage(tx, store.Message{Sender: m.From, Receiver: m.To, Type: fixtureMessageType, Text: m.Text}, p)
	}
	return nil
}

// fixtureMessageType is that of a message that does not say.
const fixtureMessageType = "1"

// talk is the key of its conversation.
func (m *FixtureMessage) talk() string {
	switch {
	case m.ToGroup != "":
		return store.GroupTalk(m.ToGroup)
	case m.ToRoom != "":
		return store.RoomTalk(m.ToRoom)
	}
	return store.Dialog(m.From, m.To)
}

func (m *FixtureMessage) stored() store.Message {
	s := store.Message{
		ID: uint64(m.ID), Sender: m.From, Receiver: m.To, Seq: int64(m.MsgSeq), MsgID: m.MsgID,
		Type: cmp.Or(m.Type, fixtureMessageType), SubType: int32(m.SubType), Uncounted: m.NoUnread, WantsReceipt: m.HasReceipt,
		Text: m.Text, Extended: m.ExtendedData, SentAt: m.SentAt, UpdatedAt: m.UpdatedAt,
	}
	if m.To == "" {
		s.Conversation = m.talk()
	}
	more := store.MessageMore{OnlyFor: m.OnlyFor, Searched: m.Searched, EditedAt: m.EditedAt}
	switch {
	case m.OnlyTo != nil:
		more.Targets = &store.Targets{Users: m.OnlyTo}
	case m.NotTo != nil:
		more.Targets = &store.Targets{Users: m.NotTo, Except: true}
	}
	if r := &m.Recalled; !r.At.IsZero() {
		more.Recalled = &store.Recall{By: cmp.Or(r.By, m.From), At: r.At, Payload: r.Payload}
	}
	for i := range m.Receipts {
		r := &m.Receipts[i]
		more.Receipts = append(more.Receipts, store.MessageState{User: r.UserID, DeliveredAt: r.DeliveredAt, ReadAt: r.ReadAt})
	}
	if !more.Empty() {
		s = s.With(more)
	}
	return s
}

// messagesOut gives those a MsgSeq that do not follow the one before in their conversation.
func (a *FixtureApp) messagesOut(tx *store.Tx) {
	a.Messages = slices.Grow(a.Messages, tx.MessageCount()) // there may be a million
	last := map[string]int64{}                              // MsgSeq by conversation
	for m := range tx.AllMessages() {
		out := fixtureMessage(m)
		if m.Seq != last[m.Conversation]+1 {
			out.MsgSeq = int(m.Seq)
		}
		last[m.Conversation] = m.Seq
		a.Messages = append(a.Messages, out)
	}
}

func fixtureMessage(m *store.Message) FixtureMessage {
	out := FixtureMessage{
		ID: int(m.ID), From: m.Sender, To: m.Receiver, MsgID: m.MsgID, SubType: int(m.SubType), NoUnread: m.Uncounted,
		HasReceipt: m.WantsReceipt, Text: m.Text, ExtendedData: m.Extended, SentAt: m.SentAt,
	}
	if id, ok := store.GroupOfTalk(m.Conversation); ok {
		out.ToGroup = id
	}
	if id, ok := store.RoomOfTalk(m.Conversation); ok {
		out.ToRoom = id
	}
	if m.Type != fixtureMessageType {
		out.Type = m.Type
	}
	if !m.UpdatedAt.Equal(m.SentAt) {
		out.UpdatedAt = m.UpdatedAt
	}
	if m.More != nil {
		out.more(m.More)
	}
	return out
}

func (m *FixtureMessage) more(more *store.MessageMore) {
	m.OnlyFor, m.Searched, m.EditedAt = more.OnlyFor, more.Searched, more.EditedAt
	if t := more.Targets; t != nil && t.Except {
		m.NotTo = t.Users
	} else if t != nil {
		m.OnlyTo = t.Users
	}
	if r := more.Recalled; r != nil {
		m.Recalled = FixtureRecall{By: r.By, At: r.At, Payload: r.Payload}
		if r.By == m.From {
			m.Recalled.By = ""
		}
	}
	for _, r := range more.Receipts {
		m.Receipts = append(m.Receipts, FixtureReceipt{UserID: r.User, DeliveredAt: r.DeliveredAt, ReadAt: r.ReadAt})
	}
}

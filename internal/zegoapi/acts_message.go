package zegoapi

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// sendsMessage has the words of [FixtureMessage].
type sendsMessage struct {
	gateway.By

	To           string `json:"to,omitempty" doc:"the id of a user; a message has this, toGroup or toRoom"`
	ToGroup      string `json:"toGroup,omitempty" doc:"the id of a group"`
	ToRoom       string `json:"toRoom,omitempty" doc:"the id of a room"`
	Text         string `json:"text" rule:"required" doc:"what the message says: the member Message of a MessageBody"`
	Type         string `json:"type,omitempty" rule:"enum=1|2|10|11|12|13|14|20|100|200,default=1" doc:"the number of its type, 1 for a text"`
	SubType      int    `json:"subType,omitempty" rule:"min=0,max=200" doc:"the SubMsgType of a custom message"`
	Searched     string `json:"searchedContent,omitempty" rule:"maxbytes=64" doc:"what a search looks at"`
	ExtendedData string `json:"extendedData,omitempty" rule:"maxbytes=1024" doc:"payload of the callbacks"`
	NoUnread     bool   `json:"noUnread,omitempty" doc:"it does not count as unread"`
	HasReceipt   bool   `json:"hasReceipt,omitempty" doc:"who gets it can confirm it"`
}

type sentMessageIDs struct {
	MsgID  string `json:"msgId" doc:"the number that names it in callbacks and lists"`
	MsgSeq int64  `json:"msgSeq,omitempty" doc:"its number in the conversation; left out for a message that is not kept"`
}

// sendMessage is what sendMessage of the client SDK does.
var sendMessage = gateway.JudgedActOf(gateway.Act{
	Name: "sendMessage", Summary: "Send a message to a user, a group or a room",
}, judge, func(tx *store.Tx, a *gateway.Acting, in sendsMessage, v verdict) (out sentMessageIDs, _ gateway.Tell, err error) {
	if err := in.check(tx); err != nil {
		return out, nil, err
	}
	m := in.message(tx, v)
	refuse := func(result int, err error) (sentMessageIDs, gateway.Tell, error) {
		if !isKept(kindOf(&m)) {
			return sentMessageIDs{}, nil, err
		}
		return sentMessageIDs{}, tellOf(a, tx.Now(), in.event(&m, result).sent()), err
	}
	switch {
	case in.isBlocked(tx):
		return refuse(errBlocked.Code, errBlockedSender.because("%q has blocked %q: the message is not sent, as send_msg tells with send_result %d", in.To, in.User, errBlocked.Code))
	case v.no != "":
		return refuse(errNotSent.Code, errRefusedByBackend.because("the message is not sent: %s", v.no))
	}
	if err := fits(len(m.Text), kindOf(&m)); err != nil {
		return out, nil, err
	}
	out.MsgID = m.MsgID
	if !isKept(kindOf(&m)) {
		return out, nil, nil
	}
	happened := in.send(tx, &m, v.Result == sendSilently)
	out.MsgSeq = m.Seq
	return out, tellOf(a, tx.Now(), happened...), nil
})

// Refusals that the sender's app gets from the client SDK, whose codes are others than those of the server API.
var (
	errBlockedSender    = &codeError{Code: 6000284, Message: "blocked by the receiver"} // page "Error codes" of the SDK
	errRefusedByBackend = &codeError{Code: 111101, Message: "refused by the backend"}   // page "Callback before message sent", in Chinese
)

// kind is the number of its type.
func (s *sendsMessage) kind() int64 {
	kind, _ := strconv.ParseInt(cmp.Or(s.Type, fixtureMessageType), 10, 64) // one of those of its rule
	return kind
}

// check refuses what would not be sent anyhow, before the backend is asked and again when it has answered.
func (s *sendsMessage) check(tx *store.Tx) error {
	receivers := 0
	for _, to := range []string{s.To, s.ToGroup, s.ToRoom} {
		if to != "" {
			receivers++
		}
	}
	switch {
	case receivers != 1:
		return fmt.Errorf("a message has one of to, toGroup and toRoom, this has %d of them", receivers)
	case s.kind() == typeBarrage && s.ToRoom == "":
		return fmt.Errorf("messages of type %d go to rooms only", typeBarrage)
	}
	if err := fits(len(s.Text), s.kind()); err != nil {
		return err
	}
	switch {
	case s.ToGroup != "":
		return s.checkGroup(tx)
	case s.ToRoom != "":
		return s.checkRoom(tx)
	case s.To == s.User:
		return errInput.because("to is the sender %q; nobody can send to themselves", s.User)
	}
	return target(tx, s.To)
}

func (s *sendsMessage) checkGroup(tx *store.Tx) error {
	g, err := groupOf(tx, s.ToGroup)
	if err != nil {
		return err
	}
	m, err := memberOf(tx, g, s.User)
	if err == nil && isMuted(tx.Now(), g, &m) {
		err = errNotAllowed.because("%q is muted in the group %q", s.User, g.ID)
	}
	return err
}

func (s *sendsMessage) checkRoom(tx *store.Tx) error {
	r, err := roomOf(tx, s.ToRoom)
	switch {
	case err != nil:
		return err
	case !tx.InRoom(r.ID, s.User):
		return errOutsideRoom.because("%q is not in room %q; enterRoom enters it", s.User, r.ID)
	case s.HasReceipt:
		return errRoomReceipt.because("hasReceipt is true; messages to rooms have no receipts")
	}
	return nil
}

// isBlocked reports whether the one receiver does not want messages of the sender.
func (s *sendsMessage) isBlocked(tx *store.Tx) bool { return s.To != "" && tx.HasBlocked(s.To, s.User) }

// message is the message as the backend wants it.
func (s *sendsMessage) message(tx *store.Tx, v verdict) store.Message {
	c := contents{
		SubType: int64(s.SubType), Searched: s.Searched,
		Body: messageBody{Message: s.Text, Extended: s.ExtendedData},
	}
	if s.HasReceipt {
		c.Body.HasReceipt = 1
	}
	m := c.message(tx, s.User, s.kind())
	m.MsgID, m.Uncounted = v.id, s.NoUnread
	if v.Text != "" && (s.kind() == typeText || s.kind() == typeCustom) {
		m.Text = v.Text
	}
	if v.Payload != nil {
		m.Extended = *v.Payload
	}
	switch {
	case s.ToGroup != "":
		m.Conversation = store.GroupTalk(s.ToGroup)
	case s.ToRoom != "":
		m.Conversation = store.RoomTalk(s.ToRoom)
	default:
		u, _ := tx.User(s.To)
		m.Receiver = u.ID
	}
	return m
}

// send keeps the message and says who is told. One that is sent silently is there for its sender alone.
func (s *sendsMessage) send(tx *store.Tx, m *store.Message, silently bool) []happening {
	if silently {
		s.keepSilent(tx, m)
		return []happening{s.event(m, errSentSilently.Code).sent()}
	}
	if s.ToRoom != "" {
		m.Seq = keepInRoom(tx, *m).Seq
	} else {
		m.Seq = tx.AddMessage(*m).Seq
	}
	e := s.event(m, 0)
	happened := []happening{e.sent()}
	if isBot(s.To) && kindOf(m) != typeCombined {
		happened = append(happened, e.toBot())
	}
	return happened
}

// keepSilent keeps what the sender alone sees. A room has no history of one's own.
func (s *sendsMessage) keepSilent(tx *store.Tx, m *store.Message) {
	more := m.Extra()
	switch {
	case s.ToRoom != "":
		return
	case s.ToGroup != "":
		more.Targets = &store.Targets{Users: []string{m.Sender}}
	default:
		more.OnlyFor = m.Sender
	}
	m.Uncounted = true
	m.Seq = tx.AddMessage(m.With(more)).Seq
}

// event is what the callbacks tell of the message. That of an app user names the conversation; one to a user has an
// empty user_list (page "Interact with the in-app chat" of the AI Agent).
func (s *sendsMessage) event(m *store.Message, result int) messageEvent {
	convType, convID := s.conversation()
	e := messageEventOf(m, convType, convID)
	e.Source, e.MsgBody, e.SendResult = 0, shownBody(m), result
	if convType == withUser {
		e.UserList = &[]receipt{}
	}
	return e
}

// conversation is what callbacks name it by.
func (s *sendsMessage) conversation() (convType int, convID string) {
	switch {
	case s.ToGroup != "":
		return withGroup, s.ToGroup
	case s.ToRoom != "":
		return withRoom, s.ToRoom
	}
	return withUser, s.To
}

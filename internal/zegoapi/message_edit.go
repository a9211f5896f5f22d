package zegoapi

import (
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// editWindow is for how long a message can be edited (page "Edit a message").
const editWindow = 24 * time.Hour

// The bits of EditType: what is edited.
const (
	editText = 1 << iota
	editExtended
	editMentions
	editMentionAll
	editSubType
)

// edit changes a message. What EditType does not name is ignored.
type edit struct {
	Conv     string      `json:"ConvId" rule:"required,userid"`
	Type     int64       `json:"MsgType" rule:"required"` // 1, 10 or 200
	Seq      int64       `json:"ConvMsgSeq" rule:"required,min=1"`
	What     int64       `json:"EditType" rule:"required,min=1,max=31"`
	Body     *editedBody `json:"MessageBody"`
	Mentions *mentions   `json:"AtListInfo" rule:"noeffect"`
	All      *bool       `json:"IsAtAll" rule:"noeffect"`
	SubType  *int64      `json:"SubMsgType" rule:"max=200" only:"MsgType=200"`

	keep time.Duration
	late *codeError // what is too large
}

func (e *edit) postpone(late *codeError) { e.late = late }

type editedBody struct {
	Message  string `json:"Message"`
	Extended string `json:"ExtendedData" rule:"maxbytes=1024" long:"660400001,assumed"`
}

type mentions struct {
	Users []string `json:"AtList" rule:"noeffect"`
}

// check wants what EditType names.
func (e *edit) check(c *gateway.Call) error {
	e.keep = retentionOf(c.App)
	lacks := func(bit int64, name string) error {
		return errInput.because("EditType %d has the bit %d and %s is missing", e.What, bit, name)
	}
	switch {
	case !slices.Contains([]int64{typeText, typeMultiItem, typeCustom}, e.Type):
		return errInput.because("MsgType is none of 1, 10, 200, whose messages can be edited")
	case e.What&(editText|editExtended) != 0 && e.Body == nil:
		return lacks(e.What&(editText|editExtended), "MessageBody")
	case e.What&editText != 0 && e.Body.Message == "":
		return errInput.because("EditType %d has the bit %d and MessageBody.Message is missing or empty", e.What, editText)
	case e.What&editMentions != 0 && e.Mentions == nil:
		return lacks(editMentions, "AtListInfo")
	case e.What&editMentionAll != 0 && e.All == nil:
		return lacks(editMentionAll, "IsAtAll")
	case e.What&editSubType != 0 && e.Type != typeCustom:
		return errInput.because("EditType %d has the bit %d, which is for MsgType %d alone", e.What, editSubType, typeCustom)
	case e.What&editSubType != 0 && e.SubType == nil:
		return lacks(editSubType, "SubMsgType")
	case e.What&editText != 0:
		return fits(len(e.Body.Message), e.Type)
	}
	return nil
}

// of edits a message of a conversation. sender is who is said to have sent it; empty: nobody says.
func (e *edit) of(tx *store.Tx, key, sender string, v view) (m *store.Message, done edited, err error) {
	if m, err = v.find(tx, key, e.Seq); err != nil {
		return nil, done, err
	}
	switch {
	case kindOf(m) != e.Type:
		return nil, done, errInput.because("message %d has the type %s, not MsgType %d", e.Seq, m.Type, e.Type)
	case sender != "" && m.Sender != sender:
		return nil, done, errEdit.because("message %d was sent by %q, not by SenderId %q", e.Seq, m.Sender, sender)
	case m.Extra().Targets != nil:
		return nil, done, errEdit.because("message %d is for some of the group alone; such messages cannot be edited", e.Seq)
	case tx.Now().Sub(m.SentAt) > editWindow:
		return nil, done, errEditWindow.because("message %d was sent %v ago; it can be edited for %v", e.Seq, tx.Now().Sub(m.SentAt), editWindow)
	case e.late != nil:
		return nil, done, e.late
	}
	m = tx.PutMessage(e.applied(*m, tx.Now()))
	tx.ChangeTalk(key, func(t *store.Talk) {
		t.Edits++
		t.Changes++
		done = edited{StateMsgSeq: t.Changes, EditMsgSeq: t.Edits, Latest: tx.Now().Unix()}
	})
	return m, done, nil
}

// applied is the message as it is after the edit.
func (e *edit) applied(m store.Message, now time.Time) store.Message {
	if e.What&editText != 0 {
		m.Text = e.Body.Message
	}
	if e.What&editExtended != 0 {
		m.Extended = e.Body.Extended
	}
	if e.What&editSubType != 0 {
		m.SubType = int32(*e.SubType)
	}
	more := m.Extra()
	more.EditedAt = now
	return m.With(more)
}

// edited is the answer.
type edited struct {
	told

	StateMsgSeq int64 `json:"StateMsgSeq"`
	EditMsgSeq  int64 `json:"EditMsgSeq"`
	Latest      int64 `json:"LatestEditTime"` // in seconds
}

func editFacts(more ...gateway.Fact) []gateway.Fact {
	return append([]gateway.Fact{
		documented("MsgType 1, 10 or 200; EditType is a sum of 1 MessageBody.Message, 2 MessageBody.ExtendedData, 4 AtListInfo, 8 IsAtAll, 16 SubMsgType of type 200; what it does not name is ignored"),
		assumed("what it names and is missing, and an MsgType that is not the message's: 660000002; nothing that can be read shows who was mentioned"),
		assumed("no such message: 660000022, recalled: 660000023, too large: 660400001"),
		documented("SenderId is not its sender: 661000005; sent more than 24 hours ago: 661000001"),
		assumed("after 24 hours exactly it can be edited"),
		documented("LatestEditTime in seconds"),
		assumed("EditMsgSeq is how often a message of the conversation was edited, StateMsgSeq how often one was edited or recalled"),
		documented("callback send_msg"),
		assumed("it has the msg_id, msg_seq, msg_time and sender of the message, its new msg_body, payload and sub_msg_type, source 1 and conv_id, and no user_list"),
	}, more...)
}

var editC2cMsgBody = operation{
	Name: "EditC2cMsgBody", Page: "Messaging/edit-a-message",
	Does: action[peerEdit, edited]{
		Check: func(c *gateway.Call, e *peerEdit) error { return e.check(c) },
		Run: func(tx *store.Tx, e peerEdit) (edited, error) {
			m, done, err := e.of(tx, store.Dialog(e.From, e.Conv), e.Sender, viewOf(tx, e.From, e.Conv, false, e.keep))
			if err == nil {
				done.tell(messageEventOf(m, withUser, m.Receiver).sent())
			}
			return done, err
		},
		Changes: true,
	},
	Listed: []*codeError{errInput, errEditWindow, errEdit},
	Checks: []*codeError{
		errRate, errInput, errNotRegistered, errNoMessage, errRecalled, errEdit, errEditWindow, errMessageTooLarge,
	},
	Notes: editFacts(assumed("either of the two may edit")),
}

type peerEdit struct {
	From   string `json:"FromUserId" rule:"required,userid"`
	Sender string `json:"SenderId" rule:"required,userid"`
	edit
}

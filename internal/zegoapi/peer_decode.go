package zegoapi

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
)

// Message types that have rules of their own (page "MessageBody introduction").
const (
	typeSignaling = 2
	typeMultiItem = 10
	typeCustom    = 200
)

// peerTypes are the message types of one-to-one conversations. 20 is for rooms only.
var peerTypes = []int64{1, typeSignaling, typeMultiItem, 11, 12, 13, 14, typeCustom}

// Limits in bytes (pages "MessageBody introduction" and "SendPeerMessage"). The vendor's support
// raises those of Message to 32 KB.
const (
	maxMessage      = 2 << 10
	maxMultiItem    = 5 << 10
	maxExtendedData = 1 << 10
	maxSearched     = 64
	maxSubType      = 200
)

var (
	errNotBase64       = known(660000025)
	errMessageTooLarge = known(660400001).at(journal.Parameters)
	errBlocked         = known(660800045)
)

// peerMessage is a message to several people, each of whom gets it in a conversation of their own.
type peerMessage struct {
	From     string
	To       []string // each once
	Type     int64
	SubType  int64 // 0 unless Type is typeCustom
	Message  string
	Extended string
	ids      messageIDs
}

func decodePeerMessage(c *gateway.Call) (m peerMessage, err error) {
	if m.From, err = decodeString(c, "FromUserId"); err != nil {
		return m, errInput.because("%v", err)
	}
	if !ValidUserID(m.From) {
		return m, errInput.because("%s", whyNotID("FromUserId", m.From))
	}
	if m.To, err = decodeUserIDs(c, "ToUserId"); err != nil {
		return m, err
	}
	if slices.Contains(m.To, m.From) {
		return m, errInput.because("ToUserId has FromUserId %q in it; nobody can send to themselves", m.From)
	}
	if err = m.decodeKind(c); err != nil {
		return m, errInput.because("%v", err)
	}
	m.ids = messageIDs{c.App.Seed, c.Seq}
	return m, m.decodeContent(c)
}

// decodeKind reads the numbers that say what kind of message it is, and checks those that matter
// to the clients only.
func (m *peerMessage) decodeKind(c *gateway.Call) (err error) {
	if m.Type, err = decodeCount(c, "MessageType"); err != nil {
		return err
	}
	if !slices.Contains(peerTypes, m.Type) {
		return fmt.Errorf("MessageType must be one of %v for one-to-one messages", peerTypes)
	}
	priority, err := decodeCount(c, "Priority")
	if err == nil && (priority < 1 || priority > 3) {
		err = errors.New("the Priority must be 1, 2 or 3")
	}
	if err != nil {
		return err
	}
	unaware, err := decodeCount(c, "SenderUnaware")
	if err == nil && unaware > 1 {
		err = errors.New("SenderUnaware must be 0 or 1")
	}
	if err != nil {
		return err
	}
	if m.Type == typeCustom {
		m.SubType, err = decodeCount(c, "SubMsgType")
		if err == nil && m.SubType > maxSubType {
			err = fmt.Errorf("SubMsgType must be at most %d", maxSubType)
		}
	}
	if err != nil {
		return err
	}
	options, err := decodeMembers(c, "SendMsgOptions")
	if raw := member(options, "NoUnread"); err == nil && raw != nil {
		var flag bool
		if json.Unmarshal(raw, &flag) != nil {
			err = errors.New("NoUnread of SendMsgOptions must be true or false")
		}
	}
	return err
}

// decodeContent reads MessageBody and what belongs to it.
func (m *peerMessage) decodeContent(c *gateway.Call) error {
	content, err := decodeMembers(c, "MessageBody")
	if err == nil && content == nil {
		err = errors.New("MessageBody is missing")
	}
	if err == nil {
		m.Message, _, err = memberString(content, "Message")
	}
	if err == nil && m.Message == "" {
		err = errors.New("the Message of MessageBody is missing or empty")
	}
	if err == nil {
		m.Extended, _, err = memberString(content, "ExtendedData")
	}
	if err == nil {
		err = checkDelivery(content)
	}
	var base64Flag int64
	if err == nil && m.Type == typeSignaling {
		base64Flag, err = memberFlag(content, "IsBase64")
	}
	var searched string
	if err == nil && m.Type == typeCustom {
		searched, err = decodeString(c, "SearchedContent")
	}
	if err != nil {
		return errInput.because("%v", err)
	}
	return m.checkSizes(base64Flag == 1, searched)
}

// checkDelivery checks the members of MessageBody that only matter on the way to the clients.
func checkDelivery(content map[string]json.RawMessage) error {
	if raw := member(content, "OfflinePush"); raw != nil {
		push, err := decodeObject(raw)
		if err != nil {
			return errors.New("OfflinePush of MessageBody is not an object")
		}
		if _, err := memberFlag(push, "Enable"); err != nil {
			return err
		}
	}
	_, err := memberFlag(content, "HasReceipt")
	return err
}

// checkSizes counts what is sent: a signaling message in base64 counts as what it stands for (page
// "MessageBody introduction").
func (m *peerMessage) checkSizes(inBase64 bool, searched string) error {
	size := len(m.Message)
	if inBase64 {
		plain, err := base64.StdEncoding.DecodeString(m.Message)
		if err != nil {
			return errNotBase64.because("IsBase64 is 1 and Message is not base64: %v", err)
		}
		size = len(plain)
	}
	most := maxMessage
	if m.Type == typeMultiItem {
		most = maxMultiItem
	}
	switch {
	case size > most:
		return errMessageTooLarge.because("Message has %d bytes; at most %d are allowed", size, most)
	case len(m.Extended) > maxExtendedData:
		return errMessageTooLarge.because("ExtendedData has %d bytes; at most %d are allowed", len(m.Extended), maxExtendedData)
	case len(searched) > maxSearched:
		return errMessageTooLarge.because("SearchedContent has %d bytes; at most %d are allowed", len(searched), maxSearched)
	}
	return nil
}

// decodeMembers reads an object; nil when it is missing. In the query it may stand as JSON.
func decodeMembers(c *gateway.Call, name string) (map[string]json.RawMessage, error) {
	text, raw, err := value(c, name)
	if err != nil {
		return nil, err
	}
	if raw == nil {
		raw = json.RawMessage(text)
	}
	members, err := decodeObject(raw)
	if err != nil {
		return nil, errors.New(name + " is not an object")
	}
	return members, nil
}

// memberFlag reads 0 or 1 out of an object; 0 when it is missing.
func memberFlag(m map[string]json.RawMessage, name string) (int64, error) {
	flag, _, err := memberCount(m, name)
	if err == nil && flag > 1 {
		err = errors.New(name + " must be 0 or 1")
	}
	return flag, err
}

package cometchatapi

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// Bounds of the page "Messages".
const (
	maxMessageData = 10 << 10 // bytes of data
	maxTags        = 25
	maxTagLength   = 100 // characters
)

// messageTypes are those of the category message; a custom message may have any.
var messageTypes = []string{"text", "image", "file", "audio", "video"}

// sending is a message to be sent.
type sending struct {
	Sender   string // empty: nobody is named, so the system sends
	Receiver string // as sent
	ToGroup  bool
	Category string
	Type     string
	Muid     string
	Tags     []string
	Data     []byte // an object without entities, members in the order of the answer; not closed
	form     *form
}

// sentMessage is a stored message, with its data as the answer to the sender shows it.
type sentMessage struct {
	Message *store.Message
	Data    []byte
}

func decodeSending(c *gateway.Call) (sending, error) {
	return readSending(c, onBehalfOf(c)), nil
}

func decodeMySending(c *gateway.Call) (sending, error) {
	return readSending(c, c.User), nil
}

func readSending(c *gateway.Call, sender string) sending {
	f := readForm(c)
	s := sending{Sender: sender, Category: "message", Type: "text", form: f}
	s.Receiver, _ = f.text("receiver", bounds{required: true})
	if kind, ok := f.text("receiverType", bounds{}); ok {
		s.ToGroup = kind == "group"
		f.mustBeOneOf("receiverType", kind, "user", "group")
	}
	if category, ok := f.text("category", bounds{}); ok {
		s.Category = category
		f.mustBeOneOf("category", category, "message", "custom")
	}
	if kind, ok := f.text("type", bounds{most: 100}); ok {
		s.Type = kind
		if s.Category == "message" {
			f.mustBeOneOf("type", kind, messageTypes...)
		}
	}
	s.readData(f)
	s.Muid, _ = f.text("muid", bounds{})
	s.Tags = f.texts("tags", false, maxTags)
	for i, tag := range s.Tags {
		if utf8.RuneCountInString(tag) > maxTagLength {
			field := "tags." + strconv.Itoa(i)
			f.fail(field, "The %s may not be greater than %d characters.", field, maxTagLength)
		}
	}
	return s
}

func (f *form) mustBeOneOf(name, value string, known ...string) {
	if !slices.Contains(known, value) {
		f.fail(name, "The selected %s is invalid.", words(name))
	}
}

// readData reads data: text and metadata first, then all else, without entities, which are the
// server's. It stands open, so that the entities can follow.
func (s *sending) readData(f *form) {
	if !f.has("data") {
		f.fail("data", "The data field is required.")
		return
	}
	raw := f.object("data", maxMessageData)
	if raw == nil {
		return
	}
	data, isObject := parseJSON(raw).(object)
	if string(raw) != "[]" && !isObject {
		f.fail("data", "The data must be an array.")
		return
	}
	data = slices.DeleteFunc(data, func(m member) bool { return m.Name == "entities" })
	if len(data) == 0 {
		f.fail("data", "The data field is required.")
		return
	}
	if s.Category == "message" && s.Type == "text" {
		text, isText := data.get("text").(string)
		switch {
		case data.get("text") != nil && !isText:
			f.fail("data.text", "The data.text must be a string.")
		case strings.TrimSpace(text) == "":
			f.fail("data.text", "The data.text field is required.")
		}
	}
	place := map[string]int{"text": -2, "metadata": -1}
	slices.SortStableFunc(data, func(a, b member) int { return place[a.Name] - place[b.Name] })
	s.Data = appendJSON(nil, data)
	s.Data = s.Data[:len(s.Data)-1]
}

func sendMessage(tx *store.Tx, s sending) (sentMessage, error) {
	if s.Sender != "" {
		if err := userExists(tx, s.Sender); err != nil {
			return sentMessage{}, err
		}
	}
	if wrong := s.form.wrong; len(wrong) > 0 {
		return sentMessage{}, errBadRequest(wrong...)
	}
	if s.ToGroup {
		return sentMessage{}, errGUIDNotFound(s.Receiver).because("groups are known to the vendor, not emulated")
	}
	uid := strings.ToLower(s.Receiver)
	receiver, ok := activeUser(tx, uid)
	if !ok {
		return sentMessage{}, missingUser(tx, s.Receiver, uid)
	}
	if tx.HasBlocked(s.Sender, receiver.ID) {
		since := tx.Between(s.Sender, receiver.ID).BlockedByMeAt()
		return sentMessage{}, errBlockedReceiver(s.Sender, receiver.ID).because(
			"%s blocks %s since %s; DELETE /v3/users/%[1]s/blockedusers ends that", s.Sender, receiver.ID, moment(since))
	}
	now := tx.Now().Truncate(time.Second)
	data := appendEntities(s.Data, tx, s.Sender, receiver)
	m := tx.AddMessage(store.Message{
		Sender: cmp.Or(s.Sender, systemUser), Receiver: receiver.ID,
		Category: s.Category, Type: s.Type, Muid: s.Muid, Tags: s.Tags, Data: asStored(data),
		SentAt: now, UpdatedAt: now,
		Withheld: tx.HasBlocked(receiver.ID, s.Sender),
	})
	return sentMessage{m, data}, nil
}

// appendEntities closes data with the two people as they are now. The receiver is shown as the sender
// sees it, but without blocks; to the system, which is from nobody, nobody has a conversation (recorded:
// message/send_message, message/list_message).
func appendEntities(data []byte, tx *store.Tx, from string, receiver *store.User) []byte {
	if len(data) > len("{") {
		data = append(data, ',')
	}
	data = append(data, `"entities":{"sender":{"entity":`...)
	if sender, ok := tx.User(from); ok {
		data = appendUser(data, store.Row{User: sender}, view{})
	} else {
		data = append(data, `{"uid":"app_system","name":"System","status":"offline","role":"default"}`...)
	}
	data = append(data, `,"entityType":"user"},"receiver":{"entity":`...)
	data = appendUser(data, store.Row{User: receiver}, view{me: from})
	return append(data, `,"entityType":"user"}}}`...)
}

func encodeSent(dst []byte, _ *gateway.Call, s sentMessage) []byte {
	dst = appendMessage(append(dst, `{"data":`...), s.Message, s.Data, s.Message.Tags)
	return append(dst, '}')
}

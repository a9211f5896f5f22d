package cometchatapi

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/chatdouble/mockserver/internal/store"
)

// longestMessage is how many characters all that is kept of a message has at most (page "Properties and Constraints").
const longestMessage = 65_536

// tooLongMessage refuses a message whose bounded members are not long, and which is.
func tooLongMessage(_ *store.Tx, _ caller, q newMessage) []detail {
	if utf8.RuneCount(q.Data)+utf8.RuneCountInString(q.Muid) <= longestMessage {
		return nil
	}
	return []detail{{"muid", "The message may not be greater than 65536 characters."}}
}

// address is where a message goes: to a user, or to a group.
type address struct {
	user  *store.User
	group *store.Group
}

// addressOf is the receiver, when who acts may send something there. The system, which is nobody, may.
func addressOf(tx *store.Tx, who *caller, kind, receiver string) (to address, err error) {
	if kind != toGroup {
		to.user, err = receiverOf(tx, who, receiver)
		return to, err
	}
	guid := strings.ToLower(receiver)
	g, ok := tx.Group(guid)
	switch {
	case !ok:
		return to, noGroup(tx, guid)
	case who.Me != "":
		err = mustBeIn(tx, g, who.Me)
	}
	return address{group: g}, err
}

// receiverOf is the user who gets a message.
func receiverOf(tx *store.Tx, who *caller, sent string) (*store.User, error) {
	sender, uid := who.Me, strings.ToLower(sent)
	receiver, ok := activeUser(tx, uid)
	switch {
	case !ok:
		return nil, missingUser(tx, sent, uid)
	case tx.HasBlocked(sender, uid):
		since := tx.Between(sender, uid).BlockedByMeAt()
		return nil, errBlockedReceiver.of(sender, uid).because(
			"%s blocks %s since %s; DELETE /v3/users/%[1]s/blockedusers ends that", sender, uid, moment(since))
	case who.Choices.BlockedSender == "refuse" && tx.HasBlocked(uid, sender):
		return nil, errBlockedSender.of(sender, uid).because("%s blocks %s, and the app's variant blockedSender is refuse", uid, sender)
	}
	return receiver, nil
}

// conversation is that of what me sends there.
func (to *address) conversation(me string) string {
	if to.group != nil {
		return groupConversation(to.group.ID)
	}
	return conversationID(actor(me), to.user.ID)
}

// closed is data with its entities: who sends it and who gets it, as they are now.
func (to *address) closed(data []byte, tx *store.Tx, me string) []byte {
	data = appendSender(slices.Clip(data), tx, me)
	if to.group != nil {
		return appendGroup(data, tx, to.group, me)
	}
	return appendReceiver(data, me, to.user)
}

// send stores the message to one receiver.
func (q *newMessage) send(tx *store.Tx, who *caller, kind, receiver string) (sent sentMessage, err error) {
	to, err := addressOf(tx, who, kind, receiver)
	if err == nil {
		err = q.mayQuote(tx, who.Me, to.conversation(who.Me))
	}
	if err != nil {
		return sent, err
	}
	mentioned := mentionedIn(tx, q.text())
	data := withMentions(to.closed(q.Data, tx, who.Me), who.Me, mentioned)
	m := put(tx, q.message(tx, who, to, data))
	return sentMessage{viewOfMessage(tx, who.Me, m, data), len(mentioned) > 0 && m.Extra().OnlyFor == ""}, nil
}

// text is what data says, where it may mention somebody.
func (q *newMessage) text() string {
	if !bytes.Contains(q.Data, []byte(mentionBegins)) {
		return ""
	}
	data, _ := parseJSON(append(slices.Clip(q.Data), '}')).(object)
	text, _ := data.get("text").(string)
	return text
}

// message is what is stored of it.
func (q *newMessage) message(tx *store.Tx, who *caller, to address, data []byte) store.Message {
	now := who.sentNow(tx)
	m := store.Message{
		Sender:   actor(who.Me),
		Category: cmp.Or(q.Category, messageCategory), Type: cmp.Or(q.Type, messageType), Muid: q.Muid, Tags: q.Tags, Data: dataOf(asStored(data)),
		SentAt: now, UpdatedAt: now,
	}
	more := store.MessageMore{Quoted: q.Quoted, Parent: q.parent}
	switch {
	case to.group != nil:
		m.Conversation = store.GroupTalk(to.group.ID)
		m.Uncounted = isLarge(tx, to.group.ID)
	case tx.HasBlocked(to.user.ID, who.Me):
		more.OnlyFor = who.Me
		fallthrough
	default:
		m.Receiver = to.user.ID
	}
	if more.Empty() {
		return m
	}
	return m.With(more)
}

// appendSender begins the entities that close data: with who sends, as it is now.
func appendSender(data []byte, tx *store.Tx, from string) []byte {
	if len(data) > len("{") {
		data = append(data, ',')
	}
	data = append(data, `"entities":{"sender":{"entity":`...)
	if sender, ok := tx.User(from); ok {
		return appendUser(data, store.Row{User: sender}, view{})
	}
	return append(data, `{"uid":"app_system","name":"System","status":"offline","role":"default"}`...)
}

// appendGroup ends them with the group as who sends sees it.
func appendGroup(data []byte, tx *store.Tx, g *store.Group, from string) []byte {
	view := viewOfGroup(tx, g, from)
	data = append(data, `,"entityType":"user"},"receiver":{"entity":`...)
	return append(groupPlan.Append(data, &view), `,"entityType":"group"}}}`...)
}

// appendReceiver ends them. The receiver is shown as the sender sees it, but without blocks; to the system, which is
// from nobody, nobody has a conversation (recorded: message/send_message, message/list_message).
func appendReceiver(data []byte, from string, receiver *store.User) []byte {
	data = append(data, `,"entityType":"user"},"receiver":{"entity":`...)
	data = appendUser(data, store.Row{User: receiver}, view{me: from})
	return append(data, `,"entityType":"user"}}}`...)
}

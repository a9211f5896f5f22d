package cometchatapi

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"

	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

// readQuoted reads the id of a message, as a number or as a text. 0 is none.
func readQuoted(f *form, m *shape.Field, into reflect.Value) {
	if f.missing(m) {
		return
	}
	raw := f.members[m.Name]
	text := string(raw)
	if json.Unmarshal(raw, &text) == nil {
		text = strings.TrimSpace(text)
	}
	if text == "" {
		return
	}
	id, err := strconv.ParseUint(text, 10, 63)
	if err != nil {
		f.fail(m.Name, "The %s must be an integer.", words(m.Name))
	}
	into.SetUint(id)
}

// mayQuote refuses a message that who sends does not see, or of another conversation.
func (q *newMessage) mayQuote(tx *store.Tx, me, conversation string) error {
	if q.Quoted == 0 {
		return nil
	}
	m, err := findMessage(tx, strconv.FormatUint(q.Quoted, 10), me)
	if err != nil {
		return err
	}
	if in := conversationOf(m); in != conversation {
		return errBadRequest.with([]detail{{"quotedMessageId", "The selected quoted message id is invalid."}}).because(
			"message %d is in the conversation %s, and this one is in %s", m.ID, in, conversation)
	}
	return nil
}

// quote adds the message that a message quotes, as me sees it, without the one that that one quotes in turn.
func (v *messageView) quote(tx *store.Tx, me string, id uint64) {
	v.QuotedMessageID = id
	m, ok := tx.Message(id)
	if !ok || !sees(tx, me, m) {
		return
	}
	alone, more := *m, m.Extra()
	more.Quoted = 0
	alone.More = &more
	shown := viewOfMessage(tx, me, &alone, m.Data.Bytes())
	shown.QuotedMessageID = m.Extra().Quoted
	v.QuotedMessage = messagePlan.Append(nil, &shown)
}

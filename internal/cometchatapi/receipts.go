package cometchatapi

import (
	"encoding/json"
	"time"

	"github.com/chatdouble/mockserver/internal/store"
)

// receiptKind is what has come of messages with somebody.
type receiptKind string

const (
	delivering receiptKind = "delivered"
	reading    receiptKind = "read"
)

// mark notes that who acts has got a conversation, or read it, up to the message that was named, or all. What is read was
// delivered.
func (p place) mark(tx *store.Tx, sent string, kind receiptKind) ([]hookEvent, error) {
	last, err := p.last(tx, sent)
	if err != nil || last == 0 {
		return nil, err
	}
	read := kind == reading
	before := tx.ReceivedTo(p.key(), p.me, read)
	newest := p.newestBetween(tx, before, last)
	if read {
		tx.ReadTalkTo(p.me, p.with, p.group, last)
	}
	if newest == nil || p.group && isLarge(tx, p.with) {
		return nil, nil
	}
	events := []hookEvent{receiptEvent(tx, p, newest, kind)}
	for _, k := range []receiptKind{delivering, reading} {
		had := tx.ReceivedTo(p.key(), p.me, k == reading)
		if k == reading && !read || had >= newest.Seq {
			continue
		}
		tx.PutReceipt(store.Receipt{User: p.me, UpTo: newest.Seq, At: thisSecond(tx), Read: k == reading}, p.with, p.group)
		if m := p.hadByAll(tx, k, had, newest); m != nil {
			events = append(events, allReceiptEvent(tx, p, m, k))
		}
	}
	return events, nil
}

// last is the number of the message that was named, or of the last one that who acts sees; 0: there is none.
func (p place) last(tx *store.Tx, sent string) (int64, error) {
	if err := p.mustBeIn(tx); err != nil {
		return 0, err
	}
	if sent == "" {
		c, ok := tx.Conversation(p.me, p.with, p.group)
		if !ok {
			return 0, nil
		}
		return c.Last, nil
	}
	m, err := findMessage(tx, sent, p.me)
	switch {
	case err != nil:
		return 0, err
	case m.Conversation != p.key():
		return 0, errMessageNotFound.of(sent).because("message %d is in the conversation %s", m.ID, conversationOf(m))
	case !sees(tx, p.me, m):
		return 0, errMessageNotFound.of(sent).because("%s has reset the conversation since message %d", p.me, m.ID)
	}
	return m.Seq, nil
}

// newestBetween is the newest message of others behind one number and up to another that who acts may get.
func (p place) newestBetween(tx *store.Tx, above, upTo int64) *store.Message {
	for m := range tx.Messages(p.key(), uint64(upTo)+1) {
		switch {
		case m.Seq <= above:
			return nil
		case m.Counts() && m.Sender != p.me && sees(tx, p.me, m):
			return m
		}
	}
	return nil
}

// hadByAll is the newest message up to one that all members of a group but its author have since who acts has it, too.
// nil when there is none.
func (p place) hadByAll(tx *store.Tx, kind receiptKind, before int64, newest *store.Message) *store.Message {
	if !p.group {
		return nil
	}
	had := make(map[string]int64)
	for m := range tx.Members(p.with).From(0) {
		had[m.User.ID] = tx.ReceivedTo(p.key(), m.User.ID, kind == reading)
	}
	for m := range tx.Messages(p.key(), newest.ID+1) {
		if m.Seq <= before {
			return nil
		}
		if m.Counts() && m.Sender != p.me && byAll(had, m) {
			return m
		}
	}
	return nil
}

func byAll(had map[string]int64, m *store.Message) bool {
	for uid, upTo := range had {
		if uid != m.Sender && upTo < m.Seq {
			return false
		}
	}
	return true
}

// unmark lets nothing behind a message be read.
func (p place) unmark(tx *store.Tx, sent string) error {
	if err := p.mustBeIn(tx); err != nil {
		return err
	}
	if _, err := p.find(tx); err != nil {
		return err
	}
	last, err := p.last(tx, sent)
	if err == nil {
		tx.UnreadTalk(p.me, p.with, p.group, last)
	}
	return err
}

// mustBeIn refuses who is not in the group, if it is one.
func (p place) mustBeIn(tx *store.Tx) error {
	if !p.group {
		return nil
	}
	g, _ := tx.Group(p.with)
	return mustBeIn(tx, g, p.me)
}

// receiptTimes are when the other one of a dialog got a message, and read it; zero: not.
func receiptTimes(tx *store.Tx, m *store.Message) (deliveredAt, readAt time.Time) {
	if _, inGroup := store.GroupOfTalk(m.Conversation); inGroup || !m.Counts() {
		return deliveredAt, readAt
	}
	to := otherOf(m, m.Sender)
	if r, ok := tx.ReceiptOf(m.Conversation, to, false, m.Seq); ok {
		deliveredAt = r.At
	}
	if r, ok := tx.ReceiptOf(m.Conversation, to, true, m.Seq); ok {
		readAt = r.At
	}
	return deliveredAt, readAt
}

// receiptsView is who has got a message, as its author sees it.
type receiptsView struct {
	Data []receiptView `json:"data"`
}

type receiptView struct {
	Recipient   json.RawMessage `json:"recipient"`
	DeliveredAt time.Time       `json:"deliveredAt,omitzero" wire:"seconds"`
	ReadAt      time.Time       `json:"readAt,omitzero" wire:"seconds"`
}

// withReceipts shows one message with what its author sees of its receipts: as an end user who has got it, and on the
// server API not since when it is read.
func (who *caller) withReceipts(tx *store.Tx, m *store.Message, v messageView) messageView {
	switch {
	case who.Me == "" || who.Me != m.Sender || !m.Counts():
	case who.EndUser:
		v.Receipts = receiptsOf(tx, m)
	default:
		v.ReadAt = time.Time{}
	}
	return v
}

// receiptsOf lists who has got a message: the other one of a dialog, or members of a group, in the order in which they
// joined.
func receiptsOf(tx *store.Tx, m *store.Message) *receiptsView {
	all := &receiptsView{}
	add := func(u *store.User) {
		delivered, ok := tx.ReceiptOf(m.Conversation, u.ID, false, m.Seq)
		if !ok || u.ID == m.Sender {
			return
		}
		row := receiptView{Recipient: appendUser(nil, store.Row{User: u}, view{}), DeliveredAt: delivered.At}
		if read, ok := tx.ReceiptOf(m.Conversation, u.ID, true, m.Seq); ok {
			row.ReadAt = read.At
		}
		all.Data = append(all.Data, row)
	}
	if guid, inGroup := store.GroupOfTalk(m.Conversation); inGroup {
		for member := range tx.Members(guid).From(0) {
			add(member.User)
		}
	} else if to, ok := tx.User(otherOf(m, m.Sender)); ok {
		add(to)
	}
	return all
}

package cometchatapi

import (
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

// Triggers of receipts (page "Webhooks").
const (
	messageDelivered = "message_delivery_receipt"
	messageRead      = "message_read_receipt"
	deliveredToAll   = "message_delivered_to_all"
	readByAll        = "message_read_by_all"
)

// receiptHook is the data of such an event: what a client sends over its socket.
type receiptHook[Body any] struct {
	Receiver      string `json:"receiver"`
	ReceiverType  string `json:"receiverType"`
	Type          string `json:"type"`
	Sender        string `json:"sender"`
	MessageSender string `json:"messageSender"`
	Body          Body   `json:"body"`
}

type receiptBody struct {
	Action    string        `json:"action"`
	MessageID uint64        `json:"messageId" wire:"digits"`
	User      receiptPerson `json:"user"`
	Timestamp int64         `json:"timestamp"`
}

// receiptPerson is who sends a receipt, in the order in which the SDK's user has its members.
type receiptPerson struct {
	HasBlockedMe  bool   `json:"hasBlockedMe"`
	BlockedByMe   bool   `json:"blockedByMe"`
	DeactivatedAt int64  `json:"deactivatedAt"`
	UID           string `json:"uid"`
	Name          string `json:"name"`
	Avatar        string `json:"avatar,omitempty"`
	LastActiveAt  int64  `json:"lastActiveAt,omitempty"`
	Role          string `json:"role"`
	Status        string `json:"status"`
}

type allReceiptBody struct {
	MessageID uint64       `json:"messageId" wire:"digits"`
	Timestamp int64        `json:"timestamp"`
	Action    string       `json:"action"`
	User      systemPerson `json:"user"`
}

type systemPerson struct {
	UID    string `json:"uid"`
	Name   string `json:"name"`
	Avatar string `json:"avatar"`
	Role   string `json:"role"`
	Status string `json:"status"`
}

var (
	receiptPlan    = wire.For[receiptHook[receiptBody]](wire.PHP)
	allReceiptPlan = wire.For[receiptHook[allReceiptBody]](wire.PHP)
)

// receiptEvent tells that who acts has got a message, or read it, and all before it.
func receiptEvent(tx *store.Tx, p place, m *store.Message, kind receiptKind) hookEvent {
	u, _ := tx.User(p.me)
	seen := receiptHook[receiptBody]{
		Receiver: m.Sender, ReceiverType: "user", Type: "receipts", Sender: p.me, MessageSender: m.Sender,
		Body: receiptBody{string(kind), m.ID, personOf(u), tx.Now().Unix()},
	}
	if p.group {
		seen.Receiver, seen.ReceiverType = p.with, toGroup
	}
	trigger := messageDelivered
	if kind == reading {
		trigger = messageRead
	}
	return hookEvent{trigger: trigger, data: receiptPlan.AppendMembers(nil, &seen)[1:]}
}

// personOf is who sends a receipt. Who is connected is online there.
func personOf(u *store.User) receiptPerson {
	p := receiptPerson{UID: u.ID, Name: u.Name, Avatar: u.Avatar, Role: u.Role, Status: statusOf(u)}
	if p.Role == "" {
		p.Role = defaultRole
	}
	if p.Status == "available" {
		p.Status = "online"
	}
	if !u.LastActiveAt.IsZero() {
		p.LastActiveAt = u.LastActiveAt.Unix()
	}
	return p
}

// allReceiptEvent tells the author that all members have a message now.
func allReceiptEvent(tx *store.Tx, p place, m *store.Message, kind receiptKind) hookEvent {
	trigger, action := deliveredToAll, "deliveredToAll"
	if kind == reading {
		trigger, action = readByAll, "readByAll"
	}
	seen := receiptHook[allReceiptBody]{
		Receiver: p.with, ReceiverType: toGroup, Type: "receipts", Sender: systemUser, MessageSender: m.Sender,
		Body: allReceiptBody{m.ID, tx.Now().Unix(), action, systemPerson{systemUser, systemName, "", defaultRole, "offline"}},
	}
	return hookEvent{trigger: trigger, data: allReceiptPlan.AppendMembers(nil, &seen)[1:]}
}

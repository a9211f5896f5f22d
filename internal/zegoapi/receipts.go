package zegoapi

import (
	"fmt"
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// receiptActions are those by which a user says to have messages, or to have read them.
var receiptActions = []operation{
	{
		Name: "C2cReadReceipt", Page: "Messaging/set-read-receipts-for-one-to-one-messages",
		Does:   confirming[peerReceipts](reading, asRead),
		Listed: []*codeError{errInput, errRate, errManyReceipts, errPeerReceipt},
		Checks: []*codeError{errRate, errInput, errManyReceipts, errNotRegistered, errPeerReceipt},
		Notes:  append(slices.Clone(receiptNotes), documented("FromUserId has read messages of ConvId")),
	},
	{
		Name: "C2cDeliveryReceipt", Page: "Messaging/set-delivery-receipts-for-one-to-one-messages",
		Does:   confirming[peerReceipts](delivery, asDelivered),
		Listed: []*codeError{errInput, errRate, errManyReceipts, errPeerReceipt},
		Checks: []*codeError{errRate, errInput, errManyReceipts, errNotRegistered, errPeerReceipt},
		Notes:  append(slices.Clone(receiptNotes), documented("FromUserId has got messages of ConvId"), assumed("read already: success")),
	},
	{
		Name: "GroupReadReceipt", Page: "Messaging/set-read-receipts-for-group-messages",
		Does:   confirming[groupReceipts](reading, asRead),
		Listed: []*codeError{errInput, errRate, errManyReceipts, errGroupReceipt},
		Checks: []*codeError{
			errRate, errInput, errManyReceipts, errNotRegistered, errNoGroup, errNotInGroup, errGroupReceipt,
		},
		Notes: append(slices.Clone(receiptNotes), assumed("FromUserId is no member: 660600024; the page states no limit of numbers, but lists 660400102: 10, as its siblings")),
	},
	{
		Name: "GroupDeliveryReceipt", Page: "Messaging/set-delivery-receipts-for-group-messages",
		Does:   confirming[groupReceipts](delivery, asDelivered),
		Listed: []*codeError{errInput, errRate, errManyReceipts, errGroupReceipt},
		Checks: []*codeError{
			errRate, errInput, errManyReceipts, errNotRegistered, errNoGroup, errNotInGroup, errGroupReceipt,
		},
		Notes: append(slices.Clone(receiptNotes), documented("FromUserId must be a member"),
			assumed("FromUserId is no member: 660600024"), assumed("read already: success")),
	},
}

var receiptNotes = []gateway.Fact{
	assumed("a number that is unknown, recalled, cleared by FromUserId or older than messages are kept, of a message that FromUserId has sent, of one for some of a group alone, or of one without HasReceipt 1, refuses the whole call"),
	assumed("the time is in milliseconds: that of the call, or of the first receipt when all were set before"),
	assumed("no action reads receipts back; the state that GET /__admin/apps/{app}/state gives has them"),
}

// confirming is what the four do.
func confirming[In, Out any, P interface {
	*In
	keep(*gateway.Call)
	set(*store.Tx, state) (time.Time, error)
}](what state, shown func(time.Time) Out) form {
	return action[In, Out]{
		Check: func(c *gateway.Call, q *In) error {
			P(q).keep(c)
			return nil
		},
		Run: func(tx *store.Tx, q In) (Out, error) {
			at, err := P(&q).set(tx, what)
			return shown(at), err
		},
		Changes: true,
	}
}

type readAt struct {
	ReadTime int64 `json:"ReadTime" rule:"min=0,max=9007199254740991"`
}

type deliveredAt struct {
	DeliveredTime int64 `json:"DeliveredTime" rule:"min=0,max=9007199254740991"`
}

func asRead(at time.Time) readAt { return readAt{at.UnixMilli()} }

func asDelivered(at time.Time) deliveredAt { return deliveredAt{at.UnixMilli()} }

// receiptsOf names messages.
type receiptsOf struct {
	Seqs []int64 `json:"ConvMsgSeq" rule:"required,maxitems=10,min=1" many:"660400102"`

	kept time.Duration
}

func (r *receiptsOf) keep(c *gateway.Call) { r.kept = retentionOf(c.App) }

type peerReceipts struct {
	FromUserID string `json:"FromUserId" rule:"required,userid"`
	ConvID     string `json:"ConvId" rule:"required,userid"`
	receiptsOf
}

func (q *peerReceipts) set(tx *store.Tx, what state) (time.Time, error) {
	v := viewOf(tx, q.FromUserID, q.ConvID, false, q.kept)
	return v.confirm(tx, store.Dialog(q.FromUserID, q.ConvID), q.Seqs, what, errPeerReceipt)
}

type groupReceipts struct {
	FromUserID string `json:"FromUserId" rule:"required,userid"`
	GroupID    string `json:"GroupId" rule:"required,userid"`
	receiptsOf
}

func (q *groupReceipts) set(tx *store.Tx, what state) (time.Time, error) {
	g, err := groupOf(tx, q.GroupID)
	if err == nil {
		_, err = memberOf(tx, g, q.FromUserID)
	}
	if err != nil {
		return time.Time{}, err
	}
	v := viewOf(tx, q.FromUserID, q.GroupID, true, q.kept)
	return v.confirm(tx, store.GroupTalk(q.GroupID), q.Seqs, what, errGroupReceipt)
}

// state is what a receipt says of a message: it returns what is known then, and since when.
type state func(store.MessageState, time.Time) (store.MessageState, time.Time)

func delivery(of store.MessageState, now time.Time) (store.MessageState, time.Time) {
	if of.DeliveredAt.IsZero() {
		of.DeliveredAt = now
	}
	return of, of.DeliveredAt
}

// reading includes delivery.
func reading(of store.MessageState, now time.Time) (store.MessageState, time.Time) {
	of, _ = delivery(of, now)
	if of.ReadAt.IsZero() {
		of.ReadAt = now
	}
	return of, of.ReadAt
}

// confirm says of messages of a conversation what became of them with a user, all or none. It returns since when all are
// so.
func (v *view) confirm(tx *store.Tx, talk string, seqs []int64, what state, refused *codeError) (at time.Time, err error) {
	var found []*store.Message
	for _, seq := range seqs {
		m, ok := tx.MessageAt(talk, seq)
		if !ok {
			return at, refused.because("there is no message %d", seq)
		}
		if why := v.unconfirmed(m); why != "" {
			return at, refused.because("message %d %s", seq, why)
		}
		found = append(found, m)
	}
	for _, m := range found {
		m, _ = tx.Message(m.ID) // a number may come twice
		if since := giveReceipt(tx, m, v.user, what); since.After(at) {
			at = since
		}
	}
	return at, nil
}

// unconfirmed says why the user gives no receipt of a message; empty: one can be given.
func (v *view) unconfirmed(m *store.Message) string {
	state, ok := v.state(m)
	switch more := m.Extra(); {
	case more.OnlyFor != "":
		return "is there for one of the two alone"
	case m.Sender == v.user:
		return fmt.Sprintf("was sent by FromUserId %q", v.user)
	case !m.WantsReceipt:
		return "was sent without HasReceipt 1"
	case more.Targets != nil: // SDK guide "group-targeted-message"
		return "is for some of the group alone; such messages have no receipts"
	case !ok, state == isDeleted:
		return "has been deleted, or is older than messages are kept"
	case state == isRecalled:
		return "was recalled"
	}
	return ""
}

// giveReceipt says of a message what became of it with a user, and returns since when it is so.
func giveReceipt(tx *store.Tx, m *store.Message, user string, what state) (since time.Time) {
	more := m.Extra()
	i := slices.IndexFunc(more.Receipts, func(s store.MessageState) bool { return s.User == user })
	more.Receipts = slices.Clone(more.Receipts)
	if i < 0 {
		i = len(more.Receipts)
		more.Receipts = append(more.Receipts, store.MessageState{User: user})
	}
	more.Receipts[i], since = what(more.Receipts[i], tx.Now())
	tx.PutMessage(m.With(more))
	return since
}

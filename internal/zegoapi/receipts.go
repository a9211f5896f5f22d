package zegoapi

import (
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// receiptActions are those by which a user says to have messages, or to have read them.
var receiptActions = []operation{
	{
		Name: "C2cReadReceipt", Page: "Messaging/set-read-receipts-for-one-to-one-messages",
		Does: action[peerReceipts, readAt]{Run: func(tx *store.Tx, q peerReceipts) (readAt, error) {
			at, err := q.set(tx, reading)
			return readAt{at.UnixMilli()}, err
		}, Changes: true},
		Listed:   []*codeError{errInput, errRate, errManyReceipts, errPeerReceipt},
		Unlisted: []*codeError{errNotRegistered},
		Notes:    append(slices.Clone(receiptNotes), documented("FromUserId has read messages of ConvId")),
	},
	{
		Name: "C2cDeliveryReceipt", Page: "Messaging/set-delivery-receipts-for-one-to-one-messages",
		Does: action[peerReceipts, deliveredAt]{Run: func(tx *store.Tx, q peerReceipts) (deliveredAt, error) {
			at, err := q.set(tx, delivery)
			return deliveredAt{at.UnixMilli()}, err
		}, Changes: true},
		Listed:   []*codeError{errInput, errRate, errManyReceipts, errPeerReceipt},
		Unlisted: []*codeError{errNotRegistered},
		Notes:    append(slices.Clone(receiptNotes), documented("FromUserId has got messages of ConvId"), assumed("read already: success")),
	},
	{
		Name: "GroupReadReceipt", Page: "Messaging/set-read-receipts-for-group-messages",
		Does: action[groupReceipts, readAt]{Run: func(tx *store.Tx, q groupReceipts) (readAt, error) {
			at, err := q.set(tx, reading)
			return readAt{at.UnixMilli()}, err
		}, Changes: true},
		Listed:   []*codeError{errInput, errRate, errManyReceipts, errGroupReceipt},
		Unlisted: []*codeError{errNotRegistered, errNoGroup, errNotInGroup},
		Notes:    append(slices.Clone(receiptNotes), assumed("FromUserId is no member: 660600024; the page states no limit of numbers, but lists 660400102: 10, as its siblings")),
	},
	{
		Name: "GroupDeliveryReceipt", Page: "Messaging/set-delivery-receipts-for-group-messages",
		Does: action[groupReceipts, deliveredAt]{Run: func(tx *store.Tx, q groupReceipts) (deliveredAt, error) {
			at, err := q.set(tx, delivery)
			return deliveredAt{at.UnixMilli()}, err
		}, Changes: true},
		Listed:   []*codeError{errInput, errRate, errManyReceipts, errGroupReceipt},
		Unlisted: []*codeError{errNotRegistered, errNoGroup, errNotInGroup},
		Notes: append(slices.Clone(receiptNotes), documented("FromUserId must be a member"),
			assumed("FromUserId is no member: 660600024"), assumed("read already: success")),
	},
}

var receiptNotes = []gateway.Fact{
	assumed("a number that is unknown, recalled, of a message that FromUserId has sent, of one for some of a group alone, or of one without HasReceipt 1, refuses the whole call"),
	assumed("the time is in milliseconds: that of the call, or of the first receipt when all were set before"),
	assumed("no action reads receipts back; the state that GET /__admin/apps/{app}/state gives has them"),
}

type readAt struct {
	ReadTime int64 `json:"ReadTime" rule:"min=0,max=9007199254740991"`
}

type deliveredAt struct {
	DeliveredTime int64 `json:"DeliveredTime" rule:"min=0,max=9007199254740991"`
}

type peerReceipts struct {
	FromUserID string  `json:"FromUserId" rule:"required,userid"`
	ConvID     string  `json:"ConvId" rule:"required,userid"`
	Seqs       []int64 `json:"ConvMsgSeq" rule:"required,maxitems=10,min=1" many:"660400102"`
}

func (q *peerReceipts) set(tx *store.Tx, what state) (time.Time, error) {
	return setReceipts(tx, q.FromUserID, store.Dialog(q.FromUserID, q.ConvID), q.Seqs, what, errPeerReceipt)
}

type groupReceipts struct {
	FromUserID string  `json:"FromUserId" rule:"required,userid"`
	GroupID    string  `json:"GroupId" rule:"required,userid"`
	Seqs       []int64 `json:"ConvMsgSeq" rule:"required,maxitems=10,min=1" many:"660400102"`
}

func (q *groupReceipts) set(tx *store.Tx, what state) (time.Time, error) {
	g, err := groupOf(tx, q.GroupID)
	if err == nil {
		_, err = memberOf(tx, g, q.FromUserID)
	}
	if err != nil {
		return time.Time{}, err
	}
	return setReceipts(tx, q.FromUserID, store.GroupTalk(q.GroupID), q.Seqs, what, errGroupReceipt)
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

// setReceipts says of messages of a conversation what became of them with a user, all or none. It returns since when
// all are so.
func setReceipts(tx *store.Tx, user, talk string, seqs []int64, what state, refused *codeError) (at time.Time, err error) {
	var found []*store.Message
	for _, seq := range seqs {
		m, ok := tx.MessageAt(talk, seq)
		switch {
		case !ok || m.Extra().OnlyFor != "":
			return at, refused.because("there is no message %d", seq)
		case m.Sender == user:
			return at, refused.because("message %d was sent by FromUserId %q", seq, user)
		case !m.WantsReceipt:
			return at, refused.because("message %d was sent without HasReceipt 1", seq)
		case m.Extra().Targets != nil: // SDK guide "group-targeted-message"
			return at, refused.because("message %d is for some of the group alone; such messages have no receipts", seq)
		case m.Extra().Recalled != nil:
			return at, refused.because("message %d was recalled", seq)
		}
		found = append(found, m)
	}
	for _, m := range found {
		m, _ = tx.Message(m.ID) // a number may come twice
		if since := giveReceipt(tx, m, user, what); since.After(at) {
			at = since
		}
	}
	return at, nil
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

package store

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"time"
)

// Receipt says when a user got, or read, the messages of a conversation up to a number that had none of the kind before.
// A message's own receipt is the first one at or above its number.
type Receipt struct {
	Talk, User string
	UpTo       int64
	At         time.Time
	Read       bool // read, else delivered
}

// receiptList is in the order of conversations, users, kinds and numbers.
type receiptList struct{ tree[Receipt] }

var receipts = keep(func(Order) *receiptList {
	return &receiptList{newTree(func(a, b *Receipt) bool {
		return cmp.Or(
			cmp.Compare(a.Talk, b.Talk), cmp.Compare(a.User, b.User), cmp.Compare(rankOf(a.Read), rankOf(b.Read)), cmp.Compare(a.UpTo, b.UpTo),
		) < 0
	})}
})

func rankOf(last bool) int {
	if last {
		return 1
	}
	return 0
}

func (l *receiptList) fork() part { return &receiptList{l.tree.fork()} }

func (l *receiptList) count(s *Size) { s.Ties += int64(l.len()) }

// dropOf removes those of a user in a conversation.
func (l *receiptList) dropOf(talk, user string) {
	for _, r := range slices.Collect(while(l.from(&Receipt{Talk: talk, User: user}), func(r *Receipt) bool { return r.Talk == talk && r.User == user })) {
		l.delete(r)
	}
}

// dropTalk removes those of a conversation.
func (l *receiptList) dropTalk(talk string) {
	for _, r := range slices.Collect(while(l.from(&Receipt{Talk: talk}), func(r *Receipt) bool { return r.Talk == talk })) {
		l.delete(r)
	}
}

// Receipts lists them by conversation, user, kind and number.
func (tx *Tx) Receipts() iter.Seq[*Receipt] { return receipts.of(tx.state).all() }

// PutReceipt stores one. Its user has a row of the conversation then, with which it goes.
func (tx *Tx) PutReceipt(r Receipt, with string, group bool) {
	p := tx.Participant(r.User, with, group)
	if _, ok := participants.of(tx.state).get(p.key()); !ok {
		tx.PutParticipant(p)
	}
	r.Talk, r.User, r.At = p.Talk, p.User, cut(r.At)
	receipts.in(tx).set(&r)
}

// ReceiptOf is the first receipt of a user at or above a number of a conversation, false when there is none.
func (tx *Tx) ReceiptOf(talk, user string, read bool, number int64) (Receipt, bool) {
	l := receipts.of(tx.state)
	if l.len() == 0 { // looked for with every message
		return Receipt{}, false
	}
	for r := range l.from(&Receipt{Talk: talk, User: user, Read: read, UpTo: number}) {
		return *r, r.Talk == talk && r.User == user && r.Read == read
	}
	return Receipt{}, false
}

// ReceivedTo is the number up to which a user has got, or read, a conversation.
func (tx *Tx) ReceivedTo(talk, user string, read bool) int64 {
	for r := range receipts.of(tx.state).downFrom(&Receipt{Talk: talk, User: user, Read: read, UpTo: math.MaxInt64}) {
		if r.Talk == talk && r.User == user && r.Read == read {
			return r.UpTo
		}
		break
	}
	return 0
}

// cutReadings lets nothing behind a number of a conversation be read by a user.
func (tx *Tx) cutReadings(talk, user string, number int64) {
	covering, ok := tx.ReceiptOf(talk, user, true, number)
	if !ok {
		return
	}
	l := receipts.in(tx)
	behind := l.from(&Receipt{Talk: talk, User: user, Read: true, UpTo: number + 1})
	for _, r := range slices.Collect(while(behind, func(r *Receipt) bool { return r.Talk == talk && r.User == user && r.Read })) {
		l.delete(r)
	}
	if number > tx.ReceivedTo(talk, user, true) {
		covering.UpTo = number
		l.set(&covering)
	}
}

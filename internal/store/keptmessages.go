package store

import (
	"cmp"
	"iter"
	"slices"
	"time"
)

// Pin says who has pinned a message, for all who see it.
type Pin struct {
	Mark
	Talk string // the conversation's key
}

var pins = keep(func(Order) *markList[uint64, Pin] {
	return newMarks(
		func(p *Pin) uint64 { return p.Message }, func(p *Pin) *Mark { return &p.Mark }, func(m Mark) *Pin { return &Pin{Mark: m} },
		func(a, b *Pin) bool {
			return cmp.Or(cmp.Compare(a.Talk, b.Talk), cmp.Compare(a.Message, b.Message)) < 0
		},
	)
})

const byTalk = byMarker + 1

// saves are the messages that somebody has saved, for himself alone.
var saves = keep(func(Order) *markList[string, Mark] { return newOnes() })

// subscriptions say who is told of replies to a message.
var subscriptions = keep(func(Order) *markList[string, Mark] { return newOnes() })

// PutPin pins a message, for all who see it.
func (tx *Tx) PutPin(p Pin) {
	p.At = cut(p.At)
	pins.in(tx).put(&p)
}

// Unpin ends that, and reports false when the message is not pinned.
func (tx *Tx) Unpin(message uint64) bool { return pins.in(tx).drop(message) }

// Pin returns who has pinned a message, false when nobody has.
func (tx *Tx) Pin(message uint64) (Pin, bool) { return valueOf(pins.of(tx.state).get(message)) }

// Pins lists the pinned messages of a conversation by their numbers.
func (tx *Tx) Pins(talk string) iter.Seq[*Pin] {
	return while(pins.of(tx.state).by(byTalk).from(&Pin{Talk: talk}), func(p *Pin) bool { return p.Talk == talk })
}

// Save saves a message for a user.
func (tx *Tx) Save(m Mark) { putOne(tx, saves, m) }

// Unsave ends that, and reports false when it is not saved.
func (tx *Tx) Unsave(user string, message uint64) bool { return dropOne(tx, saves, user, message) }

// Saved says since when a user has saved a message, false when it is not saved.
func (tx *Tx) Saved(user string, message uint64) (Mark, bool) { return oneOf(tx, saves, user, message) }

// Saves lists what a user has saved, by the numbers of the messages.
func (tx *Tx) Saves(user string) iter.Seq[*Mark] { return saves.of(tx.state).made(user) }

// Savers lists who has saved a message.
func (tx *Tx) Savers(message uint64) iter.Seq[*Mark] { return saves.of(tx.state).on(message) }

// Subscribe lets a user be told of replies to a message.
func (tx *Tx) Subscribe(m Mark) { putOne(tx, subscriptions, m) }

// Unsubscribe ends that, and reports false when it was not so.
func (tx *Tx) Unsubscribe(user string, message uint64) bool {
	return dropOne(tx, subscriptions, user, message)
}

// Subscribed says since when a user is told of replies to a message, false when the user is not.
func (tx *Tx) Subscribed(user string, message uint64) (Mark, bool) {
	return oneOf(tx, subscriptions, user, message)
}

// Subscribers lists who is told of replies to a message.
func (tx *Tx) Subscribers(message uint64) iter.Seq[*Mark] {
	return subscriptions.of(tx.state).on(message)
}

func putOne(tx *Tx, kind kept[*markList[string, Mark]], m Mark) {
	m.At = cut(m.At)
	kind.in(tx).put(&m)
}

func dropOne(tx *Tx, kind kept[*markList[string, Mark]], user string, message uint64) bool {
	return kind.in(tx).drop((&Mark{Message: message, User: user}).key())
}

func oneOf(tx *Tx, kind kept[*markList[string, Mark]], user string, message uint64) (Mark, bool) {
	return valueOf(kind.of(tx.state).get((&Mark{Message: message, User: user}).key()))
}

// Interaction is what a user has done with the parts of a message.
type Interaction struct {
	Mark // its time is that of the first
	With []Interacted
}

// Interacted says when a user has used a part of a message.
type Interacted struct {
	Element string
	At      time.Time
}

var interactions = keep(func(Order) *markList[string, Interaction] {
	return newMarks(func(i *Interaction) string { return i.key() }, func(i *Interaction) *Mark { return &i.Mark }, func(m Mark) *Interaction { return &Interaction{Mark: m} })
})

// Interact notes that a user has used a part of a message. Only the first time counts.
func (tx *Tx) Interact(m Mark, element string) {
	m.At = cut(m.At)
	now := Interaction{Mark: m}
	if before, ok := interactions.of(tx.state).get(m.key()); ok {
		now = *before
	}
	if slices.ContainsFunc(now.With, func(i Interacted) bool { return i.Element == element }) {
		return
	}
	now.With = append(slices.Clip(now.With), Interacted{element, m.At})
	interactions.in(tx).put(&now)
}

// Interaction returns what a user has done with the parts of a message, false when that is nothing.
func (tx *Tx) Interaction(user string, message uint64) (Interaction, bool) {
	return valueOf(interactions.of(tx.state).get((&Mark{Message: message, User: user}).key()))
}

// Interactions lists what users have done with the parts of a message.
func (tx *Tx) Interactions(message uint64) iter.Seq[*Interaction] {
	return interactions.of(tx.state).on(message)
}

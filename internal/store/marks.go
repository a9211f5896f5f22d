package store

import (
	"cmp"
	"encoding/binary"
	"iter"
	"slices"
	"time"
)

// Mark says that somebody has done something with a message, and when. It goes with the message and with the user.
type Mark struct {
	Message uint64
	User    string
	At      time.Time
}

// key is that of a user's one mark on a message.
func (m *Mark) key() string {
	return string(binary.BigEndian.AppendUint64(append([]byte(m.User), 0), m.Message))
}

// markList is marks of one kind, in two further orders: by their messages and by their users. Each counts as a tie.
type markList[K cmp.Ordered, T any] struct {
	collection[K, T]
	of   func(*T) *Mark
	with func(Mark) *T
}

// The orders of marks.
const (
	byMessage = iota
	byMarker
)

func newMarks[K cmp.Ordered, T any](key func(*T) K, of func(*T) *Mark, with func(Mark) *T, more ...func(a, b *T) bool) *markList[K, T] {
	orders := append([]func(a, b *T) bool{
		func(a, b *T) bool {
			return cmp.Or(cmp.Compare(of(a).Message, of(b).Message), cmp.Compare(key(a), key(b))) < 0
		},
		func(a, b *T) bool {
			return cmp.Or(cmp.Compare(of(a).User, of(b).User), cmp.Compare(key(a), key(b))) < 0
		},
	}, more...)
	return &markList[K, T]{*keyed(key, orders...), of, with}
}

// newOnes are marks of which a user has at most one on a message.
func newOnes() *markList[string, Mark] {
	itself := func(m *Mark) *Mark { return m }
	return newMarks((*Mark).key, itself, func(m Mark) *Mark { return &m })
}

func (l *markList[K, T]) fork() part { return &markList[K, T]{l.copied(), l.of, l.with} }

func (l *markList[K, T]) count(s *Size) { s.Ties += int64(l.len()) }

// on lists those on a message.
func (l *markList[K, T]) on(message uint64) iter.Seq[*T] {
	return while(l.by(byMessage).from(l.with(Mark{Message: message})), func(m *T) bool { return l.of(m).Message == message })
}

// made lists those of a user.
func (l *markList[K, T]) made(user string) iter.Seq[*T] {
	return while(l.by(byMarker).from(l.with(Mark{User: user})), func(m *T) bool { return l.of(m).User == user })
}

func (l *markList[K, T]) forget(tx *Tx, e *end) {
	if l.len() > 0 && users.of(tx.state).at(e) != nil {
		l.dropAll(l.made(e.id))
	}
}

func (l *markList[K, T]) dropAll(list iter.Seq[*T]) {
	for _, m := range slices.Collect(list) {
		l.drop(l.key(m))
	}
}

func (l *markList[K, T]) marked(message uint64) bool {
	for range l.on(message) {
		return true
	}
	return false
}

func (l *markList[K, T]) forgetMessage(message uint64) { l.dropAll(l.on(message)) }

// onMessages is a part that holds what belongs to messages, all of which goes when the message is deleted.
type onMessages interface {
	marked(message uint64) bool
	forgetMessage(message uint64)
}

// dropMessage removes a message with all that belongs to it, and reports false when there is none.
func (tx *Tx) dropMessage(id uint64) bool {
	for n, p := range tx.parts {
		if l, ok := p.(onMessages); ok && l.marked(id) {
			tx.own(n).(onMessages).forgetMessage(id)
		}
	}
	return messages.in(tx).drop(id)
}

package store

import (
	"iter"
	"slices"
	"time"
)

// Message is one message between two people, in the vendor's words.
type Message struct {
	ID        uint64 // 1, 2, 3 and so on in the app
	Sender    string
	Receiver  string
	Category  string
	Type      string
	Muid      string
	Data      []byte // a compact JSON object
	Tags      []string
	SentAt    time.Time
	UpdatedAt time.Time
	Withheld  bool // the receiver never sees it
}

// messages holds all messages by number, and the numbers by the pair of people.
type messages struct {
	last    uint64
	byID    dict[uint64, *Message]
	between lists[[2]string, uint64] // ascending
	pairs   lists[string, string]    // with whom a person has messages
}

func (s *messages) fork() messages {
	return messages{s.last, s.byID.fork(), s.between.fork(), s.pairs.fork()}
}

func pairOf(a, b string) [2]string { return [2]string{min(a, b), max(a, b)} }

// AddMessage stores a message under the next number and returns it. Its bytes must not be changed
// afterwards.
func (tx *Tx) AddMessage(m Message) *Message {
	s := &tx.messages
	s.last++
	m.ID = s.last
	m.SentAt, m.UpdatedAt = cut(m.SentAt), cut(m.UpdatedAt)
	s.byID.put(m.ID, &m)
	pair := pairOf(m.Sender, m.Receiver)
	if len(s.between.at(pair)) == 0 {
		s.pairs.append(m.Sender, m.Receiver)
		if m.Receiver != m.Sender {
			s.pairs.append(m.Receiver, m.Sender)
		}
	}
	s.between.append(pair, m.ID)
	return &m
}

// Message returns the message with that number.
func (tx *Tx) Message(id uint64) (*Message, bool) {
	m, ok := tx.messages.byID.get(id)
	return m, ok
}

// Messages lists the messages between two people, the newest first, from those below a number on;
// 0 means from the last.
func (tx *Tx) Messages(a, b string, below uint64) iter.Seq[*Message] {
	return func(yield func(*Message) bool) {
		ids := tx.messages.between.at(pairOf(a, b))
		if below != 0 {
			end, _ := slices.BinarySearch(ids, below)
			ids = ids[:end]
		}
		for _, id := range slices.Backward(ids) {
			if m, _ := tx.messages.byID.get(id); !yield(m) {
				return
			}
		}
	}
}

// MessagesAfter lists the messages between two people with numbers above one, the oldest first.
func (tx *Tx) MessagesAfter(a, b string, above uint64) iter.Seq[*Message] {
	return func(yield func(*Message) bool) {
		ids := tx.messages.between.at(pairOf(a, b))
		start, _ := slices.BinarySearch(ids, above+1)
		for _, id := range ids[start:] {
			if m, _ := tx.messages.byID.get(id); !yield(m) {
				return
			}
		}
	}
}

// AllMessages lists the messages of everybody, in no order.
func (tx *Tx) AllMessages() iter.Seq[*Message] {
	return func(yield func(*Message) bool) {
		for _, m := range tx.messages.byID.all() {
			if !yield(m) {
				return
			}
		}
	}
}

// Correspondents lists with whom a person has messages, in the order of the first ones.
func (tx *Tx) Correspondents(id string) iter.Seq[string] {
	return slices.Values(tx.messages.pairs.at(id))
}

// forget removes all messages of a person.
func (s *messages) forget(person string) {
	for _, other := range s.pairs.at(person) {
		pair := pairOf(person, other)
		for _, id := range s.between.at(pair) {
			s.byID.delete(id)
		}
		s.between.delete(pair)
		if other != person {
			s.pairs.remove(other, person)
		}
	}
	s.pairs.delete(person)
}

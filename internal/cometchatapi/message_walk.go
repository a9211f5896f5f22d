package cometchatapi

import (
	"container/heap"
	"iter"
	"strings"

	"github.com/chatdouble/mockserver/internal/store"
)

// seat is a conversation as its reader has it: what a list looks up once, not for every message.
type seat struct {
	talk            string
	with            string // the other one, or the group
	group           bool
	cleared         int64 // the reader sees what came after it
	read, delivered int64 // up to where the reader has read and got it, when the list asks for that
}

func dialog(me, other string) *seat { return &seat{talk: store.Dialog(me, other), with: other} }

func groupSeat(guid string) *seat { return &seat{talk: store.GroupTalk(guid), with: guid, group: true} }

// dialogsOf are somebody's conversations with users.
func dialogsOf(tx *store.Tx, me string) (all []*seat) {
	for other := range tx.Correspondents(me) {
		all = append(all, dialog(me, other))
	}
	return all
}

// allOf are all of somebody's conversations.
func allOf(tx *store.Tx, me string) []*seat {
	all := dialogsOf(tx, me)
	for m := range tx.GroupsOf(me).From(0) {
		all = append(all, groupSeat(m.Group.ID))
	}
	return all
}

// take lets the list be made of conversations: those of them that it is kept to.
func (q *messagesReader) take(tx *store.Tx, seats ...*seat) {
	for _, s := range seats {
		if q.ConversationID != "" && s.id() != q.ConversationID {
			continue
		}
		if q.Me != "" {
			s.cleared = tx.Participant(q.Me, s.with, s.group).Cleared
		}
		if q.Unread {
			s.read = readUpTo(tx, q.Me, s.with, s.group)
		}
		if q.Undelivered {
			s.delivered = deliveredUpTo(tx, q.Me, s.with, s.group)
		}
		q.seats = append(q.seats, s)
	}
}

// id is the id of the conversation.
func (s *seat) id() string {
	if s.group {
		return groupConversation(s.with)
	}
	return conversationID(store.UsersOfTalk(s.talk))
}

// between stands between the two uids in the id of a conversation.
const between = "_user_"

// talksNamed are the conversations that an id may stand for: a uid may have in it what stands between two.
func talksNamed(id string) (all []*seat) {
	if guid, ok := strings.CutPrefix(id, groupConversation("")); ok {
		all = append(all, groupSeat(guid))
	}
	for at := range id {
		if b, ok := strings.CutPrefix(id[at:], between); ok && id[:at] <= b {
			all = append(all, dialog(id[:at], b))
		}
	}
	return all
}

// walk goes through the messages that the list is made of, from the place on and away from it.
func (q *messagesReader) walk(tx *store.Tx) iter.Seq2[*seat, *store.Message] {
	from := uint64(q.ID)
	switch {
	case q.All && q.Before:
		return inSeat(&seat{}, tx.AllMessagesBelow(from))
	case q.All:
		return inSeat(&seat{}, tx.AllMessagesAfter(from))
	case len(q.seats) == 1:
		return inSeat(q.seats[0], q.through(tx, q.seats[0].talk, from))
	}
	return q.merged(tx, from)
}

func inSeat(s *seat, list iter.Seq[*store.Message]) iter.Seq2[*seat, *store.Message] {
	return func(yield func(*seat, *store.Message) bool) {
		for m := range list {
			if !yield(s, m) {
				return
			}
		}
	}
}

// through goes through one conversation.
func (q *messagesReader) through(tx *store.Tx, talk string, from uint64) iter.Seq[*store.Message] {
	switch {
	case q.thread != 0 && q.Before:
		return tx.Replies(q.thread, from)
	case q.thread != 0:
		return tx.RepliesAfter(q.thread, from)
	case q.Before:
		return tx.Messages(talk, from)
	}
	return tx.MessagesAfter(talk, from)
}

// merged goes through several conversations at once. Of each it holds some messages: a page costs one look for each
// conversation, and not all that they have.
func (q *messagesReader) merged(tx *store.Tx, from uint64) iter.Seq2[*seat, *store.Message] {
	return func(yield func(*seat, *store.Message) bool) {
		var all streams
		for _, s := range q.seats {
			one := &stream{seat: s, down: q.Before}
			if one.fill(q.through(tx, s.talk, from)) {
				all = append(all, one)
			}
		}
		heap.Init(&all)
		for len(all) > 0 {
			next := all[0]
			m := next.ahead[0]
			if !yield(next.seat, m) {
				return
			}
			if next.ahead = next.ahead[1:]; len(next.ahead) > 0 || next.fill(q.through(tx, next.talk, m.ID)) {
				heap.Fix(&all, 0)
			} else {
				heap.Pop(&all)
			}
		}
	}
}

// stream is a conversation of several, with its next messages.
type stream struct {
	*seat
	down  bool
	ahead []*store.Message
	most  int // how many it held ahead last
}

// mostAhead is how many messages are held of one conversation.
const mostAhead = 64

// fill takes the next messages, more each time, and reports whether there are any.
func (s *stream) fill(list iter.Seq[*store.Message]) bool {
	s.most, s.ahead = min(2*s.most+1, mostAhead), nil
	for m := range list {
		if s.ahead = append(s.ahead, m); len(s.ahead) == s.most {
			break
		}
	}
	return len(s.ahead) > 0
}

// streams are a heap: the message that is nearest to the place comes first.
type streams []*stream

func (s streams) Len() int      { return len(s) }
func (s streams) Swap(i, j int) { s[i], s[j] = s[j], s[i] }
func (s streams) Push(any)      {} // none comes later
func (s streams) Less(i, j int) bool {
	a, b := s[i].ahead[0].ID, s[j].ahead[0].ID
	return s[i].down && a > b || !s[i].down && a < b
}

func (s *streams) Pop() any {
	last := (*s)[len(*s)-1]
	*s = (*s)[:len(*s)-1]
	return last
}

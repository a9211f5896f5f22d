package cometchatapi

import (
	"time"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/store"
)

// FixtureTalk is what all who are in a conversation have in common, where that does not follow from its messages.
type FixtureTalk struct {
	fixture.Placed `schema:"CometChatTalk" is:"a conversation" doc:"What all who are in a conversation have in common, where it does not follow from its messages."`

	Between     []string  `json:"between,omitzero" rule:"maxitems=2" doc:"The two users, of whom one may be app_system."`
	Group       string    `json:"group,omitzero" doc:"The group, in the place of between."`
	CreatedAt   time.Time `json:"createdAt,omitzero" doc:"The time of its first message, if that message is gone."`
	UpdatedAt   time.Time `json:"updatedAt,omitzero" doc:"The time of its last message, if that message is gone."`
	LastMessage int       `json:"lastMessageId,omitzero" rule:"min=0,max=9007199254740991" doc:"The id of its last message, if that message is gone."`
	HistoryTo   int       `json:"historyTo,omitzero" rule:"min=0,max=9007199254740991" doc:"The id of the last thing in its history, if that is gone."`
}

func (t *FixtureTalk) key() string {
	switch {
	case t.Group != "":
		return store.GroupTalk(t.Group)
	case len(t.Between) == 2:
		return store.Dialog(t.Between[0], t.Between[1])
	}
	return ""
}

func (t *FixtureTalk) into(tx *store.Tx) {
	key := t.key()
	tx.ChangeTalk(key, func(talk *store.Talk) {
		talk.CreatedAt, talk.UpdatedAt = fixture.Either(t.CreatedAt, talk.CreatedAt), fixture.Either(t.UpdatedAt, talk.UpdatedAt)
		talk.Shared = max(talk.Shared, int64(t.LastMessage))
		talk.Last = max(talk.Last, talk.Shared, int64(t.HistoryTo))
	})
	if t.Group == "" { // both have it, whatever became of its messages
		a, b := store.UsersOfTalk(key)
		tx.PutParticipant(tx.Participant(a, b, false))
		tx.PutParticipant(tx.Participant(b, a, false))
	}
}

// heard is what follows of a conversation from its messages.
type heard struct {
	last, shared     int64
	created, updated time.Time
	counted          int64
	own              map[string]int64 // how many of these each user has sent
	alone            map[string]int64 // the last message that a user alone sees
}

// heardIn is what follows from all messages, by conversation.
type heardIn map[string]*heard

// of is what follows in one conversation; nothing of one without messages.
func (all heardIn) of(key string) *heard {
	if h := all[key]; h != nil {
		return h
	}
	return &heard{}
}

func followsFrom(tx *store.Tx) heardIn {
	all := make(heardIn)
	for m := range tx.AllMessages() {
		h := all[m.Conversation]
		if h == nil {
			h = &heard{own: make(map[string]int64), alone: make(map[string]int64)}
			all[m.Conversation] = h
		}
		h.hear(m)
	}
	return all
}

// hear is what [store.Talk] makes of a message.
func (h *heard) hear(m *store.Message) {
	h.last = max(h.last, m.Seq)
	if m.Aside {
		return
	}
	if h.created.IsZero() {
		h.created = m.SentAt
	}
	if only := m.Extra().OnlyFor; only != "" {
		h.alone[only] = m.Seq
		return
	}
	h.shared = m.Seq
	if h.updated.Before(m.SentAt) {
		h.updated = m.SentAt
	}
	if m.Counts() {
		h.counted++
		h.own[m.Sender]++
	}
}

// talkOut is a row of the fixture, false when all of it follows from messages.
func talkOut(t *store.Talk, h *heard) (out FixtureTalk, ok bool) {
	if t.Shared != h.shared {
		out.LastMessage = int(t.Shared)
	}
	if t.Last != max(h.last, t.Shared) {
		out.HistoryTo = int(t.Last)
	}
	if !t.CreatedAt.Equal(h.created) {
		out.CreatedAt = t.CreatedAt
	}
	if !t.UpdatedAt.Equal(h.updated) {
		out.UpdatedAt = t.UpdatedAt
	}
	if out.LastMessage == 0 && out.HistoryTo == 0 && out.CreatedAt.IsZero() && out.UpdatedAt.IsZero() {
		return out, false
	}
	if guid, inGroup := store.GroupOfTalk(t.Key); inGroup {
		out.Group = guid
	} else {
		a, b := store.UsersOfTalk(t.Key)
		out.Between = []string{a, b}
	}
	return out, true
}

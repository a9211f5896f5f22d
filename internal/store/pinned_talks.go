package store

import (
	"iter"
	"time"
)

// PinnedTalk is a conversation that is pinned for everybody who has it: that with a user, or that of a group.
type PinnedTalk struct {
	With  string
	Group bool
	At    time.Time
}

func (p *PinnedTalk) key() string { return participantKey("", p.With, p.Group) }

type pinnedTalkList struct {
	collection[string, PinnedTalk]
}

// pinnedTalks are in the order of their times, the newest first.
var pinnedTalks = keep(func(Order) *pinnedTalkList {
	return &pinnedTalkList{*keyed((*PinnedTalk).key, func(a, b *PinnedTalk) bool {
		if !a.At.Equal(b.At) {
			return a.At.After(b.At)
		}
		return a.key() < b.key()
	})}
})

func (l *pinnedTalkList) fork() part { return &pinnedTalkList{l.copied()} }

func (l *pinnedTalkList) forget(tx *Tx, e *end) {
	if users.of(tx.state).at(e) != nil {
		l.drop(participantKey("", e.id, false))
	} else if g, ok := tx.Group(e.id); ok && g.end == e {
		l.drop(participantKey("", e.id, true))
	}
}

// PinnedTalks lists them, the one that was pinned last first.
func (tx *Tx) PinnedTalks() iter.Seq[PinnedTalk] { return values(pinnedTalks.of(tx.state).by(0).all()) }

// PinnedTalk returns the pin of the conversations with a user, or of a group's, false when there is none.
func (tx *Tx) PinnedTalk(with string, group bool) (PinnedTalk, bool) {
	return valueOf(pinnedTalks.of(tx.state).get(participantKey("", with, group)))
}

// PutPinnedTalk pins a conversation for everybody.
func (tx *Tx) PutPinnedTalk(p PinnedTalk) {
	p.At = cut(p.At)
	pinnedTalks.in(tx).put(&p)
}

// UnpinTalk takes the pin away.
func (tx *Tx) UnpinTalk(with string, group bool) {
	pinnedTalks.in(tx).drop(participantKey("", with, group))
}

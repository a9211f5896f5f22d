package store

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// conversationModel keeps for each user what a plain list of the messages that came would say.
type conversationModel struct {
	members map[string]map[string]bool // by group
	lists   map[string]map[string]*plainConversation
}

// plainConversation is a conversation as one user has it, with every message that counts and is not read.
type plainConversation struct {
	unread int
	at     time.Time
	listed bool
}

func (m *conversationModel) of(user, with string) *plainConversation {
	if m.lists[user] == nil {
		m.lists[user] = make(map[string]*plainConversation)
	}
	if m.lists[user][with] == nil {
		m.lists[user][with] = &plainConversation{}
	}
	return m.lists[user][with]
}

// hear gives a message to a user.
func (m *conversationModel) hear(user, with string, at time.Time, counts bool) {
	c := m.of(user, with)
	c.listed = true
	if c.at.Before(at) {
		c.at = at
	}
	if counts {
		c.unread++
	}
}

// TestConversationsFollowFromTheTalk plays random messages, joins and reads, and compares what is derived when it is
// read with a model that writes a row for each participant.
func TestConversationsFollowFromTheTalk(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			playConversations(t, rand.New(rand.NewPCG(seed, 1)))
		})
	}
}

func playConversations(t *testing.T, random *rand.Rand) {
	users, groups := []string{"a", "b", "c", "d"}, []string{"a", "g"} // a group may be called as a user is
	m := &conversationModel{members: make(map[string]map[string]bool), lists: make(map[string]map[string]*plainConversation)}
	s := New(ByInsertion)
	_ = s.Update(epoch, func(tx *Tx) error {
		for _, id := range users {
			tx.PutUser(User{ID: id})
		}
		for _, id := range groups {
			tx.PutGroup(Group{ID: id})
			m.members[id] = make(map[string]bool)
		}
		return nil
	})
	for step := range 400 {
		now := epoch.Add(time.Duration(step/3) * time.Second)
		user, other, group := pick(random, users), pick(random, users), pick(random, groups)
		var did string
		_ = s.Update(now, func(tx *Tx) error {
			did = m.step(tx, random, user, other, group)
			return nil
		})
		_ = s.View(now, func(tx *Tx) error {
			for _, u := range users {
				if have, want := m.seen(tx, u), m.wanted(u); !slices.Equal(have, want) {
					t.Fatalf("step %d, %s: %s has\n%q, want\n%q", step, did, u, have, want)
				}
			}
			return nil
		})
	}
}

func pick(random *rand.Rand, list []string) string { return list[random.IntN(len(list))] }

// step does something, in the state and in the model.
func (m *conversationModel) step(tx *Tx, random *rand.Rand, user, other, group string) string {
	byUser, counts := random.IntN(2) == 0 && user != other, random.IntN(4) > 0
	with, isGroup := other, false
	if !byUser {
		with, isGroup = group, true
	}
	c := m.of(user, name(with, isGroup))
	switch what := random.IntN(12); {
	case what < 4 && byUser:
		tx.AddMessage(Message{Sender: user, Receiver: other, SentAt: tx.Now(), Uncounted: !counts})
		m.hear(user, name(other, false), tx.Now(), false)
		m.hear(other, name(user, false), tx.Now(), counts)
		return user + " writes " + other
	case what < 4:
		tx.AddMessage(Message{Sender: user, Conversation: GroupTalk(group), SentAt: tx.Now(), Uncounted: !counts})
		for member := range m.members[group] {
			m.hear(member, name(group, true), tx.Now(), counts && member != user)
		}
		return user + " writes the group " + group
	case what == 4 && byUser:
		tx.AddMessage(Message{Sender: other, Receiver: user, SentAt: tx.Now(), Uncounted: true}.With(MessageMore{OnlyFor: user}))
		m.hear(user, name(other, false), tx.Now(), false)
		return "a message of " + other + " for " + user + " alone"
	case what < 7:
		if tx.Join(group, user, tx.Now(), 3) == m.members[group][user] {
			return "JOIN DIFFERS"
		}
		m.members[group][user] = true
		if talk, _ := tx.Talk(GroupTalk(group)); m.of(user, name(group, true)).listed {
			m.of(user, name(group, true)).at = talk.UpdatedAt // it goes on where the group is
		}
		return user + " joins " + group
	case what == 7:
		if tx.Leave(group, user) != m.members[group][user] {
			return "LEAVE DIFFERS"
		}
		delete(m.members[group], user)
		return user + " leaves " + group
	case !c.listed:
		return "nothing"
	case what == 8:
		tx.DeleteTalk(user, with, isGroup)
		c.listed, c.unread = false, 0
		return user + " deletes the conversation with " + with
	case what == 9:
		tx.ClearTalk(user, with, isGroup)
	default:
		tx.ReadTalk(user, with, isGroup)
	}
	c.unread = 0
	return user + " reads " + with
}

// name tells a group from a user.
func name(with string, group bool) string {
	if group {
		return "group " + with
	}
	return with
}

// seen is what a user sees, in the order of the list.
func (m *conversationModel) seen(tx *Tx, user string) (rows []string) {
	for _, c := range tx.Conversations(user) {
		rows = append(rows, row(name(c.With, c.Group), c.UpdatedAt, int(c.Unread)))
	}
	if !slices.IsSortedFunc(tx.Conversations(user), func(a, b Conversation) int { return a.UpdatedAt.Compare(b.UpdatedAt) }) {
		rows = append(rows, "NOT SORTED")
	}
	slices.Sort(rows)
	return rows
}

func (m *conversationModel) wanted(user string) (rows []string) {
	for with := range maps.Keys(m.lists[user]) {
		if c := m.lists[user][with]; c.listed {
			rows = append(rows, row(with, c.at, c.unread))
		}
	}
	slices.Sort(rows)
	return rows
}

func row(with string, at time.Time, unread int) string {
	return fmt.Sprintf("%s at %s: %d", with, at.UTC().Format("15:04:05"), unread)
}

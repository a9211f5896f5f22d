package store

import (
	"fmt"
	"runtime"
	"strconv"
	"testing"
	"time"
)

// The memory that a membership costs, in bytes, as the difference of the live heap. The members are in groups of 500.
func TestMemoryOfMemberships(t *testing.T) { // not parallel: it measures the heap
	const groups = 200
	s, ids := withGroups(groups)
	before := liveHeap()
	_ = s.Update(epoch, func(tx *Tx) error {
		for i := range groups {
			for k := range 500 {
				tx.Join(groupID(i), ids[(i+k)%len(ids)], epoch.Add(time.Duration(k)*time.Second), 3)
			}
		}
		return nil
	})
	atMost(t, "membership", before, groups*500, 100)
	runtime.KeepAlive(s)
}

// The memory that a text message costs. "dialog" has messages of 2 people among 1,000, "group" those of one group; a
// text has 40 bytes.
func TestMemoryOfMessages(t *testing.T) { // not parallel: it measures the heap
	const messages = 100_000
	s, ids := withGroups(1)
	for _, talk := range []string{"dialog", "group"} {
		before := liveHeap()
		_ = s.Update(epoch, func(tx *Tx) error {
			for i := range messages {
				m := Message{
					Sender: ids[i%len(ids)], Receiver: ids[(i+1)%len(ids)], Type: "1", MsgID: strconv.Itoa(8e17 + i),
					Text: fmt.Sprintf("A text of forty bytes, number %10d", i), SentAt: epoch.Add(time.Duration(i) * time.Second),
				}
				if talk == "group" {
					m.Conversation, m.Receiver = GroupTalk(groupID(0)), ""
				}
				tx.AddMessage(m)
			}
			return nil
		})
		atMost(t, "message of a "+talk, before, messages, 400)
	}
	runtime.KeepAlive(s)
}

// withGroups has so many groups without members, and 1,000 people.
func withGroups(groups int) (s *Store, ids []string) {
	s, ids = New(ByTime), make([]string, 1000)
	_ = s.Update(epoch, func(tx *Tx) error {
		for i := range ids {
			ids[i] = fmt.Sprintf("user-%04d", i)
			tx.PutUser(User{ID: ids[i], Name: ids[i], CreatedAt: epoch})
		}
		for i := range groups {
			tx.PutGroup(Group{ID: groupID(i)})
		}
		return nil
	})
	return s, ids
}

func groupID(i int) string { return fmt.Sprintf("group-%04d", i) }

// atMost fails when each of so many things takes more memory than it should.
func atMost(t *testing.T, what string, before uint64, count, bound int) {
	t.Helper()
	each := float64(liveHeap()-before) / float64(count)
	t.Logf("%.1f bytes a %s", each, what)
	if each > float64(bound) {
		t.Errorf("a %s takes %.1f bytes, more than %d", what, each, bound)
	}
}

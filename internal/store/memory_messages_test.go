package store

import (
	"fmt"
	"runtime"
	"strconv"
	"testing"
	"time"
)

// The memory that a membership and a text message cost, in bytes each, as the difference of the live heap. The members
// are in groups of 500. "dialogs" has messages of 2 people among 1,000, "group" those of one group; a text has 40 bytes.
func BenchmarkMemoryOfGroups(b *testing.B) {
	const people, groups, messages = 1_000, 1_000, 200_000
	ids := make([]string, people)
	for i := range ids {
		ids[i] = fmt.Sprintf("user-%04d", i)
	}
	for range b.N {
		s := New(ByTime)
		_ = s.Update(epoch, func(tx *Tx) error {
			for _, id := range ids {
				tx.PutUser(User{ID: id, Name: id, CreatedAt: epoch})
			}
			for i := range groups {
				tx.PutGroup(Group{ID: fmt.Sprintf("group-%04d", i)})
			}
			return nil
		})
		memberless := liveHeap()
		_ = s.Update(epoch, func(tx *Tx) error {
			for i := range groups {
				for k := range 500 {
					tx.Join(fmt.Sprintf("group-%04d", i), ids[(i+k)%people], epoch.Add(time.Duration(k)*time.Second), 3)
				}
			}
			return nil
		})
		silent := liveHeap()
		b.ReportMetric(float64(silent-memberless)/(groups*500), "B/membership")
		for _, talk := range []string{"dialog", "group"} {
			before := liveHeap()
			_ = s.Update(epoch, func(tx *Tx) error {
				for i := range messages {
					m := Message{
						Sender: ids[i%people], Receiver: ids[(i+1)%people], Type: "1", MsgID: strconv.Itoa(8e17 + i),
						Text: fmt.Sprintf("A text of forty bytes, number %10d", i), SentAt: epoch.Add(time.Duration(i) * time.Second),
					}
					if talk == "group" {
						m.Conversation, m.Receiver = GroupTalk("group-0000"), ""
					}
					tx.AddMessage(m)
				}
				return nil
			})
			b.ReportMetric(float64(liveHeap()-before)/messages, "B/message-"+talk)
		}
		runtime.KeepAlive(s)
	}
}

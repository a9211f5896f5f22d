package store

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// Messages come by their times in every conversation, however they came into it, from behind any of them on.
func TestMessagesByTime(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 3))
		st := New(ByTime)
		var there []uint64
		for step := range 60 {
			at := epoch.Add(time.Duration(step) * time.Second)
			if rng.IntN(8) == 0 {
				at = at.Add(-time.Duration(rng.IntN(20)) * time.Second)
			}
			_ = st.Update(epoch, func(tx *Tx) error {
				switch i := rng.IntN(10); {
				case i == 0 && len(there) > 0:
					id := there[rng.IntN(len(there))]
					if m, ok := tx.Message(id); ok {
						changed := *m
						changed.Text += "!"
						if rng.IntN(4) == 0 {
							changed.SentAt = at
						}
						tx.PutMessage(changed)
					}
				case i == 1 && len(there) > 0:
					tx.DeleteMessage(there[rng.IntN(len(there))])
				default:
					there = append(there, tx.AddMessage(Message{Conversation: RoomTalk([]string{"a", "b", "c"}[rng.IntN(3)]), SentAt: at}).ID)
				}
				return nil
			})
			checkMessages(t, messages.of(st.state.Load()))
		}
		_ = st.View(epoch, func(tx *Tx) error {
			for _, room := range []string{"a", "b", "c"} {
				want := slices.SortedFunc(tx.Messages(RoomTalk(room), 0), func(a, b *Message) int {
					return cmp.Or(b.SentAt.Compare(a.SentAt), cmp.Compare(b.ID, a.ID))
				})
				if have := slices.Collect(tx.MessagesByTime(RoomTalk(room), nil)); !slices.Equal(have, want) {
					t.Errorf("seed %d: room %s has %d messages by time, want %d, or others", seed, room, len(have), len(want))
				}
				for i, m := range want {
					if have := slices.Collect(tx.MessagesByTime(RoomTalk(room), m)); !slices.Equal(have, want[i+1:]) {
						t.Errorf("seed %d: behind message %d of room %s there are %d, want %d, or others", seed, m.ID, room, len(have), len(want)-i-1)
					}
				}
			}
			return nil
		})
	}
}

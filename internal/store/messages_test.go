package store

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// The messages of everybody from a number on, both ways, also where one is gone.
func TestAllMessagesFromANumber(t *testing.T) {
	t.Parallel()
	s := New(ByTime)
	_ = s.Update(time.Unix(1_700_000_000, 0), func(tx *Tx) error {
		for i := range 6 {
			tx.AddMessage(Message{Sender: "a", Receiver: fmt.Sprint("b", i%2)})
		}
		tx.DeleteMessage(3)
		return nil
	})
	_ = s.View(time.Time{}, func(tx *Tx) error {
		numbers := func(list func(func(*Message) bool)) (all []uint64) {
			for m := range list {
				all = append(all, m.ID)
			}
			return all
		}
		for _, tt := range []struct {
			got, want []uint64
		}{
			{numbers(tx.AllMessagesAfter(0)), []uint64{1, 2, 4, 5, 6}},
			{numbers(tx.AllMessagesAfter(2)), []uint64{4, 5, 6}},
			{numbers(tx.AllMessagesAfter(3)), []uint64{4, 5, 6}},
			{numbers(tx.AllMessagesAfter(6)), nil},
			{numbers(tx.AllMessagesBelow(0)), []uint64{6, 5, 4, 2, 1}},
			{numbers(tx.AllMessagesBelow(4)), []uint64{2, 1}},
			{numbers(tx.AllMessagesBelow(1)), nil},
			{numbers(tx.AllMessagesBelow(99)), []uint64{6, 5, 4, 2, 1}},
		} {
			if !slices.Equal(tt.got, tt.want) {
				t.Errorf("got %d, want %d", tt.got, tt.want)
			}
		}
		return nil
	})
}

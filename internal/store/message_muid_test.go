package store

import (
	"testing"
	"time"
)

func TestMuids(t *testing.T) {
	t.Parallel()
	s := New(ByInsertion)
	at := time.Unix(1700000000, 0)
	err := s.Update(at, func(tx *Tx) error {
		for _, m := range []Message{
			{Sender: "ann", Receiver: "ben", Muid: "m", SentAt: at},
			{Sender: "ben", Receiver: "ann", Muid: "m", SentAt: at},
			{Sender: "ann", Receiver: "ben", Muid: "m", SentAt: at},
			{Sender: "ann", Receiver: "ben", SentAt: at},
		} {
			tx.AddMessage(m)
		}
		for _, muid := range []string{"", "l", "n", "M"} {
			if m, is := tx.AnyWithMuid(muid); is {
				t.Errorf("message %d has the muid %q", m.ID, muid)
			}
		}
		if m, is := tx.AnyWithMuid("m"); !is || m.Muid != "m" {
			t.Errorf("no message has a muid that three have: %v", m)
		}
		if m, is := tx.MessageByMuid("ann", "m"); !is || m.ID != 3 {
			t.Errorf("not the last message of ann with the muid: %v", m)
		}
		if m, is := tx.MessageByMuid("carl", "m"); is {
			t.Errorf("message %d is from carl", m.ID)
		}
		for _, id := range []uint64{1, 2, 3} {
			tx.DeleteMessage(id)
		}
		if m, is := tx.AnyWithMuid("m"); is {
			t.Errorf("message %d is gone and has its muid", m.ID)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

package store

import (
	"testing"
	"time"
)

func TestNewestKey(t *testing.T) {
	t.Parallel()
	s := New(ByTime)
	_ = s.Update(time.Time{}, func(tx *Tx) error {
		if k := tx.NewestKey("a"); k != (Key{}) {
			t.Errorf("without keys: %+v", k)
		}
		for _, k := range []Key{{Value: "1", Scope: "a"}, {Value: "2", Scope: "b"}, {Value: "3", Scope: "a"}, {Value: "4", Scope: "b"}} {
			tx.PutKey(k)
		}
		tx.PutKey(Key{Value: "1", Scope: "a", Name: "changed, and still the first"})
		if a, b, c := tx.NewestKey("a").Value, tx.NewestKey("b").Value, tx.NewestKey("c").Value; a != "3" || b != "4" || c != "" {
			t.Errorf("the newest of a, b and c are %q, %q and %q", a, b, c)
		}
		tx.DeleteKey("3")
		if _, there := tx.Key("3"); there || tx.NewestKey("a").Value != "1" {
			t.Errorf("after the newest was deleted it is there: %v, and the newest is %+v", there, tx.NewestKey("a"))
		}
		return nil
	})
}

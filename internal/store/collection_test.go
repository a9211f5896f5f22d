package store

import "testing"

func TestAViewCannotWrite(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("a view wrote into a state that others see")
		}
	}()
	_ = New(ByTime).View(epoch, func(tx *Tx) error {
		tx.PutUser(User{ID: "a"})
		return nil
	})
}

// A view that has begun sees its state to the end, and an update waits for none.
func TestAnUpdateWaitsForNoView(t *testing.T) {
	t.Parallel()
	s := New(ByTime)
	_ = s.View(epoch, func(before *Tx) error {
		_ = s.Update(epoch, func(tx *Tx) error {
			tx.PutUser(User{ID: "a"})
			if err := s.View(epoch, func(during *Tx) error {
				if during.UserCount() != 0 {
					t.Error("half of an update can be seen")
				}
				return nil
			}); err != nil {
				return err
			}
			return nil
		})
		if before.UserCount() != 0 {
			t.Error("a view sees what came after it began")
		}
		return nil
	})
	if s.Size().Users != 1 {
		t.Error("the update is not there")
	}
}

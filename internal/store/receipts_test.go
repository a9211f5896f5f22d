package store

import (
	"slices"
	"testing"
	"time"
)

// Receipts in a group go with the user, with the group's conversation, and with the row of one who leaves what he has deleted.
func TestReceiptsGoWithTheirRows(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*Tx){
		"user deleted":       func(tx *Tx) { tx.DeleteUser("a") },
		"group deleted":      func(tx *Tx) { tx.DeleteGroup("g") },
		"conversation ended": func(tx *Tx) { tx.EndTalk(GroupTalk("g")) },
		"left when deleted":  func(tx *Tx) { tx.DeleteTalk("a", "g", true); tx.Leave("g", "a") },
	} {
		s := New(ByInsertion)
		_ = s.Update(epoch, func(tx *Tx) error {
			for _, id := range []string{"a", "b"} {
				tx.PutUser(User{ID: id})
			}
			tx.PutGroup(Group{ID: "g"})
			tx.Join("g", "a", epoch, 1)
			tx.AddMessage(Message{Sender: "b", Conversation: GroupTalk("g"), SentAt: epoch})
			for n := range int64(3) {
				tx.PutReceipt(Receipt{User: "a", UpTo: n + 1, At: epoch.Add(time.Duration(n) * time.Second), Read: n == 2}, "g", true)
			}
			if r, ok := tx.ReceiptOf(GroupTalk("g"), "a", false, 2); !ok || r.UpTo != 2 || tx.ReceivedTo(GroupTalk("g"), "a", true) != 3 {
				t.Errorf("the receipts are %v", slices.Collect(tx.Receipts()))
			}
			end(tx)
			if left := slices.Collect(tx.Receipts()); len(left) > 0 {
				t.Errorf("%s: %d receipts are left", name, len(left))
			}
			return nil
		})
	}
}

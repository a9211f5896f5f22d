package store

import (
	"fmt"
	"iter"
	"slices"
	"testing"
)

func TestTokens(t *testing.T) {
	t.Parallel()
	s := New(ByTime)
	_ = s.Update(epoch, func(tx *Tx) error {
		tx.PutUser(User{ID: "a"})
		for i := range 3 {
			tx.PutToken(Token{Value: fmt.Sprint("t", i), UserID: "a"})
		}
		tx.PutToken(Token{Value: "other", UserID: "b"})
		tx.PutToken(Token{Value: "t1", UserID: "a", Platform: "web"}) // again, in its place
		var got []string
		for tok := range tx.Tokens("a") {
			got = append(got, tok.Value+tok.Platform)
		}
		if want := []string{"t2", "t1web", "t0"}; !slices.Equal(got, want) {
			t.Errorf("Tokens = %v, want %v", got, want)
		}
		if !tx.DeleteToken("t1") || tx.DeleteToken("t1") || tx.TokenCount("a") != 2 {
			t.Errorf("after deleting t1 there are %d", tx.TokenCount("a"))
		}
		tx.PutToken(Token{Value: "t0", UserID: "b"})
		if tx.TokenCount("a") != 1 || tx.TokenCount("b") != 2 {
			t.Errorf("after t0 went from a to b they have %d and %d", tx.TokenCount("a"), tx.TokenCount("b"))
		}
		tx.DeleteUser("a")
		if _, ok := tx.Token("t2"); ok || tx.TokenCount("a") != 0 {
			t.Error("a token outlived its user")
		}
		if _, ok := tx.Token("other"); !ok {
			t.Error("another's token is gone")
		}
		return nil
	})
}

func TestMessages(t *testing.T) {
	t.Parallel()
	s := New(ByTime)
	_ = s.Update(epoch, func(tx *Tx) error {
		for _, pair := range [][2]string{{"a", "b"}, {"b", "a"}, {"a", "c"}, {"a", "b"}} {
			tx.AddMessage(Message{Sender: pair[0], Receiver: pair[1]})
		}
		ids := func(list iter.Seq[*Message]) (ids []uint64) {
			for m := range list {
				ids = append(ids, m.ID)
			}
			return ids
		}
		if got := ids(tx.Messages(Dialog("b", "a"), 0)); !slices.Equal(got, []uint64{4, 2, 1}) {
			t.Errorf("Messages = %v", got)
		}
		if got := ids(tx.Messages(Dialog("a", "b"), 4)); !slices.Equal(got, []uint64{2, 1}) {
			t.Errorf("Messages below 4 = %v", got)
		}
		if got := ids(tx.MessagesAfter(Dialog("a", "b"), 1)); !slices.Equal(got, []uint64{2, 4}) {
			t.Errorf("MessagesAfter 1 = %v", got)
		}
		var seqs []int64
		for m := range tx.AllMessages() {
			seqs = append(seqs, m.Seq)
		}
		if want := []int64{1, 2, 1, 3}; !slices.Equal(seqs, want) {
			t.Errorf("numbers in the conversations are %v, want %v", seqs, want)
		}
		if got := slices.Collect(tx.Correspondents("a")); !slices.Equal(got, []string{"b", "c"}) {
			t.Errorf("Correspondents = %v", got)
		}
		tx.PutUser(User{ID: "b"})
		tx.DeleteUser("b")
		if _, ok := tx.Message(1); ok {
			t.Error("a message outlived its sender or receiver")
		}
		if _, ok := tx.Message(3); !ok {
			t.Error("a message of others is gone")
		}
		if m := tx.AddMessage(Message{Sender: "a", Receiver: "c"}); m.ID != 5 {
			t.Errorf("the next number is %d, want 5", m.ID)
		}
		return nil
	})
}

package store

import "testing"

// What is known of a member goes with the membership, whichever way it ends.
func TestNotesOfMembersGoWithThem(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*Tx){
		"left":         func(tx *Tx) { tx.Leave("g", "a") },
		"banned":       func(tx *Tx) { tx.Ban("g", "a", epoch, nil); tx.Unban("g", "a") },
		"user deleted": func(tx *Tx) { tx.DeleteUser("a"); tx.PutUser(User{ID: "a"}) },
		"group gone":   func(tx *Tx) { tx.DeleteGroup("g"); tx.PutGroup(Group{ID: "g"}) },
		"cleared": func(tx *Tx) {
			m, _ := tx.Member("g", "a")
			m.Nickname, m.MutedUntil = "", Never
			tx.PutMember(m)
			tx.Leave("g", "a")
		},
	} {
		_ = New(ByTime).Update(epoch, func(tx *Tx) error {
			tx.PutUser(User{ID: "a"})
			tx.PutGroup(Group{ID: "g"})
			tx.Join("g", "a", epoch, 3)
			m, _ := tx.Member("g", "a")
			m.Nickname, m.MutedUntil = "ann", 1
			tx.PutMember(m)
			if m, _ = tx.Member("g", "a"); m.Nickname != "ann" || m.MutedUntil != 1 {
				t.Errorf("the member is %+v", m)
			}
			end(tx)
			for range tx.Mutes() {
				t.Errorf("%s: somebody is still muted", name)
			}
			tx.Join("g", "a", epoch, 3)
			if m, ok := tx.Member("g", "a"); !ok || m.Nickname != "" || m.MutedUntil != Never || m.Group.ID != "g" || m.User.ID != "a" {
				t.Errorf("%s: the member is %+v, %t", name, m, ok)
			}
			return nil
		})
	}
}

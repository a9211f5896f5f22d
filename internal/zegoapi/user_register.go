package zegoapi

import "github.com/chatdouble/mockserver/internal/store"

// registerUsers adds the users that are not there. One who is there stays as it is, whatever the
// profile says.
func registerUsers(tx *store.Tx, profiles []profile) (outcome, error) {
	var failed []failure
	for _, p := range profiles {
		why := p.wrong()
		if _, ok := tx.User(p.UserID); why == nil && ok {
			why = errUserExists
		}
		if why != nil {
			failed = append(failed, explained(p.UserID, why))
			continue
		}
		u := store.User{ID: p.UserID, CreatedAt: tx.Now()}
		if p.Name != nil {
			u.Name = *p.Name
		}
		if p.Avatar != nil {
			u.Avatar = *p.Avatar
		}
		tx.PutUser(u)
	}
	return outcomeOf(len(profiles), failed, 0), nil
}

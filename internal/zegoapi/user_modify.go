package zegoapi

import "github.com/chatdouble/mockserver/internal/store"

// modifyUsers changes what the profiles give and leaves the rest alone.
func modifyUsers(tx *store.Tx, profiles []profile) (outcome, error) {
	var failed []failure
	for _, p := range profiles {
		why := p.wrong()
		if why == nil && p.Extra != nil && len(*p.Extra) > maxExtra {
			why = errInput
		}
		before, ok := tx.User(p.UserID)
		if why == nil && !ok {
			why = errUserMissing
		}
		if why != nil {
			failed = append(failed, explained(p.UserID, why))
			continue
		}
		u := *before
		for _, text := range []struct{ to, given *string }{{&u.Name, p.Name}, {&u.Avatar, p.Avatar}, {&u.Extra, p.Extra}} {
			if text.given != nil {
				*text.to = *text.given
			}
		}
		u.UpdatedAt = tx.Now()
		tx.PutUser(u)
	}
	return outcomeOf(len(profiles), failed, 0), nil
}

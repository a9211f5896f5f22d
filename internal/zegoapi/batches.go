package zegoapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// SubCodes that most actions on several people have.
const (
	subBadID         = 660000002
	subNotRegistered = 660700015
)

// batch is what nearly every action on several people is asked with: who acts, and on whom.
type batch struct {
	FromUserID string
	UserIDs    []string
	Limit      int // how many UserIds the app allows
}

// decodeBatch reads FromUserId and UserIds. Only what is missing or of a wrong type refuses the
// request; a bad id among UserIds fails alone.
func decodeBatch(c *gateway.Call) (b batch, err error) {
	if b.FromUserID, err = decodeUserID(c, "FromUserId"); err != nil {
		return b, err
	}
	if b.UserIDs, err = decodeStrings(c, "UserIds"); err != nil {
		return b, errInput.because("%v", err)
	}
	if len(b.UserIDs) == 0 {
		return b, errInput.because("%s", absent(c, "UserIds"))
	}
	b.Limit = c.App.Quotas["batch"]
	return b, nil
}

// decodeUserID reads the one user id in a parameter.
func decodeUserID(c *gateway.Call, name string) (string, error) {
	id, err := decodeString(c, name)
	if err != nil {
		return "", errInput.because("%v", err)
	}
	switch {
	case id == "":
		return "", errInput.because("%s", absent(c, name))
	case !ValidUserID(id):
		return "", errInput.because("%s", whyNotID(name, id))
	}
	return id, nil
}

// decodeChoice reads a number that must be given and be 0 or 1.
func decodeChoice(c *gateway.Call, name string) (int64, error) {
	text, raw, err := value(c, name)
	if err != nil {
		return 0, errInput.because("%v", err)
	}
	if text == "" && (raw == nil || string(raw) == `""`) {
		return 0, errInput.because("%s", absent(c, name))
	}
	n, err := decodeCount(c, name)
	if err != nil || n > 1 {
		return 0, errInput.because("%s is neither 0 nor 1", name)
	}
	return n, nil
}

// mustBeRegistered refuses an action whose FromUserId is nobody.
func mustBeRegistered(tx *store.Tx, from string) error {
	if _, ok := tx.User(from); !ok {
		return errNotRegistered.because("FromUserId %q is not a user of this app", from)
	}
	return nil
}

// target returns 0 for somebody that an action can be done to, else the SubCode.
func target(tx *store.Tx, id string) int {
	if !ValidUserID(id) {
		return subBadID
	}
	if _, ok := tx.User(id); !ok {
		return subNotRegistered
	}
	return 0
}

// tooMany refuses a batch that is larger than the app allows, nil if it is not.
func tooMany(refusal *codeError, name string, count, limit int) error {
	if count <= limit {
		return nil
	}
	return refusal.because("%s has %d items; this app allows %d (limits.batch)", name, count, limit)
}

// once leaves the first of equal ids.
func once(ids []string) []string {
	seen := make(map[string]bool, len(ids))
	var left []string
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			left = append(left, id)
		}
	}
	return left
}

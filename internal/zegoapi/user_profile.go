package zegoapi

import (
	"encoding/json"
	"errors"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
)

// What the pages of the user actions allow: users in one request, and bytes of a profile's texts.
// Extra may be raised to 32 KB by the vendor's support.
const (
	maxUsers     = 100
	maxUserName  = 256
	maxAvatar    = 500
	maxExtra     = 2 << 10
	maxQueriedID = 64
)

var (
	errUserCount      = known(660000011).at(journal.Parameters)
	errUserIDLength   = known(660000012)
	errUserState      = known(660200001)
	errUserExists     = known(660700002)
	errUserNameLength = known(660700006)
	errAvatarLength   = known(660700007)
	errUserMissing    = known(660700012)
	errUserUnknown    = known(660700015)
)

// profile is an item of UserInfo. A text that is nil was not given.
type profile struct {
	UserID              string
	Name, Avatar, Extra *string
}

// decodeProfiles reads UserInfo. A member of a wrong type spoils the whole request; a text that is
// too long or has a bad character only its own item.
func decodeProfiles(c *gateway.Call) ([]profile, error) {
	items, err := decodeObjects(c, "UserInfo")
	if err == nil && len(items) == 0 {
		err = errors.New(absent(c, "UserInfo"))
	}
	if err != nil {
		return nil, errInput.because("%v", err)
	}
	if len(items) > maxUsers {
		return nil, errUserCount.because("UserInfo has %d items; at most %d are allowed", len(items), maxUsers)
	}
	profiles := make([]profile, len(items))
	for i, item := range items {
		if profiles[i], err = decodeProfile(item); err != nil {
			return nil, errInput.because("item %d of UserInfo: %v", i+1, err)
		}
	}
	return profiles, nil
}

func decodeProfile(item map[string]json.RawMessage) (p profile, err error) {
	if p.UserID, _, err = memberString(item, "UserId"); err != nil {
		return p, err
	}
	for _, text := range []struct {
		name string
		to   **string
	}{{"UserName", &p.Name}, {"UserAvatar", &p.Avatar}, {"Extra", &p.Extra}} {
		value, given, err := memberString(item, text.name)
		if err != nil {
			return p, err
		}
		if given {
			*text.to = &value
		}
	}
	return p, nil
}

// wrong is what a profile is refused for whoever it belongs to, nil when it is good.
func (p profile) wrong() *codeError {
	switch {
	case len(p.UserID) > maxUserID:
		return errUserIDLength
	case !ValidUserID(p.UserID):
		return errInput
	case p.Name != nil && len(*p.Name) > maxUserName:
		return errUserNameLength
	case p.Avatar != nil && len(*p.Avatar) > maxAvatar:
		return errAvatarLength
	}
	return nil
}

// explained is a failure with the text that some actions show beside its code.
func explained(userID string, why *codeError) failure {
	return failure{UserID: userID, SubCode: why.Code, SubMessage: why.Message}
}

// decodeUserIDs reads the list of the users that a query asks for. An id that is asked for twice
// counts twice here and is answered once.
func decodeUserIDs(c *gateway.Call, name string) ([]string, error) {
	ids, err := decodeStrings(c, name)
	if err == nil && len(ids) == 0 {
		err = errors.New(absent(c, name))
	}
	if err != nil {
		return nil, errInput.because("%v", err)
	}
	if len(ids) > maxUsers {
		return nil, errUserCount.because("%s has %d ids; at most %d are allowed", name, len(ids), maxUsers)
	}
	return unique(ids), nil
}

// unique drops all but the first of equal texts.
func unique(list []string) []string {
	seen := make(map[string]bool, len(list))
	kept := list[:0]
	for _, text := range list {
		if !seen[text] {
			seen[text] = true
			kept = append(kept, text)
		}
	}
	return kept
}

// validQueriedID reports whether a query may ask for an id: the pages of both queries allow 64
// bytes, twice of what an id may have anywhere else.
func validQueriedID(id string) bool {
	if len(id) <= maxUserID {
		return ValidUserID(id)
	}
	return len(id) <= maxQueriedID && ValidUserID(id[:maxUserID]) && ValidUserID(id[maxUserID:])
}

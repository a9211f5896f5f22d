package zegoapi

import (
	"encoding/json"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// aliasing asks for other names of friends.
type aliasing struct {
	FromUserID string
	Aliases    []alias
	Limit      int // how many the app allows
}

type alias struct{ UserID, Alias string }

// decodeAliases reads FromUserId and UserIds, which are objects in this action alone.
func decodeAliases(c *gateway.Call) (a aliasing, err error) {
	if a.FromUserID, err = decodeUserID(c, "FromUserId"); err != nil {
		return a, err
	}
	list, err := decodeObjects(c, "UserIds")
	if err != nil {
		return a, errInput.because("%v", err)
	}
	if len(list) == 0 {
		return a, errInput.because("%s", absent(c, "UserIds"))
	}
	for i, members := range list {
		item, err := decodeAlias(members)
		if err != nil {
			return a, errInput.because("item %d of UserIds: %v", i, err)
		}
		a.Aliases = append(a.Aliases, item)
	}
	a.Limit = c.App.Quotas["batch"]
	return a, nil
}

func decodeAlias(m map[string]json.RawMessage) (a alias, err error) {
	if a.UserID, err = requiredString(m, "UserId"); err == nil {
		a.Alias, _, err = memberString(m, "FriendAlias")
	}
	return a, err
}

func updateAliases(tx *store.Tx, a aliasing) (outcome, error) {
	if err := tooMany(errManyFriends, "UserIds", len(a.Aliases), a.Limit); err != nil {
		return outcome{}, err
	}
	if err := mustBeRegistered(tx, a.FromUserID); err != nil {
		return outcome{}, err
	}
	var failures []failure
	for _, item := range a.Aliases {
		code := 0
		switch {
		case !ValidUserID(item.UserID):
			code = subBadID
		case tooLong(item.Alias):
			code = subLongWords
		case !tx.HasFriend(a.FromUserID, item.UserID):
			code = subNoFriend
		default:
			info := tx.FriendInfo(a.FromUserID, item.UserID)
			info.Alias = item.Alias
			tx.SetFriendInfo(a.FromUserID, item.UserID, info)
		}
		if code != 0 {
			failures = append(failures, failure{UserID: item.UserID, SubCode: code})
		}
	}
	return outcomeOf(len(a.Aliases), failures, 0), nil
}

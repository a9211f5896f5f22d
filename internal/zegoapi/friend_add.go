package zegoapi

import (
	"encoding/json"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// befriending asks for friends of one user.
type befriending struct {
	FromUserID string
	Items      []friendItem
	Limit      int // how many items the app allows
}

// friendItem is one of FriendInfos.
type friendItem struct {
	UserID string
	Info   store.FriendInfo
	Since  int64 // Unix milliseconds, 0: now
	Latest int64 // the latest of its times
	Bad    int   // the SubCode for what is wrong with it whoever is meant; else 0
}

func decodeAddFriends(c *gateway.Call) (befriending, error) {
	return decodeFriendInfos(c, "FriendTime")
}

func decodeApplications(c *gateway.Call) (befriending, error) {
	return decodeFriendInfos(c, "CreateTime", "UpdateTime")
}

// decodeFriendInfos reads FromUserId and FriendInfos, whose items have the named times.
func decodeFriendInfos(c *gateway.Call, times ...string) (b befriending, err error) {
	if b.FromUserID, err = decodeUserID(c, "FromUserId"); err != nil {
		return b, err
	}
	list, err := decodeObjects(c, "FriendInfos")
	if err != nil {
		return b, errInput.because("%v", err)
	}
	if len(list) == 0 {
		return b, errInput.because("%s", absent(c, "FriendInfos"))
	}
	for i, members := range list {
		item, err := decodeFriendItem(members, times)
		if err != nil {
			return b, errInput.because("item %d of FriendInfos: %v", i, err)
		}
		b.Items = append(b.Items, item)
	}
	b.Limit = c.App.Quotas["batch"]
	return b, nil
}

func decodeFriendItem(m map[string]json.RawMessage, times []string) (item friendItem, err error) {
	if item.UserID, err = requiredString(m, "UserId"); err != nil {
		return item, err
	}
	if item.Info.Wording, _, err = memberString(m, "Wording"); err != nil {
		return item, err
	}
	if item.Info.Alias, _, err = memberString(m, "FriendAlias"); err != nil {
		return item, err
	}
	for i, name := range times {
		at, _, err := memberCount(m, name)
		if err != nil {
			return item, err
		}
		if i == 0 {
			item.Since = at
		}
		item.Latest = max(item.Latest, at)
	}
	item.Info.Attributes, item.Bad = decodeAttributes(m)
	if tooLong(item.Info.Wording) || tooLong(item.Info.Alias) {
		item.Bad = subLongWords
	}
	return item, nil
}

// tooLong reports whether a Wording or a FriendAlias has too many characters.
func tooLong(words string) bool { return utf8.RuneCountInString(words) > maxWords }

// decodeAttributes reads the attributes of a new friend, or returns the SubCode for what is wrong
// with them.
func decodeAttributes(m map[string]json.RawMessage) (attributes []store.Attribute, code int) {
	list, err := memberObjects(m, "Attributes")
	if err != nil || len(list) > maxAttributes {
		return nil, subAttributes
	}
	size := 0
	for _, members := range list {
		a, err := decodeAttribute(members)
		if err != nil {
			return nil, subAttributes
		}
		size += len(a.Key) + len(a.Value)
		attributes = append(attributes, a)
	}
	for _, a := range attributes {
		if !validKey(a.Key) {
			return nil, subAttributeKey
		}
	}
	for i, a := range attributes {
		if hasKey(attributes[:i], a.Key) {
			return nil, subRepeatedKey
		}
	}
	if size > maxAttributeBytes {
		return nil, subLongAttributes
	}
	return attributes, 0
}

func hasKey(attributes []store.Attribute, key string) bool {
	return slices.ContainsFunc(attributes, func(a store.Attribute) bool { return a.Key == key })
}

func validKey(key string) bool { return slices.Contains(attributeKeys, key) }

func decodeAttribute(m map[string]json.RawMessage) (a store.Attribute, err error) {
	if a.Key, err = requiredString(m, "Key"); err == nil {
		a.Value, err = requiredString(m, "Value")
	}
	return a, err
}

func addFriends(tx *store.Tx, b befriending) (outcome, error) {
	return befriend(tx, b, func(item friendItem) int {
		if friendsFull(tx, b.FromUserID) || friendsFull(tx, item.UserID) && !tx.HasFriend(item.UserID, b.FromUserID) {
			return subFriendsFull
		}
		at := tx.Now()
		if item.Since != 0 {
			at = time.UnixMilli(item.Since)
		}
		_, _ = tx.AddFriend(b.FromUserID, item.UserID, at) // two people, both registered: it cannot fail
		_, _ = tx.AddFriend(item.UserID, b.FromUserID, at)
		tx.SetFriendInfo(b.FromUserID, item.UserID, item.Info)
		return 0
	})
}

// applyForFriends makes friends only of those who have FromUserId as a friend already. Of the
// others' applications nothing is kept: no action reads them.
func applyForFriends(tx *store.Tx, b befriending) (outcome, error) {
	return befriend(tx, b, func(item friendItem) int {
		if friendsFull(tx, b.FromUserID) {
			return subFriendsFull
		}
		if tx.HasFriend(item.UserID, b.FromUserID) {
			_, _ = tx.AddFriend(b.FromUserID, item.UserID, tx.Now()) // as above
			tx.SetFriendInfo(b.FromUserID, item.UserID, item.Info)
		}
		return 0
	})
}

func friendsFull(tx *store.Tx, id string) bool { return tx.FriendRows(id).Len() >= maxFriends }

// befriend does what is common to both actions; add does the rest for a good item and returns 0,
// or the SubCode.
func befriend(tx *store.Tx, b befriending, add func(friendItem) int) (outcome, error) {
	if err := tooMany(errManyFriends, "FriendInfos", len(b.Items), b.Limit); err != nil {
		return outcome{}, err
	}
	if err := mustBeRegistered(tx, b.FromUserID); err != nil {
		return outcome{}, err
	}
	if slices.ContainsFunc(b.Items, func(item friendItem) bool { return item.UserID == b.FromUserID }) {
		return outcome{}, errSelfFriend.because("FromUserId %q is among FriendInfos", b.FromUserID)
	}
	var (
		failures []failure
		seen     = make(map[string]bool)
		nobody   = true // is registered
	)
	for _, item := range b.Items {
		repeated := seen[item.UserID]
		code := checkFriendItem(tx, b.FromUserID, item, repeated)
		seen[item.UserID] = true
		if code == 0 {
			code = add(item)
		}
		if code != 0 {
			failures = append(failures, failure{UserID: item.UserID, SubCode: code})
		}
		nobody = nobody && (code == subNotRegistered || repeated) // the first of equal ids has told
	}
	code := 0
	if nobody {
		code = codeNoneRegistered
	}
	return outcomeOf(len(b.Items), failures, code), nil
}

// checkFriendItem returns the SubCode for an item that cannot be added, else 0.
func checkFriendItem(tx *store.Tx, from string, item friendItem, repeated bool) int {
	switch {
	case !ValidUserID(item.UserID):
		return subBadID
	case repeated:
		return subRepeatedID
	case item.Bad != 0:
		return item.Bad
	case item.Latest > tx.Now().UnixMilli():
		return subFuture
	case target(tx, item.UserID) != 0:
		return subNotRegistered
	case tx.HasFriend(from, item.UserID):
		return subFriend
	}
	return 0
}

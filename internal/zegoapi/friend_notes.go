package zegoapi

import (
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var updateFriendsAlias = operation{
	Name: "UpdateFriendsAlias", Page: "User/change-the-alias-of-a-friend",
	Does: batch[aliasing, none]{
		Each: func(tx *store.Tx, q aliasing, at one) (none, error) {
			to := &q.Aliases[at.At]
			switch {
			case to.bad != nil:
				return none{}, to.bad
			case !tx.HasFriend(q.FromUserID, at.ID):
				return none{}, errNoFriend
			}
			info := tx.FriendInfo(q.FromUserID, at.ID)
			info.Alias = to.Alias
			tx.SetFriendInfo(q.FromUserID, at.ID, info)
			return none{}, nil
		},
		Changes: true, Failures: "ErrorList",
	},
	Listed: []*codeError{errGeneral, errInput, errRate, errManyFriends, errLongWords, errNoFriend},
	Checks: []*codeError{errRate, errInput, errManyFriends, errNotRegistered, errLongWords, errNoFriend},
	Notes: []gateway.Fact{
		documented("UserIds is an array of objects with UserId and FriendAlias"),
		assumed("an item without a UserId, or with a member that is not a string: 660000002 for the whole call"),
		assumed("FriendAlias missing counts as empty, which takes the alias away"),
		documented("not a friend of FromUserId: SubCode 660800034"),
		assumed("of equal ids the last counts"),
		friendsAndBlocks,
	},
}

type aliasing struct {
	FromUserID string  `json:"FromUserId" rule:"required,userid"`
	Aliases    []alias `json:"UserIds" rule:"required" quota:"batch" many:"660800019"` // objects in this action alone
}

func (q aliasing) ids() []string {
	return idsOf(q.Aliases, func(a *alias) string { return a.UserID })
}

type alias struct {
	item
	UserID string `json:"UserId" rule:"required,userid"`
	Alias  string `json:"FriendAlias" rule:"maxlen=256" long:"660800021"`
}

var updateFriendAttributes = operation{
	Name: "UpdateFriendAttributes", Page: "User/modify-the-attributes-of-a-friend",
	Does: batch[noting, none]{
		Refuse: func(tx *store.Tx, q noting) error {
			if !tx.HasFriend(q.FromUserID, q.UserID) {
				return errNoFriend.because("UserId %q is not a friend of %q", q.UserID, q.FromUserID)
			}
			return nil
		},
		Check: func(_ *gateway.Call, q *noting) error {
			if size := sizeOf(q.Attributes); size > maxAttributeBytes {
				return errLongAttributes.because("Attributes has %d bytes of keys and values; at most %d are allowed", size, maxAttributeBytes)
			}
			return nil
		},
		Each: func(tx *store.Tx, q noting, at one) (none, error) {
			info := tx.FriendInfo(q.FromUserID, q.UserID)
			with := set(attributesOf(info), q.Attributes[at.At])
			switch {
			case !validKey(at.ID):
				return none{}, errAttributeKey
			case at.Again:
				return none{}, errRepeatedKey
			case sizeOf(with) > maxAttributeBytes:
				return none{}, errLongAttributes
			}
			info.Attributes = stored(with)
			tx.SetFriendInfo(q.FromUserID, q.UserID, info)
			return none{}, nil
		},
		Changes: true, Failures: "FailKey", Entries: ofKeys,
	},
	Listed: []*codeError{errGeneral, errInput, errRate, errAttributeKey, errLongAttributes, errRepeatedKey},
	Checks: []*codeError{
		errRate, errInput, errLongAttributes, errNotRegistered, errNoFriend, errAttributeKey, errRepeatedKey,
	},
	Notes: []gateway.Fact{
		documented("the body's member Action, a number, is not the query's Action; 0, also when missing, sets the attributes"),
		assumed("another Action in the body: 660000002; the query is never looked at for it"),
		documented("each attribute has Key and Value"),
		assumed("Key or Value missing or not a string: 660000002"),
		documented("a Key other than k0 to k4: SubCode 660800023; a Key that comes twice: SubCode 660800032"),
		assumed("of equal keys the first counts"),
		documented("660800024 as Code: the call's keys and values have more than 1024 bytes; as SubCode: the friend's would have"),
		assumed("attributes that the call does not name stay; an empty Value is kept as one"),
		assumed("UserId is not a friend of FromUserId: 660800034 with an empty FailKey"),
		friendsAndBlocks,
	},
}

type noting struct {
	FromUserID string      `json:"FromUserId" rule:"required,userid"`
	UserID     string      `json:"UserId" rule:"required,userid"`
	Attributes []attribute `json:"Attributes" rule:"required,maxitems=5"`
	Action     int64       `json:"Action" rule:"enum=0" in:"body"` // the query has the name of the action under the same name
}

func (q noting) ids() []string {
	return idsOf(q.Attributes, func(a *attribute) string { return a.Key })
}

// maxAttributeBytes is how many all keys and values of a friend may have together (page "AddFriends").
const maxAttributeBytes = 1024

// attribute is what a user notes about a friend under one of a few keys.
type attribute struct {
	Key   string `json:"Key" rule:"required"`
	Value string `json:"Value" rule:"required"`
}

// wrongAttributes is what the attributes of a new friend are refused with, nil when they are good.
func wrongAttributes(attributes []attribute) error {
	keys := idsOf(attributes, func(a *attribute) string { return a.Key })
	switch {
	case slices.ContainsFunc(keys, func(key string) bool { return !validKey(key) }):
		return errAttributeKey
	case len(once(keys)) < len(keys):
		return errRepeatedKey
	case sizeOf(attributes) > maxAttributeBytes:
		return errLongAttributes
	}
	return nil
}

// validKey reports whether an attribute of a friend can be called so.
func validKey(key string) bool { return slices.Contains([]string{"k0", "k1", "k2", "k3", "k4"}, key) }

// set is the attributes with another value of one, at the end when it is new. What is stored is
// never changed in place.
func set(attributes []attribute, a attribute) []attribute {
	for i := range attributes {
		if attributes[i].Key == a.Key {
			attributes[i].Value = a.Value
			return attributes
		}
	}
	return append(attributes, a)
}

// sizeOf is the bytes of all keys and values.
func sizeOf(attributes []attribute) (size int) {
	for _, a := range attributes {
		size += len(a.Key) + len(a.Value)
	}
	return size
}

// attributesOf are the attributes of a friend, to be changed.
func attributesOf(info store.FriendInfo) []attribute {
	attributes := make([]attribute, len(info.Attributes))
	for i, a := range info.Attributes {
		attributes[i] = attribute(a)
	}
	return attributes
}

func stored(attributes []attribute) []store.Attribute {
	list := make([]store.Attribute, len(attributes))
	for i, a := range attributes {
		list[i] = store.Attribute(a)
	}
	return list
}

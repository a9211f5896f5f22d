package zegoapi

import (
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// attributeUpdate asks for other attributes of one friend.
type attributeUpdate struct {
	FromUserID string
	UserID     string
	Attributes []store.Attribute
}

func decodeAttributeUpdate(c *gateway.Call) (u attributeUpdate, err error) {
	if u.FromUserID, err = decodeUserID(c, "FromUserId"); err != nil {
		return u, err
	}
	if u.UserID, err = decodeUserID(c, "UserId"); err != nil {
		return u, err
	}
	list, err := decodeObjects(c, "Attributes")
	if err != nil {
		return u, errInput.because("%v", err)
	}
	if len(list) == 0 || len(list) > maxAttributes {
		return u, errInput.because("there are %d Attributes; 1 to %d are allowed", len(list), maxAttributes)
	}
	for i, members := range list {
		a, err := decodeAttribute(members)
		if err != nil {
			return u, errInput.because("item %d of Attributes: %v", i, err)
		}
		u.Attributes = append(u.Attributes, a)
	}
	// The query has the name of the action under the same name.
	kind, _, err := memberCount(bodyOf(c).members, "Action")
	if err != nil || kind != 0 {
		return u, errInput.because("Action in the body is not 0, the only one there is")
	}
	return u, nil
}

func updateAttributes(tx *store.Tx, u attributeUpdate) (outcome, error) {
	if size := sizeOf(u.Attributes); size > maxAttributeBytes {
		return outcome{}, errLongAttributes.because("Attributes has %d bytes of keys and values; at most %d are allowed", size, maxAttributeBytes)
	}
	if err := mustBeRegistered(tx, u.FromUserID); err != nil {
		return outcome{}, err
	}
	if !tx.HasFriend(u.FromUserID, u.UserID) {
		return outcome{}, errNoFriend.because("UserId %q is not a friend of %q", u.UserID, u.FromUserID)
	}
	info := tx.FriendInfo(u.FromUserID, u.UserID)
	attributes := info.Attributes
	var failures []failure
	for i, a := range u.Attributes {
		code := 0
		switch with := set(attributes, a); {
		case !validKey(a.Key):
			code = subAttributeKey
		case hasKey(u.Attributes[:i], a.Key):
			code = subRepeatedKey
		case sizeOf(with) > maxAttributeBytes:
			code = subLongAttributes
		default:
			attributes = with
		}
		if code != 0 {
			failures = append(failures, failure{UserID: a.Key, SubCode: code})
		}
	}
	info.Attributes = attributes
	tx.SetFriendInfo(u.FromUserID, u.UserID, info)
	return outcomeOf(len(u.Attributes), failures, 0), nil
}

// set is the attributes with another value of one, at the end when it is new. What is stored is
// never changed in place.
func set(attributes []store.Attribute, a store.Attribute) []store.Attribute {
	with := slices.Clone(attributes)
	for i := range with {
		if with[i].Key == a.Key {
			with[i].Value = a.Value
			return with
		}
	}
	return append(with, a)
}

// sizeOf is the bytes of all keys and values.
func sizeOf(attributes []store.Attribute) (size int) {
	for _, a := range attributes {
		size += len(a.Key) + len(a.Value)
	}
	return size
}

func encodeAttributeUpdate(dst []byte, c *gateway.Call, o outcome) []byte {
	return append(appendFailuresOf(appendOutcome(dst, c, o), c, "FailKey", "Key", o.Failures), '}')
}

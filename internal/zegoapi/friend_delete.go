package zegoapi

import (
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// deletion asks to take friends off lists.
type deletion struct {
	batch
	TwoWay bool
}

func decodeDeleteFriends(c *gateway.Call) (d deletion, err error) {
	if d.batch, err = decodeBatch(c); err == nil {
		d.TwoWay, err = decodeTwoWay(c)
	}
	return d, err
}

func decodeDeleteAllFriends(c *gateway.Call) (d deletion, err error) {
	if d.FromUserID, err = decodeUserID(c, "FromUserId"); err == nil {
		d.TwoWay, err = decodeTwoWay(c)
	}
	return d, err
}

func decodeTwoWay(c *gateway.Call) (bool, error) {
	kind, err := decodeChoice(c, "DeleteType")
	return kind == 0, err
}

func deleteFriends(tx *store.Tx, d deletion) (outcome, error) {
	if err := tooMany(errManyFriends, "UserIds", len(d.UserIDs), d.Limit); err != nil {
		return outcome{}, err
	}
	if err := mustBeRegistered(tx, d.FromUserID); err != nil {
		return outcome{}, err
	}
	if slices.Contains(d.UserIDs, d.FromUserID) {
		return outcome{}, errSelfUnfriend.because("FromUserId %q is among UserIds", d.FromUserID)
	}
	var failures []failure
	for i, id := range d.UserIDs {
		code := 0
		switch {
		case !ValidUserID(id):
			code = subBadID
		case slices.Contains(d.UserIDs[:i], id):
			code = subRepeatedID
		case !deleteFriend(tx, d, id):
			code = subNoFriend
		}
		if code != 0 {
			failures = append(failures, failure{UserID: id, SubCode: code})
		}
	}
	return outcomeOf(len(d.UserIDs), failures, 0), nil
}

// deleteFriend reports false, and changes nothing, when there is no such friend.
func deleteFriend(tx *store.Tx, d deletion, id string) bool {
	if !tx.RemoveFriend(d.FromUserID, id) {
		return false
	}
	if d.TwoWay {
		tx.RemoveFriend(id, d.FromUserID)
	}
	return true
}

func deleteAllFriends(tx *store.Tx, d deletion) (struct{}, error) {
	if err := mustBeRegistered(tx, d.FromUserID); err != nil {
		return struct{}{}, err
	}
	var ids []string
	for row := range tx.FriendRows(d.FromUserID).From(0) {
		ids = append(ids, row.User.ID)
	}
	for _, id := range ids {
		deleteFriend(tx, d, id)
	}
	return struct{}{}, nil
}

// encodeEnvelope is the answer that has nothing to say.
func encodeEnvelope(dst []byte, c *gateway.Call, _ struct{}) []byte {
	return append(appendEnvelope(dst, c, 0, "success"), '}')
}

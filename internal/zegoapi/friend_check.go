package zegoapi

import (
	"strconv"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
)

// Relations of page "CheckFriendsRelation": those of a one-way check, and those of a two-way
// check, which are a sum.
const (
	oneWayNone   = 1
	oneWayFriend = 2

	twoWayNone   = 3
	twoWayMine   = 1 // more when FromUserId has the user
	twoWayTheirs = 2 // more when the user has FromUserId
)

// friendChecking asks how people stand to one user.
type friendChecking struct {
	batch
	TwoWay bool
}

// friendCheck says it.
type friendCheck struct {
	outcome
	TwoWay    bool
	Successes []friendRelation
}

type friendRelation struct {
	UserID   string
	Relation int
}

func decodeFriendCheck(c *gateway.Call) (q friendChecking, err error) {
	if q.batch, err = decodeBatch(c); err != nil {
		return q, err
	}
	kind, err := decodeChoice(c, "CheckType")
	q.TwoWay = kind == 0
	return q, err
}

func checkFriends(tx *store.Tx, q friendChecking) (friendCheck, error) {
	if err := tooMany(errManyFriends, "UserIds", len(q.UserIDs), q.Limit); err != nil {
		return friendCheck{}, err
	}
	if err := mustBeRegistered(tx, q.FromUserID); err != nil {
		return friendCheck{}, err
	}
	var failures []failure
	check := friendCheck{TwoWay: q.TwoWay}
	ids := once(q.UserIDs)
	for _, id := range ids {
		if code := target(tx, id); code != 0 {
			failures = append(failures, failure{UserID: id, SubCode: code})
			continue
		}
		check.Successes = append(check.Successes, friendRelation{id, relation(tx, q, id)})
	}
	check.outcome = outcomeOf(len(ids), failures, 0)
	return check, nil
}

func relation(tx *store.Tx, q friendChecking, id string) int {
	mine, theirs := tx.HasFriend(q.FromUserID, id), tx.HasFriend(id, q.FromUserID)
	if !q.TwoWay {
		if mine {
			return oneWayFriend
		}
		return oneWayNone
	}
	sum := twoWayNone
	if mine {
		sum += twoWayMine
	}
	if theirs {
		sum += twoWayTheirs
	}
	return sum
}

func encodeFriendCheck(dst []byte, c *gateway.Call, o friendCheck) []byte {
	dst = appendOutcome(dst, c, o.outcome)
	dst = appendList(dst, c, "Successes", o.Successes, func(dst []byte, r friendRelation) []byte {
		dst = append(dst, `{"UserId":`...)
		dst = jsontext.AppendString(dst, r.UserID)
		dst = append(dst, `,"Relation":`...)
		return append(strconv.AppendInt(dst, int64(r.Relation), 10), '}')
	})
	dst = appendList(dst, c, "Fails", o.Failures, func(dst []byte, f failure) []byte {
		dst = append(dst, `{"UserId":`...)
		dst = jsontext.AppendString(dst, f.UserID)
		dst = append(dst, `,"SubCode":`...)
		dst = strconv.AppendInt(dst, int64(f.SubCode), 10)
		if o.TwoWay { // the half that is known: nobody has a friend who is not registered
			dst = append(dst, `,"Relation":`...)
			dst = strconv.AppendInt(dst, oneWayNone, 10)
		}
		return append(dst, '}')
	})
	return append(dst, '}')
}

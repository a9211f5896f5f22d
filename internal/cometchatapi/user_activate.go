package cometchatapi

import (
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
)

// mostUIDs is how many people one call may deactivate or reactivate, and how many a list may be
// narrowed to (page "Reactivate users").
const mostUIDs = 25

// uidQuery names several people.
type uidQuery struct {
	uids []string // as sent
	err  error
}

func decodeUIDs(member string) func(*gateway.Call) (uidQuery, error) {
	return func(c *gateway.Call) (uidQuery, error) {
		f := readForm(c)
		q := uidQuery{uids: f.texts(member, true, mostUIDs)}
		q.err = f.err()
		return q, nil
	}
}

// uidLists is what became of people who were named, one list for each outcome.
type uidLists []uidList

type uidList struct {
	name string
	uids []string
}

func deactivateUsers(tx *store.Tx, q uidQuery) (uidLists, error) {
	if q.err != nil {
		return nil, q.err
	}
	return deactivate(tx, q.uids), nil
}

func reactivateUsers(tx *store.Tx, q uidQuery) (uidLists, error) {
	if q.err != nil {
		return nil, q.err
	}
	return switchUsers(tx, q.uids, time.Time{}, "reactivatedUids", "nonDeactivatedUids"), nil
}

func deactivate(tx *store.Tx, uids []string) uidLists {
	return switchUsers(tx, uids, thisSecond(tx), "deactivatedUids", "alreadyDeactivatedUids")
}

// switchUsers makes people deactivated since a time, or active when it is zero. Who is named twice
// counts once. An unknown uid is told in the case in which it was sent.
func switchUsers(tx *store.Tx, uids []string, at time.Time, done, before string) uidLists {
	lists := uidLists{{name: done}, {name: before}, {name: "notFound"}}
	named := make(map[string]bool, len(uids))
	for _, sent := range uids {
		uid := strings.ToLower(sent)
		if named[uid] {
			continue
		}
		named[uid] = true
		u, ok := tx.User(uid)
		switch {
		case !ok:
			lists[2].uids = append(lists[2].uids, sent)
		case u.DeactivatedAt.IsZero() == at.IsZero():
			lists[1].uids = append(lists[1].uids, uid)
		default:
			changed := *u
			changed.DeactivatedAt = at
			tx.PutUser(changed)
			lists[0].uids = append(lists[0].uids, uid)
		}
	}
	return lists
}

// encodeUIDLists writes the lists that are not empty.
func encodeUIDLists(dst []byte, _ *gateway.Call, lists uidLists) []byte {
	dst = append(dst, `{"data":`...)
	opening := byte('{')
	for _, l := range lists {
		if len(l.uids) == 0 {
			continue
		}
		dst = append(dst, opening)
		opening = ','
		dst = jsontext.AppendPHP(dst, l.name)
		for i, uid := range l.uids {
			if i == 0 {
				dst = append(dst, ":["...)
			} else {
				dst = append(dst, ',')
			}
			dst = jsontext.AppendPHP(dst, uid)
		}
		dst = append(dst, ']')
	}
	return append(dst, "}}"...)
}

package zegoapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
)

// foundUsers is what a query for users has found, and what it has not.
type foundUsers struct {
	Users []*store.User
	outcome
}

func decodeInfosQuery(c *gateway.Call) ([]string, error) { return decodeUserIDs(c, "UserIds") }

func queryUserInfos(tx *store.Tx, ids []string) (found foundUsers, err error) {
	var failed []failure
	for _, id := range ids {
		u, ok := tx.User(id)
		switch {
		case ok:
			found.Users = append(found.Users, u)
		case validQueriedID(id):
			failed = append(failed, failure{UserID: id, SubCode: errUserUnknown.Code})
		default:
			failed = append(failed, failure{UserID: id, SubCode: errInput.Code, why: whyNotQueriedID(id)})
		}
	}
	found.outcome = outcomeOf(len(ids), failed, 0)
	return found, nil
}

func encodeUserInfos(dst []byte, c *gateway.Call, found foundUsers) []byte {
	return encodeFound(dst, c, found, func(dst []byte, u *store.User) []byte {
		// Here the avatar is UserAvatar; in a block list it is Avatar.
		dst = append(dst, `,"UserName":`...)
		dst = jsontext.AppendString(dst, u.Name)
		dst = append(dst, `,"UserAvatar":`...)
		dst = jsontext.AppendString(dst, u.Avatar)
		dst = append(dst, `,"Extra":`...)
		return jsontext.AppendString(dst, u.Extra)
	})
}

// encodeFound writes the answer of a query for users. more appends what it says of a user behind
// the id.
func encodeFound(dst []byte, c *gateway.Call, found foundUsers, more func([]byte, *store.User) []byte) []byte {
	dst = appendOutcome(dst, c, found.outcome)
	dst = appendList(dst, c, "Result", found.Users, func(dst []byte, u *store.User) []byte {
		dst = append(dst, `{"UserId":`...)
		dst = jsontext.AppendString(dst, u.ID)
		return append(more(dst, u), '}')
	})
	return append(appendFailures(dst, c, "ErrorList", found.Failures), '}')
}

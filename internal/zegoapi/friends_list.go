package zegoapi

import (
	"strconv"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
)

// friendPage is a page of friends with what their owner noted about each.
type friendPage struct {
	listPage
	info func(id string) store.FriendInfo // good as long as the rows
}

// decodeFriendList reads the query. No user id begins with a slash, so no block list has the
// cursors of a list of friends.
func decodeFriendList(c *gateway.Call) (listQuery, error) { return decodeListQuery(c, "/friends ") }

func queryFriendList(tx *store.Tx, q listQuery) (friendPage, error) {
	if err := mustBeRegistered(tx, q.FromUserID); err != nil {
		return friendPage{}, err
	}
	info := func(id string) store.FriendInfo { return tx.FriendInfo(q.FromUserID, id) }
	return friendPage{pageOf(tx.FriendRows(q.FromUserID), q), info}, nil
}

func encodeFriendList(dst []byte, c *gateway.Call, p friendPage) []byte {
	dst = appendEnvelope(dst, c, 0, "success")
	return appendPage(dst, c, p.listPage, "FriendInfos", func(dst []byte, row store.Row) []byte {
		return appendFriend(dst, row, p.info(row.User.ID))
	})
}

func appendFriend(dst []byte, row store.Row, info store.FriendInfo) []byte {
	dst = append(dst, row.User.Piece(writePiece).Head...)
	dst = append(dst, `,"Wording":`...)
	dst = jsontext.AppendString(dst, info.Wording)
	dst = append(dst, `,"FriendAlias":`...)
	dst = jsontext.AppendString(dst, info.Alias)
	dst = append(dst, `,"CreateTime":`...)
	dst = strconv.AppendInt(dst, row.BlockedByMeAt().UnixMilli(), 10) // since when, in any list
	dst = append(dst, `,"Attributes":[`...)
	for i, a := range info.Attributes {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, `{"Key":`...)
		dst = jsontext.AppendString(dst, a.Key)
		dst = append(dst, `,"Value":`...)
		dst = jsontext.AppendString(dst, a.Value)
		dst = append(dst, '}')
	}
	return append(dst, "]}"...)
}

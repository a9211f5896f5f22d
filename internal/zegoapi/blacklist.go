package zegoapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
)

func decodeBlacklistQuery(c *gateway.Call) (listQuery, error) { return decodeListQuery(c, "") }

func queryBlacklist(tx *store.Tx, q listQuery) (listPage, error) {
	if err := mustBeRegistered(tx, q.FromUserID); err != nil {
		return listPage{}, err
	}
	return pageOf(tx.Blocks(q.FromUserID, store.BlockedByMe), q), nil
}

func encodeBlacklistPage(dst []byte, c *gateway.Call, p listPage) []byte {
	return appendPage(appendEnvelope(dst, c, 0, "success"), c, p, "Blacklist", appendBlocked)
}

func appendBlocked(dst []byte, row store.Row) []byte {
	dst = append(dst, row.User.Piece(writePiece).Head...)
	dst = append(dst, `,"UpdateTime":`...)
	dst = jsontext.AppendMillis(dst, row.BlockedByMeMillis())
	return append(dst, '}')
}

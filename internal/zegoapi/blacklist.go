package zegoapi

import (
	"iter"
	"strconv"

	"github.com/chatmock/mockserver/internal/gateway"
	"github.com/chatmock/mockserver/internal/jsontext"
	"github.com/chatmock/mockserver/internal/store"
)

// maxLimit is the largest page of QueryBlacklist and what a missing, 0 or larger Limit counts as.
const maxLimit = 100

// blacklistQuery asks for a page of a user's block list.
type blacklistQuery struct {
	FromUserID string
	Limit      int
	Next       int64 // 0: from the beginning
	cursors    cursors
}

// blacklistPage is the answer.
type blacklistPage struct {
	Total   int
	Rows    iter.Seq[store.Row]
	Limit   int
	cursors cursors
}

func decodeBlacklistQuery(c *gateway.Call) (q blacklistQuery, err error) {
	if q.FromUserID, err = decodeString(c, "FromUserId"); err != nil {
		return q, errInput.because("%v", err)
	}
	if !ValidUserID(q.FromUserID) {
		return q, errInput.because("%s", whyNotID("FromUserId", q.FromUserID))
	}
	limit, err := decodeCount(c, "Limit")
	if err == nil {
		q.Next, err = decodeCount(c, "Next")
	}
	if err != nil {
		return q, errInput.because("%v", err)
	}
	q.Limit = maxLimit
	if limit > 0 && limit < maxLimit {
		q.Limit = int(limit)
	}
	q.cursors = cursorsOf(c.App.Seed, q.FromUserID)
	return q, nil
}

func queryBlacklist(tx *store.Tx, q blacklistQuery) (blacklistPage, error) {
	if _, ok := tx.User(q.FromUserID); !ok {
		return blacklistPage{}, errNotRegistered.because("FromUserId %q is not a user of this app", q.FromUserID)
	}
	rows := tx.Blocks(q.FromUserID, store.BlockedByMe)
	from := 0
	if q.Next != 0 {
		from = rows.Len() // a Next that was never given out is past the end
		if seq, ok := q.cursors.place(q.Next); ok {
			from = rows.After(seq)
		}
	}
	return blacklistPage{rows.Len(), rows.From(from), q.Limit, q.cursors}, nil
}

// encodeBlacklistPage writes Next before the rows, as the page's sample has it, although it is
// known only after them: the number is put in at the end.
func encodeBlacklistPage(dst []byte, c *gateway.Call, p blacklistPage) []byte {
	dst = appendEnvelope(dst, c, 0, "success")
	dst = append(dst, `,"TotalCount":`...)
	dst = strconv.AppendInt(dst, int64(p.Total), 10)
	dst = append(dst, `,"Next":`...)
	next := len(dst)
	dst = append(dst, `,"Blacklist":[`...)
	count, last, more := 0, uint32(0), false
	for row := range p.Rows {
		if count == p.Limit {
			more = true // Next is 0 on the last page, also on an exactly full one
			break
		}
		if count > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, row.User.Piece(writePiece).Head...)
		dst = strconv.AppendInt(dst, row.BlockedByMeAt.UnixMilli(), 10)
		dst = append(dst, '}')
		last = row.Seq
		count++
	}
	dst = append(dst, "]}"...)
	if !more {
		return insert(dst, next, []byte{'0'})
	}
	var digits [20]byte
	return insert(dst, next, strconv.AppendInt(digits[:0], p.cursors.after(last), 10))
}

// insert puts a few bytes in at a position.
func insert(dst []byte, at int, text []byte) []byte {
	dst = append(dst, text...)
	copy(dst[at+len(text):], dst[at:])
	copy(dst[at:], text)
	return dst
}

// writePiece writes what a row says of a person: everything before the time of the block.
func writePiece(u *store.User) *store.Piece {
	head := append([]byte(nil), `{"UserId":`...)
	head = jsontext.AppendString(head, u.ID)
	head = append(head, `,"UserName":`...)
	head = jsontext.AppendString(head, u.Name)
	head = append(head, `,"Avatar":`...)
	head = jsontext.AppendString(head, u.Avatar)
	head = append(head, `,"UpdateTime":`...)
	return &store.Piece{Head: head}
}

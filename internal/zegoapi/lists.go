package zegoapi

import (
	"strconv"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
)

// maxLimit is the largest page of a list of people and what a missing, 0 or larger Limit counts
// as (pages "QueryBlacklist" and "QueryFriendList").
const maxLimit = 100

// listQuery asks for a page of one of a user's lists of people.
type listQuery struct {
	FromUserID string
	Limit      int
	Next       int64 // 0: from the beginning
	cursors    cursors
}

// listPage is the answer.
type listPage struct {
	Rows    store.Rows
	From    int // the position of the page's first row
	Limit   int
	cursors cursors
}

// decodeListQuery reads the query of a list. The prefix makes the cursors of one kind of list
// different from those of the others that the user has.
func decodeListQuery(c *gateway.Call, prefix string) (q listQuery, err error) {
	if q.FromUserID, err = decodeUserID(c, "FromUserId"); err != nil {
		return q, err
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
	q.cursors = cursorsOf(c.App.Seed, prefix+q.FromUserID)
	return q, nil
}

// pageOf is the page of the list that the query asks for.
func pageOf(rows store.Rows, q listQuery) listPage {
	from := 0
	if q.Next != 0 {
		from = rows.Len() // a Next that was never given out is past the end
		if seq, ok := q.cursors.place(q.Next); ok {
			from = rows.After(seq)
		}
	}
	return listPage{rows, from, q.Limit, q.cursors}
}

// appendPage appends the members of a page and the end of the answer. It writes Next before the
// rows, as the pages' samples have it, although it is known only after them: the number is put in
// at the end.
func appendPage(dst []byte, c *gateway.Call, p listPage, list string, appendRow func([]byte, store.Row) []byte) []byte {
	dst = append(dst, `,"TotalCount":`...)
	dst = strconv.AppendInt(dst, int64(p.Rows.Len()), 10)
	dst = append(dst, `,"Next":`...)
	next := len(dst)
	if p.From >= p.Rows.Len() {
		return insert(append(appendEmptyList(dst, c, list), '}'), next, []byte{'0'})
	}
	dst = append(append(append(dst, `,"`...), list...), `":[`...)
	count, last, more := 0, uint32(0), false
	for row := range p.Rows.From(p.From) {
		if count == p.Limit {
			more = true // Next is 0 on the last page, also on an exactly full one
			break
		}
		if count > 0 {
			dst = append(dst, ',')
		}
		dst = appendRow(dst, row)
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

// writePiece writes what a row of any list says of a person, up to what belongs to the pair.
func writePiece(u *store.User) *store.Piece {
	head := append([]byte(nil), `{"UserId":`...)
	head = jsontext.AppendString(head, u.ID)
	head = append(head, `,"UserName":`...)
	head = jsontext.AppendString(head, u.Name)
	head = append(head, `,"Avatar":`...)
	head = jsontext.AppendString(head, u.Avatar)
	return &store.Piece{Head: head}
}

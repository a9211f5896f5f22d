package zegoapi

import (
	"reflect"
	"strconv"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

// page is the form of an action that gives one of a user's lists of people, page by page.
type page[Row any] struct {
	List    string // the name of the list
	Cursors string // makes the cursors of this kind of list different from those of the others that the user has
	Rows    func(tx *store.Tx, owner string) store.Rows
	Row     func(tx *store.Tx, owner string, row store.Row) Row
	Append  func(dst []byte, row store.Row) []byte // in the place of Row for a list that is hot
}

// maxLimit is the largest page of a list of people and what a missing, 0 or larger Limit counts
// as (pages "QueryBlacklist" and "QueryFriendList").
const maxLimit = 100

// listQuery asks for a page.
type listQuery struct {
	FromUserID string `json:"FromUserId" rule:"required,userid"`
	Limit      int64  `json:"Limit"`
	Next       int64  `json:"Next"` // 0: from the beginning
	cursors    cursors
}

// listPage is the answer.
type listPage struct {
	rows    store.Rows
	from    int // the position of the page's first row
	limit   int
	cursors cursors
	append  func(dst []byte, row store.Row) []byte // good as long as the rows
}

func (p page[Row]) build(checks order) built {
	rows := encoderOf[Row]().array // a row has no list that varies
	steps := gateway.Steps[listQuery, listPage]{
		Decode: decoder(checks, func(c *gateway.Call, q *listQuery) error {
			if q.Limit == 0 || q.Limit > maxLimit {
				q.Limit = maxLimit
			}
			q.cursors = cursorsOf(c.App.Seed, p.Cursors+q.FromUserID)
			return nil
		}),
		Run: afterOperator(func(tx *store.Tx, q listQuery) (listPage, error) {
			l := q.pageOf(p.Rows(tx, q.FromUserID))
			if l.append = p.Append; l.append == nil {
				l.append = p.appendRow(tx, q.FromUserID, rows)
			}
			return l, nil
		}, errNotRegistered),
		Encode: func(dst []byte, c *gateway.Call, l listPage) []byte {
			return l.appendTo(appendOutcome(dst, c, outcome{}), c, p.List)
		},
	}
	return built{In: shape.For[listQuery](), Out: p.out(), Do: gateway.Read(steps), Nobody: errNotRegistered, Facts: p.facts()}
}

// appendRow makes the function that appends a row of the owner's list.
func (p page[Row]) appendRow(tx *store.Tx, owner string, rows *wire.Encoder[Row]) func([]byte, store.Row) []byte {
	var r Row
	return func(dst []byte, row store.Row) []byte {
		r = p.Row(tx, owner, row)
		return rows.Append(dst, &r)
	}
}

// pageOf is the page of the list that the query asks for.
func (q *listQuery) pageOf(rows store.Rows) listPage {
	from := 0
	if q.Next != 0 {
		from = rows.Len() // a Next that was never given out is past the end
		if seq, ok := q.cursors.place(q.Next); ok {
			from = rows.After(seq)
		}
	}
	return listPage{rows: rows, from: from, limit: int(q.Limit), cursors: q.cursors}
}

// appendTo appends the members of a page and the end of the answer. It writes Next before the
// rows, as the pages' samples have it, although it is known only after them: the number is put in
// at the end.
func (l *listPage) appendTo(dst []byte, c *gateway.Call, list string) []byte {
	dst = append(dst, `,"TotalCount":`...)
	dst = strconv.AppendInt(dst, int64(l.rows.Len()), 10)
	dst = append(dst, `,"Next":`...)
	next := len(dst)
	if l.from >= l.rows.Len() {
		return insert(append(appendEmptyList(dst, c, list), '}'), next, []byte{'0'})
	}
	dst = append(append(append(dst, `,"`...), list...), `":[`...)
	count, last, more := 0, uint32(0), false
	for row := range l.rows.From(l.from) {
		if count == l.limit {
			more = true // Next is 0 on the last page, also on an exactly full one
			break
		}
		if count > 0 {
			dst = append(dst, ',')
		}
		dst = l.append(dst, row)
		last = row.Seq
		count++
	}
	dst = append(dst, "]}"...)
	if !more {
		return insert(dst, next, []byte{'0'})
	}
	var digits [20]byte
	return insert(dst, next, strconv.AppendInt(digits[:0], l.cursors.after(last), 10))
}

// insert puts a few bytes in at a position.
func insert(dst []byte, at int, text []byte) []byte {
	dst = append(dst, text...)
	copy(dst[at+len(text):], dst[at:])
	copy(dst[at:], text)
	return dst
}

func (p *page[Row]) out() *shape.Struct {
	number := func(name, rule string) reflect.StructField {
		return reflect.StructField{Name: name, Type: reflect.TypeFor[int64](), Tag: reflect.StructTag(`json:"` + name + `" rule:"` + rule + `"`)}
	}
	return answer(
		number("TotalCount", "min=0,max=4294967295"), number("Next", "min=0,max=9007199254740991"),
		listed("Rows", p.List, reflect.TypeFor[Row]()),
	)
}

func (p *page[Row]) facts() []gateway.Fact {
	return []gateway.Fact{
		documented("members TotalCount, Next and " + p.List + " with " + membersOf[Row]()),
		documented("Limit missing, 0 or above 100 counts as 100"),
		assumed("Limit or Next negative, fractional or not a number: 660000002; a number beyond 64 bits is just a large one"),
		documented("Next missing, empty or 0 asks for the first page"),
		documented("Next is 0 when all rows have been given, else another number; it says nothing of the list"),
		assumed("Next is a random-looking number below 2^53 that stays valid while the list changes, and belongs to this list alone"),
		assumed("a Next that this list never gave out: Code 0, no rows, Next 0"),
		documented("TotalCount is the size of the whole list"),
		assumed("an empty list: Code 0, TotalCount 0, Next 0, " + p.List + " []"),
	}
}

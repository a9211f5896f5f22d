package cometchatapi

import (
	"slices"
	"strconv"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
)

// counted is a page of a list that the vendor counts, as it does tokens, roles and keys.
type counted[T any] struct {
	Page  page
	Total int
	Rows  []T
}

// cutPage takes a page out of a whole list. What is behind the end is empty.
func cutPage[T any](all []T, p page) counted[T] {
	from := min(p.offset(), len(all))
	return counted[T]{p, len(all), all[from:min(from+p.Size, len(all))]}
}

// newestFirst turns a list in order of coming round. What has an older time stands further behind.
func newestFirst[T any](all []T, created func(T) time.Time) []T {
	slices.Reverse(all)
	slices.SortStableFunc(all, func(a, b T) int { return created(b).Compare(created(a)) })
	return all
}

// encodeCounted makes the encoder of a page with real totals and no cursor (recca0120/comet-chat,
// fixture auth_token/list_auth_tokens).
func encodeCounted[T any](appendItem func([]byte, T) []byte) func([]byte, *gateway.Call, counted[T]) []byte {
	return func(dst []byte, _ *gateway.Call, p counted[T]) []byte {
		dst = append(dst, `{"data":[`...)
		for i, row := range p.Rows {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendItem(dst, row)
		}
		dst = append(dst, `],"meta":{"pagination":{"total":`...)
		dst = strconv.AppendInt(dst, int64(p.Total), 10)
		dst = append(dst, `,"count":`...)
		dst = strconv.AppendInt(dst, int64(len(p.Rows)), 10)
		dst = append(dst, `,"per_page":`...)
		dst = strconv.AppendInt(dst, int64(p.Page.Size), 10)
		dst = append(dst, `,"current_page":`...)
		dst = strconv.AppendInt(dst, int64(p.Page.Number), 10)
		dst = append(dst, `,"total_pages":`...)
		dst = strconv.AppendInt(dst, int64(max(1, (p.Total+p.Page.Size-1)/p.Page.Size)), 10)
		return append(dst, "}}}"...)
	}
}

// encodeData makes the encoder of an answer that is one thing.
func encodeData[T any](appendOne func([]byte, T) []byte) func([]byte, *gateway.Call, T) []byte {
	return func(dst []byte, _ *gateway.Call, one T) []byte {
		dst = append(dst, `{"data":`...)
		return append(appendOne(dst, one), '}')
	}
}

// encodeSuccess writes the answer that says in words what was done.
func encodeSuccess(dst []byte, _ *gateway.Call, text string) []byte {
	dst = append(dst, `{"data":{"success":true,"message":`...)
	dst = jsontext.AppendPHP(dst, text)
	return append(dst, "}}"...)
}

// filled is free data as it is kept: nothing in the place of an empty object, because the vendor
// leaves out what is empty.
func filled(value []byte) []byte {
	switch string(value) {
	case "{}", "[]", `""`:
		return nil
	}
	return value
}

func appendOptionalValue(dst []byte, name string, value []byte) []byte {
	if value == nil {
		return dst
	}
	dst = append(dst, `,"`...)
	dst = append(dst, name...)
	dst = append(dst, `":`...)
	return jsontext.AppendPHPValue(dst, value)
}

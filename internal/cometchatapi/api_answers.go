package cometchatapi

import (
	"slices"
	"strconv"
	"time"
)

// data is around what most operations answer with.
type data[T any] struct {
	Data T `json:"data"`
}

// success is the answer that says in words what was done.
type success struct {
	Success bool   `json:"success"`
	Message string `json:"message"`
}

// message is an answer of words alone.
type message struct {
	Message string `json:"message"`
}

func done(text string) success { return success{true, text} }

// counted is a page of a list that the vendor counts, as it does tokens, roles and keys: real totals and no cursor
// (recca0120/comet-chat, fixture auth_token/list_auth_tokens).
type counted[Row any] struct {
	Data []Row `json:"data"`
	Meta meta  `json:"meta"`
}

type meta struct {
	Pagination pagination `json:"pagination"`
}

type pagination struct {
	Total   int `json:"total"`
	Count   int `json:"count"`
	PerPage int `json:"per_page"`
	Page    int `json:"current_page"`
	Pages   int `json:"total_pages"`
}

// cutPage takes a page out of a whole list. What is behind the end is empty.
func cutPage[T, Row any](all []T, p paging, view func(T) Row) (page counted[Row]) {
	from := min(p.offset(), len(all))
	for _, one := range all[from:min(from+p.Size, len(all))] {
		page.Data = append(page.Data, view(one))
	}
	page.Meta.Pagination = p.counting(len(all), len(page.Data))
	return page
}

// counting is what the meta says of a page of a list that is counted. An empty one has one page (assumed).
func (p paging) counting(total, count int) pagination {
	return pagination{total, count, p.Size, p.Number, max(1, (total+p.Size-1)/p.Size)}
}

// around is the meta of a page of people around one person. The vendor does not count such a list: total is always 0,
// and there is a next page as long as this one is full (recca0120/comet-chat, fixture block_user/list_block_users, five
// pages).
func (p paging) around(count int) pagination {
	pages := p.Number
	if count == p.Size {
		pages++
	}
	return pagination{0, count, p.Size, p.Number, pages}
}

// appendTo appends the meta behind the rows of a list of people, with the cursor that an empty page has not got, and
// ends the answer. It is written by hand because these lists are asked for so often.
func (p *pagination) appendTo(dst []byte, newest time.Time) []byte {
	dst = strconv.AppendInt(append(dst, `],"meta":{"pagination":{"total":`...), int64(p.Total), 10)
	dst = strconv.AppendInt(append(dst, `,"count":`...), int64(p.Count), 10)
	dst = strconv.AppendInt(append(dst, `,"per_page":`...), int64(p.PerPage), 10)
	dst = strconv.AppendInt(append(dst, `,"current_page":`...), int64(p.Page), 10)
	dst = strconv.AppendInt(append(dst, `,"total_pages":`...), int64(p.Pages), 10)
	dst = append(dst, '}')
	if p.Count > 0 {
		dst = strconv.AppendInt(append(dst, `,"cursor":{"updatedAt":`...), newest.Unix(), 10)
		dst = append(dst, `,"affix":"prepend"}`...)
	}
	return append(dst, "}}"...)
}

// newestFirst turns a list in order of coming round. What has an older time stands further behind.
func newestFirst[T any](all []T, created func(T) time.Time) []T {
	slices.Reverse(all)
	slices.SortStableFunc(all, func(a, b T) int { return created(b).Compare(created(a)) })
	return all
}

func (*counted[Row]) whole() {}

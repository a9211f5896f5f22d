package cometchatapi

import (
	"slices"
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

func done(text string) success { return success{true, text} }

// counted is a page of a list that the vendor counts, as it does tokens, roles and keys: real totals and no cursor
// (recca0120/comet-chat, fixture auth_token/list_auth_tokens).
type counted[Row any] struct {
	Data []Row `json:"data"`
	Meta meta  `json:"meta"`
}

type meta struct {
	Pagination pagination `json:"pagination"`
	Cursor     *cursor    `json:"cursor,omitempty"`
}

type pagination struct {
	Total   int `json:"total"`
	Count   int `json:"count"`
	PerPage int `json:"per_page"`
	Page    int `json:"current_page"`
	Pages   int `json:"total_pages"`
}

type cursor struct {
	UpdatedAt time.Time `json:"updatedAt" wire:"seconds"`
	Affix     string    `json:"affix"`
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

// newestFirst turns a list in order of coming round. What has an older time stands further behind.
func newestFirst[T any](all []T, created func(T) time.Time) []T {
	slices.Reverse(all)
	slices.SortStableFunc(all, func(a, b T) int { return created(b).Compare(created(a)) })
	return all
}

func (*counted[Row]) whole() {}

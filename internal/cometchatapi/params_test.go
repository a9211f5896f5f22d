package cometchatapi_test

import (
	"fmt"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// JavaScript SDK 4.2.0: per_page. Assumed: which one wins, what is refused and how; texts are trimmed
// and an empty one is missing.
func TestPageParameters(t *testing.T) {
	t.Parallel()
	const (
		notInteger = `"The %s must be an integer."`
		tooSmall   = `"The %s must be at least 1."`
		tooLarge   = `"The %s may not be greater than 1000."`
	)
	refused := func(field, words, text string) string {
		return badRequest(`"` + field + `":[` + fmt.Sprintf(text, words) + `]`)
	}
	// accepted: size and number of the page; else the body of the 400
	type want struct {
		size, number int
		refusal      string
	}
	const largest = 9223372036854775807
	perPage := func(text string) want { return want{refusal: refused("perPage", "per page", text)} }
	alias := func(text string) want { return want{refusal: refused("per_page", "per page", text)} }
	page := func(text string) want { return want{refusal: refused("page", "page", text)} }

	srv := chatdouble.Start(t, app(pair, ""))
	for query, want := range map[string]want{
		"":                              {size: 100, number: 1},
		"perPage=1000":                  {size: 1000, number: 1},
		"perPage=1&page=1":              {size: 1, number: 1},
		"perPage=":                      {size: 100, number: 1},
		"perPage":                       {size: 100, number: 1},
		"perPage=%20&page=+":            {size: 100, number: 1},
		"perPage=%205%20":               {size: 5, number: 1},
		"perPage=+5+":                   {size: 5, number: 1},
		"perPage=%2B5":                  {size: 5, number: 1},
		"perPage=0":                     perPage(tooSmall),
		"perPage=-0":                    perPage(tooSmall),
		"perPage=-1":                    perPage(tooSmall),
		"perPage=1001":                  perPage(tooLarge),
		"perPage=9223372036854775":      perPage(tooLarge),
		"perPage=99999999999999999999":  perPage(notInteger),
		"perPage=-99999999999999999999": perPage(notInteger),
		"perPage=abc":                   perPage(notInteger),
		"perPage=1e3":                   perPage(notInteger),
		"perPage=1.0":                   perPage(notInteger),
		"perPage=0x10":                  perPage(notInteger),
		"perPage=1_0":                   perPage(notInteger),
		"perPage=5;":                    perPage(notInteger),
		"perPage=5%00":                  perPage(notInteger),
		"perPage=%zz":                   perPage(notInteger),
		"perPage=%ff":                   perPage(notInteger),
		"perPage=%D9%A5":                perPage(notInteger), // an Arabic 5
		"perPage=true":                  perPage(notInteger),
		"perPage=null":                  perPage(notInteger),

		"page=2":                                {size: 100, number: 2},
		"page=9223372036854775807":              {size: 100, number: largest},
		"page=9223372036854775807&perPage=1000": {size: 1000, number: largest},
		"page=9223372036854775807&perPage=1":    {size: 1, number: largest},
		"page=9223372036854775808":              page(notInteger),
		"page=0":                                page(tooSmall),
		"page=-1":                               page(tooSmall),
		"page=abc":                              page(notInteger),
		"page=1e3":                              page(notInteger),

		// Of a repeated parameter the last one counts, as in PHP.
		"perPage=5&perPage=6":   {size: 6, number: 1},
		"perPage=abc&perPage=6": {size: 6, number: 1},
		"perPage=6&perPage=abc": perPage(notInteger),
		"perPage=6&perPage=":    {size: 100, number: 1},
		"page=3&page=2":         {size: 100, number: 2},

		"per_page=7":             {size: 7, number: 1},
		"per_page=7&perPage=5":   {size: 5, number: 1},
		"perPage=5&per_page=7":   {size: 5, number: 1},
		"perPage=&per_page=7":    {size: 7, number: 1},
		"perPage=5&per_page=abc": {size: 5, number: 1},
		"perPage=abc&per_page=7": perPage(notInteger),
		"per_page=abc":           alias(notInteger),
		"per_page=0":             alias(tooSmall),
		"per_page=1001":          alias(tooLarge),
		"per_page=1000":          {size: 1000, number: 1},

		// Names are case-sensitive; what is unknown is ignored.
		"perpage=5&PAGE=2&limit=3&total=9": {size: 100, number: 1},
		"&&=&=5&%zz=1&perPage=5&":          {size: 5, number: 1},
		"per%50age=5&p%61ge=2":             {size: 5, number: 2},

		"page=0&perPage=x": {refusal: badRequest(`"perPage":["The per page must be an integer."],"page":["The page must be at least 1."]`)},
	} {
		r := get(srv, "/v3/users/alice/blockedusers?"+query)
		if want.refusal != "" {
			if r.Status != 400 || r.Body != want.refusal {
				t.Errorf("%s: status %d, want 400\n got: %s\nwant: %s", query, r.Status, r.Body, want.refusal)
			}
			continue
		}
		if r.Status != 200 {
			t.Errorf("%s: status %d: %s", query, r.Status, r.Body)
			continue
		}
		p := readPage(t, r.Body)
		if p.Meta.Pagination.PerPage != want.size || p.Meta.Pagination.CurrentPage != want.number {
			t.Errorf("%s: per_page %d, current_page %d, want %d, %d", query,
				p.Meta.Pagination.PerPage, p.Meta.Pagination.CurrentPage, want.size, want.number)
		}
		if count := p.Meta.Pagination.Count; len(p.Data) != count || count != map[bool]int{true: 1}[want.number == 1] {
			t.Errorf("%s: %d rows, count %d", query, len(p.Data), count)
		}
	}
}

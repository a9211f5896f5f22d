package cometchatapi_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// BenchmarkListUsers asks for pages of 100 among ten thousand users. The metric x-page is how many times as long a
// request takes as the first page of the plain list, which costs the same at any depth. Whatever filters or puts
// people into another order looks at everybody: a millisecond or a few.
func BenchmarkListUsers(b *testing.B) {
	const people = 10_000
	srv, err := chatdouble.New(chatdouble.WithFixtureYAML("many.yaml", fmt.Sprintf(`
cometchat:
  - appId: app
    apiKeys: [{name: rest, key: %s, scope: fullAccess}]
    limits: {standard: 1000000000, app: 1000000000}
    users:
      - {uid: nobody-else, name: Nobody Else}
    generate: {users: %d}
`, fullKey, people)))
	if err != nil {
		b.Fatal(err)
	}
	ask := func(b *testing.B, query, me string) reply {
		r := send(srv, request{target: "/v3/users?" + query, key: fullKey, header: map[string]string{"onBehalfOf": me}})
		if r.Status != http.StatusOK {
			b.Fatalf("%s: %d %s", query, r.Status, r.Body)
		}
		return r
	}
	var page float64 // ns of the first page of the plain list
	for _, bm := range []struct{ name, query, me string }{
		{"plain/first", "", ""},
		{"plain/page-90", "page=90", ""},
		{"search/one", "searchKey=nobody-e", ""},
		{"search/none", "searchKey=zzzz", ""},
		{"search/few", "searchKey=alexander+b", ""},
		{"search/some", "searchKey=ze", ""},
		{"search/many", "searchKey=z", ""},
		{"search/letter", "searchKey=a", ""},
		{"search/everybody", "searchKey=u", ""},
		{"search/uid", "searchKey=user-99&searchIn=uid", ""},
		{"mine/first", "", "nobody-else"},
		{"mine/page-90", "page=90", "nobody-else"},
		{"mine/search-few", "searchKey=alexander+b", "nobody-else"},
		{"mine/search-many", "searchKey=z", "nobody-else"},
		{"mine/search-letter", "searchKey=a", "nobody-else"},
		{"mine/search-uid", "searchKey=user-999", "nobody-else"},
		{"mine/search-everybody", "searchKey=u", "nobody-else"},
		{"mine/hide-blocked", "hideBlockedUsers=1", "nobody-else"},
	} {
		b.Run(bm.name, func(b *testing.B) {
			ask(b, bm.query, bm.me) // the lists are made when somebody first asks
			for b.Loop() {
				ask(b, bm.query, bm.me)
			}
			each := float64(b.Elapsed()) / float64(b.N)
			if page == 0 {
				page = each
			}
			b.ReportMetric(each/page, "x-page")
		})
	}
}

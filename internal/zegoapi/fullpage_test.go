package zegoapi_test

import (
	"fmt"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Page "QueryBlacklist": Next is 0 when everything has been given. With 250 blocked
// and Limit 100 the third page of 50 says so; a last page that is exactly full does too.
func TestLastPage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		blocked int
		limit   string
		pages   []int
	}{
		{0, "100", []int{0}},
		{1, "1", []int{1}},
		{1, "100", []int{1}},
		{99, "", []int{99}},
		{100, "", []int{100}},
		{101, "", []int{100, 1}},
		{200, "100", []int{100, 100}},
		{250, "100", []int{100, 100, 50}},
		{300, "100", []int{100, 100, 100}},
		{6, "3", []int{3, 3}},
		{7, "3", []int{3, 3, 1}},
	} {
		t.Run(fmt.Sprintf("%d by %s", tt.blocked, tt.limit), func(t *testing.T) {
			f := unlimited(t)
			f.AddUsers(chatdouble.User{ID: "owner"})
			for i := range tt.blocked {
				id := fmt.Sprintf("b%03d", i)
				f.AddUsers(chatdouble.User{ID: id})
				f.Block("owner", id)
			}
			next, given := "0", 0
			for i, want := range tt.pages {
				a := f.list(t, "FromUserId=owner", "Limit="+tt.limit, "Next="+next)
				if a.Code != 0 || len(a.Blacklist) != want || a.TotalCount != tt.blocked {
					t.Fatalf("page %d: Code %d, %d rows of %d, want %d of %d", i+1, a.Code, len(a.Blacklist), a.TotalCount, want, tt.blocked)
				}
				for _, r := range a.Blacklist {
					if id := fmt.Sprintf("b%03d", given); r.UserID != id {
						t.Fatalf("page %d: row %d is %s, want %s", i+1, given, r.UserID, id)
					}
					given++
				}
				if last := i == len(tt.pages)-1; last != (a.Next == 0) {
					t.Fatalf("page %d of %d: Next is %d", i+1, len(tt.pages), a.Next)
				}
				next = fmt.Sprint(a.Next)
			}
		})
	}
}

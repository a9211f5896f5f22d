package zegoapi_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// A refused request leaves everything as it was: the list, and the Next that was given out.
func TestRefusedRequestsChangeNothing(t *testing.T) {
	t.Parallel()
	f := unlimited(t, chatdouble.WithMaxBody(1000))
	f.AddUsers(chatdouble.User{ID: "owner"}, chatdouble.User{ID: "a", Name: "A"}, chatdouble.User{ID: "b"})
	f.Block("owner", "a")
	f.Block("owner", "b")
	before := f.list(t, "FromUserId=owner", "Limit=1")

	for _, query := range []string{
		"", "Action=QueryBlacklist", f.signed(), f.signed("FromUserId=owner&Limit=x"), f.signed("FromUserId=nobody"),
		f.signed("FromUserId=owner&Next=-1"), f.signed("FromUserId=%ff"), f.signed("FromUserId=" + strings.Repeat("a", 33)),
	} {
		for _, method := range []string{"GET", "POST", "DELETE", "PUT"} {
			for _, body := range []string{"", "x", `{"FromUserId":[]}`, strings.Repeat("x", 1001)} {
				if a := f.ask(t, method, query, body); a.Code == 0 {
					t.Fatalf("%s %s with %.20q is not refused", method, query, body)
				}
			}
		}
	}
	f.Fail(chatdouble.Fault{Code: "100000015", Times: 2})
	f.list(t, "FromUserId=owner").refused(t, 100000015)
	f.list(t, "FromUserId=owner").refused(t, 100000015)

	after := f.list(t, "FromUserId=owner", "Limit=1")
	if after.TotalCount != before.TotalCount || after.Next != before.Next || !slices.Equal(after.Blacklist, before.Blacklist) {
		t.Errorf("the list was %s\nand is  %s", before.Body, after.Body)
	}
	f.list(t, "FromUserId=nobody").refused(t, 660500002)
}

// The journal has every request, with its code, under the app that it was for.
func TestRequestsAreInTheJournal(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	f.AddUsers(chatdouble.User{ID: "owner"})
	f.list(t, "FromUserId=owner")
	f.list(t, "FromUserId=nobody")
	f.ask(t, "POST", f.signed(), `{"FromUserId":"owner","Limit":-1}`)
	var got []string
	for _, r := range f.Requests() {
		got = append(got, strings.Join([]string{r.Vendor, r.AppID, r.Operation, r.Method, r.User, r.Code}, " "))
	}
	want := []string{
		"zim " + f.appID + " QueryBlacklist GET owner ",
		"zim " + f.appID + " QueryBlacklist GET nobody 660500002",
		"zim " + f.appID + " QueryBlacklist POST owner 660000002",
	}
	if !slices.Equal(got, want) {
		t.Errorf("journal\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

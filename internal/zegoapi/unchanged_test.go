package zegoapi_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

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

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

// The user of a call is who does it, for the fault rules too, and names of members have no case.
func TestFaultOfAUser(t *testing.T) {
	t.Parallel()
	f := talkers(t)
	f.Fail(chatdouble.Fault{User: "alice", Code: "660300005", Times: 2})
	f.ask(t, "POST", f.signed(), `{"fromuserid":"bob"}`).refused(t, 0)
	f.ask(t, "POST", f.signed(), `{"fromuserid":"alice"}`).refused(t, 660300005)
	f.do(t, "SendPeerMessage", toJSON(t, message("alice", "eve"))).refused(t, 660300005)
	if got := f.Requests(chatdouble.ByUser("alice")); len(got) != 2 || got[1].Code != "660300005" {
		t.Errorf("alice's requests: %v", got)
	}
}

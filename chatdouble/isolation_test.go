package chatdouble_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Fifty apps of both vendors are used at once. Each has its own users, limits, faults, clock and
// journal; all have a user of the same name, so that what crosses over shows.
func TestFiftyAppsDoNotMeet(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	var wg sync.WaitGroup
	for n := range 50 {
		use := useCometChat
		if n%2 == 1 {
			use = useZIM
		}
		wg.Go(func() { use(t, srv, n) })
	}
	wg.Wait()
	if got := len(srv.Requests(chatdouble.Operation("ListBlockedUsers"))); got != 25*8 {
		t.Errorf("the server has %d calls of ListBlockedUsers, want %d", got, 25*8)
	}
}

// within runs part of a test on a goroutine of its own.
func within(t *testing.T, n int, run func(t *spy)) {
	s := &spy{name: fmt.Sprintf("%s/%d", t.Name(), n)}
	t.Cleanup(s.end)
	defer func() {
		if v := recover(); v == any(stopped{}) {
			t.Errorf("app %d: %s", n, s.fatal)
		} else if v != nil {
			panic(v)
		}
	}()
	run(s)
}

// own is who app n lets its user block: other ids, and another number of them, than its
// neighbours.
func own(n int) (ids []string) {
	for i := range 1 + n%7 {
		ids = append(ids, fmt.Sprintf("u%d-%d", n, i))
	}
	return ids
}

func fill(app *chatdouble.App, n int) {
	app.AddUsers(chatdouble.User{ID: "me"})
	for _, id := range own(n) {
		app.AddUsers(chatdouble.User{ID: id})
		app.Block("me", id)
	}
}

func useCometChat(t *testing.T, srv *chatdouble.Server, n int) {
	within(t, n, func(s *spy) {
		app := srv.CometChat(s)
		fill(app.App, n)
		at := time.Date(2030, 1, 1, 0, n, 0, 0, time.UTC)
		app.Clock().Freeze(at)
		client := chatClient{BaseURL: app.BaseURL, APIKey: app.APIKey}
		foreign := fmt.Sprintf("u%d-0", n+2) // the next app of the same vendor has this one

		for round := range 2 {
			if got, err := client.uids("me"); err != nil || got != strings.Join(own(n), " ") {
				t.Errorf("app %d blocks %q, %v; want %q", n, got, err, own(n))
			}
			if got, err := client.uids(foreign); err != nil || got != "ERR_UID_NOT_FOUND" {
				t.Errorf("app %d says of %s: %q, %v", n, foreign, got, err)
			}
			a, err := client.blocked("me", "")
			if got, want := a.Header.Get("X-RateLimit-Remaining"), fmt.Sprint(20_000-3*(round+1)-round); err != nil || got != want {
				t.Errorf("app %d, round %d: %s calls remain, want %s: its own calls only (%v)", n, round, got, want, err)
			}
			if got, want := a.Header.Get("Date"), at.Format("Mon, 02 Jan 2006 15:04:05 GMT"); got != want {
				t.Errorf("app %d: Date = %q, want %q", n, got, want)
			}
			if round == 0 {
				app.Fail(chatdouble.Fault{Code: "ERR_EXCEPTION", Times: 1})
				if got, err := client.uids("me"); err != nil || got != "ERR_EXCEPTION" {
					t.Errorf("app %d with a fault of its own: %q, %v", n, got, err)
				}
				// It refuses before the call is counted; this one makes up for it.
				if a, err := client.blocked("me", ""); err != nil || a.Status != 200 {
					t.Errorf("app %d after its fault: %d, %v", n, a.Status, err)
				}
			}
		}
		wantOwn(t, app.Requests(), n, 8, app.AppID)
	})
}

func useZIM(t *testing.T, srv *chatdouble.Server, n int) {
	within(t, n, func(s *spy) {
		app := srv.ZIM(s)
		fill(app.App, n)
		app.Clock().Freeze(time.Now().Add(time.Duration(n) * time.Second))
		client := zimClient{app.BaseURL, app.AppID, app.ServerSecret}
		code := func(user string) int {
			page, _, err := client.queryBlacklist(user, 0, 0)
			if err != nil {
				t.Errorf("app %d: %v", n, err)
			}
			return page.Code
		}

		page, _, err := client.queryBlacklist("me", 0, 0)
		var got []string
		for _, row := range page.Blacklist {
			got = append(got, row.UserID)
		}
		if err != nil || strings.Join(got, " ") != strings.Join(own(n), " ") || page.TotalCount != len(own(n)) {
			t.Errorf("app %d blocks %q of %d, %v; want %q", n, got, page.TotalCount, err, own(n))
		}
		if got := code(fmt.Sprintf("u%d-0", n+2)); got != 660500002 {
			t.Errorf("app %d knows a user of another app: code %d", n, got)
		}
		app.Fail(chatdouble.Fault{Code: "660000003", Times: 1})
		if got := code("me"); got != 660000003 {
			t.Errorf("app %d with a fault of its own: code %d", n, got)
		}
		// Two of twenty calls of this second are counted. All apps do this in the same second.
		for i := range 18 {
			if got := code("me"); got != 0 {
				t.Errorf("app %d, call %d of its second: code %d", n, i+3, got)
			}
		}
		if got := code("me"); got != 660300005 {
			t.Errorf("app %d, the call above its limit: code %d", n, got)
		}
		app.Clock().Advance(time.Second)
		if got := code("me"); got != 0 {
			t.Errorf("app %d in the next second: code %d", n, got)
		}
		wantOwn(t, app.Requests(), n, 23, fmt.Sprint(app.AppID))
	})
}

func wantOwn(t *testing.T, requests []chatdouble.Request, n, count int, appID string) {
	if len(requests) != count {
		t.Errorf("app %d has %d requests in its journal, want %d", n, len(requests), count)
	}
	for _, r := range requests {
		if r.AppID != appID {
			t.Errorf("app %d has a request of app %s in its journal: %s", n, r.AppID, r)
		}
	}
}

func TestTwoServersDoNotMeet(t *testing.T) {
	t.Parallel()
	// The same seed and the same test: the two have apps with the same ids and keys.
	one, two := chatdouble.Start(t), chatdouble.Start(t)
	a, b := one.CometChat(t), two.CometChat(t)
	if a.AppID != b.AppID || a.APIKey != b.APIKey {
		t.Fatalf("apps %s and %s: this test wants them alike", a.AppID, b.AppID)
	}
	a.AddUsers(chatdouble.User{ID: "me"}, chatdouble.User{ID: "you"})
	a.Block("me", "you")
	a.Fail(chatdouble.Fault{Code: "ERR_EXCEPTION", User: "you"})
	b.AddUsers(chatdouble.User{ID: "you"})
	a.Clock().Freeze(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))

	for _, tt := range []struct {
		app  *chatdouble.CometChat
		uid  string
		want string
	}{
		{a, "me", "you"},
		{b, "me", "ERR_UID_NOT_FOUND"},
		{a, "you", "ERR_EXCEPTION"},
		{b, "you", ""},
	} {
		client := chatClient{BaseURL: tt.app.BaseURL, APIKey: tt.app.APIKey}
		if got, err := client.uids(tt.uid); err != nil || got != tt.want {
			t.Errorf("%s at %s: %q, %v; want %q", tt.uid, tt.app.BaseURL, got, err, tt.want)
		}
	}
	if one.URL == two.URL || a.BaseURL == b.BaseURL {
		t.Errorf("the servers share a listener: %s %s %s %s", one.URL, two.URL, a.BaseURL, b.BaseURL)
	}
	if n := len(one.Requests()); n != 2 {
		t.Errorf("the first server has %d requests, want 2", n)
	}
	if now := two.Now(); now.Equal(one.App(t, "cometchat:"+a.AppID).Clock().Now()) {
		t.Errorf("the second server's clock shows the first one's time, %v", now)
	}
	if err := one.Reset(""); err != nil {
		t.Fatal(err)
	}
	if n := len(two.Requests()); n != 2 {
		t.Errorf("after a reset of the first, the second server has %d requests, want 2", n)
	}
}

package chatdouble_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// What is read of an app can be sent back, whatever time it was made at.
func TestStateOfAnyYearCanBeSentBack(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	chat, zim := srv.CometChat(t), srv.ZIM(t)
	draw := rand.New(rand.NewPCG(10, 10))
	first, last := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9998, 12, 31, 23, 59, 59, 999_999_999, time.UTC)
	moments := []time.Time{
		first, first.Add(time.Nanosecond), last, last.Add(-time.Hour), time.Date(8999, 12, 31, 23, 59, 59, 999e6, time.UTC),
		time.Date(9000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2199, 12, 31, 0, 0, 0, 0, time.UTC), time.Date(3000, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	for range 40 {
		moments = append(moments, time.Date(1970+draw.IntN(9998-1970+1), time.Month(1+draw.IntN(12)), 1+draw.IntN(28), draw.IntN(24), draw.IntN(60), draw.IntN(60), draw.IntN(1e9), time.UTC))
	}
	post := func(url, body string, headers ...string) {
		t.Helper()
		if a, err := do(request(t, http.MethodPost, url, strings.NewReader(body), append(headers, "Content-Type", "application/json")...)); err != nil || a.Status != http.StatusOK || strings.Contains(a.Body, `"Code":6`) {
			t.Fatalf("%s: %d %s, %v", url, a.Status, a.Body, err)
		}
	}
	for i, now := range moments {
		frozen := i%2 == 0
		for _, app := range []*chatdouble.App{chat.App, zim.App} {
			app.Clock().Freeze(now)
			if !frozen {
				app.Clock().Run() // at the end of all years it stands still
			}
		}
		a, b := fmt.Sprintf("a%d", i), fmt.Sprintf("b%d", i)
		post(chat.BaseURL+"/users", fmt.Sprintf(`{"uid":%q,"name":"A"}`, a), "apikey", chat.APIKey)
		post(chat.BaseURL+"/users", fmt.Sprintf(`{"uid":%q,"name":"B"}`, b), "apikey", chat.APIKey)
		post(chat.BaseURL+"/users/"+a+"/blockedusers", fmt.Sprintf(`{"blockedUids":[%q]}`, b), "apikey", chat.APIKey)
		if i < 20 { // an app has no room for more
			post(chat.BaseURL+"/apikeys", fmt.Sprintf(`{"name":"k%d","scope":"authOnly"}`, i), "apikey", chat.APIKey)
		}
		params := url.Values{"Action": {"UserRegister"}}
		(zimClient{zim.BaseURL, zim.AppID, zim.ServerSecret}).sign(params, now)
		post(zim.BaseURL+"/?"+params.Encode(), fmt.Sprintf(`{"UserInfo":[{"UserId":%q,"UserName":"A"},{"UserId":%q,"UserName":"B"}]}`, a, b))
		zim.Block(a, b)
		for _, app := range []*chatdouble.App{chat.App, zim.App} {
			before := app.State()
			app.SetState(before)
			if after := app.State(); after != before {
				t.Fatalf("made at %v, %s is sent back and is another:\n%s\nwas\n%s", now, app.Name(), after, before)
			}
		}
	}
}

// An app's clock that was set keeps its distance from the server's, however far that goes, and stays within
// the years that everything else takes.
func TestClocksStayWithinTheYears(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	app := srv.CometChat(t)
	srv.Clock().Freeze(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))
	app.Clock().Set(time.Date(3000, 1, 1, 0, 0, 0, 1, time.UTC))
	srv.Clock().Freeze(time.Date(4024, 1, 1, 0, 0, 0, 0, time.UTC))
	if got := app.Clock().Now(); got.Year() != 5000 || got.Nanosecond() != 1 {
		t.Errorf("2,000 years later the app's clock shows %v, want the year 5000", got)
	}
	srv.Clock().Freeze(time.Date(9998, 1, 1, 0, 0, 0, 0, time.UTC))
	if got := app.Clock().Now(); got.Year() != 9998 {
		t.Errorf("8,000 years later the app's clock shows %v, want the last year", got)
	}
	app.AddUsers(chatdouble.User{ID: "ann"})
	app.SetState(app.State())
}

package chatdouble_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// A name that is not known ends the test, in place of a 0 for ever.
func TestMisspeltFilterEndsTheTest(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		filter chatdouble.Filter
		want   string
	}{
		"operation": {chatdouble.Operation("ListBlockedUser"), `did you mean "ListBlockedUsers"?`},
		"code":      {chatdouble.Code("ERR_NOPE"), "ERR_NOPE"},
		"fault":     {chatdouble.ByFault("f99"), `no fault rule here ever had as its id`},
		"vendor":    {chatdouble.OfVendor("zimm"), `did you mean "zim"?`},
	} {
		for what, ask := range map[string]func(*chatdouble.App){
			"Count":    func(app *chatdouble.App) { app.Count(tt.filter) },
			"Requests": func(app *chatdouble.App) { app.Requests(tt.filter) },
			"Wait":     func(app *chatdouble.App) { app.Wait(1, time.Second, tt.filter) },
		} {
			told := fatal(t, what+" by "+name, func(s *spy) { ask(chatdouble.Start(s).CometChat(s).App) })
			if !strings.Contains(told, tt.want) {
				t.Errorf("%s by %s says %q, want %q in it", what, name, told, tt.want)
			}
		}
	}
}

// A count that may be wrong, because the journal is too small for the test, ends it.
func TestCountAfterTheJournalHasForgotten(t *testing.T) {
	t.Parallel()
	const size, calls = 50, 80
	crowd := func(s *spy) *chatdouble.CometChat {
		app := chatdouble.Start(s, chatdouble.WithJournalSize(size)).CometChat(s)
		app.AddUsers(chatdouble.User{ID: "alice"})
		for range calls {
			if _, err := do(request(t, "GET", app.BaseURL+"/users/alice/blockedusers", nil, "apiKey", app.APIKey)); err != nil {
				t.Fatal(err)
			}
		}
		return app
	}
	told := fatal(t, "Count", func(s *spy) { crowd(s).Count(chatdouble.Operation("ListBlockedUsers")) })
	if !strings.Contains(told, "forgotten 30") || !strings.Contains(told, "WithJournalSize") {
		t.Errorf("Count says %q", told)
	}
	told = fatal(t, "Wait", func(s *spy) { crowd(s).Wait(1, 0, chatdouble.Status(503)) })
	if !strings.Contains(told, "forgotten 30") || !strings.Contains(told, "the last 20 of 80 requests") {
		t.Errorf("Wait says %q", told)
	}
	told = fatal(t, "Wait for more than there is room", func(s *spy) { crowd(s).Wait(calls, time.Minute) })
	if !strings.Contains(told, "--journal-size") {
		t.Errorf("Wait for more than there is room says %q", told)
	}

	s := &spy{name: t.Name()}
	defer s.end()
	app := crowd(s)
	if got := len(app.Requests()); got != size || !strings.Contains(s.log(), "forgotten 30") {
		t.Errorf("%d requests, and the log says %q", got, s.log())
	}
	app.Clock().Advance(time.Second)
	since := app.Clock().Now()
	if n := app.Count(chatdouble.Since(since)); n != 0 {
		t.Errorf("%d requests of a later time", n)
	}
	app.ClearRequests()
	if n := app.Count(); n != 0 {
		t.Errorf("%d requests after a clear", n)
	}
}

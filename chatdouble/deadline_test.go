package chatdouble_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// What happens by itself has happened when a clock was moved past it, the app's own or the server's, and what does not
// happen any more after a reset does not.
func TestWhatHappensByItself(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, chatdouble.WithFrozenTime(time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)))
	app := srv.ZIM(t)
	comes := func(user string) {
		t.Helper()
		if err := chatdouble.LetComeAfter(srv, app.Name(), time.Minute, user); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(app.State(), user) {
			t.Errorf("%s is there already", user)
		}
	}
	is := func(user, at string) {
		t.Helper()
		if want := "{userId: " + user + ", createdAt: 2024-05-01T" + at + "Z}"; !strings.Contains(app.State(), want) {
			t.Errorf("there is no %s:\n%s", want, app.State())
		}
	}
	comes("ann")
	app.Clock().Advance(time.Hour)
	is("ann", "12:01:00")
	comes("ben") // and the reset lets it not
	app.Reset()
	comes("cem")
	srv.Clock().Advance(time.Hour)
	is("cem", "12:01:00")
	if strings.Contains(app.State(), "ben") {
		t.Error("ben comes after the reset")
	}
}

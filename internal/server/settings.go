package server

import (
	"fmt"
	"log/slog"
	"net"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/fixtures"
	"github.com/chatdouble/mockserver/internal/admin"
	"github.com/chatdouble/mockserver/internal/bounds"
	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/fixture"
)

// Settings say how a server is to be. What may be left out has its default then.
type Settings struct {
	Fixtures []fixture.Source // merged in this order; when there are none, those that are built in
	Loaded   *File            // when it is given, it counts and Fixtures do not
	Seed     *int64           // in the place of the fixture's

	Time   time.Time // at which the clock starts; the zero time means now
	Frozen bool      // whether the clock is held there

	Log      *slog.Logger // must be given
	MaxBody  int64        // the largest body of a request, in bytes; must be given
	NoLimits bool         // calls above a limit are counted and not refused

	JournalSize int // requests kept for each app
	Bounds      bounds.Limits

	NoAdmin    bool     // the server's own API is only at [Server.Admin]
	AdminToken string   // that the API asks for
	AdminHosts []string // further hosts of the API

	Faults        []faults.Rule // for all apps
	CallbackHosts []string      // that events may be delivered to beside this machine; "*" is every host

	CA func() ([]byte, error) // the certificate that clients must trust, PEM; nil without an error when there is none

	// Unmatched is shown each request that matches no operation, before the client has its answer. It is
	// called by several goroutines at a time, as Panicked is.
	Unmatched func(admin.Request)
	// Panicked is told when the code that answers a request fails: the app's name, empty when it reached
	// none, the request's id or what it was, what the code panicked with, and the goroutine's stack.
	Panicked func(app, request string, value any, stack []byte)
}

// check says what is wrong with the settings.
func (s *Settings) check() error {
	if !s.Time.IsZero() && !clock.InSpan(s.Time) {
		return fmt.Errorf("the clock cannot start at %s; the year must be %s", s.Time.UTC().Format(time.RFC3339), clock.Years)
	}
	for _, host := range s.AdminHosts {
		if host == "" || strings.ContainsAny(host, "/:*, ") && net.ParseIP(host) == nil {
			return fmt.Errorf("the admin host is %q; it must be a host name or address without scheme and port", host)
		}
	}
	for i := range bounds.Table {
		if row := &bounds.Table[i]; *row.Of(&s.Bounds) < 0 {
			return fmt.Errorf("the bound on %s is %d; it must be at least 1, or 0 for the default", row.Many, *row.Of(&s.Bounds))
		}
	}
	return nil
}

// Load is the fixture that a server is to begin with.
func (s *Settings) Load() (*File, error) {
	if s.Loaded != nil {
		return s.Loaded, nil
	}
	if len(s.Fixtures) == 0 {
		return LoadFile(fixture.Source{Name: "default.yaml", Data: fixtures.Default})
	}
	return LoadFile(s.Fixtures...)
}

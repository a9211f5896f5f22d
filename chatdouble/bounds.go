package chatdouble

import (
	"fmt"

	"github.com/chatdouble/mockserver/internal/bounds"
)

// Bounds are how much a server holds of what comes over HTTP, its own API included. What is above is refused
// and changes nothing; what fixtures hold is always loaded, and counts. A member that is 0 stands for its
// default, which is made for a container of 512 MB. docs/limits.md tells more.
type Bounds struct {
	Apps         int64 // apps
	Users        int64 // users of all apps
	Ties         int64 // blocks and friendships of all apps, above which no fixture brings more
	Messages     int64 // messages of all apps, above which no fixture brings more
	Snapshots    int64 // snapshots of all apps
	Rules        int64 // fault rules of all apps and of the server
	Waits        int64 // calls that wait for requests at once
	Events       int64 // events that wait for their webhooks and callbacks
	JournalBytes int64 // bytes of all journals; above it the oldest entries are forgotten
	UploadBytes  int64 // bytes of the bodies that the server's own API reads at once
}

// WithBounds sets how much the server holds.
func WithBounds(b Bounds) Option {
	return func(c *config) error {
		c.bounds = bounds.Limits(b)
		for i := range bounds.Table {
			if row := &bounds.Table[i]; *row.Of(&c.bounds) < 0 {
				return fmt.Errorf("the bound on %s is %d; it must be at least 1, or 0 for the default", row.Many, *row.Of(&c.bounds))
			}
		}
		return nil
	}
}

// hold makes what the server holds, with nothing in it.
func (s *Server) hold() {
	s.bounds = bounds.New(s.config.bounds)
	s.bounds.Measure(bounds.Apps, func() int64 { return int64(len(s.cometchatApps.All()) + len(s.zimApps.All())) })
	s.bounds.Measure(bounds.Users, s.counts.Users.Load)
	s.bounds.Measure(bounds.Ties, s.counts.Ties.Load)
	s.bounds.Measure(bounds.Messages, s.counts.Messages.Load)
	s.bounds.Measure(bounds.Snapshots, s.counts.Snapshots.Load)
	s.bounds.Measure(bounds.Rules, s.counts.Rules.Load)
	s.bounds.Measure(bounds.JournalBytes, func() int64 { return s.journals.Held() })
	s.bounds.Measure(bounds.Events, func() int64 { return int64(s.core.Sender.Waiting()) })
}

// warnAboveBounds says in the log what the fixtures have brought above a bound: nobody can add to it.
func (s *Server) warnAboveBounds() {
	for kind := range bounds.Table {
		row := &bounds.Table[kind]
		if now, most := s.bounds.Now(kind), s.bounds.Most(kind); now > most {
			s.config.log.Warn("the fixtures hold more "+row.Many+" than the server adds to over HTTP", "setting", "--"+row.Name, "allows", most, "holds", now)
		}
	}
}

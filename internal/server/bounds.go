package server

import "github.com/chatdouble/mockserver/internal/bounds"

// hold makes what the server holds, with nothing in it.
func (s *Server) hold() {
	s.bounds = bounds.New(s.settings.Bounds)
	s.bounds.Measure(bounds.Apps, func() int64 { return int64(len(s.vendors.Apps())) })
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
			s.settings.Log.Warn("the fixtures hold more "+row.Many+" than the server adds to over HTTP", "setting", "--"+row.Name, "allows", most, "holds", now)
		}
	}
}

package main

import (
	"log/slog"

	"github.com/chatmock/mockserver/chatmock"
	"github.com/chatmock/mockserver/internal/fixture"
)

// newServer makes a server as the settings want it, and as more options say. The CA is nil when there
// is none that clients have to trust.
func newServer(s *settings, sources []fixture.Source, ca []byte, log *slog.Logger, more ...chatmock.Option) (*chatmock.Server, error) {
	options := []chatmock.Option{
		chatmock.WithLimits(s.limits),
		chatmock.WithJournalSize(s.journalSize),
		chatmock.WithMaxBody(s.maxBody),
		chatmock.WithAdmin(s.admin && s.adminAddr == ""),
		chatmock.WithAdminToken(s.adminToken),
		chatmock.WithCACertificate(ca),
		chatmock.WithLogger(log),
		chatmock.WithCallbackHosts(s.callbackHosts...),
	}
	if s.seed != nil {
		options = append(options, chatmock.WithSeed(*s.seed))
	}
	switch {
	case s.freeze:
		options = append(options, chatmock.WithFrozenTime(s.time))
	case !s.time.IsZero():
		options = append(options, chatmock.WithTime(s.time))
	}
	options = append(options, fixtureOptions(sources)...)
	return chatmock.New(append(options, more...)...)
}

// fixtureOptions give a server what it begins with.
func fixtureOptions(sources []fixture.Source) (options []chatmock.Option) {
	for _, source := range sources {
		options = append(options, chatmock.WithFixtureYAML(source.Name, string(source.Data)))
	}
	return options
}

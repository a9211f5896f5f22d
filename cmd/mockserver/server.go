package main

import (
	"log/slog"

	"github.com/chatmock/mockserver/chatmock"
	"github.com/chatmock/mockserver/internal/fixture"
)

// newServer makes a server as the settings want it, and as more options say. The CA is nil when there
// is none that clients have to trust.
func newServer(s *settings, file *fixture.File, ca []byte, log *slog.Logger, more ...chatmock.Option) (*chatmock.Server, error) {
	options := []chatmock.Option{
		chatmock.WithFixture(file),
		chatmock.WithLimits(s.limits),
		chatmock.WithJournalSize(s.journalSize),
		chatmock.WithMaxBody(s.maxBody),
		chatmock.WithAdmin(s.admin && s.adminAddr == ""),
		chatmock.WithAdminToken(s.adminToken),
		chatmock.WithCACertificate(ca),
		chatmock.WithLogger(log),
		chatmock.WithCallbackHosts(s.callbackHosts...),
	}
	if s.faults != "" {
		options = append(options, blaming(s.source("faults"), chatmock.WithFaults(s.faults)))
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
	return chatmock.New(append(options, more...)...)
}

// blaming is an option that names the setting when its value is not good.
func blaming[C any](setting string, option func(*C) error) func(*C) error {
	return func(c *C) error {
		if err := option(c); err != nil {
			return wrong("%s is not good: %v", setting, err)
		}
		return nil
	}
}

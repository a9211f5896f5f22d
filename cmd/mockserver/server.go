package main

import (
	"log/slog"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/fixture"
)

// newServer makes a server as the settings want it, and as more options say. The function ca is asked
// for the certificate that clients have to trust.
func newServer(s *settings, file *fixture.File, ca func() ([]byte, error), log *slog.Logger, more ...chatdouble.Option) (*chatdouble.Server, error) {
	options := []chatdouble.Option{
		chatdouble.WithFixture(file),
		chatdouble.WithLimits(s.limits),
		chatdouble.WithJournalSize(s.journalSize),
		chatdouble.WithMaxBody(s.maxBody),
		chatdouble.WithBounds(chatdouble.Bounds(s.bounds)),
		chatdouble.WithAdmin(s.admin && s.adminAddr == ""),
		chatdouble.WithAdminToken(s.adminToken),
		chatdouble.WithAdminHosts(s.adminHosts...),
		chatdouble.WithCACertificate(ca),
		chatdouble.WithLogger(log),
		chatdouble.WithCallbackHosts(s.callbackHosts...),
	}
	if s.faults != "" {
		options = append(options, blaming(s.source("faults"), chatdouble.WithFaults(s.faults)))
	}
	if s.seed != nil {
		options = append(options, chatdouble.WithSeed(*s.seed))
	}
	switch {
	case s.freeze:
		options = append(options, chatdouble.WithFrozenTime(s.time))
	case !s.time.IsZero():
		options = append(options, chatdouble.WithTime(s.time))
	}
	return chatdouble.New(append(options, more...)...)
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

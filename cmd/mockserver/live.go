package main

import (
	"log/slog"
	"net/http"
	"sync/atomic"

	"github.com/chatmock/mockserver/chatmock"
	"github.com/chatmock/mockserver/internal/fixture"
)

// live is the server that answers at the moment. With --watch another one takes its place when the
// fixtures change: in one step, so no call sees half of each, and those that have begun end in the
// old one.
type live struct {
	atomic.Pointer[chatmock.Server]
}

func (l *live) ServeHTTP(w http.ResponseWriter, r *http.Request) { l.Load().ServeHTTP(w, r) }

func (l *live) refuse(head []byte, status int) []byte { return l.Load().Refuse(head, status) }

// admin answers the server's own API.
func (l *live) admin() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { l.Load().Admin().ServeHTTP(w, r) })
}

// newServer makes a server as the settings want it.
func newServer(s *settings, sources []fixture.Source, log *slog.Logger) (*chatmock.Server, error) {
	options := []chatmock.Option{
		chatmock.WithLimits(s.limits),
		chatmock.WithJournalSize(s.journalSize),
		chatmock.WithMaxBody(s.maxBody),
		chatmock.WithAdmin(s.admin && s.adminAddr == ""),
		chatmock.WithAdminToken(s.adminToken),
		chatmock.WithLogger(log),
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
	for _, source := range sources {
		options = append(options, chatmock.WithFixtureYAML(source.Name, string(source.Data)))
	}
	return chatmock.New(options...)
}

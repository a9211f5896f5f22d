package main

import (
	"log/slog"

	"github.com/chatdouble/mockserver/internal/admin"
	"github.com/chatdouble/mockserver/internal/server"
)

// newServer makes a server as the settings want it. The function ca is asked for the certificate that clients
// have to trust, unmatched is shown each request that matches no operation.
func newServer(s *settings, file *server.File, ca func() ([]byte, error), log *slog.Logger, unmatched func(admin.Request)) (*server.Server, error) {
	set := server.Settings{
		Loaded: file, Seed: s.seed, Time: s.time, Frozen: s.freeze,
		Log: log, MaxBody: s.maxBody, NoLimits: !s.limits, JournalSize: s.journalSize, Bounds: s.bounds,
		NoAdmin: !s.admin || s.adminAddr != "", AdminToken: s.adminToken, AdminHosts: s.adminHosts,
		CallbackHosts: s.callbackHosts, CA: ca, Unmatched: unmatched,
	}
	if s.faults != "" {
		rules, err := server.ParseFaults(s.faults)
		if err != nil {
			return nil, wrong("%s is not good: %v", s.source("faults"), err)
		}
		set.Faults = rules
	}
	return server.New(set)
}

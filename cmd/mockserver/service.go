package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/chatdouble/mockserver/internal/admin"
	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/server"
)

// service is a server behind open doors. Nobody is answered before begin.
type service struct {
	settings *settings
	log      *slog.Logger
	origin   *origin
	sources  []fixture.Source // what the server began with
	file     *server.File     // the same, loaded
	seen     string           // how the files looked before they were read
	identity *identity
	server   *server.Server
	doors    []door
	failed   chan error         // gets what ends a door that was not closed
	watching context.CancelFunc // ends the watch over the fixtures
}

// open makes a server as the settings want it and opens its doors. The function, which may be nil, is shown
// each request that matches no operation.
func (w *world) open(s *settings, log *slog.Logger, unmatched func(admin.Request)) (*service, error) {
	if s.freeze && s.time.IsZero() {
		s.time = clock.System().Now().Truncate(time.Second) // one moment also for what is made later
	}
	v := &service{settings: s, log: log, origin: w.origin(s), watching: func() {}}
	v.seen = look(s.fixtures) // what changes from here on is seen by the watcher
	var err error
	if v.sources, err = v.origin.read(); err != nil {
		return nil, err
	}
	opened := make(chan error, 1)
	go func() { opened <- v.openDoors() }() // to load the fixtures takes as long
	err = v.newServer(unmatched)
	if openErr := <-opened; err == nil {
		err = openErr
	}
	if err != nil {
		closeDoors(v.doors)
		if v.server != nil {
			v.server.Close()
		}
		return nil, err
	}
	for _, warning := range append(warnings(s, v.file), v.identity.warnings()...) {
		log.Warn(warning)
	}
	v.furnishDoors()
	v.failed = make(chan error, len(v.doors))
	return v, nil
}

// newServer loads the fixtures and makes a server that begins with them.
func (v *service) newServer(unmatched func(admin.Request)) (err error) {
	if v.file, err = server.LoadFile(v.sources...); err != nil {
		return firstProblem(err)
	}
	if v.identity, err = newIdentity(v.settings); err != nil {
		return err
	}
	if v.server, err = newServer(v.settings, v.file, v.identity.caPEM, v.log, unmatched); err != nil {
		return firstProblem(err)
	}
	return nil
}

// begin answers whoever comes to a door, and says at which level in the log where the doors are.
func (v *service) begin(level slog.Level) {
	var where []any
	for _, d := range v.doors {
		go func() { v.failed <- d.server.Serve(d.listener) }()
		if d.setting != tunnelDoor { // which is inside the others
			where = append(where, d.setting, d.listener.Addr().String())
		}
	}
	v.log.Log(context.Background(), level, "listening", where...)
}

// watch lets the server follow its fixtures when the settings ask for it.
func (v *service) watch(ticks func(time.Duration) <-chan time.Time) {
	if !v.settings.watch {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	v.watching = cancel
	watcher := &watcher{settings: v.settings, origin: v.origin, server: v.server, log: v.log, served: v.sources, seen: v.seen}
	go watcher.run(ctx, ticks(watchEvery))
}

// close cuts all connections.
func (v *service) close() {
	v.watching()
	closeDoors(v.doors)
	v.server.Close()
}

// urls are where the own machine reaches a service.
type urls struct {
	base  string // of the main listener
	tls   string // of the one that speaks TLS; empty when there is none
	admin string // of the one for the server's own API, without its path; empty when that is off
}

func (v *service) urls() (u urls) {
	for _, d := range v.doors {
		switch d.setting {
		case "addr":
			u.base, u.admin = d.url(), d.url()
		case "tls-addr":
			u.tls = d.url()
		case "admin-addr":
			u.admin = d.url()
		}
	}
	if !v.settings.admin {
		u.admin = ""
	}
	return u
}

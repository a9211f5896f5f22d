package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/chatdouble/mockserver/internal/listen"
	"github.com/chatdouble/mockserver/internal/oncelog"
)

// drainTime is how long calls that have begun may take after the signal to stop. Docker and compose
// kill what has not ended after 10 s.
const drainTime = 9 * time.Second

// serve answers requests until it is told to stop.
func (w *world) serve(s *settings, log *slog.Logger, _ []string) error {
	stdin := w.stdin
	if s.fixturesOnStdin() {
		stdin = nil // ends with them
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	orphaned := w.orphaned(ctx, s, stdin) // before: a parent may go while the fixtures are read
	v, err := w.open(s, log, nil)
	if err != nil {
		return err
	}
	interrupts := w.interrupts()
	v.begin(slog.LevelInfo)
	if err := w.welcome(v); err != nil {
		v.close()
		return err
	}
	v.watch(w.ticks)
	select {
	case err := <-v.failed:
		v.close()
		return fmt.Errorf("accepting connections: %w", err)
	case signal := <-interrupts:
		log.Info("stopping", "signal", signal.String())
		v.stop(interrupts)
		return nil
	case why := <-orphaned:
		log.Info("stopping", "reason", why)
		v.stop(interrupts)
		return nil
	}
}

// door is a listener and what answers behind it.
type door struct {
	setting  string // the name of the address that was asked for
	address  string // that address
	scheme   string
	listener net.Listener
	server   *http.Server // nil until there is something to serve
}

// url is where the own machine reaches the door: the host that was asked for with the port that it
// got.
func (d *door) url() string {
	host, _, _ := net.SplitHostPort(d.address) // read as an address before
	_, port, _ := net.SplitHostPort(d.listener.Addr().String())
	return d.scheme + "://" + reachable(host, port)
}

// shared is the same for whoever comes from elsewhere: without a host when the door is open on every
// interface, because then each client has a name of its own for this machine.
func (d *door) shared() string {
	if address, ok := d.listener.Addr().(*net.TCPAddr); ok && address.IP.IsUnspecified() {
		return d.scheme + "://:" + strconv.Itoa(address.Port)
	}
	return d.url()
}

// The doors that there may be.
const (
	mainDoor  = "addr"
	tlsDoor   = "tls-addr"
	adminDoor = "admin-addr"

	tunnelDoor = "" // for those who come by CONNECT through one of the others
)

// openDoors opens the main listener and those that are asked for beside it: for TLS, and for the
// server's own API. Who comes waits until the doors are served.
func (v *service) openDoors() error {
	s := v.settings
	for _, d := range []door{
		{setting: mainDoor, address: s.addr, scheme: "http"},
		{setting: tlsDoor, address: s.tlsAddr, scheme: "https"},
		{setting: adminDoor, address: s.adminAddr, scheme: "http"},
	} {
		if d.address == "" {
			continue
		}
		var err error
		if d.listener, err = net.Listen("tcp", d.address); err != nil {
			return cannotListen(s, d.setting, d.address, err)
		}
		v.doors = append(v.doors, d)
	}
	return nil
}

// furnishDoors puts what answers behind the doors.
func (v *service) furnishDoors() {
	once, admin := oncelog.New(v.log), v.urls().admin
	speech := listen.NewTLS(v.identity.certificate, func(name string) string { return v.identity.advice(name, admin) }, v.server.Refuse, v.log, once)
	tunnels := listen.NewTunnels(speech)
	proxy := &listen.Proxy{Handler: v.server, Tunnels: tunnels, Own: v.settings.leadsHere, Once: once}
	for i := range v.doors {
		d, handler := &v.doors[i], http.Handler(proxy)
		switch d.setting {
		case mainDoor:
			d.listener = listen.On(d.listener, v.server.Refuse, v.log)
		case tlsDoor:
			d.listener = speech.On(d.listener)
		case adminDoor:
			shared := v.doors[0].shared() // clients of this listener do not see where the vendors are
			handler = v.server.Admin(&shared)
			d.listener = listen.On(d.listener, v.server.RefuseAdmin, v.log)
		}
		d.server = listen.Server(handler, v.log)
	}
	v.doors = append(v.doors, door{setting: tunnelDoor, listener: tunnels, server: listen.Server(v.server, v.log)})
}

func cannotListen(s *settings, name, address string, err error) error {
	var system *os.SyscallError
	if errors.As(err, &system) {
		err = system.Err
	}
	if errors.Is(err, syscall.EADDRINUSE) {
		err = errors.New("another program listens there; stop it or choose another address, port 0 for any free port")
	}
	return fmt.Errorf("cannot listen on %s (%s): %w", address, s.source(name), err)
}

// closeDoors cuts all connections.
func closeDoors(doors []door) {
	for _, d := range doors {
		_ = d.listener.Close() // the server knows it only once it serves
		if d.server != nil {
			_ = d.server.Close()
		}
	}
}

// stop takes no more calls and waits for those that have begun, until drainTime is over or another
// signal comes. Calls that wait for requests end with the server.
func (v *service) stop(interrupts <-chan os.Signal) {
	v.watching()
	ctx, cancel := context.WithTimeout(context.Background(), drainTime)
	defer cancel()
	go func() {
		select {
		case <-interrupts:
			cancel()
		case <-ctx.Done():
		}
	}()
	var waiting sync.WaitGroup
	unfinished := make(chan error, len(v.doors))
	for _, d := range v.doors {
		waiting.Go(func() {
			if err := d.server.Shutdown(ctx); err != nil {
				unfinished <- err
			}
		})
	}
	waiting.Go(v.server.Close)
	waiting.Wait()
	if len(unfinished) > 0 {
		closeDoors(v.doors)
		v.log.Warn("stopped, calls were cut off")
		return
	}
	v.log.Info("stopped")
}

// welcome prints where the server is and a first call to each vendor.
func (w *world) welcome(v *service) error {
	text := &welcome{urls: v.urls(), program: w.program(), settings: v.settings, file: v.file, identity: v.identity}
	_, err := w.stdout.Write(text.appendTo(nil))
	return err
}

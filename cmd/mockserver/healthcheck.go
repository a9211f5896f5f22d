package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"
)

// askTime is how long a server may take for the answer to another process of this program.
const askTime = 2 * time.Second

// askAgain is the time between two tries of --wait.
const askAgain = 50 * time.Millisecond

// healthcheck asks the server that has the same settings whether it is ready.
func (w *world) healthcheck(s *settings, _ *slog.Logger, _ []string) error {
	at, err := ownAdmin(s, "/readyz")
	if err != nil {
		return err
	}
	if err := w.ready(s, at); err != nil {
		return err
	}
	_, err = fmt.Fprintln(w.stdout, "ready")
	return err
}

// ready says why the server at an address is not ready. With --wait it asks again until the time is up.
func (w *world) ready(s *settings, at *url.URL) error {
	if s.wait == 0 {
		if err := askReady(context.Background(), s, at); err != nil {
			return fmt.Errorf("not ready: %w", err)
		}
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), s.wait)
	defer cancel()
	again := w.ticks(askAgain)
	var why error
	for {
		// The last try is cut off when the time is up. What the one before was told says more.
		err := askReady(ctx, s, at)
		if err == nil {
			return nil
		}
		if why == nil || ctx.Err() == nil {
			why = err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("not ready after %s: %w", s.wait, why)
		case <-again:
		}
	}
}

// askReady says what a server answers that is not ready.
func askReady(ctx context.Context, s *settings, at *url.URL) error {
	status, _, err := ask(ctx, at)
	// Without its own API a server answers 404 here; that it answers is enough then.
	if err == nil && s.admin && status != http.StatusOK {
		return answered(at, status)
	}
	return err
}

// ownAdmin is where the server that has the settings answers a call of its own API on this machine.
func ownAdmin(s *settings, path string) (*url.URL, error) {
	name, address := "addr", s.addr
	if s.adminAddr != "" {
		name, address = "admin-addr", s.adminAddr
	}
	host, port, _ := net.SplitHostPort(address) // read as an address before
	if port == "0" {
		return nil, wrong("%s is %q, and port 0 does not say where the server listens; give the port that it has printed", s.source(name), address)
	}
	return &url.URL{Scheme: "http", Host: reachable(host, port), Path: "/__admin" + path}, nil
}

// ask makes a call without a proxy: the server is on this machine.
func ask(ctx context.Context, at *url.URL) (status int, body []byte, err error) {
	transport := &http.Transport{DisableKeepAlives: true}
	client := &http.Client{Transport: transport, Timeout: askTime}
	// A name from --addr need not be one by which the admin API may be reached.
	request := &http.Request{Method: http.MethodGet, URL: at, Host: "localhost", Header: http.Header{}}
	response, err := client.Do(request.WithContext(ctx))
	if err == nil {
		defer response.Body.Close()
		body, err = io.ReadAll(io.LimitReader(response.Body, 1<<20))
	}
	if ctx.Err() != nil { // it was cut off, which says nothing of the server
		return 0, nil, fmt.Errorf("no answer from http://%s", at.Host)
	}
	if err != nil {
		var outer *url.Error
		if errors.As(err, &outer) {
			err = outer.Err
			if outer.Timeout() {
				err = fmt.Errorf("none within %s", askTime)
			}
		}
		return 0, nil, fmt.Errorf("no answer from http://%s: %w", at.Host, err)
	}
	return response.StatusCode, body, nil
}

func answered(at *url.URL, status int) error {
	return fmt.Errorf("http://%s%s answered %d %s", at.Host, at.Path, status, http.StatusText(status))
}

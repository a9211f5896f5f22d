package main

import (
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

// healthcheck asks the server that has the same settings whether it is ready.
func (w *world) healthcheck(s *settings, _ *slog.Logger, _ []string) error {
	at, err := ownAdmin(s, "/readyz")
	if err != nil {
		return err
	}
	// Without its own API a server answers 404 here; that it answers is enough then.
	if status, _, err := ask(at); err != nil {
		return fmt.Errorf("not ready: %w", err)
	} else if s.admin && status != http.StatusOK {
		return fmt.Errorf("not ready: %w", answered(at, status))
	}
	_, err = fmt.Fprintln(w.stdout, "ready")
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
func ask(at *url.URL) (status int, body []byte, err error) {
	transport := &http.Transport{DisableKeepAlives: true}
	client := &http.Client{Transport: transport, Timeout: askTime}
	// A name from --addr need not be one by which the admin API may be reached.
	response, err := client.Do(&http.Request{Method: http.MethodGet, URL: at, Host: "localhost", Header: http.Header{}})
	if err == nil {
		defer response.Body.Close()
		body, err = io.ReadAll(io.LimitReader(response.Body, 1<<20))
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

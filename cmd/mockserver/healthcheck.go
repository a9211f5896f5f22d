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

// healthTime is how long a health check waits for its answer.
const healthTime = 2 * time.Second

// healthcheck asks the server that has the same settings whether it is ready.
func (w *world) healthcheck(s *settings, _ *slog.Logger, _ []string) error {
	name, address := "addr", s.addr
	if s.adminAddr != "" {
		name, address = "admin-addr", s.adminAddr
	}
	host, port, _ := net.SplitHostPort(address) // read as an address before
	if port == "0" {
		return wrong("%s is %q, and port 0 does not say where the server listens; give the port that it has printed", s.source(name), address)
	}
	ask := &url.URL{Scheme: "http", Host: reachable(host, port), Path: "/__admin/readyz"}
	if err := answers(ask, s.admin); err != nil {
		return fmt.Errorf("not ready: %w", err)
	}
	_, err := fmt.Fprintln(w.stdout, "ready")
	return err
}

// answers makes the call without a proxy: the server is on this machine. Without its own API a
// server answers 404 here; that it answers is enough then.
func answers(at *url.URL, wantOK bool) error {
	transport := &http.Transport{DisableKeepAlives: true}
	client := &http.Client{Transport: transport, Timeout: healthTime}
	// A name from --addr need not be one by which the admin API may be reached.
	response, err := client.Do(&http.Request{Method: http.MethodGet, URL: at, Host: "localhost", Header: http.Header{}})
	if err != nil {
		var outer *url.Error
		if errors.As(err, &outer) {
			err = outer.Err
			if outer.Timeout() {
				err = fmt.Errorf("none within %s", healthTime)
			}
		}
		return fmt.Errorf("no answer from http://%s: %w", at.Host, err)
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, response.Body)
	if wantOK && response.StatusCode != http.StatusOK {
		return fmt.Errorf("http://%s%s answered %s", at.Host, at.Path, response.Status)
	}
	return nil
}

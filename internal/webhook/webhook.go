// Package webhook delivers events to the addresses that an app names, and nowhere else.
package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// Limits on a delivery.
const (
	timeout   = 5 * time.Second // of one try
	inFlight  = 64              // tries at the same time
	replySize = 4096            // bytes of an answer that are looked at
)

// Delivery is one event on its way to one address.
type Delivery struct {
	URL      string
	Username string // basic authentication when not empty
	Password string
	Body     []byte // JSON

	// Waits are the pauses before the second try, the third and so on, on the app's clock: Now reads
	// it and Wait returns when it shows a time.
	Waits []time.Duration
	Now   func() time.Time
	Wait  func(context.Context, time.Time) error

	// Tried is told of each try. Status is 0 when there was no answer.
	Tried func(Try)
}

// Try is one attempt to deliver an event, and what came of it.
type Try struct {
	Number int // from 1
	Header http.Header
	Status int
	Reply  []byte
	Err    error // nil when the answer was a 2xx
}

// Sender delivers events in the background. It is safe for concurrent use.
type Sender struct {
	hosts  []string // beside the own machine; "*" is every host
	client *http.Client
	slots  chan struct{}
	ctx    context.Context
	cancel context.CancelFunc
	mu     sync.Mutex // guards closed
	closed bool
	all    sync.WaitGroup
}

// New returns a sender that calls this machine and the hosts named, "*" for every host.
func New(hosts []string) *Sender {
	s := &Sender{hosts: hosts, slots: make(chan struct{}, inFlight)}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.client = &http.Client{
		Timeout: timeout,
		// A redirect could lead to a host that is not allowed.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport:     &http.Transport{Proxy: nil, DialContext: s.dial, MaxIdleConnsPerHost: 4, IdleConnTimeout: timeout},
	}
	return s
}

// Close gives up what has not been delivered and waits until nothing is on its way.
func (s *Sender) Close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.cancel()
	s.all.Wait()
	s.client.CloseIdleConnections()
}

// Send delivers an event in the background: at once, and again after each of its waits until an
// answer is a 2xx.
func (s *Sender) Send(d Delivery) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.all.Go(func() { s.deliver(d) })
}

func (s *Sender) deliver(d Delivery) {
	if err := s.refuses(d.URL); err != nil {
		d.Tried(Try{Number: 1, Err: err}) // the only one: no later one could end in another way
		return
	}
	for number := 1; ; number++ {
		try := s.try(d, number)
		if try.Err != nil && s.ctx.Err() != nil {
			return // given up half-way: nothing came of it
		}
		again := try.Err != nil && number <= len(d.Waits)
		var next time.Time
		if again {
			next = d.Now().Add(d.Waits[number-1]) // before anybody who is told of the try can move the clock
		}
		d.Tried(try)
		if !again || d.Wait(s.ctx, next) != nil {
			return
		}
	}
}

func (s *Sender) try(d Delivery, number int) Try {
	s.slots <- struct{}{}
	defer func() { <-s.slots }()
	t := Try{Number: number}
	request, err := http.NewRequestWithContext(s.ctx, http.MethodPost, d.URL, bytes.NewReader(d.Body))
	if err != nil {
		t.Err = err
		return t
	}
	request.Header.Set("Content-Type", "application/json")
	if d.Username != "" || d.Password != "" {
		request.SetBasicAuth(d.Username, d.Password)
	}
	t.Header = request.Header
	response, err := s.client.Do(request)
	if err != nil {
		t.Err = fmt.Errorf("calling the webhook: %w", err)
		return t
	}
	defer response.Body.Close()
	t.Status = response.StatusCode
	t.Reply, _ = io.ReadAll(io.LimitReader(response.Body, replySize))
	if t.Status < 200 || t.Status > 299 {
		t.Err = fmt.Errorf("the webhook answered %d", t.Status)
	}
	return t
}

// refuses says why an address may not be called: its URL is not http or https, or its host is neither
// this machine nor named.
func (s *Sender) refuses(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("reading the webhook's URL: %w", err)
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("the webhook's URL begins with %q; only http and https are called", u.Scheme)
	}
	if s.mayCall(u.Hostname()) || isLoopback(u.Hostname()) {
		return nil
	}
	return fmt.Errorf("the host %q may not be called; name it with --callback-hosts", u.Hostname())
}

func (s *Sender) mayCall(host string) bool {
	return slices.Contains(s.hosts, "*") || slices.ContainsFunc(s.hosts, func(h string) bool { return strings.EqualFold(h, host) })
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// dial makes sure that a name for this machine leads to this machine.
func (s *Sender) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	var d net.Dialer
	if !s.mayCall(host) && strings.EqualFold(host, "localhost") {
		first, err := d.DialContext(ctx, network, net.JoinHostPort("127.0.0.1", port))
		if err == nil {
			return first, nil
		}
		second, also := d.DialContext(ctx, network, net.JoinHostPort("::1", port))
		if also == nil {
			return second, nil
		}
		return nil, errors.Join(err, also)
	}
	return d.DialContext(ctx, network, address)
}

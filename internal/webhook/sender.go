package webhook

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

const (
	inFlight  = 1024            // tries at the same time; more than one app has by default, so that none holds up the others
	replySize = 4096            // bytes of an answer that are looked at
	idle      = 5 * time.Second // how long a connection is kept for the next event
)

// Sender makes the calls of all outboxes of a server. It is safe for concurrent use.
type Sender struct {
	hosts  []string // beside the own machine; "*" is every host
	bounds Bounds
	client *http.Client
	slots  chan struct{}

	mu     sync.Mutex // taken last: nothing is called while it is held
	closed bool
	all    load             // of all outboxes together
	loads  map[*Outbox]load // of those that hold events
}

// New returns a sender that calls this machine and the hosts named, "*" for every host.
func New(hosts []string, bounds Bounds) *Sender {
	s := &Sender{hosts: hosts, bounds: bounds.orDefaults(), slots: make(chan struct{}, inFlight), loads: make(map[*Outbox]load)}
	s.client = &http.Client{
		// A redirect could lead to a host that is not allowed.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy: nil, DialContext: s.dial, MaxIdleConnsPerHost: 4, IdleConnTimeout: idle, MaxResponseHeaderBytes: 64 << 10,
		},
	}
	return s
}

var errStopped = errors.New("given up: the server has stopped")

// Send lets an outbox deliver an event in the background: in its turn, and again after each of its waits
// until it is taken. An outbox that has ended forgets it without a word.
func (s *Sender) Send(o *Outbox, d Delivery) {
	e := &event{Delivery: d, number: 1, header: d.header(), planned: -1}
	err := Refuses(s.hosts, d.URL)
	o.mu.Lock()
	switch {
	case o.ended:
	case err != nil:
		e.tell(Try{State: Failed, Err: err, Final: true}) // the only one: no later one could end in another way
	case !s.take(o, e.size()):
		e.tell(Try{State: GivenUp, Err: errStopped, Final: true})
	default:
		o.add(s, e)
	}
	o.mu.Unlock()
	s.makeRoom(o)
}

// Left is how many events an app had not delivered.
type Left struct {
	App    string
	Events int
}

// Close gives up what has not been delivered, waits until nothing is on its way and returns what was
// given up, in no order; nothing the second time.
func (s *Sender) Close() (left []Left) {
	s.mu.Lock()
	s.closed = true
	outboxes := make([]*Outbox, 0, len(s.loads))
	for o := range s.loads {
		outboxes = append(outboxes, o)
	}
	s.mu.Unlock()
	for _, o := range outboxes {
		if n := o.giveUp(errStopped); n > 0 {
			left = append(left, Left{o.app, n})
		}
	}
	for _, o := range outboxes {
		o.working.Wait()
	}
	s.client.CloseIdleConnections()
	return left
}

// call makes one try.
func (s *Sender) call(ctx context.Context, d *Delivery, header http.Header) (t Try) {
	ctx, cancel := context.WithTimeout(ctx, d.timeout())
	defer cancel()
	t.State = Failed
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, d.URL, bytes.NewReader(d.Body))
	if err != nil {
		t.Err = fmt.Errorf("calling the webhook: %w", bare(err))
		return t
	}
	request.Header = header.Clone()
	response, err := s.client.Do(request)
	if err != nil {
		t.Err = fmt.Errorf("calling the webhook: %w", bare(err))
		if errors.Is(err, context.DeadlineExceeded) {
			t.Err = fmt.Errorf("calling the webhook: no answer within %v", d.timeout())
		}
		return t
	}
	defer response.Body.Close()
	t.Status = response.StatusCode
	t.Reply, _ = io.ReadAll(io.LimitReader(response.Body, cmp.Or(d.answer, replySize)))
	if !d.taken(t.Status) {
		t.Err = fmt.Errorf("the webhook answered %d", t.Status)
		return t
	}
	t.State = Delivered
	return t
}

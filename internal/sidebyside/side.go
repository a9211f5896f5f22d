package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chatdouble/mockserver/internal/sidebyside/load"
)

// side is one of the two servers that are compared, with connections to it that stay open, and
// what was seen of it so far.
type side struct {
	name   string
	server *process
	conns  []*load.Conn
	ending []byte // of every reply's body

	requests  int
	took, cpu time.Duration // by the clock, and of the server's CPU time
	rates     []float64     // requests a second, one for each slice
}

func newSide(name string, server *process, connections int, ending []byte) (*side, error) {
	s := &side{name: name, server: server, ending: ending}
	for range connections {
		c, err := load.Dial(server.address)
		if err != nil {
			s.close()
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		s.conns = append(s.conns, c)
	}
	return s, nil
}

func (s *side) close() {
	for _, c := range s.conns {
		_ = c.Close()
	}
}

// slice asks on all connections for as long as told, waits for the last replies and notes how
// many there were. Every one of them was complete.
func (s *side) slice(ctx context.Context, request []byte, length time.Duration) error {
	const patience = 10 * time.Second // for the last replies
	cpu, _ := s.server.cpuTime()
	begin := time.Now()
	var over atomic.Bool
	timer := time.AfterFunc(length, func() { over.Store(true) })
	defer timer.Stop()

	counts, failures := make([]int, len(s.conns)), make([]error, len(s.conns))
	var wg sync.WaitGroup
	for i, c := range s.conns {
		_ = c.SetDeadline(begin.Add(length + patience))
		wg.Go(func() {
			for !over.Load() && ctx.Err() == nil && failures[i] == nil {
				failures[i] = c.Exchange(request)
				if failures[i] == nil && !bytes.HasSuffix(c.Body(), s.ending) {
					failures[i] = fmt.Errorf("a reply ends in %q", c.Body()[max(0, len(c.Body())-len(s.ending)):])
				}
				counts[i]++
			}
		})
	}
	wg.Wait()
	took := time.Since(begin)
	if err := errors.Join(ctx.Err(), first(failures)); err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	total := 0
	for _, n := range counts {
		total += n
	}
	used, _ := s.server.cpuTime()
	s.requests += total
	s.took += took
	s.cpu += used - cpu
	s.rates = append(s.rates, float64(total)/took.Seconds())
	return nil
}

func first(errs []error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// forget drops what was seen, after a warm-up.
func (s *side) forget() { s.requests, s.took, s.cpu, s.rates = 0, 0, 0, nil }

package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/chatdouble/mockserver/internal/sidebyside/load"
)

// starts is how often each server is started.
const starts = 20

// settle is how long a server is left alone before its memory is read.
const settle = 2 * time.Second

// measureStart measures the time from the start of the process to the first answer, chatdouble
// with its default fixture, and the memory that it has when nobody asks anything.
func (b *bench) measureStart(ctx context.Context, out io.Writer, step func(string)) error {
	var mock, bare []float64 // seconds
	startMock := func() error {
		p, err := b.startChatdouble(ctx, b.everywhere)
		return started(ctx, p, err, "/__admin/readyz", &mock)
	}
	startBare := func() error {
		p, err := b.startBare(ctx, b.everywhere, load.Reply{Body: []byte("ready\n")})
		return started(ctx, p, err, "/", &bare)
	}
	for i := range starts {
		step(fmt.Sprintf("start: %d of %d", i+1, starts))
		first, second := startMock, startBare
		if i%2 == 1 {
			first, second = second, first
		}
		if err := first(); err != nil {
			return fmt.Errorf("measuring the start: %w", err)
		}
		if err := second(); err != nil {
			return fmt.Errorf("measuring the start: %w", err)
		}
	}
	step("")
	r := ratios(mock, bare)
	fmt.Fprintf(out, "\nstart to first answer, %d starts each: chatdouble %.1f ms, bare %.1f ms, ratio %.2f (quartiles %.2f - %.2f), target at most 2\n",
		starts, 1e3*median(mock), 1e3*median(bare), median(r), quantile(r, 0.25), quantile(r, 0.75))
	return b.measureIdle(ctx, out, step)
}

// started waits for a server's first answer, notes the time and stops it.
func started(ctx context.Context, p *process, err error, path string, seconds *[]float64) error {
	if err != nil {
		return err
	}
	defer p.stop()
	request := []byte("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
	for {
		err := ask(p, request)
		if err == nil {
			*seconds = append(*seconds, time.Since(p.begun).Seconds())
			return nil
		}
		if ctx.Err() != nil || time.Since(p.begun) > startTime {
			return fmt.Errorf("waiting for the first answer: %w", err)
		}
	}
}

func ask(p *process, request []byte) error {
	c, err := load.Dial(p.address)
	if err != nil {
		return err
	}
	defer c.Close()
	_ = c.SetDeadline(p.begun.Add(startTime))
	return c.Exchange(request)
}

// measureIdle reads the memory of a server that has only been asked whether it is ready.
func (b *bench) measureIdle(ctx context.Context, out io.Writer, step func(string)) error {
	step("memory")
	p, err := b.startChatdouble(ctx, b.everywhere)
	if err != nil {
		return err
	}
	defer p.stop()
	select {
	case <-time.After(settle):
	case <-ctx.Done():
		return ctx.Err()
	}
	bytes, ok := p.memory()
	step("")
	if !ok {
		fmt.Fprintln(out, "idle memory: this system does not tell")
		return nil
	}
	fmt.Fprintf(out, "idle memory of chatdouble (VmRSS): %s, target under 20 MB\n", megabytes(bytes))
	return nil
}

package main

import (
	"fmt"
	"net/http/httptest"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/sidebyside/load"
)

func TestZZ(t *testing.T) {
	srv, err := chatdouble.New(chatdouble.WithFixtureYAML("x", load.Talks(1000)))
	if err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewServer(srv)
	defer ts.Close()
	var n atomic.Int64
	var wg sync.WaitGroup
	end := time.Now().Add(15 * time.Second)
	page := load.Page{Vendor: load.ZIM, Of: load.Sent}
	for range 16 {
		wg.Go(func() {
			c, err := load.Dial(ts.Listener.Addr().String())
			if err != nil {
				t.Error(err)
				return
			}
			for time.Now().Before(end) {
				if err := c.Exchange(page.Request(time.Now())); err != nil {
					t.Error(err)
					return
				}
				n.Add(1)
			}
		})
	}
	wg.Wait()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Println("requests", n.Load(), "alloc/req", m.TotalAlloc/uint64(n.Load()), "GCs", m.NumGC, "heap", m.HeapAlloc>>20)
}

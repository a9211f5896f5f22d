package cometchatapi_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// crowdOf is a fixture of so many people, u0 and so on.
func crowdOf(people int) string {
	var b strings.Builder
	for i := range people {
		fmt.Fprintf(&b, "      - {uid: u%d}\n", i)
	}
	return b.String()
}

// Blocking one person and unblocking again, without a connection.
func BenchmarkBlockAndUnblock(b *testing.B) {
	w := newWorld(b, crowdOf(1000))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		target, body := fmt.Sprintf("/v3/users/u%d/blockedusers", i%1000), uids("blockedUids", fmt.Sprintf("u%d", (i+1)%1000))
		w.must("POST", target, body)
		w.must("DELETE", target, body)
	}
}

// Blocking 100 people in one call.
func BenchmarkBlockHundred(b *testing.B) {
	w := newWorld(b, crowdOf(101))
	var others []string
	for i := range 100 {
		others = append(others, fmt.Sprintf("u%d", i+1))
	}
	body := uids("blockedUids", others...)
	b.ReportAllocs()
	for b.Loop() {
		w.must("POST", "/v3/users/u0/blockedusers", body)
		w.must("DELETE", "/v3/users/u0/blockedusers", body)
	}
}

// A page of 100 people, as a block list and as a list of friends.
func BenchmarkListAround(b *testing.B) {
	w := newWorld(b, crowdOf(101))
	for i := range 100 {
		other := fmt.Sprintf("u%d", i+1)
		w.must("POST", "/v3/users/u0/blockedusers", uids("blockedUids", other))
		w.must("POST", "/v3/users/u0/friends", uids("accepted", other))
	}
	for _, list := range []string{"blockedusers", "friends"} {
		b.Run(list, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				w.must("GET", "/v3/users/u0/"+list, "")
			}
		})
	}
}

// Sending a message, and reading the newest 30 of many.
func BenchmarkMessages(b *testing.B) {
	w := newWorld(b, crowdOf(2))
	for range 1000 {
		w.post("u0", "u1", "hello")
	}
	b.Run("send", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			w.must("POST", "/v3/messages", text("u1", "hello"), "onBehalfOf", "u0")
		}
	})
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			w.must("GET", "/v3/users/u1/messages?affix=prepend&limit=30", "", "onBehalfOf", "u0")
		}
	})
}

// BenchmarkBulkLoad makes a world through the API alone, from 8 connections: 100,000 people, then
// 1,000,000 blocks, one call for each blocker. -short makes it a hundredth of that. Each iteration
// is a whole load; -benchtime=1x makes it one.
func BenchmarkBulkLoad(b *testing.B) {
	people, each := 100_000, 10
	if testing.Short() {
		people = 1000
	}
	var making, blocking time.Duration
	for range b.N {
		srv := chatdouble.Start(b, app("      - {uid: first}\n", ""), chatdouble.WithLimits(false),
			chatdouble.WithBounds(chatdouble.Bounds{Users: 1_000_000}))
		client := &http.Client{Transport: &http.Transport{MaxConnsPerHost: 8, MaxIdleConnsPerHost: 8}}
		begin := time.Now()
		load(b, client, people, func(i int) (string, string) {
			return srv.URL + "/v3/users", fmt.Sprintf(`{"uid":"user-%d","name":"User %d"}`, i, i)
		})
		making += time.Since(begin)
		begin = time.Now()
		load(b, client, people, func(i int) (string, string) {
			others := make([]string, each)
			for k := range others {
				others[k] = fmt.Sprintf("user-%d", (i+1+k*k*7919)%people)
			}
			return fmt.Sprintf("%s/v3/users/user-%d/blockedusers", srv.URL, i), uids("blockedUids", others...)
		})
		blocking += time.Since(begin)
		client.CloseIdleConnections()
	}
	b.ReportMetric(float64(b.N*people)/making.Seconds(), "users/s")
	b.ReportMetric(float64(b.N*people*each)/blocking.Seconds(), "blocks/s")
}

// load sends so many requests from 8 connections.
func load(b *testing.B, client *http.Client, requests int, make func(i int) (url, body string)) {
	b.Helper()
	var next atomic.Int64
	var done sync.WaitGroup
	for range 8 {
		done.Go(func() {
			for i := int(next.Add(1)) - 1; i < requests; i = int(next.Add(1)) - 1 {
				url, body := make(i)
				r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, url, strings.NewReader(body))
				if err != nil {
					b.Error(err)
					return
				}
				r.Header["apikey"] = []string{fullKey}
				response, err := client.Do(r)
				if err != nil {
					b.Error(err)
					return
				}
				answer, err := io.ReadAll(response.Body)
				_ = response.Body.Close()
				if err != nil || response.StatusCode != http.StatusOK || strings.Contains(string(answer), `"success":false`) {
					b.Errorf("%s %s: %d %v %s", url, body, response.StatusCode, err, answer)
					return
				}
			}
		})
	}
	done.Wait()
}

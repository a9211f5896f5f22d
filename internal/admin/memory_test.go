package admin_test

import (
	"fmt"
	"regexp"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"
)

// peak is by how much the heap, garbage included, grows at the most while do runs.
func peak(do func()) uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	heap := func() uint64 {
		metrics.Read(sample)
		return sample[0].Value.Uint64()
	}
	runtime.GC()
	runtime.GC() // what pools have kept goes with the second
	before, most := heap(), uint64(0)
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			default:
				most = max(most, heap())
				runtime.Gosched()
			}
		}
	}()
	do()
	close(stop)
	<-stopped
	return max(most, before) - before
}

// A state that is sent takes at most ten times its size in memory, with what it becomes and with garbage: a state
// as the server itself gives it, one with much free data, and one that is refused because of more than there is
// room for. It is not run beside other tests, whose memory would count.
func TestMemoryOfAState(t *testing.T) {
	state := func(vendor, generate string) func() string {
		return func() string {
			srv := newServer(t)
			app := makeApp(t, srv, `{"vendor":"`+vendor+`","fixture":{"generate":`+generate+`}}`)
			return call(srv, "GET", "/__admin/apps/"+app.App+"/state").Body.String()
		}
	}
	list := func(n int, before, item, behind string) func() string {
		return func() string {
			items := make([]string, n)
			for i := range items {
				items[i] = strings.ReplaceAll(item, "%d", fmt.Sprint(i))
			}
			return before + strings.Join(items, ",") + behind
		}
	}
	newApp := func(vendor string, fixture func() string) func() string {
		// Another app's id would be taken, and none is needed.
		ids := regexp.MustCompile(`"(appId|region)": "[^"]*",`)
		return func() string {
			return `{"vendor":"` + vendor + `","fixture":` + ids.ReplaceAllString(fixture(), "") + `}`
		}
	}
	for _, tt := range []struct {
		name, call string
		body       func() string // made when it is needed: what else is alive lets more garbage gather
		status     int
	}{
		{"CometChat", "PUT /apps/cometchat:one/state", state("cometchat", `{"users":5000,"blocks":{"each":2},"friends":{"each":1}}`), 200},
		{"CometChat, added", "PATCH /apps/cometchat:one/state", state("cometchat", `{"users":5000,"blocks":{"each":2},"friends":{"each":1}}`), 200},
		{"CometChat, a new app", "POST /apps", newApp("cometchat", state("cometchat", `{"users":5000,"blocks":{"each":2},"friends":{"each":1}}`)), 201},
		{"ZIM", "PUT /apps/zim:12345/state", state("zim", `{"users":5000,"blacklist":{"each":3}}`), 200},
		{"free data", "PUT /apps/cometchat:one/state", list(1200, `{"users":[`, `{"uid":"u%d","metadata":{"list":[`+strings.Repeat(`{"a":"b"},`, 200)+`1]}}`, `]}`), 200},
		{"one large member", "PUT /apps/cometchat:one/state", list(300_000, `{"users":[{"uid":"a","metadata":{"x":[`, "1000000", `]}}]}`), 200},
		{"messages with much data", "PUT /apps/cometchat:one/state", list(600, `{"users":[{"uid":"a"}],"messages":[`, `{"sender":"a","receiver":"a","data":{"n":%d,"x":[`+strings.Repeat("1000000,", 500)+`1]}}`, `]}`), 200},
		{"many unknown members", "PUT /apps/cometchat:one/state", list(200_000, `{"users":[{`, `"a%d":1`, `}]}`), 400},
		{"many users", "PUT /apps/cometchat:one/state", list(200_000, `{"users":[`, `{"uid":"u%d"}`, `]}`), 413},
		{"many empty users", "PUT /apps/cometchat:one/state", list(1_000_000, `{"users":[`, `{}`, `]}`), 413},
		{"many blocks", "PUT /apps/cometchat:one/state", list(300_000, `{"users":[{"uid":"a","blocks":[`, `"b%d"`, `]}]}`), 413},
		{"many messages", "PUT /apps/cometchat:one/state", list(1_000_000, `{"messages":[`, `{}`, `]}`), 413},
	} {
		t.Run(tt.name, func(t *testing.T) {
			body := tt.body()
			if len(body) < 2<<20 {
				t.Fatalf("a body of %d bytes tells nothing", len(body))
			}
			method, path, _ := strings.Cut(tt.call, " ")
			times := 0.0
			for range 8 { // a machine that is busy lets more garbage gather, never less
				srv := newServer(t)
				took := peak(func() {
					if w := send(srv, method, "/__admin"+path, body); w.Code != tt.status {
						t.Fatalf("= %d %.300s, want %d", w.Code, w.Body, tt.status)
					}
				})
				runtime.KeepAlive(srv)
				times = float64(took) / float64(len(body))
				t.Logf("a body of %.1f MB took %.1f MB, %.1f times its size", float64(len(body))/1e6, float64(took)/1e6, times)
				if times <= 10 {
					return
				}
			}
			t.Error("it must be at most ten times")
		})
	}
}

package chatdouble_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"runtime/metrics"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

var soakTime = flag.Duration("soak", 2*time.Second, "how long TestSoak lasts")

// longSoak is from when on memory is compared.
const longSoak = 30 * time.Second

// Soak sizes. A short run shows that the test itself works; the long one finds what grows.
const (
	soakApps    = 200
	soakWorkers = 64
	soakPeople  = 20
)

// TestSoak lets 64 connections use 200 apps of both vendors, with faults, resets, snapshots, moved
// clocks and waits all at once: nothing goes wrong that was not asked for, and memory does not grow.
//
//	go test ./chatdouble -run TestSoak -soak 60s -v
func TestSoak(t *testing.T) {
	if *soakTime < longSoak {
		t.Parallel() // a short run compares no memory
	}
	// Journals are full early, so that what grows later is something else. A limit would refuse what
	// nobody asked to be refused.
	srv := chatdouble.Start(t, chatdouble.WithJournalSize(20), chatdouble.WithLimits(false))
	apps := make([]soakApp, soakApps)
	for i := range apps {
		apps[i] = newSoakApp(t, srv, i)
	}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: soakWorkers}, Timeout: time.Minute}
	t.Cleanup(client.CloseIdleConnections)

	var (
		done  atomic.Bool
		wg    sync.WaitGroup
		steps = soakSteps()
	)
	for n := range soakWorkers {
		wg.Go(func() {
			within(t, n, func(s *spy) {
				w := &soakWorker{t: s, client: client, draw: rand.New(rand.NewPCG(7, uint64(n))), steps: steps, name: fmt.Sprint("w", n)}
				for !done.Load() && !t.Failed() {
					w.step(apps[w.draw.IntN(len(apps))])
				}
			})
		})
	}
	// The first third warms up: pools, journals and connections reach their size.
	letWork(t, *soakTime/3)
	before := liveHeap()
	letWork(t, *soakTime-*soakTime/3)
	after := liveHeap()
	done.Store(true)
	wg.Wait()

	for _, step := range steps {
		t.Logf("%d %s", step.done.Load(), step.name)
		if step.done.Load() == 0 {
			t.Errorf("%s never happened", step.name)
		}
	}
	t.Logf("live heap %.1f MB after a third of %v, %.1f MB at the end", mb(before), *soakTime, mb(after))
	if grown := mb(after) - mb(before); *soakTime >= longSoak && grown > 0.1*mb(before)+2 {
		t.Errorf("the heap grew by %.1f MB from %.1f MB", grown, mb(before))
	}
}

// letWork lets the workers go on for a while. What it waits for is time itself.
func letWork(t *testing.T, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-t.Context().Done():
	}
}

// liveHeap is what the collector found reachable, while the workers work on: without what they have
// allocated since, which on a busy machine is as much again.
func liveHeap() uint64 {
	runtime.GC()
	runtime.GC() // what sync.Pool gave up in the first goes in the second
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	return live[0].Value.Uint64()
}

func mb(bytes uint64) float64 { return float64(bytes) / 1e6 }

// soakApp is an app of either vendor as the workers see it.
type soakApp struct {
	*chatdouble.App
	server  string                                     // URL of the admin API
	request func(person string) (*http.Request, error) // for a page of whom a person blocks
	blocked func(a, b string) string                   // a fixture in which a blocks b
	people  string                                     // a fixture with everybody
	upsets  *upsets
}

// upsets counts when an app may be without its people and its rules: while it starts over. Any number of
// workers may let it at the same time.
type upsets struct{ begun, ended atomic.Int64 }

func (u *upsets) during(do func()) {
	u.begun.Add(1)
	defer u.ended.Add(1)
	do()
}

// watch begins to look; the function that it returns says whether there was no upset since.
func (u *upsets) watch() (undisturbed func() bool) {
	ended := u.ended.Load() // first: what began in between is seen
	begun := u.begun.Load()
	return func() bool { return begun == ended && u.begun.Load() == begun }
}

func newSoakApp(t *testing.T, srv *chatdouble.Server, n int) soakApp {
	a := soakApp{server: srv.URL, upsets: new(upsets)}
	id, blocks := "uid", "blocks"
	if n%2 == 0 {
		app := srv.CometChat(t)
		a.App = app.App
		a.request = func(person string) (*http.Request, error) {
			r, err := http.NewRequest(http.MethodGet, app.BaseURL+"/users/"+person+"/blockedusers", nil)
			if err == nil {
				r.Header.Set("apikey", app.APIKey)
			}
			return r, err
		}
	} else {
		app := srv.ZIM(t)
		a.App = app.App
		client := zimClient{app.BaseURL, app.AppID, app.ServerSecret}
		a.request = func(person string) (*http.Request, error) {
			params := url.Values{"Action": {"QueryBlacklist"}, "FromUserId": {person}}
			client.sign(params, time.Now())
			return http.NewRequest(http.MethodGet, client.BaseURL+"/?"+params.Encode(), nil)
		}
		id, blocks = "userId", "blacklist"
	}
	var people []string
	for i := range soakPeople {
		people = append(people, fmt.Sprintf("{%s: u%d}", id, i))
	}
	a.people = fmt.Sprintf("users: [%s]\n", strings.Join(people, ", "))
	a.blocked = func(one, other string) string {
		return fmt.Sprintf("users: [{%s: %s, %s: [%s]}, {%s: %s}]\n", id, one, blocks, other, id, other)
	}
	a.MergeState(a.people)
	a.Snapshot("begin")
	a.Snapshot("later")
	return a
}

// soakStep is something that a worker may do.
type soakStep struct {
	name    string
	percent int
	do      func(*soakWorker, soakApp)
	done    atomic.Int64
}

// soakSteps is what the workers do, and how often of a hundred times.
func soakSteps() []*soakStep {
	return []*soakStep{
		{name: "pages", percent: 60, do: (*soakWorker).page},
		{name: "blocks", percent: 15, do: (*soakWorker).block},
		{name: "faults", percent: 8, do: (*soakWorker).fault},
		{name: "waits", percent: 5, do: (*soakWorker).wait},
		{name: "snapshots", percent: 4, do: (*soakWorker).snapshot},
		{name: "restores", percent: 4, do: (*soakWorker).restore},
		{name: "clocks", percent: 2, do: (*soakWorker).clock},
		{name: "resets", percent: 2, do: (*soakWorker).reset},
	}
}

// soakWorker is one connection.
type soakWorker struct {
	t      *spy
	client *http.Client
	draw   *rand.Rand
	steps  []*soakStep
	name   string
	names  int
}

func (w *soakWorker) step(app soakApp) {
	at := w.draw.IntN(100)
	for _, step := range w.steps {
		if at -= step.percent; at < 0 {
			step.do(w, app)
			step.done.Add(1)
			return
		}
	}
}

func (w *soakWorker) person() string { return fmt.Sprint("u", w.draw.IntN(soakPeople)) }

// call asks an app whom a person blocks, with a header of its own.
func (w *soakWorker) call(app soakApp, person, header string) (status int, body string, err error) {
	r, err := app.request(person)
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("X-Soak", header)
	resp, err := w.client.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(text), err
}

// well reports whether an answer is the page that was asked for, or says that there is no such
// person: another worker has just started the app over.
func well(status int, body string) bool {
	return status == http.StatusOK && (strings.HasPrefix(body, `{"data":[`) || strings.HasPrefix(body, `{"Code":0,`)) ||
		strings.Contains(body, "ERR_UID_NOT_FOUND") || strings.HasPrefix(body, `{"Code":660500002,`)
}

func (w *soakWorker) page(app soakApp) {
	if status, body, err := w.call(app, w.person(), w.name); err != nil || !well(status, body) {
		w.t.Fatalf("a page of %s: %d %.200s, %v", app.Name(), status, body, err)
	}
}

func (w *soakWorker) block(app soakApp) {
	one, other := w.person(), fmt.Sprint("v", w.draw.IntN(soakPeople))
	app.MergeState(app.blocked(one, other)) // "other" is there from the first time on
}

// unique is a name that no other step of any worker has.
func (w *soakWorker) unique() string {
	w.names++
	return fmt.Sprintf("%s-%d", w.name, w.names)
}

// fault asks for something to go wrong with one call of its own, and looks that it did. When another
// worker starts the app over in between, the rule may be gone.
func (w *soakWorker) fault(app soakApp) {
	mine := w.unique()
	f := chatdouble.Fault{Header: map[string]string{"X-Soak": mine}, Times: 1}
	[]func(){
		func() { f.Status, f.Body = 503, "asked for" },
		func() { f.Status, f.Body, f.After = 500, "lost", true },
		func() { f.Delay = chatdouble.FixedDelay(time.Millisecond) },
		func() { f.Transport = chatdouble.EmptyResponse },
		func() { f.Transport = chatdouble.ConnectionReset },
		func() { f.Transport = chatdouble.MalformedChunk },
		func() { f.Transport = chatdouble.RandomDataThenClose },
		func() { f.Transport, f.AfterBytes = chatdouble.TruncatedBody, 10 },
	}[w.draw.IntN(8)]()
	undisturbed := app.upsets.watch()
	app.Fail(f)
	status, body, err := w.call(app, w.person(), mine)
	switch {
	case err == nil && status == f.Status && body == f.Body:
	case err != nil && f.Transport != "" && !isTimeout(err):
	case err == nil && well(status, body) && (f.Status == 0 || !undisturbed()):
		// A delay; or net/http asked again, as it does when a kept connection ends without an answer.
	default:
		w.t.Fatalf("%+v of %s came as %d %.200q, %v", f, app.Name(), status, body, err)
	}
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

// wait lets a long poll begin before the call that it waits for.
func (w *soakWorker) wait(app soakApp) {
	mine := w.unique() // nobody has this id
	undisturbed := app.upsets.watch()
	called := make(chan error, 1)
	go func() {
		status, body, err := w.call(app, mine, mine)
		if err == nil && !well(status, body) {
			err = fmt.Errorf("%d %.200s", status, body)
		}
		called <- err
	}()
	filter := fmt.Sprintf(`{"app":%q,"user":%q,"count":1,"timeout":"10s"}`, app.Name(), mine)
	resp, err := w.client.Post(app.server+"/__admin/requests/wait", "application/json", strings.NewReader(filter))
	if err != nil {
		w.t.Fatalf("waiting: %v", err)
	}
	defer resp.Body.Close()
	var answer struct{ Reached bool }
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil || resp.StatusCode != http.StatusOK {
		w.t.Fatalf("waiting: %s, %v", resp.Status, err)
	}
	if err := <-called; err != nil {
		w.t.Fatalf("a call that is waited for: %v", err)
	}
	if !answer.Reached && undisturbed() {
		w.t.Fatalf("a call to %s was waited for, and came, and the wait did not see it", app.Name())
	}
}

// snapshot keeps what the app holds, which is nobody while it starts over.
func (w *soakWorker) snapshot(app soakApp) { app.Snapshot("later") }

// restore brings back the beginning, when everybody was there, or what was kept later.
func (w *soakWorker) restore(app soakApp) {
	if w.draw.IntN(2) == 0 {
		app.Restore("begin")
		return
	}
	app.upsets.during(func() {
		app.Restore("later")
		app.MergeState(app.people)
	})
}

func (w *soakWorker) clock(app soakApp) { app.Clock().Advance(time.Millisecond) }

// reset starts an app over. It began empty.
func (w *soakWorker) reset(app soakApp) {
	app.upsets.during(func() {
		app.Reset()
		app.MergeState(app.people)
	})
}

package gateway

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/ratelimit"
	"github.com/chatdouble/mockserver/internal/secrets"
	"github.com/chatdouble/mockserver/internal/store"
)

// App is one application (tenant): all that its requests see and change. No two apps share
// anything but the server.
type App struct {
	Vendor string
	ID     string
	Region string
	Seed   int64          // of what looks random in this app's replies
	Tick   time.Duration  // what the times of the state are exact to; 0: they are not rounded
	Quotas map[string]int // calls per window by Limit.Quota, and other numbers that the vendor raises per customer

	Store   *store.Store
	Clock   *clock.Clock
	Limits  *ratelimit.Limiter
	Faults  *faults.Rules
	Journal *journal.Journal

	Due Due // what happens by itself; nil: nothing does

	Snapshots *Snapshots
	PageEnds  PageEnds // that answers speak of

	OnDemand bool // made by a request or a test, not by the fixtures

	Begin       func() (*store.Store, error) // makes the state that the app begins with
	BeginFaults []faults.Rule                // the rules that the app begins with

	BeginCallbacks []Callback // who is told of events when the app begins
	callbacks      atomic.Pointer[[]Callback]

	BeginVariants map[string]string // what the app has chosen when it begins, by the name of a Variant
	variants      atomic.Pointer[map[string]string]

	life     life
	watch    watch
	sent     sent
	turns    turns // to tell events
	refusals refusals
	owner    *secrets.Owner // of what lets somebody in; see Guard
}

// NewApp returns an app without a state; the caller fills its fields in.
func NewApp(vendor, id string) *App {
	return &App{Vendor: vendor, ID: id, Snapshots: &Snapshots{}}
}

// Callbacks are who is told of events. The caller must not change the slice.
func (a *App) Callbacks() []Callback {
	if changed := a.callbacks.Load(); changed != nil {
		return *changed
	}
	return a.BeginCallbacks
}

// SetCallbacks says who is told of events from now on.
func (a *App) SetCallbacks(to []Callback) {
	a.guard(to)
	a.callbacks.Store(&to)
}

// Reset brings the app back to its beginning: state, callbacks, events, clock, limits, faults and journal.
func (a *App) Reset() error {
	begin, err := a.Begin()
	if err != nil {
		return fmt.Errorf("resetting app %s: %w", a.Name(), err)
	}
	defer a.watch.hold()() // what happens by itself in the new state waits for the clock of the beginning
	a.callbacks.Store(nil) // before: an event of the new state must not go to an address of the old one
	a.variants.Store(nil)
	a.replace(begin)
	a.Clock.Reset()
	a.Limits.Reset()
	a.refusals.reset()
	a.Faults.Set(a.BeginFaults)
	a.Journal.Clear()
	a.sent.forget()
	a.PageEnds.forget()
	return nil
}

// Name is how the server's own API calls the app.
func (a *App) Name() string { return a.Vendor + ":" + a.ID }

// Apps are the applications of one vendor. It is safe for concurrent use.
type Apps struct {
	mu    sync.RWMutex
	byID  map[string]*App
	order []*App
	only  *App // what Configured returns
}

// Add takes an app in and reports false when its id is taken.
func (a *Apps) Add(app *App) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, taken := a.byID[app.ID]; taken {
		return false
	}
	a.put(app)
	return true
}

// Put takes an app in, in the place of the one with the same id if there is one. Calls that have
// found that one already still end in it.
func (a *Apps) Put(app *App) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.put(app)
}

func (a *Apps) put(app *App) {
	if a.byID == nil {
		a.byID = make(map[string]*App)
	}
	order := slices.Clone(a.order) // All has handed the old slice out
	if before, ok := a.byID[app.ID]; ok {
		order[slices.Index(order, before)] = app
	} else {
		order = append(order, app)
	}
	a.byID[app.ID] = app
	a.reorder(order)
}

func (a *Apps) reorder(order []*App) {
	a.order, a.only = order, nil
	for _, app := range order {
		switch {
		case app.OnDemand:
		case a.only != nil:
			a.only = nil
			return
		default:
			a.only = app
		}
	}
}

// Remove forgets an app. Calls that have found it already still end in it.
func (a *Apps) Remove(id string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.byID, id)
	a.reorder(slices.DeleteFunc(slices.Clone(a.order), func(app *App) bool { return app.ID == id }))
}

// Find returns the app with that id.
func (a *Apps) Find(id string) (*App, bool) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	app, ok := a.byID[id]
	return app, ok
}

// All returns the apps in the order in which they came. The caller must not change the slice.
func (a *Apps) All() []*App {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.order
}

// Configured returns the only app of the fixtures, nil when they have none or several, and how many
// apps there are. Apps made on demand do not count: they come and go, and a request that names no
// app must not change its meaning by that.
func (a *Apps) Configured() (only *App, apps int) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.only, len(a.order)
}

// AppsPrefix begins a path that names its app: /__apps/{appId}/v3/users is /v3/users of that app.
const AppsPrefix = "/__apps/"

// CutApp splits a path that names its app; ok is false when it names none.
func CutApp(path string) (appID, rest string, ok bool) {
	named, ok := strings.CutPrefix(path, AppsPrefix)
	if !ok {
		return "", path, false
	}
	slash := strings.IndexByte(named, '/')
	if slash < 1 {
		return "", path, false
	}
	return named[:slash], named[slash:], true
}

// PathAsSent is a request's path with the escapes that the client wrote, and no others: net/url escapes
// a brace or a bar that came as it is. The app that a path names in front is no part of it. A handler in
// front of this one may have changed the path; then that one counts.
func PathAsSent(r *http.Request) string {
	path, _, _ := strings.Cut(r.RequestURI, "?")
	if _, ok := AppIDOf(r.Context()); ok {
		_, path, _ = CutApp(path)
	}
	if plain, err := url.PathUnescape(path); err == nil && plain == r.URL.Path {
		return path
	}
	return r.URL.EscapedPath()
}

type appIDKey struct{}

// WithAppID ties a request's context to an app by its id, which may be nobody's.
func WithAppID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, appIDKey{}, id)
}

// AppIDOf is the id that a context is tied to.
func AppIDOf(ctx context.Context) (id string, ok bool) {
	id, ok = ctx.Value(appIDKey{}).(string)
	return id, ok
}

type appKey struct{}

// WithApp ties a request's context to an app: the port that it came in by belongs to this app alone.
func WithApp(ctx context.Context, app *App) context.Context {
	return context.WithValue(ctx, appKey{}, app)
}

// AppOf is the app that a context is tied to, nil when there is none.
func AppOf(ctx context.Context) *App {
	app, _ := ctx.Value(appKey{}).(*App)
	return app
}

package gateway_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

func TestApps(t *testing.T) {
	t.Parallel()
	var apps gateway.Apps
	for _, id := range []string{"c", "a", "b"} {
		if !apps.Add(&gateway.App{ID: id}) {
			t.Errorf("Add(%s) = false", id)
		}
	}
	if apps.Add(&gateway.App{ID: "a"}) {
		t.Error("an id was taken in twice")
	}
	before := apps.All()
	apps.Remove("a")
	apps.Remove("nobody")
	apps.Add(&gateway.App{ID: "d"})
	if got := ids(before); got != "c a b" {
		t.Errorf("a list that was handed out has become %s", got)
	}
	if got := ids(apps.All()); got != "c b d" {
		t.Errorf("apps = %s, want c b d: in the order in which they came", got)
	}
	if _, ok := apps.Find("a"); ok {
		t.Error("a removed app is still found")
	}
	if app, ok := apps.Find("d"); !ok || app.ID != "d" {
		t.Error("an app that came later is not found")
	}
	if !apps.Add(&gateway.App{ID: "a"}) {
		t.Error("the id of a removed app cannot be used again")
	}
}

func TestPutTakesThePlaceOfTheOneBefore(t *testing.T) {
	t.Parallel()
	var apps gateway.Apps
	for _, id := range []string{"a", "b", "c"} {
		apps.Put(&gateway.App{ID: id, Region: "first"})
	}
	before := apps.All()
	apps.Put(&gateway.App{ID: "b", Region: "second"})
	if got := ids(apps.All()); got != "a b c" {
		t.Errorf("apps = %s, want a b c", got)
	}
	if app, _ := apps.Find("b"); app.Region != "second" || apps.All()[1] != app {
		t.Errorf("the app that is found is the %s one, the listed one the %s", app.Region, apps.All()[1].Region)
	}
	if before[1].Region != "first" {
		t.Error("a list that was handed out has changed")
	}
}

// TestConfigured: the only app of the fixtures is that, whatever is made on demand beside it.
func TestConfigured(t *testing.T) {
	t.Parallel()
	var apps gateway.Apps
	for _, tt := range []struct {
		name string
		do   func()
		only string // empty for none
		apps int
	}{
		{"none", func() {}, "", 0},
		{"one on demand", func() { apps.Add(&gateway.App{ID: "d", OnDemand: true}) }, "", 1},
		{"one of the fixtures", func() { apps.Put(&gateway.App{ID: "a"}) }, "a", 2},
		{"another one on demand", func() { apps.Add(&gateway.App{ID: "e", OnDemand: true}) }, "a", 3},
		{"read again", func() { apps.Put(&gateway.App{ID: "a"}) }, "a", 3},
		{"two of the fixtures", func() { apps.Put(&gateway.App{ID: "b"}) }, "", 4},
		{"three of the fixtures", func() { apps.Put(&gateway.App{ID: "c"}) }, "", 5},
		{"two again", func() { apps.Remove("a") }, "", 4},
		{"one again", func() { apps.Remove("c") }, "b", 3},
	} {
		tt.do()
		only, n := apps.Configured()
		got := ""
		if only != nil {
			got = only.ID
		}
		if found, _ := apps.Find(got); got != tt.only || n != tt.apps || found != only {
			t.Errorf("%s: the only one is %q of %d, want %q of %d", tt.name, got, n, tt.only, tt.apps)
		}
	}
}

func ids(apps []*gateway.App) string {
	var all []string
	for _, app := range apps {
		all = append(all, app.ID)
	}
	return strings.Join(all, " ")
}

func TestAppsAreSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	var (
		apps gateway.Apps
		wg   sync.WaitGroup
	)
	for n := range 8 {
		wg.Go(func() {
			for i := range 50 {
				id := fmt.Sprintf("%d-%d", n, i)
				apps.Add(&gateway.App{ID: id})
				if _, ok := apps.Find(id); !ok {
					t.Errorf("app %s is not found", id)
				}
				if !slices.ContainsFunc(apps.All(), func(a *gateway.App) bool { return a.ID == id }) {
					t.Errorf("app %s is not listed", id)
				}
				if i%2 == 0 {
					apps.Remove(id)
				}
			}
		})
	}
	wg.Wait()
	if n := len(apps.All()); n != 8*25 {
		t.Errorf("%d apps are left, want %d", n, 8*25)
	}
}

func TestAppReset(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	begun := 0
	b.app.Begin = func() (*store.Store, error) {
		begun++
		st := store.New(store.ByTime)
		return st, st.Update(noon, func(tx *store.Tx) error {
			tx.PutUser(store.User{ID: "first", CreatedAt: noon})
			return nil
		})
	}
	b.app.Quotas["few"] = 1
	_ = b.app.Store.Update(noon, func(tx *store.Tx) error {
		tx.PutUser(store.User{ID: "later", CreatedAt: noon})
		return nil
	})
	b.get("/") // uses the limit up
	b.app.Clock.Advance(time.Second)
	b.app.Faults.Add(faults.Rule{Fault: faults.Fault{Code: "x"}, When: faults.After})
	mood := gateway.Variant{Name: "mood", Values: []gateway.VariantValue{{Value: "glad"}, {Value: "sad"}}}
	b.app.SetVariants(map[string]string{"mood": "sad"})
	if got := mood.Of(b.app); got != "sad" {
		t.Errorf("the app has chosen %q, want what it was told", got)
	}
	b.app.SetCallbacks([]gateway.Callback{{URL: "http://127.0.0.1:1"}})
	if got := b.app.Callbacks(); len(got) != 1 {
		t.Errorf("the app tells %v, want the one", got)
	}

	if err := b.app.Reset(); err != nil {
		t.Fatal(err)
	}
	if got := mood.Of(b.app); got != "glad" || len(b.app.Callbacks()) > 0 {
		t.Errorf("after the reset it is %s, and tells %v", got, b.app.Callbacks())
	}
	if begun != 1 {
		t.Errorf("the beginning was made %d times", begun)
	}
	if n := len(b.app.Journal.Entries()); n != 0 {
		t.Errorf("%d entries are left in the journal", n)
	}
	if now := b.app.Clock.Now(); !now.Equal(noon) {
		t.Errorf("the clock shows %v, want %v", now, noon)
	}
	wantReply(t, b.get("/"), http.StatusOK, "hello") // no fault, a free limit
	_ = b.app.Store.View(noon, func(tx *store.Tx) error {
		_, first := tx.User("first")
		_, later := tx.User("later")
		if !first || later {
			t.Errorf("after the reset: first %v, later %v; want only first", first, later)
		}
		return nil
	})

	// A beginning that cannot be made leaves everything as it is.
	b.app.Begin = func() (*store.Store, error) { return nil, errors.New("no room") }
	err := b.app.Reset()
	if err == nil || err.Error() != "resetting app toy:box: no room" {
		t.Errorf("error = %v", err)
	}
	if n := len(b.app.Journal.Entries()); n != 1 {
		t.Errorf("%d entries after a reset that failed, want 1", n)
	}
}

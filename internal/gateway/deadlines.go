package gateway

import (
	"context"
	"runtime/debug"
	"sync"
	"time"

	"github.com/chatdouble/mockserver/internal/store"
)

// Due does what happens by itself at a deadline, which is over: at its moment, however late that is looked at. It may
// find that there is nothing left to do, and may set other deadlines, which must be later.
type Due func(tx *store.Tx, a *Acting, d store.Deadline) Tell

// watch lets what has a deadline happen when the app's clock comes to it, also while nobody calls. A goroutine waits
// while there is a deadline, and no longer.
type watch struct {
	passing sync.Mutex // held while things happen, so that they happen one after the other, and while a state begins

	mu   sync.Mutex
	over bool
	look context.CancelFunc // lets the goroutine look anew; nil while there is none
}

// hold lets nothing happen until release is called.
func (w *watch) hold() (release func()) {
	w.passing.Lock()
	return w.passing.Unlock
}

// CatchUp lets all happen that has a deadline which the app's clock has passed, each at its moment and in their order. Who
// looks at an app's state calls it before.
func (g *Core) CatchUp(app *App) {
	if _, ok := app.Store.NextDeadline(); ok {
		g.catchUp(app, app.Clock.Now())
	}
}

// catchUp is CatchUp for one who looks at the state as of a moment.
func (g *Core) catchUp(app *App, now time.Time) {
	if at, ok := app.Store.NextDeadline(); !ok || at.After(now) {
		return
	}
	defer app.watch.hold()()
	for !app.watch.isOver() && g.pass(app, now) {
	}
}

// pass lets the first thing happen that has a deadline up to a moment, and reports false when there is none. One that
// fails is a defect, and is not tried again.
func (g *Core) pass(app *App, now time.Time) (passed bool) {
	var due store.Deadline
	done := false
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		stack := debug.Stack()
		g.Log.Error("panic at a deadline", "app", app.Name(), "kind", due.Kind, "of", due.ID, "panic", v, "stack", string(stack))
		g.Panicked(app, "", v, stack)
		if passed = true; !done {
			_, _ = app.Store.Pass(due.At, func(*store.Tx, store.Deadline) error { return nil })
		}
	}()
	_ = g.tellOf(app, func(tx *store.Tx) (tell Tell, _ error) {
		tell = app.Due(tx, &Acting{Core: g, App: app}, due)
		done = true
		return tell, nil
	}, func(update func(*store.Tx) error) (err error) {
		passed, err = app.Store.Pass(now, func(tx *store.Tx, d store.Deadline) error {
			due = d
			return update(tx)
		})
		return err
	})
	return passed
}

// Watch lets what has a deadline happen in an app from now on, when its clock comes to it. [App.Unwatch], [App.End] and
// [Core.Stop] end it.
func (g *Core) Watch(app *App) {
	app.Store.Watch(func() { g.wake(app) })
}

// Unwatch lets nothing happen any more in the app's name. What happens at this moment has happened when it returns.
func (a *App) Unwatch() {
	defer a.watch.hold()()
	w := &a.watch
	w.mu.Lock()
	defer w.mu.Unlock()
	w.over = true
	if w.look != nil {
		w.look()
	}
}

// wake is called when the first deadline may be another one.
func (g *Core) wake(app *App) {
	w := &app.watch
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.look != nil {
		w.look()
		return
	}
	if _, ok := app.Store.NextDeadline(); ok && !w.over {
		w.look = func() {}
		go g.wait(app)
	}
}

// wait lets things happen, each when its time has come, until nothing is left.
func (g *Core) wait(app *App) {
	for {
		ctx, next, ok := app.watch.next(g.serving, app.Store)
		if !ok {
			return
		}
		if app.Clock.Wait(ctx, next) == nil {
			g.CatchUp(app)
		}
	}
}

// next is the moment of the first deadline, to be waited for until ctx is over; false when nobody need wait.
func (w *watch) next(serving context.Context, of *store.Store) (ctx context.Context, at time.Time, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.look()
	at, ok = of.NextDeadline()
	if !ok || w.over || serving.Err() != nil {
		w.look = nil
		return nil, time.Time{}, false
	}
	ctx, w.look = context.WithCancel(serving)
	return ctx, at, true
}

func (w *watch) isOver() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.over
}

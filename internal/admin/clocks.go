package admin

import (
	"time"

	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/gateway"
)

type clockShown struct {
	Now    string `json:"now" rule:"date-time" doc:"the time that it shows"`
	Frozen bool   `json:"frozen" doc:"whether it stands still"`
}

type clockWanted struct {
	Now    *time.Time `json:"now,omitempty" doc:"the time to show from here on"`
	Frozen *bool      `json:"frozen,omitempty" doc:"true holds it still, false lets it run"`
}

type clockAdvance struct {
	By string `json:"by" doc:"a duration such as 11m, 1h30m, 500ms or -24h"`
}

// clockOf is the app's clock, or the server's, which apps follow until their own is set.
func (a *api) clockOf(r *in) *clock.Clock {
	if r.app != nil {
		return r.app.Clock
	}
	return a.Clock
}

func shownClock(c *clock.Clock) clockShown {
	return clockShown{timeText(c.Now()), c.Frozen()}
}

func (a *api) showClock(r *in) (clockShown, error) { return shownClock(a.clockOf(r)), nil }

func (a *api) setClock(r *in, wanted clockWanted) (clockShown, error) {
	c := a.clockOf(r)
	switch {
	case wanted.Now == nil && wanted.Frozen == nil:
		return clockShown{}, badRequest("give now, frozen or both")
	case wanted.Now != nil && !clock.InSpan(*wanted.Now):
		return clockShown{}, at(400, "#/now", "is in the year "+wanted.Now.UTC().Format("2006")+"; it must be "+clock.Years)
	case wanted.Now == nil && *wanted.Frozen:
		c.Freeze(c.Now())
	case wanted.Now == nil:
		c.Run()
	case wanted.Frozen == nil:
		c.Set(*wanted.Now)
	case *wanted.Frozen:
		c.Freeze(*wanted.Now)
	default:
		c.Set(*wanted.Now)
		c.Run()
	}
	return a.moved(r, c), nil
}

// moved shows a clock that was moved, once all has happened that it has passed.
func (a *api) moved(r *in, c *clock.Clock) clockShown {
	apps := []*gateway.App{r.app}
	if r.app == nil {
		apps = a.Vendors.Apps()
	}
	for _, app := range apps {
		a.Vendors.catchUp(app)
	}
	return shownClock(c)
}

func (a *api) advanceClock(r *in, wanted clockAdvance) (clockShown, error) {
	by, err := time.ParseDuration(wanted.By)
	if err != nil {
		return clockShown{}, at(400, "#/by", "is "+quote(wanted.By)+", which is no duration; write it like 11m, 1h30m, 500ms or -24h")
	}
	c := a.clockOf(r)
	if !clock.InSpan(c.Now().Add(by)) {
		return clockShown{}, at(400, "#/by", "leads to the year "+c.Now().Add(by).Format("2006")+"; clocks show the years "+clock.Years)
	}
	c.Advance(by)
	return a.moved(r, c), nil
}

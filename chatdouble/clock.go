package chatdouble

import (
	"net/http"
	"time"
)

// Clock is the time of an app or a server. Times of blocks, windows of limits, the age of signatures
// and the pauses between deliveries of an event follow it; a [Delay] and the timeout of Wait are real
// time. An app follows the server's clock until its own is changed. It is safe for concurrent use.
type Clock struct{ of *scope }

// clockAnswer is the clock in the words of the admin API.
type clockAnswer struct {
	Now    time.Time `json:"now"`
	Frozen bool      `json:"frozen"`
}

// Now is the present on this clock, in UTC.
func (c *Clock) Now() time.Time {
	c.of.t.Helper()
	return c.look().Now.UTC()
}

// Frozen reports whether the clock is held still.
func (c *Clock) Frozen() bool {
	c.of.t.Helper()
	return c.look().Frozen
}

func (c *Clock) look() (now clockAnswer) {
	c.of.t.Helper()
	c.of.ask(question{method: http.MethodGet, path: c.of.path("/clock")}, &now, "reading the clock")
	return now
}

// Freeze holds the clock still at t, whose year must be 1970 to 9998.
func (c *Clock) Freeze(t time.Time) {
	c.of.t.Helper()
	c.put("freezing the clock at "+t.String(), map[string]any{"now": t.UTC(), "frozen": true})
}

// Set moves the clock to t, whose year must be 1970 to 9998. A running clock runs on from there, a
// frozen one stays frozen.
func (c *Clock) Set(t time.Time) {
	c.of.t.Helper()
	c.put("setting the clock to "+t.String(), map[string]any{"now": t.UTC()})
}

// Run lets a frozen clock go on from where it stands. A running clock is left alone.
func (c *Clock) Run() {
	c.of.t.Helper()
	c.put("letting the clock run", map[string]any{"frozen": false})
}

func (c *Clock) put(doing string, body map[string]any) {
	c.of.t.Helper()
	c.of.ask(question{method: http.MethodPut, path: c.of.path("/clock"), body: body}, nil, "%s", doing)
}

// Advance moves the clock on by d, back when d is negative. The years 1970 to 9998 must not be left. A
// frozen clock stays frozen.
func (c *Clock) Advance(d time.Duration) {
	c.of.t.Helper()
	body := map[string]string{"by": d.String()}
	c.of.ask(question{method: http.MethodPost, path: c.of.path("/clock/advance"), body: body}, nil, "advancing the clock by %v", d)
}

package gateway_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// What is kept of the events of an app is bounded in number and in bytes, and the oldest goes; the newest stays, whatever
// its size.
func TestEventsThatAreKept(t *testing.T) {
	t.Parallel()
	b := newEventBench(t)
	tell := func(name string, size int) {
		e := event(name, "http://example.com") // which may not be called: nothing waits
		e.Body = []byte(strings.Repeat("x", size))
		b.tell(b.app, e)
	}
	names := func() (all []string) {
		for _, s := range b.app.Sent() {
			all = append(all, s.Event.Name)
		}
		return all
	}
	for i := range 1002 {
		tell(fmt.Sprint(i), 1)
	}
	if all := names(); len(all) != 1000 || all[0] != "2" || all[999] != "1001" {
		t.Errorf("%d events are kept, from %s", len(all), all[0])
	}
	tell("large", 2<<20)
	tell("larger", 2<<20)
	if all := names(); len(all) != 1 || all[0] != "larger" {
		t.Errorf("kept are %d, the first %s", len(all), all[0])
	}
	tell("largest", 5<<20)
	if all := names(); len(all) != 1 || all[0] != "largest" {
		t.Errorf("kept are %v", all)
	}
	var none *gateway.NoEventError
	if _, err := b.Redeliver(b.app, "1", nil); !errors.As(err, &none) {
		t.Errorf("an event that is not kept: %v", err)
	}
	if err := b.app.Reset(); err != nil || len(b.app.Sent()) > 0 {
		t.Errorf("after a reset there are %v, %v", b.app.Sent(), err)
	}
}

// What is sent again goes to where the callback of its id is by then, signed anew; where there is none any more, to where it
// went. An app that has ended sends nothing.
func TestRedelivery(t *testing.T) {
	t.Parallel()
	b := newEventBench(t)
	first, heard := backend(t, 200)
	then, heardThen := backend(t, 200)
	e := event("told", first)
	e.To.ID = "h"
	b.tell(b.app, e)
	sent := b.app.Sent()[0]
	sign := func(app *gateway.App, e *gateway.Event, number uint64) []byte {
		return fmt.Appendf(nil, "%s to %s, new: %t", app.Name(), e.To.ID, number > 0)
	}
	again := func(sign gateway.SignAnew, heard chan string, want string) {
		t.Helper()
		anew, err := b.Redeliver(b.app, sent.ID, sign)
		if err != nil || anew.ID == sent.ID || anew.Event.Name != "told" || len(anew.Tries) != 1 {
			t.Errorf("sent again is %+v, %v", anew, err)
		}
		if got := <-heard; got != want {
			t.Errorf("heard is %q, want %q", got, want)
		}
	}
	again(nil, heard, `"told"`)
	<-heard // the first one
	b.app.SetCallbacks([]gateway.Callback{{ID: "other"}, {ID: "h", URL: then}})
	again(sign, heardThen, "toy:box to h, new: true")
	b.app.SetCallbacks(nil)
	again(nil, heard, `"told"`)
	b.app.End("it is over")
	if _, err := b.Redeliver(b.app, sent.ID, nil); err == nil || !strings.Contains(err.Error(), "has sent no event") {
		t.Errorf("an app that has ended: %v", err)
	}
}

package gateway_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

type toyWave struct {
	gateway.By

	At string `json:"at,omitempty"`
}

type toyWaved struct {
	Times int `json:"times"`
}

// An act changes the state by who does it, tells what it has to tell, and is for those who are there, unless it adds them.
func TestAct(t *testing.T) {
	t.Parallel()
	b := newEventBench(t)
	address, got := backend(t, 200)
	wave := func(adds bool) gateway.Act {
		return gateway.ActOf(gateway.Act{Name: "wave", AddsUsers: adds}, func(tx *store.Tx, a *gateway.Acting, in toyWave) (toyWaved, gateway.Tell, error) {
			tx.PutUser(store.User{ID: in.User, Name: in.At})
			return toyWaved{3}, func() []gateway.Event { return []gateway.Event{event("waved", address)} }, nil
		})
	}
	do := func(act gateway.Act, body string) (by gateway.By, out any, err error) {
		return act.Do(&gateway.Acting{Core: b.Core, App: b.app}, func(into any) error { return json.Unmarshal([]byte(body), into) })
	}
	var nobody *gateway.NoUserError
	if _, _, err := do(wave(false), `{"act":"wave","user":"ann","at":"ben"}`); !errors.As(err, &nobody) || nobody.User != "ann" {
		t.Errorf("an act of nobody: %v", err)
	}
	for _, adds := range []bool{true, false} {
		by, out, err := do(wave(adds), `{"act":"wave","user":"ann","at":"ben"}`)
		if err != nil || by != (gateway.By{Act: "wave", User: "ann"}) || out != (toyWaved{3}) {
			t.Errorf("the act answers %v %v, %v", by, out, err)
		}
		if told := <-got; told != `"waved"` {
			t.Errorf("told is %s", told)
		}
	}
	if _, _, err := do(wave(true), `[]`); err == nil {
		t.Error("a body that cannot be read is acted on")
	}
}

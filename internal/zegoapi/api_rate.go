package zegoapi

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// rate is how often an action may be called. The zero value is what nearly every action has: 20 calls a second.
type rate struct {
	Quota  string        // the limit of the app that says how often; perSecond when it is empty
	Window time.Duration // a second when it is 0
	Per    string        // calls with the same value of this parameter are counted together; empty: all of the app
	Items  string        // the list whose items are counted in the place of calls; empty: calls
}

func (r rate) quota() string { return cmp.Or(r.Quota, "perSecond") }

func (r rate) window() time.Duration { return cmp.Or(r.Window, time.Second) }

// rates are how often an action may be called.
func (o *operation) rates() []rate {
	if o.Rates == nil {
		return []rate{{}}
	}
	return o.Rates
}

// limit is the counter of an action. What is counted by a parameter is looked at before the parameters are: a call
// without it is not counted.
func (r rate) limit(action string) gateway.Limit {
	l := gateway.Limit{Quota: r.quota(), Counter: action, Window: r.window()}
	if r.Window != 0 {
		l.Counter += " " + r.quota() // an action may have two
	}
	if r.Per == "" && r.Items == "" {
		return l
	}
	l.On = func(c *gateway.Call) (counter string, cost int) {
		counter, cost = l.Counter, 1
		s := source{call: c}
		if r.Per != "" {
			g, err := s.find(r.Per, false)
			id, notText := g.string(r.Per)
			if err != nil || notText != nil || id == "" {
				return "", 0
			}
			counter += " " + id
		}
		if r.Items != "" {
			cost = max(1, s.count(r.Items))
		}
		return counter, cost
	}
	return l
}

// count is how many items a list has, 0 when it is none.
func (s source) count(name string) int {
	g, err := s.find(name, false)
	if err != nil {
		return 0
	}
	var items []json.RawMessage
	if g.raw != nil && json.Unmarshal(g.raw, &items) == nil {
		return len(items)
	}
	return len(s.inQuery(name))
}

// String says when there are too many, as the beginning of a sentence.
func (r rate) String() string {
	most, what := DefaultQuotas()[r.quota()], "calls"
	if r.Items != "" {
		what = "items of " + r.Items
	}
	if most == 1 {
		what = strings.TrimSuffix(what, "s")
	}
	text := fmt.Sprintf("above %d %s in %v", most, what, r.window())
	if r.window() == time.Second {
		text = fmt.Sprintf("above %d %s a second", most, what)
	}
	if r.Per != "" {
		text += " for one " + r.Per
	}
	return text
}

package zegoapi

import (
	"fmt"
	"iter"
	"time"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

// FixtureCall is a call of a ZIM app (page "CallInvite").
type FixtureCall struct {
	fixture.Placed `schema:"ZIMCall" is:"a call" doc:"An invitation to a call. It waits as long as a callee is inviting."`

	CallID       string          `json:"callId" rule:"required,zimid,maxbytes=32" doc:"The call's id; the vendor's have 20 digits."`
	Caller       string          `json:"caller" rule:"required" doc:"The id of a listed or generated user."`
	Callees      []FixtureCallee `json:"callees" rule:"required,maxitems=9" doc:"Who was invited."`
	CreatedAt    time.Time       `json:"createdAt,omitzero" doc:"The epoch when left out."`
	Timeout      int             `json:"timeout,omitzero" rule:"min=1,max=600" doc:"For how many seconds a callee is inviting, 90 when left out."`
	ExtendedData string          `json:"extendedData,omitzero" doc:"What the caller sends along."`
	EndedAt      time.Time       `json:"endedAt,omitzero" doc:"When the last callee had answered, if all have: the last change of a callee when left out."`
}

// FixtureCallee is somebody who was invited to a call.
type FixtureCallee struct {
	fixture.Placed `schema:"ZIMCallee" is:"a userId or {userId, state, at}" short:"userId" doc:"A user who was invited to a call."`

	UserID string    `json:"userId" rule:"required" doc:"The id of a listed or generated user."`
	State  string    `json:"state,omitzero" rule:"enum=inviting|accepted|rejected|timeout|cancelled" doc:"inviting when left out."`
	At     time.Time `json:"at,omitzero" doc:"Since when; since the call was made when left out."`
}

// into puts a call into a state, in the place of the one that is there.
func (c *FixtureCall) into(tx *store.Tx, p *fixture.Plan) error {
	call := c.stored(p.Epoch())
	if _, ok := tx.User(call.Caller); !ok {
		return fmt.Errorf("call %s: no user %q", c.CallID, call.Caller)
	}
	last := call.CreatedAt
	for _, callee := range call.Callees {
		if _, ok := tx.User(callee.User); !ok {
			return fmt.Errorf("call %s: no user %q", c.CallID, callee.User)
		}
		if callee.At.After(last) {
			last = callee.At
		}
	}
	if !someCallee(&call, calleeInviting) {
		call.EndedAt = fixture.Either(c.EndedAt, last)
	}
	ring(tx, call)
	return nil
}

func (c *FixtureCall) stored(epoch time.Time) store.Call {
	call := store.Call{
		ID: c.CallID, Caller: c.Caller, CreatedAt: fixture.Either(c.CreatedAt, epoch), Data: c.ExtendedData,
		Timeout: usualTimeout * time.Second,
	}
	if c.Timeout != 0 {
		call.Timeout = time.Duration(c.Timeout) * time.Second
	}
	for i := range c.Callees {
		callee := &c.Callees[i]
		row := store.Callee{User: callee.UserID, State: callee.State, At: fixture.Either(callee.At, call.CreatedAt)}
		if row.State == "" {
			row.State = calleeInviting
		}
		call.Callees = append(call.Callees, row)
	}
	return call
}

func callsOut(tx *store.Tx) iter.Seq[FixtureCall] {
	return fixture.Each((*store.Tx).Calls, fixtureCall)(tx)
}

func fixtureCall(c *store.Call) FixtureCall {
	out := FixtureCall{CallID: c.ID, Caller: c.Caller, CreatedAt: c.CreatedAt, ExtendedData: c.Data, EndedAt: c.EndedAt}
	if c.Timeout != usualTimeout*time.Second {
		out.Timeout = int(c.Timeout / time.Second)
	}
	for _, callee := range c.Callees {
		row := FixtureCallee{UserID: callee.User}
		if callee.State != calleeInviting {
			row.State = callee.State
		}
		if !callee.At.Equal(c.CreatedAt) {
			row.At = callee.At
		}
		out.Callees = append(out.Callees, row)
	}
	return out
}

// checkCalls tells of ids that stand twice, and of ends that are none.
func (a *FixtureApp) checkCalls(c *fixture.Checker) {
	calls := fixture.Firsts{}
	for i := range a.Calls {
		call := &a.Calls[i]
		if first, again := calls.Seen(call.CallID, call.At("callId")); again && call.CallID != "" {
			c.Wrong(call.At("callId"), "callId", "%s is listed twice, first at %s", shape.Quote(call.CallID), c.Where(first))
		}
		callees := fixture.Firsts{}
		for j := range call.Callees {
			callee := &call.Callees[j]
			if first, again := callees.Seen(callee.UserID, callee.Placed.At("userId")); again && callee.UserID != "" {
				c.Add(callee.Place(), "user %s is invited twice, first at %s", shape.Quote(callee.UserID), c.Where(first))
			}
			if !call.EndedAt.IsZero() && (callee.State == "" || callee.State == calleeInviting) {
				c.Wrong(call.At("endedAt"), "endedAt", "is given, and %s is still inviting", shape.Quote(callee.UserID))
			}
		}
	}
}

func (a *FixtureApp) inCalls(yield func(fixture.Name) bool) {
	for i := range a.Calls {
		c := &a.Calls[i]
		if !yield(fixture.Name{ID: c.Caller, At: c.At("caller"), In: fixture.Path{User: -1, Member: "calls", Item: i, Inner: "caller"}}) {
			return
		}
		for j := range c.Callees {
			callee := &c.Callees[j]
			if !yield(fixture.Name{ID: callee.UserID, At: callee.Placed.At("userId"), In: fixture.Path{User: -1, Member: "calls", Item: i, Inner: fmt.Sprintf("callees/%d", j)}}) {
				return
			}
		}
	}
}

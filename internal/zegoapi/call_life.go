package zegoapi

import (
	"slices"
	"strconv"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// What becomes of a callee (guide "Call invitation").
const (
	calleeInviting  = "inviting"
	calleeAccepted  = "accepted"
	calleeRejected  = "rejected"
	calleeTimedOut  = "timeout"
	calleeCancelled = "cancelled"
)

// keepsCalls is for how long a call is remembered that has ended.
const keepsCalls = 24 * time.Hour

// callIDs make the id of the call that a request makes: a number of 20 digits, as in the page's sample, which looks
// random.
type callIDs struct {
	seed    int64
	request uint64 // its place among all requests of the server
}

// free is an id that no call has: a state may have come with calls of other servers.
func (ids callIDs) free(tx *store.Tx) string {
	const (
		base = 10_000_000_000_000_000_000
		bits = 62 // so that the sum is below 2^64
		odd  = 0x9e3779b97f4a7c15
	)
	for n := ids.request; ; n++ {
		id := strconv.FormatUint(base+(n*odd+gateway.Mix(uint64(ids.seed)))%(1<<bits), 10)
		if _, taken := tx.Call(id); !taken {
			return id
		}
	}
}

// callOf finds a call.
func callOf(tx *store.Tx, id string) (*store.Call, error) {
	c, ok := tx.Call(id)
	if !ok {
		return nil, errNoCall.because("no call %q; calls that ended more than a day ago are forgotten when another is made", id)
	}
	return c, nil
}

// ring stores a call as it is now: it has ended when nobody is inviting any more, else its deadline is the moment at
// which the first callee's time is up.
func ring(tx *store.Tx, c store.Call) *store.Call {
	var first time.Time
	for _, callee := range c.Callees {
		if at := callee.At.Add(c.Timeout); callee.State == calleeInviting && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	if first.IsZero() {
		if c.EndedAt.IsZero() {
			c.EndedAt = tx.Now()
		}
		tx.EndDeadline(callRings, c.ID)
		return tx.PutCall(c)
	}
	c.EndedAt = time.Time{}
	tx.SetDeadline(callRings, c.ID, first)
	return tx.PutCall(c)
}

// changed is a call to be changed.
func changed(c *store.Call) store.Call {
	next := *c
	next.Callees = slices.Clone(c.Callees)
	return next
}

// into brings those callees of a call into a state for whom that is to be, and returns them.
func into(tx *store.Tx, c *store.Call, state string, which func(*store.Callee) bool) (next store.Call, users []string) {
	next = changed(c)
	for i := range next.Callees {
		if callee := &next.Callees[i]; which(callee) {
			callee.State, callee.At = state, tx.Now()
			users = append(users, callee.User)
		}
	}
	return next, users
}

// answerTo is the answer of a callee to an invitation.
func answerTo(tx *store.Tx, id, user, state, data string) ([]happening, error) {
	c, err := callOf(tx, id)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(c.Callees, func(callee store.Callee) bool { return callee.User == user })
	if at < 0 {
		return nil, errNotInvited.because("%q was not invited to call %s", user, id)
	}
	switch was := c.Callees[at].State; was {
	case calleeInviting:
	case calleeTimedOut:
		return nil, errCallTimeout.because("%q had %v to answer call %s, and that time is up", user, c.Timeout, id)
	default:
		return nil, errCallOver.because("call %s is over for %q, whose state is %q", id, user, was)
	}
	next, _ := into(tx, c, state, func(callee *store.Callee) bool { return callee.User == user })
	ring(tx, next)
	return []happening{tellCallAnswered(id, user, state, data)}, nil
}

// someCallee reports whether a callee is in one of the states.
func someCallee(c *store.Call, states ...string) bool {
	return slices.ContainsFunc(c.Callees, func(callee store.Callee) bool { return slices.Contains(states, callee.State) })
}

// cancel ends a call that nobody has accepted. Those who have rejected it, or whose time was up, stay as they are.
func cancel(tx *store.Tx, c *store.Call, data string) happening {
	next, _ := into(tx, c, calleeCancelled, func(callee *store.Callee) bool { return callee.State == calleeInviting })
	return tellCallCancelled(ring(tx, next), "caller_cancel", data)
}

// callTimedOut does what happens when the time of callees is up.
func callTimedOut(tx *store.Tx, id string) []happening {
	c, ok := tx.Call(id)
	if !ok {
		return nil
	}
	next, silent := into(tx, c, calleeTimedOut, func(callee *store.Callee) bool {
		return callee.State == calleeInviting && !callee.At.Add(c.Timeout).After(tx.Now())
	})
	call := ring(tx, next)
	answered := someCallee(call, calleeAccepted, calleeRejected)
	if !answered && !call.EndedAt.IsZero() && isReachable(tx, c.Caller) && !isLost(tx, c.Caller) {
		return []happening{tellCallCancelled(call, "timeout_cancel", call.Data)}
	}
	if len(silent) == 0 {
		return nil
	}
	return []happening{tellCallTimedOut(id, silent)}
}

// callsOfLost cancels the calls of a user who has logged out or lost the connection.
func callsOfLost(tx *store.Tx, user, state string) (happened []happening) {
	if state != stateOffline && state != stateLoggedOut {
		return nil
	}
	for _, c := range slices.Collect(tx.OpenCalls()) {
		if c.Caller == user && !someCallee(c, calleeAccepted) {
			happened = append(happened, cancel(tx, c, ""))
		}
	}
	return happened
}

// dropOldCalls forgets the calls that have ended long ago.
func dropOldCalls(tx *store.Tx) {
	long := tx.Now().Add(-keepsCalls)
	var old []string
	for c := range tx.Calls() {
		if c.CreatedAt.After(long) {
			break // as those behind it
		}
		if !c.EndedAt.IsZero() && c.EndedAt.Before(long) {
			old = append(old, c.ID)
		}
	}
	for _, id := range old {
		tx.DeleteCall(id)
	}
}

// isReachable reports whether a user is not logged out. Who has never logged in counts as reachable.
func isReachable(tx *store.Tx, user string) bool {
	u, ok := tx.User(user)
	return ok && (u.Status != "" || u.LastActiveAt.IsZero())
}

// isLost reports whether the connection of a user is lost.
func isLost(tx *store.Tx, user string) bool {
	u, ok := tx.User(user)
	return ok && u.Status == statusOffline
}

func reachable(tx *store.Tx, users []string) (awake []string) {
	for _, id := range users {
		if isReachable(tx, id) {
			awake = append(awake, id)
		}
	}
	return awake
}

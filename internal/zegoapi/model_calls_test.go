package zegoapi_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/vendortest"
)

// phones are what the calls of some people must be: a second telling of the pages on call invitations, in maps.
type phones struct {
	f      *front
	alone  bool // in the app: the clock moves
	ids    []string
	state  map[string]string // of those who have been online: "Online", "Offline", ""
	calls  []*ringing        // those that are remembered, in order
	told   []string          // of callbacks
	events chan event
	seen   map[string]bool
}

// ringing is a call.
type ringing struct {
	id, caller string
	timeout    int
	made       time.Time
	callees    []callee
	ended      time.Time
}

type callee struct {
	user, state string
	at          time.Time
}

// Random calls of the three actions, acts, and steps of the clock: the state is what the model says after each, and at
// the end so are the callbacks, one by one.
func TestCallsAgainstTheModel(t *testing.T) {
	t.Parallel()
	model := vendortest.Model[*phones]{
		Open: openPhones, Compare: comparePhones,
		Moves: []vendortest.Move[*phones]{
			dial, dial, pickUp, pickUp, pickUp, hangUp, joinIn, joinIn, waitAWhile, waitAWhile, lose,
		},
	}
	ends := model.Run(t, 5, 400)
	seen := map[string]bool{}
	for _, end := range ends {
		for what := range end.seen {
			seen[what] = true
		}
		if end.alone {
			end.compareTold(t)
		}
	}
	for _, what := range strings.Fields("call_create call_cancel:caller_cancel call_cancel:timeout_cancel call_accept call_reject call_timeout call_invite " +
		"660900003 660900004 660900005 660900006 660900008 forgotten") {
		if !seen[what] {
			t.Errorf("no random call has led to %s", what)
		}
	}
}

func openPhones(t testing.TB, callers int) []*phones {
	t.Helper()
	address, events := backendOf(t, 10_000)
	f := openSample(t, fmt.Sprintf("callback: {url: %q, secret: %s}", address, callbackSecret), chatdouble.WithLimits(false))
	f.Clock().Freeze(time.UnixMilli(modelNow))
	all := make([]*phones, callers)
	for i := range all {
		m := &phones{f: f, alone: callers == 1, events: events, seen: map[string]bool{}, state: map[string]string{}}
		for n := range 5 {
			m.ids = append(m.ids, fmt.Sprintf("g%d-%d", i, n))
			f.AddUsers(chatdouble.User{ID: m.ids[n]})
		}
		all[i] = m
	}
	return all
}

func (m *phones) now() time.Time { return m.f.Clock().Now() }

// tell notes a callback.
func (m *phones) tell(name, id, rest string) {
	m.told = append(m.told, name+" "+id+" "+rest)
	if kind, _, _ := strings.Cut(rest, " "); name == "call_cancel" {
		name += ":" + kind
	}
	m.seen[name] = true
}

func (m *phones) awake(user string) bool {
	state, known := m.state[user]
	return !known || state != ""
}

func (m *phones) someCall(chance *rand.Rand) *ringing {
	if len(m.calls) == 0 || chance.IntN(15) == 0 {
		return &ringing{id: "none"}
	}
	return m.calls[len(m.calls)-1-chance.IntN(min(len(m.calls), 4))]
}

func (c *ringing) of(user string) *callee {
	for i := range c.callees {
		if c.callees[i].user == user {
			return &c.callees[i]
		}
	}
	return nil
}

func (c *ringing) users(states ...string) (users []string) {
	for _, callee := range c.callees {
		if len(states) == 0 || slices.Contains(states, callee.state) {
			users = append(users, callee.user)
		}
	}
	return users
}

// settle ends a call in which nobody is invited any more.
func (c *ringing) settle(now time.Time) {
	switch inviting := len(c.users("inviting")) > 0; {
	case inviting:
		c.ended = time.Time{}
	case c.ended.IsZero():
		c.ended = now
	}
}

// dial is CallInvite.
func dial(t testing.TB, m *phones, chance *rand.Rand) string {
	from, timeout := m.ids[chance.IntN(5)], chance.IntN(60)
	var to, there []string
	for range 1 + chance.IntN(3) {
		to = append(to, append(m.ids, "ghost")[chance.IntN(6)])
	}
	asked := toJSON(t, body{"FromUserId": from, "UserIds": to, "Timeout": timeout, "ExtendedData": from})
	r := m.f.do(t, "CallInvite", asked)
	var failed []string
	for i, id := range to {
		switch {
		case slices.Contains(to[:i], id):
		case id == "ghost":
			failed = append(failed, "ghost:660500002")
		default:
			there = append(there, id)
		}
	}
	switch {
	case slices.Contains(to, from):
		r.refused(t, 660000002)
		return asked
	case len(there) == 0:
		r.want(t, 660900003, failed...)
		m.seen["660900003"] = true
		return asked
	}
	r.want(t, 0, failed...)
	if timeout == 0 {
		timeout = 90
	}
	m.forget()
	c := &ringing{id: r.CallID, caller: from, timeout: timeout, made: m.now()}
	for _, id := range there {
		c.callees = append(c.callees, callee{id, "inviting", m.now()})
	}
	m.calls = append(m.calls, c)
	if awake := slices.DeleteFunc(there, func(id string) bool { return !m.awake(id) }); len(awake) > 0 {
		m.tell("call_create", c.id, strings.Join(awake, " "))
	}
	return asked
}

// forget forgets what ended more than a day ago, in the order in which it was made, up to the first that is younger.
func (m *phones) forget() {
	long, young := m.now().Add(-24*time.Hour), false
	m.calls = slices.DeleteFunc(m.calls, func(c *ringing) bool {
		young = young || c.made.After(long)
		gone := !young && !c.ended.IsZero() && c.ended.Before(long)
		m.seen["forgotten"] = m.seen["forgotten"] || gone
		return gone
	})
}

// pickUp is an answer, by an action or an act.
func pickUp(t testing.TB, m *phones, chance *rand.Rand) string {
	c, user, n := m.someCall(chance), m.ids[chance.IntN(5)], chance.IntN(2)
	if inviting := c.users("inviting"); len(inviting) > 0 && chance.IntN(3) > 0 {
		user = inviting[0]
	}
	code, to := 0, c.of(user)
	switch {
	case c.id == "none":
		code = 660900004
	case to == nil:
		code = 660900008
	case to.state == "timeout":
		code = 660900006
	case to.state != "inviting":
		code = 660900005
	}
	action, word := []string{"CallAccept", "CallReject"}[n], []string{"accept", "reject"}[n]
	if m.seen[fmt.Sprint(code)] = true; code == 0 {
		*to = callee{user, word + "ed", m.now()}
		c.settle(m.now())
		m.tell("call_"+word, c.id, user)
	}
	if chance.IntN(2) == 0 {
		m.act(t, fmt.Sprintf(`{"act":"answerCall","user":%q,"call":%q,"answer":%q}`, user, c.id, word), code)
	} else {
		m.f.fetch(t, action, query("FromUserId", user, "CallId", c.id)).refused(t, code)
	}
	return fmt.Sprint(action, " ", user, " ", c.id)
}

// act does an act that is answered well, or refused with a code.
func (m *phones) act(t testing.TB, body string, code int) {
	t.Helper()
	status, answer := m.f.act(t, body)
	if code == 0 && status != 200 || code != 0 && (status != 409 || !strings.Contains(answer, fmt.Sprint(code))) {
		t.Errorf("%s: %d %s, want %d", body, status, answer, code)
	}
}

// hangUp is cancelCall.
func hangUp(t testing.TB, m *phones, chance *rand.Rand) string {
	c, user := m.someCall(chance), m.ids[chance.IntN(5)]
	if chance.IntN(2) == 0 && c.caller != "" {
		user = c.caller
	}
	code := 0
	switch {
	case c.id == "none":
		code = 660900004
	case user != c.caller:
		code = 660900008
	case !c.ended.IsZero() || len(c.users("accepted")) > 0:
		code = 660900005
	default:
		m.cancel(c)
	}
	m.act(t, fmt.Sprintf(`{"act":"cancelCall","user":%q,"call":%q}`, user, c.id), code)
	return "cancelCall " + c.id
}

func (m *phones) cancel(c *ringing) {
	for i := range c.callees {
		if to := &c.callees[i]; to.state == "inviting" {
			to.state, to.at = "cancelled", m.now()
		}
	}
	c.settle(m.now())
	m.tell("call_cancel", c.id, "caller_cancel "+strings.Join(c.users(), " "))
}

// joinIn is inviteToCall.
func joinIn(t testing.TB, m *phones, chance *rand.Rand) string {
	c, user := m.someCall(chance), m.ids[chance.IntN(5)]
	if in := append(c.users("accepted"), c.caller); chance.IntN(3) > 0 && c.id != "none" {
		user = in[chance.IntN(len(in))]
	}
	guest := append(m.ids, "ghost")[chance.IntN(6)]
	code, to := 0, c.of(guest)
	switch {
	case c.id == "none":
		code = 660900004
	case user != c.caller && !slices.Contains(c.users("accepted"), user):
		code = 660900008
	case !c.ended.IsZero() && len(c.users("accepted")) == 0:
		code = 660900005
	case guest == "ghost", guest == c.caller, to != nil && (to.state == "inviting" || to.state == "accepted"):
		code = 660900003
	case to != nil:
		*to = callee{guest, "inviting", m.now()}
	default:
		c.callees = append(c.callees, callee{guest, "inviting", m.now()})
	}
	if m.seen[fmt.Sprint(code)] = true; code == 0 {
		c.ended = time.Time{}
		m.tell("call_invite", c.id, guest)
	}
	m.act(t, fmt.Sprintf(`{"act":"inviteToCall","user":%q,"call":%q,"users":[%q]}`, user, c.id, guest), code)
	return "inviteToCall " + c.id
}

package zegoapi

import (
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

type inCall struct {
	gateway.By

	Call string `json:"call" rule:"required,maxbytes=32" doc:"the CallId"`
}

type answersCall struct {
	inCall

	Answer string `json:"answer" rule:"required,enum=accept|reject" doc:"what the user says"`
	Data   string `json:"extendedData,omitempty" rule:"maxbytes=2048" doc:"extend_data of the callback"`
}

// answerCall is what CallAccept and CallReject do for a backend.
var answerCall = gateway.ActOf(gateway.Act{
	Name: "answerCall", Summary: "Accept or reject a call",
}, func(tx *store.Tx, a *gateway.Acting, in answersCall) (struct{}, gateway.Tell, error) {
	state := calleeAccepted
	if in.Answer == "reject" {
		state = calleeRejected
	}
	happened, err := answerTo(tx, in.Call, in.User, state, in.Data)
	return struct{}{}, tellOf(a, tx.Now(), happened...), err
})

type cancelsCall struct {
	inCall

	Data string `json:"extendedData,omitempty" rule:"maxbytes=2048" doc:"payload of the callback"`
}

// cancelCall is for the caller, as long as nobody has accepted.
var cancelCall = gateway.ActOf(gateway.Act{
	Name: "cancelCall", Summary: "Cancel a call that nobody has accepted",
}, func(tx *store.Tx, a *gateway.Acting, in cancelsCall) (struct{}, gateway.Tell, error) {
	c, err := callOf(tx, in.Call)
	switch {
	case err != nil:
		return struct{}{}, nil, err
	case c.Caller != in.User:
		return struct{}{}, nil, errNotInvited.because("only the caller %q cancels call %s", c.Caller, c.ID)
	case !c.EndedAt.IsZero() || someCallee(c, calleeAccepted):
		return struct{}{}, nil, errCallOver.because("call %s has ended or was accepted: there is nothing to cancel", c.ID)
	}
	return struct{}{}, tellOf(a, tx.Now(), cancel(tx, c, in.Data)), nil
})

type invitesToCall struct {
	inCall

	Users []string `json:"users" rule:"required" doc:"who is invited"`
}

type invitedToCall struct {
	Invited []string `json:"invited" doc:"without those who are not registered, and those who are invited or in the call already"`
}

// inviteToCall is for those who are in the call. It goes on as long as somebody is in it beside the caller: what the
// pages call advanced mode, in which clients alone can call.
var inviteToCall = gateway.ActOf(gateway.Act{
	Name: "inviteToCall", Summary: "Invite others to a call that one is in",
}, func(tx *store.Tx, a *gateway.Acting, in invitesToCall) (out invitedToCall, _ gateway.Tell, err error) {
	c, err := callOf(tx, in.Call)
	switch {
	case err != nil:
		return out, nil, err
	case c.Caller != in.User && !slices.ContainsFunc(c.Callees, func(callee store.Callee) bool {
		return callee.User == in.User && callee.State == calleeAccepted
	}):
		return out, nil, errNotInvited.because("%q is not in call %s", in.User, c.ID)
	case !c.EndedAt.IsZero() && !someCallee(c, calleeAccepted):
		return out, nil, errCallOver.because("call %s is over, and nobody has accepted it", c.ID)
	}
	next := changed(c)
	out.Invited = inviteAll(tx, &next, in.Users)
	if len(next.Callees) > mostCallees {
		return out, nil, errManyCallees.because("call %s would have %d callees; at most %d are allowed", c.ID, len(next.Callees), mostCallees)
	}
	if len(out.Invited) == 0 {
		return out, nil, errNoCallee.because("none of users is registered and not in call %s", c.ID)
	}
	ring(tx, next)
	return out, tellOf(a, tx.Now(), tellCallInvited(c.ID, in.User, out.Invited, tx.Now())), nil
})

// inviteAll makes users callees of a call, and returns those who were not yet.
func inviteAll(tx *store.Tx, c *store.Call, users []string) (invited []string) {
	for _, id := range once(users) {
		if _, there := tx.User(id); !there || id == c.Caller {
			continue
		}
		callee := store.Callee{User: id, State: calleeInviting, At: tx.Now()}
		at := slices.IndexFunc(c.Callees, func(before store.Callee) bool { return before.User == id })
		switch {
		case at < 0:
			c.Callees = append(c.Callees, callee)
		case c.Callees[at].State == calleeInviting || c.Callees[at].State == calleeAccepted:
			continue
		default:
			c.Callees[at] = callee
		}
		invited = append(invited, id)
	}
	return invited
}

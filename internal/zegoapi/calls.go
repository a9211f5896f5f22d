package zegoapi

import (
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// callActions are those on call invitations.
var callActions = []operation{callInvite, callAccept, callReject}

// mostCallees is how many users a call invites at most (page "Send call invitation").
const mostCallees = 9

// usualTimeout is for how many seconds a call waits for answers that says nothing of it.
const usualTimeout = 90

var callInvite = operation{
	Name: "CallInvite", Page: "Call invitation/send-a-call-invitation",
	Does: action[invitation, invited]{
		Check: func(c *gateway.Call, q *invitation) error {
			q.ids = callIDs{c.App.Seed, c.Seq}
			return q.check()
		},
		Run: func(tx *store.Tx, q invitation) (made invited, err error) {
			var callees []string
			callees, made.outcome = forEach(once(q.UserIDs), func(to one) (string, error) {
				if _, there := tx.User(to.ID); !there {
					return "", errNotRegistered.because("no user %q", to.ID)
				}
				return to.ID, nil
			})
			for _, f := range made.Failed {
				made.Failures = append(made.Failures, f.user())
			}
			if made.Code != nil {
				made.Code = errNoCallee
				return made, nil
			}
			dropOldCalls(tx)
			call := ring(tx, q.call(tx, callees))
			made.CallID, made.CreateTime = call.ID, call.CreatedAt.UnixMilli()
			if awake := reachable(tx, callees); len(awake) > 0 {
				made.tell(tellCallCreated(call, awake))
			}
			return made, nil
		},
		Changes: true, Failures: "ErrorUsers",
	},
	Listed: []*codeError{errInput, errRate, errNotRegistered, errNoCallee, errManyCallees},
	Checks: []*codeError{errRate, errInput, errManyCallees, errNotRegistered, errNoCallee},
	Notes: []gateway.Fact{
		documented("a call in common mode: the caller has accepted, each registered callee is inviting; it ends when each has accepted, rejected or timed out"),
		documented("Timeout in seconds, 90 when it is 0 or missing"),
		assumed("Timeout is at most 600"),
		documented("a callee who is not registered: SubCode 660500002; none is: 660900003"),
		assumed("then CallId and CreateTime are left out"),
		assumed("an id that comes twice counts once; one that no user can have, or FromUserId among them: 660000002 for the whole call"),
		documented("CallId is a text of 20 digits, CreateTime in milliseconds"),
		assumed("OfflinePush, which the page marks as required, may be missing; nothing is pushed"),
		assumed("calls that ended more than a day ago are forgotten when another is made"),
		documentedOn("Callback on call invitation sent", "callback call_create with the callees who are not logged out, not at all when all are: call_id, user_ids, create_time in seconds, payload, caller, timeout"),
		assumed("who has never logged in counts as reachable, and as a caller who is online"),
		documentedOn("Callback on call invitation canceled", "nobody has answered at the timeout, the caller being online: callback call_cancel with reason timeout_cancel and all callees"),
		documentedOn("Callback on call invitation timed out", "some have answered: callback call_timeout with those who have not; nobody has and the caller is offline: with all"),
		documentedOn("Callback on call invitation canceled", "the caller cancels, logs out or goes offline before anybody has accepted: call_cancel with reason caller_cancel"),
		assumed("payload of call_cancel is ExtendedData of the invitation at the timeout, else that of who cancels; the variant serverCallbacks does not touch what happens at the timeout"),
	},
}

// invitation is a call that is to be made.
type invitation struct {
	FromUserID string      `json:"FromUserId" rule:"required,userid"`
	UserIDs    []string    `json:"UserIds" rule:"required,maxitems=9" many:"660900007"`
	Timeout    int64       `json:"Timeout" rule:"min=0,max=600"`
	Data       string      `json:"ExtendedData" rule:"maxbytes=2048"`
	Push       offlinePush `json:"OfflinePush" rule:"notemulated"`

	ids callIDs
}

func (q *invitation) check() error {
	if slices.Contains(q.UserIDs, q.FromUserID) {
		return errInput.because("UserIds has FromUserId %q in it; nobody can call themselves", q.FromUserID)
	}
	for _, id := range q.UserIDs {
		if !ValidUserID(id) {
			return errInput.because("UserIds: %s", whyNotID(shownID(id), id))
		}
	}
	if q.Timeout == 0 {
		q.Timeout = usualTimeout
	}
	return nil
}

func (q *invitation) call(tx *store.Tx, callees []string) store.Call {
	call := store.Call{
		ID: q.ids.free(tx), Caller: q.FromUserID, CreatedAt: tx.Now(), Timeout: time.Duration(q.Timeout) * time.Second, Data: q.Data,
	}
	for _, id := range callees {
		call.Callees = append(call.Callees, store.Callee{User: id, State: calleeInviting, At: tx.Now()})
	}
	return call
}

type invited struct {
	told
	outcome

	CallID     string       `json:"CallId,omitempty"`
	CreateTime int64        `json:"CreateTime,omitempty"`
	Failures   []failedUser `json:"ErrorUsers" wire:"vary"`
}

var callAccept = operation{
	Name: "CallAccept", Page: "Call invitation/accept-a-call-invitation", Method: get,
	Does: answering(calleeAccepted), Listed: answerCodes, Checks: answerCodes,
	Notes: append(answerNotes, documentedOn("Callback on call invitation accepted", "callback call_accept: call_id, user_id, extend_data")),
}

var callReject = operation{
	Name: "CallReject", Page: "Call invitation/reject-a-call-invitation", Method: get,
	Does: answering(calleeRejected), Listed: answerCodes, Checks: answerCodes,
	Notes: append(answerNotes, documentedOn("Callback on call invitation rejected", "callback call_reject: call_id, user_id, extend_data")),
}

var (
	answerCodes = []*codeError{errRate, errInput, errNotRegistered, errNoCall, errNotInvited, errCallTimeout, errCallOver}
	answerNotes = slices.Clip([]gateway.Fact{
		documented("no such call: 660900004; FromUserId was not invited to it: 660900008; the time is up: 660900006; it is over: 660900005"),
		assumed("who has answered before gets 660900005, as does anybody when the call was cancelled; who makes the call was not invited to it; the codes are looked at in this order"),
	})
)

// answering is the form of the answers to an invitation, which a callee comes into a state by.
func answering(state string) form {
	return action[callAnswer, callAnswered]{
		Run: func(tx *store.Tx, q callAnswer) (done callAnswered, err error) {
			happened, err := answerTo(tx, q.CallID, q.FromUserID, state, q.Data)
			done.tell(happened...)
			return done, err
		},
		Changes: true,
	}
}

type callAnswer struct {
	FromUserID string `json:"FromUserId" rule:"required,userid"`
	CallID     string `json:"CallId" rule:"required,maxbytes=32"`
	Data       string `json:"ExtendedData" rule:"maxbytes=2048"`
}

// callAnswered has nothing to answer.
type callAnswered struct{ told }

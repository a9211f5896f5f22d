package zegoapi

import (
	"time"

	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

// callEvents are the callbacks of calls.
var callEvents = []string{"call_create", "call_cancel", "call_accept", "call_reject", "call_timeout", "call_invite"}

// callCreated is the body of call_create (page "Callback on call invitation sent").
type callCreated struct {
	callback

	CallID     string    `json:"call_id"`
	UserIDs    []string  `json:"user_ids"`
	CreateTime time.Time `json:"create_time" wire:"seconds"`
	Payload    string    `json:"payload"`
	Caller     string    `json:"caller"`
	Timeout    int64     `json:"timeout"`
}

var writeCallCreated = wire.For[callCreated](wire.Plain)

func tellCallCreated(c *store.Call, to []string) happening {
	return of("call_create", writeCallCreated, callCreated{
		CallID: c.ID, UserIDs: to, CreateTime: c.CreatedAt, Payload: c.Data, Caller: c.Caller, Timeout: int64(c.Timeout / time.Second),
	}).byClients()
}

// callCancelled is the body of call_cancel (page "Callback on call invitation canceled").
type callCancelled struct {
	callback

	CallID  string   `json:"call_id"`
	UserIDs []string `json:"user_ids"`
	Reason  string   `json:"reason"`
	Payload string   `json:"payload"`
}

var writeCallCancelled = wire.For[callCancelled](wire.Plain)

// tellCallCancelled tells of all callees.
func tellCallCancelled(c *store.Call, reason, data string) happening {
	e := callCancelled{CallID: c.ID, Reason: reason, Payload: data}
	for _, callee := range c.Callees {
		e.UserIDs = append(e.UserIDs, callee.User)
	}
	return of("call_cancel", writeCallCancelled, e)
}

// calleeAnswered is the body of call_accept and call_reject.
type calleeAnswered struct {
	callback

	CallID string `json:"call_id"`
	UserID string `json:"user_id"`
	Data   string `json:"extend_data"`
}

var writeCalleeAnswered = wire.For[calleeAnswered](wire.Plain)

func tellCallAnswered(id, user, state, data string) happening {
	name := "call_accept"
	if state == calleeRejected {
		name = "call_reject"
	}
	return of(name, writeCalleeAnswered, calleeAnswered{CallID: id, UserID: user, Data: data}).byClients()
}

// callTimeout is the body of call_timeout (page "Callback on call invitation timed out").
type callTimeout struct {
	callback

	CallID  string   `json:"call_id"`
	UserIDs []string `json:"user_ids"`
}

var writeCallTimeout = wire.For[callTimeout](wire.Plain)

func tellCallTimedOut(id string, silent []string) happening {
	return of("call_timeout", writeCallTimeout, callTimeout{CallID: id, UserIDs: silent})
}

// callInvited is the body of call_invite (page "Callback on call invitation during a call").
type callInvited struct {
	callback

	CallID  string    `json:"call_id"`
	UserIDs []string  `json:"user_ids"`
	Inviter string    `json:"inviter"`
	At      time.Time `json:"invite_time" wire:"millis"`
}

var writeCallInvited = wire.For[callInvited](wire.Plain)

func tellCallInvited(id, inviter string, users []string, at time.Time) happening {
	return of("call_invite", writeCallInvited, callInvited{CallID: id, UserIDs: users, Inviter: inviter, At: at})
}

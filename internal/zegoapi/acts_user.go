package zegoapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// goOnline logs in. Who is not there is added, as a user whom no server has registered.
var goOnline = gateway.ActOf(gateway.Act{
	Name: "goOnline", AddsUsers: true,
	Summary: "Log in, or come back when the connection was lost",
}, func(tx *store.Tx, a *gateway.Acting, by gateway.By) (struct{}, gateway.Tell, error) {
	tell, err := changeState(tx, a, by.User, stateOnline)
	return struct{}{}, tell, err
})

type goesOffline struct {
	gateway.By

	LoggedOut bool `json:"loggedOut,omitempty" doc:"the user logs out; else the connection is lost"`
}

// goOffline ends what goOnline has begun.
var goOffline = gateway.ActOf(gateway.Act{
	Name: "goOffline", Summary: "Lose the connection, or log out",
}, func(tx *store.Tx, a *gateway.Acting, in goesOffline) (struct{}, gateway.Tell, error) {
	state := stateOffline
	if in.LoggedOut {
		state = stateLoggedOut
	}
	tell, err := changeState(tx, a, in.User, state)
	return struct{}{}, tell, err
})

// changeState is SetOnlineState with the callbacks that tell of it.
func changeState(tx *store.Tx, a *gateway.Acting, user, state string) (gateway.Tell, error) {
	before, _ := tx.User(user)
	if err := SetOnlineState(tx, user, state); err != nil {
		return nil, err
	}
	after, _ := tx.User(user)
	happened := append([]happening{userActed(a.App, tx.Now(), before, after)}, afterStateOf(tx, user, state)...)
	happened = append(happened, callsOfLost(tx, user, state)...)
	return tellOf(a, tx.Now(), happened...), nil
}

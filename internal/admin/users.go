package admin

import "net/http"

type onlineState struct {
	State string `json:"state" enum:"loggedIn|online|offline|loggedOut"`
}

type userState struct {
	User  string `json:"user"`
	State string `json:"state" enum:"loggedIn|online|offline|loggedOut"`
}

func (a *api) setOnlineState(r *in, wanted onlineState) (userState, error) {
	user := r.PathValue("user")
	if err := a.SetOnlineState(r.app, user, wanted.State); err != nil {
		return userState{}, badRequest("%v", err)
	}
	return userState{user, wanted.State}, nil
}

type block struct {
	User    string `json:"user" doc:"who blocks"`
	Other   string `json:"other" doc:"who is blocked"`
	Blocked bool   `json:"blocked"`
}

func (a *api) block(r *in) (block, error) { return a.setBlock(r, true) }

func (a *api) unblock(r *in) (block, error) { return a.setBlock(r, false) }

func (a *api) setBlock(r *in, blocked bool) (block, error) {
	b := block{r.PathValue("user"), r.PathValue("other"), blocked}
	if err := a.SetBlock(r.app, b.User, b.Other, blocked); err != nil {
		return block{}, &Refusal{Status: http.StatusNotFound, Detail: err.Error()}
	}
	return b, nil
}

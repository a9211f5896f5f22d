package admin

import "errors"

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
		return userState{}, refused(err)
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
		return block{}, refused(err)
	}
	return b, nil
}

// refused is a refusal of what the client asked for: as it says itself, else a bad request.
func refused(err error) error {
	var says *Refusal
	if errors.As(err, &says) {
		return err
	}
	return badRequest("%v", err)
}

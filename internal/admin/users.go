package admin

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

type block struct {
	User    string `json:"user" doc:"who blocks"`
	Other   string `json:"other" doc:"who is blocked"`
	Blocked bool   `json:"blocked"`
}

func (a *api) block(r *in) (block, error) { return a.setBlock(r, true) }

func (a *api) unblock(r *in) (block, error) { return a.setBlock(r, false) }

func (a *api) setBlock(r *in, blocked bool) (block, error) {
	b := block{r.PathValue("user"), r.PathValue("other"), blocked}
	vendor, _ := a.Vendors.Of(r.app.Vendor)
	err := vendor.Gateway.Act(r.app, func(tx *store.Tx) (gateway.Tell, error) {
		for _, id := range []string{b.User, b.Other} {
			if _, ok := tx.User(id); !ok {
				return nil, &gateway.NoUserError{App: r.app.Name(), User: id}
			}
		}
		if !blocked {
			tx.Unblock(b.User, b.Other)
			return nil, nil
		}
		_, err := tx.Block(b.User, b.Other, tx.Now())
		return nil, err
	})
	if err != nil {
		return block{}, refused(err)
	}
	return b, nil
}

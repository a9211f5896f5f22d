package admin

import (
	"fmt"
	"net/http"

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
	err := vendor.Gateway.Act(r.app, func(tx *store.Tx) error {
		for _, id := range []string{b.User, b.Other} {
			if _, ok := tx.User(id); !ok {
				return &Refusal{Status: http.StatusNotFound, Detail: fmt.Sprintf("app %s has no user %q", r.app.Name(), id)}
			}
		}
		if !blocked {
			tx.Unblock(b.User, b.Other)
			return nil
		}
		_, err := tx.Block(b.User, b.Other, tx.Now())
		return err
	}, nil)
	if err != nil {
		return block{}, refused(err)
	}
	return b, nil
}

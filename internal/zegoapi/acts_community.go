package zegoapi

import (
	"fmt"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

type makesCommunity struct {
	gateway.By

	Community string `json:"community" rule:"required,zimid,maxbytes=32" doc:"the id of the community"`
	Name      string `json:"name,omitempty" rule:"maxlen=300" doc:"what it is called"`
}

// createCommunity is what clients alone can do (guide "Community overview").
var createCommunity = gateway.ActOf(gateway.Act{
	Name: "createCommunity", Summary: "Make a community",
}, func(tx *store.Tx, _ *gateway.Acting, in makesCommunity) (struct{}, gateway.Tell, error) {
	if _, there := tx.Community(in.Community); there {
		return struct{}{}, nil, fmt.Errorf("community %q exists already", in.Community)
	}
	tx.PutCommunity(store.Community{ID: in.Community, Name: in.Name})
	return struct{}{}, nil, nil
})

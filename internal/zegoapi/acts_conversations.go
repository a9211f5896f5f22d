package zegoapi

import (
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

type reads struct {
	gateway.By

	With  string `json:"with,omitempty" doc:"the id of the other user"`
	Group string `json:"group,omitempty" doc:"the id of the group, in the place of with"`
}

// readIt opens a conversation: nothing of it is unread any more. Messages that want receipts get theirs, as the
// vendor's UI kits send them.
var readIt = gateway.ActOf(gateway.Act{
	Name: "read", Summary: "Read a conversation to its end",
}, func(tx *store.Tx, a *gateway.Acting, in reads) (struct{}, gateway.Tell, error) {
	if (in.With == "") == (in.Group == "") {
		return struct{}{}, nil, shape.MemberError{Pointer: "#/with", Detail: "name either with, a user, or group", Sentence: true}
	}
	with, talk := in.With, store.Dialog(in.User, in.With)
	if in.Group != "" {
		with, talk = in.Group, store.GroupTalk(in.Group)
	}
	if err := readConversation(tx, in.User, with, in.Group != ""); err != nil {
		return struct{}{}, nil, err
	}
	v := viewOf(tx, in.User, with, in.Group != "", retentionOf(a.App))
	for _, m := range slices.Collect(tx.Messages(talk, 0)) {
		if v.unconfirmed(m) == "" {
			giveReceipt(tx, m, in.User, reading)
		}
	}
	return struct{}{}, nil, nil
})

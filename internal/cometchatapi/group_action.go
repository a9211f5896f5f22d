package cometchatapi

import (
	"cmp"

	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

// groupAction is what somebody, or the app, has done in a group: a message of its history.
type groupAction struct {
	name     string
	by       string      // empty: the app
	on       *store.User // nil: nobody
	old, now int64       // scopes, of scopeChanged
}

var groupPlan = wire.For[groupView](wire.PHP)

// put adds the message to the history. The group is as it was before, but for who is in it.
func (a groupAction) put(tx *store.Tx, g *store.Group) messageView {
	at := thisSecond(tx)
	data := asStored(a.data(tx, g))
	m := put(tx, store.Message{ // no other says the same of the same people
		Conversation: store.GroupTalk(g.ID), Sender: cmp.Or(a.by, systemUser),
		Category: actionCategory, Type: "groupMember", Data: store.DataOf(string(data), 0, 0), SentAt: at, UpdatedAt: at, Uncounted: true,
	})
	return viewOfMessage(tx, a.by, m, data)
}

func (a groupAction) data(tx *store.Tx, g *store.Group) []byte {
	dst := append([]byte(nil), `{"action":"`+a.name+`","entities":{"by":{"entity":`...)
	dst = appendActor(dst, tx, a.by)
	dst = append(dst, `,"entityType":"user"},`...)
	if a.on != nil {
		me := a.by
		if me == a.on.ID {
			me = ""
		}
		dst = append(dst, `"on":{"entity":`...)
		dst = appendUser(dst, store.Row{User: a.on}, view{me: me})
		dst = append(dst, `,"entityType":"user"},`...)
	}
	group := viewOfGroup(tx, g, "")
	dst = append(dst, `"for":{"entity":`...)
	dst = groupPlan.Append(dst, &group)
	dst = append(dst, `,"entityType":"group"}}`...)
	if a.old != 0 {
		dst = append(dst, `,"extras":{"scope":{"old":"`+scopes[a.old]+`","new":"`+scopes[a.now]+`"}}`...)
	}
	return append(dst, '}')
}

// appendActor appends who has acted. The system is as old as the app's default role.
func appendActor(dst []byte, tx *store.Tx, uid string) []byte {
	if u, ok := tx.User(uid); ok {
		return appendUser(dst, store.Row{User: u}, view{})
	}
	role, _ := tx.Role(defaultRole)
	dst = append(dst, `{"uid":"app_system","name":"System","status":"offline","role":"default","createdAt":`...)
	return append(jsontext.AppendSeconds(dst, role.CreatedAt.Unix()), '}')
}

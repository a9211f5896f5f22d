package cometchatapi

import (
	"cmp"
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

// Triggers of groups (page "Webhooks").
const (
	groupCreated      = "group_created"
	groupUpdated      = "group_updated"
	groupTransferred  = "group_owner_transferred"
	groupDeleted      = "group_deleted"
	memberAdded       = "group_member_added"
	memberKicked      = "group_member_kicked"
	memberBanned      = "group_member_banned"
	memberUnbanned    = "group_member_unbanned"
	memberScopeChange = "group_member_scope_changed"
	memberJoined      = "group_member_joined"
	memberLeft        = "group_member_left"
)

// hookEvent is what a webhook is told: the trigger and the members of data.
type hookEvent struct {
	trigger string
	data    []byte

	legacy     string // the trigger of legacy webhooks for it; empty: they are not told
	legacyData []byte
}

// told is an answer that webhooks are told of.
type told[T any] struct {
	Data T `json:"data"`

	events []hookEvent
}

func (*told[T]) whole() {}

func tellHooks[T any](c *gateway.Call, out told[T]) { tellAll(c, out.events) }

// tellAll lets every webhook of the app know of events.
func tellAll(c *gateway.Call, events []hookEvent) {
	for _, e := range hooksOf(c.App, events) {
		c.Deliver(e)
	}
}

// hooksOf are events as the webhooks of an app get them.
func hooksOf(app *gateway.App, events []hookEvent) (all []gateway.Event) {
	for _, e := range events {
		for _, to := range app.Callbacks() {
			trigger, data := e.trigger, e.data
			if to.Only != nil {
				trigger, data = e.legacy, e.legacyData
			}
			if to.Only == nil || slices.Contains(to.Only, trigger) {
				all = append(all, webhookEvent(trigger, to, hookBody(app, trigger, &to, data)))
			}
		}
	}
	return all
}

// hookedGroup is a group as webhooks see it.
type hookedGroup struct {
	groupView
	OnlineMembersCount int    `json:"onlineMembersCount"`
	OldOwner           string `json:"oldOwner,omitempty"`
}

var hookedPlan = wire.For[hookedGroup](wire.PHP)

func appendHookedGroup(dst []byte, tx *store.Tx, g *store.Group, oldOwner string) []byte {
	seen := hookedGroup{groupView: viewOfGroup(tx, g, ""), OldOwner: oldOwner}
	for m := range tx.Members(g.ID).From(0) {
		if m.User.Status == "available" {
			seen.OnlineMembersCount++
		}
	}
	return hookedPlan.Append(append(dst, `"group":`...), &seen)
}

// hookMember is somebody in an event.
type hookMember struct {
	user     *store.User
	old, now int64 // scopes, of a change
}

// appendHookMembers appends people by their uids, as by sees them.
func appendHookMembers(dst []byte, by string, people []hookMember) []byte {
	dst = append(dst, `"members":{`...)
	for i, m := range people {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(jsontext.AppendPHP(dst, m.user.ID), ':')
		dst = append(dst, m.user.Piece(writePiece).Head...)
		if by != "" && by != m.user.ID {
			dst = append(dst, `,"conversationId":"`...)
			dst = append(appendConversationID(dst, by, m.user.ID), '"')
		}
		if m.old != 0 {
			dst = append(dst, `,"scope":"`+scopes[m.now]+`","oldScope":"`+scopes[m.old]+`"`...)
		}
		dst = append(dst, '}')
	}
	return append(dst, '}')
}

func appendHookActor(dst []byte, tx *store.Tx, by string) []byte {
	dst = append(dst, `"by":`...)
	if u, ok := tx.User(by); ok {
		return append(append(dst, u.Piece(writePiece).Head...), '}')
	}
	return append(dst, `{"uid":"app_system","name":"System","status":"offline","role":"default"}`...)
}

// membersFirst are the triggers whose data begins with the members (page "Webhooks").
var membersFirst = map[string]bool{memberKicked: true, memberUnbanned: true, memberScopeChange: true, memberJoined: true, memberLeft: true}

// memberEvent tells of people in a group. The group is as it was before, but for who is in it.
func memberEvent(tx *store.Tx, trigger string, g *store.Group, by string, people ...hookMember) hookEvent {
	var data []byte
	if membersFirst[trigger] {
		data = append(appendHookMembers(data, by, people), ',')
		data = appendHookedGroup(data, tx, g, "")
	} else {
		data = append(appendHookedGroup(data, tx, g, ""), ',')
		data = appendHookMembers(data, by, people)
	}
	if trigger != memberJoined && trigger != memberLeft {
		data = appendHookActor(append(data, ','), tx, by)
	}
	return hookEvent{trigger: trigger, data: data}
}

// groupEvent tells of a group.
func groupEvent(tx *store.Tx, trigger string, g *store.Group, oldOwner string) hookEvent {
	return hookEvent{trigger: trigger, data: appendHookedGroup(nil, tx, g, oldOwner)}
}

// createdEvent tells of a new group, as its owner sees it.
func createdEvent(tx *store.Tx, g *store.Group) hookEvent {
	seen := viewOfGroup(tx, g, g.Owner)
	data := groupPlan.Append([]byte(`"group":`), &seen)
	var people []hookMember
	if owner, ok := tx.User(g.Owner); ok {
		people = append(people, hookMember{user: owner})
	}
	return hookEvent{trigger: groupCreated, data: appendHookMembers(append(data, ','), "", people)}
}

// actor is the uid of who acts, the system's when it is the app.
func actor(uid string) string { return cmp.Or(uid, systemUser) }

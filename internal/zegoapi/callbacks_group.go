package zegoapi

import (
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

// The callbacks of groups. Each page has the members in the order of its sample.
const (
	groupCreated   = "group_create"
	groupJoined    = "group_join"
	groupLeft      = "group_exit"
	groupDestroyed = "group_destroy"
)

var groupEvents = []string{groupCreated, groupJoined, groupLeft, groupDestroyed}

type createdGroup struct {
	callback
	GroupID    string           `json:"group_id"`
	Operator   string           `json:"operator_account"`
	Owner      string           `json:"owner_account"`
	Name       string           `json:"group_name"`
	Attributes []eventAttribute `json:"attributes"`
	UserIDs    []string         `json:"user_ids"`
}

type eventAttribute struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

type joinedGroup struct {
	callback
	GroupID  string   `json:"group_id"`
	Operator string   `json:"operator_account"`
	Type     string   `json:"join_type"`
	NewIDs   []string `json:"new_user_ids"`
}

// How somebody comes into a group.
const (
	byInvitation  = "Invited"
	byApplication = "Apply"
)

type leftGroup struct {
	callback
	GroupID  string   `json:"group_id"`
	Type     string   `json:"exit_type"`
	Operator string   `json:"operator_account"`
	GoneIDs  []string `json:"exit_user_ids"`
}

type destroyedGroup struct {
	callback
	GroupID  string   `json:"group_id"`
	Owner    string   `json:"owner_account"`
	UserIDs  []string `json:"user_ids"`
	Operator string   `json:"operator_account"`
}

var (
	createdGroups   = wire.For[createdGroup](wire.Plain)
	joinedGroups    = wire.For[joinedGroup](wire.Plain)
	leftGroups      = wire.For[leftGroup](wire.Plain)
	destroyedGroups = wire.For[destroyedGroup](wire.Plain)
)

func tellCreated(g *store.Group, members []string) happening {
	e := createdGroup{GroupID: g.ID, Operator: g.Owner, Owner: g.Owner, Name: g.Name, UserIDs: members}
	for _, a := range g.Attributes {
		e.Attributes = append(e.Attributes, eventAttribute(a))
	}
	return of(groupCreated, createdGroups, e).byClients()
}

func tellJoined(group, operator, how string, ids []string) happening {
	return of(groupJoined, joinedGroups, joinedGroup{GroupID: group, Operator: operator, Type: how, NewIDs: ids}).byClients()
}

func tellLeft(group, operator, how string, ids []string) happening {
	return of(groupLeft, leftGroups, leftGroup{GroupID: group, Type: how, Operator: operator, GoneIDs: ids}).byClients()
}

// tellDestroyed tells of the end of a group, with those who were in it until then.
func tellDestroyed(g *store.Group, operator string, members []string) happening {
	return of(groupDestroyed, destroyedGroups, destroyedGroup{GroupID: g.ID, Owner: g.Owner, UserIDs: members, Operator: operator}).byClients()
}

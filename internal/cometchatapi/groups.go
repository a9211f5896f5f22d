package cometchatapi

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/store"
)

var groupOperations = []declaration{
	createGroup, listGroups, getGroup, updateGroup, deleteGroup,
	addMembers, listMembers, changeScope, kickMember, banUser, unbanUser, listBanned,
	joinGroup, leaveGroup, addMembersAsUser, transferGroup,
}

// Types of groups (page "Groups").
const (
	publicGroup   = "public"
	privateGroup  = "private"
	passwordGroup = "password"
)

// The scopes of members, as the store keeps them: the fewer, the more a member may do. The app itself is below all.
const (
	admin = iota + 1
	moderator
	participant
)

var scopes = []string{admin: "admin", moderator: "moderator", participant: "participant"}

// scopeOf is the scope that a word stands for.
func scopeOf(word string) int64 { return int64(slices.Index(scopes, word)) }

// scopeIn is the scope with which somebody comes into a group. Its owner, who may be outside after an import, is an admin.
func scopeIn(g *store.Group, uid string, scope int64) int64 {
	if uid == g.Owner {
		return admin
	}
	return scope
}

// Bounds of groups (page "Properties and Constraints").
const maxAdded = 25 // people in one call

// groupView is a group as it is answered.
type groupView struct {
	GUID           string          `json:"guid"`
	Name           string          `json:"name"`
	Description    string          `json:"description,omitempty"`
	Icon           string          `json:"icon,omitempty"`
	Metadata       json.RawMessage `json:"metadata,omitempty"`
	Type           string          `json:"type"`
	Scope          string          `json:"scope,omitempty"`
	MembersCount   int             `json:"membersCount"`
	JoinedAt       time.Time       `json:"joinedAt,omitzero" wire:"seconds"`
	ConversationID string          `json:"conversationId"`
	HasJoined      bool            `json:"hasJoined,omitempty"`
	CreatedAt      time.Time       `json:"createdAt" wire:"seconds"`
	Owner          string          `json:"owner"`
	UpdatedAt      time.Time       `json:"updatedAt,omitzero" wire:"seconds"`
	UpdatedBy      string          `json:"updatedBy,omitempty"`
	Tags           []string        `json:"tags,omitempty"`
}

// viewOfGroup is a group as me sees it, who may be nobody.
func viewOfGroup(tx *store.Tx, g *store.Group, me string) groupView {
	v := groupView{
		GUID: g.ID, Name: g.Name, Description: g.Notice, Icon: g.Avatar, Metadata: g.Metadata, Type: g.Type,
		MembersCount: tx.Members(g.ID).Len(), ConversationID: groupConversation(g.ID), CreatedAt: g.CreatedAt, Owner: g.Owner,
		UpdatedAt: g.UpdatedAt, UpdatedBy: g.UpdatedBy, Tags: g.Tags,
	}
	if m, is := tx.Member(g.ID, me); is {
		v.Scope, v.JoinedAt, v.HasJoined = scopes[m.Role], m.JoinedAt, true
	}
	return v
}

// groupConversation is the id of a group's conversation.
func groupConversation(guid string) string { return "group_" + guid }

// groupInPath is the group that the path names, in lower case.
func groupInPath(tx *store.Tx, who caller) (*store.Group, error) {
	guid := strings.ToLower(who.path("guid"))
	g, ok := tx.Group(guid)
	if !ok {
		return nil, noGroup(tx, guid)
	}
	return g, nil
}

func noGroup(tx *store.Tx, guid string) error {
	return errGUIDNotFound.of(guid).because("no group has the guid %.100q; the app has %d groups", guid, tx.GroupCount())
}

// groupThere refuses, in this order, an unknown user who acts, an unknown group, and an unknown user whom it is about.
func groupThere(tx *store.Tx, who caller) error {
	if err := usersThere(tx, caller{Me: who.Me}); err != nil {
		return err
	}
	if _, err := groupInPath(tx, who); err != nil {
		return err
	}
	return usersThere(tx, caller{UID: who.UID})
}

// changedGroup remembers when a group or who is in it was changed.
func changedGroup(tx *store.Tx, g *store.Group) *store.Group {
	changed := *g
	changed.UpdatedAt = thisSecond(tx)
	return tx.PutGroup(changed)
}

// orphan gives the groups of somebody who is about to be deleted to the system.
func orphan(tx *store.Tx, uid string) {
	for _, g := range slices.Collect(tx.GroupsOwnedBy(uid)) {
		changed := *g
		changed.Owner = systemUser
		tx.PutGroup(changed)
	}
}

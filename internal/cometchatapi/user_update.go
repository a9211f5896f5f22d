package cometchatapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// userChange is what a body says of a user. What it does not say stays as it is.
type userChange struct {
	Name string `json:"name" rule:"minlen=1,maxlen=100"`
	profile
	Unset []string `json:"unset" rule:"enum=avatar|link|metadata"`
}

// apply is the user with the change. What is unset is gone, also when the body gives it a value.
func (ch *userChange) apply(u store.User) store.User {
	set(&u.Name, ch.Name)
	ch.profile.apply(&u)
	for _, name := range ch.Unset {
		switch name {
		case "avatar":
			u.Avatar = ""
		case "link":
			u.Link = ""
		case "metadata":
			u.Metadata = nil
		}
	}
	return u
}

// empty reports whether a body names none of a user's own members.
func (ch *userChange) empty() bool {
	return ch.Name == "" && ch.Role == "" && ch.Avatar == "" && ch.Link == "" && ch.StatusMessage == "" &&
		ch.Metadata == nil && ch.Tags == nil && len(ch.Unset) == 0
}

type userUpdate struct {
	userChange
	UID string `json:"uid" rule:"noeffect"` // that of the path counts
	sdkMembers
}

var updateUser = op[userUpdate, shownUser]{
	Name: "UpdateUser", Route: "PUT /users/{uid}", Page: "Users", Seen: usersSeen,
	Key:   AuthOnly,
	Check: func(tx *store.Tx, _ caller, q userUpdate) []detail { return q.unknownRole(tx) },
	Run: func(tx *store.Tx, who caller, q userUpdate) (shownUser, error) {
		u, _ := tx.User(who.UID)
		changed := q.apply(*u)
		changed.UpdatedAt = thisSecond(tx)
		return shownUser{store.Row{User: tx.PutUser(changed)}, view{tags: true}}, nil
	},
	Show:  showUser,
	Looks: onePerson,
	Codes: codes{gateway.Recorded: {errUIDNotFound, errBadRequest}},
	Notes: notes{
		recorded("200 with the whole user and updatedAt; a uid in the body is ignored; unset takes a member away"),
		assumed("a member that is set and unset at once is unset"),
		recorded("a standard operation"),
		recorded("blank name: must have a value; avatar no URL; a blank tag: 400 ERR_BAD_REQUEST with details"),
		recorded("metadata may be a text"),
		assumed("a text that holds an object is stored as the object; metadata, tags and role replace what was there; an empty list of tags removes them"),
		assumed("a role that does not exist: 400 ERR_BAD_REQUEST"),
		assumed("a body without any known member: 200, updatedAt changes"),
		assumed("an unknown uid is refused before bad members; onBehalfOf is ignored"),
	},
}

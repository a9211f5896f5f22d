package chatdouble

import (
	"cmp"
	"net/http"
	"time"
)

// Group is a group of people of either vendor.
type Group struct {
	ID      string   // required; CometChat's guid, in lower case, or ZIM's GroupId
	Name    string   // CometChat: the ID when empty
	Owner   string   // a user who is there; required at ZIM, the system when empty at CometChat
	Members []string // users who are there; the owner is one, too

	Type     string // CometChat: public when empty, private or password
	Password string // CometChat: of a group of the type password

	CreatedAt time.Time // now on the app's clock when zero
}

// AddGroups adds groups. A group that is there already gets what is given here, and the members are added to those
// that it has. When something is wrong with one of them, none is added.
func (a *App) AddGroups(groups ...Group) {
	a.t.Helper()
	if len(groups) == 0 {
		return
	}
	var body struct {
		Groups []any `json:"groups"`
	}
	for _, g := range groups {
		body.Groups = append(body.Groups, a.group(g))
	}
	a.ask(question{method: http.MethodPatch, path: a.path("/state"), body: body}, nil, "adding %d groups, the first %q", len(groups), groups[0].ID)
}

// group is a group in the words of the vendor's fixtures.
func (a *App) group(g Group) any {
	if a.isZIM() {
		return struct {
			GroupID   string    `json:"groupId"`
			GroupName string    `json:"groupName"`
			Owner     string    `json:"owner"`
			Members   []string  `json:"members,omitzero"`
			CreatedAt time.Time `json:"createdAt,omitzero"`
		}{g.ID, g.Name, g.Owner, g.Members, g.CreatedAt}
	}
	return struct {
		GUID      string    `json:"guid"`
		Name      string    `json:"name"`
		Owner     string    `json:"owner,omitzero"`
		Members   []string  `json:"members,omitzero"`
		Type      string    `json:"type,omitzero"`
		Password  string    `json:"password,omitzero"`
		CreatedAt time.Time `json:"createdAt,omitzero"`
	}{g.ID, cmp.Or(g.Name, g.ID), g.Owner, g.Members, g.Type, g.Password, g.CreatedAt}
}

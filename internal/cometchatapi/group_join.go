package cometchatapi

import (
	"encoding/json"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// joining is the group object that the SDK sends; its password counts.
type joining struct {
	Password string          `json:"password" rule:"maxlen=100" check:"password"`
	GUID     string          `json:"guid" rule:"noeffect"`
	Name     string          `json:"name" rule:"noeffect"`
	Type     string          `json:"type" rule:"noeffect"`
	Icon     string          `json:"icon" rule:"noeffect"`
	Metadata json.RawMessage `json:"metadata" rule:"noeffect"`
}

// joined is the answer to a user who comes or goes.
type joined struct {
	Data messageView `json:"data"`

	events []hookEvent
}

func (*joined) whole() {}

var joinGroup = op[joining, joined]{
	Name: "JoinGroup", Route: "POST /groups/{guid}/members", Page: sdk, Seen: groupsSeen, EndUsers: true, Limit: coreCalls,
	Right: right[joining]{Feature: "joinGroup", Permission: "joinGroup"},
	First: groupThere,
	Run: func(tx *store.Tx, who caller, q joining) (joined, error) {
		g, _ := groupInPath(tx, who)
		return join(tx, g, who.Me, q.Password)
	},
	Show: showJoined,
	Tell: func(c *gateway.Call, out joined) { tellAll(c, out.events) },
	Codes: codes{
		gateway.Recorded: {errJoinNotAllowed, errWrongPassword},
		gateway.Assumed:  {errGUIDNotFound, errAlreadyJoined, errBannedMember, errEmptyPassword, errBadRequest},
	},
	Notes: notes{
		documented("public groups let everybody in, others those with the password, private ones nobody"),
		documented("the answer is the action message joined, from which the SDK takes the group; data.entities.on is not read"),
		assumed("data.entities.on is the user"),
		assumed("order of the refusals: banned, member already, private, password"),
	},
}

// join makes a member of somebody who asks for it.
func join(tx *store.Tx, g *store.Group, uid, password string) (out joined, _ error) {
	if err := bannedFrom(tx, g, uid); err != nil {
		return out, err
	}
	_, is := tx.Member(g.ID, uid)
	switch {
	case is:
		return out, errAlreadyJoined.of(uid, g.ID).because("%s is a member of the group %s already", uid, g.ID)
	case g.Type == privateGroup:
		return out, errJoinNotAllowed.of(uid, g.ID).because("the group %s is private: an admin may add members", g.ID)
	case g.Type == passwordGroup && strings.TrimSpace(password) == "" && g.Password != password:
		return out, errEmptyPassword.of(g.ID).because("the group %s has a password", g.ID)
	case g.Type == passwordGroup && g.Password != password:
		return out, errWrongPassword.of(g.ID).because("the group %s has another password", g.ID)
	}
	tx.Join(g.ID, uid, thisSecond(tx), scopeIn(g, uid, participant))
	return movement(tx, g, uid, "joined", memberJoined), nil
}

// movement tells of a user who has come or gone, and remembers it in the history.
func movement(tx *store.Tx, g *store.Group, uid, action, trigger string) (out joined) {
	u, _ := tx.User(uid)
	on := u
	if action == "left" {
		on = nil
	}
	out.Data = groupAction{name: action, by: uid, on: on}.put(tx, g)
	out.events = []hookEvent{memberEvent(tx, trigger, g, uid, hookMember{user: u})}
	changedGroup(tx, g)
	return out
}

func showJoined(dst []byte, out joined) []byte {
	return append(messagePlan.Append(append(dst, `{"data":`...), &out.Data), '}')
}

var leaveGroup = op[struct{}, told[success]]{
	Name: "LeaveGroup", Route: "DELETE /groups/{guid}/members", Page: sdk, Seen: groupsSeen, EndUsers: true, Limit: coreCalls,
	Right: right[struct{}]{Feature: "leaveGroup", InScope: "leaveGroup"},
	First: groupThere,
	Run: func(tx *store.Tx, who caller, _ struct{}) (out told[success], _ error) {
		a, err := actingIn(tx, who)
		if err != nil {
			return out, err
		}
		events, err := leave(tx, a)
		out.events, out.Data = events, done("The user with uid "+who.Me+" has left the group with guid "+a.group.ID+".")
		return out, err
	},
	Tell:  tellHooks[success],
	Codes: codes{gateway.Recorded: {errNotJoined}, gateway.Assumed: {errGUIDNotFound, errBannedMember, errOwnerExit}},
	Notes: notes{
		documented("the owner cannot leave before the group is handed over"),
		assumed("the code of that, which clients look for; the answer, of which the SDK reads nothing; the action message left, without data.entities.on"),
	},
}

// leave ends the membership of who acts.
func leave(tx *store.Tx, a acting) ([]hookEvent, error) {
	if a.group.Owner == a.me {
		return nil, errOwnerExit.of(a.me, a.group.ID).because("%s is the owner of the group %s", a.me, a.group.ID)
	}
	tx.Leave(a.group.ID, a.me)
	return movement(tx, a.group, a.me, "left", memberLeft).events, nil
}

package zegoapi

import (
	"fmt"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var createGroup = operation{
	Name: "CreateGroup", Page: "Group/create-a-group", Rate: errCreateGroupRate,
	Does: action[newGroup, madeGroup]{
		Check: func(c *gateway.Call, q *newGroup) error {
			q.seed, q.call = c.App.Seed, c.Seq
			q.groups, q.members = c.App.Quotas["groups"], c.App.Quotas["groupMembers"]
			return q.check(c.Now)
		},
		Run: func(tx *store.Tx, q newGroup) (made madeGroup, err error) {
			if err = q.refuse(tx); err != nil {
				return made, err
			}
			g := tx.PutGroup(q.group(tx))
			tx.Join(g.ID, g.Owner, g.CreatedAt, roleOwner)
			_, became := forEach(others(q.UserIDs, g.Owner), func(at one) (none, error) {
				if err := target(tx, at.ID); err != nil {
					return none{}, err
				}
				_, err := enter(tx, g, at.ID, g.CreatedAt, q.members)
				return none{}, err
			})
			for _, f := range became.Failed {
				made.Failures = append(made.Failures, f.user())
			}
			made.GroupID = g.ID
			for m := range tx.Members(g.ID).From(0) {
				made.Members = append(made.Members, groupMember{m.User.ID, m.User.Name})
			}
			made.tell(tellCreated(g, memberIDs(tx, g.ID)))
			return made, nil
		},
		Changes: true, Failures: "ErrorUsers",
	},
	Listed: []*codeError{
		errInput, errCreateGroupRate, errGroupExists, errManyGroups, errOwnerUnknown, errOwnersGroups, errGroupStorage,
		errManyMembers, errJoin, errManyAttributes, errAttributeLength, errMemberNotCreated,
	},
	Checks: []*codeError{
		errCreateGroupRate, errInput, errManyMembers, errManyAttributes, errAttributeLength, errGroupExists,
		errOwnerUnknown, errManyGroups, errUserUnknown,
	},
	Notes: []gateway.Fact{
		documented("GroupOwner is a member with role 1, those of UserId have role 3; all have joined at CreateGroupTime, which is now when it is 0 or missing; GroupOwner in UserId counts once"),
		documented("GroupId missing or empty: the server makes one that begins with #; one that is given must not"),
		assumed("such an id has 10 digits behind #"),
		documentedOn("Manage groups", "the id of a group that was disbanded is taken: 660600011"),
		documented("GroupOwner not registered: 660600013"),
		documented("above the groups of the plan: 660600012 (limits.groups; any number by default)"),
		assumed("a Key that is empty: 660600020; of equal keys the last counts; CreateGroupTime in the future: 660000002"),
		assumed("Members has the owner first and then who has joined, in the order of the request; ErrorUsers has the others: not registered is SubCode 660700015, not an id 660000002, above limits.groupMembers 660600016"),
		assumed("the group is there, and Code is 0, when nobody of UserId could join; an id that comes twice counts once"),
		documentedOn("Callback on group created", "callback group_create: group_id, operator_account, owner_account, group_name, attributes, user_ids"),
		assumed("operator_account is GroupOwner, user_ids are all members, the owner too"),
	},
}

type newGroup struct {
	GroupID    string         `json:"GroupId" rule:"maxbytes=32"`
	Name       string         `json:"GroupName" rule:"maxlen=50"`
	Notice     string         `json:"GroupNotice" rule:"maxbytes=300"`
	Avatar     string         `json:"GroupAvatar" rule:"maxbytes=500"`
	Owner      string         `json:"GroupOwner" rule:"required,userid"`
	UserIDs    []string       `json:"UserId" rule:"maxitems=100" many:"660600016"`
	Attributes []newAttribute `json:"Attributes" rule:"maxitems=10" many:"660600019"`
	CreatedAt  int64          `json:"CreateGroupTime"`

	seed            int64
	call            uint64
	groups, members int // how many there may be; 0: any number
}

type newAttribute struct {
	Key   string `json:"Key" rule:"required,maxbytes=16" long:"660600020"`
	Value string `json:"Value" rule:"required,maxbytes=1024" long:"660600020"`
}

// check looks at what no tag says.
func (q *newGroup) check(now time.Time) error {
	switch {
	case q.GroupID != "" && !ValidUserID(q.GroupID):
		return errInput.because("%s", whyNotID("GroupId", q.GroupID))
	case q.GroupID != "" && q.GroupID[0] == '#':
		return errInput.because("GroupId %q begins with #, as only ids that the server makes do", q.GroupID)
	case q.CreatedAt > now.UnixMilli():
		return errInput.because("CreateGroupTime %d is in the future; it is in milliseconds", q.CreatedAt)
	}
	for _, a := range q.Attributes {
		if a.Key == "" {
			return errAttributeLength.because("Attributes has an empty Key")
		}
	}
	return nil
}

func (q *newGroup) refuse(tx *store.Tx) error {
	if _, there := tx.Group(q.GroupID); there {
		return errGroupExists.because("there is a group %q", q.GroupID)
	}
	if tx.WasGroup(q.GroupID) {
		return errGroupExists.because("there was a group %q, and its id is never free again", q.GroupID)
	}
	if _, there := tx.User(q.Owner); !there {
		return unknownUser(errOwnerUnknown, q.Owner)
	}
	if q.groups > 0 && tx.GroupCount() >= q.groups {
		return errManyGroups.because("the app has %d groups, which is all that it may have (limits.groups)", tx.GroupCount())
	}
	return nil
}

func (q *newGroup) group(tx *store.Tx) store.Group {
	g := store.Group{ID: q.GroupID, Name: q.Name, Notice: q.Notice, Avatar: q.Avatar, Owner: q.Owner, CreatedAt: tx.Now()}
	for try := uint64(0); g.ID == ""; try++ {
		if id := madeGroupID(q.seed, q.call, try); !tx.WasGroup(id) {
			if _, there := tx.Group(id); !there {
				g.ID = id
			}
		}
	}
	if q.CreatedAt > 0 {
		g.CreatedAt = time.UnixMilli(q.CreatedAt)
	}
	for _, a := range q.Attributes {
		g.Attributes = withAttribute(g.Attributes, store.Attribute(a))
	}
	return g
}

// madeGroupID is an id that the server makes.
func madeGroupID(seed int64, call, try uint64) string {
	return fmt.Sprintf("#%010d", gateway.Mix(uint64(seed)^gateway.Mix(call+try<<32))%10_000_000_000)
}

// others are ids without one of them, each once.
func others(ids []string, self string) (left []string) {
	for _, id := range once(ids) {
		if id != self {
			left = append(left, id)
		}
	}
	return left
}

// madeGroup is a group and who is in it.
type madeGroup struct {
	told
	GroupID  string        `json:"GroupId"`
	Members  []groupMember `json:"Members"`
	Failures []failedUser  `json:"ErrorUsers" wire:"vary"`
}

type groupMember struct {
	UserID string `json:"UserId"`
	Name   string `json:"UserName"`
}

var dismissGroup = operation{
	Name: "DismissGroup", Page: "Group/disband-a-group-chat", Method: get, Rate: errSharedRate, Rates: oncePerGroup,
	Does: action[groupCall, toldOnly]{
		Check: withRights[groupCall],
		Run: onGroup(ofOwner, func(tx *store.Tx, q groupCall, g *store.Group) (out toldOnly, err error) {
			out.tell(tellDestroyed(g, q.FromUserID, memberIDs(tx, g.ID)))
			tx.DeleteGroup(g.ID)
			return out, nil
		}),
		Changes: true,
	},
	Listed: []*codeError{errInput, errSharedRate, errNotRegistered, errNoGroup},
	Checks: []*codeError{errSharedRate, errInput, errNotRegistered, errNoGroup, errNotInGroup, errNotAllowed},
	Notes: []gateway.Fact{
		documented("any registered user may do it, member or not"),
		strictly("the owner"),
		documented("the conversation is gone from the list of each member"),
		assumed("so are messages, attributes, mutes and nicknames; every action on the group answers 660600001 from then on, and its id is never free again"),
		documentedOn("Callback on group disbanded", "callback group_destroy: group_id, owner_account, user_ids, operator_account"),
		assumed("user_ids are the members until then; nobody is told of each one's going"),
	},
}

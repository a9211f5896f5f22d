package zegoapi

import (
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// friendActions are those on lists of friends. A friendship has two sides, and one can be there without the other:
// A's list may hold B while B's does not hold A.
var friendActions = []operation{
	addFriends, sendFriendApplication, deleteFriends, deleteAllFriends, queryFriendList, checkFriendsRelation,
	updateFriendsAlias, updateFriendAttributes,
}

// friendBatch is what actions on several friends are asked with.
type friendBatch struct {
	FromUserID string   `json:"FromUserId" rule:"required,userid"`
	UserIDs    []string `json:"UserIds" rule:"required" quota:"batch" many:"660800019"`
}

func (b friendBatch) ids() []string { return b.UserIDs }

var deleteFriends = operation{
	Name: "DeleteFriends", Page: "User/batch-delete-friends",
	Does: batch[deletion, none]{
		Refuse: func(_ *store.Tx, d deletion) error {
			if slices.Contains(d.UserIDs, d.FromUserID) {
				return errSelfUnfriend.because("FromUserId %q is among UserIds", d.FromUserID)
			}
			return nil
		},
		Each: func(tx *store.Tx, d deletion, at one) (none, error) {
			switch {
			case !ValidUserID(at.ID):
				return none{}, notAnID(at.ID)
			case at.Again:
				return none{}, errRepeatedID
			case !unfriend(tx, d.FromUserID, at.ID, d.Type):
				return none{}, errNoFriend
			}
			return none{}, nil
		},
		Changes: true, Failures: "ErrorList",
	},
	Listed: []*codeError{errInput, errRate, errNotRegistered, errManyFriends, errRepeatedID, errSelfUnfriend, errNoFriend},
	Checks: []*codeError{
		errRate, errInput, errManyFriends, errNotRegistered, errSelfUnfriend, errRepeatedID, errNoFriend,
	},
	Notes: []gateway.Fact{
		documented("DeleteType 1 takes the friend off the list of FromUserId, 0 takes each off the other's"),
		documented("an id that comes twice: SubCode 660800022"),
		assumed("of equal ids the first counts"),
		documented("FromUserId among UserIds: 660800033"),
		assumed("660800033 refuses the whole call"),
		documented("not a friend of FromUserId: SubCode 660800034"),
		assumed("so is who is not registered, and who has FromUserId on the own list only; then DeleteType 0 changes nothing"),
		assumed("a bad id: SubCode 660000002"),
		assumed("order of the checks: parameters, number of ids, FromUserId registered, FromUserId among the ids; then of each id: form, repeated, friend"),
		friendsAndBlocks,
	},
}

// friendsAndBlocks is said of each page on friends.
var friendsAndBlocks = documented("friends and block lists do not touch each other")

type deletion struct {
	friendBatch
	Type int64 `json:"DeleteType" rule:"required,enum=0|1"`
}

// unfriend takes a friend off the list of from, and from off the friend's when the type of the deletion is 0. It
// reports false, and changes nothing, when there is no such friend.
func unfriend(tx *store.Tx, from, id string, kind int64) bool {
	if !tx.RemoveFriend(from, id) {
		return false
	}
	if kind == 0 {
		tx.RemoveFriend(id, from)
	}
	return true
}

var deleteAllFriends = operation{
	Name: "DeleteAllFriends", Page: "User/delete-all-friends", Method: get,
	Does: action[allFriends, none]{
		Run: func(tx *store.Tx, d allFriends) (none, error) {
			var ids []string
			for row := range tx.FriendRows(d.FromUserID).From(0) {
				ids = append(ids, row.User.ID)
			}
			for _, id := range ids {
				unfriend(tx, d.FromUserID, id, d.Type)
			}
			return none{}, nil
		},
		Changes: true,
	},
	Listed: []*codeError{errGeneral, errInput, errRate},
	Checks: []*codeError{errRate, errInput, errNotRegistered},
	Notes: []gateway.Fact{
		documented("DeleteType 1 empties the list of FromUserId, 0 also takes FromUserId off the lists of those who stood there"),
		assumed("who has FromUserId on the own list only keeps it, also with DeleteType 0"),
		assumed("an empty list: success"),
		documented("the answer has no members of its own"),
		friendsAndBlocks,
	},
}

type allFriends struct {
	FromUserID string `json:"FromUserId" rule:"required,userid"`
	Type       int64  `json:"DeleteType" rule:"required,enum=0|1"`
}

var queryFriendList = operation{
	Name: "QueryFriendList", Page: "User/query-the-friend-list", Method: get,
	Does: page[friendRow]{
		List:    "FriendInfos",
		Cursors: "/friends ", // no user id begins with a slash, so no block list has the same
		Rows:    func(tx *store.Tx, owner string) store.Rows { return tx.FriendRows(owner) },
		Row: func(tx *store.Tx, owner string, row store.Row) friendRow {
			info := tx.FriendInfo(owner, row.User.ID)
			shown := friendRow{
				UserID: row.User.ID, UserName: row.User.Name, Avatar: row.User.Avatar, Wording: info.Wording, FriendAlias: info.Alias,
				CreateTime: row.BlockedByMeAt().UnixMilli(), // since when, in any list
			}
			for _, a := range info.Attributes {
				shown.Attributes = append(shown.Attributes, friendAttribute(a))
			}
			return shown
		},
	},
	Listed: []*codeError{errGeneral, errInput, errRate},
	Checks: []*codeError{errRate, errInput, errNotRegistered},
	Notes: []gateway.Fact{
		documented("CreateTime in milliseconds; Attributes with Key and Value"),
		documented("CreateTime is the FriendTime of AddFriends"),
		assumed("order: as the friends were added, the first added first, whatever their FriendTime"),
		assumed("no name, avatar, wording or alias: empty strings; no attributes: []; attributes stand in the order in which they were first set"),
		friendsAndBlocks,
	},
}

type friendRow struct {
	UserID      string            `json:"UserId"`
	UserName    string            `json:"UserName"`
	Avatar      string            `json:"Avatar"`
	Wording     string            `json:"Wording"`
	FriendAlias string            `json:"FriendAlias"`
	CreateTime  int64             `json:"CreateTime"`
	Attributes  []friendAttribute `json:"Attributes"`
}

type friendAttribute struct {
	Key   string `json:"Key"`
	Value string `json:"Value"`
}

var checkFriendsRelation = operation{
	Name: "CheckFriendsRelation", Page: "User/check-friendships",
	Does: action[friendCheck, friendsChecked]{
		Run: func(tx *store.Tx, q friendCheck) (checked friendsChecked, err error) {
			checked.Successes, checked.outcome = forEach(once(q.UserIDs), func(at one) (friendRelation, error) {
				err := target(tx, at.ID)
				return friendRelation{at.ID, q.relation(tx, at.ID)}, err
			})
			for _, f := range checked.Failed {
				entry := failedRelation{failedUser: f.user()}
				if q.Type == twoWay { // the half that is known: nobody has a friend who is not registered
					entry.Relation = oneWayNone
				}
				checked.Fails = append(checked.Fails, entry)
			}
			return checked, nil
		},
		Failures: "Fails",
	},
	Listed: []*codeError{errGeneral, errInput, errRate},
	Checks: []*codeError{errRate, errInput, errManyFriends, errNotRegistered, errUserUnknown},
	Notes: []gateway.Fact{
		documented("CheckType 1: Relation 1 when the user is not on the list of FromUserId, 2 when it is"),
		documented("CheckType 0: Relation 3 neither is on the other's list, 4 only the user is on that of FromUserId, 5 only the other way round, 6 both"),
		documented("Successes and Fails, the latter with SubCode; Code is 0 when one user could be checked"),
		assumed("nobody could be checked: Code is the first SubCode and Successes is []"),
		assumed("a target who is not registered: SubCode 660700015; a bad id: SubCode 660000002"),
		documented("Fails has Relation only with CheckType 0: the side of FromUserId, 1 or 2"),
		assumed("that Relation is always 1 here, and with CheckType 1 the member is left out"),
		assumed("an id that comes twice is answered once; FromUserId itself is nobody's friend"),
		friendsAndBlocks,
	},
}

// friendCheck asks how people stand to one user.
type friendCheck struct {
	friendBatch
	Type int64 `json:"CheckType" rule:"required,enum=0|1"`
}

// twoWay is the CheckType that looks at both lists. The relations of both checks are those of their page; of a two-way
// check they are a sum.
const (
	twoWay = 0

	oneWayNone   = 1
	oneWayFriend = 2

	twoWayNone   = 3
	twoWayMine   = 1 // more when FromUserId has the user
	twoWayTheirs = 2 // more when the user has FromUserId
)

func (q *friendCheck) relation(tx *store.Tx, id string) int {
	mine, theirs := tx.HasFriend(q.FromUserID, id), tx.HasFriend(id, q.FromUserID)
	relation := twoWayNone
	switch {
	case q.Type != twoWay && mine:
		return oneWayFriend
	case q.Type != twoWay:
		return oneWayNone
	}
	if mine {
		relation += twoWayMine
	}
	if theirs {
		relation += twoWayTheirs
	}
	return relation
}

// friendsChecked says how they stand.
type friendsChecked struct {
	outcome
	Successes []friendRelation `json:"Successes" wire:"vary"`
	Fails     []failedRelation `json:"Fails" wire:"vary"`
}

type friendRelation struct {
	UserID   string `json:"UserId"`
	Relation int    `json:"Relation" rule:"min=1,max=6"`
}

type failedRelation struct {
	failedUser
	Relation int `json:"Relation,omitempty" rule:"min=1,max=2"`
}

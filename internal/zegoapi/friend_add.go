package zegoapi

import (
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// maxFriends is how many friends one user can have (page "AddFriends").
const maxFriends = 3000

var addFriends = operation{
	Name: "AddFriends", Page: "User/batch-add-friends",
	Does: batch[adding, none]{
		Refuse: func(_ *store.Tx, q adding) error { return notOwnFriend(q.FromUserID, q.ids()) },
		Each: func(tx *store.Tx, q adding, at one) (none, error) {
			item := &q.Infos[at.At]
			if err := item.refused(tx, q.FromUserID, at, item.FriendTime); err != nil {
				return none{}, err
			}
			if friendsFull(tx, q.FromUserID) || friendsFull(tx, at.ID) && !tx.HasFriend(at.ID, q.FromUserID) {
				return none{}, errFriendsFull
			}
			since := tx.Now()
			if item.FriendTime != 0 {
				since = time.UnixMilli(item.FriendTime)
			}
			_, _ = tx.AddFriend(q.FromUserID, at.ID, since) // two people, both registered: it cannot fail
			_, _ = tx.AddFriend(at.ID, q.FromUserID, since)
			tx.SetFriendInfo(q.FromUserID, at.ID, item.info())
			return none{}, nil
		},
		Changes: true, Failures: "ErrorList", AllFailed: errNobodyRegistered, AllIf: nobodyRegistered,
	},
	Listed: addingCodes, Checks: addingCodes,
	Notes: slices.Concat(addingNotes, []gateway.Fact{
		documented("adds at once, without consent"),
		assumed("both lists get the other; Wording, FriendAlias and Attributes belong to the side of FromUserId"),
		assumed("the target has FromUserId already: the other side is added, what the target noted stays"),
		documented("FromUserId has the target already: SubCode 660800027"),
		assumed("the target's own list is full: SubCode 660800028 too"),
		documented("FriendTime in milliseconds, 0 means now; later than now: SubCode 660800046"),
	}),
}

// sendFriendApplication makes friends only of those who have FromUserId as a friend already. Of the others'
// applications nothing is kept: no action reads them.
var sendFriendApplication = operation{
	Name: "SendFriendApplication", Page: "User/batch-send-friend-requests",
	Does: batch[applying, none]{
		Refuse: func(_ *store.Tx, q applying) error { return notOwnFriend(q.FromUserID, q.ids()) },
		Each: func(tx *store.Tx, q applying, at one) (none, error) {
			item := &q.Infos[at.At]
			if err := item.refused(tx, q.FromUserID, at, max(item.CreateTime, item.UpdateTime)); err != nil {
				return none{}, err
			}
			if friendsFull(tx, q.FromUserID) {
				return none{}, errFriendsFull
			}
			if tx.HasFriend(at.ID, q.FromUserID) {
				_, _ = tx.AddFriend(q.FromUserID, at.ID, tx.Now()) // two people, both registered: it cannot fail
				tx.SetFriendInfo(q.FromUserID, at.ID, item.info())
			}
			return none{}, nil
		},
		Changes: true, Failures: "ErrorList", AllFailed: errNobodyRegistered, AllIf: nobodyRegistered,
	},
	Listed: append([]*codeError{errUserCount}, addingCodes...), // beside errManyFriends
	Checks: addingCodes,
	Notes: slices.Concat(addingNotes, []gateway.Fact{
		documented("the target has FromUserId already: FromUserId gets the target at once, without consent"),
		assumed("that friendship begins at the time of the call, with the Wording, FriendAlias and Attributes of the call"),
		assumed("a pending application is answered with success and not kept: no action of the server API reads, accepts or refuses one"),
		assumed("applying again to the same target: success"),
		documented("FromUserId has the target already: SubCode 660800027"),
		documented("CreateTime and UpdateTime in milliseconds, 0 means now; later than now: SubCode 660800046"),
	}),
}

type adding struct {
	FromUserID string      `json:"FromUserId" rule:"required,userid"`
	Infos      []newFriend `json:"FriendInfos" rule:"required" quota:"batch" many:"660800019"`
}

func (q adding) ids() []string {
	return idsOf(q.Infos, func(i *newFriend) string { return i.UserID })
}

type applying struct {
	FromUserID string        `json:"FromUserId" rule:"required,userid"`
	Infos      []application `json:"FriendInfos" rule:"required" quota:"batch" many:"660800019"`
}

func (q applying) ids() []string {
	return idsOf(q.Infos, func(i *application) string { return i.UserID })
}

type newFriend struct {
	friendInfo
	FriendTime int64 `json:"FriendTime"` // Unix milliseconds, 0: now
}

type application struct {
	friendInfo
	CreateTime int64 `json:"CreateTime"`
	UpdateTime int64 `json:"UpdateTime"`
}

// friendInfo is what FromUserId notes about a friend.
type friendInfo struct {
	item
	UserID     string      `json:"UserId" rule:"required,userid"`
	Wording    string      `json:"Wording" rule:"maxlen=256" long:"660800021"`
	Alias      string      `json:"FriendAlias" rule:"maxlen=256" long:"660800021"`
	Attributes []attribute `json:"Attributes" rule:"maxitems=5" many:"660800026,assumed" wrong:"660800026"`
}

func (i *friendInfo) info() store.FriendInfo {
	info := store.FriendInfo{Wording: i.Wording, Alias: i.Alias}
	for _, a := range i.Attributes {
		info.Attributes = append(info.Attributes, store.Attribute(a))
	}
	return info
}

// refused is why somebody cannot become a friend, nil when nothing is against it. latest is the latest of the times
// that were given.
func (i *friendInfo) refused(tx *store.Tx, from string, at one, latest int64) error {
	switch {
	case !ValidUserID(at.ID):
		return notAnID(at.ID)
	case at.Again:
		return errRepeatedID
	case i.bad != nil:
		return i.bad
	}
	if err := wrongAttributes(i.Attributes); err != nil {
		return err
	}
	if latest > tx.Now().UnixMilli() {
		return errFuture
	}
	if err := target(tx, at.ID); err != nil {
		return err
	}
	if tx.HasFriend(from, at.ID) {
		return errFriend
	}
	return nil
}

func notOwnFriend(from string, ids []string) error {
	if slices.Contains(ids, from) {
		return errSelfFriend.because("FromUserId %q is among FriendInfos", from)
	}
	return nil
}

func friendsFull(tx *store.Tx, id string) bool { return tx.FriendRows(id).Len() >= maxFriends }

// nobodyRegistered reports whether no target is registered. Of equal ids the first has told.
func nobodyRegistered(failed []failure) bool {
	return !slices.ContainsFunc(failed, func(f failure) bool {
		return f.Code != errUserUnknown.Code && f.Code != errRepeatedID.Code
	})
}

// addingCodes are those of both pages, in the order of their checks.
var addingCodes = []*codeError{
	errRate, errInput, errManyFriends, errNotRegistered, errSelfFriend, errRepeatedID, errLongWords, errAttributes,
	errAttributeKey, errRepeatedKey, errLongAttributes, errFuture, errUserUnknown, errFriend, errFriendsFull,
	errNobodyRegistered,
}

// addingNotes hold for both actions.
var addingNotes = []gateway.Fact{
	friendsAndBlocks,
	assumed("FromUserId not registered is 660500002 and not 660700015, which the page lists for it too"),
	documented("nobody is registered: Code 660800025"),
	assumed("so is one unregistered user who comes twice"),
	documented("FromUserId among the targets: 660800020"),
	assumed("660800020 refuses the whole call"),
	documented("a target who is not registered: SubCode 660700015"),
	documented("an id that comes twice: SubCode 660800022 on the second"),
	documented("an attribute's Key is not k0 to k4: SubCode 660800023; comes twice: 660800032; keys and values of more than 1024 bytes together: 660800024"),
	assumed("Key or Value missing or not a string, Attributes not an array of objects: SubCode 660800026"),
	documented("FromUserId has 3000 friends: SubCode 660800028"),
	assumed("a block keeps nobody from it (since SDK 2.29.0 it can keep a client; no return code of the server API says so)"),
	assumed("an item without a UserId, or with another member of a wrong type: 660000002 for the whole call"),
	assumed("order of the checks: parameters, number of items, FromUserId registered, FromUserId among the targets; then of each item: form of the id, repeated, lengths, attributes, times, registered, friend already, 3000 friends"),
}

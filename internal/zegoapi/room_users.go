package zegoapi

import (
	"slices"
	"strconv"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var queryRoomUserList = operation{
	Name: "QueryRoomUserList", Page: "Room/obtain-information-about-users-in-a-room", Method: get, Rate: errSharedRate,
	Does: action[roomUserQuery, roomUserList]{
		Check: func(_ *gateway.Call, q *roomUserQuery) (err error) {
			if q.NextFlag != "" {
				q.page, err = parseCount(q.NextFlag, "NextFlag")
			}
			return err
		},
		Run: func(tx *store.Tx, q roomUserQuery) (l roomUserList, err error) {
			if _, err = roomOf(tx, q.RoomID); err != nil {
				return l, err
			}
			users := tx.RoomUsers(q.RoomID)
			if users.Len() == 0 {
				return l, errRoomEmpty.because("nobody is in room %q", q.RoomID)
			}
			p := pageNumber(q.page, q.Limit, mostRoomUsers, users.Len())
			l.Count, l.NextFlag = int64(users.Len()), strconv.FormatInt(p.next, 10)
			rows := users.From(p.from)
			if q.Mode == newestFirst {
				rows = users.Back(p.from)
			}
			for u := range rows {
				if len(l.Users) == p.limit {
					break
				}
				l.Users = append(l.Users, roomUser{u.User.ID, u.User.Name})
			}
			return l, nil
		},
	},
	Listed: []*codeError{errInput, errSharedRate, errNoRoom, errRoom, errRoomEmpty},
	Checks: []*codeError{errSharedRate, errInput, errNoRoom, errRoomEmpty},
	Notes: []gateway.Fact{
		documented("Count is how many are in the room; UserList has UserId and UserName of those of the page"),
		documented("Mode 0: by the time of entering; 1: the other way round"),
		documented(`NextFlag is a text: "1", "2" and so on, "0" when all have been given`),
		assumed(`NextFlag missing, empty or "0" asks for the first page; a number may stand in the place of the text; one that is no number is 660000002; behind the last page: no users, "0"`),
		documented("Limit missing or above 500 counts as 500; it must be the same for all pages"),
		assumed("Limit 0 counts as 500; another Limit counts other pages; who comes or goes between two calls shifts them"),
		documented("no such room, or a destroyed one: 660300001"),
		documented("a room with nobody in it: 660300008"),
		assumed("a RoomId may have commas, as on the pages of other actions"),
	},
}

// newestFirst is the Mode that lists first who has entered last.
const newestFirst = 1

// mostRoomUsers is the largest page.
const mostRoomUsers = 500

type roomUserQuery struct {
	RoomID   string `json:"RoomId" rule:"required,roomid,maxbytes=32"`
	Mode     int64  `json:"Mode" rule:"enum=0|1"`
	NextFlag string `json:"NextFlag" rule:"digits"`
	Limit    int64  `json:"Limit"`

	page int64
}

type roomUserList struct {
	Count    int64      `json:"Count"`
	NextFlag string     `json:"NextFlag"`
	Users    []roomUser `json:"UserList" wire:"vary"`
}

type roomUser struct {
	UserID string `json:"UserId"`
	Name   string `json:"UserName"`
}

var queryRoomMembers = operation{
	Name: "QueryRoomMembers", Page: "Room/query-whether-a-user-is-in-a-room", Method: get,
	Rate: errSharedRate, Rates: []rate{{Per: "RoomId", Quota: "perRoomSecond"}},
	Does: batch[roomMembersQuery, roomMember]{
		Once:   true,
		Check:  func(_ *gateway.Call, q *roomMembersQuery) error { return checkIDs(q.UserIDs) },
		Refuse: func(tx *store.Tx, q roomMembersQuery) error { _, err := roomOf(tx, q.RoomID); return err },
		Each: func(tx *store.Tx, q roomMembersQuery, at one) (roomMember, error) {
			u, ok := tx.User(at.ID)
			switch {
			case !ok:
				return roomMember{}, unknownUser(errUserState, at.ID)
			case tx.InRoom(q.RoomID, at.ID):
				return roomMember{u.ID, u.Name, textOrNull(u.Avatar), textOrNull(u.Extra)}, nil
			case !isReachable(tx, u.ID):
				return roomMember{}, errUserState.because("%s has logged out", shownID(at.ID))
			}
			return roomMember{}, errNotInRoom.because("%s is not in room %q", shownID(at.ID), q.RoomID)
		},
		Good: "UserList", Failures: "ErrorList",
	},
	Listed: []*codeError{errInput, errSharedRate, errUserCount, errUserState, errNotInRoom},
	Checks: []*codeError{errSharedRate, errInput, errUserCount, errNoRoom, errUserState, errNotInRoom},
	Notes: []gateway.Fact{
		documented("a RoomId has at most 128 bytes (32 in the page's schema)"),
		documented("5 calls a second for one room"),
		assumed("no such room, or a destroyed one: 660300001; an id in UserId that no user may have: 660000002 for the whole call"),
		documented("unknown or logged out: SubCode 660200001; not in the room: SubCode 660300012"),
		assumed("who was registered by server and never logged in is not in the room: SubCode 660300012"),
		documented("avatar and extra may be null"),
		assumed("they are null when they are not set; a user_name that is not set is an empty string"),
		assumed("both lists are in the order of the request; a RoomId may have commas, as on the pages of other actions"),
	},
}

type roomMembersQuery struct {
	UserIDs []string `json:"UserId" rule:"required,maxitems=10" many:"660000011"`
	RoomID  string   `json:"RoomId" rule:"required,roomid,maxbytes=128"`
}

func (q roomMembersQuery) ids() []string { return q.UserIDs }

type roomMember struct {
	UserID string  `json:"user_id"`
	Name   string  `json:"user_name"`
	Avatar *string `json:"avatar" wire:"null"`
	Extra  *string `json:"extra" wire:"null"`
}

// textOrNull is a text that is null when it is empty.
func textOrNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// checkIDs refuses a call with an id that no user may have.
func checkIDs(ids []string) error {
	for _, id := range ids {
		if !ValidUserID(id) {
			return notAnID(id)
		}
	}
	return nil
}

var kickoutRoomUser = operation{
	Name: "KickoutRoomUser", Page: "Room/remove-user-from-the-room", Method: get,
	Does: action[roomKickout, toldOnly]{
		Check: func(_ *gateway.Call, q *roomKickout) error { return checkIDs(q.UserIDs) },
		Run: func(tx *store.Tx, q roomKickout) (done toldOnly, err error) {
			r, err := roomOf(tx, q.RoomID)
			if err != nil {
				return done, err
			}
			inside := slices.DeleteFunc(once(q.UserIDs), func(id string) bool { return !tx.InRoom(r.ID, id) })
			if len(inside) == 0 {
				return done, errOutsideRoom.because("nobody of UserId is in room %q", r.ID)
			}
			destroyed := takeOut(tx, r, inside)
			done.tell(tellRoomLeft(r.ID, q.FromUserID, byKickout, inside))
			if destroyed {
				done.tell(tellRoomDestroyed(r.ID, q.FromUserID, nil))
			}
			return done, nil
		},
		Changes: true,
	},
	Listed: []*codeError{errUserCount, errNoRoom, errOutsideRoom},
	Checks: []*codeError{errRate, errInput, errUserCount, errNotRegistered, errNoRoom, errOutsideRoom},
	Notes: []gateway.Fact{
		documented("no such room, or a destroyed one: 660300001; a user who is not in it: 660300002"),
		assumed("some in the room and some not: those in it leave, Code 0; 660300002 when nobody is; an id that no user may have: 660000002"),
		documented("FromUserId may be missing"),
		assumed("then operator_account is empty; one that is given must be registered"),
		documented("CustomReason should have at most 32 bytes"),
		assumed("it may have more"),
		commaInRooms,
		assumed("the last user gone: the room is destroyed, at once or when DestroyDelayTime is over; attributes with AutoDelete go with who has set them"),
		documentedOn("Callback on room left", "callback room_exit: room_id, exit_type Kickout, operator_account, exit_user_ids"),
		documentedOn("Callback on room destroyed", "callback room_destroy behind it when the room is destroyed"),
		assumed("whose user_ids is empty then"),
	},
}

type roomKickout struct {
	RoomID     string   `json:"RoomId" rule:"required,roomid,maxbytes=32"`
	UserIDs    []string `json:"UserId" rule:"required,maxitems=50" many:"660000011"`
	Reason     string   `json:"CustomReason" rule:"noeffect"`
	FromUserID string   `json:"FromUserId" rule:"roomid,maxbytes=32"`
}

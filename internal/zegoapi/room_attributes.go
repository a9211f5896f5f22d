package zegoapi

import (
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var queryRoomAttribute = operation{
	Name: "QueryRoomAttribute", Page: "Room/query-room-attributes",
	Does: action[roomAttributeQuery, roomAttributes]{
		Run: func(tx *store.Tx, q roomAttributeQuery) (all roomAttributes, err error) {
			r, err := roomOf(tx, q.RoomID)
			if err != nil {
				return all, err
			}
			all.Seq = r.AttributeSeq
			for _, a := range r.Attributes {
				all.Attributes = append(all.Attributes, roomAttribute{a.Key, a.Value, a.Seq, flag(a.AutoDelete)})
			}
			return all, nil
		},
	},
	Listed: []*codeError{errInput, errRate},
	Checks: []*codeError{errRate, errInput, errNotRegistered, errNoRoom},
	Notes: []gateway.Fact{
		documented("AttributeSeq counts the changes of attributes; the Seq of one is what it was at its last change"),
		assumed("the one that was changed first comes first; a room without any has []"),
		assumed("no such room, or a destroyed one: 660300001; FromUserId need not be in it"),
		commaInRooms,
	},
}

type roomAttributeQuery struct {
	FromUserID string `json:"FromUserId" rule:"required,roomid,maxbytes=32"`
	RoomID     string `json:"RoomId" rule:"required,roomid,maxbytes=32"`
}

type roomAttributes struct {
	Seq        int64           `json:"AttributeSeq"`
	Attributes []roomAttribute `json:"Attributes" wire:"vary"`
}

type roomAttribute struct {
	Key        string `json:"Key"`
	Value      string `json:"Value"`
	Seq        int64  `json:"Seq"`
	AutoDelete int    `json:"AutoDelete"`
}

var modifyRoomAttribute = operation{
	Name: "ModifyRoomAttribute", Page: "Room/update-room-attributes",
	Does: action[roomAttributeChange, changedRoomAttributes]{
		Check: func(_ *gateway.Call, q *roomAttributeChange) error { return q.check() },
		Run: func(tx *store.Tx, q roomAttributeChange) (done changedRoomAttributes, err error) {
			before, err := roomOf(tx, q.RoomID)
			if err != nil {
				return done, err
			}
			r := *before
			r.Attributes = slices.Clone(before.Attributes)
			for i := range q.Attributes {
				a := &q.Attributes[i]
				if seq, wrong := a.change(&r, q.FromUserID); wrong == nil {
					done.Done = append(done.Done, changedKey{a.Key, seq})
					continue
				} else {
					done.fail(a.Key, wrong)
				}
				if q.stops() {
					break
				}
			}
			tx.PutRoom(r)
			return done.of(&r), nil
		},
		Changes: true,
	},
	Listed: []*codeError{errInput, errRate},
	Checks: []*codeError{errRate, errInput, errNotRegistered, errNoRoom},
	Notes: []gateway.Fact{
		documented("Action 0 sets an attribute, also one that is there, with its AutoDelete; 1 deletes it"),
		documented("each change adds 1 to AttributeSeq; SuccKeyList has it as Seq"),
		documented("SuccKeyList is there only when something succeeded, ErrKeyList only when something failed"),
		documented("StopOnError 1: ends at the first that fails, and what was done stays; 0: goes on"),
		assumed("a 1 in any of Attributes holds for the call"),
		assumed("it failed on all: Code is the first SubCode; both lists are in the order of the request"),
		assumed("a key to be deleted that is not there, more than 20 in the room, more than 5120 bytes in the room: SubCode 660000002"),
		assumed("more than 20 in the call, keys and values of more than 5120 bytes together, an empty Key: 660000002 for the call"),
		documentedOn("Room properties", "a Key has at most 16 bytes, a Value 1024, all together 5120"),
		assumed("no such room, or a destroyed one: 660300001; FromUserId need not be in it; an attribute with AutoDelete belongs to who has set it last"),
		commaInRooms,
	},
}

type roomAttributeChange struct {
	FromUserID string                 `json:"FromUserId" rule:"required,roomid,maxbytes=32"`
	RoomID     string                 `json:"RoomId" rule:"required,roomid,maxbytes=32"`
	Attributes []changedRoomAttribute `json:"Attributes" rule:"required,maxitems=20"`
}

type changedRoomAttribute struct {
	Action      int64  `json:"Action" rule:"required,enum=0|1"`
	Key         string `json:"Key" rule:"required,maxbytes=16"`
	Value       string `json:"Value" rule:"maxbytes=1024"`
	AutoDelete  int64  `json:"AutoDelete" rule:"enum=0|1"`
	StopOnError int64  `json:"StopOnError" rule:"enum=0|1"`
}

// deletes is the Action that deletes an attribute.
const deletes = 1

func (q *roomAttributeChange) check() error {
	size := 0
	for i := range q.Attributes {
		a := &q.Attributes[i]
		if a.Key == "" {
			return emptyKey(i)
		}
		size += len(a.Key) + len(a.Value)
	}
	return roomyEnough(size)
}

func (q *roomAttributeChange) stops() bool {
	return slices.ContainsFunc(q.Attributes, func(a changedRoomAttribute) bool { return a.StopOnError == 1 })
}

// change does it to a room, and returns the number of the change.
func (a *changedRoomAttribute) change(r *store.Room, owner string) (seq int64, wrong *codeError) {
	at := attributeIn(r, a.Key)
	if a.Action == deletes {
		if at < 0 {
			return 0, errInput.because("room %q has no attribute %q to delete", r.ID, a.Key)
		}
		return dropRoomAttribute(r, a.Key), nil
	}
	if at < 0 && len(r.Attributes) == mostRoomAttributes {
		return 0, errInput.because("room %q has %d attributes, which is all that a room can have", r.ID, mostRoomAttributes)
	}
	size := len(a.Key) + len(a.Value)
	for _, b := range r.Attributes {
		if b.Key != a.Key {
			size += len(b.Key) + len(b.Value)
		}
	}
	if size > mostRoomAttributeBytes {
		return 0, errInput.because("room %q would have attributes of %d bytes; at most %d are allowed", r.ID, size, mostRoomAttributeBytes)
	}
	return setRoomAttribute(r, store.RoomAttribute{Key: a.Key, Value: a.Value, AutoDelete: a.AutoDelete == 1, Owner: owner}), nil
}

type changedRoomAttributes struct {
	outcome

	Seq  int64          `json:"AttributeSeq"`
	Done []changedKey   `json:"SuccKeyList,omitempty"`
	Not  []unchangedKey `json:"ErrKeyList,omitempty"`
}

type changedKey struct {
	Key string `json:"Key"`
	Seq int64  `json:"Seq"`
}

type unchangedKey struct {
	SubCode int    `json:"SubCode" rule:"min=660000001,max=661000005"`
	Key     string `json:"Key"`
}

func (c *changedRoomAttributes) fail(key string, why *codeError) {
	c.Failed = append(c.Failed, failure{ID: key, codeError: why})
	c.Not = append(c.Not, unchangedKey{why.Code, key})
}

// of completes the answer.
func (c changedRoomAttributes) of(r *store.Room) changedRoomAttributes {
	c.Seq = r.AttributeSeq
	if len(c.Done) == 0 {
		c.Code = c.Failed[0].codeError
	}
	return c
}

// How many attributes a room can have, and how many bytes their keys and values.
const (
	mostRoomAttributes     = 20
	mostRoomAttributeBytes = 5120
)

func roomyEnough(bytes int) error {
	if bytes > mostRoomAttributeBytes {
		return errInput.because("keys and values of Attributes have %d bytes; at most %d are allowed", bytes, mostRoomAttributeBytes)
	}
	return nil
}

func emptyKey(item int) error { return errInput.because("item %d of Attributes: Key is empty", item+1) }

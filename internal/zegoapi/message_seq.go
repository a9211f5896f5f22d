package zegoapi

import (
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/store"
)

var queryMessagesByMsgSeq = operation{
	Name: "QueryMessagesByMsgSeq", Page: "Messaging/query-messages", Rates: []rate{{Items: "MsgSeqList"}},
	Does: action[seqQuery, foundMessages]{
		Nobody: errUserUnknown.at(journal.User),
		Check: func(c *gateway.Call, q *seqQuery) error {
			q.keep = retentionOf(c.App)
			return nil
		},
		Run: func(tx *store.Tx, q seqQuery) (found foundMessages, err error) {
			key, group := store.Dialog(q.From, q.Conv), q.Kind == withGroup
			if group {
				key = store.GroupTalk(q.Conv)
				_, err = groupOf(tx, q.Conv)
			} else {
				err = target(tx, q.Conv)
			}
			if err != nil {
				return found, err
			}
			v := viewOf(tx, q.From, q.Conv, group, q.keep)
			for _, seq := range q.Seqs {
				found.Messages = append(found.Messages, v.at(tx, key, seq))
			}
			return found, nil
		},
	},
	Listed: []*codeError{errGeneral, errInput, errRate, errUserUnknown, errUserInfo},
	Checks: []*codeError{errRate, errInput, errUserUnknown, errNoGroup},
	Notes: shownFacts(
		documented("ConvType 0: ConvId is the other user, as FromUserId has the conversation; 2: the group ConvId, for any user"),
		assumed("no such group: 660600001; an entry of MsgSeqList below 1: 660000002"),
		documented("the messages of MsgSeqList are counted, not the calls"),
		assumed("a list that goes beyond the limit is refused as a whole, and one of more than 20 with the limit's code"),
		documented("a message that is not there, or deleted: IsEmpty 1, all else empty"),
		assumed("one entry for each MsgSeq, in the order of the request; an empty one keeps its MsgSeq"),
		documented("a recalled message: MsgType 31, IsEmpty 2, MsgBody with user_id, revoke_time in ms, msg_type, payload, msg_status 12"),
		assumed("that MsgBody is URL-encoded JSON"),
	),
}

type seqQuery struct {
	From string  `json:"FromUserId" rule:"required,userid"`
	Conv string  `json:"ConvId" rule:"required,userid"`
	Kind int64   `json:"ConvType" rule:"required,enum=0|2"`
	Seqs []int64 `json:"MsgSeqList" rule:"required,maxitems=20,min=1"`

	keep time.Duration
}

type foundMessages struct {
	Messages []shownMessage `json:"MessageList"`
}

// at is a message of a conversation as QueryMessagesByMsgSeq has it.
func (v *view) at(tx *store.Tx, key string, seq int64) shownMessage {
	m, ok := tx.MessageAt(key, seq)
	if !ok {
		return shownMessage{Seq: seq, IsEmpty: isDeleted}
	}
	state, ok := v.state(m)
	row := rowOf(m, state)
	if ok && state == isRecalled {
		row.Type, row.SubType, row.Body = typeRecalled, nil, shownRecall(m)
	}
	return row
}

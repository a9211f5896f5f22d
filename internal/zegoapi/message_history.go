package zegoapi

import (
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// How many messages a page of a history has: when Limit does not say, and at most.
const (
	usualHistory = 10
	maxHistory   = 100
)

// historyPage asks for a page of a history.
type historyPage struct {
	Limit     int64 `json:"Limit" rule:"min=-9007199254740991"`
	Next      int64 `json:"Next"` // 0: from the newest
	WithEmpty int64 `json:"WithEmptyMsg" rule:"enum=0|1"`

	cursors cursors
	keep    time.Duration
}

// check is the last to see the request. key is that of the conversation, as its user has it.
func (q *historyPage) check(c *gateway.Call, key string) error {
	switch {
	case q.Limit <= 0:
		q.Limit = usualHistory
	case q.Limit > maxHistory:
		q.Limit = maxHistory
	}
	q.cursors, q.keep = cursorsOf(c.App.Seed, "history\x00"+key), retentionOf(c.App)
	if _, ok := q.cursors.place(q.Next); !ok && q.Next != 0 {
		return errInput.because("Next %d is none that this list has given; send the Next of the page before as it came, or 0", q.Next)
	}
	return nil
}

// history is the answer.
type history struct {
	Next int64          `json:"Next" rule:"min=0,max=9007199254740991"`
	List []shownMessage `json:"List" wire:"vary"`
}

// of is the page of a conversation in a view: the newest messages first, and those of one moment by their numbers.
func (q *historyPage) of(tx *store.Tx, conversation string, v view) (page history) {
	var behind, last *store.Message
	if place, _ := q.cursors.place(q.Next); q.Next != 0 {
		m, ok := tx.MessageAt(conversation, int64(place))
		if !ok {
			return page
		}
		behind = m
	}
	page.List = make([]shownMessage, 0, q.Limit)
	for m := range tx.MessagesByTime(conversation, behind) {
		state, ok := v.state(m)
		if !ok || state != isThere && q.WithEmpty == 0 {
			continue
		}
		if len(page.List) == int(q.Limit) {
			page.Next = q.cursors.after(uint32(last.Seq))
			return page
		}
		page.List, last = append(page.List, rowOf(m, state)), m
	}
	return page
}

var historyFacts = []gateway.Fact{
	documented("the newest first, by MsgTime"),
	assumed("messages of one moment by their MsgSeq, the highest first"),
	documented("Limit missing or below 1 counts as 10, above 100 as 100"),
	documented("Next missing or 0 asks for the newest; it is 0 when nothing older is there"),
	assumed("Next is a random-looking number below 2^53 that stays valid while messages come, and belongs to this list alone; another one: 660000002"),
	assumed("a last page that is exactly full has Next 0; nothing there: List is [], Next 0"),
	documented("WithEmptyMsg 1: messages that were recalled or deleted come too, with IsEmpty 2 or 1"),
	assumed("without it they do not count for Limit; a deleted one has MsgSeq and IsEmpty alone, a recalled one neither MsgBody nor Payload, the other members are empty or 0"),
	documentedOn("MessageBody introduction", "types 2 and 20 are not kept"),
}

var queryPeerMsg = operation{
	Name: "QueryPeerMsg", Page: "Conversation/query-the-message-list-of-one-on-one-chats",
	Does: action[peerHistory, history]{
		Check: func(c *gateway.Call, q *peerHistory) error { return q.check(c, q.From+"\x00"+q.To) },
		Run: func(tx *store.Tx, q peerHistory) (page history, err error) {
			if err = target(tx, q.To); err != nil {
				return page, err
			}
			return q.of(tx, store.Dialog(q.From, q.To), viewOf(tx, q.From, q.To, false, q.keep)), nil
		},
	},
	Listed: []*codeError{errInput, errRate, errNotRegistered},
	Checks: []*codeError{errRate, errInput, errNotRegistered, errUserUnknown},
	Notes: shownFacts(append(slices.Clip(historyFacts),
		assumed("ToUserId not registered: 660700015"),
		assumed("as FromUserId has the conversation: not what was imported for the other one; what FromUserId has cleared is deleted"),
	)...),
}

type peerHistory struct {
	From string `json:"FromUserId" rule:"required,userid"`
	To   string `json:"ToUserId" rule:"required,userid"`
	historyPage
}

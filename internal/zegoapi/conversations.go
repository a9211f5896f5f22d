package zegoapi

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// conversationActions are those on a user's conversations.
var conversationActions = []operation{
	queryPeerMsg, queryGroupMsg,
	queryConversationList, clearConversationUnread, deleteConv, convPinned, silenceConvNotification, setConvMark,
}

// convRef names one of a user's conversations.
type convRef struct {
	ConvID   string `json:"ConvId" rule:"required,userid"`
	ConvType int64  `json:"ConvType" rule:"required,enum=0|2"`
}

func (r convRef) group() bool { return r.ConvType == withGroup }

// convTypeOf is the type of a conversation.
func convTypeOf(group bool) int64 {
	if group {
		return withGroup
	}
	return withUser
}

// mostConversations are all that the server API knows of a user's: the newest (page "Query conversation list").
const mostConversations = 1000

// newestConversations are those, in ascending order of their times.
func newestConversations(tx *store.Tx, user string) []store.Conversation {
	all := tx.Conversations(user)
	return all[max(0, len(all)-mostConversations):]
}

var queryConversationList = operation{
	Name: "QueryConversationList", Page: "Conversation/query-conversation-list",
	Does: action[conversationQuery, conversationPage]{
		Check: func(c *gateway.Call, q *conversationQuery) error {
			q.ends, q.numbers = &c.App.PageEnds, cursorsOf(c.App.Seed, conversationsOf(q.FromUserID))
			if q.Limit <= 0 {
				q.Limit = defaultListed
			}
			q.Limit = min(q.Limit, mostListed)
			return nil
		},
		Run: func(tx *store.Tx, q conversationQuery) (page conversationPage, err error) {
			all := newestConversations(tx, q.FromUserID)
			from, ok := q.begin(all)
			if !ok {
				return page, errInput.because("Next %d is of no page of this list", q.Next)
			}
			to := min(from+int(q.Limit), len(all))
			page.TotalCount = len(all)
			if to < len(all) {
				page.Next = q.after(&all[to-1])
			}
			for _, c := range all[from:to] {
				page.List = append(page.List, conversationRow{c.With, convTypeOf(c.Group), c.UpdatedAt.UnixMilli()})
			}
			return page, nil
		},
	},
	Listed: []*codeError{errInput, errRate, errNotRegistered, errConversations},
	Checks: []*codeError{errRate, errInput, errNotRegistered},
	Notes: []gateway.Fact{
		documented("the newest 1000 one-to-one and group conversations in ascending order of UpdateTime, in milliseconds"),
		documented("groups that the user was removed from are there, as they were then; disbanded ones, rooms and deleted conversations are not"),
		documented("Limit missing, 0 or less counts as 100, above 500 as 500; Next 0 asks for the first page, and ends the list in an answer"),
		assumed("ConvType is there for one-to-one conversations too; conversations of the same moment stand in the order of their ids"),
		assumed("UpdateTime is that of the last message, edit or recall"),
		assumed("Next looks random and stays good while the list changes: the next page begins behind the place of the last row, wherever that one has gone, so that a conversation that does not move comes once"),
		assumed("a Next that this list never gave out: 660000002; an app remembers the last 8192 that it has given"),
	},
}

// How many conversations a page has, unless it is told, and at most (page "Query conversation list").
const (
	defaultListed = 100
	mostListed    = 500
)

type conversationQuery struct {
	FromUserID string `json:"FromUserId" rule:"required,userid"`
	Limit      int64  `json:"Limit" rule:"min=-9007199254740991"`
	Next       int64  `json:"Next"`
	ends       *gateway.PageEnds
	numbers    cursors
}

type conversationPage struct {
	TotalCount int               `json:"TotalCount" rule:"min=0,max=1000"`
	Next       int64             `json:"Next" rule:"min=0,max=9007199254740991"`
	List       []conversationRow `json:"List" wire:"vary"`
}

type conversationRow struct {
	ConvID     string `json:"ConvId"`
	ConvType   int64  `json:"ConvType" rule:"enum=0|2"`
	UpdateTime int64  `json:"UpdateTime"`
}

// after is the Next of a page that ends with a conversation.
func (q *conversationQuery) after(last *store.Conversation) int64 {
	end := gateway.PageEnd{List: conversationsOf(q.FromUserID), At: last.UpdatedAt.UnixNano(), Behind: keyInMoment(last)}
	return q.numbers.after(q.ends.Number(end))
}

// conversationsOf is what the cursors of a user's list belong to.
func conversationsOf(user string) string { return "/conversations " + user }

// keyInMoment tells a conversation from the others of its moment, in their order.
func keyInMoment(c *store.Conversation) string {
	return fmt.Sprint(c.With, "\x00", convTypeOf(c.Group))
}

// begin is where a page begins; false when Next was never given out. The row that it stands for may have moved by now.
func (q *conversationQuery) begin(all []store.Conversation) (pos int, ok bool) {
	if q.Next == 0 {
		return 0, true
	}
	number, ok := q.numbers.place(q.Next)
	if !ok {
		return 0, false
	}
	end, ok := q.ends.Of(number)
	if !ok || end.List != conversationsOf(q.FromUserID) {
		return 0, false
	}
	pos, found := slices.BinarySearchFunc(all, end, func(c store.Conversation, end gateway.PageEnd) int {
		return cmp.Or(cmp.Compare(c.UpdatedAt.UnixNano(), end.At), cmp.Compare(keyInMoment(&c), end.Behind))
	})
	if found {
		pos++
	}
	return pos, true
}

// oneConversation is what an action on one conversation is asked with.
type oneConversation struct {
	FromUserID string `json:"FromUserId" rule:"required,userid"`
	convRef
}

var clearConversationUnread = operation{
	Name: "ClearConversationUnread", Page: "Conversation/clear-the-unread-message-count-of-a-conversation", Method: get,
	Does: action[oneConversation, none]{
		Run: func(tx *store.Tx, q oneConversation) (none, error) {
			return none{}, readConversation(tx, q.FromUserID, q.ConvID, q.group())
		},
		Changes: true,
	},
	Listed: []*codeError{errInput, errRate, errNoConversation},
	Checks: []*codeError{errRate, errInput, errNotRegistered, errNoConversation},
	Notes: []gateway.Fact{
		documented("no such conversation, or one that is not among the newest 1000: 660800002"),
		assumed("nothing unread: success"),
	},
}

// readConversation lets a user have read all of one of the newest conversations.
func readConversation(tx *store.Tx, user, with string, group bool) error {
	for _, c := range newestConversations(tx, user) {
		if c.With == with && c.Group == group {
			tx.ReadTalk(user, with, group)
			return nil
		}
	}
	return errNoConversation.because("%q has no conversation with %s %q", user, nameOfType(group), with)
}

func nameOfType(group bool) string {
	if group {
		return "group"
	}
	return "user"
}

var deleteConv = operation{
	Name: "DeleteConv", Page: "Conversation/delete-a-conversation",
	Does: action[oneConversation, none]{
		Run: func(tx *store.Tx, q oneConversation) (none, error) {
			if _, ok := tx.Conversation(q.FromUserID, q.ConvID, q.group()); ok {
				tx.DeleteTalk(q.FromUserID, q.ConvID, q.group())
			}
			return none{}, nil
		},
		Changes: true,
	},
	Listed: []*codeError{errInput, errRate},
	Checks: []*codeError{errRate, errInput, errNotRegistered},
	Notes: []gateway.Fact{
		documented("only the list of FromUserId changes; the messages stay"),
		assumed("what was unread, pin, mute and marks are gone; the next message brings the conversation back"),
		assumed("no such conversation: success"),
	},
}

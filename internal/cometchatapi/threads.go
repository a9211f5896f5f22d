package cometchatapi

import (
	"cmp"
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

// threadsQuery asks for threads, by the time of the last reply. The place is on the page itself.
type threadsQuery struct {
	ParticipatedByMe bool   `json:"participatedByMe"`
	Limit            int    `json:"limit" rule:"min=1,max=1000,default=100"`
	Affix            string `json:"affix" rule:"enum=prepend|append"`
	UpdatedAt        int    `json:"updatedAt" rule:"min=1"`
	ID               int    `json:"id" rule:"min=1"`
}

// threadView is a message with what has come of it. Its updatedAt is the time of the last reply.
type threadView struct {
	messageView
	LastReply        messageView `json:"lastReply"`
	ThreadSubscribed bool        `json:"threadSubscribed,omitempty"`
	UnreadReplyCount int         `json:"unreadReplyCount"`
}

type threadsPage struct {
	Data []threadView `json:"data"`
	Meta threadsMeta  `json:"meta"`
}

type threadsMeta struct {
	Current messagesHere `json:"current"`
	Next    *threadWay   `json:"next,omitempty"`
}

type threadWay struct {
	Affix     string `json:"affix"`
	UpdatedAt int64  `json:"updatedAt"`
	ID        string `json:"id"`
}

func (*threadsPage) whole() {}

func (*threadsPage) style() wire.Style { return (*messageView)(nil).style() }

var threadsRight = right[threadsQuery]{Permission: "listThreadedMessages"}

var listThreads = op[threadsQuery, threadsPage]{
	Name: "ListThreads", Route: "GET /threads", Page: "Messages",
	Right:      threadsRight,
	OnBehalfOf: true,
	Run: func(tx *store.Tx, who caller, q threadsQuery) (threadsPage, error) {
		return q.page(tx, who.Me, func(*store.Message) bool { return true }), nil
	},
	Codes: codes{gateway.Assumed: {errUIDNotFound, errBadRequest}},
	Notes: threadsNotes,
	AsMe:  &asMe{Codes: codes{gateway.Assumed: {errBadRequest}}, Notes: threadsNotes},
}

var listUserThreads = op[threadsQuery, threadsPage]{
	Name: "ListUserThreads", Route: "GET /users/{uid}/threads", Page: sdk, EndUsers: true,
	Right: threadsRight,
	Run: func(tx *store.Tx, who caller, q threadsQuery) (threadsPage, error) {
		talk := store.Dialog(who.Me, who.UID)
		return q.page(tx, who.Me, func(m *store.Message) bool { return m.Conversation == talk }), nil
	},
	Codes: codes{gateway.Assumed: {errUIDNotFound, errBadRequest}},
	Notes: append(notes{assumed("the threads of the conversation with {uid}")}, threadsNotes...),
}

var listGroupThreads = op[threadsQuery, threadsPage]{
	Name: "ListGroupThreads", Route: "GET /groups/{guid}/threads", Page: sdk, EndUsers: true,
	Right: right[threadsQuery]{Permission: "listThreadedMessages", InScope: "listThreadedMessages"},
	First: groupThere,
	Run: func(tx *store.Tx, who caller, q threadsQuery) (threadsPage, error) {
		a, err := actingIn(tx, who)
		if err != nil {
			return threadsPage{}, err
		}
		talk := store.GroupTalk(a.group.ID)
		return q.page(tx, who.Me, func(m *store.Message) bool { return m.Conversation == talk }), nil
	},
	Codes: codes{gateway.Assumed: {errGUIDNotFound, errNotJoined, errBannedMember, errBadRequest}},
	Notes: append(notes{assumed("the threads of the group")}, threadsNotes...),
}

var threadsNotes = notes{
	documented("a row is the message with replyCount, lastReply, updatedAt, threadSubscribed and unreadReplyCount", sdk),
	documented("the newest updatedAt first; the place is inclusive: the next page begins with the last row of the one before", sdk),
	assumed("updatedAt is the time of the last reply; lastReply, threadSubscribed (when true) and unreadReplyCount stand behind all else"),
	assumed("participatedByMe: who acts has sent the message or a reply; without onBehalfOf it changes nothing, and all threads of the app are listed"),
	assumed("replies are unread as the messages of their conversation are, of which the newest are"),
	assumed("meta has current and next, with affix prepend, updatedAt and id of the last row; affix append goes the other way from the place"),
}

// page is the threads that me sees and that are among those asked for.
func (q *threadsQuery) page(tx *store.Tx, me string, among func(*store.Message) bool) (page threadsPage) {
	var all []thread
	for id := range tx.Parents() {
		m, there := tx.Message(id)
		if !there || !among(m) || !isThere(tx, me, m) {
			continue
		}
		if t, ok := threadOf(tx, me, m); ok && (!q.ParticipatedByMe || me == "" || t.with(tx, me)) && q.holds(&t) {
			all = append(all, t)
		}
	}
	slices.SortFunc(all, func(a, b thread) int { return b.compare(a.at(), a.parent.ID) })
	if over := len(all) - q.Limit; over > 0 && q.Affix == "append" {
		all = all[over:]
	} else if over > 0 {
		all = all[:q.Limit]
	}
	page.Data = make([]threadView, len(all))
	for i, t := range all {
		page.Data[i] = t.view(tx, me)
	}
	page.Meta.Current = messagesHere{q.Limit, len(all)}
	if len(all) > 0 {
		last := &all[len(all)-1]
		page.Meta.Next = &threadWay{"prepend", last.at(), digits(last.parent.ID)}
	}
	return page
}

// holds reports whether a thread is on the right side of the place, or at it.
func (q *threadsQuery) holds(t *thread) bool {
	if q.UpdatedAt == 0 {
		return true
	}
	side := cmp.Compare(t.at(), int64(q.UpdatedAt))
	if q.ID != 0 {
		side = t.compare(int64(q.UpdatedAt), uint64(q.ID))
	}
	return side == 0 || side > 0 == (q.Affix == "append")
}

// thread is a message and the last reply to it that somebody sees.
type thread struct{ parent, last *store.Message }

func threadOf(tx *store.Tx, me string, m *store.Message) (thread, bool) {
	for last := range tx.Replies(m.ID, 0) {
		if sees(tx, me, last) {
			return thread{m, last}, true
		}
	}
	return thread{}, false
}

func (t *thread) at() int64 { return t.last.SentAt.Unix() }

// compare compares a thread with a place.
func (t *thread) compare(at int64, id uint64) int {
	return cmp.Or(cmp.Compare(t.at(), at), cmp.Compare(t.parent.ID, id))
}

// with reports whether somebody has sent the message or a reply.
func (t *thread) with(tx *store.Tx, me string) bool {
	if t.parent.Sender == me {
		return true
	}
	for r := range tx.Replies(t.parent.ID, 0) {
		if r.Sender == me {
			return true
		}
	}
	return false
}

func (t *thread) view(tx *store.Tx, me string) threadView {
	v := threadView{messageView: viewOfMessage(tx, me, t.parent, t.parent.Data.Bytes()), LastReply: viewOfMessage(tx, me, t.last, t.last.Data.Bytes())}
	v.UpdatedAt = t.last.SentAt
	if me != "" {
		_, v.ThreadSubscribed = tx.Subscribed(me, t.parent.ID)
		v.UnreadReplyCount = unreadReplies(tx, me, t.parent)
	}
	return v
}

// unreadReplies is how many replies to a message somebody has not read. What is unread of a conversation is its newest.
func unreadReplies(tx *store.Tx, me string, parent *store.Message) (unread int) {
	guid, inGroup := store.GroupOfTalk(parent.Conversation)
	with := guid
	if !inGroup {
		with = otherOf(parent, me)
	}
	c, _ := tx.Conversation(me, with, inGroup)
	for m := range tx.Messages(parent.Conversation, 0) {
		switch {
		case c.Unread <= 0:
			return unread
		case !countsFor(me, m) || !sees(tx, me, m):
			continue
		case m.Extra().Parent == parent.ID:
			unread++
		}
		c.Unread--
	}
	return unread
}

// isThere reports whether a message is one of somebody's. Nobody in particular has all.
func isThere(tx *store.Tx, me string, m *store.Message) bool {
	if me == "" {
		return true
	}
	if guid, inGroup := store.GroupOfTalk(m.Conversation); inGroup {
		_, is := tx.Member(guid, me)
		return is && sees(tx, me, m)
	}
	return isOf(m, me) && sees(tx, me, m)
}

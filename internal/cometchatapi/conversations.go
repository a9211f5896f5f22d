package cometchatapi

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

var conversationOperations = []declaration{
	listConversations, listUserConversations, getConversation, deleteConversation,
	getUserConversation, updateUserConversation, resetUserConversation,
	getGroupConversation, updateGroupConversation, resetGroupConversation,
}

// A client was seen to look for "does not exists" in the text of ERR_CONVERSATION_NOT_ACCESSIBLE, which is not published.
var (
	errConversationNotAccessible = newCode(
		http.StatusForbidden, "ERR_CONVERSATION_NOT_ACCESSIBLE", "no message yet or since the reset, a group that who acts is not in",
		"The conversation {1} is not accessible or does not exists.",
	)
	errConversationNotFound = newCode(
		http.StatusNotFound, "ERR_CONVERSATION_NOT_FOUND", "an id of which no users and no group are",
		"The conversation {1} does not exist.",
	)
)

// conversationView is one of somebody's conversations as it is answered.
type conversationView struct {
	ConversationID string          `json:"conversationId"`
	Type           string          `json:"conversationType"`
	Unread         uint64          `json:"unreadMessageCount" wire:"digits"`
	CreatedAt      time.Time       `json:"createdAt" wire:"seconds"`
	UpdatedAt      time.Time       `json:"updatedAt" wire:"seconds"`
	UID            string          `json:"uid,omitempty"`
	LastMessage    *messageView    `json:"lastMessage,omitempty"`
	With           json.RawMessage `json:"conversationWith"`
	Tags           []string        `json:"tags,omitempty"`
	LastRead       uint64          `json:"lastReadMessageId,omitempty" wire:"digits"`
	Latest         uint64          `json:"latestMessageId,omitempty" wire:"digits"`
	PinnedBy       string          `json:"pinnedBy,omitempty"`
	PinnedAt       time.Time       `json:"pinnedAt,omitzero" wire:"seconds"`
}

func (*conversationView) style() wire.Style { return (*messageView)(nil).style() }

// manyMembers is from how many members on a group has neither unread counts nor receipts (page "Properties and
// Constraints").
const manyMembers = 301

func isLarge(tx *store.Tx, guid string) bool { return tx.Members(guid).Len() >= manyMembers }

// looks say how a conversation is shown.
type looks struct {
	me                      string // who acts; empty: nobody, and then whose it is stands in it
	tags, theirTags, blocks bool   // its own tags, those of whom it is with, and blocks
	marks                   bool   // the ids up to which it is read and goes
}

// looksTo is how one conversation is shown to who acts.
func (who *caller) looksTo() looks { return looks{me: who.Me, tags: true, marks: who.EndUser} }

func (l looks) view(tx *store.Tx, c *store.Conversation) conversationView {
	v := conversationView{
		ConversationID: idOf(c.User, c.With, c.Group), Type: "user", CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt,
		Unread: uint64(unreadOf(tx, c)), LastMessage: lastMessage(tx, c), With: l.with(tx, c),
	}
	if c.Group {
		v.Type = toGroup
	}
	if l.me == "" {
		v.UID = c.User
	}
	if l.tags && c.Labels != nil {
		v.Tags = c.Labels.Tags
	}
	if l.marks {
		v.LastRead, v.Latest = uint64(c.ReadTo), uint64(c.Last)
	}
	v.PinnedBy, v.PinnedAt = pinOf(tx, c)
	return v
}

// idOf is the id of a conversation.
func idOf(user, with string, group bool) string {
	if group {
		return groupConversation(with)
	}
	return conversationID(user, with)
}

func unreadOf(tx *store.Tx, c *store.Conversation) int64 {
	if c.Group && isLarge(tx, c.With) {
		return 0
	}
	return max(c.Unread, 0)
}

// lastMessage is the message that came last, nil when it is deleted.
func lastMessage(tx *store.Tx, c *store.Conversation) *messageView {
	m, ok := tx.Message(uint64(c.Last))
	if !ok || m.More != nil && !m.More.DeletedAt.IsZero() {
		return nil
	}
	v := viewOfMessage(tx, c.User, m, m.Data.Bytes())
	v.Tags = nil
	return &v
}

// with is the other user, or the group.
func (l looks) with(tx *store.Tx, c *store.Conversation) []byte {
	if c.Group {
		g, _ := tx.Group(c.With)
		v := viewOfGroup(tx, g, l.me)
		if !l.theirTags {
			v.Tags = nil
		}
		return groupPlan.Append(nil, &v)
	}
	u, ok := tx.User(c.With)
	if !ok {
		dst := appendActor(nil, tx, c.With)
		if l.me == "" {
			return dst
		}
		dst = append(dst[:len(dst)-1], `,"conversationId":"`...)
		return append(appendConversationID(dst, l.me, c.With), `"}`...)
	}
	row := store.Row{User: u}
	if l.blocks && l.me != "" {
		row = tx.Between(l.me, c.With)
	}
	const usual = 400 // bytes of a user
	return appendUser(make([]byte, 0, usual), row, view{me: l.me, tags: l.theirTags})
}

// place is a conversation that the path names, of who acts.
type place struct {
	me, with string
	group    bool
}

func placeOf(who caller) place {
	if who.UID != "" {
		return place{who.Me, who.UID, false}
	}
	return place{who.Me, strings.ToLower(who.path("guid")), true}
}

// key is that of the conversation in the store.
func (p place) key() string {
	if p.group {
		return store.GroupTalk(p.with)
	}
	return store.Dialog(p.me, p.with)
}

// placeThere refuses, in this order, that nobody acts, that who acts is not there, and that the other user or the group
// is not. The system has conversations, too.
func placeThere(tx *store.Tx, who caller) error {
	switch {
	case who.Me == "":
		return nobodyActs()
	case who.UID == systemUser:
		return usersThere(tx, caller{Me: who.Me})
	case who.UID != "":
		return usersThere(tx, who)
	}
	return groupThere(tx, who)
}

// nobodyActs is the refusal of a call that needs onBehalfOf.
func nobodyActs() error {
	return errBadRequest.with([]detail{{"onBehalfOf", "The on behalf of field is required."}}).because("the header onBehalfOf is missing: the conversation is one of a user's")
}

// find is the conversation as who acts has it.
func (p place) find(tx *store.Tx) (store.Conversation, error) {
	c, ok := tx.Conversation(p.me, p.with, p.group)
	if ok && !c.Left {
		return c, nil
	}
	refused := errConversationNotAccessible.of(idOf(p.me, p.with, p.group))
	switch {
	case p.group && c.Left, p.group && !isIn(tx, p.with, p.me):
		return c, refused.because("%s is not a member of the group %s", p.me, p.with)
	case c.Last == 0:
		return c, refused.because("it has no message that %s sees", p.me)
	}
	return c, refused.because("%s has reset it, and no message came since", p.me)
}

func isIn(tx *store.Tx, guid, uid string) bool {
	_, is := tx.Member(guid, uid)
	return is
}

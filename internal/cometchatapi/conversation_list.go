package cometchatapi

import (
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

type conversationsQuery struct {
	paging
	Type        string   `json:"conversationType" rule:"enum=user|group"`
	Unread      bool     `json:"unread"`
	SearchKey   string   `json:"searchKey"`
	Tags        []string `json:"tags"`
	WithTags    bool     `json:"withTags"`
	UserTags    []string `json:"userTags"`
	GroupTags   []string `json:"groupTags"`
	TheirTags   bool     `json:"withUserAndGroupTags"`
	WithBlocked bool     `json:"includeBlockedUsers"`
	BlockedInfo bool     `json:"withBlockedInfo"`
	PinnedBy    []string `json:"pinnedBy" rule:"enum=system|me"`

	UseCursoredIndex bool `json:"useCursoredIndex" rule:"noeffect"`
	HideAgentic      bool `json:"hideAgentic" rule:"notemulated"`
	OnlyAgentic      bool `json:"onlyAgentic" rule:"notemulated"`
}

// allConversationsQuery is that of all who are in them.
type allConversationsQuery struct {
	conversationsQuery
	Unique bool `json:"unique" on:"apikey"` // without onBehalfOf
}

// conversationsPage is a page of conversations, with real totals and no cursor (recorded: conversation/list_conversation,
// list_conversation_by_user).
type conversationsPage struct {
	Data []conversationView `json:"data"`
	Meta meta               `json:"meta"`
}

func (*conversationsPage) whole() {}

func (*conversationsPage) style() wire.Style { return (*messageView)(nil).style() }

var listConversations = op[allConversationsQuery, conversationsPage]{
	Name: "ListAllConversations", Route: "GET /conversations", Page: "Conversations", Seen: conversationsSeen,
	Right:      right[allConversationsQuery]{Feature: "listConversations", Permission: "listConversations"},
	OnBehalfOf: true,
	Run: func(tx *store.Tx, who caller, q allConversationsQuery) (conversationsPage, error) {
		if who.Me != "" {
			return q.page(tx, who, q.of(tx, who.Me)), nil
		}
		return q.page(tx, who, q.ofAll(tx)), nil
	},
	Codes: codes{gateway.Assumed: {errUIDNotFound, errBadRequest}},
	Notes: append(notes{
		recorded("without onBehalfOf: a row for each user of a conversation, with uid and without conversationId in conversationWith; none for app_system"),
		documented("without onBehalfOf in the order of uid, updatedAt and whom it is with"),
		documented("unique: one row for each conversation, only without onBehalfOf"),
		assumed("the row of the uid that sorts first"),
		assumed("without onBehalfOf nobody acts: blocks leave nothing out, and pinnedBy=me is the pin of the row's user"),
	}, conversationListNotes...),
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {errBadRequest}},
		Notes: append(notes{
			documented("lastReadMessageId and latestMessageId are there"),
			assumed("all else as ListAllConversations with onBehalfOf; unreadMentionsCount is left out"),
		}, conversationListNotes...),
	},
}

var conversationListNotes = notes{
	recorded("members and their order; real totals and no cursor", conversationsSeen),
	recorded("unreadMessageCount is a text; that of the sender stays", conversationsSeen),
	recorded("lastMessage is left out once that message is deleted; the row and its count stay", conversationsSeen),
	assumed("as somebody sees it: the newest first, equal ones by whom they are with"),
	documented("conversationWith is the other one, or the group with scope, joinedAt and hasJoined"),
	documented("conversationType, unread, tags filter; tags are shown with withTags, those of users and groups with withUserAndGroupTags"),
	assumed("with any of the tags; searchKey is a prefix of the name of the other one, whatever the case"),
	assumed("with userTags only users with any of them, with groupTags only groups, with both either; tags of lastMessage are left out"),
	documented("conversations with users whom who acts has blocked are left out unless includeBlockedUsers; block members with withBlockedInfo"),
	documented("pinnedBy: system, me, or both", sdk),
	assumed("useCursoredIndex changes nothing"),
	documented("in a group of more than 300 members unreadMessageCount is 0", constraints),
	assumed("conversations with deactivated users stay"),
}

// listUserConversations is not in the vendor's documentation.
var listUserConversations = op[conversationsQuery, conversationsPage]{
	Name: "ListUserConversations", Route: "GET /users/{uid}/conversations", Page: "Conversations", Seen: conversationsSeen,
	Run: func(tx *store.Tx, who caller, q conversationsQuery) (conversationsPage, error) {
		who.Me = who.UID
		return q.page(tx, who, q.of(tx, who.Me)), nil
	},
	Codes: codes{gateway.Assumed: {errUIDNotFound, errBadRequest}},
	Notes: append(notes{
		recorded("without onBehalfOf, with conversationType and perPage: the user's list"),
		assumed("it is that of ListAllConversations with onBehalfOf"),
	}, conversationListNotes...),
}

func (q *conversationsQuery) page(tx *store.Tx, who caller, rows []store.Conversation) (p conversationsPage) {
	l := looks{me: who.Me, tags: q.WithTags, theirTags: q.TheirTags, blocks: q.BlockedInfo, marks: who.EndUser}
	from := min(q.offset(), len(rows))
	page := rows[from:min(from+q.Size, len(rows))]
	p.Data = make([]conversationView, len(page))
	for i := range page {
		p.Data[i] = l.view(tx, &page[i])
	}
	p.Meta.Pagination = q.counting(len(rows), len(page))
	return p
}

// of are those of a user that the query finds, the newest first.
func (q *conversationsQuery) of(tx *store.Tx, me string) []store.Conversation {
	rows := tx.Conversations(me)
	rows = slices.DeleteFunc(rows, func(c store.Conversation) bool { return !q.finds(tx, me, &c) })
	slices.Reverse(rows)
	for from := 0; from < len(rows); { // those of one time stay by whom they are with
		to := from + 1
		for to < len(rows) && rows[to].UpdatedAt.Equal(rows[from].UpdatedAt) {
			to++
		}
		slices.Reverse(rows[from:to])
		from = to
	}
	return rows
}

// ofAll are those of everybody that the query finds, in the order of users and times.
func (q *allConversationsQuery) ofAll(tx *store.Tx) (rows []store.Conversation) {
	once := make(map[string]bool)
	for c := range tx.AllConversations() {
		if q.finds(tx, "", &c) && !(q.Unique && once[c.Talk]) {
			once[c.Talk] = true
			rows = append(rows, c)
		}
	}
	return rows
}

func (q *conversationsQuery) finds(tx *store.Tx, me string, c *store.Conversation) bool {
	switch {
	case c.Left,
		q.Type != "" && (q.Type == toGroup) != c.Group,
		q.Unread && unreadOf(tx, c) == 0,
		len(q.Tags) > 0 && (c.Labels == nil || !anyOf(c.Labels.Tags, q.Tags)),
		len(q.PinnedBy) > 0 && !q.pinned(tx, c),
		!q.WithBlocked && me != "" && !c.Group && tx.HasBlocked(me, c.With):
		return false
	case q.SearchKey == "" && len(q.UserTags)+len(q.GroupTags) == 0:
		return true
	}
	return q.findsOther(tx, c)
}

// findsOther looks at whom a conversation is with.
func (q *conversationsQuery) findsOther(tx *store.Tx, c *store.Conversation) bool {
	name, tags, wanted := systemName, []string(nil), q.UserTags
	if c.Group {
		g, _ := tx.Group(c.With)
		name, tags, wanted = g.Name, g.Tags, q.GroupTags
	} else if u, ok := tx.User(c.With); ok {
		name, tags = u.Name, u.Tags
	}
	return nameBegins(name, strings.ToLower(q.SearchKey)) && (len(q.UserTags)+len(q.GroupTags) == 0 || anyOf(tags, wanted))
}

// systemName is that of app_system.
const systemName = "System"

// anyOf reports whether one of the tags is wanted.
func anyOf(tags, wanted []string) bool {
	return slices.ContainsFunc(tags, func(tag string) bool { return slices.Contains(wanted, tag) })
}

func (q *conversationsQuery) pinned(tx *store.Tx, c *store.Conversation) bool {
	switch by, _ := pinOf(tx, c); by {
	case "":
		return false
	case systemUser:
		return slices.Contains(q.PinnedBy, "system")
	}
	return slices.Contains(q.PinnedBy, "me")
}

package cometchatapi

import (
	"bytes"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/store"
)

// messageFilter says which messages a list shows (page "List messages").
type messageFilter struct {
	ReceiverType   string   `json:"receiverType"`
	ConversationID string   `json:"conversationId"`
	Category       []string `json:"category"`
	Categories     []string `json:"categories"`
	Type           []string `json:"type"`
	Types          []string `json:"types"`
	Tags           []string `json:"tags"` // any of them
	Sender         string   `json:"sender"`
	From           int      `json:"fromTimestamp" rule:"min=1" check:"time"` // UNIX seconds, both inside
	To             int      `json:"toTimestamp" rule:"min=1" check:"time"`
	HideBlocked    bool     `json:"hideMessagesFromBlockedUsers"` // what people sent whom the reader has blocked
	HideDeleted    bool     `json:"hideDeleted"`
	OnlyDeleted    bool     `json:"onlyDeleted"`
	HideReplies    bool     `json:"hideReplies"`
	HideQuoted     bool     `json:"hideQuotedMessages"` // those that quote another
	OnlyUpdates    bool     `json:"onlyUpdates"`        // those that have changed since they were sent
	Unread         bool     `json:"unread"`
	Undelivered    bool     `json:"undelivered"`
	Pinned         bool     `json:"pinned"`
	Saved          bool     `json:"saved"`
	GoalReached    bool     `json:"onlyInteractionGoalCompleted"`

	dataFilter
	quietParameters

	FromAsSent string `given:"fromTimestamp"`
}

// dataFilter says what a message must hold.
type dataFilter struct {
	SearchKey       string   `json:"searchKey"`
	HasAttachments  bool     `json:"hasAttachments"`
	AttachmentTypes []string `json:"attachmentTypes"` // any of them
	HasLinks        bool     `json:"hasLinks"`
	HasMentions     bool     `json:"hasMentions"`
	HasReactions    bool     `json:"hasReactions"`
	MentionedUIDs   []string `json:"mentionedUids"` // any of them
	MyMentions      bool     `json:"myMentionsOnly"`
}

// quietParameters change nothing here, rightly: uid and guid repeat the path, and a thread is no list of these.
type quietParameters struct {
	WithParent             bool   `json:"withParent" rule:"noeffect"`
	UID                    string `json:"uid" rule:"noeffect" on:"authToken"`
	GUID                   string `json:"guid" rule:"noeffect" on:"authToken"`
	WithThreadSubscription bool   `json:"withThreadSubscribed" rule:"notemulated" on:"authToken"`
}

// Words of the filters.
var (
	messageCategories = []string{"message", "custom", "action", "call", "interactive", "card"}
	filterTypes       = []string{
		"text", "image", "file", "audio", "video", "groupMember", "message", "form", "card", "scheduler", "customInteractive",
	}
)

// tidied is the filter as messages are compared with it: words with two names as one list, ids and the key in lower
// case. The page says that toTimestamp alone is ignored; when fromTimestamp is 0, it is not alone. Where nobody reads,
// nothing is unread.
func (f messageFilter) tidied(me string) messageFilter {
	f.Category, f.Type = append(f.Category, f.Categories...), append(f.Type, f.Types...)
	f.Sender, f.SearchKey = strings.ToLower(f.Sender), strings.ToLower(f.SearchKey)
	f.MentionedUIDs = slices.Clone(f.MentionedUIDs)
	for i, uid := range f.MentionedUIDs {
		f.MentionedUIDs[i] = strings.ToLower(uid)
	}
	if f.FromAsSent == "" {
		f.To = 0
	}
	if me == "" {
		f.Unread, f.Undelivered = false, false
	}
	return f
}

// unknownWords refuses words that no message can have, as the server API does. A custom message may have
// any type, so one that is stored makes its type known.
func (f *messageFilter) unknownWords(tx *store.Tx) (wrong []detail) {
	refuse := func(parameter string, words []string, known func(string) bool) {
		if slices.ContainsFunc(words, func(word string) bool { return !known(word) }) {
			wrong = append(wrong, detail{parameter, "The selected " + parameter + " is invalid."})
		}
	}
	isCategory := func(word string) bool { return slices.Contains(messageCategories, word) }
	refuse("category", f.Category, isCategory)
	refuse("categories", f.Categories, isCategory)
	isType := func(word string) bool { return slices.Contains(filterTypes, word) || isCustomType(tx, word) }
	refuse("type", f.Type, isType)
	refuse("types", f.Types, isType)
	return wrong
}

func isCustomType(tx *store.Tx, word string) bool {
	for m := range tx.AllMessages() {
		if m.Category == "custom" && m.Type == word {
			return true
		}
	}
	return false
}

// matches looks at what costs least first.
func (q *messagesReader) matches(tx *store.Tx, in *seat, m *store.Message) bool {
	return q.matchesWords(m) && q.matchesTimes(m) && q.matchesStory(m) && q.matchesState(tx, in, m) && q.matchesData(m)
}

func (f *messageFilter) matchesWords(m *store.Message) bool {
	switch {
	case f.ReceiverType != "" && f.ReceiverType != receiverTypeOf(m),
		len(f.Category) > 0 && !slices.Contains(f.Category, m.Category),
		len(f.Type) > 0 && !slices.Contains(f.Type, m.Type),
		len(f.Tags) > 0 && !slices.ContainsFunc(m.Tags, func(tag string) bool { return slices.Contains(f.Tags, tag) }),
		f.Sender != "" && m.Sender != f.Sender:
		return false
	}
	return true
}

// matchesTimes reports whether a message is on the right side of the times. Where the place has an id, sentAt does not
// count: of one second there may be many messages.
func (q *messagesReader) matchesTimes(m *store.Message) bool {
	sentAt := int(m.SentAt.Unix())
	switch {
	case q.From != 0 && sentAt < q.From, q.To != 0 && sentAt > q.To, q.UpdatedAt != 0 && int(m.UpdatedAt.Unix()) <= q.UpdatedAt:
		return false
	case q.ID != 0 || q.SentAt == 0:
		return true
	case q.Before:
		return sentAt < q.SentAt
	}
	return sentAt > q.SentAt
}

// matchesStory looks at what has become of a message, and at what it belongs to.
func (f *messageFilter) matchesStory(m *store.Message) bool {
	more, changed := m.More, m.UpdatedAt.After(m.SentAt)
	if more == nil {
		return !f.OnlyDeleted && (!f.OnlyUpdates || changed)
	}
	deleted := !more.DeletedAt.IsZero()
	switch {
	case f.HideDeleted && deleted, f.OnlyDeleted && !deleted, f.HideReplies && more.Parent != 0, f.HideQuoted && more.Quoted != 0,
		f.OnlyUpdates && !changed && !deleted && more.EditedAt.IsZero():
		return false
	}
	return true
}

// matchesState looks at what others have done with a message, and the reader.
func (q *messagesReader) matchesState(tx *store.Tx, in *seat, m *store.Message) bool {
	switch {
	case q.Unread && (m.Seq <= in.read || !countsFor(q.Me, m)),
		q.Undelivered && (m.Seq <= in.delivered || !countsFor(q.Me, m)),
		q.HideBlocked && q.Me != "" && tx.HasBlocked(q.Me, m.Sender),
		q.Pinned && !isPinned(tx, m),
		q.Saved && !isSaved(tx, q.Me, m),
		q.GoalReached && !goalReached(tx, q.Me, m),
		q.HasReactions && !hasReactions(tx, m):
		return false
	}
	return true
}

// matchesData looks into what a message holds.
func (q *messagesReader) matchesData(m *store.Message) bool {
	f := &q.dataFilter
	switch {
	case (f.SearchKey != "" || f.HasLinks) && !q.matchesText(m),
		f.HasAttachments && !hasAttachments(m),
		len(f.AttachmentTypes) > 0 && !hasAttachmentOf(m, f.AttachmentTypes):
		return false
	case !f.HasMentions && !f.MyMentions && len(f.MentionedUIDs) == 0:
		return true
	}
	mentions := topLevel(m.Data.Own(), "mentions")
	switch {
	case !holdsSome(mentions), f.MyMentions && (q.Me == "" || topLevel(mentions, q.Me) == ""):
		return false
	}
	return len(f.MentionedUIDs) == 0 || slices.ContainsFunc(f.MentionedUIDs, func(uid string) bool { return topLevel(mentions, uid) != "" })
}

// links are how a link in a text begins.
var links = [...][]byte{[]byte("http://"), []byte("https://"), []byte("www.")}

// matchesText looks for the key and for links in the text, whatever the case of its letters.
func (q *messagesReader) matchesText(m *store.Message) bool {
	q.text = appendLower(q.text[:0], topLevel(m.Data.Own(), "text"))
	hasLink := func(link []byte) bool { return bytes.Contains(q.text, link) }
	return bytes.Contains(q.text, q.key) && (!q.HasLinks || slices.ContainsFunc(links[:], hasLink))
}

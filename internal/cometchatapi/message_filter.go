package cometchatapi

import (
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
	SearchKey      string   `json:"searchKey"`
	HasAttachments bool     `json:"hasAttachments"`
	HasReactions   bool     `json:"hasReactions"`
	OnlyDeleted    bool     `json:"onlyDeleted"`
	Pinned         bool     `json:"pinned"`
	Saved          bool     `json:"saved"`
	From           int      `json:"fromTimestamp" rule:"min=1" check:"time"` // UNIX seconds, both inside
	To             int      `json:"toTimestamp" rule:"min=1" check:"time"`
	HideBlocked    bool     `json:"hideMessagesFromBlockedUsers"` // what people sent whom the reader has blocked

	hiddenParameters

	FromAsSent string `given:"fromTimestamp"`
}

// hiddenParameters are rightly without effect where they hide what cannot be here.
type hiddenParameters struct {
	Count                  bool     `json:"count" rule:"noeffect"`
	HideDeleted            bool     `json:"hideDeleted" rule:"noeffect"`
	HideReplies            bool     `json:"hideReplies" rule:"noeffect"`
	WithParent             bool     `json:"withParent" rule:"noeffect"`
	UID                    string   `json:"uid" rule:"noeffect" on:"authToken"`
	Unread                 bool     `json:"unread" rule:"notemulated"`
	Undelivered            bool     `json:"undelivered" rule:"notemulated"`
	AttachmentTypes        []string `json:"attachmentTypes" rule:"notemulated"`
	HasLinks               bool     `json:"hasLinks" rule:"notemulated"`
	HasMentions            bool     `json:"hasMentions" rule:"notemulated"`
	MentionedUIDs          []string `json:"mentionedUids" rule:"notemulated"`
	MyMentionsOnly         bool     `json:"myMentionsOnly" rule:"notemulated"`
	MentionsWithBlocked    bool     `json:"mentionsWithBlockedInfo" rule:"notemulated"`
	MentionsWithTags       bool     `json:"mentionsWithTagInfo" rule:"notemulated"`
	OnlyUpdates            bool     `json:"onlyUpdates" rule:"notemulated"`
	OnlyInteractionGoals   bool     `json:"onlyInteractionGoalCompleted" rule:"notemulated"`
	HideQuoted             bool     `json:"hideQuotedMessages" rule:"notemulated"`
	WithThreadSubscription bool     `json:"withThreadSubscribed" rule:"notemulated" on:"authToken"`
}

// Words of the filters.
var (
	messageCategories = []string{"message", "custom", "action", "call", "interactive", "card"}
	filterTypes       = []string{
		"text", "image", "file", "audio", "video", "groupMember", "message", "form", "card", "scheduler", "customInteractive",
	}
)

// tidied is the filter as messages are compared with it: words with two names as one list, ids and the key in lower
// case. The page says that toTimestamp alone is ignored; when fromTimestamp is 0, it is not alone.
func (f messageFilter) tidied() messageFilter {
	f.Category, f.Type = append(f.Category, f.Categories...), append(f.Type, f.Types...)
	f.Sender, f.SearchKey = strings.ToLower(f.Sender), strings.ToLower(f.SearchKey)
	if f.FromAsSent == "" {
		f.To = 0
	}
	return f
}

// nothing reports whether the filter asks for what cannot be here: messages that a call has deleted, pinned or saved,
// which no call does.
func (f *messageFilter) nothing() bool {
	return f.OnlyDeleted || f.Pinned || f.Saved
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
	var custom map[string]bool // types of stored messages, from the first time on that one is needed
	isType := func(word string) bool {
		if slices.Contains(filterTypes, word) {
			return true
		}
		if custom == nil {
			custom = customTypes(tx)
		}
		return custom[word]
	}
	refuse("type", f.Type, isType)
	refuse("types", f.Types, isType)
	return wrong
}

func customTypes(tx *store.Tx) map[string]bool {
	types := map[string]bool{}
	for m := range tx.AllMessages() {
		if m.Category == "custom" {
			types[m.Type] = true
		}
	}
	return types
}

func (f *messageFilter) matches(tx *store.Tx, me string, m *store.Message) bool {
	sentAt := int(m.SentAt.Unix())
	switch {
	case f.ConversationID != "" && f.ConversationID != conversationOf(m),
		f.ReceiverType != "" && f.ReceiverType != receiverTypeOf(m),
		len(f.Category) > 0 && !slices.Contains(f.Category, m.Category),
		len(f.Type) > 0 && !slices.Contains(f.Type, m.Type),
		len(f.Tags) > 0 && !slices.ContainsFunc(m.Tags, func(tag string) bool { return slices.Contains(f.Tags, tag) }),
		f.Sender != "" && m.Sender != f.Sender,
		f.From != 0 && sentAt < f.From,
		f.To != 0 && sentAt > f.To,
		f.HideBlocked && tx.HasBlocked(me, m.Sender):
		return false
	}
	return f.matchesData(m)
}

// matchesData looks into what a message holds.
func (f *messageFilter) matchesData(m *store.Message) bool {
	if f.SearchKey == "" && !f.HasAttachments && !f.HasReactions {
		return true
	}
	data, _ := parseJSON(m.Data).(object)
	text, _ := data.get("text").(string)
	attachments, _ := data.get("attachments").([]any)
	file, _ := data.get("url").(string)
	reactions, _ := data.get("reactions").([]any)
	return strings.Contains(strings.ToLower(text), f.SearchKey) &&
		(!f.HasAttachments || len(attachments) > 0 || file != "") &&
		(!f.HasReactions || len(reactions) > 0)
}

package cometchatapi

import (
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// messageFilter says which messages a list shows (page "List messages").
type messageFilter struct {
	Nothing        bool // what is asked for cannot be here, such as messages of groups
	ConversationID string
	Category       map[string]bool // nil: any
	Type           map[string]bool
	Tags           map[string]bool // any of them
	Sender         string
	SearchKey      string // in lower case
	HasAttachments bool
	HasReactions   bool
	From, To       int  // UNIX seconds, both inside; 0: none
	HideBlocked    bool // what people sent whom the reader has blocked

	words []filterWord
}

// filterWord is a word that a filter may not know, and the parameter in which it stands.
type filterWord struct{ parameter, word string }

// Words of the filters.
var (
	messageCategories = []string{"message", "custom", "action", "call", "interactive", "card"}
	filterTypes       = append(slices.Clone(messageTypes),
		"groupMember", "message", "form", "card", "scheduler", "customInteractive")
)

// neverHere are filters for what this server cannot have: there is no call that deletes, pins or saves a
// message.
var neverHere = []string{"onlyDeleted", "pinned", "saved"}

func readMessageFilter(values gateway.Query, wrong []detail) (f messageFilter, _ []detail) {
	kind, ok := given(values, "receiverType")
	f.Nothing = ok && kind != "user" || slices.ContainsFunc(neverHere, func(name string) bool { return truth(values, name) })
	f.ConversationID, _ = given(values, "conversationId")
	f.Category = f.wordsOf(values, "category", "categories")
	f.Type = f.wordsOf(values, "type", "types")
	f.Tags = setOf(commaList(values, "tags"))
	f.Sender, _ = given(values, "sender")
	f.Sender = strings.ToLower(f.Sender)
	f.SearchKey, _ = given(values, "searchKey")
	f.SearchKey = strings.ToLower(f.SearchKey)
	f.HasAttachments, f.HasReactions = truth(values, "hasAttachments"), truth(values, "hasReactions")
	_, bounded := given(values, "fromTimestamp")
	f.From, wrong = decodeSeconds(values, "fromTimestamp", wrong)
	f.To, wrong = decodeSeconds(values, "toTimestamp", wrong)
	if !bounded {
		f.To = 0 // the page says that toTimestamp alone is ignored
	}
	f.HideBlocked = truth(values, "hideMessagesFromBlockedUsers")
	return f, wrong
}

// decodeSeconds reads a UNIX time; 0 is no bound.
func decodeSeconds(values gateway.Query, name string, wrong []detail) (int, []detail) {
	if text, _ := given(values, name); text == "0" {
		return 0, wrong
	}
	return decodeNumber(values, name, 0, 0, wrong)
}

// wordsOf are the words of a filter that has two names.
func (f *messageFilter) wordsOf(values gateway.Query, names ...string) map[string]bool {
	var all []string
	for _, name := range names {
		for _, word := range commaList(values, name) {
			f.words = append(f.words, filterWord{name, word})
			all = append(all, word)
		}
	}
	return setOf(all)
}

// setOf is the words as a set, nil when there are none.
func setOf(words []string) map[string]bool {
	if len(words) == 0 {
		return nil
	}
	set := make(map[string]bool, len(words))
	for _, word := range words {
		set[word] = true
	}
	return set
}

// unknownWords refuses words that no message can have, as the server API does. A custom message may have
// any type, so one that is stored makes its type known.
func (f *messageFilter) unknownWords(tx *store.Tx, wrong []detail) []detail {
	refused := map[string]bool{}
	var custom map[string]bool // types of stored messages, from the first time on that one is needed
	for _, w := range f.words {
		known, isType := messageCategories, strings.HasPrefix(w.parameter, "type")
		if isType {
			known = filterTypes
		}
		if refused[w.parameter] || slices.Contains(known, w.word) {
			continue
		}
		if isType && custom == nil {
			custom = customTypes(tx)
		}
		if !isType || !custom[w.word] {
			refused[w.parameter] = true
			wrong = append(wrong, detail{w.parameter, "The selected " + w.parameter + " is invalid."})
		}
	}
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
	case f.Nothing,
		f.ConversationID != "" && f.ConversationID != string(appendConversationID(nil, m.Sender, m.Receiver)),
		f.Category != nil && !f.Category[m.Category],
		f.Type != nil && !f.Type[m.Type],
		f.Tags != nil && !slices.ContainsFunc(m.Tags, func(tag string) bool { return f.Tags[tag] }),
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

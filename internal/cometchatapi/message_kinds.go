package cometchatapi

import (
	"reflect"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/shape"
)

// kinds are the types of the categories in which messages are sent; nil: any word (page "Messages"; the vendor's iOS
// tests send interactive and card).
var kinds = map[string][]string{
	messageCategory:     {messageType, "image", "file", "audio", "video"},
	customCategory:      nil,
	interactiveCategory: {"form", "card", "scheduler", "customInteractive"},
	cardCategory:        {"card"},
}

// The categories beside that of messages which people read.
const (
	customCategory      = "custom"
	interactiveCategory = "interactive"
	cardCategory        = "card"
)

// ofMessages is [special] of what messages are sent with.
func ofMessages(check string) func(f *form, m *shape.Field, into reflect.Value) {
	switch check {
	case "type":
		return readType
	case "data":
		return readMessageData
	case "category":
		return readCategory
	case "receiverType":
		return readReceiverType
	case "receiver":
		return readReceiver
	case "receivers":
		return readReceivers
	case "quoted":
		return readQuoted
	}
	return nil
}

// kindOf is the category and the type that a message has, when they are missing or wrong, too.
func kindOf(f *form) (category, kind string) {
	category, _ = f.word("category")
	if category == "" {
		category = messageCategory
	}
	kind, _ = f.word("type")
	if kind == "" && (category == messageCategory || category == customCategory) {
		kind = messageType
	}
	return category, kind
}

// word is a member that is a text, trimmed; empty when it is missing, and not ok when it is something else.
func (f *form) word(name string) (word string, ok bool) {
	if !f.has(name) {
		return "", true
	}
	alone := form{members: f.members}
	word, _ = alone.text(&shape.Field{Name: name})
	return word, alone.wrong == nil
}

// readReceiverType reads what the one receiver is.
func readReceiverType(f *form, m *shape.Field, into reflect.Value) {
	if f.hasMany() {
		return
	}
	kind, ok := f.word(m.Name)
	if !ok || kind != "" && !slices.Contains(m.Words, kind) {
		f.refuse(errInvalidReceiverType, m.Name, "receiverType must be user or group")
	}
	into.SetString(kind)
}

func readCategory(f *form, m *shape.Field, into reflect.Value) {
	category, ok := f.word(m.Name)
	_, known := kinds[category]
	switch {
	case known:
		into.SetString(category)
	case category == actionCategory, category == "call":
		f.fail(m.Name, "The selected category is invalid.")
	case !ok, category != "":
		f.refuse(errInvalidCategory, m.Name, "category must be one of "+strings.Join(m.Words, ", "))
	case f.has(m.Name):
		f.refuse(errEmptyCategory, m.Name, "category is blank")
	}
}

func readType(f *form, m *shape.Field, into reflect.Value) {
	category, kind := kindOf(f)
	_, ok := f.word(m.Name)
	types, known := kinds[category]
	switch {
	case !known: // which is said of the category
	case !ok:
		f.refuse(errInvalidType, m.Name, "type must be a text")
	case kind == "" || f.has(m.Name) && f.blank(m.Name):
		f.refuse(errEmptyType, m.Name, "type is missing or blank")
	case types != nil && !slices.Contains(types, kind):
		f.refuse(errInvalidType, m.Name, "type must be one of "+strings.Join(types, ", ")+" in the category "+category)
	default:
		_, _ = f.text(m) // says whether it is too long
		into.SetString(kind)
	}
}

func (f *form) blank(name string) bool {
	word, ok := f.word(name)
	return ok && word == ""
}

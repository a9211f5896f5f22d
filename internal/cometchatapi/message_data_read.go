package cometchatapi

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/shape"
)

// readMessageData reads data: text and metadata first, then all else, without entities and mentions, which are the
// server's. It stands open, so that the entities can follow.
func readMessageData(f *form, m *shape.Field, into reflect.Value) {
	data, ok := f.messageData(m)
	if !ok {
		return
	}
	if category, kind := kindOf(f); f.fits(category, kind, data) {
		place := map[string]int{"text": -2, "metadata": -1}
		slices.SortStableFunc(data, func(a, b member) int { return place[a.Name] - place[b.Name] })
		open := appendJSON(nil, data)
		into.SetBytes(open[:len(open)-1])
	}
}

// messageData is what a message holds, and not ok when it is nothing or too much.
func (f *form) messageData(m *shape.Field) (object, bool) {
	if f.missing(m) {
		return nil, false
	}
	alone, unbound := form{members: f.members}, *m
	unbound.MaxBytes = 0
	raw := alone.object(&unbound)
	if len(raw) > m.MaxBytes {
		f.fail(m.Name, "The data may not be greater than %d characters.", m.MaxBytes)
		return nil, false
	}
	var data object
	if raw != nil {
		data, _ = parseJSON(raw).(object)
	}
	empty := string(raw) == "[]" || string(raw) == `""` || string(raw) == "{}"
	if data == nil && !empty {
		f.refuse(errInvalidData, m.Name, "data must be an object")
		return nil, false
	}
	data = slices.DeleteFunc(data, func(m member) bool { return m.Name == "entities" || m.Name == mentionsMember || m.Name == "reactions" })
	if len(data) == 0 {
		f.fail(m.Name, "The data field is required.")
	}
	return data, len(data) > 0
}

// fits refuses data that has not what its kind of message needs.
func (f *form) fits(category, kind string, data object) bool {
	if text := data.get("text"); text != nil && !isText(text) {
		f.refuse(errInvalidText, "data.text", "data.text must be a text")
	}
	if metadata := data.get("metadata"); metadata != nil && !isObject(metadata) {
		f.refuse(errInvalidMetadata, "data.metadata", "data.metadata must be an object")
	}
	switch category {
	case messageCategory:
		f.fitsMessage(kind, data)
	case customCategory:
		f.fitsCustom(data)
	case interactiveCategory:
		f.needs(data, "interactiveData")
		f.may(data, "interactionGoal", isObject, "an object")
		f.may(data, "allowSenderInteraction", isFlag, "true or false")
	case cardCategory:
		f.needs(data, "card")
		f.may(data, "fallbackText", isText, "a text")
	}
	return f.refused == nil
}

func (f *form) fitsMessage(kind string, data object) {
	switch kind {
	case messageType:
		if text, is := data.get("text").(string); (is || data.get("text") == nil) && strings.TrimSpace(text) == "" {
			f.refuse(errEmptyText, "data.text", "data.text is missing or blank")
		}
	case "image", "file", "audio", "video":
		f.fitsMedia(data)
	}
}

// fitsMedia wants to know where a file is: it is not fetched.
func (f *form) fitsMedia(data object) {
	attachments, url := data.get("attachments"), data.get("url")
	list, isList := attachments.([]any)
	switch {
	case attachments != nil && !isList, slices.ContainsFunc(list, func(one any) bool { return !isAttachment(one) }):
		f.refuse(errInvalidMedia, "data.attachments", "data.attachments must be a list of objects with a url")
	case url != nil && !isText(url):
		f.refuse(errInvalidMedia, "data.url", "data.url must be a text")
	case len(list) == 0 && (url == nil || url == ""):
		f.refuse(errEmptyFile, "data.attachments", "data.attachments and data.url are missing")
	}
}

func isAttachment(value any) bool {
	attachment, _ := value.(object)
	url, _ := attachment.get("url").(string)
	return url != ""
}

func (f *form) fitsCustom(data object) {
	custom := data.get("customData")
	something, _ := custom.(object)
	switch {
	case custom != nil && !isObject(custom):
		f.refuse(errInvalidCustomData, "data.customData", "data.customData must be an object")
	case len(something) == 0:
		f.refuse(errEmptyCustomData, "data.customData", "data.customData is missing or empty")
	}
}

// needs refuses data without an object in it.
func (f *form) needs(data object, name string) {
	if !isObject(data.get(name)) {
		f.refuse(errInvalidData, "data."+name, fmt.Sprintf("data.%s must be an object", name))
	}
}

// may refuses a member of data that is there and of another type.
func (f *form) may(data object, name string, is func(any) bool, what string) {
	if value := data.get(name); value != nil && !is(value) {
		f.refuse(errInvalidData, "data."+name, fmt.Sprintf("data.%s must be %s", name, what))
	}
}

func isText(value any) bool { _, ok := value.(string); return ok }

func isFlag(value any) bool { _, ok := value.(bool); return ok }

// isObject reports whether a value is an object, which an empty list is too: in PHP they are the same.
func isObject(value any) bool {
	list, isList := value.([]any)
	_, ok := value.(object)
	return ok || isList && len(list) == 0
}

package cometchatapi

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
)

// object is a JSON object whose members keep their order. Its values, and those of lists (any),
// are objects, lists, texts, numbers (json.Number), booleans and null.
type object []member

type member struct {
	Name  string
	Value any
}

// parseJSON reads a valid JSON value. Of members with the same name the last counts, at the place
// of the first, as in PHP.
func parseJSON(value []byte) any {
	d := json.NewDecoder(bytes.NewReader(value))
	d.UseNumber()
	return parseNext(d)
}

func parseNext(d *json.Decoder) any {
	token, _ := d.Token() // the value is valid
	switch token {
	case json.Delim('{'):
		var o object
		places := make(map[string]int)
		for d.More() {
			name, _ := d.Token()
			text, _ := name.(string)
			inner := parseNext(d)
			if i, ok := places[text]; ok {
				o[i].Value = inner
				continue
			}
			places[text] = len(o)
			o = append(o, member{text, inner})
		}
		_, _ = d.Token()
		return o
	case json.Delim('['):
		list := []any{}
		for d.More() {
			list = append(list, parseNext(d))
		}
		_, _ = d.Token()
		return list
	}
	return token
}

// get returns a member's value, nil when there is none.
func (o object) get(name string) any {
	for _, m := range o {
		if m.Name == name {
			return m.Value
		}
	}
	return nil
}

// sortStored puts the members of all objects in a value into the order in which the vendor's
// database column gives them back: shorter names first, equal lengths alphabetically (recorded:
// message/get_message, message/list_message).
func sortStored(value any) {
	switch v := value.(type) {
	case object:
		slices.SortFunc(v, func(a, b member) int { return storedOrder(a.Name, b.Name) })
		for _, m := range v {
			sortStored(m.Value)
		}
	case []any:
		for _, item := range v {
			sortStored(item)
		}
	}
}

// storedOrder compares two names in that order.
func storedOrder(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}

// appendJSON appends a value as PHP writes it.
func appendJSON(dst []byte, value any) []byte {
	switch v := value.(type) {
	case object:
		dst = append(dst, '{')
		for i, m := range v {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = jsontext.AppendPHP(dst, m.Name)
			dst = appendJSON(append(dst, ':'), m.Value)
		}
		return append(dst, '}')
	case []any:
		dst = append(dst, '[')
		for i, item := range v {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendJSON(dst, item)
		}
		return append(dst, ']')
	case string:
		return jsontext.AppendPHP(dst, v)
	case json.Number:
		return append(dst, v...)
	case bool:
		if v {
			return append(dst, "true"...)
		}
		return append(dst, "false"...)
	}
	return append(dst, "null"...)
}

// MessageData is the data of a message that did not come by a call as the vendor's database gives it back:
// with its members in their order and with the two people as they are now, unless it says how they were.
func MessageData(tx *store.Tx, m *store.Message, whole []byte) []byte {
	if !json.Valid(whole) {
		return whole
	}
	data, ok := parseJSON(whole).(object)
	if !ok {
		return whole
	}
	if data.get("entities") == nil {
		open := appendJSON(nil, data)
		open = open[:len(open)-1]
		sender := m.Sender
		if sender == systemUser {
			sender = ""
		}
		if guid, ok := store.GroupOfTalk(m.Conversation); ok {
			g, ok := tx.Group(guid)
			if !ok || m.Category == actionCategory {
				return whole
			}
			return asStored(appendGroup(appendSender(open, tx, sender), tx, g, sender))
		}
		receiver, ok := tx.User(m.Receiver)
		if !ok {
			return whole // to the system, or to nobody
		}
		whole = appendReceiver(appendSender(open, tx, sender), sender, receiver)
	}
	return asStored(whole)
}

// dataOf is a message's data in the store: who the two are is the same in all that they write to each other.
func dataOf(whole []byte) store.Data {
	data := string(whole)
	from, to := memberAt(data, "entities")
	return store.DataOf(data, from, to)
}

// asStored is a JSON value as the vendor's database gives it back.
func asStored(value []byte) []byte {
	v := parseJSON(value)
	sortStored(v)
	return appendJSON(nil, v)
}

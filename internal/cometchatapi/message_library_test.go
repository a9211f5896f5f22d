package cometchatapi_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// told is a message as the reference knows it.
type told struct {
	id                    int
	sender, receiver      string
	group                 bool
	category, kind        string
	tags, mentions, files []string // files are the mimeTypes of attachments
	text, file            string
	reacted, withheld     bool
	parent, quoted        int
	sentAt, updatedAt     int64
	editedAt, deletedAt   int64
	decoy                 string // stands in other members of data
}

// library is what the lists of messages are looked up in: a plain list, in ascending order.
type library struct {
	*world
	messages []told
	blocks   map[[2]string]bool
	members  map[[2]string]bool // of group and user
	cleared  map[[2]string]int  // by user and conversation: up to which message a user has reset it
	read     map[[2]string]int  // up to which a user has read it
}

var (
	readers     = []string{"ann", "bob", "cat", "dan", "eve"}
	libraryTalk = []string{"one", "two", "open"} // groups
)

func pick(chance *rand.Rand, from ...string) string { return from[chance.IntN(len(from))] }

// some are those of several that chance takes.
func some(chance *rand.Rand, part float64, from ...string) (all []string) {
	for _, s := range from {
		if chance.Float64() < part {
			all = append(all, s)
		}
	}
	return all
}

const firstSecond = 1714000000

var texts = []string{
	"hello", "Hello WORLD", "née ÉTOILE", `he said "hello" \ and left`, "see https://example.com/a/b", "WWW.example.com", "tab\tand\nline", "😀 smile", "", "x", "HELLO/there",
}

func tell(chance *rand.Rand, id int, l *library) told {
	m := told{
		id: id, sender: pick(chance, append(readers, "app_system")...), category: "message", kind: "text", text: pick(chance, texts...),
		tags: some(chance, 0.15, "red", "blue", "green"), mentions: some(chance, 0.08, readers...), reacted: chance.IntN(12) == 0,
		sentAt: firstSecond + int64(id/3), decoy: pick(chance, "", "", "hello", "https://decoy"),
	}
	if m.group = chance.IntN(2) == 0; m.group {
		m.receiver = pick(chance, libraryTalk...)
	} else {
		m.receiver = pick(chance, readers...)
		m.withheld = l.blocks[[2]string{m.receiver, m.sender}] && chance.IntN(2) == 0
	}
	switch chance.IntN(8) {
	case 0:
		m.kind, m.files = pick(chance, "image", "file", "audio", "video"), some(chance, 0.5, "image/png", "video/mp4", "audio/ogg", "application/pdf", "")
	case 1:
		m.kind, m.file, m.text = pick(chance, "image", "file", "text"), "https://files/1", ""
	case 2:
		m.category, m.kind = "custom", pick(chance, "poem", "text")
	case 3:
		if m.group {
			m.category, m.kind = "action", "groupMember"
		}
	}
	if id > 1 {
		m.parent, m.quoted = max(0, chance.IntN(6*id)-5*id), max(0, chance.IntN(6*id)-5*id)
	}
	m.updatedAt = m.sentAt
	if chance.IntN(8) == 0 {
		m.editedAt = m.sentAt + int64(chance.IntN(3))
		m.updatedAt = m.editedAt
	}
	if chance.IntN(8) == 0 {
		m.deletedAt = m.sentAt + int64(chance.IntN(30))
		m.updatedAt = max(m.updatedAt, m.deletedAt)
	}
	return m
}

// row is the message in a fixture.
func (m *told) row() map[string]any {
	data := map[string]any{"zzzzz": 1}
	put := func(name string, value any, is bool) {
		if is {
			data[name] = value
		}
	}
	var files []any
	for _, mimeType := range m.files {
		file := map[string]any{"url": "https://files/2", "name": "text"}
		if mimeType != "" {
			file["mimeType"] = mimeType
		}
		files = append(files, file)
	}
	people := map[string]any{}
	for _, uid := range m.mentions {
		people[uid] = map[string]any{"uid": uid, "name": uid}
	}
	put("text", m.text, m.text != "")
	put("abc", map[string]any{"text": m.decoy, "a}": []any{"]", m.decoy}}, m.decoy != "")
	put("url", m.file, m.file != "")
	put("attachments", files, m.files != nil)
	put("mentions", people, len(m.mentions) > 0)
	put("reactions", []any{map[string]any{"reaction": "x", "count": 1}}, m.reacted)
	row := map[string]any{
		"id": m.id, "sender": m.sender, "receiver": m.receiver, "category": m.category, "type": m.kind, "data": data,
		"sentAt": at(int(m.sentAt)), "updatedAt": at(int(m.updatedAt)), "withheld": m.withheld,
	}
	optional := map[string]any{}
	if m.group {
		optional["receiverType"] = "group"
	}
	if m.tags != nil {
		optional["tags"] = m.tags
	}
	if m.editedAt != 0 {
		optional["editedAt"], optional["editedBy"] = at(int(m.editedAt)), m.sender
	}
	if m.deletedAt != 0 {
		optional["deletedAt"], optional["deletedBy"] = at(int(m.deletedAt)), m.sender
	}
	if m.parent != 0 {
		optional["parentId"] = m.parent
	}
	if m.quoted != 0 {
		optional["quotedMessageId"] = m.quoted
	}
	maps.Copy(row, optional)
	return row
}

// newLibrary makes a server with random messages, and the reference of them.
func newLibrary(t *testing.T, chance *rand.Rand, length int) *library {
	l := &library{blocks: map[[2]string]bool{}, members: map[[2]string]bool{}, cleared: map[[2]string]int{}, read: map[[2]string]int{}}
	var people, groups, rows []any
	for _, uid := range readers {
		blocked := slices.DeleteFunc(some(chance, 0.25, readers...), func(other string) bool { return other == uid })
		for _, other := range blocked {
			l.blocks[[2]string{uid, other}] = true
		}
		people = append(people, map[string]any{"uid": uid, "blocks": blocked, "authTokens": []any{map[string]any{"authToken": uid + "_token"}}})
	}
	for _, guid := range libraryTalk {
		inside := some(chance, 0.6, readers...)
		for _, uid := range inside {
			l.members[[2]string{guid, uid}] = true
		}
		groups = append(groups, map[string]any{"guid": guid, "members": inside})
	}
	for id := 1; id <= length; id++ {
		m := tell(chance, id, l)
		l.messages = append(l.messages, m)
		rows = append(rows, m.row())
	}
	var yaml strings.Builder
	for _, person := range people {
		fmt.Fprintf(&yaml, "\n      - %s", jsonOf(person))
	}
	fmt.Fprintf(&yaml, "\n    groups: %s\n    messages: %s\n", jsonOf(groups), jsonOf(rows))
	l.world = newWorld(t, yaml.String())
	return l
}

func jsonOf(v any) string {
	text, _ := json.Marshal(v)
	return string(text)
}

package cometchatapi_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
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
	l := &library{blocks: map[[2]string]bool{}, members: map[[2]string]bool{}, cleared: map[[2]string]int{}}
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

// question is a request for a list: /messages, or that of a user or a group.
type question struct {
	user, group string
	me          string // onBehalfOf, or the end user
	endUser     bool
	query       url.Values
}

func (q *question) has(flag string) bool {
	return q.query.Get(flag) == "1" || q.query.Get(flag) == "true"
}

func (q *question) words(names ...string) (all []string) {
	for _, name := range names {
		if text := q.query.Get(name); text != "" {
			all = append(all, strings.Split(text, ",")...)
		}
	}
	return all
}

func (q *question) number(name string) (n int64) {
	_, _ = fmt.Sscan(q.query.Get(name), &n)
	return n
}

// reader is with whose eyes the list is seen.
func (q *question) reader() string {
	if q.me == "" {
		return q.user
	}
	return q.me
}

func (m *told) talk() string {
	if m.group {
		return "group_" + m.receiver
	}
	return min(m.sender, m.receiver) + "_user_" + max(m.sender, m.receiver)
}

// listed reports whether a message is in a list before it is filtered.
func (l *library) listed(q *question, m *told) bool {
	me := q.reader()
	mine := !m.group && (m.sender == me || m.receiver == me)
	switch {
	case me != "" && m.withheld && m.sender != me, me != "" && m.id <= l.cleared[[2]string{me, m.talk()}]:
		return false
	case q.group != "":
		return m.group && m.receiver == q.group
	case q.user != "" && q.me != "":
		return mine && (m.sender == q.user && m.receiver == me || m.sender == me && m.receiver == q.user)
	case q.user != "":
		return mine
	}
	return me == "" || mine || m.group && l.members[[2]string{m.receiver, me}]
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// kinds are those of the files of a message.
func (m *told) kinds() (all []string) {
	files := m.files
	if files == nil && m.file != "" {
		files = []string{""}
	}
	for _, mimeType := range files {
		kind, _, _ := strings.Cut(mimeType, "/")
		if kind == "" {
			kind = m.kind
		}
		if kind != "image" && kind != "video" && kind != "audio" {
			kind = "file"
		}
		all = append(all, kind)
	}
	return all
}

func (m *told) linked() bool {
	text := strings.ToLower(m.text)
	return strings.Contains(text, "http://") || strings.Contains(text, "https://") || strings.Contains(text, "www.")
}

// passes reports whether a message passes the filters: each member of the list is a reason to leave it out.
func (l *library) passes(q *question, m *told) bool {
	me, receiverType := q.reader(), "user"
	if m.group {
		receiverType = "group"
	}
	unread := m.sender != me && m.category != "action"
	changed := m.updatedAt > m.sentAt || m.editedAt != 0 || m.deletedAt != 0
	from, to := q.number("fromTimestamp"), q.number("toTimestamp")
	for name, out := range map[string]bool{
		"conversationId":               m.talk() != q.query.Get("conversationId"),
		"receiverType":                 receiverType != q.query.Get("receiverType"),
		"category":                     !slices.Contains(q.words("category", "categories"), m.category),
		"categories":                   !slices.Contains(q.words("category", "categories"), m.category),
		"type":                         !slices.Contains(q.words("type", "types"), m.kind),
		"types":                        !slices.Contains(q.words("type", "types"), m.kind),
		"sender":                       m.sender != q.query.Get("sender"),
		"searchKey":                    !strings.Contains(strings.ToLower(m.text), strings.ToLower(q.query.Get("searchKey"))),
		"tags":                         !overlap(m.tags, q.words("tags")),
		"attachmentTypes":              !overlap(m.kinds(), q.words("attachmentTypes")),
		"mentionedUids":                !overlap(m.mentions, q.words("mentionedUids")),
		"updatedAt":                    m.updatedAt <= q.number("updatedAt"),
		"fromTimestamp":                m.sentAt < from || to != 0 && m.sentAt > to,
		"hasAttachments":               q.has("hasAttachments") && len(m.kinds()) == 0,
		"hasLinks":                     q.has("hasLinks") && !m.linked(),
		"hasMentions":                  q.has("hasMentions") && len(m.mentions) == 0,
		"hasReactions":                 q.has("hasReactions") && !m.reacted,
		"myMentionsOnly":               q.has("myMentionsOnly") && !slices.Contains(m.mentions, me),
		"hideDeleted":                  q.has("hideDeleted") && m.deletedAt != 0,
		"onlyDeleted":                  q.has("onlyDeleted") && m.deletedAt == 0,
		"hideReplies":                  q.has("hideReplies") && m.parent != 0,
		"hideQuotedMessages":           q.has("hideQuotedMessages") && m.quoted != 0,
		"onlyUpdates":                  q.has("onlyUpdates") && !changed,
		"unread":                       me != "" && q.has("unread") && !unread,
		"undelivered":                  me != "" && q.has("undelivered") && !unread,
		"hideMessagesFromBlockedUsers": q.has("hideMessagesFromBlockedUsers") && l.blocks[[2]string{me, m.sender}],
		"pinned":                       q.has("pinned"),
		"saved":                        q.has("saved"),
		"onlyInteractionGoalCompleted": q.has("onlyInteractionGoalCompleted"),
	} {
		if out && q.query.Get(name) != "" {
			return false
		}
	}
	return true
}

// before reports whether the list goes back from its place.
func (q *question) before() bool {
	return q.query.Get("affix") == "prepend" || q.endUser && q.query.Get("affix") == ""
}

// behind reports whether a message lies behind the place, in the direction of the list.
func (q *question) behind(m *told) bool {
	at, place := int64(m.id), q.number("id")
	if place == 0 {
		at, place = m.sentAt, q.number("sentAt")
	}
	return place == 0 || q.before() && at < place || !q.before() && at > place
}

// page is what must be answered: the ids, and the end of the answer.
func (l *library) page(q *question) (ids []string, end string) {
	var all []*told
	for i := range l.messages {
		if m := &l.messages[i]; l.listed(q, m) && l.passes(q, m) && q.behind(m) {
			all = append(all, m)
		}
	}
	limit := 100
	if q.query.Has("limit") {
		limit = int(q.number("limit"))
	}
	more := len(all) > limit
	switch {
	case more && q.before():
		all = all[len(all)-limit:]
	case more:
		all = all[:limit]
	}
	for _, m := range all {
		ids = append(ids, fmt.Sprint(m.id))
	}
	if q.endUser {
		return ids, q.cursor(all, limit, more)
	}
	return ids, q.places(all, limit)
}

func (q *question) cursor(all []*told, limit int, more bool) string {
	affix, pages, place := "append", 1, ""
	if q.before() {
		affix = "prepend"
	}
	if more {
		pages = 2
	}
	if len(all) > 0 {
		m := all[len(all)-1]
		if q.before() {
			m = all[0]
		}
		place = fmt.Sprintf(`"id":%d,"sentAt":%d,`, m.id, m.sentAt)
	}
	return fmt.Sprintf(`"meta":{"pagination":{"total":0,"count":%d,"per_page":%d,"current_page":1,"total_pages":%d},"cursor":{%s"affix":%q}}}`, len(all), limit, pages, place, affix)
}

func (q *question) places(all []*told, limit int) string {
	placed := q.query.Has("id") || q.query.Has("sentAt")
	way := func(name, affix string, shown bool, m int) string {
		switch {
		case !shown:
			return ""
		case len(all) > 0:
			m := all[max(0, m)]
			return fmt.Sprintf(`%q:{"affix":%q,"sentAt":%d,"id":"%d"}`, name, affix, m.sentAt, m.id)
		}
		place := ""
		for _, member := range []string{"sentAt", "id"} {
			if q.query.Has(member) {
				place += fmt.Sprintf(`,%q:%q`, member, q.query.Get(member))
			}
		}
		if !placed {
			place = fmt.Sprintf(`,"sentAt":%d`, noon.Unix())
		}
		return fmt.Sprintf(`%q:{"affix":%q%s}`, name, affix, place)
	}
	parts := []string{
		way("previous", "prepend", placed || len(all) == 0 || q.before(), 0),
		fmt.Sprintf(`"current":{"limit":%d,"count":%d}`, limit, len(all)),
		way("next", "append", placed || len(all) == 0 || !q.before(), len(all)-1),
	}
	return `"meta":{` + strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ",") + "}}"
}

// unreadCounts are how many unread messages of each conversation pass.
func (l *library) unreadCounts(q *question) map[string]int {
	counts := map[string]int{}
	for i := range l.messages {
		m := &l.messages[i]
		if !l.listed(q, m) || !l.passes(q, m) {
			continue
		}
		other := "user " + m.sender
		if m.group {
			other = "group " + m.receiver
		}
		counts[other]++
	}
	return counts
}

package cometchatapi_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

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
	unread := m.sender != me && m.category != "action" && m.id > l.read[[2]string{me, m.talk()}]
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

package cometchatapi_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestListsOfMessagesAgainstAReference asks for random lists of random messages, and holds each against a loop over all
// messages that knows the vendor's pages alone.
func TestListsOfMessagesAgainstAReference(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			chance := rand.New(rand.NewPCG(seed, 53))
			l := newLibrary(t, chance, 250)
			for n := range 500 {
				if n%25 == 24 {
					l.change(chance)
				}
				if q := l.ask(chance); !l.hold(t, q) {
					t.Fatalf("seed %d, question %d", seed, n)
				}
			}
		})
	}
}

// change lets somebody reset a conversation, or read it, where there are calls that do it.
func (l *library) change(chance *rand.Rand) {
	me, other, talk := pick(chance, readers...), pick(chance, readers...), ""
	target := "/v3/users/" + other + "/conversation"
	if talk = min(me, other) + "_user_" + max(me, other); chance.IntN(2) == 0 {
		guid := pick(chance, libraryTalk...)
		target, talk = "/v3/groups/"+guid+"/conversation", "group_"+guid
	}
	method, place := "DELETE", l.cleared
	if chance.IntN(2) == 0 {
		method, target, place = "POST", target+"/read", l.read
	}
	if status, _ := l.world.ask(method, target, "{}", "onBehalfOf", me); status == 200 {
		place[[2]string{me, talk}] = len(l.messages)
	}
}

// ask is a random question.
func (l *library) ask(chance *rand.Rand) *question {
	q := &question{query: url.Values{}, endUser: chance.IntN(3) == 0}
	if q.me = pick(chance, readers...); !q.endUser && chance.IntN(3) == 0 {
		q.me = ""
	}
	switch chance.IntN(3) {
	case 0:
		q.user = pick(chance, readers...)
	case 1:
		q.group = pick(chance, libraryTalk...)
	}
	l.filters(chance, q)
	if chance.IntN(2) == 0 {
		q.query.Set("limit", strconv.Itoa(1+chance.IntN(20)))
	}
	if affix := pick(chance, "", "append", "prepend"); affix != "" {
		q.query.Set("affix", affix)
	}
	place := 1 + chance.IntN(len(l.messages)+3)
	if chance.IntN(2) == 0 {
		q.query.Set("id", strconv.Itoa(place))
	}
	if chance.IntN(3) == 0 {
		q.query.Set("sentAt", strconv.Itoa(firstSecond+place/3))
	}
	if chance.IntN(8) == 0 {
		q.query.Set("withTags", "1")
	}
	return q
}

// filters are some of those of the page "List messages", mostly few, so that something is left.
func (l *library) filters(chance *rand.Rand, q *question) {
	time := func() string { return strconv.Itoa(firstSecond + chance.IntN(len(l.messages)/3)) }
	words := map[string]func() string{
		"conversationId": func() string { return l.messages[chance.IntN(len(l.messages))].talk() },
		"receiverType":   func() string { return pick(chance, "user", "group", "team") },
		"category":       func() string { return pick(chance, "message", "custom", "action", "call") },
		"categories":     func() string { return pick(chance, "message,custom", "action", "interactive,custom") },
		"type":           func() string { return pick(chance, "text", "image", "groupMember", "form") },
		"types":          func() string { return pick(chance, "text,video", "image,audio,file", "text") },
		"sender":         func() string { return pick(chance, append(readers, "app_system", "ghost")...) },
		"searchKey": func() string {
			return pick(chance, "HELLO", "étoile", `"hello"`, "\\", "/", "tab\tand", "😀", "x", "decoy", "nothing")
		},
		"tags":            func() string { return pick(chance, "red", "blue,green", "pink") },
		"attachmentTypes": func() string { return pick(chance, "image", "file,audio", "video", "nonsense") },
		"mentionedUids":   func() string { return pick(chance, "ann", "bob,cat", "ghost") },
		"updatedAt":       time,
		"fromTimestamp":   time,
		"toTimestamp":     time,
	}
	flags := []string{
		"hasAttachments", "hasLinks", "hasMentions", "hasReactions", "myMentionsOnly", "hideDeleted", "onlyDeleted", "hideReplies",
		"hideQuotedMessages", "onlyUpdates", "unread", "undelivered", "hideMessagesFromBlockedUsers", "count", "withParent",
	}
	names := slices.Concat(slices.Sorted(maps.Keys(words)), flags, []string{"pinned", "saved", "onlyInteractionGoalCompleted"}[:chance.IntN(20)/16])
	for range chance.IntN(4) {
		if name := pick(chance, names...); words[name] != nil {
			q.query.Set(name, words[name]())
		} else {
			q.query.Set(name, pick(chance, "1", "true", "1", "true", "0"))
		}
	}
}

// hold asks the server, and reports whether it answers as the reference does.
func (l *library) hold(t *testing.T, q *question) bool {
	target, header := "/v3/messages", []string{"onBehalfOf", q.me}
	switch {
	case q.user != "":
		target = "/v3/users/" + q.user + "/messages"
	case q.group != "":
		target = "/v3/groups/" + q.group + "/messages"
	}
	if q.endUser {
		header = []string{"apikey", "", "authToken", q.me + "_token"}
	}
	target += "?" + q.query.Encode()
	status, body := l.world.ask("GET", target, "", header...)
	switch {
	case q.group != "" && q.me != "" && !l.members[[2]string{q.group, q.me}]:
		if status != 401 {
			t.Errorf("%s by %s, who is no member: %d %.300s", target, q.me, status, body)
		}
		return !t.Failed()
	case status != 200:
		t.Errorf("%s by %q: %d %s", target, q.me, status, body)
		return false
	case q.has("count") && q.has("unread") && q.reader() != "":
		if got, want := countsIn(body), l.unreadCounts(q); !maps.Equal(got, want) {
			t.Errorf("%s by %q:\n got %v\nwant %v", target, q.me, got, want)
		}
		return !t.Failed()
	}
	got, _ := column(t, body, "id")
	want, end := l.page(q)
	if !slices.Equal(got, want) || !strings.HasSuffix(body, end) {
		t.Errorf("%s by %q (%v):\n got %v, %s\nwant %v, %s", target, q.me, q.endUser, got, body[strings.LastIndex(body, `"meta"`):], want, end)
	}
	return !t.Failed()
}

func countsIn(body string) map[string]int {
	var list struct {
		Data []struct {
			EntityType, EntityID string
			Count                int
		}
	}
	_ = json.Unmarshal([]byte(body), &list)
	counts := map[string]int{}
	for _, c := range list.Data {
		counts[c.EntityType+" "+c.EntityID] = c.Count
	}
	return counts
}

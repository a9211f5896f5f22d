package cometchatapi_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// talk makes alice and bob write all kinds of messages, one in a second from noon on.
func talk(t *testing.T) *world {
	w := newWorld(t, circle)
	for n, m := range []struct{ from, to, body string }{
		{"alice", "bob", `"tags":["red","blue"],"data":{"text":"One FINE day"}`},
		{"bob", "alice", `"data":{"text":"two","url":"https://x/fine"}`},
		{"alice", "bob", `"type":"image","data":{"attachments":[{"url":"https://x/3.png"}]}`},
		{"bob", "alice", `"category":"custom","type":"poem","tags":["red"],"data":{"customData":{"text":"fine"}}`},
		{"alice", "carl", `"category":"custom","type":"song","data":{"customData":{"a":1}}`},
		{"bob", "alice", `"data":{"text":"five","reactions":[{"reaction":"x","count":1}]}`},
	} {
		w.clock.Set(noon.Add(time.Duration(n+1) * time.Second))
		w.must("POST", "/v3/messages", `{"receiver":"`+m.to+`",`+m.body+`}`, "onBehalfOf", m.from)
	}
	return w
}

// Page "List messages" for the filters; asserted by a live test suite: unknown words in category and type
// are a 400, an unknown receiverType is a 200. End users get 200 for all of them (JavaScript SDK, UI kit).
func TestFiltersOfMessages(t *testing.T) {
	t.Parallel()
	const all, nothing = "1 2 3 4 6", ""
	refused := func(name string) string {
		return badRequest(`"` + name + `":["The selected ` + name + ` is invalid."]`)
	}
	w := talk(t)
	bob := w.login("bob")
	ids := func(target string, header ...string) string {
		status, body := w.ask("GET", target, "", header...)
		if status != 200 {
			return body
		}
		var ids []string
		for _, m := range w.read(target, header...).Data {
			ids = append(ids, m.ID)
		}
		return strings.Join(ids, " ")
	}
	for query, want := range map[string]string{
		"":                                     all,
		"category=message":                     "1 2 3 6",
		"category=custom":                      "4",
		"categories=custom,message":            all,
		"category=custom&categories=message":   all,
		"category=action":                      nothing,
		"category=call":                        nothing,
		"type=text":                            "1 2 6",
		"types=image,poem":                     "3 4",
		"type=poem":                            "4",
		"type=song":                            nothing, // known, because a custom message has it
		"type=groupMember":                     nothing,
		"category=message&type=poem":           nothing,
		"receiverType=user":                    all,
		"receiverType=group":                   nothing,
		"receiverType=team":                    nothing,
		"sender=BOB":                           "2 4 6",
		"sender=nobody":                        nothing,
		"conversationId=alice_user_bob":        all,
		"conversationId=alice_user_carl":       nothing,
		"conversationId=group_x":               nothing,
		"searchKey=fine":                       "1",
		"searchKey=ONE%20F":                    "1",
		"searchKey=i":                          "1 6",
		"searchKey=nowhere":                    nothing,
		"tags=red":                             "1 4",
		"tags=blue,green":                      "1",
		"tags=green":                           nothing,
		"hasAttachments=1":                     "2 3",
		"hasAttachments=false":                 all,
		"hasReactions=true":                    "6",
		"onlyDeleted=1":                        nothing,
		"onlyDeleted=0":                        all,
		"hideDeleted=1":                        all,
		"hideReplies=true":                     all,
		"pinned=1":                             nothing,
		"saved=1":                              nothing,
		"fromTimestamp={2}":                    "2 3 4 6",
		"fromTimestamp={2}&toTimestamp={3}":    "2 3",
		"fromTimestamp=0&toTimestamp={2}":      "1 2",
		"toTimestamp={2}":                      all,
		"type=text&sender=bob&limit=1":         "2", // of those that match
		"type=text&sender=bob&limit=1&id=2":    "6",
		"type=text&affix=prepend&limit=2&id=6": "1 2",
		"count=1":                              all,
		"category=nonsense":                    refused("category"),
		"categories=message,nonsense":          refused("categories"),
		"type=texts":                           refused("type"),
		"types=text,texts,textes":              refused("types"),
		"category=x&type=y":                    badRequest(`"category":["The selected category is invalid."],"type":["The selected type is invalid."]`),
		"fromTimestamp=x":                      badRequest(`"fromTimestamp":["The from timestamp must be an integer."]`),
	} {
		for n := range 7 {
			query = strings.ReplaceAll(query, fmt.Sprintf("{%d}", n), fmt.Sprint(noon.Unix()+int64(n)))
		}
		if got := ids("/v3/users/alice/messages?"+query, "onBehalfOf", "bob"); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
		if strings.Contains(want, "selected") {
			want = strings.TrimSpace(map[bool]string{true: "1 2 3 6"}[query == "categories=message,nonsense"] + map[bool]string{true: "1 2 6"}[query == "types=text,texts,textes"])
		}
		if !strings.Contains(query, "affix") { // an end user's direction is another one without it
			query += "&affix=append"
		}
		if got := ids("/v3.0/users/alice/messages?"+query, bob...); got != want {
			t.Errorf("%s as bob: %q, want %q", query, got, want)
		}
	}
	if got := ids("/v3/users/alice/messages?conversationId=alice_user_carl"); got != "5" {
		t.Errorf("one conversation of alice's: %q", got)
	}
}

// Reference, message object: tags in lists only with withTags.
func TestTagsOfListedMessages(t *testing.T) {
	t.Parallel()
	w := talk(t)
	const target, tags = "/v3/users/alice/messages?limit=1", `,"tags":["red","blue"]`
	for query, shown := range map[string]bool{"": false, "&withTags=false": false, "&withTags=1": true, "&withTags=true": true} {
		if got := w.must("GET", target+query, "", "onBehalfOf", "bob"); strings.Contains(got, tags) != shown {
			t.Errorf("%s: %s", query, got)
		}
	}
	if got := w.must("GET", "/v3/messages/1", ""); !strings.Contains(got, tags) {
		t.Errorf("the message alone: %s", got)
	}
}

package cometchatapi

import (
	"strings"

	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
)

// How a text names a user (page "Mentions" of the SDK). What names everybody, <@all: and a label, stays text.
const (
	mentionBegins = "<@uid:"
	mentionEnds   = ">"
)

// mentionsMember is the member of data that has who is mentioned.
const mentionsMember = "mentions"

// mostMentioned are as many users as one message mentions: each is kept with it.
const mostMentioned = 100

// mentionedIn are the users whom a text names, each once, in their order. Whoever is not there stays text.
func mentionedIn(tx *store.Tx, text string) (users []*store.User) {
	var seen map[string]bool
	for len(users) < mostMentioned {
		_, rest, found := strings.Cut(text, mentionBegins)
		if !found {
			return users
		}
		text = rest
		uid, _, closed := strings.Cut(rest[:min(len(rest), longestUID+1)], mentionEnds)
		if !closed {
			continue
		}
		u, ok := activeUser(tx, strings.ToLower(uid))
		if !ok || seen[u.ID] {
			continue
		}
		if seen == nil {
			seen = make(map[string]bool)
		}
		seen[u.ID] = true
		users = append(users, u)
	}
	return users
}

// withMentions is data, whole, with those whom it mentions, as they are now and as who sends it sees them, behind its
// entities (page "Webhooks", user_mentioned).
func withMentions(data []byte, from string, users []*store.User) []byte {
	if len(users) == 0 {
		return data
	}
	data = append(data[:len(data)-1], `,"mentions":{`...)
	for i, u := range users {
		if i > 0 {
			data = append(data, ',')
		}
		data = append(jsontext.AppendPHP(data, u.ID), ':')
		seen := view{me: from}
		if from == u.ID {
			seen.me = ""
		}
		data = appendUser(data, store.Row{User: u}, seen)
	}
	return append(data, "}}"...)
}

package zegoapi

import (
	"fmt"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/shape"
)

// inConversations are the people whom conversations name.
func (a *FixtureApp) inConversations(yield func(fixture.Name) bool) {
	for i := range a.Conversations {
		c := &a.Conversations[i]
		for _, who := range []struct{ member, id string }{{"user", c.User}, {"with", c.With}} {
			in := fixture.Path{User: -1, Member: "conversations", Item: i, Inner: who.member}
			if who.id != "" && !yield(fixture.Name{ID: who.id, At: c.At(who.member), In: in}) {
				return
			}
		}
	}
	for i := range a.Talks {
		t := &a.Talks[i]
		for j, id := range t.Between {
			in := fixture.Path{User: -1, Member: "talks", Item: i, Inner: fmt.Sprintf("between/%d", j)}
			if !yield(fixture.Name{ID: id, At: t.At("between"), In: in}) {
				return
			}
		}
	}
}

// checkConversations tells what is wrong with conversations, beside people who are not there.
func (a *FixtureApp) checkConversations(c *fixture.Checker) {
	seen := fixture.Firsts{}
	for i := range a.Conversations {
		conv := &a.Conversations[i]
		if (conv.With == "") == (conv.Group == "") {
			c.Add(conv.Place(), "this conversation must have either with, a user, or group")
		}
		key := conv.User + "\x00" + conv.With + "\x00" + conv.Group
		if first, ok := seen.Seen(key, conv.Place()); ok {
			c.Add(conv.Place(), "the conversation of %s with %s is listed twice, first at %s", shape.Quote(conv.User), shape.Quote(conv.With+conv.Group), c.Where(first))
		}
	}
	for i := range a.Talks {
		if t := &a.Talks[i]; t.key() == "" {
			c.Add(t.Place(), "this conversation must have between, with two users, or group, or room")
		}
	}
}

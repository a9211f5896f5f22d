package cometchatapi

import (
	"fmt"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/shape"
)

// named are the people and the groups that other rows name.
func (a *FixtureApp) named(yield func(fixture.Name) bool) {
	more := true
	for n := range a.namedInGroups {
		if more = yield(n); !more {
			return
		}
	}
	for i := 0; more && i < len(a.Messages); i++ {
		more = a.Messages[i].named(i, yield)
	}
	a.namedInConversations(func(member string, i int, inner, id, kind string, at shape.Place) bool {
		if id != "" && id != systemUser {
			more = more && yield(fixture.Name{ID: id, Kind: kind, At: at, In: fixture.Path{User: -1, Member: member, Item: i, Inner: inner}})
		}
		return more
	})
}

func (a *FixtureApp) namedInConversations(yield func(member string, i int, inner, id, kind string, at shape.Place) bool) {
	for i := range a.Talks {
		t := &a.Talks[i]
		for j, uid := range t.Between {
			if !yield("talks", i, fmt.Sprintf("between/%d", j), uid, "", t.At("between")) {
				return
			}
		}
		if !yield("talks", i, toGroup, t.Group, toGroup, t.At(toGroup)) {
			return
		}
	}
	of := func(member string, i int, user, with, guid string, p *fixture.Placed) bool {
		return yield(member, i, "user", user, "", p.At("user")) && yield(member, i, "with", with, "", p.At("with")) &&
			yield(member, i, toGroup, guid, toGroup, p.At(toGroup))
	}
	for i := range a.Conversations {
		c := &a.Conversations[i]
		if !of("conversations", i, c.User, c.With, c.Group, &c.Placed) {
			return
		}
	}
	for i := range a.Receipts {
		r := &a.Receipts[i]
		if !of("receipts", i, r.User, r.With, r.Group, &r.Placed) {
			return
		}
	}
	for i := range a.Pinned {
		p := &a.Pinned[i]
		if !yield("pinnedConversations", i, "uid", p.UID, "", p.Placed.At("uid")) || !yield("pinnedConversations", i, "guid", p.GUID, toGroup, p.Placed.At("guid")) {
			return
		}
	}
}

// checkConversations tells what is wrong with conversations, beside who is not there.
func (a *FixtureApp) checkConversations(c *fixture.Checker) {
	for i := range a.Talks {
		if t := &a.Talks[i]; t.key() == "" {
			c.Add(t.Place(), "this conversation must have between, with two users, or group")
		}
	}
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
	for i := range a.Receipts {
		r := &a.Receipts[i]
		if (r.With == "") == (r.Group == "") {
			c.Add(r.Place(), "this receipt must have either with, a user, or group")
		}
	}
	for i := range a.Pinned {
		p := &a.Pinned[i]
		if (p.UID == "") == (p.GUID == "") {
			c.Add(p.Place(), "this pinned conversation must have either uid or guid")
		}
	}
}

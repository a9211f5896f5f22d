package zegoapi

import (
	"iter"
	"slices"
	"strconv"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

// Name is the app's id.
func (a *FixtureApp) Name() (id, written string) {
	if a.AppID != 0 {
		id = strconv.FormatUint(uint64(a.AppID), 10)
	}
	return id, id
}

// Complete has nothing to complete.
func (a *FixtureApp) Complete() {}

// Rules are the app's fault rules.
func (a *FixtureApp) Rules() []fixture.Fault { return a.Faults }

// People are the app's people.
func (a *FixtureApp) People() *fixture.People {
	return &fixture.People{
		IDName: "userId", ListName: "blacklist", RemovedName: "removedFromBlacklist", OneWay: true, Kinds: messageKinds(a),
		Count: len(a.Users), Listed: a.people, Messages: a.messages, Named: a.named,
		ID:       func(number int) string { return a.Users[number].UserID },
		Generate: &a.Generate.Placed, Users: a.Generate.Users,
		Blocks: &a.Generate.Blacklist, Friends: &fixture.GenerateFriends{}, Groups: &a.Generate.Groups, Messaging: &a.Generate.Messages,
		Further: []fixture.Further{a.memberships()},
	}
}

// named are the people whom rooms, groups, calls and conversations name.
func (a *FixtureApp) named(yield func(fixture.Name) bool) {
	for _, names := range []iter.Seq[fixture.Name]{a.inRooms, a.inGroups, a.inCalls, a.inConversations} {
		for name := range names {
			if !yield(name) {
				return
			}
		}
	}
}

func (a *FixtureApp) people(yield func(int, fixture.Person) bool) {
	var blocks, friends []fixture.Tie
	for i := range a.Users {
		u := &a.Users[i]
		blocks, friends = slices.Grow(blocks[:0], len(u.Blacklist)), slices.Grow(friends[:0], len(u.Friends))
		for j := range u.Blacklist {
			e := &u.Blacklist[j]
			blocks = append(blocks, fixture.Tie{Placed: &e.Placed, To: e.UserID, At: e.At, Seq: e.Seq})
		}
		for j := range u.Friends {
			e := &u.Friends[j]
			friends = append(friends, fixture.Tie{Placed: &e.Placed, To: e.UserID, At: e.At, Seq: e.Seq})
		}
		if !yield(i, fixture.Person{Placed: &u.Placed, ID: u.UserID, Blocks: blocks, Friends: friends, Removed: u.RemovedFromBlacklist}) {
			return
		}
	}
}

// Check tells what is wrong with what is noted about friends, with messages, rooms and groups.
func (a *FixtureApp) Check(c *fixture.Checker) {
	a.checkCalls(c)
	a.checkConversations(c)
	a.checkCommunities(c)
	a.checkGroups(c)
	for i := range a.Users {
		for j := range a.Users[i].Friends {
			a.Users[i].Friends[j].check(c)
		}
	}
	a.checkMessages(c)
	a.checkRooms(c)
}

// check refuses a note that stands twice.
func (f *FixtureFriend) check(c *fixture.Checker) {
	for i := range f.Attributes {
		for j := range i {
			if a := &f.Attributes[i]; a.Key == f.Attributes[j].Key && a.Key != "" {
				c.Add(a.At("key"), "attribute %s is given twice", shape.Quote(a.Key))
			}
		}
	}
}

// CheckInto tells what does not go with the state.
func (a *FixtureApp) CheckInto(tx *store.Tx, f *fixture.Findings) { a.checkMessagesInto(tx, f) }

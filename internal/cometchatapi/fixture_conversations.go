package cometchatapi

import (
	"cmp"
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/store"
)

// FixtureConversation is how a user stands to a conversation, where that does not follow from its messages.
type FixtureConversation struct {
	fixture.Placed `schema:"CometChatConversation" is:"a conversation" doc:"What does not follow from the messages of a user's conversation."`

	User        string      `json:"user" rule:"required" doc:"Whose it is: the uid of a listed or generated user."`
	With        string      `json:"with,omitzero" doc:"The other user, or app_system."`
	Group       string      `json:"group,omitzero" doc:"The group, in the place of with."`
	Unread      *int        `json:"unread,omitzero" rule:"min=0,max=9007199254740991" doc:"How many messages the user has not read. All that others have sent when left out."`
	ReadTo      int         `json:"readTo,omitzero" rule:"min=0,max=9007199254740991" doc:"The id of the message up to which the user has read."`
	Tags        []string    `json:"tags,omitzero" rule:"minlen=1" doc:"The tags that the user has given it."`
	PinnedAt    time.Time   `json:"pinnedAt,omitzero" doc:"Since when the user has pinned it."`
	ClearedTo   int         `json:"clearedTo,omitzero" rule:"min=0,max=9007199254740991" doc:"Messages up to this id are deleted for the user."`
	DeletedTo   int         `json:"deletedTo,omitzero" rule:"min=0,max=9007199254740991" doc:"The id of its last message when the user deleted it. It is there again with the next one."`
	LastMessage int         `json:"lastMessageId,omitzero" rule:"min=0,max=9007199254740991" doc:"The id of the last message that the user alone sees, if that message is gone."`
	UpdatedAt   time.Time   `json:"updatedAt,omitzero" doc:"When that was sent."`
	Left        FixtureLeft `json:"left,omitzero" doc:"What the conversation of the group was when the user left the group."`
}

// FixtureLeft is a group's conversation as it was when a user left the group.
type FixtureLeft struct {
	fixture.Placed `schema:"CometChatLeft" is:"a conversation that was left" doc:"A group's conversation as it was."`

	At          time.Time `json:"at,omitzero" doc:"The time of its last message then."`
	LastMessage int       `json:"lastMessageId,omitzero" rule:"min=0,max=9007199254740991" doc:"The id of its last message then."`
}

func (c *FixtureConversation) other() (with string, group bool) {
	return c.With + c.Group, c.Group != ""
}

// conversationsIn puts in what does not follow from messages and members.
func (a *FixtureApp) conversationsIn(tx *store.Tx, _ *fixture.Plan) error {
	for i := range a.Talks {
		a.Talks[i].into(tx)
	}
	for i := range a.Conversations {
		a.Conversations[i].into(tx)
	}
	return nil
}

func (c *FixtureConversation) into(tx *store.Tx) {
	with, group := c.other()
	p := tx.Participant(c.User, with, group)
	talk, _ := tx.Talk(p.Talk)
	p.ReadTo, p.Cleared, p.Deleted = int64(c.ReadTo), int64(c.ClearedTo), int64(c.DeletedTo)
	if p.Labels = nil; len(c.Tags) > 0 || !c.PinnedAt.IsZero() {
		p.Labels = &store.Labels{Tags: slices.Clone(c.Tags), PinnedAt: c.PinnedAt}
	}
	if c.LastMessage != 0 {
		p.Last, p.UpdatedAt = int64(c.LastMessage), c.UpdatedAt
	}
	if p.Left = nil; !c.Left.At.IsZero() {
		p.Left = &store.LeftTalk{Counted: talk.Counted, Shared: int64(c.Left.LastMessage), UpdatedAt: c.Left.At}
	}
	if c.Unread != nil {
		p.Read = talk.Counted - int64(*c.Unread)
	}
	tx.PutParticipant(p)
}

// conversationsOut looks once at all messages, to leave out what follows from them.
func (a *FixtureApp) conversationsOut(tx *store.Tx) {
	all := followsFrom(tx)
	for t := range tx.Talks() {
		if out, ok := talkOut(t, all.of(t.Key)); ok {
			a.Talks = append(a.Talks, out)
		}
	}
	for p := range tx.Participants() {
		a.standingOut(tx, *p, all.of(p.Talk))
	}
	for g := range tx.Groups(0) {
		for m := range tx.Members(g.ID).From(0) {
			if m.Counted != 0 || m.After != 0 { // who joined later; one with a row of its own is out already
				a.memberOut(tx, g.ID, m.User.ID, all)
			}
		}
	}
	slices.SortFunc(a.Conversations, func(a, b FixtureConversation) int {
		return cmp.Or(cmp.Compare(a.User, b.User), cmp.Compare(a.Group, b.Group), cmp.Compare(a.With, b.With))
	})
	a.Conversations = slices.CompactFunc(a.Conversations, func(a, b FixtureConversation) bool {
		return a.User == b.User && a.Group == b.Group && a.With == b.With
	})
}

func (a *FixtureApp) memberOut(tx *store.Tx, guid, uid string, all heardIn) {
	p := tx.Participant(uid, guid, true)
	a.standingOut(tx, p, all.of(p.Talk))
}

// standingOut adds a row of the fixture, unless all of it follows from messages and members.
func (a *FixtureApp) standingOut(tx *store.Tx, p store.Participant, h *heard) {
	if p.User == systemUser {
		return
	}
	out := FixtureConversation{User: p.User, With: p.With, ReadTo: int(p.ReadTo), ClearedTo: int(p.Cleared)}
	if p.Group {
		out.With, out.Group = "", p.With
	}
	if p.Labels != nil {
		out.Tags, out.PinnedAt = slices.Clone(p.Labels.Tags), p.Labels.PinnedAt
	}
	talk, _ := tx.Talk(p.Talk)
	counted, last := talk.Counted, max(talk.Shared, p.Last)
	if p.Left != nil {
		counted, last = p.Left.Counted, max(p.Left.Shared, p.Last)
		out.Left = FixtureLeft{At: p.Left.UpdatedAt, LastMessage: int(p.Left.Shared)}
	}
	if p.Deleted != 0 && p.Deleted >= last {
		out.DeletedTo = int(p.Deleted)
	}
	if alone := h.alone[p.User]; p.Last != alone {
		out.LastMessage, out.UpdatedAt = int(p.Last), p.UpdatedAt
	}
	if unread := int(counted - p.Read); p.Left != nil || int64(unread) != h.counted-h.own[p.User] {
		out.Unread = &unread
	}
	if out.says() {
		a.Conversations = append(a.Conversations, out)
	}
}

// says reports whether a row says more than whose it is.
func (c *FixtureConversation) says() bool {
	return c.Unread != nil || c.ReadTo != 0 || len(c.Tags) > 0 || !c.PinnedAt.IsZero() || c.ClearedTo != 0 || c.DeletedTo != 0 ||
		c.LastMessage != 0 || !c.Left.At.IsZero()
}

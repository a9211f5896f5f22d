package cometchatapi

import (
	"cmp"
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/store"
)

// fixtureParts are what an app keeps, in the order in which they go into a store: a part may name what is before it.
var fixtureParts = []fixture.Part[FixtureApp]{
	{In: defaultRoleIn, Out: func(*FixtureApp, *store.Tx) {}},
	fixture.Rows(func(a *FixtureApp) *[]FixtureRole { return &a.Roles }, (*FixtureRole).into, fixture.Each((*store.Tx).Roles, fixtureRole)),
	{In: (*FixtureApp).keysIn, Out: (*FixtureApp).keysOut},
	{In: (*FixtureApp).usersIn, Out: (*FixtureApp).usersOut},
	{In: (*FixtureApp).blocksIn, Out: (*FixtureApp).blocksOut},
	{In: (*FixtureApp).friendsIn, Out: (*FixtureApp).friendsOut},
	{In: (*FixtureApp).tokensIn, Out: (*FixtureApp).tokensOut},
	{In: (*FixtureApp).groupsIn, Out: (*FixtureApp).groupsOut},
	{In: (*FixtureApp).permissionsIn, Out: (*FixtureApp).permissionsOut},
	fixture.Rows(func(a *FixtureApp) *[]FixtureMessage { return &a.Messages }, (*FixtureMessage).into, messagesOut),
	{In: (*FixtureApp).conversationsIn, Out: (*FixtureApp).conversationsOut},
	fixture.Rows(func(a *FixtureApp) *[]FixtureReceipt { return &a.Receipts }, (*FixtureReceipt).into, fixture.Each((*store.Tx).Receipts, fixtureReceipt)),
	fixture.Rows(func(a *FixtureApp) *[]FixturePin { return &a.Pinned }, (*FixturePin).into, fixture.Each((*store.Tx).PinnedTalks, fixturePin)),
	{In: (*FixtureApp).inventedMessagesIn, Out: func(*FixtureApp, *store.Tx) {}},
	{In: (*FixtureApp).lastReactionIn, Out: (*FixtureApp).lastReactionOut},
	fixture.LastMessage(func(a *FixtureApp) (*int, []FixtureMessage) { return &a.LastMessageID, a.Messages }, func(m FixtureMessage) int { return m.ID }),
}

// Into puts the app into a store.
func (a *FixtureApp) Into(tx *store.Tx, p *fixture.Plan) error {
	return fixture.PutAll(fixtureParts, a, tx, p)
}

// defaultRoleIn puts the role first that every app has (page "Roles").
func defaultRoleIn(a *FixtureApp, tx *store.Tx, p *fixture.Plan) error {
	if _, ok := tx.Role(defaultRole); ok {
		return nil
	}
	for i := range a.Roles {
		if a.Roles[i].Role == defaultRole {
			tx.PutRole(a.Roles[i].stored(p.Epoch()))
			return nil
		}
	}
	tx.PutRole(store.Role{ID: defaultRole, Name: "Default Role", CreatedAt: p.Epoch()})
	return nil
}

func (r *FixtureRole) into(tx *store.Tx, p *fixture.Plan) error {
	sum := *r
	if before, ok := tx.Role(r.Role); ok {
		sum = fixtureRole(before)
		fixture.Replace(&sum, r)
	}
	tx.PutRole(sum.stored(p.Epoch()))
	return nil
}

func (r *FixtureRole) stored(created time.Time) store.Role {
	return store.Role{
		ID: r.Role, Name: cmp.Or(r.Name, r.Role), Description: r.Description,
		Metadata: slices.Clone(r.Metadata), Settings: slices.Clone(r.Settings),
		CreatedAt: fixture.Either(r.CreatedAt, created), UpdatedAt: r.UpdatedAt,
	}
}

func fixtureRole(r store.Role) FixtureRole {
	return FixtureRole{
		Role: r.ID, Name: r.Name, Description: r.Description,
		Metadata: slices.Clone(r.Metadata), Settings: slices.Clone(r.Settings),
		CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
	}
}

func (m *FixtureMessage) into(tx *store.Tx, p *fixture.Plan) error {
	kept := m.stored()
	kept.Seq = int64(cmp.Or(uint64(m.ID), tx.LastMessage()+1)) // as put says
	if m.ReceiverType == toGroup {
		kept.Conversation, kept.Receiver = store.GroupTalk(m.Receiver), ""
		kept.Data = dataOf(asStored(m.Data))
	} else {
		if m.With != "" {
			kept.Conversation = store.Dialog(m.Receiver, m.With)
		}
		kept.Data = dataOf(MessageData(tx, &kept, m.Data))
	}
	if _, there := tx.Message(kept.ID); !there {
		fixture.PutMessage(tx, kept, p)
		m.marksInto(tx)
	}
	return nil
}

// inventedMessagesIn puts the messages that are generated behind the listed ones.
func (a *FixtureApp) inventedMessagesIn(tx *store.Tx, p *fixture.Plan) error {
	for m := range p.InventedMessages {
		said := FixtureMessage{Sender: m.From, Receiver: m.To, Data: appendJSON(nil, object{{"text", m.Text}})}
		if err := said.into(tx, p); err != nil {
			return err
		}
	}
	return nil
}

// What a message is when it does not say (page "Messages").
const (
	messageCategory = "message"
	messageType     = "text"
)

func (m *FixtureMessage) stored() store.Message {
	more := store.MessageMore{
		EditedAt: m.EditedAt, EditedBy: m.EditedBy, DeletedAt: m.DeletedAt, DeletedBy: m.DeletedBy,
		Parent: uint64(m.ParentID), Quoted: uint64(m.QuotedID),
	}
	if m.Withheld {
		more.OnlyFor = m.Sender
	}
	out := store.Message{
		ID: uint64(m.ID), Sender: m.Sender, Receiver: m.Receiver,
		Category: cmp.Or(m.Category, messageCategory), Type: cmp.Or(m.Type, messageType),
		Muid: m.Muid, Tags: slices.Clone(m.Tags),
		SentAt: m.SentAt, UpdatedAt: m.UpdatedAt, Uncounted: m.NoUnread || m.Category == actionCategory,
		Aside: m.Category == actionCategory && m.Type == actionOnMessage,
	}
	if !more.Empty() {
		out.More = &more
	}
	return out
}

func fixtureMessage(m *store.Message) FixtureMessage {
	out := FixtureMessage{
		ID: int(m.ID), Sender: m.Sender, Receiver: m.Receiver, Muid: m.Muid,
		Tags: slices.Clone(m.Tags), Data: m.Data.Bytes(), SentAt: m.SentAt,
	}
	if more := m.Extra(); !more.Empty() {
		out.Withheld = more.OnlyFor != ""
		out.EditedAt, out.EditedBy, out.DeletedAt, out.DeletedBy = more.EditedAt, more.EditedBy, more.DeletedAt, more.DeletedBy
		out.ParentID, out.QuotedID = int(more.Parent), int(more.Quoted)
	}
	if guid, ok := store.GroupOfTalk(m.Conversation); ok {
		out.Receiver, out.ReceiverType = guid, toGroup
	}
	if with := otherOf(m, m.Receiver); out.ReceiverType != toGroup && with != m.Sender {
		out.With = with
	}
	if m.Category != messageCategory {
		out.Category = m.Category
	}
	out.NoUnread = m.Uncounted && m.Category != actionCategory
	if m.Type != messageType {
		out.Type = m.Type
	}
	if !m.UpdatedAt.Equal(m.SentAt) {
		out.UpdatedAt = m.UpdatedAt
	}
	return out
}

package cometchatapi

import (
	"time"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/store"
)

// FixtureReceipt says that a user has got, or read, a conversation up to a message.
type FixtureReceipt struct {
	fixture.Placed `schema:"CometChatReceipt" is:"a receipt" doc:"That a user has got, or read, a conversation up to a message."`

	User  string    `json:"user" rule:"required" doc:"Who has got it: the uid of a listed or generated user."`
	With  string    `json:"with,omitzero" doc:"The other user, or app_system."`
	Group string    `json:"group,omitzero" doc:"The group, in the place of with."`
	UpTo  int       `json:"upTo" rule:"required,min=1,max=9007199254740991" doc:"The id of the message."`
	At    time.Time `json:"at" rule:"required" doc:"When."`
	Read  bool      `json:"read,omitzero" doc:"Whether it is that of reading. What is read has one of its delivery as well."`
}

func (r *FixtureReceipt) into(tx *store.Tx, _ *fixture.Plan) error {
	tx.PutReceipt(store.Receipt{User: r.User, UpTo: int64(r.UpTo), At: r.At, Read: r.Read}, r.With+r.Group, r.Group != "")
	return nil
}

func fixtureReceipt(r *store.Receipt) FixtureReceipt {
	out := FixtureReceipt{User: r.User, UpTo: int(r.UpTo), At: r.At, Read: r.Read}
	if guid, inGroup := store.GroupOfTalk(r.Talk); inGroup {
		out.Group = guid
		return out
	}
	with, b := store.UsersOfTalk(r.Talk)
	if with == r.User {
		with = b
	}
	out.With = with
	return out
}

// receiptsListed are ties, too.
func (a *FixtureApp) receiptsListed() fixture.Further {
	return fixture.Further{Listed: int64(len(a.Receipts)), There: func(tx *store.Tx) (n int64) {
		for i := range a.Receipts {
			r := &a.Receipts[i]
			talk := store.GroupTalk(r.Group)
			if r.Group == "" {
				talk = store.Dialog(r.User, r.With)
			}
			if at, ok := tx.ReceiptOf(talk, r.User, r.Read, int64(r.UpTo)); ok && at.UpTo == int64(r.UpTo) {
				n++
			}
		}
		return n
	}}
}

// FixturePin is what an app has pinned for everybody.
type FixturePin struct {
	fixture.Placed `schema:"CometChatPin" is:"a pinned conversation" doc:"The conversations with a user, or that of a group."`

	UID  string    `json:"uid,omitzero" doc:"The uid of a listed or generated user."`
	GUID string    `json:"guid,omitzero" doc:"The guid of a listed group, in the place of uid."`
	At   time.Time `json:"at,omitzero" doc:"Since when. Left out, it follows from the epoch and the order in the file."`
}

func (f *FixturePin) into(tx *store.Tx, p *fixture.Plan) error {
	pin := store.PinnedTalk{With: f.UID + f.GUID, Group: f.GUID != "", At: f.At}
	if pin.At.IsZero() {
		n := 0
		for range tx.PinnedTalks() {
			n++
		}
		pin.At = p.Epoch().Add(-time.Duration(n) * time.Second)
	}
	tx.PutPinnedTalk(pin)
	return nil
}

func fixturePin(p store.PinnedTalk) FixturePin {
	if p.Group {
		return FixturePin{GUID: p.With, At: p.At}
	}
	return FixturePin{UID: p.With, At: p.At}
}

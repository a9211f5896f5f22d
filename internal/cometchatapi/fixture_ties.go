package cometchatapi

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/store"
)

func (a *FixtureApp) blocksIn(tx *store.Tx, p *fixture.Plan) error {
	for b := range p.AllBlocks {
		// CometChat's times are whole seconds, and equal ones are listed by uid.
		err := b.Make(func() time.Time { return tx.Between(b.From, b.To).BlockedByMeAt() }, func(at time.Time) error {
			_, err := tx.Block(b.From, b.To, at.Truncate(time.Second))
			return err
		}, func() { tx.Unblock(b.From, b.To) })
		if err != nil {
			return fmt.Errorf("filling app %s: blocks of %q: %w", a.AppID, b.From, err)
		}
	}
	return nil
}

func (a *FixtureApp) friendsIn(tx *store.Tx, p *fixture.Plan) error {
	for b := range p.AllFriendships {
		err := b.Make(func() time.Time { return tx.FriendSince(b.From, b.To) }, func(at time.Time) error {
			_, err := tx.Befriend(b.From, b.To, at)
			return err
		}, func() { tx.Unfriend(b.From, b.To) })
		if err != nil {
			return fmt.Errorf("filling app %s: friends of %q: %w", a.AppID, b.From, err)
		}
	}
	return nil
}

func (a *FixtureApp) blocksOut(tx *store.Tx) {
	for i := range a.Users {
		a.Users[i].Blocks = tiesOf(tx.AllBlocks(a.Users[i].UID), "")
	}
}

// friendsOut lets a friendship stand at the one of the two whose id sorts first.
func (a *FixtureApp) friendsOut(tx *store.Tx) {
	for i := range a.Users {
		a.Users[i].Friends = tiesOf(tx.AllFriends(a.Users[i].UID), a.Users[i].UID)
	}
}

// tiesOf lists ties by time and id. Only those to ids above one count.
func tiesOf(ties func(func(store.Tie) bool), above string) (list []FixtureTie) {
	for t := range ties {
		if t.To.ID > above {
			list = append(list, FixtureTie{UID: t.To.ID, At: t.At})
		}
	}
	order := func(a, b FixtureTie) int { return cmp.Or(a.At.Compare(b.At), strings.Compare(a.UID, b.UID)) }
	if !slices.IsSortedFunc(list, order) { // deactivated people come last
		slices.SortFunc(list, order)
	}
	return list
}

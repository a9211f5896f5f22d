package store

import (
	"iter"
	"math"
	"time"
)

// Member is a user in a group.
type Member struct {
	User       *User
	Group      *Group
	JoinedAt   time.Time
	Seq        uint32 // grows with every membership of any group
	Role       int64
	Nickname   string
	MutedUntil Until

	// Where the group's conversation begins for the user: behind so many counted messages, and behind the message
	// with that number.
	Counted, After int64
}

// membership is what the store keeps of every member.
type membership struct {
	role    int32
	counted int32 // how many messages of the group counted when the user joined
	after   int32 // the number of the group's last message then: the conversation begins behind it
}

// memberNotes are what few members have.
type memberNotes struct {
	nickname   string
	mutedUntil Until
}

// byMute is the order of those who were muted by name, by group.
const byMute = 1

var (
	members = keep(newBonds[membership])
	noted   = keep(func(listed Order) *facts[memberNotes] {
		f := newFacts[memberNotes](listed)
		muted := newTree(func(a, b *fact[memberNotes]) bool { return endsKey(a.from, a.to) < endsKey(b.from, b.to) })
		f.orders = append(f.orders, order[fact[memberNotes]]{muted, func(n *fact[memberNotes]) bool { return n.what.mutedUntil != Never }})
		return f
	})
)

// Join makes a user a member of a group since at. It reports false, and changes nothing, when the user is one
// already, or when there is no such user or group.
func (tx *Tx) Join(group, user string, at time.Time, role int64) bool {
	talk, _ := tx.Talk(GroupTalk(group))
	what := membership{role: int32(role), counted: int32(talk.Counted), after: number32(talk.Shared)}
	if !bind(tx, members, tx.endOfGroup(group), tx.endOf(user), at, what) {
		return false
	}
	tx.rejoin(user, group)
	return true
}

// number32 is the number of a message where many are kept. Of one beyond it, which only a fixture can have, the user sees a
// conversation that began before.
func number32(n int64) int32 { return int32(min(n, math.MaxInt32)) }

// Leave ends a membership, with all that is known of it, and reports false when there is none. The user keeps the
// conversation as it is now.
func (tx *Tx) Leave(group, user string) bool {
	if !tx.isMember(group, user) {
		return false
	}
	tx.leaveTalk(user, group)
	from, to := tx.endOfGroup(group), tx.endOf(user)
	tx.note(from, to, memberNotes{})
	return unbind(tx, members, from, to)
}

// Member returns a member of a group.
func (tx *Tx) Member(group, user string) (Member, bool) {
	m, ok := members.of(tx.state).find(tx.endOfGroup(group), tx.endOf(user))
	if !ok {
		return Member{}, false
	}
	return tx.member(m), true
}

// PutMember replaces what is known of a member beside the time of joining, and reports false when there is no such member.
func (tx *Tx) PutMember(m Member) bool {
	of, ok := members.of(tx.state).find(m.Group.end, m.User.end)
	if !ok {
		return false
	}
	members.in(tx).set(of, membership{role: int32(m.Role), counted: int32(m.Counted), after: number32(m.After)})
	tx.note(m.Group.end, m.User.end, memberNotes{m.Nickname, m.MutedUntil})
	return true
}

// note replaces the notes of a member; empty ones are none.
func (tx *Tx) note(group, user *end, notes memberNotes) {
	if notes != (memberNotes{}) {
		noted.in(tx).put(&fact[memberNotes]{group, user, notes})
		return
	}
	key := endsKey(group, user)
	if _, had := noted.of(tx.state).get(key); had {
		noted.in(tx).drop(key)
	}
}

// Members are the members of a group, who joined first first. It is valid as long as the Tx.
func (tx *Tx) Members(group string) Memberships {
	return Memberships{tx, members.of(tx.state).listOf(byFrom, tx.endOfGroup(group))}
}

// GroupsOf are the groups of a user as a member, the one that was joined first first. It is valid as long as the Tx.
func (tx *Tx) GroupsOf(user string) Memberships {
	return Memberships{tx, members.of(tx.state).listOf(byTo, tx.endOf(user))}
}

// Memberships are those of one group, or of one user.
type Memberships struct {
	tx   *Tx
	list bondList[membership]
}

// Len is how many there are.
func (m Memberships) Len() int { return m.list.len }

// From lists them from a position on, 0 being the first. Reaching the position costs the same wherever it is.
func (m Memberships) From(pos int) iter.Seq[Member] {
	return each(m.list.from(pos), m.tx.member)
}

// After is the position behind those who joined before a moment, and those of that moment up to a Seq.
func (m Memberships) After(at time.Time, seq uint32) int {
	last := bond[membership]{at: at.UnixMilli(), seq: seq}
	return m.list.search(func(of *bond[membership]) bool { return of.compare(&last) > 0 })
}

func (tx *Tx) member(of *bond[membership]) Member {
	m := Member{
		User: users.of(tx.state).numbered(of.to), Group: tx.groupAt(of.from),
		JoinedAt: of.since(), Seq: of.seq, Role: int64(of.what.role),
		Counted: int64(of.what.counted), After: int64(of.what.after),
	}
	if n, ok := noted.of(tx.state).get(endsKey(m.Group.end, m.User.end)); ok {
		m.Nickname, m.MutedUntil = n.what.nickname, n.what.mutedUntil
	}
	return m
}

// endOfGroup is a group's end of ties, nil when there is no such group.
func (tx *Tx) endOfGroup(id string) *end {
	if g, ok := tx.Group(id); ok {
		return g.end
	}
	return nil
}

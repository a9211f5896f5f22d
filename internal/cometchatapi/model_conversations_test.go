package cometchatapi_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/vendortest"
)

// talksModel is what a server should know of conversations: a row for each who is in one, written with each message.
type talksModel struct {
	*world
	people []string
	guid   string
	in     map[string]bool // the group
	blocks map[string]bool // "a b": a has blocked b
	talks  map[string]*modelTalk
	alone  bool // nobody else reads the clock
}

// modelTalk is a conversation; of two people, by their uids.
type modelTalk struct {
	messages []talkMessage
	rows     map[string]*modelRow
}

type talkMessage struct {
	id     int
	sender string
	counts bool
	gone   bool
}

// modelRow is one of somebody's conversations.
type modelRow struct {
	listed, left      bool
	unread            int
	last, cleared     int
	updated, pinnedAt int64
	tags              string
	got, read         map[int]int64 // times of the others' messages, by id
	gotTo, readTo     int
}

// TestConversationsAgainstAModel plays random calls on conversations of two and of a group, with receipts, blocks,
// resets, and people who come and go.
func TestConversationsAgainstAModel(t *testing.T) {
	t.Parallel()
	m := vendortest.Model[*talksModel]{
		Open:    openTalks,
		Moves:   talkMoves(),
		Compare: func(t testing.TB, m *talksModel) { m.compare(t) },
	}
	for _, end := range m.Run(t, 4, 200) {
		app := end.srv.App(t, "cometchat:app")
		state := app.State()
		if app.SetState(state); app.State() != state {
			t.Errorf("put back the state is\n%s\nwas\n%s", app.State(), state)
		}
		end.compare(t)
	}
}

func talkMoves() (moves []vendortest.Move[*talksModel]) {
	for _, move := range []func(*talksModel, testing.TB, *rand.Rand) string{
		(*talksModel).sends, (*talksModel).sends, (*talksModel).sends, (*talksModel).marks, (*talksModel).marks, (*talksModel).marks,
		(*talksModel).unmarks, (*talksModel).resets, (*talksModel).labels, (*talksModel).block, (*talksModel).moves, (*talksModel).ends,
	} {
		moves = append(moves, func(t testing.TB, m *talksModel, chance *rand.Rand) string { return move(m, t, chance) })
	}
	return moves
}

func openTalks(t testing.TB, callers int) (all []*talksModel) {
	w := newWorld(t, "\n")
	for n := range callers {
		m := &talksModel{w, nil, fmt.Sprintf("g%d", n), map[string]bool{}, map[string]bool{}, map[string]*modelTalk{}, callers == 1}
		for _, name := range []string{"a", "b", "c"} {
			m.people = append(m.people, fmt.Sprintf("c%d-%s", n, name))
			m.must("POST", "/v3/users", fmt.Sprintf(`{"uid":%q,"name":"x"}`, m.people[len(m.people)-1]))
		}
		m.must("POST", "/v3/groups", fmt.Sprintf(`{"guid":%q,"name":"g"}`, m.guid))
		all = append(all, m)
	}
	return all
}

// spot is where a move is made: who acts, and the conversation.
type spot struct {
	me, with, path string
	*modelTalk
	row *modelRow
}

func (m *talksModel) spot(chance *rand.Rand) spot {
	me, with := m.people[chance.IntN(3)], m.people[chance.IntN(3)]
	s := spot{me: me, with: with, path: "/v3/users/" + with + "/conversation"}
	if me == with {
		s.with, s.path = m.guid, "/v3/groups/"+m.guid+"/conversation"
	}
	s.modelTalk, s.row = m.talk(me, s.with), m.row(me, s.with)
	return s
}

func (m *talksModel) key(me, with string) string {
	if with == m.guid {
		return with
	}
	return min(me, with) + "_user_" + max(me, with)
}

func (m *talksModel) talk(me, with string) *modelTalk {
	key := m.key(me, with)
	if m.talks[key] == nil {
		m.talks[key] = &modelTalk{rows: map[string]*modelRow{}}
	}
	return m.talks[key]
}

func (m *talksModel) row(me, with string) *modelRow {
	t := m.talk(me, with)
	if t.rows[me] == nil {
		t.rows[me] = &modelRow{got: map[int]int64{}, read: map[int]int64{}}
	}
	return t.rows[me]
}

// hears gives a message to those who are in the conversation and see it.
func (m *talksModel) hears(who []string, with string, id int, sender string, counts bool) {
	for _, uid := range who {
		other := with
		if uid == with {
			other = sender
		}
		row := m.row(uid, other)
		row.listed, row.last, row.updated = true, id, m.now()
		if counts && uid != sender {
			row.unread++
		}
	}
}

func (m *talksModel) now() int64 { return m.clock.Now().Unix() }

// after is how many messages behind one are unread for somebody who has read up to it.
func (s *spot) after(id int) (n int) {
	for _, msg := range s.messages {
		if msg.id > id && msg.counts && !msg.gone && msg.sender != s.me {
			n++
		}
	}
	return n
}

// visible are the ids that who acts may name.
func (s *spot) visible() (ids []int) {
	for _, msg := range s.messages {
		if !msg.gone && msg.id > s.row.cleared && (msg.counts || msg.sender == s.me) {
			ids = append(ids, msg.id)
		}
	}
	return ids
}

// call makes a call and looks whether it is answered with the code, "" when it goes well.
func (m *talksModel) call(t testing.TB, actor, call, want string) (asked, answer string) {
	t.Helper()
	method, rest, _ := strings.Cut(call, " ")
	target, body, _ := strings.Cut(rest, " ")
	status, answer := m.ask(method, target, body, "onBehalfOf", actor)
	if got := codeIn(status, answer); got != want {
		t.Errorf("%s by %q: %d %s, want %q", call, actor, status, answer, want)
	}
	return fmt.Sprintf("%s by %q", call, actor), answer
}

// compare looks at what everybody sees.
func (m *talksModel) compare(t testing.TB) {
	for _, me := range m.people {
		var page struct {
			Data []struct {
				ConversationID     string
				UnreadMessageCount string
				UpdatedAt          int64
				LastMessage        struct{ ID string }
				Tags               []string
				PinnedAt           int64
			}
		}
		body := m.must("GET", "/v3/conversations?withTags=1&includeBlockedUsers=1", "", "onBehalfOf", me)
		if err := json.Unmarshal([]byte(body), &page); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range page.Data {
			id, _ := strconv.Atoi(c.LastMessage.ID)
			got = append(got, fmt.Sprint(strings.TrimPrefix(c.ConversationID, "group_"), c.UnreadMessageCount, " ", id, " ", c.UpdatedAt, c.Tags, c.PinnedAt))
		}
		if want := m.wanted(me); !slices.Equal(got, want) {
			t.Errorf("%s has\n%q, want\n%q", me, got, want)
		}
	}
	m.compareReceipts(t)
	if m.alone {
		m.clock.Advance(time.Second)
	}
}

func (m *talksModel) wanted(me string) (all []string) {
	var withs []string
	for _, with := range append([]string{m.guid}, m.people...) {
		if with != me && m.row(me, with).listed && !m.row(me, with).left {
			withs = append(withs, with)
		}
	}
	slices.SortFunc(withs, func(a, b string) int {
		return cmp.Or(cmp.Compare(m.row(me, b).updated, m.row(me, a).updated), cmp.Compare(a, b))
	})
	for _, with := range withs {
		row, last := m.row(me, with), 0
		for _, msg := range m.talk(me, with).messages {
			if msg.id == row.last && !msg.gone {
				last = msg.id
			}
		}
		all = append(all, fmt.Sprint(m.key(me, with), row.unread, " ", last, " ", row.updated, strings.Fields(row.tags), row.pinnedAt))
	}
	return all
}

// compareReceipts looks at the messages between two as nobody in particular sees them.
func (m *talksModel) compareReceipts(t testing.TB) {
	for _, pair := range [][2]string{{m.people[0], m.people[1]}, {m.people[0], m.people[2]}, {m.people[1], m.people[2]}} {
		for _, msg := range m.talk(pair[0], pair[1]).messages {
			if msg.gone || !msg.counts {
				continue
			}
			to := pair[0]
			if to == msg.sender {
				to = pair[1]
			}
			var one struct {
				Data struct{ DeliveredAt, ReadAt int64 }
			}
			_ = json.Unmarshal([]byte(m.must("GET", fmt.Sprint("/v3/messages/", msg.id), "")), &one)
			row := m.talk(pair[0], pair[1]).rows[to]
			if row == nil {
				row = &modelRow{}
			}
			if one.Data.DeliveredAt != row.got[msg.id] || one.Data.ReadAt != row.read[msg.id] {
				t.Errorf("message %d for %s: %+v, want %d and %d", msg.id, to, one.Data, row.got[msg.id], row.read[msg.id])
			}
		}
	}
}

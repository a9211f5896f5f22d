package cometchatapi_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/vendortest"
)

// messagesModel is what a server should know of messages that three people write to each other and in a group.
type messagesModel struct {
	*world
	prefix   string
	messages []*changingMessage
}

type changingMessage struct {
	id, sender, to                string // to is a name, or "g"
	text, action, edited, deleted string // who has edited and deleted it
	gone                          bool
	reactions                     []changingReaction
	pinned                        string
	saved                         map[string]bool
}

type changingReaction struct{ who, word string }

// TestMessagesAgainstAModel plays random edits, deletions, reactions, pins and saves against plain lists, with people who are
// deleted and come again. Each sequence ends with its state put back.
func TestMessagesAgainstAModel(t *testing.T) {
	t.Parallel()
	m := vendortest.Model[*messagesModel]{
		Open:    openMessages,
		Moves:   messageMoves(),
		Compare: func(t testing.TB, m *messagesModel) { m.compare(t) },
	}
	for _, end := range m.Run(t, 3, 200) {
		app := end.srv.App(t, "cometchat:app")
		state := app.State()
		app.SetState(state)
		if again := app.State(); again != state {
			t.Errorf("put back it is\n%s\nwas\n%s", again, state)
		}
		end.compare(t)
	}
}

func messageMoves() (moves []vendortest.Move[*messagesModel]) {
	for _, move := range []func(*messagesModel, testing.TB, *rand.Rand) string{
		(*messagesModel).send, (*messagesModel).send, (*messagesModel).edit, (*messagesModel).edit, (*messagesModel).remove,
		(*messagesModel).react, (*messagesModel).react, (*messagesModel).unreact, (*messagesModel).pin, (*messagesModel).unpin,
		(*messagesModel).save, (*messagesModel).unsave, (*messagesModel).person,
	} {
		moves = append(moves, func(t testing.TB, m *messagesModel, chance *rand.Rand) string { return move(m, t, chance) })
	}
	return moves
}

func openMessages(t testing.TB, callers int) (all []*messagesModel) {
	w := newWorld(t, "\n")
	for n := range callers {
		m := &messagesModel{world: w, prefix: fmt.Sprintf("c%d-", n)}
		for _, name := range []string{"a", "b", "c"} {
			m.must("POST", "/v3/users", fmt.Sprintf(`{"uid":%q,"name":"x"}`, m.prefix+name))
		}
		m.must("POST", "/v3/groups", fmt.Sprintf(`{"guid":%q,"name":"n"}`, m.prefix+"g"), "onBehalfOf", m.prefix+"a")
		m.joins("b")
		m.joins("c")
		all = append(all, m)
	}
	return all
}

func (m *messagesModel) joins(name string) {
	m.must("POST", "/v3/groups/"+m.prefix+"g/members", fmt.Sprintf(`{"participants":[%q]}`, m.prefix+name))
}

// actor is somebody, or the app.
func (m *messagesModel) actor(chance *rand.Rand) string {
	return []string{"", "a", "b", "c", "a", "b", "c", "ghost"}[min(chance.IntN(24), 23)%8]
}

// one is some message, or none.
func (m *messagesModel) one(chance *rand.Rand) *changingMessage {
	if len(m.messages) == 0 || chance.IntN(20) == 0 {
		return &changingMessage{id: "999999", gone: true}
	}
	latest := m.messages[max(0, len(m.messages)-12):]
	return latest[chance.IntN(len(latest))]
}

// call makes a call and looks whether it is answered with the code, "" when it goes well.
func (m *messagesModel) call(t testing.TB, actor, method, target, body, want string) (asked, answer string) {
	t.Helper()
	var header []string
	if actor != "" {
		header = []string{"onBehalfOf", m.prefix + actor}
	}
	status, answer := m.ask(method, "/v3/messages"+target, body, header...)
	if got := codeIn(status, answer); got != want {
		t.Errorf("%s %s %s by %q: %d %s, want %q", method, target, body, actor, status, answer, want)
	}
	return fmt.Sprintf("%s %s %s by %q", method, target, body, actor), answer
}

// sees is the code that keeps somebody from a message.
func (one *changingMessage) sees(actor string) string {
	switch {
	case actor == "ghost":
		return "ERR_UID_NOT_FOUND"
	case one.gone:
		return "ERR_MESSAGE_ID_NOT_FOUND"
	case actor == "" || one.to == "g" || actor == one.sender || actor == one.to || actor == one.other():
		return ""
	}
	return "ERR_MESSAGE_NO_ACCESS"
}

// other is, of an action of the app between two people, who has sent what it is about.
func (one *changingMessage) other() string {
	_, other, _ := strings.Cut(one.action, " ")
	return other
}

// changes is the code that keeps somebody from changing a message.
func (one *changingMessage) changes(actor string) string {
	switch code := one.sees(actor); {
	case code != "":
		return code
	case actor != "" && actor != one.sender && (one.to != "g" || actor != "a"):
		return "ERR_MESSAGE_NOT_A_SENDER"
	}
	return ""
}

func (m *messagesModel) send(t testing.TB, chance *rand.Rand) string {
	from, to, kind := []string{"a", "b", "c"}[chance.IntN(3)], []string{"a", "b", "c", "g", "g"}[chance.IntN(5)], "user"
	if to == "g" {
		kind = "group"
	}
	text := fmt.Sprint("t", len(m.messages))
	asked, answer := m.call(t, from, "POST", "", fmt.Sprintf(`{"receiver":%q,"receiverType":%q,"data":{"text":%q}}`, m.prefix+to, kind, text), "")
	m.messages = append(m.messages, &changingMessage{id: idIn(answer), sender: from, to: to, text: text, saved: map[string]bool{}})
	return asked
}

func idIn(answer string) string {
	var a struct{ Data struct{ ID string } }
	_ = json.Unmarshal([]byte(answer), &a)
	return a.Data.ID
}

// acted notes the action message that a change has left.
func (m *messagesModel) acted(one *changingMessage, name, actor, answer string) {
	action := &changingMessage{id: idIn(answer), sender: actor, to: one.to, action: name, saved: map[string]bool{}}
	if actor == "" && one.to != "g" {
		action.action += " " + one.sender
	}
	m.messages = append(m.messages, action)
}

func (m *messagesModel) edit(t testing.TB, chance *rand.Rand) string {
	actor, one, text := m.actor(chance), m.one(chance), fmt.Sprint("e", chance.IntN(100))
	code := one.changes(actor)
	if code == "" && (one.action != "" || one.deleted != "") {
		code = "ERR_MESSAGE_ACTION_NOT_ALLOWED"
	}
	asked, answer := m.call(t, actor, "PUT", "/"+one.id, fmt.Sprintf(`{"data":{"text":%q}}`, text), code)
	if code == "" {
		one.text, one.edited = text, by(m.prefix, actor)
		m.acted(one, "edited", actor, answer)
	}
	return asked
}

func by(prefix, actor string) string {
	if actor == "" {
		return "app_system"
	}
	return prefix + actor
}

func (m *messagesModel) remove(t testing.TB, chance *rand.Rand) string {
	actor, one, permanent := m.actor(chance), m.one(chance), chance.IntN(2) == 0
	code := one.changes(actor)
	if code == "" && one.action != "" {
		code = "ERR_MESSAGE_ACTION_NOT_ALLOWED"
	}
	asked, answer := m.call(t, actor, "DELETE", "/"+one.id, fmt.Sprintf(`{"permanent":%v}`, permanent), code)
	if code == "" {
		if one.gone = permanent; !permanent {
			one.text, one.deleted = "", by(m.prefix, actor)
		}
		m.acted(one, "deleted", actor, answer)
	}
	return asked
}

func (m *messagesModel) reaction(chance *rand.Rand) string {
	return []string{"👍", "😒", ":x y/z"}[chance.IntN(3)]
}

// marks is the code that keeps somebody from putting something on a message.
func (one *changingMessage) marks(actor string) string {
	if code := one.sees(actor); code != "" {
		return code
	}
	if one.action != "" || one.deleted != "" {
		return "ERR_MESSAGE_ACTION_NOT_ALLOWED"
	}
	return ""
}

// forSomebody is the code of a call that needs somebody who acts.
func forSomebody(actor, code string) string {
	if actor == "" {
		return "ERR_BAD_REQUEST"
	}
	return code
}

func (m *messagesModel) react(t testing.TB, chance *rand.Rand) string {
	actor, one, word := m.actor(chance), m.one(chance), m.reaction(chance)
	code := forSomebody(actor, one.marks(actor))
	if r := (changingReaction{actor, word}); code == "" && !slices.Contains(one.reactions, r) {
		one.reactions = append(one.reactions, r)
	}
	asked, _ := m.call(t, actor, "POST", "/"+one.id+"/reactions/"+url.PathEscape(word), "", code)
	return asked
}

func (m *messagesModel) unreact(t testing.TB, chance *rand.Rand) string {
	actor, one, word := m.actor(chance), m.one(chance), m.reaction(chance)
	code := forSomebody(actor, one.sees(actor))
	if code == "" {
		one.reactions = slices.DeleteFunc(one.reactions, func(r changingReaction) bool { return r == changingReaction{actor, word} })
	}
	asked, _ := m.call(t, actor, "DELETE", "/"+one.id+"/reactions/"+url.PathEscape(word), "", code)
	return asked
}

func (m *messagesModel) pin(t testing.TB, chance *rand.Rand) string {
	actor, one := m.actor(chance), m.one(chance)
	code := one.marks(actor)
	if code == "" && one.pinned == "" {
		one.pinned = by(m.prefix, actor)
	}
	asked, _ := m.call(t, actor, "POST", "/"+one.id+"/pin", "", code)
	return asked
}

func (m *messagesModel) unpin(t testing.TB, chance *rand.Rand) string {
	actor, one := m.actor(chance), m.one(chance)
	code := one.sees(actor)
	if code == "" {
		one.pinned = ""
	}
	asked, _ := m.call(t, actor, "DELETE", "/"+one.id+"/pin", "", code)
	return asked
}

func (m *messagesModel) save(t testing.TB, chance *rand.Rand) string {
	actor, one := m.actor(chance), m.one(chance)
	code := forSomebody(actor, one.marks(actor))
	if code == "" {
		one.saved[actor] = true
	}
	asked, _ := m.call(t, actor, "POST", "/"+one.id+"/save", "", code)
	return asked
}

func (m *messagesModel) unsave(t testing.TB, chance *rand.Rand) string {
	actor, one := m.actor(chance), m.one(chance)
	code := forSomebody(actor, one.sees(actor))
	if code == "" {
		delete(one.saved, actor)
	}
	asked, _ := m.call(t, actor, "DELETE", "/"+one.id+"/save", "", code)
	return asked
}

// person deletes somebody and makes another one with the same uid, now and then: dialogs go, and what the person has put on
// messages of the group.
func (m *messagesModel) person(t testing.TB, chance *rand.Rand) string {
	name := []string{"b", "c"}[chance.IntN(2)]
	if chance.IntN(4) > 0 {
		return "nothing"
	}
	m.must("DELETE", "/v3/users/"+m.prefix+name, `{"permanent":true}`)
	for _, one := range m.messages {
		if one.to != "g" && (one.sender == name || one.to == name || one.other() == name) {
			one.gone = true
		}
		one.reactions = slices.DeleteFunc(one.reactions, func(r changingReaction) bool { return r.who == name })
		delete(one.saved, name)
		if one.pinned == m.prefix+name {
			one.pinned = ""
		}
	}
	m.must("POST", "/v3/users", fmt.Sprintf(`{"uid":%q,"name":"x"}`, m.prefix+name))
	m.joins(name)
	return "another " + name
}

// shown is a message as somebody sees it.
func (one *changingMessage) shown(m *messagesModel, me string) string {
	words, counts, mine := []string{}, map[string]int{}, map[string]bool{}
	for _, r := range one.reactions {
		if counts[r.word]++; counts[r.word] == 1 {
			words = append(words, r.word)
		}
		mine[r.word] = mine[r.word] || r.who == me
	}
	for i, word := range words {
		words[i] = fmt.Sprint(word, counts[word], mine[word])
	}
	name, _, _ := strings.Cut(one.action, " ")
	return fmt.Sprintf("%s from %s %q%s edited %s deleted %s pinned %s saved %v %q", one.id, by(m.prefix, one.sender), one.text, name,
		one.edited, one.deleted, one.pinned, one.saved[me], words)
}

// compare reads what everybody sees of the dialogs and of the group, and what the app sees of the group.
func (m *messagesModel) compare(t testing.TB) {
	t.Helper()
	for _, me := range []string{"a", "b", "c", ""} {
		if me != "" {
			m.compareList(t, me, false, "/v3/users/"+m.prefix+me+"/messages?limit=1000")
		}
		m.compareList(t, me, true, "/v3/groups/"+m.prefix+"g/messages?limit=1000&type=text,message", "onBehalfOf", by(m.prefix, me))
	}
}

func (m *messagesModel) compareList(t testing.TB, me string, inGroup bool, target string, header ...string) {
	t.Helper()
	var want []string
	for _, one := range m.messages {
		if !one.gone && (one.to == "g") == inGroup && one.sees(me) == "" {
			want = append(want, one.shown(m, me))
		}
	}
	if me == "" {
		header = nil
	}
	if got := rowsShown(m.must("GET", target, "", header...)); !slices.Equal(got, want) {
		t.Errorf("%s by %q:\n%s\nwant\n%s", target, me, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func rowsShown(answer string) (rows []string) {
	var page struct {
		Data []struct {
			ID, Sender, EditedBy, DeletedBy, PinnedBy string
			SavedAt                                   int64
			Data                                      struct {
				Text, Action string
				Reactions    []struct {
					Reaction    string
					Count       int
					ReactedByMe bool
				}
			}
		}
	}
	_ = json.Unmarshal([]byte(answer), &page)
	for _, row := range page.Data {
		words := []string{}
		for _, r := range row.Data.Reactions {
			words = append(words, fmt.Sprint(r.Reaction, r.Count, r.ReactedByMe))
		}
		rows = append(rows, fmt.Sprintf("%s from %s %q%s edited %s deleted %s pinned %s saved %v %q", row.ID, row.Sender, row.Data.Text, row.Data.Action,
			row.EditedBy, row.DeletedBy, row.PinnedBy, row.SavedAt > 0, words))
	}
	return rows
}

package zegoapi_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/vendortest"
)

// archive is what the messages of an app must be: the pages once more, in maps. u0 and u1 are in the group g and the
// room r, u2 in neither.
type archive struct {
	f     *front
	now   time.Time
	ids   []string
	talks map[string][]*archived // "u0 u1", "g", "r"
	gone  map[string]int         // up to which number a user has cleared a conversation: "u0 in u0 u1"
	rows  map[string]*talkRow
	met   map[string]bool // "action code"
}

// archived is a message.
type archived struct {
	seq      int
	from     string
	kind     int
	text     string
	at       time.Time
	onlyFor  string // of the two; empty: for all
	recalled bool
	counts   bool // as unread
}

// talkRow is a conversation of a user.
type talkRow struct {
	at     time.Time
	unread int
	hidden bool // deleted, until the next message
}

// What the app of the model keeps.
const modelDays = 2

// Random sends, imports, recalls, edits and clears, in a group, a room and between people, on a clock that moves beyond
// what is kept: each answer, and all histories, conversations and unread counts after it, are as the model says.
func TestMessagesAgainstTheModel(t *testing.T) {
	t.Parallel()
	model := vendortest.Model[*archive]{
		Open: openArchives, Compare: compareArchives,
		Moves: []vendortest.Move[*archive]{
			moveSend, moveSend, moveSend, moveImport, moveImport, moveRecall, moveRecall, moveRecall, moveEdit, moveEdit, moveEdit, moveEdit, moveClear, moveConversation, movePassed,
		},
	}
	ends := model.Run(t, 3, 120)
	for _, what := range strings.Fields(`SendPeerMessage:0 SendGroupMessage:0 SendRoomMessage:0 ImportPeerMsg:660000002 ImportGroupMsg:0
		RevokePeerMessage:0 RevokePeerMessage:660000022 RevokePeerMessage:660000024 RevokeGroupMessage:660000026 RevokeRoomMessage:660300002
		RevokeGroupMessage:0 RevokeRoomMessage:0 EditC2cMsgBody:0 EditGroupMsgBody:660600024`) {
		if !slices.ContainsFunc(ends, func(a *archive) bool { return a.met[what] }) {
			t.Errorf("no random call was answered as %s", what)
		}
	}
}

func openArchives(t testing.TB, callers int) (all []*archive) {
	t.Helper()
	var yaml strings.Builder
	for i := range callers {
		fmt.Fprintf(&yaml, "  - {appId: %d, serverSecret: %s, limits: {retentionDays: %d}, users: [{userId: u0}, {userId: u1}, {userId: u2}], groups: [{groupId: g, owner: u0, members: [u1]}], rooms: [{roomId: r, users: [u0, u1]}]}\n", i+1, sampleSecret, modelDays)
	}
	server := chatdouble.Start(t, chatdouble.WithLimits(false), chatdouble.WithFixtureYAML("archive.yaml", "zim:\n"+yaml.String()))
	for i := range callers {
		id := fmt.Sprint(i + 1)
		a := &archive{
			f: &front{server.App(t, "zim:"+id), server, id, sampleSecret}, now: time.UnixMilli(modelNow), ids: []string{"u0", "u1", "u2"},
			talks: map[string][]*archived{}, gone: map[string]int{}, rows: map[string]*talkRow{}, met: map[string]bool{},
		}
		a.f.Clock().Freeze(a.now)
		all = append(all, a)
	}
	return all
}

// ask sends a call and looks at its code.
func (a *archive) ask(t testing.TB, action string, in body, code int) reply {
	t.Helper()
	r := a.f.do(t, action, toJSON(t, in))
	if r.Code != code {
		t.Errorf("%s %s: %d %s, want %d", action, toJSON(t, in), r.Code, r.Reason(), code)
	}
	a.met[fmt.Sprint(action, ":", r.Code)] = true
	return r
}

// between is the name of the conversation of two.
func between(a, b string) string { return min(a, b) + " " + max(a, b) }

// inTalk are those who have the conversation in their lists.
func inTalk(talk string) []string {
	switch talk {
	case "g":
		return []string{"u0", "u1"}
	case "r":
		return nil
	}
	return strings.Fields(talk)
}

// add keeps a message, which counts as unread or not.
func (a *archive) add(talk string, m *archived, counts bool) {
	m.seq, m.counts = len(a.talks[talk])+1, counts
	a.talks[talk] = append(a.talks[talk], m)
	for _, user := range inTalk(talk) {
		if m.onlyFor != "" && m.onlyFor != user {
			continue
		}
		key := user + " in " + talk
		row := a.rows[key]
		if row == nil {
			row = &talkRow{}
			a.rows[key] = row
		}
		row.hidden = false
		if m.at.After(row.at) {
			row.at = m.at
		}
		if counts && m.from != user {
			row.unread++
		}
	}
}

// state is what IsEmpty says of a message to a user; empty: to nobody in particular. It is -1 when it is not for the user.
func (a *archive) state(m *archived, user, talk string) int {
	switch {
	case user != "" && m.onlyFor != "" && m.onlyFor != user:
		return -1
	case user != "" && m.seq <= a.gone[user+" in "+talk], a.now.Sub(m.at) > modelDays*24*time.Hour:
		return 1
	case m.recalled:
		return 2
	}
	return 0
}

// find is a message that can be recalled or edited, or the code that says why not.
func (a *archive) find(talk, user string, seq int) (*archived, int) {
	if seq > len(a.talks[talk]) {
		return nil, 660000022
	}
	m := a.talks[talk][seq-1]
	switch a.state(m, user, talk) {
	case -1, 1:
		return nil, 660000022
	case 2:
		return nil, 660000023
	}
	return m, 0
}

// shown is a message as lists have it.
func (m *archived) shown(state int) string {
	switch state {
	case 0:
		return fmt.Sprint(m.seq, " ", m.from, " ", m.kind, " ", m.text, " ", m.at.UnixMilli())
	case 2:
		return fmt.Sprint(m.seq, " ", m.from, " ", m.kind, "  ", m.at.UnixMilli(), " recalled")
	}
	return fmt.Sprint(m.seq, " gone")
}

// shownRows are the rows of an answer in the same words.
func shownRows(t testing.TB, r reply) (rows []string, next int64) {
	t.Helper()
	type row struct {
		Sender  string
		MsgType int
		MsgBody string
		MsgSeq  int
		MsgTime int64
		IsEmpty int
	}
	var answer struct {
		Next              int64
		List, MessageList []row
	}
	if err := json.Unmarshal([]byte(r.Body), &answer); err != nil || r.Code != 0 {
		t.Errorf("%v in %s", err, r.Body)
	}
	for _, row := range append(answer.List, answer.MessageList...) {
		m := archived{seq: row.MsgSeq, from: row.Sender, kind: row.MsgType, text: row.MsgBody, at: time.UnixMilli(row.MsgTime)}
		rows = append(rows, m.shown(row.IsEmpty))
	}
	return rows, answer.Next
}

// compareArchives reads all that can be read.
func compareArchives(t testing.TB, a *archive) {
	t.Helper()
	for _, user := range a.ids {
		for _, other := range a.ids {
			if other != user {
				a.compareHistory(t, "QueryPeerMsg", body{"FromUserId": user, "ToUserId": other}, between(user, other), user)
				a.compareSeqs(t, user, other, between(user, other), 0)
			}
		}
		a.compareSeqs(t, user, "g", "g", 2)
		a.compareConversations(t, user)
	}
	a.compareHistory(t, "QueryGroupMsg", body{"GroupId": "g"}, "g", "")
	a.compareUnread(t)
}

// compareHistory walks a history, with and without what is gone.
func (a *archive) compareHistory(t testing.TB, action string, in body, talk, user string) {
	t.Helper()
	sorted := slices.SortedFunc(slices.Values(a.talks[talk]), func(m, n *archived) int { return cmp.Or(n.at.Compare(m.at), n.seq-m.seq) })
	for empty := range 2 {
		var want, got []string
		for _, m := range sorted {
			if s := a.state(m, user, talk); s == 0 || s > 0 && empty == 1 {
				want = append(want, m.shown(s))
			}
		}
		in["WithEmptyMsg"], in["Limit"], in["Next"] = empty, 7, 0
		for next := int64(1); next != 0 && !t.Failed(); in["Next"] = next {
			var rows []string
			rows, next = shownRows(t, a.f.do(t, action, toJSON(t, in)))
			got = append(got, rows...)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s %s: %q, want %q", action, toJSON(t, in), got, want)
		}
	}
}

// compareSeqs asks for the newest messages by their numbers, and for one that is not there.
func (a *archive) compareSeqs(t testing.TB, user, with, talk string, kind int) {
	t.Helper()
	var seqs []int
	var want []string
	for seq := len(a.talks[talk]) + 1; seq > 0 && len(seqs) < 20; seq-- {
		seqs = append(seqs, seq)
		shown := (&archived{seq: seq}).shown(1)
		if seq <= len(a.talks[talk]) {
			m := a.talks[talk][seq-1]
			if shown = m.shown(max(1, a.state(m, user, talk))); a.state(m, user, talk) == 0 {
				shown = m.shown(0)
			}
		}
		want = append(want, shown)
	}
	got, _ := shownRows(t, a.f.do(t, "QueryMessagesByMsgSeq", toJSON(t, body{"FromUserId": user, "ConvId": with, "ConvType": kind, "MsgSeqList": seqs})))
	for i := range got {
		if strings.HasSuffix(got[i], " recalled") { // it has a type and a body of its own
			words := strings.Fields(got[i])
			got[i] = strings.Join([]string{words[0], words[1], words[len(words)-2], "recalled"}, " ")
		}
		if strings.HasSuffix(want[i], " recalled") {
			words := strings.Fields(want[i])
			want[i] = strings.Join([]string{words[0], words[1], words[len(words)-2], "recalled"}, " ")
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s of %s with %s by number: %q, want %q", talk, user, with, got, want)
	}
}

// compareConversations reads the list of a user, and what the state says that is unread.
func (a *archive) compareConversations(t testing.TB, user string) {
	t.Helper()
	type entry struct {
		ConvId     string
		ConvType   int
		UpdateTime int64
	}
	var list struct{ List []entry }
	r := a.f.do(t, "QueryConversationList", `{"FromUserId":"`+user+`"}`)
	if err := json.Unmarshal([]byte(r.Body), &list); err != nil {
		t.Errorf("%v in %s", err, r.Body)
	}
	var want []entry
	for key, row := range a.rows {
		talk, mine := strings.CutPrefix(key, user+" in ")
		if !mine || row.hidden {
			continue
		}
		with, kind := talk, 2
		if talk != "g" {
			with, kind = strings.Trim(strings.Replace(talk, user, "", 1), " "), 0
		}
		want = append(want, entry{with, kind, row.at.UnixMilli()})
	}
	slices.SortFunc(want, func(x, y entry) int {
		return cmp.Or(cmp.Compare(x.UpdateTime, y.UpdateTime), strings.Compare(x.ConvId, y.ConvId))
	})
	if !slices.Equal(list.List, want) {
		t.Errorf("%s has the conversations %v, want %v", user, list.List, want)
	}
}

// compareUnread looks at what the state says that is unread: where it says nothing, all that others have sent is.
func (a *archive) compareUnread(t testing.TB) {
	t.Helper()
	var state struct {
		Zim []struct {
			Conversations []struct {
				User, With, Group string
				Unread            *int
			}
		}
	}
	r := vendortest.Ask(a.f.server, vendortest.Request{Method: "GET", Target: "/__admin/apps/zim:" + a.f.appID + "/state", Header: map[string]string{"Accept": "application/json"}})
	if err := json.Unmarshal([]byte(r.Body), &state); err != nil {
		t.Fatal(err)
	}
	said := map[string]int{}
	for _, c := range state.Zim[0].Conversations {
		if c.Unread != nil && c.Group == "" {
			said[c.User+" in "+between(c.User, c.With)] = *c.Unread
		} else if c.Unread != nil {
			said[c.User+" in "+c.Group] = *c.Unread
		}
	}
	for key, row := range a.rows {
		if row.hidden {
			continue
		}
		got, is := said[key]
		if user, talk, _ := strings.Cut(key, " in "); !is {
			for _, m := range a.talks[talk] {
				if m.counts && m.from != user {
					got++
				}
			}
		}
		if got != row.unread {
			t.Errorf("%s are %d unread, want %d", key, got, row.unread)
		}
	}
}

package zegoapi_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/vendortest"
)

// talking is an app with people and a group, on a frozen clock.
func talking(t *testing.T, more string) *front {
	t.Helper()
	return openFixture(t, `
zim:
  - appId: 12345
    serverSecret: secret
    users: [{userId: alice}, {userId: bob}, {userId: carol}]
    groups: [{groupId: hikers, owner: alice, members: [bob]}]
`+more, "12345", "secret", chatdouble.WithLimits(false), chatdouble.WithFrozenTime(noonOfSample))
}

// write sends a message of a user to another one, or to the group.
func (f *front) write(t *testing.T, from, to string) {
	t.Helper()
	if to == "hikers" {
		f.do(t, "SendGroupMessage", toJSON(t, map[string]any{"FromUserId": from, "GroupId": to, "MessageType": 1, "Priority": 1, "MessageBody": map[string]any{"Message": "hi"}})).want(t, 0)
		return
	}
	f.do(t, "SendPeerMessage", toJSON(t, map[string]any{"FromUserId": from, "ToUserId": []string{to}, "MessageType": 1, "Priority": 1, "MessageBody": map[string]any{"Message": "hi", "HasReceipt": 1}})).want(t, 0)
}

type conversationList struct {
	Code, TotalCount int
	Next             int64
	List             []struct{ ConvId string }
}

func (f *front) conversations(t *testing.T, user string, limit int, next int64) (ids string, page conversationList) {
	t.Helper()
	body := f.do(t, "QueryConversationList", fmt.Sprintf(`{"FromUserId":%q,"Limit":%d,"Next":%d}`, user, limit, next)).Body
	if err := json.Unmarshal([]byte(body), &page); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	for _, c := range page.List {
		ids += c.ConvId + " "
	}
	return strings.TrimSpace(ids), page
}

// unread is what the state says that a user has not read of a conversation; empty when it follows from the messages.
func (f *front) unread(t *testing.T, user string) string {
	t.Helper()
	var state struct {
		Zim []struct {
			Conversations []struct {
				User, With, Group string
				Unread            *int
			}
		}
	}
	r := vendortest.Ask(f.server, vendortest.Request{Method: "GET", Target: "/__admin/apps/zim:" + f.appID + "/state", Header: map[string]string{"Accept": "application/json"}})
	if err := json.Unmarshal([]byte(r.Body), &state); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, c := range state.Zim[0].Conversations {
		if c.User == user && c.Unread != nil {
			all = append(all, fmt.Sprintf("%s%s %d", c.With, c.Group, *c.Unread))
		}
	}
	return strings.Join(all, ", ")
}

// A conversation begins with its first message, for both or for all members; what is newest stands last; a group that
// somebody was removed from stays as it was then; a deleted one comes back with its next message, a disbanded one is gone.
func TestConversationsComeAndGo(t *testing.T) {
	t.Parallel()
	f := talking(t, "")
	expect := func(user, want string) {
		t.Helper()
		if ids, page := f.conversations(t, user, 0, 0); ids != want || page.TotalCount != len(strings.Fields(want)) || page.Next != 0 {
			t.Errorf("%s has %q of %d, then %d; want %q", user, ids, page.TotalCount, page.Next, want)
		}
	}
	expect("bob", "")
	f.write(t, "alice", "hikers")
	f.Clock().Advance(time.Second)
	f.write(t, "alice", "bob")
	expect("bob", "hikers alice")
	expect("alice", "hikers bob")
	expect("carol", "")
	f.Clock().Advance(time.Second)
	f.write(t, "carol", "hikers") // who sends need not be a member, and has no conversation then
	expect("bob", "alice hikers")
	expect("carol", "")
	f.do(t, "KickoutGroupUser", `{"FromUserId":"alice","GroupId":"hikers","UserId":["bob"]}`).want(t, 0)
	f.Clock().Advance(time.Second)
	f.write(t, "bob", "alice")
	f.Clock().Advance(time.Second)
	f.write(t, "alice", "hikers")
	expect("bob", "hikers alice")
	expect("alice", "bob hikers")
	f.do(t, "DeleteConv", `{"FromUserId":"bob","ConvId":"alice","ConvType":0}`).want(t, 0)
	f.do(t, "DeleteConv", `{"FromUserId":"bob","ConvId":"nobody","ConvType":0}`).want(t, 0)
	expect("bob", "hikers")
	expect("alice", "bob hikers")
	f.Clock().Advance(time.Second)
	f.write(t, "alice", "bob")
	expect("bob", "hikers alice")
	f.fetch(t, "DismissGroup", query("FromUserId", "carol", "GroupId", "hikers")).want(t, 0)
	expect("bob", "alice")
	expect("alice", "bob")
}

// Pages go on behind the last row, also when many rows are of one moment and conversations move to the end meanwhile.
func TestPagesOfConversationsThatMove(t *testing.T) {
	t.Parallel()
	f := talking(t, "")
	var people []chatdouble.User
	for i := range 12 {
		people = append(people, chatdouble.User{ID: fmt.Sprintf("p%02d", i)})
	}
	f.AddUsers(people...)
	for i := range 12 { // the first seven in one moment
		if i > 6 {
			f.Clock().Advance(time.Second)
		}
		f.write(t, fmt.Sprintf("p%02d", i), "alice")
	}
	first, page := f.conversations(t, "alice", 5, 0)
	f.Clock().Advance(time.Second)
	f.write(t, "p01", "alice") // has been given
	f.write(t, "p08", "alice") // has not
	second, page2 := f.conversations(t, "alice", 5, page.Next)
	third, last := f.conversations(t, "alice", 5, page2.Next)
	if all := first + "; " + second + "; " + third; all != "p00 p01 p02 p03 p04; p05 p06 p07 p09 p10; p11 p01 p08" || last.Next != 0 {
		t.Errorf("the pages are %s, then %d", all, last.Next)
	}
	for _, stranger := range []int64{1, page.Next - 1, page.Next + 1, 1 << 53} {
		f.do(t, "QueryConversationList", fmt.Sprintf(`{"FromUserId":"alice","Next":%d}`, stranger)).want(t, 660000002)
	}
	f.do(t, "QueryConversationList", fmt.Sprintf(`{"FromUserId":"bob","Next":%d}`, page.Next)).want(t, 660000002)
	f.do(t, "QueryConversationList", `{"FromUserId":"alice","Next":-1}`).want(t, 660000002)
}

// Unread counts what others have sent; reading, clearing and the act read end it; muting does not.
func TestUnread(t *testing.T) {
	t.Parallel()
	f := talking(t, "")
	f.write(t, "alice", "bob")
	f.write(t, "alice", "bob")
	f.write(t, "bob", "alice")
	f.write(t, "alice", "hikers")
	if got := f.unread(t, "bob"); got != "" { // 2 and 1, as the messages say
		t.Errorf("bob's rows are %q", got)
	}
	f.do(t, "SilenceConvNotification", `{"FromUserId":"bob","ConvType":2,"ConvIds":["hikers"],"Enable":true}`).want(t, 0)
	f.fetch(t, "ClearConversationUnread", query("FromUserId", "bob", "ConvId", "alice", "ConvType", "0")).want(t, 0)
	f.As("bob").ReadGroup("hikers")
	if got := f.unread(t, "bob"); got != "hikers 0, alice 0" {
		t.Errorf("bob has read all: %q", got)
	}
	f.write(t, "alice", "bob")
	f.write(t, "alice", "hikers")
	f.write(t, "bob", "hikers") // one's own does not count
	if got := f.unread(t, "bob"); got != "hikers 1, alice 1" {
		t.Errorf("two more: %q", got)
	}
	f.do(t, "ClearMemberGroupMessage", `{"FromUserId":"bob","GroupId":"hikers"}`).want(t, 0)
	if got := f.unread(t, "bob"); got != "hikers 0, alice 1" {
		t.Errorf("the group cleared: %q", got)
	}
	before := f.State()
	f.SetState(before)
	if after := f.State(); after != before {
		t.Errorf("the state put back is\n%s, it was\n%s", after, before)
	}
}

// A receipt keeps its first time, a reading is a delivery; the state has them. One bad number, and nothing is set.
func TestReceipts(t *testing.T) {
	t.Parallel()
	f := talking(t, "")
	f.write(t, "alice", "bob")
	f.write(t, "alice", "bob")
	ask := func(action, seqs string, code int) string {
		t.Helper()
		r := f.do(t, action, `{"FromUserId":"bob","ConvId":"alice","ConvMsgSeq":[`+seqs+`]}`)
		r.want(t, code)
		_, rest, _ := strings.Cut(r.Body, `Time":`)
		return strings.TrimSuffix(rest, "}")
	}
	noon := fmt.Sprint(f.Clock().Now().UnixMilli())
	ask("C2cReadReceipt", "1,3", 660400104)
	if got := ask("C2cReadReceipt", "1,1", 0); got != noon {
		t.Errorf("read at %s, want %s", got, noon)
	}
	f.Clock().Advance(time.Second)
	if got := ask("C2cReadReceipt", "1", 0); got != noon {
		t.Errorf("read again at %s, want %s", got, noon)
	}
	if got := ask("C2cDeliveryReceipt", "1", 0); got != noon {
		t.Errorf("delivered at %s, want %s", got, noon)
	}
	later := fmt.Sprint(f.Clock().Now().UnixMilli())
	if got := ask("C2cDeliveryReceipt", "1,2", 0); got != later {
		t.Errorf("the second delivered at %s, want %s", got, later)
	}
	f.As("bob").Read("alice")
	if state := f.State(); strings.Count(state, "readAt") != 2 || strings.Count(state, "deliveredAt") != 2 {
		t.Errorf("not both are read:\n%s", state)
	}
}

// What is wrong with conversations in a fixture is said with the nearest known id.
func TestBadConversations(t *testing.T) {
	t.Parallel()
	f := talking(t, "")
	for change, want := range map[string]string{
		`{"conversations":[{"user":"bobb","with":"alice"}]}`:                              `"bob"`,
		`{"conversations":[{"user":"bob","with":"alicia"}]}`:                              `"alice"`,
		`{"conversations":[{"user":"bob"}]}`:                                              "must have either with, a user, or group",
		`{"conversations":[{"user":"bob","with":"alice","group":"hikers"}]}`:              "must have either with, a user, or group",
		`{"conversations":[{"user":"bob","with":"alice"},{"user":"bob","with":"alice"}]}`: "is listed twice",
		`{"talks":[{"between":["bob"],"edits":1}]}`:                                       "must have between, with two users",
		`{"talks":[{"between":["bob","nobody"],"edits":1}]}`:                              `"nobody"`,
		`{"conversations":[{"user":"bob","with":"alice","unread":-1}]}`:                   "unread",
	} {
		if status, answer := f.patch(t, change); status != 422 && status != 400 || !strings.Contains(answer, strings.ReplaceAll(want, `"`, `\"`)) {
			t.Errorf("%s = %d %s, want it to say %s", change, status, answer, want)
		}
	}
}

// Assumed: a Next that was given out stays good, also when all that the list had by then is deleted.
func TestConversationsDeletedBetweenPages(t *testing.T) {
	t.Parallel()
	f := talking(t, "")
	f.write(t, "alice", "bob")
	f.Clock().Advance(time.Second)
	f.write(t, "alice", "hikers")
	_, page := f.conversations(t, "bob", 1, 0)
	for _, conv := range []string{`"ConvId":"hikers","ConvType":2`, `"ConvId":"alice","ConvType":0`} {
		f.do(t, "DeleteConv", `{"FromUserId":"bob",`+conv+`}`).want(t, 0)
		if ids, rest := f.conversations(t, "bob", 1, page.Next); ids != "" || rest.Code != 0 || rest.Next != 0 {
			t.Errorf("behind the first page: %q, %+v", ids, rest)
		}
	}
}

// SDK guide "group-targeted-message": such a message has no receipts.
func TestNoReceiptOfTargetedMessage(t *testing.T) {
	t.Parallel()
	f := talking(t, "")
	f.do(t, "SendGroupMessage", `{"FromUserId":"alice","GroupId":"hikers","MessageType":1,"Priority":1,"MessageBody":{"Message":"hi","HasReceipt":1},"SendMsgOptions":{"TargetOption":{"ReceiverUserIds":["bob"],"Inclusive":true}}}`).want(t, 0)
	for _, action := range []string{"GroupReadReceipt", "GroupDeliveryReceipt"} {
		f.do(t, action, `{"FromUserId":"bob","GroupId":"hikers","ConvMsgSeq":[1]}`).want(t, 660400103)
	}
}

// Assumed: a message that the user has cleared, or that is older than messages are kept, is there no more; the other one
// keeps what was cleared. The act read gives it no receipt either.
func TestNoReceiptOfWhatIsGone(t *testing.T) {
	t.Parallel()
	f := talking(t, "    limits: {retentionDays: 1}\n")
	for _, tt := range []struct{ clear, read, deliver string }{
		{
			`ClearPeerMessage {"FromUserId":"bob","ToUserId":"alice"}`,
			`C2cReadReceipt {"FromUserId":"bob","ConvId":"alice","ConvMsgSeq":[%d]}`, `C2cDeliveryReceipt {"FromUserId":"bob","ConvId":"alice","ConvMsgSeq":[%d]}`,
		},
		{
			`ClearMemberGroupMessage {"FromUserId":"bob","GroupId":"hikers"}`,
			`GroupReadReceipt {"FromUserId":"bob","GroupId":"hikers","ConvMsgSeq":[%d]}`, `GroupDeliveryReceipt {"FromUserId":"bob","GroupId":"hikers","ConvMsgSeq":[%d]}`,
		},
	} {
		send, refused := `SendPeerMessage {"FromUserId":"alice","ToUserId":["bob"],`, 660400104
		if strings.HasPrefix(tt.read, "Group") {
			send, refused = `SendGroupMessage {"FromUserId":"alice","GroupId":"hikers",`, 660400103
		}
		ask := func(what string, code int) {
			t.Helper()
			action, body, _ := strings.Cut(what, " ")
			f.do(t, action, body).want(t, code)
		}
		send += `"MessageType":1,"Priority":1,"MessageBody":{"Message":"hi","HasReceipt":1}}`
		ask(send, 0)
		ask(send, 0)
		ask(fmt.Sprintf(tt.deliver, 1), 0)
		ask(tt.clear, 0)
		ask(send, 0)
		ask(fmt.Sprintf(tt.deliver, 2), refused)
		ask(fmt.Sprintf(tt.read, 1), refused)
		ask(fmt.Sprintf(tt.read, 3), 0)
		ask(send, 0)
		f.Clock().Advance(24 * time.Hour)
		ask(fmt.Sprintf(tt.deliver, 4), 0)
		f.Clock().Advance(time.Millisecond)
		ask(fmt.Sprintf(tt.read, 4), refused)
	}
	f.As("bob").Read("alice")
	f.As("bob").ReadGroup("hikers")
	if state := f.State(); strings.Count(state, "readAt") != 2 {
		t.Errorf("more than message 3 of both has been read:\n%s", state)
	}
}

// Page "Pin conversations to the top": the sample has SubCode 660000002 of one conversation.
func TestPinnedWithBadType(t *testing.T) {
	t.Parallel()
	f := talking(t, "")
	got := f.do(t, "ConvPinned", `{"FromUserId":"bob","PinnedType":1,"ConvList":[{"ConvId":"hikers","ConvType":2},{"ConvId":"alice","ConvType":1}]}`)
	if want := `"ErrorList":[{"ConvId":"alice","ConvType":1,"SubCode":660000002,`; got.Code != 0 || !strings.Contains(got.Body, want) {
		t.Errorf("%s, want %s", got.Body, want)
	}
}

// A state with marks can be read and put back, and a person is told why nothing was marked.
func TestMarksInState(t *testing.T) {
	t.Parallel()
	f := talking(t, "")
	mark := func(user, mark string) reply {
		return f.do(t, "SetConvMark", `{"FromUserId":"bob","ConvMarkInfoList":[{"UserId":"`+user+`","SetMarkC2c":{"alice":{"MarkContent":`+mark+`}},"Action":true}]}`)
	}
	for user, want := range map[string]string{"ghost": `"ghost" is not a user`, "bob": `mark content is invalide`} {
		if r := mark(user, "61"); r.Code != 660800054 || !strings.Contains(r.Reason(), want) {
			t.Errorf("%s: %d %s", user, r.Code, r.Reason())
		}
	}
	mark("bob", "3").want(t, 0)
	mark("bob", "60").want(t, 0)
	before := f.State()
	f.SetState(before)
	if after := f.State(); !strings.Contains(before, `marks: ["3", "60"]`) || after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
}

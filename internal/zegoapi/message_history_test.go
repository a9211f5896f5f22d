package zegoapi_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/golden"
)

// shownRow is a message in an answer of any action.
type shownRow struct {
	Sender     string
	MsgType    int
	SubMsgType *int
	MsgBody    string
	MsgID      json.Number `json:"MsgId"`
	MsgSeq     int
	Payload    string
	MsgTime    int64
	IsEmpty    int
}

// rows are those of an answer.
func (r reply) rows(t testing.TB) []shownRow {
	t.Helper()
	var in struct{ List, MessageList []shownRow }
	if err := json.Unmarshal([]byte(r.Body), &in); err != nil || r.Code != 0 {
		t.Fatalf("Code %d (%s), %v: %s", r.Code, r.Reason(), err, r.Body)
	}
	return append(in.List, in.MessageList...)
}

// history is a page of one.
func (f *front) history(t testing.TB, action, body string) []shownRow {
	t.Helper()
	return f.do(t, action, body).rows(t)
}

// said is each message in one line: its number, and what it says or which kind of empty it is.
func said(rows []shownRow) string {
	var parts []string
	for _, r := range rows {
		text := r.MsgBody
		if r.IsEmpty != 0 {
			text = fmt.Sprint("!", r.IsEmpty)
		}
		parts = append(parts, fmt.Sprint(r.MsgSeq, ":", text))
	}
	return strings.Join(parts, " ")
}

// all walks a history page by page.
func (f *front) all(t testing.TB, action, members string, limit int) (rows []shownRow) {
	t.Helper()
	for next := int64(0); ; {
		r := f.do(t, action, fmt.Sprintf(`{%s,"Limit":%d,"Next":%d}`, members, limit, next))
		page := r.rows(t)
		rows = append(rows, page...)
		if next = r.Next; next == 0 {
			return rows
		}
		if len(page) != limit {
			t.Fatalf("a page of %d rows that is not the last", len(page))
		}
	}
}

var anyNumberID = regexp.MustCompile(`"MsgId":[1-9][0-9]{17}\b`)

// historyOf is the golden form of a history: ids and times of one message are those of the sample.
func goldenHistory(t testing.TB, name string, r reply) {
	t.Helper()
	body := anyNumberID.ReplaceAll(r.steadyBody(), []byte(`"MsgId":971503777289036700`))
	golden.Bytes(t, name, nextAbove0.ReplaceAll(body, []byte(`"Next":1000`)))
}

const oldTalk = `
zim:
  - appId: 12345
    serverSecret: 9193cc662a4c0ec135ec71fb57194b38
    users: [{userId: user1}, {userId: user2}, {userId: user3}]
    messages:
      - {from: user1, to: user2, text: This is the first message, sentAt: 2024-01-22T03:50:11Z}
      - {from: user1, to: user2, text: This is a message, extendedData: Payload, sentAt: 2024-01-22T03:50:12Z}
`

// Page "Query the message list of one-on-one chats": the sample.
func TestGoldenPeerHistory(t *testing.T) {
	t.Parallel()
	f := openFixture(t, oldTalk, "12345", "9193cc662a4c0ec135ec71fb57194b38", chatdouble.WithLimits(false))
	goldenHistory(t, "QueryPeerMsg/sample.json", f.do(t, "QueryPeerMsg", `{"FromUserId":"user1","ToUserId":"user2","Limit":1,"Next":0,"WithEmptyMsg":0}`))
	goldenHistory(t, "QueryPeerMsg/empty.json", f.do(t, "QueryPeerMsg", `{"FromUserId":"user1","ToUserId":"user3"}`))
}

// A history is walked page by page, whatever the Limit, also while messages come.
func TestPeerHistory(t *testing.T) {
	t.Parallel()
	f := talkers(t)
	const between = `"FromUserId":"alice","ToUserId":"bob"`
	var want []string
	for i := range 130 {
		from, to := "alice", "bob"
		if i%3 == 0 {
			from, to = to, from
		}
		f.do(t, "SendPeerMessage", toJSON(t, with(message(from, to), ".Message", fmt.Sprint("m", i+1)))).is(t, 0, "")
		want = append([]string{fmt.Sprintf("%d:m%[1]d", i+1)}, want...)
	}
	whole := strings.Join(want, " ")
	for _, limit := range []int{1, 7, 10, 65, 100} {
		if got := said(f.all(t, "QueryPeerMsg", between, limit)); got != whole {
			t.Errorf("Limit %d: %s", limit, got)
		}
	}
	if got := said(f.all(t, "QueryPeerMsg", `"FromUserId":"bob","ToUserId":"alice"`, 100)); got != whole {
		t.Errorf("bob sees %s", got)
	}
	for limit, count := range map[string]int{`"Limit":0`: 10, `"Limit":-5`: 10, `"Limit":101`: 100, `"Limit":"3"`: 3, `"Limit":99999999999999999999`: 100, `"Next":0`: 10} {
		if got := f.history(t, "QueryPeerMsg", "{"+between+","+limit+"}"); len(got) != count {
			t.Errorf("%s: %d rows, want %d", limit, len(got), count)
		}
	}
	next := f.do(t, "QueryPeerMsg", `{`+between+`}`).Next
	f.do(t, "SendPeerMessage", toJSON(t, message("alice", "bob"))).is(t, 0, "")
	if got := said(f.history(t, "QueryPeerMsg", fmt.Sprintf(`{%s,"Next":%d,"Limit":2}`, between, next))); got != "120:m120 119:m119" {
		t.Errorf("behind the first page: %s", got)
	}
	for name, body := range map[string]string{
		"of the other one": fmt.Sprintf(`{"FromUserId":"bob","ToUserId":"alice","Next":%d}`, next),
		"a guess":          `{` + between + `,"Next":10}`,
		"negative":         `{` + between + `,"Next":-1}`,
	} {
		if r := f.do(t, "QueryPeerMsg", body); r.Code != 660000002 || !strings.Contains(r.Reason(), "Next") {
			t.Errorf("Next %s: Code %d (%s)", name, r.Code, r.Reason())
		}
	}
	f.do(t, "QueryPeerMsg", `{"FromUserId":"alice","ToUserId":"ghost"}`).refused(t, 660700015, "ghost")
	f.do(t, "SendPeerMessage", toJSON(t, message("alice", "carol"))) // who has blocked her
	if got := f.history(t, "QueryPeerMsg", `{"FromUserId":"alice","ToUserId":"carol","WithEmptyMsg":1}`); len(got) != 0 {
		t.Errorf("a message that was refused is in the history: %v", got)
	}
}

// Page "MessageBody introduction": MsgBody in lists is the text of types 1 and 200; else URL-encoded JSON whose members
// have other names than those that were sent. How they correspond is assumed.
func TestShownBodies(t *testing.T) {
	t.Parallel()
	f := talkers(t)
	const file = `"md5":"","file_name":"a b.jpg","file_size":"12","download_url":"https://x/a?b=1","media_duration":"%s"`
	for _, tt := range []struct {
		kind          int
		message, want string
	}{
		{1, `{"Url":"u"} é%`, `{"Url":"u"} é%`},
		{200, `<x> é`, `<x> é`},
		{12, `{"Uid":"1","Url":"https://x/a?b=1","FileName":"a b.jpg","Size":12}`, fmt.Sprintf("{"+file+"}", "")},
		{13, `{"Uid":"1","Url":"https://x/a?b=1","FileName":"a b.jpg","Size":"12","MediaDuration":3}`, fmt.Sprintf("{"+file+"}", "3")},
		{
			11, `{"Uid":"1","Origin":{"Url":"https://x/a?b=1","Width":10,"Height":20},"Thumbnail":{"Url":"t","Width":1,"Height":2},"FileName":"a b.jpg","Size":12}`,
			fmt.Sprintf("{"+file, "") + `,"origin_image_width":10,"origin_image_height":20,"large_image_download_url":"","large_image_width":0,"large_image_height":0,` +
				`"thumbnail_download_url":"t","thumbnail_width":1,"thumbnail_height":2}`,
		},
		{
			14, `{"Uid":"1","Url":"https://x/a?b=1","FileName":"a b.jpg","Size":12,"MediaDuration":3,"Thumbnail":{"Url":"t","Width":1,"Height":2}}`,
			fmt.Sprintf("{"+file, "3") + `,"video_first_frame_download_url":"t","video_first_frame_width":1,"video_first_frame_height":2}`,
		},
		{
			10, `{"MultiMsg":[{"MsgType":1,"Msg":"a <b>"},{"MsgType":200,"SubMsgType":7,"Msg":"c"},{"MsgType":12,"Msg":"{\"Url\":\"https://x/a?b=1\",\"FileName\":\"a b.jpg\",\"Size\":12}"},{"MsgType":13,"Msg":"odd"}]}`,
			`{"multi_msg":[{"msg_type":1,"callback_content":"a <b>"},{"msg_type":200,"sub_msg_type":7,"callback_content":"c"},` +
				fmt.Sprintf(`{"msg_type":12,"callback_content":{`+file+`}},`, "") + `{"msg_type":13,"callback_content":"odd"}]}`,
		},
		{10, `{"MultiMsg":5}`, `{"MultiMsg":5}`},
		{11, `no JSON é`, `no JSON é`},
	} {
		f.do(t, "SendPeerMessage", toJSON(t, with(message("alice", "bob"), "MessageType", tt.kind, ".Message", tt.message))).is(t, 0, "")
		row := f.history(t, "QueryPeerMsg", `{"FromUserId":"alice","ToUserId":"bob","Limit":1}`)[0]
		got := row.MsgBody
		if tt.kind >= 10 && tt.kind <= 14 {
			if strings.ContainsAny(got, " +\"{}:/") {
				t.Errorf("type %d: not encoded: %s", tt.kind, got)
			}
			got, _ = url.PathUnescape(got)
		}
		if got != tt.want || row.MsgType != tt.kind || (row.SubMsgType != nil) != (tt.kind == 200) {
			t.Errorf("type %d as %d, sub type %v\n got %s\nwant %s", tt.kind, row.MsgType, row.SubMsgType, got, tt.want)
		}
	}
}

// Assumed: a message older than the limit retentionDays is as a deleted one. Without the limit none is.
func TestRetention(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ limits, want, empty string }{
		{"", "2:This is a message 1:This is the first message", "2:This is a message 1:This is the first message"},
		{"    limits: {retentionDays: 30}\n", "2:This is a message", "2:This is a message 1:!1"},
	} {
		f := openFixture(t, oldTalk+tt.limits, "12345", "9193cc662a4c0ec135ec71fb57194b38", chatdouble.WithLimits(false))
		f.Clock().Freeze(time.Date(2024, 2, 21, 3, 50, 12, 0, time.UTC)) // 30 days after the second one
		const between = `{"FromUserId":"user1","ToUserId":"user2","WithEmptyMsg":%d}`
		if got := said(f.history(t, "QueryPeerMsg", fmt.Sprintf(between, 0))); got != tt.want {
			t.Errorf("limits %q: %s", tt.limits, got)
		}
		if got := said(f.history(t, "QueryPeerMsg", fmt.Sprintf(between, 1))); got != tt.empty {
			t.Errorf("limits %q, with empty ones: %s", tt.limits, got)
		}
	}
}

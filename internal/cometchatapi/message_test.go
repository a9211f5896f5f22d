package cometchatapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/golden"
)

// text is the body of a text message.
func text(receiver, words string) string {
	return fmt.Sprintf(`{"receiver":%q,"receiverType":"user","category":"message","type":"text","data":{"text":%q}}`, receiver, words)
}

// post sends a text on behalf of somebody and returns the message's id.
func (w *world) post(from, to, words string) string {
	w.t.Helper()
	body := w.must("POST", "/v3/messages", text(to, words), "onBehalfOf", from)
	var answer struct {
		Data struct {
			ID string `json:"id"`
		} `json:"data"`
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil || answer.Data.ID == "" {
		w.t.Fatalf("no message (%v): %s", err, body)
	}
	return answer.Data.ID
}

// messagesPage is what a client reads of a page of messages.
type messagesPage struct {
	Data []struct {
		ID     string `json:"id"`
		Sender string `json:"sender"`
		SentAt int64  `json:"sentAt"`
		Data   struct {
			Text string `json:"text"`
		} `json:"data"`
	} `json:"data"`
	Meta struct {
		Current    *struct{ Limit, Count int } `json:"current"`
		Pagination *struct {
			Total       *int `json:"total"`
			Count       int  `json:"count"`
			PerPage     int  `json:"per_page"`
			CurrentPage int  `json:"current_page"`
			TotalPages  int  `json:"total_pages"`
		} `json:"pagination"`
		Cursor *struct {
			ID     int64  `json:"id"`
			SentAt int64  `json:"sentAt"`
			Affix  string `json:"affix"`
		} `json:"cursor"`
	} `json:"meta"`
}

// texts are the texts of a page, joined.
func (p *messagesPage) texts() string {
	var all []string
	for _, m := range p.Data {
		all = append(all, m.Data.Text)
	}
	return strings.Join(all, " ")
}

// read asks for a page of messages.
func (w *world) read(target string, header ...string) *messagesPage {
	w.t.Helper()
	body := w.must("GET", target, "", header...)
	p := &messagesPage{}
	if err := json.Unmarshal([]byte(body), p); err != nil || p.Data == nil {
		w.t.Fatalf("not a page of messages (%v): %s", err, body)
	}
	if _, err := codeOf(200, []byte(body)); err != nil {
		w.t.Errorf("%s: %v", target, err)
	}
	// The server API says where to go on, end users' calls have pagination and cursor; each has one alone.
	if pages := p.Meta.Pagination; pages != nil {
		if p.Meta.Current != nil || p.Meta.Cursor == nil || (p.Meta.Cursor.ID != 0) != (len(p.Data) > 0) || pages.Total == nil || *pages.Total != 0 ||
			pages.Count != len(p.Data) || pages.Count > pages.PerPage || pages.CurrentPage != 1 || pages.TotalPages < 1 || pages.TotalPages > 2 {
			w.t.Errorf("%s: %d rows: %s", target, len(p.Data), body)
		}
	} else if p.Meta.Cursor != nil || p.Meta.Current.Count != len(p.Data) || len(p.Data) > p.Meta.Current.Limit {
		w.t.Errorf("%s: %d rows: %s", target, len(p.Data), body)
	}
	return p
}

// Recorded: fixture message/send_message.
func TestRecordedSend(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "      - {uid: user_000, createdAt: "+at(1694808268)+"}\n      - {uid: user_001, createdAt: "+at(1694808269)+"}\n")
	for range 2143 {
		w.must("POST", "/v3/messages", text("user_001", "x"))
	}
	w.clock.Set(time.Unix(1694808288, 999e6))
	golden.Bytes(t, "SendMessage/recorded.json", []byte(w.must("POST", "/v3/messages", text("user_001", "Hi Tom!"), "onBehalfOf", "user_000")))
}

// Recorded: fixture message/get_message, sent by nobody, read back.
func TestRecordedGet(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "      - {uid: uuid_999, createdAt: "+at(1693890496)+"}\n")
	w.clock.Set(time.Unix(1693892979, 0))
	for range 356 {
		w.must("POST", "/v3/messages", text("uuid_999", "Hi Tom!"))
	}
	golden.Bytes(t, "GetMessage/recorded.json", []byte(w.must("GET", "/v3/messages/356", "")))
}

// Page "Messages": metadata between text and entities in the answer to a send. Recorded: read back, the
// order inside data is by length, then alphabetically, in every object (message/list_message). The rest
// of the layout is assumed.
func TestOrderInsideData(t *testing.T) {
	t.Parallel()
	w := newWorld(t, `
      - {uid: alice, name: Al, createdAt: 2024-01-01T00:00:00Z, avatar: "https://a/b", link: "https://l", metadata: {zz: 1, b: {ddd: 2, c: 1}}}
      - {uid: bob, createdAt: 2024-01-02T00:00:00Z}
`)
	const body = `{"muid":"m1","tags":["one"," two "],"receiver":" BOB ","data":{"zeta":{"bb":[{"yy":1,"x":1.50}],"a":"\u00e9"},` +
		`"entities":{"mine":1},"metadata":{"k2":"/","k1":null},"text":"a  b","zeta":{"bb":[{"yy":1,"x":1.50}],"a":"\u00e9"}}}`
	sent := w.must("POST", "/v3/messages", body, "onBehalfOf", "ALICE")
	golden.Bytes(t, "SendMessage/order.json", []byte(sent))
	stored := w.must("GET", "/v3/messages/1", "")
	golden.Bytes(t, "GetMessage/order.json", []byte(stored))

	// The message keeps the people as they were.
	w.must("PUT", "/v3/users/bob", `{"name":"Robert"}`)
	if got := w.must("GET", "/v3/messages/1", ""); got != stored {
		t.Errorf("after a change: %s", got)
	}
}

// Android SDK's tests: a blocking sender gets ERR_BLOCKED_RECEIVER, a blocked one 200.
func TestMessageAndBlock(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name       string
		blocks     [][2]string
		from       string // empty: the system
		status     int
		seesSender bool // the message is in the receiver's list
	}{
		{"no block", nil, "alice", 200, true},
		{"sender has blocked receiver", [][2]string{{"alice", "bob"}}, "alice", 403, false},
		{"receiver has blocked sender", [][2]string{{"bob", "alice"}}, "alice", 200, false},
		{"both", [][2]string{{"alice", "bob"}, {"bob", "alice"}}, "alice", 403, false},
		{"others", [][2]string{{"alice", "carl"}, {"carl", "bob"}, {"bob", "carl"}}, "alice", 200, true},
		{"the system", [][2]string{{"bob", "alice"}, {"alice", "bob"}}, "", 200, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, circle)
			for _, b := range tt.blocks {
				w.must("POST", "/v3/users/"+b[0]+"/blockedusers", uids("blockedUids", b[1]))
			}
			status, body := w.ask("POST", "/v3/messages", text("bob", "hi"), "onBehalfOf", tt.from)
			if status != tt.status {
				t.Fatalf("status %d: %s", status, body)
			}
			if status == 403 {
				const words = "The user with UID alice has blocked the receiver with UID bob."
				want := `{"error":{"message":"` + words + `","devMessage":"` + words + `","source":"chat-api","code":"ERR_BLOCKED_RECEIVER"}}`
				if body != want {
					t.Errorf("\n got: %s\nwant: %s", body, want)
				}
			}
			// Unblocking brings nothing back.
			for range 2 {
				stored, shown := "", ""
				if status == 200 {
					stored = "hi"
				}
				if tt.seesSender {
					shown = "hi"
				}
				if got := w.read("/v3/users/bob/messages").texts(); got != shown {
					t.Errorf("bob sees %q, want %q", got, shown)
				}
				if tt.from != "" {
					if got := w.read("/v3/users/alice/messages", "onBehalfOf", "bob").texts(); got != shown {
						t.Errorf("bob sees of alice %q, want %q", got, shown)
					}
					if got := w.read("/v3/users/bob/messages", "onBehalfOf", "alice").texts(); got != stored {
						t.Errorf("alice sees %q, want %q", got, stored)
					}
					if got := w.read("/v3/users/alice/messages").texts(); got != stored {
						t.Errorf("alice sees of all %q, want %q", got, stored)
					}
				}
				if status, _ := w.ask("GET", "/v3/messages/1", ""); (status == 200) != (stored != "") {
					t.Errorf("the backend reads it: %d", status)
				}
				if status, body := w.ask("GET", "/v3/messages/1", "", "onBehalfOf", "bob"); (status == 200) != tt.seesSender {
					t.Errorf("bob reads it: %d: %s", status, body)
				}
				for _, b := range tt.blocks {
					w.must("DELETE", "/v3/users/"+b[0]+"/blockedusers", uids("blockedUids", b[1]))
				}
			}
			// A refused message took no number.
			want := strconv.Itoa(1 + status/200%2)
			if got := w.post("alice", "bob", "after"); got != want {
				t.Errorf("the next message has the id %s, want %s", got, want)
			}
		})
	}
}

// Recorded: receiver, data. Asserted by a live test suite: a blank tag. Page "Messages": 10 KB, 25 tags
// of 100 characters. Assumed: the rest.
func TestSendRefusals(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 10<<10)
	tags, _ := json.Marshal(strings.Split(strings.Repeat("t,", 25)+"t", ","))
	for _, tt := range []struct{ name, body, want string }{
		{"nothing", "", `"receiver":["The receiver field is required."],"data":["The data field is required."]`},
		{"no JSON", "{", `"receiver":["The receiver field is required."],"data":["The data field is required."]`},
		{"blank receiver", `{"receiver":" ","data":{"text":"x"}}`, `"receiver":["The receiver field is required."]`},
		{"receiver no text", `{"receiver":7,"data":{"text":"x"}}`, `"receiver":["The receiver must be a string."]`},
		{"several receivers", `{"multipleReceivers":{"uids":["bob"]},"data":{"text":"x"}}`, `"receiver":["The receiver field is required."]`},
		{"receiver type", `{"receiver":"bob","receiverType":"team","data":{"text":"x"}}`, `"receiverType":["The selected receiver type is invalid."]`},
		{"category", `{"receiver":"bob","category":"action","data":{"text":"x"}}`, `"category":["The selected category is invalid."]`},
		{"type", `{"receiver":"bob","type":"poem","data":{"text":"x"}}`, `"type":["The selected type is invalid."]`},
		{"data a list", `{"receiver":"bob","data":[1]}`, `"data":["The data must be an array."]`},
		{"data a text", `{"receiver":"bob","data":"x"}`, `"data":["The data must be an array."]`},
		{"data a number", `{"receiver":"bob","data":1}`, `"data":["The data must be an array."]`},
		{"data null", `{"receiver":"bob","data":null}`, `"data":["The data field is required."]`},
		{"data empty", `{"receiver":"bob","data":{}}`, `"data":["The data field is required."]`},
		{"data an empty list", `{"receiver":"bob","data":[]}`, `"data":["The data field is required."]`},
		{"data of entities alone", `{"receiver":"bob","category":"custom","data":{"entities":{}}}`, `"data":["The data field is required."]`},
		{"no text", `{"receiver":"bob","data":{"metadata":{"a":1}}}`, `"data.text":["The data.text field is required."]`},
		{"blank text", `{"receiver":"bob","data":{"text":" "}}`, `"data.text":["The data.text field is required."]`},
		{"text no text", `{"receiver":"bob","data":{"text":["x"]}}`, `"data.text":["The data.text must be a string."]`},
		{"data too large", `{"receiver":"bob","data":{"text":"` + long + `"}}`, `"data":["The data may not be greater than 10240 characters."]`},
		{"too many tags", `{"receiver":"bob","data":{"text":"x"},"tags":` + string(tags) + `}`, `"tags":["The tags may not have more than 25 items."]`},
		{"blank tag", `{"receiver":"bob","data":{"text":"x"},"tags":["a",""]}`, `"tags.1":["The tags.1 field is required."]`},
		{"long tag", `{"receiver":"bob","data":{"text":"x"},"tags":["a","` + strings.Repeat("é", 101) + `"]}`, `"tags.1":["The tags.1 may not be greater than 100 characters."]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, circle)
			status, got := w.ask("POST", "/v3/messages", tt.body, "onBehalfOf", "alice")
			if status != 400 || got != badRequest(tt.want) {
				t.Errorf("status %d\n got: %s\nwant: %s", status, got, badRequest(tt.want))
			}
			if got := w.post("alice", "bob", "x"); got != "1" {
				t.Errorf("the next message has the id %s", got)
			}
		})
	}
}

// Asserted by a live test suite: 404 for an unknown onBehalfOf, 403 for a stranger. Assumed: the rest.
func TestSendRefusedByPeople(t *testing.T) {
	t.Parallel()
	w := newWorld(t, circle)
	w.must("DELETE", "/v3/users/dora", "")
	for _, tt := range []struct {
		from, body, code string
		status           int
	}{
		{"nobody", text("bob", "x"), "ERR_UID_NOT_FOUND", 404},
		{"nobody", "", "ERR_UID_NOT_FOUND", 404},
		{"dora", text("bob", "x"), "ERR_UID_NOT_FOUND", 404},
		{"alice", text("Nobody", "x"), "ERR_UID_NOT_FOUND", 404},
		{"alice", text("dora", "x"), "ERR_UID_NOT_FOUND", 404},
		{"", text("dora", "x"), "ERR_UID_NOT_FOUND", 404},
		{"alice", strings.Replace(text("team", "x"), `"user"`, `"group"`, 1), "ERR_GUID_NOT_FOUND", 404},
		{"alice", strings.Replace(text("", "x"), `"user"`, `"group"`, 1), "ERR_BAD_REQUEST", 400},
	} {
		status, body := w.ask("POST", "/v3/messages", tt.body, "onBehalfOf", tt.from)
		if code, err := codeOf(status, []byte(body)); status != tt.status || code != tt.code || err != nil {
			t.Errorf("from %q %s: %d %s %v", tt.from, tt.body, status, code, err)
		}
	}
	w.ask("POST", "/v3/messages", `{"multipleReceivers":{"uids":["bob"]},"data":{"text":"x"}}`)
	all := w.srv.App(t, "cometchat:app").Requests()
	if got, want := all[len(all)-1].Reason, "The receiver field is required; the parameter multipleReceivers is known to the vendor and not emulated: it had no effect"; got != want {
		t.Errorf("reason %q, want %q", got, want)
	}
	if _, body := w.ask("POST", "/v3/messages", text("Nobody", "x")); !strings.Contains(body, "The UID Nobody does not exist") {
		t.Errorf("the uid is not named as sent: %s", body)
	}
	for _, tt := range []struct {
		method, target, from, code string
		status                     int
	}{
		{"GET", "/v3/messages/1", "", "", 200},
		{"GET", "/v3/messages/1", "alice", "", 200},
		{"GET", "/v3/messages/1", "BOB", "", 200},
		{"GET", "/v3/messages/1", "carl", "ERR_MESSAGE_NO_ACCESS", 403},
		{"GET", "/v3/messages/1", "nobody", "ERR_UID_NOT_FOUND", 404},
		{"GET", "/v3/messages/2", "nobody", "ERR_UID_NOT_FOUND", 404},
		{"GET", "/v3/messages/2", "", "ERR_MESSAGE_ID_NOT_FOUND", 404},
		{"GET", "/v3/messages/0", "alice", "ERR_MESSAGE_ID_NOT_FOUND", 404},
		{"GET", "/v3/messages/x", "", "ERR_MESSAGE_ID_NOT_FOUND", 404},
		{"GET", "/v3/messages/-1", "", "ERR_MESSAGE_ID_NOT_FOUND", 404},
		{"GET", "/v3/messages/99999999999999999999", "", "ERR_MESSAGE_ID_NOT_FOUND", 404},
		{"GET", "/v3/messages", "", "ERR_API_NOT_FOUND", 404},
		{"POST", "/v3/messages/1", "", "ERR_API_NOT_FOUND", 404},
		{"GET", "/v3/messages/1/thread", "", "ERR_API_NOT_FOUND", 404},
		{"GET", "/v3/users/nobody/messages", "", "ERR_UID_NOT_FOUND", 404},
		{"GET", "/v3/users/dora/messages?limit=x", "alice", "ERR_UID_NOT_FOUND", 404},
		{"GET", "/v3/users/alice/messages", "nobody", "ERR_UID_NOT_FOUND", 404},
		{"GET", "/v3/users/bob/messages?limit=x", "alice", "ERR_BAD_REQUEST", 400},
	} {
		if tt.target == "/v3/messages/1" && tt.code == "" && tt.from == "" {
			w.post("alice", "bob", "x")
		}
		status, body := w.ask(tt.method, tt.target, "", "onBehalfOf", tt.from)
		code := ""
		if status != 200 {
			var err error
			if code, err = codeOf(status, []byte(body)); err != nil {
				t.Errorf("%s: %v", tt.target, err)
			}
		}
		if status != tt.status || code != tt.code {
			t.Errorf("%s %s for %q: %d %s", tt.method, tt.target, tt.from, status, body)
		}
	}
}

// Page "Messages": category message or custom, free types for custom. SDKs send data as a text in
// forms.
func TestAcceptedMessages(t *testing.T) {
	t.Parallel()
	w := newWorld(t, circle)
	for n, tt := range []struct{ body, contentType, want string }{
		{`{"receiver":"bob","data":{"text":" as sent "}}`, "", `"category":"message","type":"text","data":{"text":" as sent ","entities"`},
		{`{"receiver":"bob","type":"image","data":{"attachments":[{"url":"https://x"}]}}`, "", `"type":"image","data":{"attachments":[{"url":"https:\/\/x"}],"entities"`},
		{`{"receiver":"bob","category":"custom","type":"poem","data":{"customData":{"a":1}}}`, "", `"category":"custom","type":"poem","data":{"customData":{"a":1},"entities"`},
		{`{"receiver":"bob","receiverType":"user","data":"{\"text\":\"x\"}"}`, "", `"data":{"text":"x","entities"`},
		{`receiver=bob&tags[]=a&tags[]=b&data=%7B%22text%22:%22x%22%7D`, "application/x-www-form-urlencoded", `"data":{"text":"x","entities"`},
		{`{"receiver":"bob","data":{"metadata":{},"text":"x"},"text":"y","metadata":{"a":1}}`, "", `"data":{"text":"x","metadata":{},"entities"`},
		{`{"receiver":"bob","multipleReceivers":{"uids":["carl"]},"data":{"text":"x"}}`, "", `"receiver":"bob"`},
	} {
		if tt.contentType == "" {
			tt.contentType = "application/json"
		}
		body := w.must("POST", "/v3/messages", tt.body, "onBehalfOf", "alice", "Content-Type", tt.contentType)
		if !strings.Contains(body, tt.want) || !strings.HasPrefix(body, fmt.Sprintf(`{"data":{"id":"%d",`, n+1)) {
			t.Errorf("%s:\n%s", tt.body, body)
		}
	}
	if got := w.read("/v3/users/carl/messages").texts(); got != "" {
		t.Errorf("carl sees %q", got)
	}
}

// conversation makes alice and bob write 1 to n in turn, two in a second, with carl in between.
func conversation(t *testing.T, n int) *world {
	w := newWorld(t, circle)
	people := [2]string{"alice", "bob"}
	for i := range n {
		w.clock.Set(noon.Add(time.Duration(i/2) * time.Second))
		w.post(people[i%2], people[1-i%2], strconv.Itoa(i+1))
	}
	return w
}

// Recorded: fixture message/list_message, two calls: the place to go on from, a first page without
// previous, an empty page that repeats the place as texts.
func TestRecordedMessagesMeta(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "      - {uid: uuid_02}\n")
	for n := range 355 {
		w.clock.Set(time.Unix(1693887765-354+int64(n), 0))
		w.must("POST", "/v3/messages", text("uuid_02", "Hi Tom!"))
	}
	const path = "/v3/users/uuid_02/messages"
	first := w.must("GET", path+"?count=1&limit=1000", "")
	if want := `"meta":{"current":{"limit":1000,"count":355},"next":{"affix":"append","sentAt":1693887765,"id":"355"}}}`; !strings.HasSuffix(first, want) {
		t.Errorf("first page ends in %s", first[len(first)-120:])
	}
	golden.Bytes(t, "ListUserMessages/after-the-last.json", []byte(w.must("GET", path+"?affix=append&id=355&count=1&sentAt=1693887765&limit=1000", "")))
	if p := w.read(path); p.Meta.Current.Limit != 100 || len(p.Data) != 100 || p.Data[0].ID != "1" {
		t.Errorf("without a limit: %+v", p.Meta)
	}
}

func TestPagesOfMessages(t *testing.T) {
	t.Parallel()
	w := conversation(t, 9)
	w.post("carl", "bob", "c1")
	w.must("POST", "/v3/messages", text("bob", "s1"))
	noonSecond := noon.Unix()
	const withAlice = "/v3/users/alice/messages"
	for query, want := range map[string]string{
		"":                                 "1 2 3 4 5 6 7 8 9",
		"?limit=2":                         "1 2",
		"?perPage=3":                       "1 2 3",
		"?per_page=4&perPage=3&limit=2":    "1 2",
		"?limit=2&affix=append&id=2":       "3 4",
		"?limit=3&id=8":                    "9",
		"?limit=3&id=9":                    "",
		"?limit=2&affix=prepend":           "8 9",
		"?limit=2&affix=prepend&id=8":      "6 7",
		"?limit=5&affix=prepend&id=3":      "1 2",
		"?affix=prepend&id=1":              "",
		"?affix=prepend&id=10000":          "1 2 3 4 5 6 7 8 9",
		"?affix=prepend&id=4&sentAt=1":     "1 2 3", // with an id the time does not count
		"?affix=prepend&sentAt={2}":        "1 2 3 4",
		"?affix=append&sentAt={2}":         "7 8 9",
		"?affix=prepend&sentAt={2}&limit=": "1 2 3 4",
		"?updatedAt={3}":                   "9",
		"?affix=prepend&updatedAt={2}":     "7 8 9",
		"?id=&sentAt=&affix=":              "1 2 3 4 5 6 7 8 9",
	} {
		for n := range 4 {
			query = strings.ReplaceAll(query, fmt.Sprintf("{%d}", n), strconv.FormatInt(noonSecond+int64(n), 10))
		}
		if got := w.read(withAlice+query, "onBehalfOf", "bob").texts(); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	// Without onBehalfOf: all of bob's, whoever the other one is.
	for query, want := range map[string]string{
		"?limit=1000":             "1 2 3 4 5 6 7 8 9 c1 s1",
		"?limit=3&affix=prepend":  "9 c1 s1",
		"?limit=10":               "1 2 3 4 5 6 7 8 9 c1",
		"?id=8&limit=2":           "9 c1",
		"?affix=prepend&id=2":     "1",
		"?affix=prepend&id=11":    "1 2 3 4 5 6 7 8 9 c1",
		"?limit=2&sentAt=1&id=10": "s1",
	} {
		if got := w.read("/v3/users/bob/messages" + query).texts(); got != want {
			t.Errorf("bob%s: %q, want %q", query, got, want)
		}
	}
	if got := w.read("/v3/users/app_system/messages", "onBehalfOf", "bob").texts(); got != "s1" {
		t.Errorf("with the system: %q", got)
	}
	for query, want := range map[string]string{
		"limit=0":                        `"limit":["The limit must be at least 1."]`,
		"limit=1001":                     `"limit":["The limit may not be greater than 1000."]`,
		"per_page=x":                     `"per_page":["The per page must be an integer."]`,
		"affix=up&id=x&sentAt=-1":        `"affix":["The selected affix is invalid."],"id":["The id must be an integer."],"sentAt":["The sent at must be at least 1."]`,
		"updatedAt=99999999999999999999": `"updatedAt":["The updated at must be an integer."]`,
	} {
		status, got := w.ask("GET", withAlice+"?"+query, "", "onBehalfOf", "bob")
		if status != 400 || got != badRequest(want) {
			t.Errorf("%s: status %d\n got: %s\nwant: %s", query, status, got, badRequest(want))
		}
	}
}

// Assumed: previous and next around a page in the middle.
func TestMetaOfMessages(t *testing.T) {
	t.Parallel()
	w := conversation(t, 6)
	start := noon.Unix()
	for query, want := range map[string]string{
		"limit=2":                                `{"current":{"limit":2,"count":2},"next":{"affix":"append","sentAt":{0},"id":"2"}}`,
		"limit=2&id=2&sentAt={0}":                `{"previous":{"affix":"prepend","sentAt":{1},"id":"3"},"current":{"limit":2,"count":2},"next":{"affix":"append","sentAt":{1},"id":"4"}}`,
		"limit=2&affix=prepend":                  `{"previous":{"affix":"prepend","sentAt":{2},"id":"5"},"current":{"limit":2,"count":2}}`,
		"limit=2&affix=prepend&id=5&sentAt={2}":  `{"previous":{"affix":"prepend","sentAt":{1},"id":"3"},"current":{"limit":2,"count":2},"next":{"affix":"append","sentAt":{1},"id":"4"}}`,
		"limit=2&affix=prepend&id=1":             `{"previous":{"affix":"prepend","id":"1"},"current":{"limit":2,"count":0},"next":{"affix":"append","id":"1"}}`,
		"limit=2&affix=prepend&updatedAt=" + "9": `{"previous":{"affix":"prepend","sentAt":{2},"id":"5"},"current":{"limit":2,"count":2}}`,
	} {
		for n := range 3 {
			second := strconv.FormatInt(start+int64(n), 10)
			query, want = strings.ReplaceAll(query, fmt.Sprintf("{%d}", n), second), strings.ReplaceAll(want, fmt.Sprintf("{%d}", n), second)
		}
		got := w.must("GET", "/v3/users/alice/messages?"+query, "", "onBehalfOf", "bob")
		if !strings.HasSuffix(got, `"meta":`+want+"}") {
			t.Errorf("%s:\n got: %s\nwant: %s", query, got[strings.Index(got, `"meta"`):], want)
		}
	}
	if got := w.must("GET", "/v3/users/carl/messages", ""); got != `{"data":[],"meta":{"current":{"limit":100,"count":0}}}` {
		t.Errorf("nothing at all: %s", got)
	}
}

// The vendor's page says the opposite of the name; this server follows the name.
func TestHideMessagesFromBlockedUsers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, circle)
	w.post("alice", "bob", "a1")
	w.post("bob", "alice", "b1")
	w.post("carl", "bob", "c1")
	w.must("POST", "/v3/users/bob/blockedusers", uids("blockedUids", "alice"))
	w.post("alice", "bob", "a2") // never delivered
	bob := w.login("bob")
	for query, want := range map[string][3]string{
		"":                                    {"a1 b1", "a1 b1 c1", "a1 b1 a2"},
		"?hideMessagesFromBlockedUsers=0":     {"a1 b1", "a1 b1 c1", "a1 b1 a2"},
		"?hideMessagesFromBlockedUsers=false": {"a1 b1", "a1 b1 c1", "a1 b1 a2"},
		"?hideMessagesFromBlockedUsers=1":     {"b1", "b1 c1", "a1 b1 a2"},
		"?hideMessagesFromBlockedUsers=true":  {"b1", "b1 c1", "a1 b1 a2"},
	} {
		got := [3]string{
			w.read("/v3/users/alice/messages"+query, "onBehalfOf", "bob").texts(),
			w.read("/v3/users/bob/messages" + query).texts(),
			w.read("/v3/users/bob/messages"+query, "onBehalfOf", "alice").texts(),
		}
		if got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
		if got := w.read("/v3.0/users/alice/messages"+query, bob...).texts(); got != want[0] {
			t.Errorf("%s as bob: %q, want %q", query, got, want[0])
		}
	}
}

// What the vendor's JavaScript SDK sends and reads (MessagesRequest.fetchPrevious, fetchNext): a page at a
// time from a place on, until one says that it is the last: total_pages is 1. Every page has a cursor.
func TestWalkThroughMessages(t *testing.T) {
	for _, perPage := range []int{1, 2, 3, 6, 7, 8, 100} {
		for _, affix := range []string{"prepend", "append"} {
			t.Run(fmt.Sprint(affix, perPage), func(t *testing.T) {
				t.Parallel()
				w := conversation(t, 7)
				bob := w.login("bob")
				target := fmt.Sprintf("/v3.0/users/alice/messages?per_page=%d&affix=%s&withThreadSubscribed=true", perPage, affix)
				var seen []string
				rounds, place := 0, ""
				for more := true; more; rounds++ {
					p := w.read(target+place, bob...)
					if p.Meta.Pagination.PerPage != perPage || p.Meta.Cursor.Affix != affix || len(p.Data) == 0 {
						t.Fatalf("round %d: %d rows, %+v", rounds, len(p.Data), p.Meta)
					}
					edge := p.Data[0]
					if affix == "prepend" {
						seen = append(strings.Fields(p.texts()), seen...)
					} else {
						edge = p.Data[len(p.Data)-1]
						seen = append(seen, strings.Fields(p.texts())...)
					}
					if fmt.Sprint(p.Meta.Cursor.ID) != edge.ID || p.Meta.Cursor.SentAt != edge.SentAt {
						t.Errorf("round %d: cursor %+v, row %+v", rounds, p.Meta.Cursor, edge)
					}
					place = fmt.Sprintf("&id=%s&sentAt=%d", edge.ID, edge.SentAt)
					more = p.Meta.Pagination.TotalPages == 2
				}
				if got := strings.Join(seen, " "); got != "1 2 3 4 5 6 7" || rounds != (7+perPage-1)/perPage {
					t.Errorf("saw %s in %d rounds", got, rounds)
				}
				if got, want := w.must("GET", target+place, "", bob...), fmt.Sprintf(`{"data":[],"meta":{"pagination":{"total":0,"count":0,`+
					`"per_page":%d,"current_page":1,"total_pages":1},"cursor":{"affix":%q}}}`, perPage, affix); got != want {
					t.Errorf("behind the end\n got: %s\nwant: %s", got, want)
				}
			})
		}
	}
}

// Without an affix an end user gets the newest page, and a cursor that leads back.
func TestMessagesAsMeWithoutAffix(t *testing.T) {
	t.Parallel()
	w := conversation(t, 3)
	if got, want := w.must("GET", "/v3.0/users/alice/messages?per_page=2", "", w.login("bob")...), fmt.Sprintf(`"meta":{"pagination":{"total":0,"count":2,`+
		`"per_page":2,"current_page":1,"total_pages":2},"cursor":{"id":2,"sentAt":%d,"affix":"prepend"}}}`, noon.Unix()); !strings.HasSuffix(got, want) {
		t.Errorf("\n got: %s\nwant: ...%s", got, want)
	}
}

// The end user's send: the SDK's own body, and the refusals that it shows to the caller.
func TestSendAsMe(t *testing.T) {
	t.Parallel()
	w := newWorld(t, circle)
	alice := w.login("alice")
	body := w.must("POST", "/v3.0/messages", `{"type":"text","receiverType":"user","category":"message","data":{"text":"hi","metadata":{"a":1}},"text":"hi","metadata":{"a":1},"muid":"_x1","tags":["t"],"receiver":"bob"}`, alice...)
	for _, part := range []string{`{"data":{"id":"1","muid":"_x1","conversationId":"alice_user_bob","sender":"alice","receiverType":"user","receiver":"bob"`, `"text":"hi","metadata":{"a":1},"entities"`, `,"tags":["t"]}}`} {
		if !strings.Contains(body, part) {
			t.Errorf("without %s: %s", part, body)
		}
	}
	w.must("POST", "/v3/users/alice/blockedusers", uids("blockedUids", "bob"))
	w.must("POST", "/v3/users/carl/blockedusers", uids("blockedUids", "alice"))
	for _, tt := range []struct {
		body, code string
		status     int
		header     []string
	}{
		{text("bob", "x"), "ERR_BLOCKED_RECEIVER", 403, alice},
		{text("nobody", "x"), "ERR_UID_NOT_FOUND", 404, alice},
		{"{}", "ERR_BAD_REQUEST", 400, alice},
		{text("bob", "x"), "AUTH_ERR_AUTH_TOKEN_NOT_FOUND", 401, []string{"apikey", "", "authToken", "x"}},
	} {
		status, got := w.ask("POST", "/v3.0/messages", tt.body, tt.header...)
		if code, err := codeOf(status, []byte(got)); status != tt.status || code != tt.code || err != nil {
			t.Errorf("%s: %d %s %v", tt.body, status, code, err)
		}
	}
	w.must("POST", "/v3.0/messages", text("carl", "withheld"), alice...)
	if got := w.read("/v3.0/users/alice/messages?affix=prepend&per_page=30", w.login("carl")...).texts(); got != "" {
		t.Errorf("carl sees %q", got)
	}
	if got := w.read("/v3.0/users/carl/messages?affix=prepend&per_page=30", alice...).texts(); got != "withheld" {
		t.Errorf("alice sees %q", got)
	}
	// The header onBehalfOf is the server API's alone.
	if got := w.read("/v3.0/users/carl/messages", append([]string{"onBehalfOf", "bob"}, alice...)...).texts(); got != "withheld" {
		t.Errorf("alice sees %q", got)
	}
	status, got := w.ask("GET", "/v3.0/users/nobody/messages", "", alice...)
	if code, err := codeOf(status, []byte(got)); status != http.StatusNotFound || code != "ERR_UID_NOT_FOUND" || err != nil {
		t.Errorf("%d %s %v", status, code, err)
	}
}

// A message to oneself is there once, and messages of somebody who is deleted are gone.
func TestMessagesOfOneAndOfNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t, circle)
	w.post("alice", "alice", "note")
	w.post("alice", "bob", "hi")
	w.post("carl", "alice", "ho")
	if got := w.read("/v3/users/alice/messages").texts(); got != "note hi ho" {
		t.Errorf("alice sees %q", got)
	}
	w.must("DELETE", "/v3/users/bob", `{"permanent":true}`)
	w.must("DELETE", "/v3/users/carl", "")
	if got := w.read("/v3/users/alice/messages").texts(); got != "note ho" {
		t.Errorf("alice sees %q", got)
	}
	w.must("POST", "/v3/users", `{"uid":"bob","name":"Other"}`)
	if got := w.read("/v3/users/bob/messages"); len(got.Data) != 0 {
		t.Errorf("the new bob sees %q", got.texts())
	}
	if id := w.post("alice", "bob", "new"); id != "4" {
		t.Errorf("a number was given twice: %s", id)
	}
	if got := w.read("/v3/users/alice/messages").texts(); got != "note ho new" {
		t.Errorf("alice sees %q", got)
	}
}

package cometchatapi_test

import (
	"encoding/json"
	"fmt"
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

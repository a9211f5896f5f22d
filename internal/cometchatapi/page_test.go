package cometchatapi_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"
)

// blockedPage is what a client reads of a page.
type blockedPage struct {
	Data []struct {
		UID       string `json:"uid"`
		BlockedAt int64  `json:"blockedAt"`
	} `json:"data"`
	Meta struct {
		Pagination struct {
			Total       int `json:"total"`
			Count       int `json:"count"`
			PerPage     int `json:"per_page"`
			CurrentPage int `json:"current_page"`
			TotalPages  int `json:"total_pages"`
		} `json:"pagination"`
		Cursor *struct {
			UpdatedAt int64  `json:"updatedAt"`
			Affix     string `json:"affix"`
		} `json:"cursor"`
	} `json:"meta"`
}

func (p *blockedPage) uids() string {
	var all []string
	for _, row := range p.Data {
		all = append(all, row.UID)
	}
	return strings.Join(all, " ")
}

func readPage(t *testing.T, body string) *blockedPage {
	t.Helper()
	p := &blockedPage{}
	if err := json.Unmarshal([]byte(body), p); err != nil || p.Data == nil {
		t.Fatalf("not a page (%v): %s", err, body)
	}
	return p
}

// column is one member of all items of a list, or a member of that, and the list's total.
func column(t testing.TB, body, member string) (values []string, total int) {
	t.Helper()
	var list struct {
		Data []map[string]any
		Meta struct {
			Pagination struct{ Total int }
		}
	}
	if one, isObject := strings.CutPrefix(body, `{"data":{`); isObject {
		body = `{"data":[{` + strings.TrimSuffix(one, "}") + "]}"
	}
	d := json.NewDecoder(strings.NewReader(body))
	d.UseNumber()
	if err := d.Decode(&list); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	for _, item := range list.Data {
		var value any = item
		for _, name := range strings.Split(member, ".") {
			inner, _ := value.(map[string]any)
			value = inner[name]
		}
		values = append(values, fmt.Sprint(value))
	}
	return values, list.Meta.Pagination.Total
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

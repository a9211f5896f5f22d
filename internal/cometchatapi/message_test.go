package cometchatapi_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
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

// What the vendor's JavaScript SDK sends and reads (MessagesRequest.fetchPrevious, fetchNext): a page at a
// time from a place on, until one says that it is the last: total_pages is 1. Every page has a cursor.
func TestWalkThroughMessages(t *testing.T) {
	for _, perPage := range []int{1, 2, 3, 6, 7, 8, 100} {
		for _, affix := range []string{"prepend", "append"} {
			t.Run(fmt.Sprint(affix, perPage), func(t *testing.T) {
				t.Parallel()
				w := conversation(t, 7)
				bob := []string{"apikey", "", "authToken", makeToken(t, w.srv, "bob")}
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

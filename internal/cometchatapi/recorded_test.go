package cometchatapi_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/golden"
)

// recordedUsers are the people of the recording recca0120/comet-chat, block_user/list_block_users:
// user_000 has blocked user_001 to user_024. The recording shows the times of the last four; the
// others follow at one second each.
func recordedUsers() string {
	var people, blocks strings.Builder
	for n := range 25 {
		blockedAt := 1694666015 + n
		if n == 24 {
			blockedAt = 1694666040
		}
		fmt.Fprintf(&people, "      - {uid: user_%03d, createdAt: %s}\n", n, at(1694665786+n))
		if n > 0 {
			fmt.Fprintf(&blocks, "{uid: user_%03d, at: %s}, ", n, at(blockedAt))
		}
	}
	return strings.Replace(people.String(), "{uid: user_000,", "{uid: user_000, blocks: ["+blocks.String()+"],", 1)
}

// at is a time in UNIX seconds as a fixture has it.
func at(seconds int) string { return time.Unix(int64(seconds), 0).UTC().Format(time.RFC3339) }

// Recorded: five consecutive pages, fixture block_user/list_block_users. The bytes of page 5 are the
// recording's own; those of the others follow from their recorded meta.
func TestRecordedWalk(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(recordedUsers(), ""))
	for number, want := range []struct{ count, totalPages int }{{5, 2}, {5, 3}, {5, 4}, {5, 5}, {4, 5}} {
		number++
		r := get(srv, fmt.Sprintf("/v3/users/user_000/blockedusers?perPage=5&page=%d", number))
		if r.Status != 200 {
			t.Fatalf("page %d: status %d: %s", number, r.Status, r.Body)
		}
		golden.Bytes(t, fmt.Sprintf("ListBlockedUsers/page-%d.json", number), []byte(r.Body))

		p := readPage(t, r.Body)
		if p.Meta.Pagination.Total != 0 || p.Meta.Pagination.Count != want.count || p.Meta.Pagination.TotalPages != want.totalPages {
			t.Errorf("page %d: total %d, count %d, total_pages %d; want 0, %d, %d", number,
				p.Meta.Pagination.Total, p.Meta.Pagination.Count, p.Meta.Pagination.TotalPages, want.count, want.totalPages)
		}
		if p.Meta.Cursor == nil || p.Meta.Cursor.UpdatedAt != 1694665810 || p.Meta.Cursor.Affix != "prepend" {
			t.Errorf("page %d: cursor %+v, want updatedAt 1694665810 and affix prepend", number, p.Meta.Cursor)
		}
	}
}

// JavaScript SDK 4.2.0: v3.0 and per_page. Assumed: a slash at the end. All ask for page 5.
func TestOtherSpellingsOfTheSamePage(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(recordedUsers(), ""))
	for _, target := range []string{
		"/v3.0/users/user_000/blockedusers?perPage=5&page=5",
		"/v3/users/user_000/blockedusers?per_page=5&page=5",
		"/v3/users/user_000/blockedusers/?perPage=5&page=5",
		"/v3/users/USER_000/blockedusers?perPage=5&page=5",
		"/v3/users/user_000/blockedusers?page=5&unknown=1&perPage=5&direction=blockedByMe",
	} {
		r := get(srv, target)
		if r.Status != 200 {
			t.Errorf("%s: status %d", target, r.Status)
		}
		golden.Bytes(t, "ListBlockedUsers/page-5.json", []byte(r.Body))
	}
}

// Asserted by a live test suite: an empty list is 200. Assumed: the rest.
func TestPageWithoutRows(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(recordedUsers(), ""))
	golden.Bytes(t, "ListBlockedUsers/empty.json", []byte(get(srv, "/v3/users/user_001/blockedusers").Body))
	golden.Bytes(t, "ListBlockedUsers/after-the-end.json", []byte(get(srv, "/v3/users/user_000/blockedusers?perPage=5&page=6").Body))
}

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

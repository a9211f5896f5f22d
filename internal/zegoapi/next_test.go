package zegoapi_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Page "QueryBlacklist": Next missing, empty or 0 asks for the first page. Assumed: what is no whole number
// from 0 on is an input error, and one that this list never gave out is past its end.
func TestNext(t *testing.T) {
	t.Parallel()
	f := crowd(t, 130)
	second := f.list(t, "FromUserId=owner").Next
	for _, tt := range []struct {
		next  string
		first string // the first row; empty: none; "error": an input error
	}{
		{missing, "b000"},
		{"", "b000"},
		{"0", "b000"},
		{"00", "b000"},
		{strconv.FormatInt(second, 10), "b100"},
		{"1", ""},
		{"2", ""},
		{"100", ""},
		{strconv.FormatInt(second+1, 10), ""},
		{strconv.FormatInt(second-1, 10), ""},
		{"9007199254740992", ""}, // 2^53
		{"9223372036854775807", ""},
		{"99999999999999999999", ""},
		{"-1", "error"},
		{"-" + strconv.FormatInt(second, 10), "error"},
		{"1e3", "error"},
		{"1.5", "error"},
		{" 5", "error"},
		{"+5", "error"},
		{"abc", "error"},
		{"\xff\xfe", "error"},
	} {
		t.Run(tt.next, func(t *testing.T) {
			query, body := []string{"FromUserId=owner"}, map[string]any{"FromUserId": "owner"}
			if tt.next != missing {
				query, body["Next"] = append(query, "Next="+url.QueryEscape(tt.next)), tt.next
			}
			text, err := json.Marshal(body)
			if err != nil {
				t.Fatal(err)
			}
			for where, a := range map[string]reply{
				"query": f.list(t, query...),
				"body":  f.ask(t, "POST", f.signed(), string(text)),
			} {
				switch {
				case tt.first == "error":
					a.refused(t, 660000002, "Next")
				case a.Code != 0 || a.TotalCount != 130:
					t.Errorf("%s: Code %d (%s), TotalCount %d", where, a.Code, a.Reason(), a.TotalCount)
				case tt.first == "" && (len(a.Blacklist) != 0 || a.Next != 0):
					t.Errorf("%s: %d rows, Next %d, want none and 0", where, len(a.Blacklist), a.Next)
				case tt.first != "" && (len(a.Blacklist) == 0 || a.Blacklist[0].UserID != tt.first):
					t.Errorf("%s: rows %v, want the first to be %s", where, a.ids(), tt.first)
				}
			}
		})
	}
}

// Assumed: a Next that this list never gave out is past the end. One of another list is such.
func TestNextOfAnotherList(t *testing.T) {
	t.Parallel()
	server := chatdouble.Start(t, chatdouble.WithLimits(false))
	f, other := another(t, server), another(t, server)
	for _, app := range []*front{f, other} {
		app.AddUsers(chatdouble.User{ID: "alice"}, chatdouble.User{ID: "bob"}, chatdouble.User{ID: "x"}, chatdouble.User{ID: "y"}, chatdouble.User{ID: "z"})
		for _, to := range []string{"x", "y", "z"} {
			app.Block("alice", to)
			app.Block("bob", to)
		}
	}
	next := fmt.Sprintf("Next=%d", f.list(t, "FromUserId=alice", "Limit=1").Next)
	if got := f.list(t, "FromUserId=alice", next).ids(); len(got) != 2 || got[0] != "y" {
		t.Errorf("the list's own Next: rows %v, want [y z]", got)
	}
	for name, a := range map[string]reply{
		"another user": f.list(t, "FromUserId=bob", next),
		"another app":  other.list(t, "FromUserId=alice", next),
	} {
		if a.Code != 0 || a.TotalCount != 3 || a.Next != 0 || len(a.Blacklist) != 0 {
			t.Errorf("%s: Code %d, TotalCount %d, Next %d, rows %v, want 0, 3, 0, none", name, a.Code, a.TotalCount, a.Next, a.ids())
		}
	}
}

// Assumed: Next survives removals, also that of the row it was given out behind.
func TestNextAfterRemovals(t *testing.T) {
	t.Parallel()
	f := crowd(t, 5)
	next := fmt.Sprintf("Next=%d", f.list(t, "FromUserId=owner", "Limit=2").Next)

	f.Unblock("owner", "b001") // the last row that was given
	if got := f.list(t, "FromUserId=owner", next).ids(); len(got) != 3 || got[0] != "b002" {
		t.Errorf("rows %v, want [b002 b003 b004]", got)
	}
	for _, id := range []string{"b002", "b003", "b004"} { // all that was behind it
		f.Unblock("owner", id)
	}
	if a := f.list(t, "FromUserId=owner", next); a.Code != 0 || len(a.Blacklist) != 0 || a.Next != 0 || a.TotalCount != 1 {
		t.Errorf("nothing is left behind Next: %s", a.Body)
	}
	f.Unblock("owner", "b000")
	if a := f.list(t, "FromUserId=owner", next); a.Code != 0 || len(a.Blacklist) != 0 || a.Next != 0 || a.TotalCount != 0 {
		t.Errorf("nothing is left at all: %s", a.Body)
	}
	f.Block("owner", "b001")
	if a := f.list(t, "FromUserId=owner", next); len(a.Blacklist) != 1 || a.Blacklist[0].UserID != "b001" || a.TotalCount != 1 {
		t.Errorf("a block made since then: %s", a.Body)
	}
}

// Assumed: Limit may change from call to call, and a Next may be used more than once.
func TestNextIsNotBoundToTheLimit(t *testing.T) {
	t.Parallel()
	f := crowd(t, 10)
	next := fmt.Sprintf("Next=%d", f.list(t, "FromUserId=owner", "Limit=3").Next)
	for _, limit := range []int{1, 7, 2, 100} {
		a := f.list(t, "FromUserId=owner", next, fmt.Sprintf("Limit=%d", limit))
		if want := min(limit, 7); len(a.Blacklist) != want || a.Blacklist[0].UserID != "b003" || (a.Next == 0) != (want == 7) {
			t.Errorf("Limit %d: rows %v, Next %d", limit, a.ids(), a.Next)
		}
	}
}

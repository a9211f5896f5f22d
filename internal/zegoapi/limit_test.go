package zegoapi_test

import (
	"fmt"
	"net/url"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// crowd is an app in which "owner" has blocked so many people.
func crowd(t testing.TB, blocked int) *front {
	t.Helper()
	f := unlimited(t)
	f.AddUsers(chatdouble.User{ID: "owner"})
	for i := range blocked {
		id := fmt.Sprintf("b%03d", i)
		f.AddUsers(chatdouble.User{ID: id})
		f.Block("owner", id)
	}
	return f
}

// Page "QueryBlacklist": Limit is in [0,100]; missing, 0 or above 100 counts as 100.
// Assumed: a negative, fractional or other value is an input error.
func TestLimit(t *testing.T) {
	t.Parallel()
	f := crowd(t, 130)
	for _, tt := range []struct {
		limit string
		rows  int // 0: an input error
	}{
		{missing, 100},
		{"", 100},
		{"0", 100},
		{"1", 1},
		{"007", 7},
		{"99", 99},
		{"100", 100},
		{"101", 100},
		{"2147483648", 100},
		{"9223372036854775807", 100},
		{"9223372036854775808", 100},
		{"99999999999999999999", 100},
		{"-1", 0},
		{"-0", 0},
		{"-99999999999999999999", 0},
		{"+5", 0},
		{" 5", 0},
		{"5 ", 0},
		{"1e3", 0},
		{"1.5", 0},
		{"5.0", 0},
		{".5", 0},
		{"1_0", 0},
		{"0x10", 0},
		{"abc", 0},
		{"NaN", 0},
		{"null", 0},
		{"true", 0},
		{"５", 0}, // full-width digit
		{"5\x00", 0},
		{"\xff", 0},
		{"%d", 0},
	} {
		t.Run(tt.limit, func(t *testing.T) {
			query := []string{"FromUserId=owner"}
			if tt.limit != missing {
				query = append(query, "Limit="+url.QueryEscape(tt.limit))
			}
			a := f.list(t, query...)
			switch {
			case tt.rows == 0:
				a.refused(t, 660000002, "Limit")
			case a.Code != 0 || len(a.Blacklist) != tt.rows:
				t.Errorf("Code %d (%s), %d rows, want %d", a.Code, a.Reason(), len(a.Blacklist), tt.rows)
			}
		})
	}
}

// Assumed: in a body a number may be a JSON number or a numeric string.
func TestLimitInTheBody(t *testing.T) {
	t.Parallel()
	f := crowd(t, 130)
	for _, tt := range []struct {
		limit string // as JSON
		rows  int
	}{
		{`null`, 100},
		{`""`, 100},
		{`0`, 100},
		{`"0"`, 100},
		{`5`, 5},
		{`"5"`, 5},
		{`"\u0035"`, 5},
		{`100`, 100},
		{`101`, 100},
		{`"101"`, 100},
		{`99999999999999999999`, 100},
		{`"99999999999999999999"`, 100},
		{`-1`, 0},
		{`"-1"`, 0},
		{`1e3`, 0},
		{`"1e3"`, 0},
		{`1.5`, 0},
		{`1e400`, 0},
		{`"abc"`, 0},
		{`" 5"`, 0},
		{`true`, 0},
		{`false`, 0},
		{`[]`, 0},
		{`[5]`, 0},
		{`{}`, 0},
		{`{"Limit":5}`, 0},
	} {
		t.Run(tt.limit, func(t *testing.T) {
			for _, method := range []string{"GET", "POST"} {
				a := f.ask(t, method, f.signed(), `{"FromUserId":"owner","Limit":`+tt.limit+`}`)
				switch {
				case tt.rows == 0:
					a.refused(t, 660000002, "Limit")
				case a.Code != 0 || len(a.Blacklist) != tt.rows:
					t.Errorf("%s: Code %d (%s), %d rows, want %d", method, a.Code, a.Reason(), len(a.Blacklist), tt.rows)
				}
			}
		})
	}
}

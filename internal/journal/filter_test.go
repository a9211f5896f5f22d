package journal

import (
	"fmt"
	"testing"
	"time"
)

func TestFilterMatch(t *testing.T) {
	noon := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	full := Entry{
		Number: 1, Time: noon, Vendor: "zim", App: "12", Operation: "QueryBlacklist", User: "alice",
		Status: 200, Code: "660300005", FaultID: "f1", TooEarly: true,
	}
	good := Entry{Time: noon, Vendor: "zim", App: "12", Operation: "QueryBlacklist", Status: 200}
	for _, tt := range []struct {
		name   string
		filter Filter
		entry  Entry
		want   bool
	}{
		{"nothing asked", Filter{}, full, true},
		{"nothing asked of an empty entry", Filter{}, Entry{}, true},
		{"app", Filter{App: "zim:12"}, full, true},
		{"app with another id", Filter{App: "zim:1"}, full, false},
		{"app of another vendor", Filter{App: "cometchat:12"}, full, false},
		{"app without a vendor", Filter{App: "12"}, full, false},
		{"vendor without an app", Filter{App: "zim:"}, Entry{Vendor: "zim"}, false},
		{"app with a colon inside", Filter{App: "zim:a:b"}, Entry{Vendor: "zim", App: "a:b"}, true},
		{"vendor", Filter{Vendor: "zim"}, full, true},
		{"other vendor", Filter{Vendor: "cometchat"}, full, false},
		{"operation", Filter{Operation: "QueryBlacklist"}, full, true},
		{"other operation", Filter{Operation: "AddBlacklist"}, full, false},
		{"user", Filter{User: "alice"}, full, true},
		{"other user", Filter{User: "Alice"}, full, false},
		{"code", Filter{Code: "660300005"}, full, true},
		{"other code", Filter{Code: "1"}, full, false},
		{"success, refused", Filter{Code: "0"}, full, false},
		{"success, no code", Filter{Code: "0"}, good, true},
		{"success, code 0", Filter{Code: "0"}, Entry{Status: 200, Code: "0"}, true},
		{"success, a fault's status", Filter{Code: "0"}, Entry{Status: 503}, false},
		{"success, not answered yet", Filter{Code: "0"}, Entry{}, false},
		{"status", Filter{Status: 200}, full, true},
		{"other status", Filter{Status: 404}, full, false},
		{"since before", Filter{Since: noon.Add(-1)}, full, true},
		{"since then", Filter{Since: noon}, full, true},
		{"since later", Filter{Since: noon.Add(1)}, full, false},
		{"until later", Filter{Until: noon.Add(1)}, full, true},
		{"until then", Filter{Until: noon}, full, true},
		{"until before", Filter{Until: noon.Add(-1)}, full, false},
		{"unmatched", Filter{Unmatched: true}, Entry{Vendor: "zim"}, true},
		{"unmatched, but matched", Filter{Unmatched: true}, full, false},
		{"unmatched, but an event", Filter{Unmatched: true}, Entry{Delivery: 1}, false},
		{"success of an event", Filter{Code: "0"}, Entry{Delivery: 1, DeliveryState: "delivered", Status: 204, Completed: true}, true},
		{"success, but an event that was redirected", Filter{Code: "0"}, Entry{Delivery: 1, DeliveryState: "failed", Status: 302}, false},
		{"success, but an event that waits", Filter{Code: "0"}, Entry{Delivery: 1, DeliveryState: "waiting"}, false},
		{"where an event stands", Filter{DeliveryState: "failed"}, Entry{Delivery: 2, DeliveryState: "failed"}, true},
		{"where another event stands", Filter{DeliveryState: "failed"}, Entry{Delivery: 2, DeliveryState: "waiting"}, false},
		{"where an event stands, but a request", Filter{DeliveryState: "failed"}, Entry{Status: 500}, false},
		{"too early", Filter{TooEarly: true}, full, true},
		{"not too early", Filter{TooEarly: true}, good, false},
		{"fault", Filter{Fault: "f1"}, full, true},
		{"other fault", Filter{Fault: "f2"}, full, false},
		{"all of it", Filter{App: "zim:12", Vendor: "zim", Operation: "QueryBlacklist", User: "alice", Code: "660300005", Status: 200, Since: noon, Until: noon, TooEarly: true, Fault: "f1"}, full, true},
		{"all but one", Filter{App: "zim:12", Vendor: "zim", Operation: "QueryBlacklist", User: "bob", Code: "660300005", Status: 200}, full, false},
	} {
		if got := tt.filter.Match(&tt.entry); got != tt.want {
			t.Errorf("%s: Match = %v, want %v", tt.name, got, tt.want)
		}
	}
	if !(*Filter)(nil).Match(&full) {
		t.Error("no filter does not match")
	}
	if n := testing.AllocsPerRun(100, func() { (&Filter{App: "zim:12", Code: "0"}).Match(&full) }); n != 0 {
		t.Errorf("a match allocates %v times", n)
	}
}

func TestFindAndCount(t *testing.T) {
	t.Parallel()
	j := New(4, nil)
	for n := range uint64(6) {
		j.Add(&Entry{Number: n, User: fmt.Sprint("user ", n%2), Reply: []byte("reply")})
	}
	for _, tt := range []struct {
		filter *Filter
		want   []uint64
	}{
		{nil, []uint64{2, 3, 4, 5}},
		{&Filter{User: "user 0"}, []uint64{2, 4}},
		{&Filter{User: "user 2"}, nil},
	} {
		found := j.Find(tt.filter)
		if n := j.Count(tt.filter); n != len(tt.want) || len(found) != n {
			t.Fatalf("%+v: Count %d, Find %d, want %d", tt.filter, n, len(found), len(tt.want))
		}
		for i, e := range found {
			if e.Number != tt.want[i] {
				t.Errorf("%+v: entry %d is number %d, want %d", tt.filter, i, e.Number, tt.want[i])
			}
		}
	}
}

package zegoapi_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Assumed: a request with everything wrong is repaired one slip after the
// other, and the code goes along the order.
func TestOrderOfChecks(t *testing.T) {
	t.Parallel()
	f := openSample(t, `users: [{userId: alice}], limits: {perSecond: 1}`, chatdouble.WithMaxBody(100))
	f.Clock().Freeze(time.Unix(1_615_186_943, 0))
	if a := f.list(t, "FromUserId=alice"); a.Code != 0 { // uses up the limit
		t.Fatalf("%d %s", a.Code, a.Reason())
	}

	c := common{"", "abc", "", "", "", ""}
	body, business := strings.Repeat("x", 101), "FromUserId="
	for _, step := range []struct {
		repair string
		do     func()
		code   int
	}{
		{"nothing", func() {}, 100000006},
		{"Action is there", func() { c.action = "Nope" }, 100000007},
		{"Action is known", func() { c.action = "QueryBlacklist" }, 100000001},
		{"AppId is a number", func() { c.appID = "4294967295" }, 100000013},
		{"SignatureVersion is there", func() { c.version = "1.0" }, 100000014},
		{"SignatureVersion is 2.0", func() { c.version = "2.0" }, 100000008},
		{"SignatureNonce is there", func() { c.nonce = "4fd24687296dd9f3" }, 100000002},
		{"Timestamp is there", func() { c.timestamp = "abc" }, 100000003},
		{"Timestamp is a number", func() { c.timestamp = "1615186000" }, 100000009},
		{"Signature is there", func() { c.signature = "x" }, 100000010},
		{"AppId is known", func() { c.appID = "12345" }, 100000004},
		{"Timestamp is fresh", func() { c.timestamp = "1615186943" }, 100000005},
		{"Signature is right", func() { c.signature = "43e5cfcca828314675f91b001390566a" }, 100000012},
		{"body is small enough", func() { body = "x" }, 660300005},
		{"limit is free again", func() { f.Clock().Advance(time.Second) }, 660000002},
		{"FromUserId is there", func() { f.Clock().Advance(time.Second); body, business = "", "FromUserId=nobody" }, 660500002},
		{"FromUserId is registered", func() { f.Clock().Advance(time.Second); business = "FromUserId=alice" }, 0},
	} {
		step.do()
		if a := f.ask(t, "POST", c.with(business), body); a.Code != step.code {
			t.Errorf("after %q: Code %d (%s), want %d", step.repair, a.Code, a.Reason(), step.code)
		}
	}
}

// Assumed: of any slips made together the first in the order is told. All combinations.
func TestOrderOfChecksTogether(t *testing.T) {
	t.Parallel()
	f := unlimited(t, chatdouble.WithMaxBody(100))
	f.AddUsers(chatdouble.User{ID: "alice"})
	f.Clock().Freeze(time.Unix(1_700_000_000, 0))

	type slip struct {
		value string
		code  int
		place int
	}
	choices := [][]slip{ // the first of each is right
		{{"QueryBlacklist", 0, 0}, {"", 100000006, 2}, {"X", 100000007, 3}},
		{{f.appID, 0, 0}, {"x", 100000001, 4}, {"1", 100000010, 10}},
		{{"2.0", 0, 0}, {"", 100000013, 5}, {"3.0", 100000014, 5}},
		{{"n", 0, 0}, {missing, 100000008, 6}},
		{{"1700000000", 0, 0}, {"", 100000002, 7}, {"1e9", 100000003, 8}, {"1700000601", 100000004, 11}},
		{{"", 0, 0}, {"", 100000009, 9}, {"wrong", 100000005, 12}}, // the signature
		{{"", 0, 0}, {strings.Repeat("x", 101), 100000012, 13}},    // the body
	}
	for n := 0; ; n++ {
		var made [7]slip
		var first slip
		left := n
		for i, of := range choices {
			made[i] = of[left%len(of)]
			left /= len(of)
			if made[i].code != 0 && (first.code == 0 || made[i].place < first.place) {
				first = made[i]
			}
		}
		if left != 0 { // all have been made
			if n != 1296 {
				t.Errorf("%d combinations, want 1296", n)
			}
			return
		}
		c := common{made[0].value, made[1].value, made[2].value, made[3].value, made[4].value, made[5].value}
		if made[5].code == 0 {
			c = c.signed(f.secret)
		}
		if a := f.ask(t, "POST", c.with("FromUserId=alice"), made[6].value); a.Code != first.code {
			t.Fatalf("%+v, body of %d bytes: Code %d, want %d", c, len(made[6].value), a.Code, first.code)
		}
	}
}

package zegoapi_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/golden"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/sigverify"
	"github.com/chatdouble/mockserver/internal/vendortest"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// The apps of the sample. The signature of the vendor's sample is that of sampleID at noonOfSample.
const (
	sampleID, sampleSecret = "12345", "9193cc662a4c0ec135ec71fb57194b38"
	otherID, otherSecret   = "67890", "00112233445566778899aabbccddeeff"

	sampleApps = `
zim:
  - {appId: ` + sampleID + `, serverSecret: ` + sampleSecret + `, users: [{userId: alice}, {userId: bob}]}
  - {appId: ` + otherID + `, serverSecret: ` + otherSecret + `, users: [{userId: alice}, {userId: bob}]}
`
)

// noonOfSample is the moment of the vendor's sample.
var noonOfSample = time.Unix(1_615_186_943, 0)

// sample is the app of the vendor's sample, beside another one, with the clock held still.
func sample(t testing.TB, opts ...chatdouble.Option) *front {
	t.Helper()
	return openFixture(t, sampleApps, sampleID, sampleSecret, append(opts, chatdouble.WithFrozenTime(noonOfSample), chatdouble.WithMaxBody(10_000))...)
}

// Slips as people make them: the code, what the header says, the check that failed, and for what
// matched no action the nearest one.
func TestSlipsAreExplained(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		method  string // GET when empty
		spoil   func(*common)
		raw     string // business parameters
		body    string
		code    string
		check   string
		words   string
		nearest string
	}{
		{name: "DELETE", method: "DELETE", code: "100000007", check: "method", words: "GET and POST only", nearest: "QueryBlacklist by GET, not DELETE"},
		{name: "no-action", spoil: func(c *common) { c.action = missing }, raw: "action=QueryBlacklist", code: "100000006", check: "Action (100000006)", words: `there is "action", but names of parameters are case-sensitive`, nearest: "QueryBlacklist; the parameter is called Action, not action"},
		{name: "action-in-body", method: "POST", spoil: func(c *common) { c.action = missing }, body: `{"Action":"QueryBlacklist"}`, code: "100000006", check: "Action (100000006)", words: "the common parameters belong into the query"},
		{name: "wrong-case", spoil: func(c *common) { c.action = "queryBlackList" }, code: "100000007", check: "known Action (100000007)", words: "QueryBlacklist is the nearest known name", nearest: "QueryBlacklist"},
		{name: "letter-missing", spoil: func(c *common) { c.action = "AddUserToBlacklist" }, code: "100000007", check: "known Action (100000007)", words: "AddUsersToBlacklist is the nearest", nearest: "AddUsersToBlacklist"},
		{name: "not-emulated", spoil: func(c *common) { c.action = zegoapi.MadeUp }, code: "100000007", check: "known Action (100000007)", words: "known to the vendor, not emulated", nearest: zegoapi.MadeUp + ", known to the vendor, not emulated"},
		{name: "near-not-emulated", spoil: func(c *common) { c.action = zegoapi.MadeUp + "s" }, code: "100000007", check: "known Action (100000007)", words: zegoapi.MadeUp + " is the nearest", nearest: zegoapi.MadeUp + ", known to the vendor, not emulated"},
		{name: "appid-lower", spoil: func(c *common) { c.appID = missing }, raw: "appid=12345", code: "100000001", check: "AppId (100000001)", words: `there is "appid"`},
		{name: "appid-text", spoil: func(c *common) { c.appID = "my-app" }, code: "100000001", check: "AppId (100000001)", words: "not a decimal number"},
		{name: "appid-unknown", spoil: func(c *common) { c.appID = "1" }, code: "100000010", check: "known AppId (100000010)", words: "this server has no ZIM app 1; it has "},
		{name: "no-version", spoil: func(c *common) { c.version = missing }, code: "100000013", check: "SignatureVersion (100000013)", words: "send 2.0"},
		{name: "version-1", spoil: func(c *common) { c.version = "1.0" }, code: "100000014", check: "supported SignatureVersion (100000014)", words: "only 2.0"},
		{name: "no-nonce", spoil: func(c *common) { c.nonce = "" }, code: "100000008", check: "SignatureNonce (100000008)", words: "missing or empty"},
		{name: "no-timestamp", spoil: func(c *common) { c.timestamp = "" }, code: "100000002", check: "Timestamp (100000002)", words: "Unix time in seconds"},
		{name: "date-as-timestamp", spoil: func(c *common) { c.timestamp = "2021-03-08" }, code: "100000003", check: "Timestamp as a number (100000003)", words: "only the digits"},
		{name: "no-signature", spoil: func(c *common) { c.signature = missing }, raw: "signature=x", code: "100000009", check: "Signature (100000009)", words: `there is "signature"`},
		{name: "slow-clock", spoil: func(c *common) { c.timestamp = "1615186000"; *c = c.signed(sampleSecret) }, code: "100000004", check: "clock (100000004)", words: "943 s behind the server's clock"},
		{name: "milliseconds", spoil: func(c *common) { c.timestamp += "000"; *c = c.signed(sampleSecret) }, code: "100000004", check: "clock (100000004)", words: "looks like milliseconds"},
		{name: "upper-case", spoil: func(c *common) { c.signature = strings.ToUpper(c.signature) }, code: "100000005", check: "right Signature (100000005)", words: "upper-case hex"},
		{name: "secret-of-other", spoil: func(c *common) { *c = c.signed(otherSecret) }, code: "100000005", check: "right Signature (100000005)", words: "app " + otherID},
		{name: "large-body", method: "POST", body: strings.Repeat("x", 10_001), code: "100000012", check: "readable body (100000012)", words: "--max-body"},
		{name: "limit-a-number", raw: "FromUserId=alice&Limit=all", code: "660000002", check: "parameters", words: "Limit is not a whole number"},
		{name: "user-unknown", raw: "FromUserId=alise", code: "660500002", check: "user", words: `"alise" is not a user`},
		{name: "blocks-self", method: "POST", spoil: func(c *common) { c.action = "AddUsersToBlacklist" }, body: `{"FromUserId":"alice","UserIds":["alice"]}`, code: "660800038", check: "action", words: "among UserIds"},
		{name: "nobody-blocked", method: "POST", spoil: func(c *common) { c.action = "AddUsersToBlacklist" }, body: `{"FromUserId":"alice","UserIds":["carol","*"]}`, code: "660800041", check: "action", words: "every item failed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := sample(t)
			c := f.right()
			if tt.spoil != nil {
				tt.spoil(&c)
			}
			method := tt.method
			if method == "" {
				method = http.MethodGet
			}
			r := f.ask(t, method, c.with(tt.raw), tt.body)
			if e := vendortest.Entry(t, f.server, r.Reply); e.Code != tt.code || strconv.Itoa(r.Code) != tt.code || !strings.Contains(r.Reason(), tt.words) {
				t.Errorf("Code %d, %q; want %s, %q", r.Code, r.Reason(), tt.code, tt.words)
			}
			checks := f.server.Explain(r.ID()).Checks
			if first := vendortest.FirstFailed(checks); first.Name != tt.check {
				t.Errorf("%q failed, want %q", first.Name, tt.check)
			}
			vendortest.InOrder(t, checks, r.Reason())
			if tt.nearest != "" {
				if lost := f.server.Unmatched(); len(lost) != 1 || lost[0].Nearest != tt.nearest {
					t.Errorf("unmatched %v, want the nearest to be %q", lost, tt.nearest)
				}
			}
		})
	}
}

// Whole explanations, one file each.
func TestExplanations(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		change func(*front, *common)
		after  func(*front) // what happens between the request and the question
	}{
		{name: "answered"},
		{name: "signature-expired", change: func(_ *front, c *common) { c.timestamp = "1615180000"; *c = c.signed(sampleSecret) }},
		{name: "wrong-order", change: func(_ *front, c *common) { c.signature = sigverify.Sign(c.appID, c.nonce, c.timestamp, sampleSecret) }},
		{name: "limit", change: func(f *front, _ *common) {
			for range 20 {
				f.list(t, "FromUserId=alice")
			}
		}},
		{name: "secret-changed", after: func(f *front) {
			f.SetState(strings.Replace(f.State(), sampleSecret, strings.Repeat("5", 32), 1))
		}},
		{name: "fault", change: func(f *front, _ *common) { f.Fail(chatdouble.Fault{Code: "660300005"}) }},
		{name: "answer-lost", change: func(f *front, _ *common) { f.Fail(chatdouble.Fault{Status: 500, After: true}) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := sample(t)
			c := f.right()
			if tt.change != nil {
				tt.change(f, &c)
			}
			q := vendortest.Request{Target: "/?" + c.with("FromUserId=alice")} // not every answer is an envelope
			r := vendortest.Ask(f.server, q)
			if tt.after != nil {
				tt.after(f)
			}
			text := vendortest.Verdicts(f.server.Explain(r.ID()).Checks, 42)
			golden.Bytes(t, "explain/"+tt.name+".txt", []byte(text))
			for _, secret := range []string{sampleSecret, otherSecret, strings.Repeat("5", 32), f.right().signature} {
				if strings.Contains(text, secret) {
					t.Errorf("it tells a secret or a good signature:\n%s", text)
				}
			}
		})
	}
}

// The app went away between the call and the question, and its journal with it: who asks at that moment
// has the entry in hand.
func TestExplainWhenTheAppIsGone(t *testing.T) {
	t.Parallel()
	apps := &gateway.Apps{}
	apps.Add(&gateway.App{Vendor: zegoapi.Vendor, ID: otherID})
	core := gateway.NewCore(1)
	core.EnforceLimits = true
	gate := gateway.New(core, zegoapi.New(apps))
	url := "/?" + sample(t).signed("FromUserId=alice")
	var checks []chatdouble.Check
	for _, c := range gate.Explain(journal.Entry{
		Method: "GET", URL: url, Vendor: zegoapi.Vendor, App: sampleID, Operation: "QueryBlacklist", User: "alice", Status: 200, Time: noonOfSample, Stage: journal.Done,
	}) {
		checks = append(checks, chatdouble.Check{Name: c.Name, Verdict: string(c.Verdict), Detail: c.Detail})
	}
	golden.Bytes(t, "explain/app-gone.txt", []byte(vendortest.Verdicts(checks, 42)))
}

// What was refused may be right by now, and the other way round: the record stands, and the change
// is said.
func TestRecordStands(t *testing.T) {
	t.Parallel()
	f := sample(t)
	r := f.list(t, "FromUserId=carol")
	f.AddUsers(chatdouble.User{ID: "carol"})
	checks := f.server.Explain(r.ID()).Checks
	if first := vendortest.FirstFailed(checks); first.Name != "user" || first.Detail != r.Reason() {
		t.Errorf("first failed is %+v, want user with %q", first, r.Reason())
	}
	if last := checks[len(checks)-1]; last.Name != "unchanged since" || last.Verdict != vendortest.Failed || !strings.Contains(last.Detail, `"carol" is registered`) {
		t.Errorf("last is %+v, want what has changed", last)
	}

	r = f.list(t, "FromUserId=alice")
	f.Clock().Set(noonOfSample.Add(24 * time.Hour)) // the clock of the entry counts, not that of now
	if first := vendortest.FirstFailed(f.server.Explain(r.ID()).Checks); first.Name != "" {
		t.Errorf("a good call of yesterday: %+v failed", first)
	}
}

// Explaining changes nothing: neither counters nor rules nor journals.
func TestExplainChangesNothing(t *testing.T) {
	t.Parallel()
	f := sample(t)
	r := f.list(t, "FromUserId=alice")
	f.Fail(chatdouble.Fault{Code: "660300005", Times: 1})
	for range 100 {
		f.server.Explain(r.ID())
	}
	if n := len(f.server.Requests()); n != 1 {
		t.Errorf("%d entries, want 1", n)
	}
	if r := f.list(t, "FromUserId=alice"); r.Code != 660300005 {
		t.Errorf("the fault rule was used up: Code %d", r.Code)
	}
	for i := range 19 {
		if r := f.list(t, "FromUserId=alice"); r.Code != 0 {
			t.Fatalf("call %d: Code %d (%s): explaining counted", i+2, r.Code, r.Reason())
		}
	}
}

// The nearest action of requests that never came to the vendor's path.
func TestNearestOfOtherPaths(t *testing.T) {
	t.Parallel()
	gate := gateway.New(gateway.NewCore(1), zegoapi.New(&gateway.Apps{}))
	for _, tt := range []struct{ method, url, want string }{
		{"GET", "/QueryBlacklist?AppId=1", "QueryBlacklist, asked for as /?Action=QueryBlacklist"},
		{"GET", "/api/queryblacklist", "QueryBlacklist, asked for as /?Action=QueryBlacklist"},
		{"GET", "/api?Action=QueryBlacklist", "QueryBlacklist, asked for as /?Action=QueryBlacklist"},
		{"GET", "/api?Action=" + zegoapi.MadeUp, zegoapi.MadeUp + ", known to the vendor, not emulated"},
		{"GET", "/?Action=Blacklist", ""},
		{"GET", "/users/alice", ""},
		{"GET", "/favicon.ico", ""},
		{"GET", "/?Action=" + strings.Repeat("QueryBlacklist", 1000), ""},
		{"GET", "/?%zz=%zz&Action", ""},
		{"GET", "", ""},
	} {
		if got := gate.Nearest(journal.Entry{Method: tt.method, URL: tt.url}); got != tt.want {
			t.Errorf("%s %.60s: %q, want %q", tt.method, tt.url, got, tt.want)
		}
	}
}

// Explaining and asking at once.
func TestExplainWhileOthersAsk(t *testing.T) {
	t.Parallel()
	f := sample(t, chatdouble.WithLimits(false))
	r := f.list(t, "FromUserId=alice")
	other := vendortest.Request{Target: "/?" + f.signed("FromUserId=bob")}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 100 {
			vendortest.Ask(f.server, other)
		}
	}()
	for range 100 {
		if first := vendortest.FirstFailed(f.server.Explain(r.ID()).Checks); first.Name != "" {
			t.Errorf("%+v failed", first)
		}
	}
	<-done
}

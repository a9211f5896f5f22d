package zegoapi_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/desk"
	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/golden"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/sigverify"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// zimDesk is a desk with two apps.
type zimDesk struct{ *desk.Desk }

// The apps of a desk. The signature of the vendor's sample is that of sampleID and sampleNonce.
const (
	sampleID, sampleSecret = "12345", "9193cc662a4c0ec135ec71fb57194b38"
	otherID, otherSecret   = "67890", "00112233445566778899aabbccddeeff"
	sampleNonce            = "4fd24687296dd9f3"
)

// noonOfSample is the moment of the vendor's sample.
var noonOfSample = time.Unix(1_615_186_943, 0)

func newDesk(t testing.TB) zimDesk {
	t.Helper()
	d := desk.New(noonOfSample, func(apps *gateway.Apps) gateway.Vendor { return zegoapi.New(apps) })
	for id, secret := range map[string]string{sampleID: sampleSecret, otherID: otherSecret} {
		app := &gateway.App{Vendor: zegoapi.Vendor, ID: id, Quotas: zegoapi.DefaultQuotas()}
		d.Add(t, app, store.ByInsertion, func(tx *store.Tx) {
			tx.PutKey(store.Key{Value: secret, Scope: zegoapi.ServerSecret})
			for _, id := range []string{"alice", "bob"} {
				tx.PutUser(store.User{ID: id})
			}
		})
	}
	d.App, _ = d.Apps.Find(sampleID) // alice and bob are in it
	return zimDesk{d}
}

// signed are the common parameters of a good call to the desk's app.
func (d zimDesk) signed(action string) common {
	c := common{action, d.App.ID, "2.0", sampleNonce, fmt.Sprint(d.App.Clock.Now().Unix()), ""}
	return c.signed(sampleSecret)
}

// ask sends a request and returns its entry in the journal and the reason beside the answer.
func (d zimDesk) ask(method, query, body string) (journal.Entry, string) {
	r := httptest.NewRequest(method, "/", strings.NewReader(body))
	r.URL.RawQuery, r.RequestURI = query, "/?"+query
	return d.Ask(r)
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
		{name: "not-emulated", spoil: func(c *common) { c.action = "CreateGroup" }, code: "100000007", check: "known Action (100000007)", words: "known to the vendor, not emulated", nearest: "CreateGroup, known to the vendor, not emulated"},
		{name: "near-not-emulated", spoil: func(c *common) { c.action = "CreateGroups" }, code: "100000007", check: "known Action (100000007)", words: "CreateGroup is the nearest", nearest: "CreateGroup, known to the vendor, not emulated"},
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
			d := newDesk(t)
			c := d.signed("QueryBlacklist")
			if tt.spoil != nil {
				tt.spoil(&c)
			}
			method := tt.method
			if method == "" {
				method = http.MethodGet
			}
			e, reason := d.ask(method, c.with(tt.raw), tt.body)
			if e.Code != tt.code || !strings.Contains(reason, tt.words) {
				t.Errorf("Code %s, %q; want %s, %q", e.Code, reason, tt.code, tt.words)
			}
			checks := d.Explain(e)
			if first := desk.Failed(checks); first.Name != tt.check {
				t.Errorf("%q failed, want %q", first.Name, tt.check)
			}
			desk.InOrder(t, checks, reason)
			if tt.nearest != "" {
				if near := d.Nearest(e); near != tt.nearest {
					t.Errorf("nearest is %q, want %q", near, tt.nearest)
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
		change func(zimDesk, *common)
		after  func(zimDesk) // what happens between the request and the question
	}{
		{name: "answered"},
		{name: "signature-expired", change: func(_ zimDesk, c *common) { c.timestamp = "1615180000"; *c = c.signed(sampleSecret) }},
		{name: "wrong-order", change: func(_ zimDesk, c *common) { c.signature = sigverify.Sign(c.appID, c.nonce, c.timestamp, sampleSecret) }},
		{name: "limit", change: func(d zimDesk, c *common) {
			for range 20 {
				d.ask("GET", c.with("FromUserId=alice"), "")
			}
		}},
		{name: "secret-changed", after: func(d zimDesk) {
			desk.Update(t, d.App, func(tx *store.Tx) {
				tx.DeleteKey(sampleSecret)
				tx.PutKey(store.Key{Value: strings.Repeat("5", 32), Scope: zegoapi.ServerSecret})
			})
		}},
		{name: "app-gone", after: func(d zimDesk) { d.Apps.Remove(sampleID) }},
		{name: "fault", change: func(d zimDesk, _ *common) { d.App.Faults.Add(faults.Rule{Code: "660300005"}) }},
		{name: "answer-lost", change: func(d zimDesk, _ *common) { d.App.Faults.Add(faults.Rule{Status: 500, After: true}) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			c := d.signed("QueryBlacklist")
			if tt.change != nil {
				tt.change(d, &c)
			}
			e, _ := d.ask("GET", c.with("FromUserId=alice"), "")
			if tt.after != nil {
				tt.after(d)
			}
			text := desk.Verdicts(d.Explain(e), 42)
			golden.Bytes(t, "explain/"+tt.name+".txt", []byte(text))
			for _, secret := range []string{sampleSecret, otherSecret, strings.Repeat("5", 32), d.signed("").signature} {
				if strings.Contains(text, secret) {
					t.Errorf("it tells a secret or a good signature:\n%s", text)
				}
			}
		})
	}
}

// What was refused may be right by now, and the other way round: the record stands, and the change
// is said.
func TestRecordStands(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.signed("QueryBlacklist")
	e, reason := d.ask("GET", c.with("FromUserId=carol"), "")
	desk.Update(t, d.App, func(tx *store.Tx) { tx.PutUser(store.User{ID: "carol"}) })
	checks := d.Explain(e)
	if first := desk.Failed(checks); first.Name != "user" || first.Detail != reason {
		t.Errorf("first failed is %+v, want user with %q", first, reason)
	}
	if last := checks[len(checks)-1]; last.Name != "unchanged since" || last.Verdict != gateway.Failed || !strings.Contains(last.Detail, `"carol" is registered`) {
		t.Errorf("last is %+v, want what has changed", last)
	}

	e, _ = d.ask("GET", c.with("FromUserId=alice"), "")
	d.App.Clock.Set(noonOfSample.Add(24 * time.Hour)) // the clock of the entry counts, not that of now
	if first := desk.Failed(d.Explain(e)); first.Name != "" {
		t.Errorf("a good call of yesterday: %+v failed", first)
	}
}

// Explaining changes nothing: neither counters nor rules nor journals.
func TestExplainChangesNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.signed("QueryBlacklist")
	e, _ := d.ask("GET", c.with("FromUserId=alice"), "")
	d.App.Faults.Add(faults.Rule{Code: "660300005", Times: 1})
	for range 100 {
		d.Explain(e)
	}
	if n := len(d.App.Journal.Entries()) + len(d.Journal.Entries()); n != 1 {
		t.Errorf("%d entries, want 1", n)
	}
	if e, _ := d.ask("GET", c.with("FromUserId=alice"), ""); e.Code != "660300005" {
		t.Errorf("the fault rule was used up: Code %s", e.Code)
	}
	for i := range 19 {
		if e, reason := d.ask("GET", c.with("FromUserId=alice"), ""); e.Code != "" {
			t.Fatalf("call %d: Code %s (%s): explaining counted", i+2, e.Code, reason)
		}
	}
}

// The nearest action of requests that never came to the vendor's path.
func TestNearestOfOtherPaths(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, tt := range []struct{ method, url, want string }{
		{"GET", "/QueryBlacklist?AppId=1", "QueryBlacklist, asked for as /?Action=QueryBlacklist"},
		{"GET", "/api/queryblacklist", "QueryBlacklist, asked for as /?Action=QueryBlacklist"},
		{"GET", "/api?Action=QueryBlacklist", "QueryBlacklist, asked for as /?Action=QueryBlacklist"},
		{"GET", "/api?Action=CreateRoom", "CreateRoom, known to the vendor, not emulated"},
		{"GET", "/?Action=Blacklist", ""},
		{"GET", "/users/alice", ""},
		{"GET", "/favicon.ico", ""},
		{"GET", "/?Action=" + strings.Repeat("QueryBlacklist", 1000), ""},
		{"GET", "/?%zz=%zz&Action", ""},
		{"GET", "", ""},
	} {
		if got := d.Nearest(journal.Entry{Method: tt.method, URL: tt.url}); got != tt.want {
			t.Errorf("%s %.60s: %q, want %q", tt.method, tt.url, got, tt.want)
		}
	}
}

// Explaining and asking at once.
func TestExplainWhileOthersAsk(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.EnforceLimits = false
	e, _ := d.ask("GET", d.signed("QueryBlacklist").with("FromUserId=alice"), "")
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 100 {
			w := httptest.NewRecorder()
			d.ServeHTTP(w, httptest.NewRequest("GET", "/?"+d.signed("QueryBlacklist").with("FromUserId=bob"), nil))
			_, _ = io.Copy(io.Discard, w.Body)
		}
	}()
	for range 100 {
		if first := desk.Failed(d.Explain(e)); first.Name != "" {
			t.Errorf("%+v failed", first)
		}
	}
	<-done
}

package faults

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func TestParseRule(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text string
		want Rule
	}{
		{
			`{"match":{"vendor":"zim","operation":"QueryBlacklist","user":"alice","header":{"X-Client":"a"},"nth":3},
			  "fault":{"status":503,"body":"down"},"times":1,"probability":0.25,"when":"after"}`,
			Rule{Match: Match{Vendor: "zim", Operation: "QueryBlacklist", User: "alice", Header: map[string]string{"X-Client": "a"}, Nth: 3}, Fault: Fault{Status: 503, Body: "down"}, Times: 1, Probability: 0.25, When: After},
		},
		{`{"fault":{"transport":"TRUNCATED_BODY","after_bytes":0}}`, Rule{Fault: Fault{Transport: TruncatedBody, AfterBytes: new(0)}}},
		{
			`{"fault":{"delay":{"type":"lognormal","median":80,"sigma":0.4,"maxValue":2000}}}`,
			Rule{Fault: Fault{Delay: &Delay{Type: LogNormal, Median: 80, Sigma: 0.4, MaxValue: 2000}}},
		},
		{`{"fault":{"code":660300005}}`, Rule{Fault: Fault{Code: "660300005"}}},
		{`{"fault":{"body":"later"}}`, Rule{Fault: Fault{Status: 200, Body: "later"}}},
		{`{"fault":{"json":{"data": [1.50, "<\u00e9>"]}}}`, Rule{Fault: Fault{Status: 200, JSON: json.RawMessage(`{"data":[1.50,"<\u00e9>"]}`)}}},
		{`{"fault":{"json":7,"status":503}}`, Rule{Fault: Fault{Status: 503, JSON: json.RawMessage(`7`)}}},
		{`{"fault":{"json":null,"status":503}}`, Rule{Fault: Fault{Status: 503}}},
		{
			`{"fault":{"status":503,"headers":{"Retry-After":"5","x-two":["a",""]}}}`,
			Rule{Fault: Fault{Status: 503, Headers: Headers{"Retry-After": {"5"}, "x-two": {"a", ""}}}},
		},
		{`{"fault":{"code":"1","headers":{"X-A":"\tb c"}}}`, Rule{Fault: Fault{Code: "1", Headers: Headers{"X-A": {"\tb c"}}}}},
		{`{"fault":{"code":"1"},"times":2.0,"probability":1e0}`, Rule{Fault: Fault{Code: "1"}, Times: 2, Probability: 1}},
		{`{"match":null,"fault":{"code":"1","status":null,"delay":null},"times":null,"when":null}`, Rule{Fault: Fault{Code: "1"}}},
	} {
		got, wrong := ParseRule([]byte(tt.text))
		if wrong != nil || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("ParseRule(%s)\n got %+v, error %v\nwant %+v", tt.text, got, wrong, tt.want)
		}
	}
}

// What a rule says that makes no sense. What its tags say of a member alone is the reader's, and in the schema.
func TestParseRuleRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{ // pointer, space, how the detail begins
		{`{"fault":{"code":"1"}`, " is no JSON: unexpected EOF"},
		{`[]`, " must be an object"},
		{`{"fault":{}}`, "/fault says nothing"},
		{`{"fault":{"code":"1"},"time":2}`, `/time is not known here; did you mean "times"?`},
		{`{"fault":{"timeout":5}}`, `/fault/timeout is not known here; did you mean "delay"?`},
		{`{"match":{"header":{"a b":"1"}},"fault":{"code":"1"}}`, "/match/header/a b is not the name of a header"},
		{`{"match":{"header":{"":"1"}},"fault":{"code":"1"}}`, "/match/header/ "},
		{`{"match":{"nth":3},"fault":{"code":"1"},"times":2}`, "/times is 2, but match/nth"},
		{`{"match":{"method":"get"},"fault":{"code":"1"}}`, `/match/method is "get"; methods are in capitals: GET`},
		{`{"match":{"method":"G T"},"fault":{"code":"1"}}`, `/match/method is "G T", which is no method`},
		{`{"match":{"path":"v3/users"},"fault":{"code":"1"}}`, `/match/path is "v3/users"; a path begins with / or *`},
		{`{"match":{"path":"/v3/users?page=1"},"fault":{"code":"1"}}`, `/match/path is "/v3/users?page=1"; the query is no part of it`},
		{`{"match":{"path":"/__apps/a/v3/users"},"fault":{"code":"1"}}`, `/match/path is "/__apps/a/v3/users"; of /__apps/{appId}/v3/... only what stands behind the app counts`},
		{`{"fault":{"headers":{"X-A":"b"}}}`, "/fault/headers go with an answer of the rule's own"},
		{`{"fault":{"status":503,"headers":{"a b":"c"}}}`, "/fault/headers/a b is not the name of a header"},
		{`{"fault":{"status":503,"headers":{"A":[]}}}`, "/fault/headers/A has no value"},
		{`{"fault":{"status":503,"headers":{"A":"b\r\nC: d"}}}`, "/fault/headers/A has a control character"},
		{`{"fault":{"status":503,"headers":{"A":["b","\u0000"]}}}`, "/fault/headers/A has a control character"},
		{`{"fault":{"status":503,"headers":{"retry-after":"1","Retry-After":"2"}}}`, "/fault/headers/retry-after is the same header as Retry-After"},
		{`{"fault":{"status":503,"headers":{"content-length":"1"}}}`, "/fault/headers/content-length follows from the body"},
		{`{"fault":{"status":503,"headers":{"Transfer-Encoding":"chunked"}}}`, "/fault/headers/Transfer-Encoding belongs to the connection"},
		{`{"fault":{"status":503,"headers":{"date":"x"}}}`, "/fault/headers/date is the time on the app's clock"},
		{`{"fault":{"status":503,"headers":{"x-chatdouble-reason":"x"}}}`, "/fault/headers/x-chatdouble-reason is one of the server's own"},
		{`{"fault":{"json":{},"body":"x"}}`, "/fault/body and json are both the body"},
		{`{"fault":{"json":{},"status":204}}`, "/fault/json does not go with the status 204"},
		{`{"fault":{"json":{},"code":"1"}}`, "/fault/json is an answer of the rule's own"},
		{`{"fault":{"body":"x","rate_limited":true}}`, "/fault/body is an answer of the rule's own"},
		{`{"fault":{"transport":"timeout"}}`, `/fault/transport is "timeout"; it must be one of EMPTY_RESPONSE, CONNECTION_RESET_BY_PEER, MALFORMED_RESPONSE_CHUNK, RANDOM_DATA_THEN_CLOSE, TRUNCATED_BODY; for a server that is slow or hangs give fault the member delay`},
		{`{"fault":{"transport":"ECONNRESET"}}`, `/fault/transport is "ECONNRESET"; it must be one of EMPTY_RESPONSE, CONNECTION_RESET_BY_PEER, MALFORMED_RESPONSE_CHUNK, RANDOM_DATA_THEN_CLOSE, TRUNCATED_BODY; did you mean "CONNECTION_RESET_BY_PEER"?`},
		{`{"fault":{"code":"1","status":500}}`, "/fault/status is given beside a code"},
		{`{"fault":{"code":"1","body":"x"}}`, "/fault/body is an answer of the rule's own"},
		{`{"fault":{"status":204,"body":"x"}}`, "/fault/body does not go with the status 204"},
		{`{"fault":{"code":"1","after_bytes":0}}`, "/fault/after_bytes belongs to the transport TRUNCATED_BODY"},
		{`{"fault":{"transport":"MALFORMED_RESPONSE_CHUNK","status":204}}`, "/fault/transport does not go with the status 204"},
		{`{"fault":{"transport":"TRUNCATED_BODY","status":500,"body":"abc","after_bytes":3}}`, "/fault/after_bytes is 3; the body has 3 bytes"},
		{`{"fault":{"transport":"EMPTY_RESPONSE","code":"1"}}`, "/fault/transport is EMPTY_RESPONSE, which sends no answer"},
		{`{"fault":{"transport":"CONNECTION_RESET_BY_PEER","rate_limited":true}}`, "/fault/transport is CONNECTION_RESET_BY_PEER, which sends no answer"},
		{`{"fault":{"rate_limited":true,"code":"1"}}`, "/fault/rate_limited is an answer of its own"},
		{`{"fault":{"rate_limited":true,"status":429}}`, "/fault/rate_limited is an answer of its own"},
		{`{"fault":{"rate_limited":true},"when":"after"}`, "/when is after"},
		{`{"fault":{"delay":{"type":"fixed"}}}`, "/fault/delay/milliseconds is missing"},
		{`{"fault":{"delay":{"type":"fixed","milliseconds":1,"lower":2}}}`, "/fault/delay/lower belongs to another type of delay; one of type fixed has type, milliseconds"},
		{`{"fault":{"delay":{"type":"uniform","lower":1}}}`, "/fault/delay/upper is missing"},
		{`{"fault":{"delay":{"type":"uniform","lower":3,"upper":2}}}`, "/fault/delay/lower is 3 and above upper, 2"},
		{`{"fault":{"delay":{"type":"lognormal","median":1}}}`, "/fault/delay/sigma is missing"},
		{`{"fault":{"delay":{"type":"lognormal","median":10,"sigma":1,"maxValue":5}}}`, "/fault/delay/maxValue is 5 and below the median"},
	} {
		rule, wrong := ParseRule([]byte(tt.text))
		got := ""
		for _, p := range wrong {
			got += strings.TrimPrefix(p.Pointer, "#") + " " + p.Detail
		}
		if len(wrong) != 1 || !strings.HasPrefix(got, tt.want) || !reflect.DeepEqual(rule, Rule{}) {
			t.Errorf("ParseRule(%s)\n got %q, %+v\nwant %q", tt.text, got, rule, tt.want)
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	zim := Known{"zim", []string{"660300005"}, []string{"QueryBlacklist"}, true}
	cometchat := Known{"cometchat", []string{"ERR_UID_NOT_FOUND"}, []string{"ListBlockedUsers"}, false}
	for _, tt := range []struct {
		rule Rule
		of   string
		want string // "" when it is fine
	}{
		{Rule{}, "", ""},
		{Rule{Match: Match{Vendor: "zim", Operation: "QueryBlacklist"}, Fault: Fault{Code: "660300005"}}, "", ""},
		{Rule{Match: Match{Vendor: "zim"}, Fault: Fault{Code: "660300005"}}, "zim", ""},
		{Rule{Match: Match{Operation: "ListBlockedUsers"}}, "", ""},
		{Rule{Fault: Fault{Code: "660300005"}}, "", ""},
		{Rule{Match: Match{Action: "AnyAction"}, Fault: Fault{Code: "660300005"}}, "", ""},
		{Rule{Match: Match{Path: "/v3/groups", Method: "GET"}, Fault: Fault{Status: 200}}, "cometchat", ""},

		{Rule{Match: Match{Vendor: "zoom"}}, "", `match/vendor is "zoom"; it must be one of zim, cometchat`},
		{Rule{Match: Match{Vendor: "zin"}}, "", `match/vendor is "zin"; it must be one of zim, cometchat; did you mean "zim"?`},
		{Rule{Match: Match{Vendor: "cometchat"}}, "zim", `match/vendor is "cometchat"; it must be zim here, or be left out`},

		{Rule{Match: Match{Operation: "QueryBlackList"}}, "", `match/operation is "QueryBlackList", which is not an operation of any vendor; did you mean "QueryBlacklist"? GET /__admin/operations?short=true lists them`},
		{Rule{Match: Match{Operation: "Nothing like it"}}, "zim", `match/operation is "Nothing like it", which is not an operation of any vendor; GET /__admin/operations?vendor=zim&short=true lists them`},
		{Rule{Match: Match{Operation: "ListBlockedUsers"}}, "zim", `match/operation is "ListBlockedUsers", an operation of cometchat; this rule is for calls of zim; GET /__admin/operations?vendor=zim&short=true lists them`},
		{Rule{Match: Match{Vendor: "zim", Operation: "ListBlockedUsers"}}, "", `match/operation is "ListBlockedUsers", an operation of cometchat; this rule is for calls of zim;`},

		{Rule{Fault: Fault{Code: "ERR"}}, "", `fault/code is "ERR", which is not a code of any vendor; GET /__admin/codes lists them`},
		{Rule{Fault: Fault{Code: "66030005"}}, "", `fault/code is "66030005", which is not a code of any vendor; did you mean "660300005"? GET /__admin/codes lists them`},
		{Rule{Fault: Fault{Code: "ERR_UID_NOTFOUND"}}, "cometchat", `fault/code is "ERR_UID_NOTFOUND", which is not a code of any vendor; did you mean "ERR_UID_NOT_FOUND"? GET /__admin/codes?vendor=cometchat lists them`},
		{
			Rule{Match: Match{Operation: "ListBlockedUsers"}, Fault: Fault{Code: "660300005"}},
			"",
			`fault/code is "660300005", a code of zim; calls of cometchat, which this rule is for, are never answered with it; GET /__admin/codes?vendor=cometchat lists them`,
		},
		{Rule{Match: Match{Vendor: "zim"}, Fault: Fault{Code: "ERR_UID_NOT_FOUND"}}, "", `fault/code is "ERR_UID_NOT_FOUND", a code of cometchat; calls of zim, which this rule is for, are never answered with it;`},
		{Rule{Match: Match{Action: "AnyAction"}, Fault: Fault{Code: "ERR_UID_NOT_FOUND"}}, "", `fault/code is "ERR_UID_NOT_FOUND", a code of cometchat; calls of zim,`},

		{Rule{Match: Match{Action: "AnyAction"}}, "cometchat", `match/action is given, but calls of cometchat have none; match/path is for them`},
		{Rule{Match: Match{Action: "AnyAction", Vendor: "cometchat"}}, "", `match/action is given, but calls of cometchat have none`},
	} {
		wrong := tt.rule.Check(tt.of, []Known{zim, cometchat})
		if (wrong == nil) != (tt.want == "") || wrong != nil && !strings.HasPrefix(wrong[0].Error(), tt.want) {
			t.Errorf("Check(%+v, %q) = %v, want %q", tt.rule, tt.of, wrong, tt.want)
		}
	}
}

func TestShownAsJSON(t *testing.T) {
	t.Parallel()
	r := New(1)
	r.Add(Rule{Match: Match{Operation: "Query"}, Fault: Fault{Code: "1"}, Times: 3})
	r.Add(Rule{Match: Match{Header: map[string]string{"x-a": "b"}}, Fault: Fault{Delay: &Delay{Type: Uniform, Upper: 5}, Transport: TruncatedBody}, When: After})
	r.Take(&Call{Operation: "Query"})
	r.Take(&Call{Operation: "Query", Impossible: func(*Rule) string { return "not now" }})
	got, err := json.Marshal(r.List())
	want := `[{"id":"f1","match":{"operation":"Query"},"fault":{"code":"1"},"times":3,"when":"before","hits":1,"bypassed":1,"bypass_reason":"not now"},` +
		`{"id":"f2","match":{"header":{"X-A":"b"}},"fault":{"delay":{"type":"uniform","lower":0,"upper":5},"transport":"TRUNCATED_BODY","after_bytes":0},"when":"after","hits":0,"bypassed":0}]`
	if err != nil || string(got) != want {
		t.Errorf("got  %s, error %v\nwant %s", got, err, want)
	}
}

// Whatever is posted, nothing breaks; what is taken makes sense, is shown as it was read, and can be
// put in force.
func FuzzParseRule(f *testing.F) {
	for _, seed := range []string{
		`{"match":{"vendor":"zim","operation":"o","user":"u","header":{"X":"y"},"nth":3},"fault":{"code":"1"},"probability":0.5,"when":"after"}`,
		`{"fault":{"delay":{"type":"lognormal","median":80,"sigma":300,"maxValue":2000},"transport":"TRUNCATED_BODY","after_bytes":12}}`,
		`{"fault":{"delay":{"type":"uniform","lower":100,"upper":300},"status":500,"body":"\ud800"},"times":2}`,
		`{"fault":{"delay":{"type":"fixed","milliseconds":1},"rate_limited":true}}`,
		`{"match":{"method":"GET","path":"/v3/*/x","action":"A"},"fault":{"json":{"a":[1.50,"<\u2028"]},"headers":{"X-A":"b","X-B":["c",""]}}}`,
		`{"fault":{"code":660300005,"headers":{}}}`,
		`{"fault":{"transport":"MALFORMED_RESPONSE_CHUNK"}}`, `{"a":`, `{"fault":{"delay":{"type":"x","type":`, `{"":{}}`, `[[[`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		rule, wrong := ParseRule(text)
		if wrong != nil {
			for _, p := range wrong {
				if p.Detail == "" || !strings.HasPrefix(p.Pointer, "#") {
					t.Errorf("problem %+v", p)
				}
			}
			return
		}
		shown, err := rule.MarshalJSON() // json.Marshal would escape <, > and & once more
		if err != nil {
			t.Fatal(err)
		}
		again, wrong := ParseRule(shown)
		if wrong != nil || !sameRule(rule, again) {
			t.Errorf("%s\nwas read as %+v\nand shown as %s\nand that read as %+v, error %v", text, rule, shown, again, wrong)
		}
		rules := New(1)
		rules.Add(rule)
		for range 5 {
			call := &Call{
				Vendor: rule.Vendor, Operation: rule.Operation, User: rule.User, After: rule.After(),
				Method: rule.Method, Action: rule.Action, Path: func() string { return strings.ReplaceAll(rule.Path, "*", "//") },
				Header: func(string) []string { return []string{"y"} },
			}
			if hit := rules.Take(call); hit != nil && (hit.Wait < 0 || hit.Wait > LongestDelay) {
				t.Errorf("the delay %+v is drawn as %v", rule.Delay, hit.Wait)
			}
		}
	})
}

// sameRule takes an empty list of headers for none, and what is left out for what holds then.
func sameRule(a, b Rule) bool {
	for _, r := range []*Rule{&a, &b} {
		r.spell()
		if len(r.Header) == 0 {
			r.Header = nil
		}
		if len(r.Headers) == 0 {
			r.Headers = nil
		}
	}
	return reflect.DeepEqual(a, b)
}

package faults

import (
	"reflect"
	"strings"
	"testing"
)

func TestParseHeader(t *testing.T) {
	t.Parallel()
	wait := &Delay{Type: Fixed, Milliseconds: 500}
	for _, tt := range []struct {
		values []string
		want   Rule
	}{
		{[]string{"660300005"}, Rule{Fault: Fault{Code: "660300005"}}},
		{[]string{" AUTH_ERR_EMPTY_APPID "}, Rule{Fault: Fault{Code: "AUTH_ERR_EMPTY_APPID"}}}, // "empty" is also what people call a transport
		{[]string{"delay=500"}, Rule{Fault: Fault{Delay: wait}}},
		{[]string{"delay = 500"}, Rule{Fault: Fault{Delay: wait}}},
		{[]string{"delay=0"}, Rule{Fault: Fault{Delay: &Delay{Type: Fixed}}}},
		{[]string{"CONNECTION_RESET_BY_PEER"}, Rule{Fault: Fault{Transport: ConnectionReset}}},
		{[]string{"delay=500, 660300005"}, Rule{Fault: Fault{Delay: wait, Code: "660300005"}}},
		{[]string{"delay=500;660300005"}, Rule{Fault: Fault{Delay: wait, Code: "660300005"}}},
		{[]string{"660300005", "delay=500"}, Rule{Fault: Fault{Delay: wait, Code: "660300005"}}},
		{[]string{"delay=500,EMPTY_RESPONSE"}, Rule{Fault: Fault{Delay: wait, Transport: EmptyResponse}}},
		{[]string{"TRUNCATED_BODY, after_bytes=10, 660300005"}, Rule{Fault: Fault{Transport: TruncatedBody, AfterBytes: new(10), Code: "660300005"}}},
	} {
		tt.want.ID = HeaderID
		if got, err := ParseHeader(tt.values); err != nil || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("ParseHeader(%q) = %+v, %v; want %+v", tt.values, got, err, tt.want)
		}
	}
}

func TestParseHeaderRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ value, want string }{
		{"", "is empty; it takes a code of the vendor, delay=MILLISECONDS or the name of a transport"},
		{" , ", "has nothing between two commas"},
		{"delay=500ms", `has "delay=500ms"; behind the sign of equality stands a whole number, as in delay=500`},
		{"delay=", `has "delay="; behind the sign`},
		{"delay=-1", "asks for delay=-1: milliseconds is -1; it is milliseconds, from 0 to 600000"},
		{"delay=600001", "asks for delay=600001: milliseconds is 600001"},
		{"delay=1,delay=2", "has a delay twice"},
		{"1,2", "has a code twice"},
		{"EMPTY_RESPONSE,CONNECTION_RESET_BY_PEER", "has a transport twice"},
		{"EMPTY_RESPONSE,660300005", "asks for EMPTY_RESPONSE,660300005: transport is EMPTY_RESPONSE, which sends no answer"},
		{"after_bytes=3,1", "asks for after_bytes=3,1: after_bytes belongs to the transport TRUNCATED_BODY"},
		{"TRUNCATED_BODY,after_bytes=-3", "asks for TRUNCATED_BODY,after_bytes=-3: after_bytes is -3; it is a number from 0"},
		{"status=503", `has "status=503"; it takes`},
		{"connection_reset_by_peer", `has "connection_reset_by_peer", which is no transport; did you mean "CONNECTION_RESET_BY_PEER"?`},
		{"EMPTY_REPONSE", `has "EMPTY_REPONSE", which is no transport; did you mean "EMPTY_RESPONSE"?`},
	} {
		_, err := ParseHeader([]string{tt.value})
		if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("ParseHeader(%q) = %v, want %q", tt.value, err, tt.want)
		}
	}
}

// Which codes there are is known to who knows the vendors.
func TestCheckHeader(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"EMPTY_RESPONSE": "",
		"660300005":      "",
		"66030000":       `"66030000", which is not a code of any vendor; did you mean "660300005"? GET /__admin/codes?vendor=zim lists them`,
		"delay":          `"delay", which is not a code of any vendor; GET /__admin/codes?vendor=zim lists them`,
		"timeout":        `"timeout", which is neither a code nor a transport; for a server that is slow or hangs: delay=60000, in milliseconds`,
		"truncate":       `"truncate", which is neither a code nor a transport; did you mean TRUNCATED_BODY?`,
	} {
		rule, err := ParseHeader([]string{value})
		if err != nil {
			t.Fatal(err)
		}
		if got := rule.CheckHeader("zim", []Known{{Vendor: "zim", Codes: []string{"660300005"}}}); got != want {
			t.Errorf("CheckHeader of %s = %q, want %q", value, got, want)
		}
	}
}

// Whatever a client sends, what is taken makes sense and can be in force.
func FuzzParseHeader(f *testing.F) {
	for _, seed := range []string{"660300005", "delay=500, EMPTY_RESPONSE", "TRUNCATED_BODY;after_bytes=1", "delay=", ",", "="} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		rule, err := ParseHeader([]string{value})
		if err != nil {
			if err.Error() == "" {
				t.Error("an error without a word")
			}
			return
		}
		if wrong := rule.Complete(); wrong != nil {
			t.Errorf("%q is taken as %+v, which makes no sense: %v", value, rule, wrong)
		}
		hit := ForOneCall(rule, 1).Take(&Call{})
		if hit == nil || hit.ID != HeaderID || hit.Wait < 0 || hit.Wait > LongestDelay {
			t.Errorf("%q hits as %+v", value, hit)
		}
	})
}

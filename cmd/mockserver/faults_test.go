package main

import (
	"strings"
	"testing"
)

func TestFaultsFromTheStart(t *testing.T) {
	t.Parallel()
	const rule = `{"match":{"operation":"ListBlockedUsers"},"fault":{"code":"ERR_TOO_MANY_REQUESTS"},"times":1}`
	const blocked = "get=$COMETCHAT_BASE_URL/users/cometchat-uid-1/blockedusers"
	for _, tt := range []struct {
		name string
		env  []string
		args []string
	}{
		{"one in the environment", []string{"CHATDOUBLE_FAULTS=" + rule}, nil},
		{"a list as a flag", []string{"CHATDOUBLE_FAULTS=bad"}, []string{"--faults", "[" + rule + "]"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := execute(tt.env, "", append(tt.args, "--", blocked, blocked, "post=$CHATDOUBLE_ADMIN_URL/__admin/reset", blocked, blocked)...)
			var statuses []string
			for line := range strings.Lines(got.out) {
				statuses = append(statuses, line[:3])
			}
			if want := "429 200 200 429 200"; got.code != exitDone || strings.Join(statuses, " ") != want {
				t.Errorf("%+v, want the statuses %s: once, and once more after the reset", got, want)
			}
		})
	}
}

func TestBadFaults(t *testing.T) {
	t.Parallel()
	const good, bad = `{"fault":{"status":500}}`, `{"match":{"operation":"ListBlocked"},"fault":{"status":500}}`
	for _, tt := range []struct {
		env  []string
		args []string
		want string // begins the sentence
		has  string
	}{
		{nil, []string{"--faults", bad}, "--faults is not good: ", "ListBlocked"},
		{[]string{"CHATDOUBLE_FAULTS=[" + good + "," + bad + "]"}, nil, "CHATDOUBLE_FAULTS is not good: ", "rule 2 of 2"},
	} {
		for _, command := range [][]string{{"serve", "--addr", "127.0.0.1:0"}, {"exec", "--", "no-such-program"}} {
			got := call(tt.env, "", append(tt.args, command...)...)
			if got.code != exitWrong || got.out != "" || !strings.HasPrefix(got.stderr, "chatdouble: "+tt.want) || !strings.Contains(got.stderr, tt.has) {
				t.Errorf("%s: %+v, want exit code %d and chatdouble: %s", command, got, exitWrong, tt.want)
			}
		}
	}
}

package main

import (
	"bytes"
	"runtime"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/buildinfo"
	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/server"
)

func TestCheckFixtures(t *testing.T) {
	t.Parallel()
	one := write(t, "one.yaml", "cometchat: [{appId: a, apiKeys: [{key: k, scope: fullAccess}], users: [{uid: x, blocks: [y]}, {uid: y}]}]")
	two := write(t, "two.yaml", "cometchat: [{appId: a, users: [{uid: z, blocks: [x]}]}]\nzim: [{appId: 1, serverSecret: s, generate: {users: 10, blacklist: {each: 2}}}]")
	for _, tt := range []struct {
		name, stdin string
		env, args   []string
		want        string
	}{
		{"built in", "", nil, nil, "ok: the fixtures that are built in have 2 apps, 510 users, 1507 blocks\n"},
		{"one", "", nil, []string{one}, "ok: 1 app, 2 users, 1 block\n"},
		{"two together", "", nil, []string{one, two}, "ok: 2 apps, 13 users, 22 blocks\n"},
		{"by flag", "", nil, []string{"--fixtures", one}, "ok: 1 app, 2 users, 1 block\n"},
		{"by variable", "", []string{"CHATDOUBLE_FIXTURES=" + one + "," + two}, nil, "ok: 2 apps, 13 users, 22 blocks\n"},
		{"arguments before the variable", "", []string{"CHATDOUBLE_FIXTURES=" + two}, []string{one}, "ok: 1 app, 2 users, 1 block\n"},
		{"stdin", "zim: []", nil, []string{"-"}, "ok: 0 apps, 0 users, 0 blocks\n"},
		{"seed", "", nil, []string{one, "--seed", "9"}, "ok: 1 app, 2 users, 1 block\n"},
	} {
		got := call(tt.env, tt.stdin, append([]string{"fixtures", "check"}, tt.args...)...)
		if want := (result{exitDone, tt.want, ""}); got != want {
			t.Errorf("%s\n got %+v\nwant %+v", tt.name, got, want)
		}
	}
}

func TestCheckBadFixtures(t *testing.T) {
	t.Parallel()
	bad := write(t, "bad.yaml", "zim:\n  - {appId: 1, serverSecret: hidden-secret, a: 1}\n  - {appId: 2}\n")
	got := call(nil, "", "fixtures", "check", bad)
	lines := strings.Split(got.stderr, "\n")
	if got.code != exitFailed || got.out != "" || len(lines) != 3 {
		t.Fatalf("%+v, want two problems", got)
	}
	if !strings.HasPrefix(lines[0], bad+":2: ") || !strings.HasPrefix(lines[1], bad+":3: ") {
		t.Errorf("stderr is %s", got.stderr)
	}
	if strings.Contains(got.stderr, "hidden-secret") {
		t.Errorf("a secret is shown: %s", got.stderr)
	}
	if got := call(nil, "", "fixtures", "check", bad+"x"); got.code != exitFailed || got.stderr != "chatdouble: reading fixtures: stat "+bad+"x: no such file or directory\n" {
		t.Errorf("a file that is not there: %+v", got)
	}
}

// TestCheckFaults: a rule that no call can meet is found before a server is started with it.
func TestCheckFaults(t *testing.T) {
	t.Parallel()
	bad := write(t, "bad.yaml", "zim:\n  - appId: 1\n    serverSecret: s\n"+
		"    faults: [{match: {operation: QueryBlackList}, fault: {status: 500}},\n"+
		"             {match: {operation: QueryBlacklist},\n              fault: {code: 66030005}}]\n")
	first := bad + ":4: operation is \"QueryBlackList\", which is not an operation of any vendor; " +
		"did you mean \"QueryBlacklist\"? GET /__admin/operations?vendor=zim&short=true lists them"
	second := bad + ":6: code is \"66030005\", which is not a code of any vendor; did you mean \"660300005\"? GET /__admin/codes?vendor=zim lists them"
	if got, want := call(nil, "", "fixtures", "check", bad), (result{exitFailed, "", first + "\n" + second + "\n"}); got != want {
		t.Errorf("fixtures check\n got %+v\nwant %+v", got, want)
	}
	want := result{exitFailed, "", "chatdouble: " + first + "; and 1 more problem: the command \"fixtures check\" lists them all\n"}
	if got := call(nil, "", "serve", "--addr", "127.0.0.1:0", "--fixtures", bad); got != want {
		t.Errorf("serve\n got %+v\nwant %+v", got, want)
	}
	good := write(t, "good.yaml", "cometchat: [{appId: a, apiKeys: [{key: k, scope: fullAccess}], users: [{uid: x}], faults: [{fault: {code: ERR_UID_NOT_FOUND, delay: {type: fixed, milliseconds: 600000}}}]}]")
	if got := call(nil, "", "fixtures", "check", good); got != (result{exitDone, "ok: 1 app, 1 user, 0 blocks\n", ""}) {
		t.Errorf("good rules: %+v", got)
	}
}

// TestCheckWarns: what is good and cannot work is told, and is no failure.
func TestCheckWarns(t *testing.T) {
	t.Parallel()
	keyless := write(t, "keyless.yaml", "cometchat: [{appId: a, users: [{uid: x}]}]")
	const warning = "app cometchat:a has no API key, so no call with one can succeed; give it apiKeys"
	want := result{exitDone, "ok: 1 app, 1 user, 0 blocks\n", "warning: " + warning + "\n"}
	if got := call(nil, "", "fixtures", "check", keyless); got != want {
		t.Errorf("fixtures check\n got %+v\nwant %+v", got, want)
	}
	hooks := write(t, "hooks.yaml", `cometchat: [{appId: a, apiKeys: [{key: k, scope: fullAccess}], webhooks: [{id: w, url: "http://user:pass@backend:9000/hook?key=1"}]}]
zim: [{appId: 1, serverSecret: s, callback: {url: "http://backend:9000/zim"}}]`)
	got := call(nil, "", "fixtures", "check", hooks)
	for _, part := range []string{
		`warning: webhook "w" of app cometchat:a will not be called: `, "warning: the callback of app zim:1 will not be called: ", "--callback-hosts",
	} {
		if !strings.Contains(got.stderr, part) || got.code != exitDone {
			t.Errorf("%+v, want %s on stderr", got, part)
		}
	}
	if strings.Contains(got.stderr, "pass") || strings.Contains(got.stderr, "key=1") {
		t.Errorf("a secret of an address is shown: %s", got.stderr)
	}
	if got := call(nil, "", "fixtures", "check", hooks, "--callback-hosts", "backend"); got.stderr != "" {
		t.Errorf("a host that may be called is warned of: %s", got.stderr)
	}
	r := start(t, nil, "", "--fixtures", keyless)
	if log := r.stderr.text(); !strings.Contains(log, "level=WARN msg=\""+warning+"\"\n") {
		t.Errorf("the start does not warn: %s", log)
	}
}

func TestSchemaAndVersion(t *testing.T) {
	t.Parallel()
	if got := call(nil, "", "fixtures", "schema"); got.code != exitDone || !bytes.Equal([]byte(got.out), fixture.Schema(&server.File{})) || got.out == "" {
		t.Errorf("fixtures schema: %+v", got)
	}
	want := "chatdouble " + buildinfo.Version() + " " + runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH + "\n"
	// A bad setting is no reason not to know the version.
	for _, args := range []string{"version", "--version", "-v"} {
		if got := call([]string{"CHATDOUBLE_LIMITS=bad"}, "", args); got != (result{exitDone, want, ""}) {
			t.Errorf("%s: %+v, want %s", args, got, want)
		}
	}
}

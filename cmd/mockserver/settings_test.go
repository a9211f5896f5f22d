package main

import (
	"bytes"
	"cmp"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/bounds"
	"github.com/chatdouble/mockserver/internal/server"
)

type settingCase struct {
	name, value string
	get         func(*settings) any
	def, want   string
}

// settingCases has a value other than the default for every setting, and how it is read.
var settingCases = append(boundCases(), []settingCase{
	{"addr", "0.0.0.0:9", func(s *settings) any { return s.addr }, "127.0.0.1:8080", "0.0.0.0:9"},
	{"fixtures", "a.yaml", func(s *settings) any { return s.fixtures }, "[]", "[a.yaml]"},
	{"fixtures-yaml", "seed: 1", func(s *settings) any { return s.fixturesYAML }, "", "seed: 1"},
	{"watch", "on", func(s *settings) any { return s.watch }, "false", "true"},
	{"seed", "-9223372036854775808", func(s *settings) any {
		if s.seed == nil {
			return nil
		}
		return *s.seed
	}, "<nil>", "-9223372036854775808"},
	{"limits", "off", func(s *settings) any { return s.limits }, "true", "false"},
	{"time", "2024-06-01T12:00:00+02:00", func(s *settings) any { return s.time }, "0001-01-01 00:00:00 +0000 UTC", "2024-06-01 10:00:00 +0000 UTC"},
	{"freeze", "on", func(s *settings) any { return s.freeze }, "false", "true"},
	{"journal-size", "7", func(s *settings) any { return s.journalSize }, "1000", "7"},
	{"max-body", "2MiB", func(s *settings) any { return s.maxBody }, "1048576", "2097152"},
	{"log-format", "json", func(s *settings) any { return s.logFormat }, "text", "json"},
	{"log-level", "debug", func(s *settings) any { return s.logLevel }, "INFO", "DEBUG"},
	{"admin", "off", func(s *settings) any { return s.admin }, "true", "false"},
	{"admin-addr", "[::1]:0", func(s *settings) any { return s.adminAddr }, "", "[::1]:0"},
	{"admin-token", "t0ken", func(s *settings) any { return s.adminToken }, "", "t0ken"},
	{"admin-hosts", "mock.example", func(s *settings) any { return s.adminHosts }, "[]", "[mock.example]"},
	{"tls-addr", ":8443", func(s *settings) any { return s.tlsAddr }, "", ":8443"},
	{"tls-hosts", "*.Chat.example", func(s *settings) any { return s.tlsHosts.below }, "[]", "[.chat.example]"},
	{"tls-ca-dir", "ca dir", func(s *settings) any { return s.tlsCADir }, "", "ca dir"},
	{"tls-cert", "c.pem", func(s *settings) any { return s.tlsCert }, "", "c.pem"},
	{"tls-key", "k.pem", func(s *settings) any { return s.tlsKey }, "", "k.pem"},
	{"callback-hosts", "example.com", func(s *settings) any { return s.callbackHosts }, "[]", "[example.com]"},
	{"faults", `[{"fault":{"status":500}}]`, func(s *settings) any { return s.faults }, "", `[{"fault":{"status":500}}]`},
	{"exit-with-parent", "on", func(s *settings) any { return s.exitWithParent }, "false", "true"},
	{"wait", "1m30s", func(s *settings) any { return s.wait }, "0s", "1m30s"},
	{"codes", "on", func(s *settings) any { return s.codes }, "false", "true"},
	{"fail-on-unmatched", "on", func(s *settings) any { return s.failOnUnmatched }, "false", "true"},
	{"app-id", "4294967295", func(s *settings) any { return s.appID }, "", "4294967295"},
	{"server-secret", "s e c", func(s *settings) any { return s.serverSecret }, "", "s e c"},
}...)

func boundCases() (cases []settingCase) {
	for i := range bounds.Table {
		b := &bounds.Table[i]
		cases = append(cases, settingCase{b.Name, "1234567", func(s *settings) any { return *b.Of(&s.bounds) }, fmt.Sprint(b.Default), "1234567"})
	}
	return cases
}

// neededBy has what must be given with a setting. It is beside the point there.
var neededBy = map[string][]string{
	"watch":    {"--fixtures", "f.yaml"},
	"tls-cert": {"--tls-addr", ":1", "--tls-key", "k"},
	"tls-key":  {"--tls-addr", ":1", "--tls-cert", "c"},
}

func TestSettings(t *testing.T) {
	t.Parallel()
	tested := make(map[string]bool)
	for _, tt := range settingCases {
		tested[tt.name] = true
		t.Run(tt.name, func(t *testing.T) {
			row := rowOf(t, tt.name)
			var flags []string
			if !row.envOnly {
				flags = []string{"--" + tt.name, tt.value}
			}
			with := neededBy[tt.name]
			for _, way := range []struct {
				name  string
				args  []string
				env   []string
				value string
			}{
				{"default", nil, nil, tt.def},
				{"empty variable", nil, []string{row.variable() + "="}, tt.def},
				{"variable", with, []string{row.variable() + "=" + tt.value}, tt.want},
				{"flag", append(flags, with...), nil, tt.want},
				{"flag with =", append([]string{strings.Join(flags, "=")}, with...), nil, tt.want},
				{"flag over a bad variable", append(flags, with...), []string{row.variable() + "=" + badValue(tt.name)}, tt.want},
			} {
				if row.envOnly && strings.HasPrefix(way.name, "flag") {
					continue
				}
				if got := fmt.Sprint(tt.get(mustRead(t, way.args, way.env))); got != way.value {
					t.Errorf("by %s: %s is %q, want %q", way.name, tt.name, got, way.value)
				}
			}
		})
	}
	for i := range reference {
		if !tested[reference[i].name] {
			t.Errorf("no case for %s", reference[i].name)
		}
	}
}

func rowOf(t *testing.T, name string) *setting {
	t.Helper()
	for i := range reference {
		if reference[i].name == name {
			return &reference[i]
		}
	}
	t.Fatalf("there is no setting %s", name)
	return nil
}

// badValue is one that the setting does not accept, when there is any.
func badValue(name string) string {
	switch name {
	case "server-secret", "fixtures", "tls-ca-dir", "tls-cert", "tls-key":
		return "any"
	}
	return "\x00 bad"
}

func mustRead(t *testing.T, args, env []string) *settings {
	t.Helper()
	l, err := parseLine(args)
	if err != nil {
		t.Fatal(err)
	}
	s, err := readSettings(l.flags, env)
	if err != nil {
		t.Fatalf("%q with %q: %v", args, env, err)
	}
	return s
}

func TestSettingForms(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		args []string
		env  []string
		get  func(*settings) any
		want string
	}{
		{[]string{"-seed", "5"}, nil, func(s *settings) any { return *s.seed }, "5"},
		{[]string{"--seed", "1", "--seed=2"}, nil, func(s *settings) any { return *s.seed }, "2"},
		{[]string{"--freeze"}, nil, func(s *settings) any { return s.freeze }, "true"},
		{[]string{"--freeze", "off"}, []string{"CHATDOUBLE_FREEZE=on"}, func(s *settings) any { return s.freeze }, "false"},
		{[]string{"--freeze=false"}, []string{"CHATDOUBLE_FREEZE=1"}, func(s *settings) any { return s.freeze }, "false"},
		{nil, []string{"CHATDOUBLE_LIMITS=false"}, func(s *settings) any { return s.limits }, "false"},
		{nil, []string{"CHATDOUBLE_LIMITS=0"}, func(s *settings) any { return s.limits }, "false"},
		{nil, []string{"CHATDOUBLE_FIXTURES=a.yaml, b,c d.yaml"}, func(s *settings) any { return strings.Join(s.fixtures, "|") }, "a.yaml|b|c d.yaml"},
		{[]string{"--fixtures", "a,b", "--fixtures", "-"}, []string{"CHATDOUBLE_FIXTURES=c"}, func(s *settings) any { return strings.Join(s.fixtures, "|") }, "a,b|-"},
		{[]string{"--fixtures", "a"}, []string{"CHATDOUBLE_FIXTURES_YAML=seed: 1"}, func(s *settings) any { return s.fixturesYAML }, ""},
		{nil, []string{"CHATDOUBLE_FIXTURES=a", "CHATDOUBLE_FIXTURES_YAML=seed: 1"}, func(s *settings) any { return fmt.Sprint(s.fixtures, s.fixturesYAML) }, "[a]seed: 1"},
		{[]string{"--max-body", "1"}, nil, func(s *settings) any { return s.maxBody }, "1"},
		{[]string{"--max-body", "512KiB"}, nil, func(s *settings) any { return s.maxBody }, "524288"},
		{[]string{"--max-body", "1024MiB"}, nil, func(s *settings) any { return s.maxBody }, "1073741824"},
		{[]string{"--log-level", "error"}, nil, func(s *settings) any { return s.logLevel }, slog.LevelError.String()},

		{nil, []string{"PORT=9000"}, func(s *settings) any { return s.addr }, "127.0.0.1:9000"},
		{nil, []string{"PORT=9000", "CHATDOUBLE_ADDR=:1"}, func(s *settings) any { return s.addr }, ":1"},
		{[]string{"--addr", ":2"}, []string{"PORT=bad"}, func(s *settings) any { return s.addr }, ":2"},
		{nil, []string{"PORT="}, func(s *settings) any { return s.addr }, "127.0.0.1:8080"},
	} {
		if got := fmt.Sprint(tt.get(mustRead(t, tt.args, tt.env))); got != tt.want {
			t.Errorf("%q with %q gives %q, want %q", tt.args, tt.env, got, tt.want)
		}
	}
}

func TestCalledWrongly(t *testing.T) {
	t.Parallel()
	const addr = "it must be HOST:PORT or :PORT, such as 127.0.0.1:8080, with a port from 0 to 65535"
	for _, tt := range []struct {
		args string // split at spaces
		env  []string
		want string
	}{
		{"--addr 8080", nil, `--addr is "8080"; ` + addr},
		{"--addr localhost:http", nil, `--addr is "localhost:http"; ` + addr},
		{"--addr :65536", nil, `--addr is ":65536"; ` + addr},
		{"--addr ::1:80", nil, `--addr is "::1:80"; ` + addr},
		{"--addr http://127.0.0.1:80", nil, `--addr is "http://127.0.0.1:80"; ` + addr},
		{"", []string{"CHATDOUBLE_ADDR=x"}, `CHATDOUBLE_ADDR is "x"; ` + addr},
		{"--addr", nil, "--addr has no value; " + addr},
		{"--fixtures=", nil, `--fixtures is ""; it must be a file, a folder, or - for stdin`},
		{"", []string{"CHATDOUBLE_FIXTURES=a.yaml,,b.yaml"}, `CHATDOUBLE_FIXTURES is ""; it must be a file, a folder, or - for stdin`},
		{"--fixtures - --fixtures -", nil, "--fixtures names - more than once; stdin can be read only once"},
		{"--watch=maybe", nil, `--watch is "maybe"; it must be on or off; true and false, 1 and 0 mean the same`},
		{"--watch", nil, "--watch is on, but there is no file to watch; name a file or a folder with --fixtures"},
		{"--fixtures -", []string{"CHATDOUBLE_WATCH=on"}, "CHATDOUBLE_WATCH is on, but there is no file to watch; name a file or a folder with --fixtures"},
		{"--seed 0x10", nil, `--seed is "0x10"; it must be a whole number of 64 bits`},
		{"--seed 9223372036854775808", nil, `--seed is "9223372036854775808"; it must be a whole number of 64 bits`},
		{"", []string{"CHATDOUBLE_LIMITS=maybe"}, `CHATDOUBLE_LIMITS is "maybe"; it must be on or off; true and false, 1 and 0 mean the same`},
		{"--limits", nil, "--limits has no value; it must be on or off; true and false, 1 and 0 mean the same"},
		{"--time yesterday", nil, `--time is "yesterday"; it must be a time of the years 1970 to 9998 as in RFC 3339, such as 2024-01-01T00:00:00Z`},
		{"--time 2024-01-01", nil, `--time is "2024-01-01"; it must be a time of the years 1970 to 9998 as in RFC 3339, such as 2024-01-01T00:00:00Z`},
		{"--time 9999-01-01T00:00:00Z", nil, `--time is "9999-01-01T00:00:00Z"; it must be a time of the years 1970 to 9998 as in RFC 3339, such as 2024-01-01T00:00:00Z`},
		{"--freeze=2", nil, `--freeze is "2"; it must be on or off; true and false, 1 and 0 mean the same`},
		{"--journal-size 0", nil, `--journal-size is "0"; it must be a whole number from 1 to 1000000`},
		{"--journal-size 1000001", nil, `--journal-size is "1000001"; it must be a whole number from 1 to 1000000`},
		{"--max-body 10MB", nil, `--max-body is "10MB"; it must be a number of bytes or a size like 512KiB or 1MiB, from 1 byte to 1024MiB`},
		{"--max-body 0", nil, `--max-body is "0"; it must be a number of bytes or a size like 512KiB or 1MiB, from 1 byte to 1024MiB`},
		{"--max-body 9007199254740993KiB", nil, `--max-body is "9007199254740993KiB"; it must be a number of bytes or a size like 512KiB or 1MiB, from 1 byte to 1024MiB`},
		{"--log-format xml", nil, `--log-format is "xml"; it must be text or json`},
		{"--log-level trace", nil, `--log-level is "trace"; it must be debug, info, warn or error`},
		{"--admin yes", nil, `--admin is "yes"; it must be on or off; true and false, 1 and 0 mean the same`},
		{"--admin-addr :0 --admin off", nil, `--admin-addr is ":0", but --admin is off; leave out one of them`},
		{"--admin-addr :0", []string{"CHATDOUBLE_ADMIN=off"}, `--admin-addr is ":0", but CHATDOUBLE_ADMIN is off; leave out one of them`},
		{"--addr :8080 --admin-addr :8080", nil, `--admin-addr is ":8080", the same as --addr; leave it out to serve both there`},
		{"--admin-hosts=*", nil, `--admin-hosts is "*"; it must be a host name or address without scheme and port`},
		{"", []string{"CHATDOUBLE_ADMIN_HOSTS=a.example,http://b.example"}, `CHATDOUBLE_ADMIN_HOSTS is "http://b.example"; it must be a host name or address without scheme and port`},
		{"--admin-token=", nil, "--admin-token is not good; it must be one or more ASCII letters, digits and signs without a space"},
		{"", []string{"CHATDOUBLE_ADMIN_TOKEN=two words"}, "CHATDOUBLE_ADMIN_TOKEN is not good; it must be one or more ASCII letters, digits and signs without a space"},
		{"--tls-addr 8443", nil, `--tls-addr is "8443"; ` + addr},
		{"--tls-addr :8080 --addr :8080", nil, `--tls-addr is ":8080", the same as --addr; TLS needs an address of its own`},
		{"--tls-addr :8443 --admin-addr :8443", nil, `--tls-addr is ":8443", the same as --admin-addr; TLS needs an address of its own`},
		{"--tls-addr 127.0.0.1:8080", nil, `--tls-addr is "127.0.0.1:8080", the same as --addr; TLS needs an address of its own`},
		{"--tls-hosts https://chat.example", nil, `--tls-hosts is "https://chat.example"; it must be a host name without scheme and port, *.NAME, or an address`},
		{"", []string{"CHATDOUBLE_TLS_HOSTS=chat.example,chat.example:443"}, `CHATDOUBLE_TLS_HOSTS is "chat.example:443"; it must be a host name without scheme and port, *.NAME, or an address`},
		{"--tls-key k", []string{"CHATDOUBLE_TLS_CERT=c"}, "CHATDOUBLE_TLS_CERT is given, but no address speaks TLS without --tls-addr; add it, such as --tls-addr 127.0.0.1:8443, or leave CHATDOUBLE_TLS_CERT out"},
		{"--tls-addr :8443 --tls-cert c", nil, "--tls-cert is given without --tls-key; give the file with its key too"},
		{"--tls-addr :8443", []string{"CHATDOUBLE_TLS_KEY=k"}, "CHATDOUBLE_TLS_KEY is given without --tls-cert; give the file with its certificate too"},
		{"--tls-addr :8443 --tls-cert c --tls-key k", []string{"CHATDOUBLE_TLS_CA_DIR=d"}, "CHATDOUBLE_TLS_CA_DIR is given, but --tls-cert brings a certificate that this CA does not sign; leave out one of them"},
		{"--tls-addr :8443 --tls-ca-dir=", nil, `--tls-ca-dir is ""; it must be a folder`},
		{"sign x --app-id 007", nil, `--app-id is "007"; it must be a number from 0 to 4294967295, as the fixture has it`},
		{"sign x --server-secret=", nil, "--server-secret is not good; it must be one or more characters"},
		{"--app-id 7", nil, "--app-id is for sign alone"},
		{"healthcheck --server-secret s", nil, "--server-secret is for sign alone"},
		{"--faults {", nil, `--faults is "{"; it must be a fault rule in JSON, or a list of them`},
		{"--fail-on-unmatched", nil, "--fail-on-unmatched is for exec alone"},
		{"exec --fail-on-unmatched=maybe -- x", nil, `--fail-on-unmatched is "maybe"; it must be on or off; true and false, 1 and 0 mean the same`},
		{"exec --app-id 7 -- x", nil, "--app-id is for sign alone"},
		{"exec --limits off", nil, "exec takes -- COMMAND [ARG]...; it was given nothing"},
		{"exec --limit off -- x", nil, `there is no flag "--limit"; the nearest is "--limits", and --help lists them all`},
		{"", []string{"PORT=http"}, `PORT is "http"; it must be a number from 0 to 65535`},

		{"--fixtrues x", nil, `there is no flag "--fixtrues"; the nearest is "--fixtures", and --help lists them all`},
		{"--fixtures-yaml x", nil, `there is no flag "--fixtures-yaml"; the nearest is "--fixtures", and --help lists them all`},
		{"--admin-tokn=secret", nil, `there is no flag "--admin-tokn"; the nearest is "--admin-token", and --help lists them all`},
		{"--port 80", nil, `there is no flag "--port"; "--addr HOST:PORT" does that, and --help lists them all`},
		{"-p 80", nil, `there is no flag "-p"; "--addr HOST:PORT" does that, and --help lists them all`},
		{"run", nil, `there is no command "run"; "serve" does that, and --help lists them all`},
		{"--freeze maybe", nil, `--freeze is "maybe"; it must be on or off; true and false, 1 and 0 mean the same`},
		{"help nonsense", nil, `there is no command "nonsense"; --help lists what there is`},
		{"--admin off --admin-hosts a", nil, "--admin-hosts is given, but --admin is off; leave out one of them"},
		{"--admin off --admin-token x", nil, "--admin-token is given, but --admin is off; leave out one of them"},
		{"-x", nil, `there is no flag "-x"; --help lists what there is`},
		{"helthcheck", nil, `there is no command "helthcheck"; the nearest is "healthcheck", and --help lists them all`},
		{"nonsense", nil, `there is no command "nonsense"; --help lists what there is`},
		{"fixtures", nil, "fixtures is followed by check or schema"},
		{"fixtures chek", nil, "fixtures is followed by check or schema"},
		{"serve now", nil, `serve takes no arguments; it was given "now"`},
		{"healthcheck http://x", nil, `healthcheck takes no arguments; it was given "http://x"`},
		{"sign", nil, "sign takes one argument, URL; it was given nothing"},
		{"sign a b", nil, `sign takes one argument, URL; it was given "a" "b"`},
		{"fixtures schema x", nil, `fixtures schema takes no arguments; it was given "x"`},
		{"version 2", nil, `version takes no arguments; it was given "2"`},
		{"-- --addr", nil, `there is no command "--addr"; --help lists what there is`},
	} {
		got := call(tt.env, "", strings.Fields(tt.args)...)
		want := result{exitWrong, "", "chatdouble: " + tt.want + "\n"}
		if got != want {
			t.Errorf("chatdouble %s with %q\n got %+v\nwant %+v", tt.args, tt.env, got, want)
		}
	}
}

func TestHelp(t *testing.T) {
	t.Parallel()
	help := call(nil, "", "--help")
	for _, args := range [][]string{{"help"}, {"-h"}, {"--seed", "bad", "--help"}} {
		if got := call([]string{"CHATDOUBLE_LIMITS=bad"}, "", args...); got != help {
			t.Errorf("%q gives %+v, want the same as --help", args, got)
		}
	}
	if help.code != exitDone || help.stderr != "" {
		t.Errorf("--help ends with %d, stderr %q", help.code, help.stderr)
	}
	text := strings.Join(strings.Fields(help.out), " ")
	for i := range reference {
		s := &reference[i]
		want := fmt.Sprintf("%s %s (default: %s)", cmp.Or(s.usage(), s.variable()), s.meaning, cmp.Or(s.def, s.unset))
		if s.meaning == "" || s.accepts == "" || cmp.Or(s.def, s.unset) == "" {
			t.Errorf("%s lacks a meaning, what it accepts or its default", s.name)
		}
		if !strings.Contains(text, want) {
			t.Errorf("the help does not say: %s", want)
		}
	}
	for _, c := range commands() {
		if !strings.Contains(text, c.usage()+" "+c.meaning) {
			t.Errorf("the help does not say: %s %s", c.usage(), c.meaning)
		}
	}

	// What others rely on: these may get more, not fewer.
	for _, flag := range []string{
		"addr", "fixtures", "watch", "seed", "limits", "time", "freeze", "journal-size", "max-body",
		"log-format", "log-level", "admin", "admin-addr", "admin-token",
		"tls-addr", "tls-hosts", "tls-ca-dir", "tls-cert", "tls-key", "faults", "fail-on-unmatched",
	} {
		if findSetting(flag) == nil {
			t.Errorf("there is no flag --%s", flag)
		}
	}
}

// TestHelpOfCommands: each command has help of its own, with what it reads and no line that a page cuts.
func TestHelpOfCommands(t *testing.T) {
	t.Parallel()
	for _, c := range commands() {
		help := call([]string{"CHATDOUBLE_LIMITS=bad"}, "", append(strings.Fields(c.name), "--help")...)
		if got := call(nil, "", append([]string{"help"}, strings.Fields(c.name)...)...); got != help {
			t.Errorf("help %s gives %+v, want the same as %[1]s --help", c.name, got)
		}
		if !strings.HasPrefix(help.out, "Usage: chatdouble "+c.name+" [FLAG]...") || help.code != exitDone || help.stderr != "" {
			t.Errorf("%s --help: %+v", c.name, help)
		}
		for line := range strings.Lines(help.out) {
			if len(line) > helpWidth+1 {
				t.Errorf("%s --help has a line of %d columns: %s", c.name, len(line)-1, line)
			}
		}
		for i := range reference {
			s := &reference[i]
			if label := "\n  " + cmp.Or(s.usage(), s.variable()); strings.Contains(help.out, label) != s.isOf(c.name) {
				t.Errorf("%s --help and %s: it is there or not, other than it should be", c.name, label)
			}
		}
	}
	group := call(nil, "", "fixtures", "--help").out
	if !strings.Contains(group, "Usage: chatdouble fixtures check [FLAG]") || !strings.Contains(group, "Usage: chatdouble fixtures schema") {
		t.Errorf("fixtures --help is\n%s", group)
	}
}

// TestHelpNamesTheProgram: examples can be run as they are by who has started the program otherwise.
func TestHelpNamesTheProgram(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := &world{args: []string{"sign", "--help"}, stdout: &out, program: func() string { return "go run ./cmd/mockserver" }}
	if code := run(w); code != exitDone {
		t.Fatalf("exit code %d", code)
	}
	if help := out.String(); !strings.Contains(help, `"$(go run ./cmd/mockserver sign `) || strings.Contains(help, "chatdouble sign") {
		t.Errorf("the help is\n%s", help)
	}
}

func TestOperations(t *testing.T) {
	t.Parallel()
	got := call(nil, "", "operations")
	if got.code != exitDone || got.stderr != "" || strings.Count(got.out, "\n") != len(server.Operations()) {
		t.Errorf("%+v", got)
	}
	hasLine(t, strings.Split(got.out, "\n"), "cometchat", "ListBlockedUsers", "GET /v3/users/{uid}/blockedusers")
	hasLine(t, strings.Split(got.out, "\n"), "zim", "QueryBlacklist", "GET /?Action=QueryBlacklist")

	codes := call(nil, "", "operations", "--codes")
	if codes.code != exitDone || codes.stderr != "" || strings.Count(codes.out, "\n") != len(server.Codes()) {
		t.Errorf("%+v", codes)
	}
	hasLine(t, strings.Split(codes.out, "\n"), "cometchat", "ERR_UID_NOT_FOUND", "404", "ListBlockedUsers")
	hasLine(t, strings.Split(codes.out, "\n"), "zim", "660800039", "CheckUsersIsInBlacklist")
}

// hasLine looks for a line that has all the parts.
func hasLine(t *testing.T, lines []string, parts ...string) {
	t.Helper()
	for _, line := range lines {
		all := true
		for _, part := range parts {
			all = all && strings.Contains(line, strings.TrimSpace(part))
		}
		if all {
			return
		}
	}
	t.Errorf("no line of the help has all of %q", parts)
}

// TestDefaults keeps the defaults good by their own rules: nothing else reads them.
func TestDefaults(t *testing.T) {
	t.Parallel()
	for i := range reference {
		if s := &reference[i]; s.def != "" && !s.set(&settings{}, s.def) {
			t.Errorf("the default of %s is %q, which it does not accept", s.name, s.def)
		}
	}
}

func TestUnknownVariables(t *testing.T) {
	t.Parallel()
	env := []string{
		"CHATDOUBLE_FIXTURE=x", "CHATDOUBLE_ADDRESS=:1", "CHATDOUBLE_LIMIT=", "CHATDOUBLE_SEED=4", "HOME=/", "OTHER_CHATDOUBLE_ADDR=1",
		// What Kubernetes sets for a service called chatdouble.
		"CHATDOUBLE_SERVICE_HOST=10.0.0.1", "CHATDOUBLE_SERVICE_PORT=8080", "CHATDOUBLE_SERVICE_PORT_HTTP=8080",
		"CHATDOUBLE_PORT=tcp://10.0.0.1:8080", "CHATDOUBLE_PORT_8080_TCP=tcp://10.0.0.1:8080", "CHATDOUBLE_PORT_8080_TCP_ADDR=10.0.0.1",
	}
	got := call(env, "", "fixtures", "check", "--log-format", "json")
	lines := strings.Split(strings.TrimSpace(got.stderr), "\n")
	if got.code != exitDone || len(lines) != 2 {
		t.Fatalf("%+v, want two warnings", got)
	}
	for i, want := range []string{
		`"level":"WARN","msg":"unknown variable in the environment","name":"CHATDOUBLE_ADDRESS","nearest":"CHATDOUBLE_ADDR","takes":"HOST:PORT or :PORT, such as 127.0.0.1:8080, with a port from 0 to 65535"}`,
		`"level":"WARN","msg":"unknown variable in the environment","name":"CHATDOUBLE_FIXTURE","nearest":"CHATDOUBLE_FIXTURES","takes":"a file, a folder, or - for stdin"}`,
	} {
		if !strings.HasSuffix(lines[i], want) {
			t.Errorf("warning %d is %s, want %s at the end", i, lines[i], want)
		}
	}
	if got := call([]string{"CHATDOUBLE_PORT=9000"}, "", "fixtures", "check"); !strings.Contains(got.stderr, `name=CHATDOUBLE_PORT nearest=CHATDOUBLE_ADDR takes="HOST:PORT`) {
		t.Errorf("CHATDOUBLE_PORT=9000 gives no warning: %+v", got)
	}
	if got := call(env, "", "version"); got.stderr != "" {
		t.Errorf("version, which reads no settings, warns: %s", got.stderr)
	}
}

// TestForeignVariables has variables of another program, which is run in the same jobs: they are nobody's
// business here.
func TestForeignVariables(t *testing.T) {
	t.Parallel()
	environ := []string{"MOCKSERVER_LOG_LEVEL=INFO", "MOCKSERVER_SERVER_PORT=1080", "MOCKSERVER_ADDR=nowhere"}
	if unknown := unknownVariables(environ); unknown != nil {
		t.Errorf("the program warns of %q", unknown)
	}
	usual, with := call(nil, "", "fixtures", "check"), call(environ, "", "fixtures", "check")
	if with != usual {
		t.Errorf("with them the program says %+v, without them %+v", with, usual)
	}
	s, err := readSettings(nil, environ)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range settingCases {
		if got := fmt.Sprint(c.get(s)); got != c.def {
			t.Errorf("%s is %s with them, want %s", c.name, got, c.def)
		}
	}
}

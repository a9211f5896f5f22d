package main

import (
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// execute runs the test binary as the command of exec: flags of exec, then "--", then the steps.
func execute(env []string, stdin string, args ...string) result {
	return call(append(env, ofCommand()...), stdin, execLine(args)...)
}

func execLine(args []string) []string {
	split := slices.Index(args, "--") + 1
	return slices.Concat([]string{"exec"}, args[:split], []string{os.Args[0]}, args[split:])
}

// It runs alone: a test beside it could be given the port that it looks at in the end.
func TestExecHandsOverTheServer(t *testing.T) {
	env := []string{
		"PATH=/somewhere", "ZIM_SERVER_SECRET=that of production", "COMETCHAT_BASE_URL=https://api.example", "PORT=no port",
	}
	got := execute(env, "",
		"--", "print=PATH", "print=PORT", "print=ZIM_APP_ID", "print=ZIM_SERVER_SECRET", "print=COMETCHAT_APP_ID", "print=COMETCHAT_API_KEY",
		"print=ZIM_BASE_URL", "print=CHATDOUBLE_ADMIN_TOKEN", "print=CHATDOUBLE_TLS_URL", "print=CHATDOUBLE_CA_FILE",
		"get=$COMETCHAT_BASE_URL/users/cometchat-uid-1/blockedusers", "ask=/?Action=QueryBlacklist&FromUserId=alice", "get=$CHATDOUBLE_ADMIN_URL/__admin/readyz",
	)
	if got.code != exitDone || got.stderr != "" {
		t.Fatalf("%+v, want exit 0 and silence on stderr", got)
	}
	lines := strings.Split(got.out, "\n")
	for i, want := range []string{
		"PATH: /somewhere", "PORT: no port", "ZIM_APP_ID: 1234567890", "ZIM_SERVER_SECRET: " + defaultSecret, "COMETCHAT_APP_ID: mockapp",
		"COMETCHAT_API_KEY: " + strings.TrimPrefix(defaultKey, "apikey: "),
		"ZIM_BASE_URL: http://127.0.0.1:", "CHATDOUBLE_ADMIN_TOKEN: not set", "CHATDOUBLE_TLS_URL: not set", "CHATDOUBLE_CA_FILE: not set",
		`200 {"data":[{"uid":"cometchat-uid-6"`, `200 {"Code":0,`, `200 `, "",
	} {
		if i >= len(lines) || !strings.HasPrefix(lines[i], want) || want == "" && lines[i] != "" {
			t.Fatalf("line %d of the command's output is not %q:\n%s", i+1, want, got.out)
		}
	}
	at, err := url.Parse(strings.TrimPrefix(lines[6], "ZIM_BASE_URL: "))
	if err != nil || at.Port() == "8080" {
		t.Errorf("the server is at %v, %v; want a free port", at, err)
	}
	if conn, err := net.Dial("tcp", at.Host); err == nil {
		_ = conn.Close()
		t.Errorf("something still listens at %s", at.Host)
	}
}

func TestExecFollowsTheSettings(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, tt := range []struct {
		name string
		env  []string
		args []string
		want string // in the command's output
	}{
		{"addr", nil, []string{"--addr", "localhost:0", "--", "print=ZIM_BASE_URL"}, "ZIM_BASE_URL: http://localhost:"},
		{"addr of the environment", []string{"CHATDOUBLE_ADDR=localhost:0"}, []string{"--", "print=ZIM_BASE_URL"}, "ZIM_BASE_URL: http://localhost:"},
		{"frozen", nil, []string{"--freeze", "--time", "2031-02-03T04:05:06Z", "--", "get=$CHATDOUBLE_ADMIN_URL/__admin/health"}, "2031-02-03T04:05:06"},
		{"admin off", nil, []string{"--admin", "off", "--", "print=CHATDOUBLE_ADMIN_URL"}, "CHATDOUBLE_ADMIN_URL: not set"},
		{
			"admin address and token", nil,
			[]string{"--admin-addr", "127.0.0.1:0", "--admin-token", "t0ken", "--", "get=$CHATDOUBLE_ADMIN_URL/__admin/health", "get=$ZIM_BASE_URL/__admin/health"},
			"} \n404 ",
		},
		{"TLS", nil, []string{"--tls-addr", "127.0.0.1:0", "--tls-ca-dir", folder, "--", "trust=/__admin/readyz"}, "200 "},
		{"a CA of this start", nil, []string{"--tls-addr", "127.0.0.1:0", "--", "print=CHATDOUBLE_TLS_URL", "print=CHATDOUBLE_CA_FILE"}, "\nCHATDOUBLE_CA_FILE: not set\n"},
		{
			"one vendor alone",
			[]string{"COMETCHAT_APP_ID=other", "CHATDOUBLE_FIXTURES_YAML=zim: [{appId: 7, serverSecret: s}]"},
			[]string{"--", "print=ZIM_APP_ID", "print=COMETCHAT_APP_ID", "print=COMETCHAT_API_KEY"},
			"ZIM_APP_ID: 7\nCOMETCHAT_APP_ID: other\nCOMETCHAT_API_KEY: not set\n",
		},
		{
			"no key",
			[]string{"COMETCHAT_API_KEY=that of production", "CHATDOUBLE_FIXTURES_YAML=cometchat: [{appId: a}]"},
			[]string{"--", "print=COMETCHAT_APP_ID", "print=COMETCHAT_API_KEY"},
			"COMETCHAT_APP_ID: a\nCOMETCHAT_API_KEY: \n",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := execute(tt.env, "", tt.args...); got.code != exitDone || got.unlogged() != "" || !strings.Contains(got.out, tt.want) {
				t.Errorf("%+v, want %q", got, tt.want)
			}
		})
	}
}

func TestExecConnectsTheStreams(t *testing.T) {
	t.Parallel()
	got := execute(nil, "line 1\nline 2\n", "--", "copy", "complain=oh")
	if want := (result{exitDone, "line 1\nline 2\n", "oh\n"}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	// What is behind the command is the command's, also without "--".
	got = call(ofCommand(), "", "exec", "--limits", "off", os.Args[0], "--addr", "--", "exit=3")
	if got.code != 2 || !strings.Contains(got.stderr, "--addr") {
		t.Errorf("%+v, want the command's own complaint about --addr", got)
	}
}

func TestExecExitsAsTheCommand(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	plain, foreign := filepath.Join(folder, "plain"), filepath.Join(folder, "foreign")
	for path, mode := range map[string]os.FileMode{plain: 0o600, foreign: 0o700} {
		if err := os.WriteFile(path, []byte("no program"), mode); err != nil {
			t.Fatal(err)
		}
	}
	for _, code := range []int{0, 1, 2, 77} {
		if got := execute(nil, "", "--", fmt.Sprintf("exit=%d", code)); got != (result{code, "", ""}) {
			t.Errorf("a command that exits with %d gives %+v", code, got)
		}
	}
	if got := execute(nil, "", "--", "die"); runtime.GOOS != "windows" && got != (result{exitSignal + 9, "", ""}) {
		t.Errorf("a command that is killed gives %+v, want exit code %d", got, exitSignal+9)
	}
	for _, tt := range []struct {
		command string
		code    int
		want    string
	}{
		{"no-such-program-anywhere", exitNotFound, `cannot run "no-such-program-anywhere": there is no program of that name in PATH`},
		{folder + "/gone", exitNotFound, `cannot run "` + folder + `/gone": no such file or directory`},
		{plain, exitCannotRun, `cannot run "` + plain + `": permission denied`},
		{foreign, exitCannotRun, `cannot run "` + foreign + `": exec format error`},
		{"it's -v", exitNotFound, `cannot run "it's -v": there is no program of that name in PATH; a line for a shell is run by: exec -- sh -c 'it'\''s -v'`},
	} {
		if runtime.GOOS == "windows" {
			break // it has other words
		}
		if got, want := call(nil, "", "exec", "--", tt.command), (result{tt.code, "", "chatdouble: " + tt.want + "\n"}); got != want {
			t.Errorf("got %+v\nwant %+v", got, want)
		}
	}
	if got := execute([]string{"CHATDOUBLE_FIXTURES_YAML=zim: 1"}, "", "--", "complain=begun"); got.code != exitFailed || strings.Contains(got.stderr, "begun") {
		t.Errorf("with a bad fixture: %+v", got)
	}
}

func TestExecHandsOnSignals(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no process can send SIGTERM here")
	}
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		out, stderr, signals, code := newStream(), newStream(), make(chan os.Signal, 1), make(chan int)
		go func() {
			code <- run(&world{
				args: execLine([]string{"--", "wait", "exit=5"}), environ: ofCommand(),
				stdin: strings.NewReader(""), stdout: out, stderr: stderr,
				interrupts: func() <-chan os.Signal { return signals },
				ticks:      func(time.Duration) <-chan time.Time { return nil },
			})
			out.close()
		}()
		if out.wait("waiting\n") {
			signals <- signal
		}
		if got := <-code; got != 5 || out.text() != "waiting\ngot "+signal.String()+"\n" || stderr.text() != "" {
			t.Errorf("after %v: exit code %d, output %q, %q", signal, got, out.text(), stderr.text())
		}
	}
}

// TestExecLeavesCtrlCToTheTerminal has a terminal as stdin: it sends the signal to the command itself.
func TestExecLeavesCtrlCToTheTerminal(t *testing.T) {
	t.Parallel()
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no terminal to be had: ", err)
	}
	defer terminal.Close()
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	if isTerminal(null) || isTerminal(strings.NewReader("")) || !isTerminal(terminal) {
		t.Error("a terminal is not told from what is none")
	}
	out, signals := newStream(), make(chan os.Signal, 2)
	code := make(chan int)
	go func() {
		code <- run(&world{
			args: execLine([]string{"--", "wait"}), environ: ofCommand(),
			stdin: terminal, stdout: out, stderr: io.Discard,
			interrupts: func() <-chan os.Signal { return signals },
			ticks:      func(time.Duration) <-chan time.Time { return nil },
		})
		out.close()
	}()
	if out.wait("waiting\n") {
		signals <- os.Interrupt
		signals <- syscall.SIGTERM
	}
	if got := <-code; got != exitDone || out.text() != "waiting\ngot terminated\n" {
		t.Errorf("exit code %d, output %q; want the second signal alone", got, out.text())
	}
}

func TestExecFailsOnUnmatched(t *testing.T) {
	t.Parallel()
	const key = "0123456789abcdef0123456789abcdef01234567"
	matched := []string{"get=$COMETCHAT_BASE_URL/users/cometchat-uid-1/blockedusers", "get=$COMETCHAT_BASE_URL/users/nobody/blockedusers"}
	lost := []string{"get=$COMETCHAT_BASE_URL/user/1?key=" + key, "get=$ZIM_BASE_URL/?Action=QueryBlocklist&AppId=1234567890", "get=$ZIM_BASE_URL/nowhere"}
	reset := "post=$CHATDOUBLE_ADMIN_URL/__admin/reset" // forgets the journal, and not what is listed
	for _, tt := range []struct {
		name  string
		args  []string
		steps []string
		code  int
		list  bool
	}{
		{"all matched", []string{"--fail-on-unmatched"}, matched, exitDone, false},
		{"not asked for", nil, lost, exitDone, false},
		{"lost", []string{"--fail-on-unmatched"}, slices.Concat(matched, lost), exitFailed, true},
		{"lost without a log", []string{"--fail-on-unmatched", "--log-level", "error"}, slices.Concat(matched, lost), exitFailed, true},
		{"lost and forgotten", []string{"--fail-on-unmatched", "--journal-size", "1"}, append(slices.Clone(lost), reset), exitFailed, true},
		{"the command failed too", []string{"--fail-on-unmatched"}, append(slices.Clone(lost), "exit=3"), 3, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := execute(nil, "", slices.Concat(tt.args, []string{"--"}, tt.steps)...)
			if got.code != tt.code {
				t.Errorf("exit code %d, want %d; %s", got.code, tt.code, got.stderr)
			}
			lines := strings.Split(got.unlogged(), "\n")
			if !tt.list {
				if got.unlogged() != "" {
					t.Errorf("stderr has %s", got.stderr)
				}
				return
			}
			for i, want := range []string{
				"chatdouble: 3 requests matched no operation:",
				"  GET /v3/user/1?key=", "  GET /?Action=QueryBlocklist: no action ", "  GET /nowhere: no such path: ", "",
			} {
				if i >= len(lines) || !strings.HasPrefix(lines[i], want) {
					t.Fatalf("line %d is not %q:\n%s", i+1, want, got.stderr)
				}
			}
			if strings.Contains(got.stderr, key) {
				t.Errorf("a key is shown: %s", got.stderr)
			}
		})
	}
}

func TestUnmatchedListIsBounded(t *testing.T) {
	t.Parallel()
	u := &unmatched{}
	u.note("GET", "/\x1b[2J", "why")
	if got, want := u.String(), "1 request matched no operation:\n  GET \"/\\x1b[2J\": why"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for i := range shownUnmatched {
		u.note("GET", "/x", fmt.Sprint(i))
	}
	got := u.String()
	if !strings.HasPrefix(got, "51 requests ") || !strings.HasSuffix(got, "\n  and 1 more") || strings.Count(got, "\n") != shownUnmatched+1 {
		t.Errorf("got %s", got)
	}
}

// TestUnmatchedOfOneKindStandTogether: parallel tests that make one mistake differ in what signs a call.
func TestUnmatchedOfOneKindStandTogether(t *testing.T) {
	t.Parallel()
	u := &unmatched{}
	for i := range 20 {
		u.note(
			"GET", fmt.Sprintf("/?Action=Foo&AppId=%d&SignatureNonce=%x&Timestamp=%d&SignatureVersion=2.0&Signature=%032x&From%%55serId=a", i, i, i, i), "no such action",
		)
	}
	u.note("POST", "/?Signature=%zz&AppId=1", "no such action")
	for i := range 5 {
		path := fmt.Sprintf("/v3/grops/%d", i)
		u.note("GET", path+"?page=1", "no operation GET "+path+" is emulated")
	}
	for _, path := range []string{"/q1", "/q2"} { // nothing says that these are one mistake
		u.note("GET", path, "no such path")
	}
	want := "28 requests matched no operation:\n  GET /?Action=Foo&From%55serId=a: no such action (20 times)\n  POST /: no such action" +
		"\n  GET /v3/grops/0?page=1: no operation GET /v3/grops/0 is emulated (5 times)\n  GET /q1: no such path\n  GET /q2: no such path"
	if got := u.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestHelpNamesWhatExecHandsOver(t *testing.T) {
	t.Parallel()
	help := call(nil, "", "exec", "--help").out
	fixtures := "CHATDOUBLE_FIXTURES_YAML=cometchat: [{appId: a}]\nzim: [{appId: 7, serverSecret: s}]"
	s := mustRead(t, []string{"--addr", "127.0.0.1:0", "--tls-addr", "127.0.0.1:0", "--tls-ca-dir", t.TempDir(), "--admin-token", "t"}, []string{fixtures})
	v, err := (&world{}).open(s, newLogger(newStream(), s), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer v.close()
	all := v.handed()
	if len(all) != 10 {
		t.Fatalf("%q; want 10 variables", all)
	}
	for _, entry := range all {
		name, value, _ := strings.Cut(entry, "=")
		if !strings.Contains(help, "  "+name) && !strings.Contains(help, ", "+name) {
			t.Errorf("the help does not name %s (%s)", name, value)
		}
		if unknown := unknownVariables([]string{entry}); unknown != nil {
			t.Errorf("the program warns of %q, which it has set itself", unknown)
		}
	}
}

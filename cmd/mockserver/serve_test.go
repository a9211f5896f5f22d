package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"syscall"
	"testing"
)

const (
	defaultKey    = "apikey: 0123456789abcdef0123456789abcdef01234567"
	defaultSecret = "0123456789abcdef0123456789abcdef"
)

// signed is a ZIM call as the program's own sign makes it.
func (r *running) signed(query string, flags ...string) string {
	r.t.Helper()
	got := call(nil, "", append(flags, "sign", r.url("ZIM")+"/?"+query)...)
	if got.code != exitDone {
		r.t.Fatalf("sign: %+v", got)
	}
	return strings.TrimSuffix(got.out, "\n")
}

func TestServe(t *testing.T) {
	t.Parallel()
	r := start(t, nil, "")
	base := r.url("ZIM")
	host, port, err := net.SplitHostPort(strings.TrimPrefix(base, "http://"))
	if err != nil || host != "127.0.0.1" || port == "0" {
		t.Fatalf("the welcome shows %s, want the bound address", base)
	}
	want := fmt.Sprintf(`CometChat  %[1]s/v3       appId=mockapp  apikey=0123456789abcdef0123456789abcdef01234567 (fullAccess)
ZIM        %[1]s          AppId=1234567890  ServerSecret=0123456789abcdef0123456789abcdef
Admin      %[1]s/__admin  a page for browsers; docs/admin.md has its calls
try: curl -H 'apikey: 0123456789abcdef0123456789abcdef01234567' '%[1]s/v3/users/cometchat-uid-1/blockedusers'
try: curl "$(chatdouble sign '%[1]s/?Action=QueryBlacklist&FromUserId=alice&Limit=100&Next=0')"
`, base)
	if got := r.out.text(); got != want {
		t.Errorf("the welcome is\n%s\nwant\n%s", got, want)
	}
	if !strings.Contains(r.stderr.text(), `level=INFO msg=listening addr=127.0.0.1:`+port+"\n") {
		t.Errorf("the log is %s", r.stderr.text())
	}
	r.signals <- syscall.SIGTERM
	<-r.done
	if r.code != exitDone {
		t.Errorf("after SIGTERM the exit code is %d, want %d", r.code, exitDone)
	}
	if log := r.stderr.text(); !strings.Contains(log, "msg=stopping signal=terminated\n") || !strings.Contains(log, "msg=stopped\n") {
		t.Errorf("the log is %s", log)
	}
	if got := r.out.text(); got != want {
		t.Errorf("more was printed after the welcome:\n%s", got)
	}
}

// TestSettingsTakeEffect looks from outside at what each setting changes.
func TestSettingsTakeEffect(t *testing.T) {
	t.Parallel()
	const blocked = "/users/cometchat-uid-1/blockedusers"
	for _, tt := range []struct {
		name string
		args []string
		env  []string
		do   func(r *running)
	}{
		{"limits off", []string{"--limits", "off"}, nil, func(r *running) {
			for range 25 { // the vendor's limit is 20 a second
				if _, body := r.get(r.signed("Action=QueryBlacklist&FromUserId=alice")); !strings.Contains(body, `"Code":0,`) {
					t.Fatalf("a call is refused: %s", body)
				}
			}
		}},
		{"limits on", []string{"--time", "2024-01-01T00:00:00Z", "--freeze"}, nil, func(r *running) {
			call := r.signed("Action=QueryBlacklist&FromUserId=alice", "--time", "2024-01-01T00:00:00Z")
			for range 20 {
				r.get(call)
			}
			if _, body := r.get(call); !strings.Contains(body, `"Code":660300005,`) {
				t.Errorf("call 21 within a second that stands still: %s", body)
			}
		}},
		{"time and freeze", nil, []string{"CHATDOUBLE_TIME=2031-02-03T04:05:06Z", "CHATDOUBLE_FREEZE=on"}, func(r *running) {
			response, _ := r.get(r.url("CometChat")+blocked, defaultKey)
			if got := response.Header.Get("Date"); got != "Mon, 03 Feb 2031 04:05:06 GMT" {
				t.Errorf("Date is %s", got)
			}
		}},
		{"seed", []string{"--seed", "99"}, nil, func(r *running) {
			_, other := r.get(r.url("CometChat")+"/users/user-0001/blockedusers", defaultKey)
			_, plain := start(t, nil, "").get(r.url("CometChat")+"/users/user-0001/blockedusers", defaultKey)
			_, again := start(t, []string{"CHATDOUBLE_SEED=99"}, "").get(r.url("CometChat")+"/users/user-0001/blockedusers", defaultKey)
			if !strings.Contains(other, `"uid":`) || other != again || plain == "" {
				t.Errorf("the same seed gives\n%s\nand\n%s", other, again)
			}
		}},
		{"max body", []string{"--max-body", "8"}, nil, func(r *running) {
			at := r.signed("Action=QueryBlacklist&FromUserId=alice")
			for body, want := range map[string]string{`{"a":1}`: `"Code":0,`, `{"a":123}`: `"Message":"read body failed"`} {
				response, err := http.Post(at, "application/json", strings.NewReader(body))
				if err != nil {
					t.Fatal(err)
				}
				defer response.Body.Close()
				var text strings.Builder
				_ = response.Write(&text)
				if !strings.Contains(text.String(), want) {
					t.Errorf("a body of %d bytes gives %s, want %s", len(body), text.String(), want)
				}
			}
		}},
		{"journal size", []string{"--journal-size", "2"}, nil, func(r *running) {
			for range 5 {
				r.get(r.url("CometChat")+blocked, defaultKey)
			}
			_, body := r.get(r.url("ZIM") + "/__admin/requests")
			if n := strings.Count(body, `"ListBlockedUsers"`); n != 2 {
				t.Errorf("the journal has %d calls, want 2: %s", n, body)
			}
		}},
		{"log format and level", []string{"--log-format", "json", "--log-level", "debug"}, nil, func(r *running) {
			r.get(r.url("CometChat")+blocked, defaultKey)
			if !r.stderr.wait(`"msg":"answered"`) {
				t.Errorf("no line for the request")
			}
			for line := range strings.Lines(r.stderr.text()) {
				if !json.Valid([]byte(line)) {
					t.Errorf("no JSON: %s", line)
				}
			}
			if !strings.HasPrefix(r.out.text(), "CometChat  http") {
				t.Errorf("the welcome has changed: %s", r.out.text())
			}
			if log := r.stderr.text(); strings.Contains(log, defaultSecret) {
				t.Errorf("a secret is in the log: %s", log)
			}
		}},
		{"log level", []string{"--log-level", "error"}, []string{"CHATDOUBLE_ODD=1"}, func(r *running) {
			if log := r.stderr.text(); log != "" {
				t.Errorf("the log has %s", log)
			}
		}},
		{"admin off", []string{"--admin", "off"}, nil, func(r *running) {
			response, _ := r.get(r.url("ZIM") + "/__admin/readyz")
			if response.StatusCode != http.StatusNotFound || strings.Contains(r.out.text(), "Admin") {
				t.Errorf("readyz answers %s; the welcome is %s", response.Status, r.out.text())
			}
		}},
		{"admin address", []string{"--admin-addr", "127.0.0.1:0", "--addr", "127.0.0.1:0"}, nil, func(r *running) {
			admin := r.url("Admin")
			if strings.HasPrefix(admin, r.url("ZIM")+"/") {
				t.Errorf("the admin API is at %s, the main address", admin)
			}
			for at, want := range map[string]int{
				admin + "/readyz":                200,
				r.url("ZIM") + "/__admin/readyz": 404,
				strings.Replace(admin, "__admin", "v3/users/x/blockedusers", 1): 404,
			} {
				if response, _ := r.get(at); response.StatusCode != want {
					t.Errorf("%s answers %s, want %d", at, response.Status, want)
				}
			}
			if log := r.stderr.text(); strings.Count(log, "msg=listening") != 1 || !strings.Contains(log, " admin-addr=127.0.0.1:") {
				t.Errorf("the log is %s", log)
			}
		}},
		{"admin token", nil, []string{"CHATDOUBLE_ADMIN_TOKEN=t0ken"}, func(r *running) {
			for _, tt := range []struct {
				path, header string
				want         int
			}{{"health", "X-Other: 1", 401}, {"health", "Authorization: Bearer t0ken", 200}, {"readyz", "X-Other: 1", 200}} {
				if response, _ := r.get(r.url("ZIM")+"/__admin/"+tt.path, tt.header); response.StatusCode != tt.want {
					t.Errorf("%s with %q answers %s, want %d", tt.path, tt.header, response.Status, tt.want)
				}
			}
			if all := r.out.text() + r.stderr.text(); strings.Contains(all, "t0ken") {
				t.Errorf("the token is shown: %s", all)
			}
		}},
		{"every interface", []string{"--addr", ":0"}, nil, func(r *running) {
			if base := r.url("ZIM"); !strings.HasPrefix(base, "http://127.0.0.1:") {
				t.Errorf("the welcome shows %s, want an address that can be called", base)
			}
			r.get(r.url("CometChat")+blocked, defaultKey)
		}},
		{"host name", []string{"--addr", "localhost:0"}, nil, func(r *running) {
			if base := r.url("ZIM"); !strings.HasPrefix(base, "http://localhost:") {
				t.Errorf("the welcome shows %s", base)
			}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := start(t, tt.env, "", tt.args...)
			tt.do(r)
		})
	}
}

// manyApps has several apps of each vendor; what is to be shown is not the first thing in it.
const manyApps = `
cometchat:
  - appId: one
    apiKeys: [{key: "it's/a+key", scope: fullAccess}]
    users: [{uid: nobody}, {uid: somebody, blocks: [nobody]}]
  - {appId: two, apiKeys: [{key: k, scope: fullAccess}]}
  - {appId: three}
zim:
  - appId: 4294967295
    serverSecret: "it's $(a) \"secret\""
    users: [{userId: none}, {userId: "a #&+%"}, {userId: "it s", blacklist: [none]}]
  - {appId: 2, serverSecret: s}
`

// TestTry runs the lines of the welcome as a person would: each has to give somebody's block list.
func TestTry(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		yaml  string // empty: the built-in fixture
		args  []string
		env   []string
		stdin bool // the fixture comes by stdin, else as a file
		want  int  // lines to try
	}{
		{name: "default", want: 2},
		{name: "frozen", args: []string{"--freeze", "--time", "2001-02-03T04:05:06.7+01:00"}, want: 2},
		{name: "frozen now", args: []string{"--freeze"}, want: 2},
		{name: "other time", args: []string{"--time", "2001-02-03T04:05:06Z"}, want: 2},
		{name: "other time from the environment", env: []string{"CHATDOUBLE_TIME=2001-02-03T04:05:06Z"}, want: 2},
		{name: "many apps", yaml: manyApps, want: 2},
		{name: "many apps by stdin", yaml: manyApps, stdin: true, want: 2},
		{name: "many apps inline", env: []string{"CHATDOUBLE_FIXTURES_YAML=" + manyApps}, want: 2},
		{name: "generated people only", want: 2, yaml: `
cometchat: [{appId: a, apiKeys: [{key: k, scope: fullAccess}], users: [{uid: user-0001}], generate: {users: 2, blocks: {each: 1}}}]
zim: [{appId: 1, serverSecret: s, generate: {users: 2, blacklist: {each: 1}}}]`},
		{name: "nobody", want: 0, yaml: `
cometchat: [{appId: a, apiKeys: [{key: k, scope: fullAccess}]}]
zim: [{appId: 1, serverSecret: s}]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			args, stdin := tt.args, ""
			switch {
			case tt.stdin:
				args, stdin = append(args, "--fixtures", "-"), tt.yaml
			case tt.yaml != "":
				args = append(args, "--fixtures", write(t, "it's here.yaml", tt.yaml))
			}
			r := start(t, tt.env, stdin, args...)
			tried := 0
			for line := range strings.Lines(r.out.text()) {
				if line, ok := strings.CutPrefix(line, "try: "); ok {
					tried++
					answer := r.paste(tt.env, strings.TrimSuffix(line, "\n"))
					if !strings.Contains(answer, `"blockedByMe":true`) && !strings.Contains(answer, `"Blacklist":[{"UserId":`) {
						t.Errorf("%sgives no data: %s", line, answer)
					}
				}
			}
			if tried != tt.want {
				t.Errorf("%d lines to try, want %d:\n%s", tried, tt.want, r.out.text())
			}
		})
	}
}

// paste does what a shell does with a line of the welcome.
func (r *running) paste(env []string, line string) string {
	r.t.Helper()
	words := shellWords(r.t, line)
	if words[0] != "curl" {
		r.t.Fatalf("not a curl: %s", line)
	}
	at, header := "", []string(nil)
	for i := 1; i < len(words); i++ {
		if words[i] == "-H" {
			header = append(header, words[i+1])
			i++
		} else if at != "" {
			r.t.Fatalf("two URLs in %s", line)
		} else {
			at = words[i]
		}
	}
	if inner, ok := strings.CutPrefix(at, "$("); ok {
		words = shellWords(r.t, strings.TrimSuffix(inner, ")"))
		if words[0] != "chatdouble" {
			r.t.Fatalf("not this program: %s", line)
		}
		got := call(env, "", words[1:]...)
		if got.code != exitDone || strings.Count(got.out, "\n") != 1 {
			r.t.Fatalf("%q gives %+v", words, got)
		}
		at = strings.TrimSuffix(got.out, "\n")
	}
	_, body := r.get(at, header...)
	return body
}

// shellWords splits a line as a shell does: '...' is literal, "$(...)" is one word, \' is '.
func shellWords(t *testing.T, line string) []string {
	t.Helper()
	var words []string
	for line = strings.TrimLeft(line, " "); line != ""; line = strings.TrimLeft(line, " ") {
		if inner, ok := strings.CutPrefix(line, `"$(`); ok {
			end := strings.LastIndex(inner, `)"`)
			words, line = append(words, "$("+inner[:end]+")"), inner[end+2:]
			continue
		}
		word, quoted := "", false
		for line != "" && (quoted || line[0] != ' ') {
			switch c := line[0]; {
			case c == '\'':
				quoted = !quoted
			case c == '\\' && !quoted:
				line = line[1:]
				word += line[:1]
			case !quoted && strings.ContainsRune("\"$`&;|<>()*?#~!", rune(c)):
				t.Fatalf("%q is not quoted at %s", c, line)
			default:
				word += string(c)
			}
			line = line[1:]
		}
		words = append(words, word)
	}
	return words
}

func TestWelcomeOfManyApps(t *testing.T) {
	t.Parallel()
	r := start(t, nil, manyApps, "--fixtures", "-", "--time", "2024-01-01T00:00:00Z")
	for _, want := range []string{
		"/v3       appId=one  apikey=it's/a+key (fullAccess)  and 2 more apps\n",
		"     AppId=4294967295  ServerSecret=it's $(a) \"secret\"  and 1 more app\n",
		`try: curl -H 'apikey: it'\''s/a+key' -H 'appId: one' 'http://`,
		"/v3/users/somebody/blockedusers'\n",
		`try: curl "$(chatdouble sign --app-id 4294967295 --server-secret 'it'\''s $(a) "secret"' --time 2024-01-01T00:00:00Z 'http://`,
		"&FromUserId=it+s&Limit=100&Next=0')\"\nnote: that signature has the time of the start, and",
	} {
		if !strings.Contains(r.out.text(), want) {
			t.Errorf("the welcome has no %s:\n%s", want, r.out.text())
		}
	}
	r = start(t, nil, "", "--fixtures", write(t, "empty.yaml", "seed: 3"))
	if got := r.out.text(); strings.Count(got, "no app\n") != 2 {
		t.Errorf("without apps the welcome is %s", got)
	}
}

func TestStartFails(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	busy := taken.Addr().String()
	one := write(t, "one.yaml", "zim:\n  - {appId: 1, serverSecret: s, usrs: []}\n")
	three := write(t, "three.yaml", "zim:\n  - {appId: 1, serverSecret: s, a: 1}\n  - {appId: 2}\n  - {appId: x, serverSecret: s}\n")
	empty := t.TempDir()
	for _, tt := range []struct {
		args []string
		want string // begins the sentence, or is it
	}{
		{[]string{"--addr", busy}, "cannot listen on " + busy + " (--addr): another program listens there; stop it or choose another address, port 0 for any free port\n"},
		{[]string{"--addr", "127.0.0.1:0", "--admin-addr", busy}, "cannot listen on " + busy + " (--admin-addr): another program listens there; stop it or choose another address, port 0 for any free port\n"},
		{[]string{"--fixtures", empty}, "reading fixtures: the folder " + empty + " has no *.yaml or *.yml file\n"},
		{[]string{"--fixtures", empty + "/no.yaml"}, "reading fixtures: stat " + empty + "/no.yaml: no such file or directory\n"},
		{[]string{"--fixtures", one}, one + `:2: unknown field "usrs"`},
		{[]string{"--fixtures", three}, three + `:2: unknown field "a"`},
		{[]string{"--fixtures", "-"}, "stdin:1: "},
	} {
		got := call(nil, "", append([]string{"--addr", "127.0.0.1:0"}, tt.args...)...)
		if got.code != exitFailed || got.out != "" || !strings.HasPrefix(got.stderr, "chatdouble: "+tt.want) || strings.Count(got.stderr, "\n") != 1 {
			t.Errorf("%q\n got %+v\nwant exit %d and one line: chatdouble: %s", tt.args, got, exitFailed, tt.want)
		}
	}
	if got := call(nil, "", "--fixtures", three); !strings.HasSuffix(got.stderr, "; and 2 more problems: the command \"fixtures check\" lists them all\n") {
		t.Errorf("of three problems it says %s", got.stderr)
	}
	if got := call([]string{"CHATDOUBLE_FIXTURES_YAML=zim: 1"}, ""); got.code != exitFailed || !strings.HasPrefix(got.stderr, "chatdouble: CHATDOUBLE_FIXTURES_YAML:1: ") {
		t.Errorf("a bad inline fixture gives %+v", got)
	}
}

// halfSent opens a connection and sends a call without the end of its body. The server answers
// "100 Continue" when it has begun to read it, so it is in flight when halfSent returns.
func (r *running) halfSent() (rest func(), answers *bufio.Reader) {
	r.t.Helper()
	at, err := url.Parse(r.signed("Action=QueryBlacklist"))
	if err != nil {
		r.t.Fatal(err)
	}
	conn, err := net.Dial("tcp", at.Host)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = conn.Close() })
	const body = `{"FromUserId": "alice"}`
	fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n%s", at.RequestURI(), at.Host, len(body), body[:5])
	answers = bufio.NewReader(conn)
	if line, err := answers.ReadString('\n'); err != nil || !strings.Contains(line, "100 Continue") {
		r.t.Fatalf("the server says %q, %v; want 100 Continue", line, err)
	}
	_, _ = answers.ReadString('\n')
	return func() { fmt.Fprint(conn, body[5:]) }, answers
}

// TestStopServesWhatHasBegun stops the server while a request is half sent and the port is closed
// already.
func TestStopServesWhatHasBegun(t *testing.T) {
	t.Parallel()
	for _, signal := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
		r := start(t, nil, "")
		rest, answers := r.halfSent()
		r.signals <- signal
		r.stderr.wait("msg=stopping")
		address := strings.TrimPrefix(r.url("ZIM"), "http://")
		for { // until the port is closed; what was accepted before is closed without an answer
			conn, err := net.Dial("tcp", address)
			if err != nil {
				break
			}
			_ = conn.Close()
		}
		rest()
		if response, body := readAnswer(t, answers); response.StatusCode != 200 || !strings.Contains(body, `"TotalCount":2,`) {
			t.Errorf("the call in flight is answered %s %s", response.Status, body)
		}
		<-r.done
		if log := r.stderr.text(); r.code != exitDone || !strings.HasSuffix(log, "msg=stopped\n") {
			t.Errorf("exit code %d, log %s", r.code, log)
		}
	}
}

// TestStopEndsWaiting has a client that waits for requests which will not come.
func TestStopEndsWaiting(t *testing.T) {
	t.Parallel()
	r := start(t, nil, "")
	conn, err := net.Dial("tcp", strings.TrimPrefix(r.url("ZIM"), "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	const body = `{"count": 1, "timeout": "5m"}`
	fmt.Fprintf(conn, "POST /__admin/requests/wait HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n%s", len(body), body)
	answers := bufio.NewReader(conn)
	if line, err := answers.ReadString('\n'); err != nil || !strings.Contains(line, "100 Continue") {
		t.Fatalf("the server says %q, %v; want 100 Continue", line, err)
	}
	_, _ = answers.ReadString('\n')
	r.signals <- syscall.SIGTERM
	<-r.done
	if log := r.stderr.text(); r.code != exitDone || !strings.HasSuffix(log, "msg=stopped\n") {
		t.Errorf("exit code %d, log %s; want a stop that did not wait for the requests", r.code, log)
	}
	if response, body := readAnswer(t, answers); !strings.Contains(body, `"reached":false`) && !strings.Contains(body, `"reached": false`) {
		t.Errorf("who waited is answered %s %s", response.Status, body)
	}
}

func TestSecondSignalStopsAtOnce(t *testing.T) {
	t.Parallel()
	r := start(t, nil, "")
	_, answers := r.halfSent()
	r.signals <- syscall.SIGTERM
	r.signals <- syscall.SIGTERM
	<-r.done
	if log := r.stderr.text(); r.code != exitDone || !strings.Contains(log, "msg=\"stopped, calls were cut off\"\n") {
		t.Errorf("exit code %d, log %s", r.code, log) // the call that was cut off may stand behind it
	}
	if line, err := answers.ReadString('\n'); err == nil {
		t.Errorf("the call is answered %q, want a closed connection", line)
	}
}

// TestIdleConnectionsDoNotHoldUpTheStop has a client that keeps its connection after a call.
func TestIdleConnectionsDoNotHoldUpTheStop(t *testing.T) {
	t.Parallel()
	r := start(t, nil, "")
	conn, err := net.Dial("tcp", strings.TrimPrefix(r.url("ZIM"), "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "GET /__admin/readyz HTTP/1.1\r\nHost: x\r\n\r\n")
	answers := bufio.NewReader(conn)
	readAnswer(t, answers)
	r.signals <- syscall.SIGTERM
	<-r.done
	if log := r.stderr.text(); r.code != exitDone || !strings.HasSuffix(log, "msg=stopped\n") {
		t.Errorf("exit code %d, log %s; want a stop that did not wait for the client", r.code, log)
	}
	if _, err := answers.ReadByte(); err == nil {
		t.Errorf("the connection is still open")
	}
}

// TestWelcomeWithoutAProgram: in an image a reader has no program that signs, so the line to try is signed.
func TestWelcomeWithoutAProgram(t *testing.T) {
	t.Parallel()
	r := startAs(t, "", nil, "")
	var line string
	for text := range strings.Lines(r.out.text()) {
		if strings.Contains(text, "QueryBlacklist") {
			line = strings.TrimSpace(text)
		}
	}
	signed, ok := strings.CutPrefix(line, "try: curl '")
	if !ok {
		t.Fatalf("the line to try is %s", line)
	}
	if _, body := r.get(strings.TrimSuffix(signed, "'")); !strings.HasPrefix(body, `{"Code":0,`) {
		t.Errorf("%s is answered %s", line, body)
	}
	if !strings.Contains(r.out.text(), "POST /__admin/sign signs another") {
		t.Errorf("nothing says how to sign another:\n%s", r.out.text())
	}
}

// TestBaseURLsOfAdminListener: what the admin listener says of an app leads to the vendors' one.
func TestBaseURLsOfAdminListener(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ addr, host string }{
		{"127.0.0.1:0", "127.0.0.1"},
		{":0", "localhost"}, // the host of the request, which reaches every interface
	} {
		r := start(t, nil, "", "--addr", tt.addr, "--admin-addr", "127.0.0.1:0")
		admin := strings.Replace(r.url("Admin"), "127.0.0.1", tt.host, 1)
		main, err := url.Parse(r.url("ZIM"))
		if err != nil {
			t.Fatal(err)
		}
		want := `"base_url": "http://` + net.JoinHostPort(tt.host, main.Port()) + `",`
		if _, body := r.get(admin + "/apps/zim:1234567890"); !strings.Contains(body, want) {
			t.Errorf("with --addr %s, %s/apps/zim:1234567890 answers %s, want %s in it", tt.addr, admin, body, want)
		}
	}
}

// TestNoHTTP sends what net/http refuses by itself to both doors: a vendor's answer comes from the
// vendors' one alone, a problem from the server's own.
func TestNoHTTP(t *testing.T) {
	t.Parallel()
	r := start(t, nil, "", "--addr", "127.0.0.1:0", "--admin-addr", "127.0.0.1:0")
	for _, tt := range []struct{ url, path, want string }{
		{r.url("CometChat"), "/v3/%zz", `{"error":{`},
		{r.url("ZIM"), "/?%zz Action", `{"Code":`},
		{r.url("Admin"), "/v3/%zz", `{
  "title": "Bad Request",`},
	} {
		at, err := url.Parse(tt.url)
		if err != nil {
			t.Fatal(err)
		}
		conn, err := net.Dial("tcp", at.Host)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", tt.path)
		if _, body := readAnswer(t, bufio.NewReader(conn)); !strings.HasPrefix(body, tt.want) {
			t.Errorf("%s at %s gives %s, want %s", tt.path, tt.url, body, tt.want)
		}
		_ = conn.Close()
	}
}

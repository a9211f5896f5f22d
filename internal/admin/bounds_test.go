package admin_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/sigverify"
)

// bounded is a call that has no room at the bounds of its server, and what makes room for it.
type bounded struct {
	name         string
	bounds       chatdouble.Bounds
	before       []string // calls that fill the server, each "METHOD path body"
	call         string
	status       int
	setting, has string // what the detail must say
	what         string // the label in the metrics
	room         string // a call that makes room
}

var fullCases = []bounded{
	{"apps", chatdouble.Bounds{Apps: 4}, []string{`POST /apps {"vendor":"zim","fixture":{"appId":7}}`}, `POST /apps {"vendor":"cometchat"}`, 409, "--max-apps is 4", "has 4", "apps", `DELETE /apps/zim:7`},
	{"generated users", chatdouble.Bounds{Users: 9}, []string{`POST /apps {"vendor":"zim","fixture":{"appId":7,"generate":{"users":3}}}`}, `POST /apps {"vendor":"cometchat","fixture":{"generate":{"users":4}}}`, 409, "--max-users is 9", "has 7", "users", `DELETE /apps/zim:7`},
	{"a million users by 63 bytes", chatdouble.Bounds{}, nil, `POST /apps {"vendor":"cometchat","fixture":{"generate":{"users":1000000}}}`, 413, "--max-users is 100000", "has 4", "users", ""},
	{"a billion blocks", chatdouble.Bounds{}, nil, `POST /apps {"vendor":"cometchat","fixture":{"generate":{"users":5000,"blocks":{"each":4000}}}}`, 413, "--max-ties is 200000", "has 2", "ties", ""},
	{"listed users of a new app", chatdouble.Bounds{Users: 5}, nil, `POST /apps {"vendor":"zim","fixture":{"users":[{"userId":"a"},{"userId":"b"}]}}`, 409, "--max-users is 5", "has 4", "users", `PUT /apps/zim:12345/state {"users":[]}`},
	{"users of a state", chatdouble.Bounds{Users: 5}, nil, `PUT /apps/zim:12345/state {"users":[{"userId":"a"},{"userId":"b"},{"userId":"c"},{"userId":"d"}]}`, 409, "--max-users is 5", "2 users more", "users", `PUT /apps/cometchat:one/state {"users":[{"uid":"x"}]}`},
	{"users of a change", chatdouble.Bounds{Users: 5}, nil, `PATCH /apps/zim:12345/state {"users":[{"userId":"ann"},{"userId":"ben"},{"userId":"c"},{"userId":"d"}]}`, 409, "--max-users is 5", "2 users more", "users", `PUT /apps/cometchat:one/state {"users":[{"uid":"x"}]}`},
	{"ties of a change", chatdouble.Bounds{Ties: 3}, nil, `PATCH /apps/zim:12345/state {"users":[{"userId":"ann","blacklist":["ben"],"friends":["ben"]},{"userId":"ben","blacklist":["ann"]}]}`, 409, "--max-ties is 3", "2 blocks and friendships more", "ties", `PUT /apps/cometchat:one/state {"users":[{"uid":"x"}]}`},
	{"messages of a state", chatdouble.Bounds{Messages: 1}, nil, `PUT /apps/zim:12345/state {"users":[{"userId":"a"}],"messages":[{"from":"a","to":"a","text":"x"},{"from":"a","to":"a","text":"x"}]}`, 413, "--max-messages is 1", "2 messages", "messages", ""},
	{"snapshots", chatdouble.Bounds{Snapshots: 2}, []string{`POST /apps/zim:12345/snapshots/a`, `POST /apps/cometchat:one/snapshots/a`, `POST /apps/zim:12345/snapshots/a`}, `POST /apps/zim:12345/snapshots/b`, 409, "--max-snapshots is 2", "has 2", "snapshots", `DELETE /apps/cometchat:one/snapshots/a`},
	{"rules", chatdouble.Bounds{Rules: 2}, []string{`POST /faults {"fault":{"status":500}}`, `POST /apps/zim:12345/faults {"fault":{"status":500}}`}, `POST /apps/cometchat:one/faults {"fault":{"status":500}}`, 409, "--max-rules is 2", "has 2", "rules", `DELETE /faults`},
	{"rules of a new app", chatdouble.Bounds{Rules: 2}, []string{`POST /faults {"fault":{"status":500}}`}, `POST /apps {"vendor":"zim","fixture":{"faults":[{"fault":{"status":500}},{"fault":{"status":500}}]}}`, 409, "--max-rules is 2", "has 1", "rules", `DELETE /faults`},
	{"one large rule", chatdouble.Bounds{}, nil, `POST /faults {"fault":{"status":500,"body":"` + strings.Repeat("x", 64<<10) + `"}}`, 413, "65536 bytes", "", "", ""},
	{"a body above all uploads", chatdouble.Bounds{UploadBytes: 100_000}, nil, `PUT /apps/zim:12345/state {"users":[]}` + strings.Repeat(" ", 100_000), 413, "--max-upload-bytes is 100000", "has 0", "upload_bytes", ""},
}

// ask1 makes a call written as "METHOD path body".
func ask1(h http.Handler, line string) *httptest.ResponseRecorder {
	method, rest, _ := strings.Cut(line, " ")
	path, body, _ := strings.Cut(rest, " ")
	return send(h, method, "/__admin"+path, body)
}

func mustAsk(t *testing.T, h http.Handler, line string) {
	t.Helper()
	if w := ask1(h, line); w.Code >= 300 {
		t.Fatalf("%s = %d %s", line, w.Code, w.Body)
	}
}

// What has no room is refused with the bound, the number and the setting, and changes nothing. It is counted,
// and done as soon as there is room.
func TestBounds(t *testing.T) {
	t.Parallel()
	for _, tt := range fullCases {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			srv := newServer(t, chatdouble.WithBounds(tt.bounds))
			for _, line := range tt.before {
				mustAsk(t, srv, line)
			}
			before := everything(t, srv)
			w := ask1(srv, tt.call)
			if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.setting) || !strings.Contains(w.Body.String(), tt.has) {
				t.Errorf("%.200s = %d %s, want %d with %q and %q", tt.call, w.Code, w.Body, tt.status, tt.setting, tt.has)
			}
			wantProblem(t, w)
			if after := everything(t, srv); after != before {
				t.Errorf("the refused call has changed\n%s\ninto\n%s", before, after)
			}
			if metrics := call(srv, "GET", "/__admin/metrics").Body.String(); tt.what != "" && !strings.Contains(metrics, `chatdouble_full_total{what="`+tt.what+`"} 1`+"\n") {
				t.Errorf("the refusal is not counted in\n%s", metrics)
			}
			if tt.room == "" {
				return
			}
			mustAsk(t, srv, tt.room)
			mustAsk(t, srv, tt.call)
		})
	}
}

// The metrics say how much there is and how much there may be, whatever has come and gone.
func TestHeldIsWhatThereIs(t *testing.T) {
	t.Parallel()
	srv := newServer(t, chatdouble.WithBounds(chatdouble.Bounds{Apps: 50}))
	want := func(lines ...string) {
		t.Helper()
		metrics := call(srv, "GET", "/__admin/metrics").Body.String()
		for _, line := range lines {
			if !strings.Contains(metrics, "\nchatdouble_"+line+"\n") {
				t.Errorf("no %s in\n%s", line, metrics)
			}
		}
	}
	want(`held{what="apps"} 3`, `held_most{what="apps"} 50`, `held{what="users"} 4`, `held_most{what="users"} 100000`, `held{what="ties"} 2`, `held{what="messages"} 0`, `held{what="rules"} 0`)
	app := makeApp(t, srv, `{"vendor":"cometchat","fixture":{"users":[{"uid":"a"},{"uid":"b"}],"generate":{"users":5,"blocks":{"each":2}},"messages":[{"sender":"a","receiver":"b","data":{"text":"x"}}],"faults":[{"fault":{"status":500},"times":1}]}}`).App
	want(`held{what="apps"} 4`, `held{what="users"} 11`, `held{what="ties"} 12`, `held{what="messages"} 1`, `held{what="rules"} 1`)
	for _, step := range []struct{ call, held string }{
		{"POST /apps/" + app + "/snapshots/s", `snapshots"} 1`},
		{"POST /apps/" + app + "/snapshots/s", `snapshots"} 1`},
		{"PUT /apps/" + app + "/state " + `{"users":[{"uid":"a"}]}`, `users"} 5`},
		{"PATCH /apps/" + app + "/state " + `{"users":[{"uid":"a"},{"uid":"c","friends":["a"]}]}`, `users"} 6`},
		{"POST /apps/" + app + "/snapshots/s/restore", `users"} 11`},
		{"POST /apps/" + app + "/faults " + `{"fault":{"status":500}}`, `rules"} 2`},
		{"PUT /apps/" + app + "/state " + `{"users":[]}`, `users"} 4`},
		{"POST /apps/" + app + "/reset", `users"} 11`},
		{"POST /reset", `rules"} 1`},
		{"DELETE /apps/" + app + "/faults", `rules"} 0`},
		{"DELETE /apps/" + app, `users"} 4`},
	} {
		mustAsk(t, srv, step.call)
		want(`held{what="` + step.held)
	}
	want(`held{what="apps"} 3`, `held{what="users"} 4`, `held{what="ties"} 2`, `held{what="snapshots"} 0`, `held{what="rules"} 0`, `held{what="messages"} 0`)
	if err := srv.Reload(chatdouble.WithFixtureYAML("w.yaml", "zim: [{appId: 5, serverSecret: s, generate: {users: 3}}]")); err != nil {
		t.Fatal(err)
	}
	want(`held{what="apps"} 1`, `held{what="users"} 3`, `held{what="ties"} 0`)
}

// Of many that come at once just as many get room as there is.
func TestBoundsHoldForManyAtOnce(t *testing.T) {
	t.Parallel()
	srv := newServer(t, chatdouble.WithBounds(chatdouble.Bounds{Apps: 3 + 6, Users: 4 + 3}))
	var (
		calls sync.WaitGroup
		mu    sync.Mutex
		made  int
	)
	for i := range 40 {
		calls.Go(func() {
			w := send(srv, "POST", "/__admin/apps", fmt.Sprintf(`{"vendor":"zim","fixture":{"generate":{"users":%d}}}`, i%2))
			mu.Lock()
			defer mu.Unlock()
			if w.Code == http.StatusCreated {
				made++
			}
		})
	}
	calls.Wait()
	if made > 6 || made < 3 {
		t.Errorf("%d of 40 apps were made where 6 had room", made)
	}
	metrics := call(srv, "GET", "/__admin/metrics").Body.String()
	if !strings.Contains(metrics, fmt.Sprintf(`held{what="apps"} %d`+"\n", 3+made)) {
		t.Errorf("%d apps were made, the metrics say\n%s", made, metrics)
	}
}

// A body that is being read has its room until its call is done; the next one is told to come again.
func TestUploadsAtOnce(t *testing.T) {
	t.Parallel()
	srv := newServer(t, chatdouble.WithBounds(chatdouble.Bounds{UploadBytes: 300_000}))
	for _, length := range []int64{200_000, -1} { // announced, and in chunks
		unfinished, in := io.Pipe()
		r := httptest.NewRequest("PUT", "/__admin/apps/zim:12345/state", unfinished)
		r.ContentLength = length
		first := httptest.NewRecorder()
		done := make(chan struct{})
		go func() {
			defer close(done)
			srv.ServeHTTP(first, r)
		}()
		body := `{"users":[{"userId":"new"}]}` + strings.Repeat(" ", 200_000)
		if _, err := io.WriteString(in, body[:199_999]); err != nil { // who writes so much has been read so far
			t.Fatal(err)
		}
		second := send(srv, "PUT", "/__admin/apps/zim:12345/state", body)
		if second.Code != http.StatusTooManyRequests || second.Header().Get("Retry-After") == "" || !strings.Contains(second.Body.String(), "--max-upload-bytes is 300000") {
			t.Errorf("a second upload = %d %v %s", second.Code, second.Header(), second.Body)
		}
		if small := send(srv, "PUT", "/__admin/apps/zim:12345/state", `{"users":[]}`); small.Code != http.StatusOK {
			t.Errorf("a small body beside it = %d %s", small.Code, small.Body)
		}
		_, _ = io.WriteString(in, " ")
		_ = in.Close()
		<-done
		if first.Code != http.StatusOK {
			t.Errorf("the first upload = %d %s", first.Code, first.Body)
		}
		if second := send(srv, "PUT", "/__admin/apps/zim:12345/state", body); second.Code != http.StatusOK {
			t.Errorf("the second upload after it = %d %s", second.Code, second.Body)
		}
	}
}

// What fixtures hold is loaded whatever the bounds are, and the log says that nobody can add to it.
func TestFixturesAreLoadedAboveTheBounds(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	srv := newServer(t, chatdouble.WithBounds(chatdouble.Bounds{Apps: 1, Users: 2, Ties: 1}), chatdouble.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	var all struct{ Apps []shown }
	if err := json.Unmarshal(call(srv, "GET", "/__admin/apps").Body.Bytes(), &all); err != nil || len(all.Apps) != 3 {
		t.Errorf("%d apps, %v", len(all.Apps), err)
	}
	for _, want := range []string{
		`level=WARN msg="the fixtures hold more apps than the server adds to over HTTP" setting=--max-apps allows=1 holds=3`,
		`setting=--max-users allows=2 holds=4`, `setting=--max-ties allows=1 holds=2`,
	} {
		if strings.Count(log.String(), want) != 1 {
			t.Errorf("no line %s in\n%s", want, &log)
		}
	}
	if w := send(srv, "POST", "/__admin/apps/zim:12345/reset", ""); w.Code != http.StatusOK {
		t.Errorf("a reset = %d %s", w.Code, w.Body)
	}
	if w := send(srv, "PUT", "/__admin/apps/zim:12345/state", call(srv, "GET", "/__admin/apps/zim:12345/state").Body.String()); w.Code != http.StatusOK {
		t.Errorf("the same state again = %d %s", w.Code, w.Body)
	}
}

// A vendor has no such bound, so a call that makes users fails as the vendor's own failures do. The reason
// says what it is.
func TestVendorsHaveNoRoomForUsers(t *testing.T) {
	t.Parallel()
	srv := newServer(t, chatdouble.WithBounds(chatdouble.Bounds{Users: 5}))
	now := strconv.FormatInt(noon.Unix(), 10)
	create := func(uid string) *httptest.ResponseRecorder {
		return send(srv, "POST", "/v3/users", `{"uid":"`+uid+`","name":"N"}`, "appId", "one", "apikey", key, "Content-Type", "application/json")
	}
	register := func(id string) *httptest.ResponseRecorder {
		return send(srv, "POST", "/?Action=UserRegister&AppId=12345&SignatureVersion=2.0&SignatureNonce=nonce&Timestamp="+now+"&Signature="+sigverify.Sign("12345", "nonce", secret, now),
			`{"UserInfo":[{"UserId":"`+id+`"}]}`)
	}
	if w := create("fifth"); w.Code != http.StatusOK {
		t.Fatalf("the last user with room = %d %s", w.Code, w.Body)
	}
	const reason = "this server has no room for it: 1 user more does not fit: the server has 5, and --max-users is 5; delete apps that are no longer needed, or start the server with a larger --max-users"
	for name, refused := range map[string]struct {
		w    *httptest.ResponseRecorder
		code string
	}{
		"CreateUser":   {create("sixth"), `"code":"ERR_OPERATION_FAILED"`},
		"UserRegister": {register("sixth"), `"Code":100000015,`},
		"ImportUsers": {
			send(srv, "POST", "/v3/data_import/users", `{"users":{"sixth":{"uid":"sixth","name":"N"}}}`, "appId", "one", "apikey", key, "Content-Type", "application/json"),
			`"code":"ERR_OPERATION_FAILED"`,
		},
	} {
		if w := refused.w; !strings.Contains(w.Body.String(), refused.code) || w.Header().Get("X-Chatdouble-Reason") != reason {
			t.Errorf("%s = %d %v %s", name, w.Code, w.Header(), w.Body)
		}
		id := refused.w.Header().Get("X-Chatdouble-Request-Id")
		if why := call(srv, "GET", "/__admin/requests/"+id+"/explain").Body.String(); !strings.Contains(why, "this server has no room") {
			t.Errorf("the explanation of %s is %s", name, why)
		}
	}
	metrics := call(srv, "GET", "/__admin/metrics").Body.String()
	for _, want := range []string{`held{what="users"} 5`, `full_total{what="users"} 3`, `refused_total{vendor="cometchat",reason="full"} 2`, `refused_total{vendor="zim",reason="full"} 1`} {
		if !strings.Contains(metrics, want) {
			t.Errorf("no %s in\n%s", want, metrics)
		}
	}
	if w := send(srv, "DELETE", "/v3/users/fifth", `{"permanent":true}`, "appId", "one", "apikey", key, "Content-Type", "application/json"); w.Code != http.StatusOK {
		t.Fatalf("deleting a user = %d %s", w.Code, w.Body)
	}
	if w := register("sixth"); !strings.Contains(w.Body.String(), `"Code":0,`) {
		t.Errorf("with room again = %s", w.Body)
	}
}

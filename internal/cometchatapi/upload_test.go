package cometchatapi_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// part is one of a form: a field, or a file when it has a file's name.
type part struct{ field, file, kind, value string }

// parts is a form of several parts, with its Content-Type.
func parts(all ...part) (kind, body string) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	_ = w.SetBoundary("----chatdouble")
	for _, p := range all {
		h := textproto.MIMEHeader{"Content-Disposition": {fmt.Sprintf("form-data; name=%q", p.field)}}
		if p.file != "" {
			h.Set("Content-Disposition", fmt.Sprintf("form-data; name=%q; filename=%q", p.field, p.file))
		}
		if p.kind != "" {
			h.Set("Content-Type", p.kind)
		}
		out, _ := w.CreatePart(h)
		_, _ = out.Write([]byte(p.value))
	}
	_ = w.Close()
	return w.FormDataContentType(), b.String()
}

// upload sends a form of several parts as alice.
func upload(srv *chatdouble.Server, all ...part) reply {
	kind, body := parts(all...)
	return send(srv, request{method: "POST", target: "/v3/messages", key: fullKey, body: body, header: map[string]string{"Content-Type": kind, "onBehalfOf": "alice"}})
}

// picture is a form with a file, as people write it with curl.
func picture(name, bytes string) []part {
	return []part{{field: "receiver", value: "bob"}, {field: "type", value: "image"}, {field: "file", file: name, kind: "image/png", value: bytes}}
}

// addresses are those of the files of a message, as the answer names them.
func addresses(t *testing.T, r reply) (paths []string) {
	t.Helper()
	var m struct {
		Data struct {
			Data struct {
				URL         string
				Attachments []struct{ URL string }
			}
		}
	}
	if err := json.Unmarshal([]byte(r.Body), &m); err != nil || r.Status != 200 {
		t.Fatalf("%d %v %s", r.Status, err, r.Body)
	}
	for _, a := range m.Data.Data.Attachments {
		path, ok := strings.CutPrefix(a.URL, "http://localhost/")
		if !ok {
			t.Fatalf("the address %s is not on the host of the request", a.URL)
		}
		paths = append(paths, "/"+path)
	}
	if len(paths) > 0 && !strings.HasSuffix(m.Data.Data.URL, paths[0]) {
		t.Errorf("url is %s, the first file is at %s", m.Data.Data.URL, paths[0])
	}
	return paths
}

// JavaScript SDK 4.2.0: the form in which it sends files.
func TestUploadAsTheSDKSends(t *testing.T) {
	t.Parallel()
	w := newWorld(t, circle)
	kind, body := parts(
		part{field: "type", value: "image"}, part{field: "receiverType", value: "user"}, part{field: "category", value: "message"},
		part{field: "data", value: `{"metadata":{"a":1},"resource":"x"}`},
		part{field: "files[]", file: "holiday photo.png", kind: "image/png", value: "\x89PNG\r\n--"},
		part{field: "files[]", file: `C:\docs\b.tar.gz`, value: ""},
		part{field: "caption", value: "Look"}, part{field: "tags[]", value: "one"}, part{field: "tags[]", value: "two"},
		part{field: "muid", value: "m1"}, part{field: "receiver", value: "bob"},
	)
	token := makeToken(t, w.srv, "alice")
	r := send(w.srv, request{method: "POST", target: "/v3.0/messages", body: body, header: map[string]string{"Content-Type": kind, "authToken": token}})
	at := addresses(t, r)
	if len(at) != 2 || r.Reason() != "" {
		t.Fatalf("%q (%s): %s", at, r.Reason(), r.Body)
	}
	host := strings.ReplaceAll("http://localhost", "/", `\/`)
	one, two := host+strings.ReplaceAll(at[0], "/", `\/`), host+strings.ReplaceAll(at[1], "/", `\/`)
	want := `"data":{"text":"Look","metadata":{"a":1},"resource":"x","url":"` + one + `","attachments":[` +
		`{"url":"` + one + `","name":"holiday photo.png","mimeType":"image\/png","extension":"png","size":8},` +
		`{"url":"` + two + `","name":"b.tar.gz","mimeType":"application\/octet-stream","extension":"gz","size":0}],"entities":`
	if !strings.Contains(r.Body, want) || !strings.Contains(r.Body, `"muid":"m1"`) || !strings.Contains(r.Body, `"tags":["one","two"]`) {
		t.Errorf(" got: %s\nwant: %s", r.Body, want)
	}
	if !strings.HasPrefix(at[0], "/__files/cometchat/app/") || !strings.HasSuffix(at[0], "/holiday%20photo.png") {
		t.Errorf("address %s", at[0])
	}
	for i, want := range []string{"\x89PNG\r\n--", ""} {
		if got := send(w.srv, request{target: at[i]}); got.Status != 200 || got.Body != want {
			t.Errorf("%s: %d %q, want %q", at[i], got.Status, got.Body, want)
		}
	}
}

func TestFilesAreServed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, circle)
	at := addresses(t, upload(w.srv, picture("a.png", "0123456789")...))[0]
	r := send(w.srv, request{target: at})
	for name, want := range map[string]string{
		"Content-Type": "image/png", "Content-Length": "10", "X-Content-Type-Options": "nosniff", "Access-Control-Allow-Origin": "*",
		"Content-Security-Policy": "sandbox", "Accept-Ranges": "bytes", "Date": noon.Format(http.TimeFormat),
	} {
		if got := r.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	r = send(w.srv, request{target: at, header: map[string]string{"Range": "bytes=2-4"}})
	if r.Status != http.StatusPartialContent || r.Body != "234" || r.Header.Get("Content-Range") != "bytes 2-4/10" {
		t.Errorf("a range: %d %q %v", r.Status, r.Body, r.Header)
	}
	if r := send(w.srv, request{target: at, header: map[string]string{"If-None-Match": r.Header.Get("Etag")}}); r.Status != http.StatusNotModified {
		t.Errorf("the same again: %d", r.Status)
	}
	if r := send(w.srv, request{method: "HEAD", target: at}); r.Status != 200 || r.Body != "" || r.Header.Get("Content-Length") != "10" {
		t.Errorf("HEAD: %d %q %v", r.Status, r.Body, r.Header)
	}
	id := strings.Split(at, "/")[4]
	for target, want := range map[string]int{
		"/__files/cometchat/app/" + id: 200, "/__files/cometchat/app/" + id + "/other": 200,
		"/__files/cometchat/app/" + id[1:] + "/a.png": 404, "/__files/cometchat/other/" + id + "/a.png": 404,
		"/__files/zim/app/" + id + "/a.png": 404, "/__files/nobody/app/x/y": 404, "/__files/": 404, "/__files/cometchat/app": 404,
	} {
		if r := send(w.srv, request{target: target}); r.Status != want {
			t.Errorf("%s: %d %s, want %d", target, r.Status, r.Body, want)
		}
	}
	if r := send(w.srv, request{target: at, host: "app.api-us.cometchat.io"}); r.Status != 200 {
		t.Errorf("on the vendor's host: %d", r.Status)
	}
	if r := send(w.srv, request{target: at, host: "zim-api.zego.im"}); r.Status != 404 {
		t.Errorf("on the other vendor's host: %d", r.Status)
	}
	if r := send(w.srv, request{method: "DELETE", target: at}); r.Status != http.StatusMethodNotAllowed {
		t.Errorf("DELETE: %d", r.Status)
	}
}

// Files are part of what a snapshot keeps and a reset forgets.
func TestFilesGoWithTheState(t *testing.T) {
	t.Parallel()
	w := newWorld(t, circle)
	app := w.srv.App(t, "cometchat:app")
	at := addresses(t, upload(w.srv, picture("a.png", "a")...))[0]
	status := func() int { return send(w.srv, request{target: at}).Status }
	app.Snapshot("with")
	app.Reset()
	if got := status(); got != 404 {
		t.Errorf("after a reset: %d", got)
	}
	app.Restore("with")
	if got := status(); got != 200 {
		t.Errorf("after the snapshot: %d", got)
	}
	app.SetState(app.State())
	if got := status(); got != 404 {
		t.Errorf("after a state that was put back: %d; files are no part of it", got)
	}
	if r := act(w.srv, "POST /v3/messages", `{"receiver":"ghost","data":{"text":"x"}}`); r.Status != 404 {
		t.Fatal(r.Body)
	}
}

// JavaScript SDK 4.2.0: what the UI kit does. Assumed: how long a form lasts, and the refusals of the upload, which are those of S3.
func TestUploadBeforeTheMessage(t *testing.T) {
	t.Parallel()
	w := newWorld(t, circle)
	token := makeToken(t, w.srv, "alice")
	ask := func(files string) reply {
		return actAs(w.srv, token, "POST /v3.0/files/upload-url", `{"files":`+files+`,"receiver":"bob","receiverType":"user","parentMessageId":""}`)
	}
	r := ask(`{"f2":{"fileId":"f2","name":"a b.png","size":3,"mimeType":"image/png"},"f1":{"name":"c"}}`)
	at := servedBy(r.Body)
	if len(at) != 4 || at[0] != at[1] || at[2] != at[3] || r.Reason() != "" {
		t.Fatalf("%q (%s): %d %s", at, r.Reason(), r.Status, r.Body)
	}
	url := strings.ReplaceAll("http://localhost"+at[0], "/", `\/`)
	wantPart := `{"data":{"f2":{"request":{"method":"POST","url":"` + url + `","body":{"key":"` + strings.Split(at[0], "/")[4] + `"}},` +
		`"attachment":{"url":"` + url + `","name":"a b.png","mimeType":"image\/png","extension":"png","size":3},"expiresAt":1714565700},"f1":`
	if !strings.HasPrefix(r.Body, wantPart) {
		t.Errorf(" got: %s\nwant: %s", r.Body, wantPart)
	}
	send1 := func(to string, all ...part) reply {
		kind, body := parts(all...)
		return send(w.srv, request{method: "POST", target: to, body: body, header: map[string]string{"Content-Type": kind}})
	}
	file := part{field: "file", file: "a b.png", kind: "image/png", value: "abc"}
	if r := send(w.srv, request{target: at[0]}); r.Status != 404 {
		t.Errorf("before the upload: %d", r.Status)
	}
	if r := send1(at[0], part{field: "key", value: "k"}); r.Status != 400 || !strings.Contains(r.Body, "<Code>MalformedPOSTRequest</Code>") {
		t.Errorf("without a file: %d %s", r.Status, r.Body)
	}
	if r := send1(at[0], part{field: "key", value: "k"}, file); r.Status != 204 || r.Body != "" || r.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("the upload: %d %s", r.Status, r.Body)
	}
	if r := send(w.srv, request{target: at[0]}); r.Status != 200 || r.Body != "abc" || r.Header.Get("Content-Type") != "image/png" {
		t.Errorf("after the upload: %d %s", r.Status, r.Body)
	}
	w.clock.Advance(16 * time.Minute)
	for _, to := range []string{at[0], at[2], "/__files/cometchat/app/nobody/x"} {
		if r := send1(to, file); r.Status != 403 || !strings.Contains(r.Body, "<Code>ExpiredToken</Code>") {
			t.Errorf("%s again, or too late: %d %s", to, r.Status, r.Body)
		}
	}
	if r := send1(at[2], part{field: "file", file: "x", value: strings.Repeat("x", 2<<20)}); r.Status != 400 || !strings.Contains(r.Body, "<Code>EntityTooLarge</Code>") {
		t.Errorf("too large: %d %s", r.Status, r.Body)
	}
	if r := send(w.srv, request{method: "OPTIONS", target: at[0]}); r.Status != 204 || r.Header.Get("Access-Control-Allow-Methods") == "" {
		t.Errorf("OPTIONS: %d %v", r.Status, r.Header)
	}
	for _, files := range []string{`"x"`, `{}`, `[]`, `[1]`, `null`, `{"a":1}`, `{"a":{"name":" "}}`, `{"a":{"name":7}}`, `{"a":{"name":"n"},"b":{"name":"n"},"c":{"name":"n"},"d":{"name":"n"},"e":{"name":"n"},"f":{"name":"n"},"g":{"name":"n"},"h":{"name":"n"},"i":{"name":"n"},"j":{"name":"n"},"k":{"name":"n"}}`} {
		wantCode(t, ask(files), 400, "ERR_BAD_REQUEST")
	}
}

// This server's own rule: an app keeps so many bytes, and the oldest files go.
func TestOldestFilesGo(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(circle, ""), chatdouble.WithMaxBody(64<<20))
	large := strings.Repeat("x", 15<<20)
	var at []string
	for i := range 3 {
		at = append(at, addresses(t, upload(srv, picture(fmt.Sprint(i, ".png"), large)...))...)
	}
	for i, want := range []int{404, 200, 200} {
		if r := send(srv, request{method: "HEAD", target: at[i]}); r.Status != want {
			t.Errorf("file %d of three: %d, want %d", i+1, r.Status, want)
		}
	}
	r := upload(srv, picture("too large.png", strings.Repeat("x", 32<<20+1))...)
	if wantCode(t, r, 413, "ERR_BAD_REQUEST"); !strings.Contains(r.Reason(), "an app keeps 33554432 of files") {
		t.Errorf("reason %q", r.Reason())
	}
}

// A form of several parts is a form like others: for every operation, by the same names.
func TestPartsAreMembers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, circle)
	kind, body := parts(part{field: "uid", value: "zoe"}, part{field: "name", value: "Zoë"}, part{field: "metadata[a]", value: "1"}, part{field: "avatar", file: "a.png", value: "x"})
	r := send(w.srv, request{method: "POST", target: "/v3/users", key: fullKey, body: body, header: map[string]string{"Content-Type": kind}})
	wantBody(t, r, `{"data":{"uid":"zoe","name":"Zo\u00eb","metadata":{"a":"1"},"status":"offline","role":"default","createdAt":1714564800}}`)
	if want := `CreateUser takes no file as "avatar": it had no effect`; r.Reason() != want {
		t.Errorf("reason %q, want %q", r.Reason(), want)
	}
	r = upload(w.srv, append(picture("a.png", "x"), part{field: "photo", file: "b.png", value: "y"}, part{field: "filess", value: "z"})...)
	if at := addresses(t, r); len(at) != 1 || !strings.Contains(r.Reason(), `takes no file as "photo"`) || !strings.Contains(r.Reason(), "the parameter filess") {
		t.Errorf("%q: %s", at, r.Reason())
	}
	for data, want := range map[string]string{
		`{"text":"own","url":"https://a.b/c"}`: `"data":{"text":"own","url":"https:\/\/a.b\/c","attachments":[{"url":"http:`,
		``:                                     `"data":{"text":"Look","url":"http:`,
		`{"url":"","attachments":[]}`:          `"data":{"text":"Look","url":"http:`,
		`null`:                                 `"data":{"text":"Look","url":"http:`,
	} {
		r := upload(w.srv, append(picture("a.png", "x"), part{field: "data", value: data}, part{field: "caption", value: "Look"})...)
		if !strings.Contains(r.Body, want) {
			t.Errorf("data %s: %s", data, r.Body)
		}
	}
	for _, data := range []string{`7`, `"x"`, `[1]`, `{`} {
		r := upload(w.srv, append(picture("a.png", "x"), part{field: "data", value: data})...)
		wantCode(t, r, 400, "ERR_INVALID_MESSAGE_DATA")
	}
}

// brokenForms are forms of which nothing counts.
func brokenForms() map[string]struct{ kind, body, reason string } {
	kind, good := parts(picture("a.png", "x")...)
	named := func(headers string) string {
		return "------chatdouble\r\n" + headers + "\r\n\r\nx\r\n------chatdouble--\r\n"
	}
	return map[string]struct{ kind, body, reason string }{
		"no boundary":      {"multipart/form-data", good, "names no boundary"},
		"an empty one":     {`multipart/form-data; boundary=""`, good, "names no boundary"},
		"another one":      {"multipart/form-data; boundary=other", good, `the boundary "other" does not stand in it`},
		"not to the end":   {kind, good[:len(good)/2], "part 2: malformed MIME header"},
		"no last boundary": {kind, strings.TrimSuffix(good, "--\r\n"), "part 4: "},
		"no name":          {kind, named("Content-Disposition: form-data"), "part 1: its Content-Disposition is not form-data with a name"},
		"an attachment":    {kind, named("Content-Disposition: attachment; name=receiver"), "part 1: its Content-Disposition"},
		"no disposition":   {kind, named("Content-Type: text/plain"), "part 1: its Content-Disposition"},
		"a broken header":  {kind, named("nonsense"), "part 1: malformed MIME header"},
		"a huge header":    {kind, named(`Content-Disposition: form-data; name="receiver"; x="` + strings.Repeat("x", 9<<10) + `"`), "part 1: its headers are larger than 8192 bytes"},
		"10,000 parts":     {kind, strings.Repeat("------chatdouble\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n", 10_000) + "------chatdouble--\r\n", "it has more than 1020 parts"},
		"JSON":             {kind, `{"receiver":"bob"}`, "does not stand in it"},
	}
}

func TestBrokenForms(t *testing.T) {
	t.Parallel()
	w := newWorld(t, circle)
	for name, tt := range brokenForms() {
		r := anything(t, w.srv, request{
			method: "POST", target: "/v3/messages", key: fullKey, body: tt.body, header: map[string]string{"Content-Type": tt.kind},
		}, "400 ERR_BAD_REQUEST")
		if !strings.Contains(r.Body, `"receiver":["The receiver field is required."]`) || !strings.Contains(r.Reason(), tt.reason) {
			t.Errorf("%s: %s (%s)", name, r.Body, r.Reason())
		}
	}
}

// Reading costs in proportion to the length, however a body is made. It measures memory, so it runs alone.
func TestHostileFormsCostTheirLength(t *testing.T) {
	srv, err := chatdouble.New(app(circle, ""), chatdouble.WithLimits(false), chatdouble.WithJournalSize(1))
	if err != nil {
		t.Fatal(err)
	}
	const length = 1 << 20
	for name, piece := range map[string]string{
		"boundaries":     "------chatdouble\r\n",
		"nearly":         "\r\n------chatdoubl",
		"headers":        "A: b\r\n",
		"small parts":    "------chatdouble\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n",
		"nested names":   "------chatdouble\r\nContent-Disposition: form-data; name=\"a" + strings.Repeat("[]", 60) + "\"\r\n\r\nb\r\n",
		"one long value": "b",
	} {
		body := "------chatdouble\r\nContent-Disposition: form-data; name=a\r\n\r\n" + strings.Repeat(piece, length/len(piece)-100) + "\r\n------chatdouble--\r\n"
		var r reply
		took := uint64(math.MaxUint64)
		for range 3 { // what else the process does counts, so the least of some tries is it
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			r = send(srv, request{method: "POST", target: "/v3/messages", key: fullKey, body: body, header: map[string]string{"Content-Type": "multipart/form-data; boundary=----chatdouble"}})
			runtime.ReadMemStats(&after)
			took = min(took, after.TotalAlloc-before.TotalAlloc)
		}
		if r.Status != 400 || took > 40*length {
			t.Errorf("%s: %d, %d bytes allocated for %d", name, r.Status, took, len(body))
		}
	}
}

// FuzzParts sends any bytes as a form of several parts. Property: a message whose files are all served as they were named, or a refusal
// in the vendor's shape that left everything as it was.
func FuzzParts(f *testing.F) {
	for _, tt := range brokenForms() {
		if len(tt.body) < 16<<10 {
			f.Add(tt.kind, []byte(tt.body))
		}
	}
	kind, body := parts(append(picture("a.png", "x"), part{field: "data", value: `{"text":"x","attachments":7}`}, part{field: "files[]", file: "../%2f\x00é\xff?#", kind: "text/html; charset=x", value: "y"})...)
	f.Add(kind, []byte(body))
	srv, err := chatdouble.New(app(circle, ""), chatdouble.WithLimits(false), chatdouble.WithJournalSize(1))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		r := anything(t, srv, request{
			method: "POST", target: "/v3/messages", key: fullKey, body: string(body), header: map[string]string{"Content-Type": kind},
		}, "400 ERR_BAD_REQUEST", "404 ERR_UID_NOT_FOUND", "404 ERR_GUID_NOT_FOUND")
		if r.Status == 200 && strings.HasPrefix(kind, "multipart/form-data") && bytes.Contains(body, []byte("filename")) {
			for _, at := range servedBy(r.Body) {
				if got := send(srv, request{target: at}); got.Status != 200 {
					t.Errorf("%s: %d %s", at, got.Status, got.Body)
				}
			}
		}
		if err := srv.Reset("cometchat:app"); err != nil {
			t.Fatal(err)
		}
	})
}

// servedBy are the addresses on this server that an answer names.
func servedBy(body string) (paths []string) {
	plain := strings.ReplaceAll(body, `\/`, "/")
	for _, rest := range strings.Split(plain, `"http://localhost/__files/cometchat/app/`)[1:] {
		at, _, _ := strings.Cut(rest, `"`)
		paths = append(paths, "/__files/cometchat/app/"+at)
	}
	return paths
}

package cometchatapi_test

import (
	"fmt"
	"strings"
	"testing"
)

const urlencoded = "application/x-www-form-urlencoded"

// Forms are read as PHP reads them: name[] and name[n] make lists, name[member] objects, also inside
// each other; of a name that comes again the last counts, at the place of the first.
func TestFormBodies(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ call, body, want string }{
		{"POST /v3/users", "uid=f&name=F&metadata[team][name]=red&metadata[team][size]=3&metadata[list][]=a&metadata[list][]=b", `"metadata":{"team":{"name":"red","size":"3"},"list":["a","b"]},`},
		{"POST /v3/users", "uid=f&name=F&metadata%5Ba%5D=1&metadata%5Ba%5D=2&metadata[b]=%22", `"metadata":{"a":"2","b":"\""},`},
		{"POST /v3/users", "uid=f&name=F&metadata=x&metadata[a]=1", `"metadata":{"a":"1"},`},
		{"POST /v3/users", "uid=f&name=F&metadata[a]=1&metadata=x", `"metadata":"x",`},
		{"POST /v3/users", "uid=f&name=F&metadata" + strings.Repeat("[a]", 64) + "=1", `"metadata":` + strings.Repeat(`{"a":`, 64) + `"1"`},
		{"POST /v3/users", "uid=f&name=F&tags[1]=b&tags[0]=a&tags[1]=c", `"tags":["c","a"]`},
		{"POST /v3/roles", "role=r&name=R&settings[listUsers]=all&metadata[email]=a%40b", `"metadata":{"email":"a@b"},"settings":{"listUsers":"all"}`},
		{"POST /v3/messages", "receiver=bob&data[text]=Hi+there&data[metadata][a]=1", `"data":{"text":"Hi there","metadata":{"a":"1"},"entities"`},
		{"POST /v3/data_import/users", "users[z][uid]=z&users[z][name]=Z&users[y][uid]=y&users[y][name]=Y", `{"data":{"z":{"success":true,"data":{"uid":"z","name":"Z"`},
	} {
		w := newWorld(t, circle)
		method, target, _ := strings.Cut(tt.call, " ")
		if got := w.must(method, target, tt.body, "Content-Type", urlencoded); !strings.Contains(got, tt.want) {
			t.Errorf("%s %.100s\n got: %.500s\nwant: %.500s", tt.call, tt.body, got, tt.want)
		}
	}
}

// What cannot be a name of a part is a name by itself, and one that is nested too deep is passed over.
func TestFormNamesThatAreNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, circle)
	body := "uid=f&name=F&[tags]=a&tags[=b&tags]=c&metadata" + strings.Repeat("[a]", 65) + "=1&metadata[b"
	if got, want := w.must("POST", "/v3/users", body, "Content-Type", urlencoded), `{"data":{"uid":"f","name":"F","status"`; !strings.HasPrefix(got, want) {
		t.Errorf("%s", got)
	}
}

// Ten thousand uids by number, as PHP's http_build_query writes them.
func TestLongForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t, circle)
	var body strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&body, "blockedUids[%d]=nobody%d&", i, i)
	}
	got := w.must("POST", blockPath, body.String(), "Content-Type", urlencoded)
	if count := strings.Count(got, `"success":false`); count != 10_000 {
		t.Errorf("%d entries", count)
	}
}

// A body that says that it is something else is not looked at; one that does not say may be JSON.
func TestContentTypes(t *testing.T) {
	t.Parallel()
	const body = `{"blockedUids":["bob"]}`
	for kind, read := range map[string]bool{
		"": true, "application/json": true, "Application/JSON; charset=utf-8": true, "application/vnd.api+json": true, "text/json": true,
		"text/plain": false, "text/plain;charset=UTF-8": false, "multipart/form-data; boundary=x": false, "application/xml": false,
		"application/octet-stream": false, urlencoded: false,
	} {
		w := newWorld(t, circle)
		status, answer := w.ask("POST", blockPath, body, "Content-Type", kind)
		want, wantStatus := badRequest(`"blockedUids":["The blocked uids field is required."]`), 400
		if read {
			want, wantStatus = entriesOf("bob", blockedText), 200
		}
		if status != wantStatus || answer != want {
			t.Errorf("%s: status %d, want %d\n got: %s\nwant: %s", kind, status, wantStatus, answer, want)
		}
		reason := w.srv.App(t, "cometchat:app").Requests()[0].Reason
		if named := strings.HasPrefix(reason, "the body's Content-Type is "); named != (!read && kind != urlencoded) {
			t.Errorf("%s: reason %q", kind, reason)
		}
	}
}

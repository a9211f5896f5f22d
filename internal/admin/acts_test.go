package admin_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/admin"
)

// What is wrong with an act is said as of any other body, with the acts that there are.
func TestActThatIsRefused(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	for _, tt := range []struct {
		app, body     string
		status        int
		pointer, says string
	}{
		{"zim:12345", `{"act":"goOnlin","user":"ann"}`, 400, "#/act", `did you mean "goOnline"? ZIM apps have goOnline, goOffline`},
		{"zim:12345", `{"act":"fly","user":"ann"}`, 400, "#/act", `"fly", which no act is; ZIM apps have goOnline`},
		{"zim:12345", `{"user":"ann"}`, 400, "#/act", "must be a text that names an act; ZIM apps have"},
		{"zim:12345", `{"act":7,"user":"ann"}`, 400, "#/act", "must be a text"},
		{"zim:12345", `{"act":"goOnline"}`, 400, "#/user", "is missing"},
		{"zim:12345", `{"act":"goOnline","user":""}`, 400, "#/user", "is empty"},
		{"zim:12345", `{"act":"goOffline","user":"ann","loggedout":true}`, 400, "#/loggedout", `did you mean "loggedOut"?`},
		{"zim:12345", `{"act":"goOnline","user":"ann","loggedOut":true}`, 400, "#/loggedOut", "is not known here"},
		{"zim:12345", `{"act":"goOffline","user":"ann","loggedOut":1}`, 400, "#/loggedOut", "must be"},
		{"zim:12345", `{"Act":"goOnline","user":"ann"}`, 400, "#/Act", `did you mean "act"?`},
		{"zim:12345", `{"act":"goOffline","user":"nobody"}`, 404, "", `app zim:12345 has no user "nobody"`},
		{"zim:12345", `{"act":"goOnline","user":"a b/c"}`, 400, "", "marking user"},
		{"zim:12345", ``, 400, "", "the body is empty"},
		{"zim:12345", `{`, 400, "", "is no JSON"},
		{"zim:12345", `[]`, 400, "#", "must be"},
		{"zim:1", `{"act":"goOnline","user":"ann"}`, 404, "", "no app zim:1"},
		{"cometchat:one", `{"act":"goOnline","user":"ann"}`, 400, "#/act", "which only ZIM apps have; CometChat apps have joinGroup, leaveGroup"},
	} {
		w := send(srv, http.MethodPost, "/__admin/apps/"+tt.app+"/acts", tt.body)
		var p admin.Problem
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		pointer := ""
		if p.Errors != nil {
			pointer = p.Errors[0].Pointer
		}
		if w.Code != tt.status || pointer != tt.pointer || !strings.Contains(p.Detail, tt.says) {
			t.Errorf("%s in %s = %d %s at %q, want %d at %q with %q", tt.body, tt.app, w.Code, p.Detail, pointer, tt.status, tt.pointer, tt.says)
		}
	}
}

// An error with a code of the vendor's is a refusal that the user's app would get, with that code.
func TestRefusalWithTheVendorsCode(t *testing.T) {
	t.Parallel()
	err := admin.Refused(fmt.Errorf("leaving: %w", coded("660600001")))
	var refusal *admin.Refusal
	if !errors.As(err, &refusal) || refusal.Status != http.StatusConflict || refusal.Code != "660600001" || refusal.Detail != "code 660600001" {
		t.Errorf("the refusal is %+v", err)
	}
}

// coded is an error of a vendor's.
type coded string

func (c coded) Error() string      { return "code " + string(c) }
func (c coded) VendorCode() string { return string(c) }

// The document tells the acts of a vendor apart by their names, and lists the members of each.
func TestDocumentListsTheActs(t *testing.T) {
	t.Parallel()
	d := readDocument(t, newServer(t))
	asked, answered := d.refs["#/components/schemas/Act"], d.refs["#/components/schemas/Acted"]
	if asked == nil || answered == nil {
		t.Fatal("there are no acts in the document")
	}
	for body, good := range map[string]bool{
		`{"act":"goOnline","user":"ann"}`:                     true,
		`{"act":"goOffline","user":"ann","loggedOut":true}`:   true,
		`{"act":"goOnline","user":"ann","loggedOut":true}`:    false,
		`{"act":"goOnline"}`:                                  false,
		`{"act":"goOnlin","user":"ann"}`:                      false,
		`{"act":"goOffline","user":"ann","loggedOut":"true"}`: false,
	} {
		if err := asked.Check([]byte(body)); (err == nil) != good {
			t.Errorf("%s fits the document: %v, want good = %t", body, err, good)
		}
	}
	var zim struct {
		OneOf         []json.RawMessage
		Discriminator struct {
			PropertyName string
			Mapping      map[string]string
		}
	}
	if err := json.Unmarshal(d.Components.Schemas["ZIMAct"], &zim); err != nil {
		t.Fatal(err)
	}
	told := zim.Discriminator
	if len(zim.OneOf) != len(told.Mapping) || told.PropertyName != "act" || told.Mapping["goOnline"] != "#/components/schemas/ZIMGoOnlineAct" {
		t.Errorf("ZIM's acts are told apart by %+v", told)
	}
}

package zegoapi_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// answer is a reply whose body is ZIM's envelope.
type answer struct {
	status int
	header http.Header
	body   []byte
	envelope
}

type envelope struct {
	Code       int
	Message    string
	RequestID  string `json:"RequestId"`
	TotalCount int
	Next       int64
	Blacklist  []row
}

type row struct {
	UserID     string `json:"UserId"`
	UserName   string
	Avatar     string
	UpdateTime int64
}

// saysWhy reports whether a reason tells why a call is refused. Beside an answer that went well it says only what
// had no effect.
func saysWhy(reason string) bool {
	first, _, _ := strings.Cut(reason, "; ")
	return reason != "" && !strings.HasSuffix(first, "had no effect")
}

func (a answer) reason() string { return a.header.Get("X-Chatdouble-Reason") }

// ids are the ids of the rows, in order.
func (a answer) ids() []string {
	ids := make([]string, len(a.Blacklist))
	for i, r := range a.Blacklist {
		ids[i] = r.UserID
	}
	return ids
}

// read reads a response whose body must be an envelope.
func read(t testing.TB, response *http.Response) answer {
	t.Helper()
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatalf("reading the answer: %v", err)
	}
	return check(t, response.StatusCode, response.Header, body)
}

// check ends the test when an answer is not one of QueryBlacklist, the only action that answer
// stands for; those of unknown actions have the same envelope.
func check(t testing.TB, status int, header http.Header, body []byte) answer {
	t.Helper()
	checkSchema(t, "QueryBlacklist", body)
	e, err := parse(body)
	if err != nil {
		t.Fatalf("%v; HTTP %d, body %.300q", err, status, body)
	}
	checkSchema(t, "QueryBlacklist", body)
	a := answer{status, header, body, e}
	if got := header.Get("Content-Type"); got != "application/json; charset=utf-8" {
		t.Errorf("Content-Type = %q", got)
	}
	if got := header.Get("X-Chatdouble-Request-Id"); got != e.RequestID {
		t.Errorf("X-Chatdouble-Request-Id = %q, RequestId = %q", got, e.RequestID)
	}
	if refused := e.Code != 0; refused != saysWhy(a.reason()) {
		t.Errorf("Code %d has the reason %q", e.Code, a.reason())
	}
	for _, b := range []byte(a.reason()) {
		if b < ' ' || b > '~' {
			t.Errorf("the reason is not one line of ASCII: %q", a.reason())
			break
		}
	}
	return a
}

// parse reads an envelope and refuses what the schema cannot: members in another order.
func parse(body []byte) (envelope, error) {
	var e envelope
	names, err := members(body)
	if err != nil {
		return e, fmt.Errorf("the answer is no JSON object: %w", err)
	}
	if err := json.Unmarshal(body, &e); err != nil {
		return e, fmt.Errorf("the answer has a member of a wrong type: %w", err)
	}
	want := []string{"Code", "Message", "RequestId"}
	if e.Code == 0 {
		want = append(want, "TotalCount", "Next", "Blacklist")
	}
	switch {
	case !slices.Equal(names, want):
		return e, fmt.Errorf("the answer has the members %v, want %v", names, want)
	case (e.Message == "success") != (e.Code == 0) || e.Message == "":
		return e, fmt.Errorf("Code %d has the Message %q", e.Code, e.Message)
	}
	return e, checkRows(body)
}

func checkRows(body []byte) error {
	var rows struct{ Blacklist []json.RawMessage }
	if err := json.Unmarshal(body, &rows); err != nil {
		return err
	}
	want := []string{"UserId", "UserName", "Avatar", "UpdateTime"}
	for i, r := range rows.Blacklist {
		if names, err := members(r); err != nil || !slices.Equal(names, want) {
			return fmt.Errorf("row %d has the members %v, want %v", i, names, want)
		}
	}
	return nil
}

// members lists the member names of a JSON object as they are spelled, in order.
func members(object []byte) ([]string, error) {
	d := json.NewDecoder(bytes.NewReader(object))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, fmt.Errorf("it begins with %v, %w", open, err)
	}
	var names []string
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		names = append(names, name.(string))
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
	}
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	if rest := object[d.InputOffset():]; len(rest) != 0 {
		return nil, fmt.Errorf("%q stands behind it", rest)
	}
	return names, nil
}

// refused fails the test unless the answer is this code, with a reason that holds the words.
func (a answer) refused(t testing.TB, code int, words ...string) {
	t.Helper()
	if a.Code != code {
		t.Errorf("Code = %d (%s), want %d", a.Code, a.reason(), code)
	}
	for _, w := range words {
		if !strings.Contains(a.reason(), w) {
			t.Errorf("the reason of %d does not say %q: %s", code, w, a.reason())
		}
	}
}

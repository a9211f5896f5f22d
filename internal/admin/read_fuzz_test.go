package admin

import (
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/shape"
)

// Whatever comes is read or refused, with pointers into it; what is read, encoding/json reads alike.
func FuzzReadJSON(f *testing.F) {
	for _, text := range []string{
		`{}`, `{"vendor":"zim","name":"a","fixture":{"users":[]}}`, `{"count":2,"timeout":"1s","since":"2024-01-01T00:00:00Z"}`, `{"frozen":null,"now":1}`,
		`{"status":1e2}`, `{"status":99999999999999999999}`, `{"a/b~c":1}`, `[1]`, `"x"`, `{"count":`, "\xff", `{"unmatched":true}{}`, `{"Count":1}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, into := range []any{&awaited{}, &NewApp{}, &clockWanted{}} {
			err := readJSON(body, into, shape.Words{faults.VendorName: {"zim"}})
			if err == nil {
				again := reflect.New(reflect.TypeOf(into).Elem()).Interface()
				var notWhole *json.UnmarshalTypeError // to encoding/json 1e2 is no whole number
				if err := json.Unmarshal(body, again); !errors.As(err, &notWhole) && (err != nil || !reflect.DeepEqual(into, again)) {
					t.Errorf("%q was read as %+v, encoding/json reads %+v, %v", body, into, again, err)
				}
				continue
			}
			var r *Refusal
			if !errors.As(err, &r) || r.Status != http.StatusBadRequest || r.Detail == "" {
				t.Fatalf("%q: %v", body, err)
			}
			for _, e := range r.Errors {
				if e.Detail == "" || !strings.HasPrefix(e.Pointer, "#") {
					t.Errorf("%q: %+v", body, e)
				}
			}
		}
	})
}

func FuzzReadQuery(f *testing.F) {
	for _, raw := range []string{"", "app=zim:1&limit=3", "limit=-1", "since=2024-01-01T00:00:00%2B01:00", "unmatched=true", "%", ";", "a=1&a=2", "status=200"} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		var l listing
		if err := readQuery(raw, &l, nil); err != nil {
			var r *Refusal
			if !errors.As(err, &r) || r.Status != http.StatusBadRequest {
				t.Errorf("%q: %v", raw, err)
			}
			return
		}
		if l.Limit < 0 || l.Status < 0 || l.Status > 599 {
			t.Errorf("%q was read as %+v", raw, l)
		}
	})
}

package store_test

import (
	"testing"

	"github.com/chatdouble/mockserver/internal/store"
)

// Data comes back as it was given, whatever part of it is kept once for all.
func TestData(t *testing.T) {
	t.Parallel()
	const whole = `{"a":"é","entities":{}}`
	for _, tt := range []struct {
		from, to int
		own      string
	}{{0, 0, whole}, {21, 23, `{"a":"é","entities":}`}, {0, 4, `:"é","entities":{}}`}, {21, len(whole), `{"a":"é","entities":`}} {
		d := store.DataOf(whole, tt.from, tt.to)
		if d.Own() != tt.own {
			t.Errorf("%d to %d: its own is %s, want %s", tt.from, tt.to, d.Own(), tt.own)
		}
		for range 2 {
			got := d.Bytes()
			if string(got) != whole {
				t.Errorf("%d to %d: %s, want %s", tt.from, tt.to, got, whole)
			}
			clear(got) // it is the caller's
		}
	}
	if d := (store.Data{}); d.Bytes() != nil || d.Own() != "" {
		t.Errorf("none is %q", d.Bytes())
	}
}

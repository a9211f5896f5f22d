package journal

import (
	"strconv"
	"testing"
)

func TestByID(t *testing.T) {
	t.Parallel()
	j := New(3, nil)
	for i := range 5 {
		j.Add(&Entry{Number: uint64(i), ID: strconv.Itoa(i), Body: []byte("body")})
	}
	for id, want := range map[string]bool{"0": false, "1": false, "2": true, "3": true, "4": true, "5": false, "": false} {
		e, ok := j.ByID(id)
		if ok != want || ok && (e.ID != id || string(e.Body) != "body") {
			t.Errorf("ByID(%q) = %+v, %t", id, e, ok)
		}
	}
	e, _ := j.ByID("4")
	e.Body[0] = 'B'
	if again, _ := j.ByID("4"); string(again.Body) != "body" {
		t.Errorf("a change to what was returned is in the journal: %s", again.Body)
	}
}

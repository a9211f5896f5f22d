package gateway

import (
	"fmt"
	"testing"
)

// The end of a page has one number, which is its own for as long as it is remembered and nobody's afterwards.
func TestPageEnds(t *testing.T) {
	t.Parallel()
	var p PageEnds
	place := func(i int) PageEnd { return PageEnd{"list", int64(i / 3), fmt.Sprint("row ", i%3)} }
	const more = 10
	for i := range mostPageEnds + more {
		if n := p.Number(place(i)); n != uint32(i) || p.Number(place(i)) != n {
			t.Fatalf("place %d has the number %d", i, n)
		}
	}
	for i := range mostPageEnds + 2*more {
		got, ok := p.Of(uint32(i))
		if want := i >= more && i < mostPageEnds+more; ok != want || ok && got != place(i) {
			t.Fatalf("the number %d is that of %+v, %t", i, got, ok)
		}
	}
	p.forget()
	if got, ok := p.Of(mostPageEnds); ok {
		t.Errorf("a number of a place that was forgotten is that of %+v", got)
	}
	if n := p.Number(place(0)); n != mostPageEnds+more {
		t.Errorf("a place that comes again has the number %d", n)
	}
}

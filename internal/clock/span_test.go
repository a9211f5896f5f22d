package clock

import (
	"testing"
	"time"
)

func TestSpan(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		t, within time.Time
	}{
		{first, first},
		{first.Add(-1), first},
		{last, last},
		{last.Add(1), last},
		{noon, noon},
		{time.Time{}, first},
		{time.Unix(1<<40, 0), last},
		{last.In(time.FixedZone("east", 14*3600)), last}, // there the year is over
	} {
		if got := Within(tt.t); !got.Equal(tt.within) || InSpan(tt.t) != tt.t.Equal(tt.within) {
			t.Errorf("Within(%v) = %v, InSpan %v; want %v", tt.t, got, InSpan(tt.t), tt.within)
		}
	}
	for seconds, want := range map[int64]time.Time{0: noon, 1: noon.Add(time.Second), -1: noon.Add(-time.Second), 1 << 53: last, -1 << 53: first, 86_400 * 365 * 300: noon.AddDate(0, 0, 365*300)} {
		if got := After(noon, seconds); !got.Equal(want) {
			t.Errorf("After(noon, %d) = %v, want %v", seconds, got, want)
		}
	}
}

// However it is moved, a clock shows no moment that nobody else would take.
func TestClockStandsStillAtTheEnds(t *testing.T) {
	t.Parallel()
	parent := System()
	parent.Freeze(noon)
	c := parent.Follow()
	for name, move := range map[string]func(){
		"advanced":                  func() { c.Set(last.Add(-time.Second)); c.Advance(time.Hour) },
		"set":                       func() { c.Set(last.Add(time.Hour)) },
		"frozen":                    func() { c.Freeze(last.Add(time.Hour)) },
		"running on":                func() { c.Set(last.Add(-time.Second)); c.Run(); parent.Advance(time.Hour) },
		"following another's years": func() { c.Set(time.Date(9000, 1, 1, 0, 0, 0, 0, time.UTC)); parent.Set(last) },
	} {
		parent.Freeze(noon)
		c.Reset()
		if move(); !c.Now().Equal(last) {
			t.Errorf("%s, it shows %v, want %v", name, c.Now(), last)
		}
	}
	parent.Freeze(noon)
	c.Reset()
	if c.Advance(-290 * 365 * 24 * time.Hour); !c.Now().Equal(first) {
		t.Errorf("moved back, it shows %v, want %v", c.Now(), first)
	}
}

package clock

import (
	"fmt"
	"time"
)

// Every moment that a clock shows, a fixture holds or a setting names lies in the years from MinYear to
// MaxYear. Both vendors' formats can say them: seconds since 1970, and four digits for a year also of what
// ends a little later, such as a window of a limit.
const (
	MinYear = 1970
	MaxYear = 9998
)

// Years says the years in words, for messages: "from 1970 to 9998".
var Years = fmt.Sprintf("from %d to %d", MinYear, MaxYear)

var (
	first = time.Date(MinYear, time.January, 1, 0, 0, 0, 0, time.UTC)
	last  = time.Date(MaxYear+1, time.January, 1, 0, 0, 0, -1, time.UTC)
)

// InSpan reports whether t lies in those years.
func InSpan(t time.Time) bool { return !t.Before(first) && !t.After(last) }

// Within is t, or the end of those years that is nearest.
func Within(t time.Time) time.Time {
	switch {
	case t.Before(first):
		return first
	case t.After(last):
		return last
	}
	return t
}

// After is the moment that is so many seconds behind t, which may be far more than a [time.Duration]
// holds, within those years.
func After(t time.Time, seconds int64) time.Time {
	return Within(time.Unix(t.Unix()+seconds, int64(t.Nanosecond())).UTC())
}

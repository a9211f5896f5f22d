package sigverify

import (
	"fmt"
	"time"
)

// MaxSkew is how far a Timestamp may be from the server's clock, to either side, the limit itself included. Vendor
// page: "Accessing Server APIs" (the error may be no more than 10 minutes).
const MaxSkew = 10 * time.Minute

// Fresh reports whether timestamp (Unix seconds) is within MaxSkew of now. The server's clock counts in whole
// seconds here, as the Timestamp does: the fraction of now is dropped.
func Fresh(timestamp int64, now time.Time) bool {
	return skew(timestamp, now.Unix()) <= uint64(MaxSkew/time.Second)
}

// skew is the distance of two moments in seconds. The difference of two int64 always fits a uint64, and unsigned
// subtraction wraps round to it.
func skew(a, b int64) uint64 {
	if a < b {
		a, b = b, a
	}
	return uint64(a) - uint64(b)
}

// DiagnoseTimestamp explains a timestamp (Unix seconds) that is not Fresh: both clocks as RFC 3339 in UTC, the skew,
// the allowed window, and the unit when the number looks like milliseconds, microseconds or nanoseconds. One line of
// printable ASCII, at most 300 bytes.
func DiagnoseTimestamp(timestamp int64, now time.Time) string {
	text := fmt.Sprintf("Timestamp %s is %s the server's clock %s; at most %d s either way is allowed",
		moment(timestamp), apart(timestamp, now.Unix()), moment(now.Unix()), MaxSkew/time.Second)
	if u, ok := finerUnit(timestamp); ok {
		text += fmt.Sprintf(". This looks like %s: send seconds, here %s", u.name, moment(timestamp/u.perSecond))
	}
	return oneLine(text)
}

func apart(timestamp, now int64) string {
	switch s := skew(timestamp, now); {
	case s == 0:
		return "equal to"
	case timestamp < now:
		return fmt.Sprintf("%d s behind", s)
	default:
		return fmt.Sprintf("%d s ahead of", s)
	}
}

// moment writes a time as number and as date. RFC 3339 has four digits for the year; milliseconds taken for seconds
// are some 50,000 years ahead.
func moment(unix int64) string {
	const yearZero, yearTenThousand = -62167219200, 253402300800
	switch {
	case unix < yearZero:
		return fmt.Sprintf("%d (before the year 0000)", unix)
	case unix >= yearTenThousand:
		return fmt.Sprintf("%d (after the year 9999)", unix)
	}
	return fmt.Sprintf("%d (%s)", unix, time.Unix(unix, 0).UTC().Format(time.RFC3339))
}

type unit struct {
	name      string
	perSecond int64
}

// finerUnit guesses the unit of a timestamp which is too large for seconds. 1e11 is the year 5138 in seconds and
// 1973 in milliseconds, and so on by thousands; the guess needs no clock, since the client's may be any.
func finerUnit(timestamp int64) (unit, bool) {
	switch {
	case timestamp < 1e11:
		return unit{}, false
	case timestamp < 1e14:
		return unit{"milliseconds", 1e3}, true
	case timestamp < 1e17:
		return unit{"microseconds", 1e6}, true
	default:
		return unit{"nanoseconds", 1e9}, true
	}
}

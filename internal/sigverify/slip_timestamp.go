package sigverify

import (
	"fmt"
	"strconv"
)

const (
	// maxTwice is how many seconds may lie between two readings of the client's clock.
	maxTwice = 5
	// The milliseconds of the second of the query, from half a second before it: clients round or cut off.
	firstMilli, lastMilli = -500, 999
)

// wrongTimestamp finds a hash made over another number than the query's: in another unit, or of another moment.
func wrongTimestamp(s *suspect) (string, bool) {
	t, err := ParseTimestamp(s.timestamp)
	if err != nil || t < 0 { // no client's clock stands before 1970, and nothing below can overflow
		return "", false
	}
	if u, finer := finerUnit(t); finer {
		return secondsInHash(s, t, u)
	}
	if clause, ok := clockReadTwice(s, t); ok {
		return clause, true
	}
	return millisecondsInHash(s, t)
}

func secondsInHash(s *suspect, t int64, u unit) (string, bool) {
	cutOff := t / u.perSecond
	if s.isMD5At(cutOff) || s.isMD5At(cutOff+1) { // the second is the rounded one
		return "the hash has the Timestamp in seconds, the query in " + u.name + "; both must be seconds", true
	}
	return "", false
}

func clockReadTwice(s *suspect, t int64) (string, bool) {
	for d := int64(1); d <= maxTwice; d++ {
		switch {
		case s.isMD5At(t - d):
			return fmt.Sprintf("the hash has a Timestamp %d s earlier than the query; read the clock once", d), true
		case s.isMD5At(t + d):
			return fmt.Sprintf("the hash has a Timestamp %d s later than the query; read the clock once", d), true
		}
	}
	return "", false
}

func millisecondsInHash(s *suspect, t int64) (string, bool) {
	for milli := int64(firstMilli); milli <= lastMilli; milli++ {
		if s.isMD5At(t*1000 + milli) {
			return "the hash has the Timestamp in milliseconds, the query in seconds; both must be seconds", true
		}
	}
	return "", false
}

// isMD5At is isMD5 of the right parts with another timestamp.
func (s *suspect) isMD5At(timestamp int64) bool {
	s.buf = append(s.buf[:0], s.appID...)
	s.buf = append(s.buf, s.nonce...)
	s.buf = append(s.buf, s.secret...)
	s.buf = strconv.AppendInt(s.buf, timestamp, 10)
	return s.isMD5Buf()
}

package store

import "time"

// Until is how long something lasts, in Unix milliseconds: [Never] is over already, [Forever] does not end.
type Until int64

// The two ends that are no moments.
const (
	Never   Until = 0
	Forever Until = -1
)

// UntilTime is an end at a moment.
func UntilTime(at time.Time) Until { return Until(at.UnixMilli()) }

// Holds reports whether the end has not come yet.
func (u Until) Holds(now time.Time) bool { return u == Forever || int64(u) > now.UnixMilli() }

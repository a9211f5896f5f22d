package chatdouble

import "github.com/chatdouble/mockserver/internal/bounds"

// Bounds are how much a server holds of what comes over HTTP, its own API included. What is above is refused
// and changes nothing; what fixtures hold is always loaded, and counts. A member that is 0 stands for its
// default, which is made for a container of 512 MB. docs/limits.md tells more.
type Bounds struct {
	Apps         int64 // apps
	Users        int64 // users of all apps
	Ties         int64 // blocks and friendships of all apps, above which no fixture brings more
	Messages     int64 // messages of all apps, above which no fixture brings more
	Snapshots    int64 // snapshots of all apps
	Rules        int64 // fault rules of all apps and of the server
	Waits        int64 // calls that wait for requests at once
	Events       int64 // events that wait for their webhooks and callbacks
	JournalBytes int64 // bytes of all journals; above it the oldest entries are forgotten
	UploadBytes  int64 // bytes of the bodies that the server's own API reads at once
}

// WithBounds sets how much the server holds.
func WithBounds(b Bounds) Option {
	return func(c *config) error { c.Bounds = bounds.Limits(b); return nil }
}
